"""The postings of fingerprints: everything put in is found, whatever the lots and however full the levels."""

from __future__ import annotations

from pathlib import Path

import apsw
import numpy as np
import pytest

from onrecord.compare import copies
from onrecord.compare.copying import postings
from onrecord.compare.update import update
from onrecord.store import Archive
from onrecord.store.connection import migrations
from tests.store.made import made


@pytest.fixture
def archive(tmp_path: Path):
    with Archive(tmp_path / "p.db") as a:
        yield a


@pytest.mark.parametrize("lot", [1, 40, 700])
def test_what_was_put_in_is_found(archive: Archive, monkeypatch: pytest.MonkeyPatch, lot: int) -> None:
    for name, value in {"BLOCK": 8, "SMALLEST": 2, "RATIO": 3, "STRETCH": 2}.items():
        monkeypatch.setattr(postings, name, value)
    rng = np.random.default_rng(lot)
    hashes = rng.integers(-60, 60, 700).astype(np.int32)  # some of one hash in several blocks
    reports = np.arange(700, dtype=np.int64)
    index = postings.Postings(archive)
    with archive.writing():
        for start in range(0, 700, lot):
            new = postings.entries(hashes[start : start + lot], reports[start : start + lot])
            index.add(new)
            index.add(new[:1])  # again: no second entry
            assert len(index.find(hashes)) == min(start + lot, 700)
    assert archive.db.execute("select count(distinct level) from fingerprint_block").get > (lot < 700)
    wanted = np.array([-60, -1, 0, 7, 59, 1000], np.int32)
    found = postings.Postings(archive).find(wanted)
    places = np.flatnonzero(np.isin(hashes, wanted))
    assert found.tolist() == postings.entries(hashes[places], reports[places]).tolist()


def test_blocks_of_a_level_do_not_overlap(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"BLOCK": 4, "STRETCH": 2}.items():
        monkeypatch.setattr(postings, name, value)
    rng = np.random.default_rng(5)
    index = postings.Postings(archive)
    with archive.writing():
        for report in range(60):
            index.add(postings.entries(rng.integers(-(2**31), 2**31, 5).astype(np.int32), np.full(5, report)))
    rows = archive.db.execute("select level, first, body from fingerprint_block order by level, first").fetchall()
    for level in {row[0] for row in rows}:
        held = np.concatenate([np.frombuffer(body, np.int64) for n, _, body in rows if n == level])
        assert (held[1:] > held[:-1]).all()
    assert all(np.frombuffer(body, np.int64)[0] == first for _, first, body in rows)
    assert sum(len(body) // 8 for *_, body in rows) == 300


def test_what_another_program_adds_is_found(archive: Archive) -> None:
    index = postings.Postings(archive)
    hashes = np.arange(5, dtype=np.int32)
    for report in (1, 2):
        with Archive(archive.path) as other, other.writing():
            postings.Postings(other).add(postings.entries(hashes, np.full(5, report)))
        assert len(index.find(hashes)) == 5 * report


def test_nothing_is_found_in_nothing(archive: Archive) -> None:
    assert postings.Postings(archive).find(np.array([1, 2], np.int32)).tolist() == []
    assert postings.Postings(archive).find(np.empty(0, np.int32)).tolist() == []


def test_an_index_of_rows_is_taken_over(tmp_path: Path) -> None:
    """An archive made before the index was kept in blocks finds the copies of what it holds."""
    text = " ".join(f"w{k * 7919 % 5003}" for k in range(3000))
    with Archive(tmp_path / "a.db") as archive:
        list(archive.add([made(text, publisher="Wire")]))
        update(archive)
        rows = [(int(e) >> 32, int(e) & 0xFFFFFFFF) for (b,) in archive.db.execute("select body from fingerprint_block") for e in np.frombuffer(b, np.int64)]
        before = sorted(rows)
        assert len(before) > 500
    db = apsw.Connection(str(tmp_path / "a.db"))
    db.execute("drop table fingerprint_block")
    db.execute("drop table notice")
    db.execute("alter table story_vector drop column level")
    db.execute("create table fingerprint (hash integer not null, report integer not null, primary key (hash, report)) strict, without rowid")
    db.executemany("insert into fingerprint values (?, ?)", before)
    db.executemany("insert into fingerprint values (?, ?)", [(k * 9001, 9) for k in range(9000)])
    earlier = apsw.Connection(":memory:")
    for _, sql in (m for m in migrations() if m[0] <= 7):
        earlier.execute(sql)
    known = {name for (name,) in earlier.execute("select name from sqlite_schema")}
    for kind in ("trigger", "index", "table"):
        for (name,) in db.execute("select name from sqlite_schema where type = ? and name not like 'sqlite_%'", (kind,)).fetchall():
            if name not in known and "_fts" not in name:
                db.execute(f"drop {kind} if exists {name}")
    for table, column in (
        ("event", "mentions"),
        ("event", "own"),
        ("record", "lexicon"),
        ("figure", "standing"),
        ("figure", "part_of"),
        ("actor", "country_rule"),
        ("story_edge", "carried"),
    ):
        db.execute(f"alter table {table} drop column {column}")
    db.execute("pragma user_version = 7")
    db.close()
    with Archive(tmp_path / "a.db") as archive:
        assert archive.db.execute("pragma user_version").get == migrations()[-1][0]
        assert archive.db.execute("select count(*), max(length(body)) from fingerprint_block").get == (-(-(len(before) + 9000) // 2048), 16384)
        found = postings.Postings(archive).find(np.array([h for h, _ in before], np.int32))
        assert [(int(e) >> 32, int(e) & 0xFFFFFFFF) for e in found if int(e) & 0xFFFFFFFF == 1] == before
        late = made(text + " and more of it", publisher="Paper")
        list(archive.add([late]))
        update(archive)
        assert [c.kind for c in copies.copies_of(archive, late[0].id)] == ["reprint"]
