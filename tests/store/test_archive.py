"""The archive keeps what it acknowledged, once, and gives it back character for character."""

from __future__ import annotations

from pathlib import Path

import apsw
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.errors import InputError, StorageError
from onrecord.store import Archive
from onrecord.store.families import twins
from onrecord.store.upkeep import backup, check, content_digest, merge, reread
from tests.store.made import FEE, WAGE, made


@pytest.fixture
def archive(tmp_path: Path):
    with Archive(tmp_path / "a.db") as a:
        yield a


def test_a_report_comes_back_as_it_was(archive: Archive) -> None:
    source, record = made(FEE)
    [added] = archive.add([(source, record)])
    assert added.outcome == "added"
    assert archive.record(source.id) == record
    assert archive.text(source.id) == FEE
    assert list(check(archive)) == []


def test_identical_bytes_are_one_report_with_two_sightings(archive: Archive) -> None:
    a, b = made(FEE, source="one.txt"), made(FEE, source="two.txt")
    outcomes = [x.outcome for x in archive.add([a, b, a])]
    assert outcomes == ["added", "seen", "seen"]
    assert len(list(archive.ids())) == 1
    assert sorted(r[0] for r in archive.db.execute("select source from sighting")) == ["one.txt", "two.txt"]


def test_same_text_and_whitespace_changes_are_twins(archive: Archive) -> None:
    reports = [made(FEE, url="https://a.example/1"), made(FEE, url="https://b.example/2"), made(FEE.replace(" ", "  ")), made(WAGE)]
    list(archive.add(reports))
    kinds = [sorted(kind for _, kind in twins(archive.db, source.id)) for source, _ in reports]
    assert kinds == [["near-text", "same-text"], ["near-text", "same-text"], ["near-text", "near-text"], []]


def test_nul_and_lone_surrogates_survive_with_equal_lengths(archive: Archive) -> None:
    text = "NUL \0 and \ud800 stand in “a quote\0 here now” of 5 words."
    source, record = made(text)
    list(archive.add([(source, record)]))
    [(length, sql)] = archive.db.execute("select length, length(text) from report").fetchall()
    assert length == sql == len(text)
    assert archive.record(source.id) == record
    assert archive.text(source.id) == text
    assert list(check(archive)) == []


def test_what_cannot_be_read_is_quarantined_with_its_reason(archive: Archive) -> None:
    source, _ = made(FEE)
    error = InputError("the text is empty", report="x.txt", stage="ingest", code="EMPTY", remedy="give a text")
    [added] = archive.add([(source, error)])
    assert added.outcome == "quarantined"
    assert archive.db.execute("select code, bytes from quarantine").fetchall() == [("EMPTY", FEE.encode())]
    assert list(archive.ids()) == []


def test_a_report_read_at_last_leaves_quarantine(archive: Archive) -> None:
    source, record = made(FEE)
    list(archive.add([(source, InputError("no", code="EMPTY"))]))
    list(archive.add([(source, record)]))
    assert archive.db.execute("select count(*) from quarantine").get == 0


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(6)), repeats=st.lists(st.integers(0, 5), max_size=4), cut=st.integers(1, 6))
def test_the_order_of_adding_makes_no_difference(
    tmp_path_factory: pytest.TempPathFactory, order: list[int], repeats: list[int], cut: int
) -> None:
    family = [
        made(FEE, url="https://a.example/1", version=1, published="2025-12-01"),
        made(FEE + " More.", url="https://a.example/1", version=3, published="2025-12-02"),
        made(WAGE, title="Minister says wages rise in January", publisher="Reuters"),
        made(WAGE + " Fixed.", title="CORRECTED-Minister says wages rise in January", publisher="Reuters"),
        made("The story is withdrawn.", title="WITHDRAWN: Banks agree on a new rescue", publisher="Reuters"),
        made("Banks agree.", title="Banks agree on a new rescue", publisher="Reuters"),
    ]
    digests = []
    for plan in (list(range(6)), [*order, *repeats]):
        with Archive(tmp_path_factory.mktemp("o") / "a.db") as a:
            for lot in (plan[:cut], plan[cut:]):
                list(a.add([family[i] for i in lot]))
            shown = a.db.execute("select id from shown order by id").fetchall()
            hidden = a.db.execute("select id, superseded_by, withdrawn_by from report order by id").fetchall()
            digests.append((content_digest(a), shown, hidden))
    assert digests[0] == digests[1]


def test_versions_corrections_and_withdrawals_decide_what_is_shown(archive: Archive) -> None:
    old, new = made(FEE, url="https://a.example/1", version=1), made(FEE + " More.", url="https://a.example/1", version=4)
    story = made("Banks agree.", title="Banks agree on a new rescue", publisher="Reuters")
    kill = made("It is withdrawn.", title="KILL - Banks agree on a new rescue", publisher="Reuters")
    list(archive.add([new, kill, old, story, kill]))
    state = {r[0]: (r[1], r[2]) for r in archive.db.execute("select id, superseded_by, withdrawn_by from report")}
    assert state[old[0].id] == (new[0].id, None)
    assert state[new[0].id] == (None, None)
    assert state[story[0].id] == (None, kill[0].id)


def test_backup_merge_and_reread(archive: Archive, tmp_path: Path) -> None:
    list(archive.add([made(FEE)]))
    backup(archive, tmp_path / "copy.db")
    with pytest.raises(StorageError, match="EXISTS"):
        backup(archive, tmp_path / "copy.db")
    with Archive(tmp_path / "copy.db") as copy:
        assert content_digest(copy) == content_digest(archive)
        list(copy.add([made(WAGE)]))
        assert merge(archive, copy) == 1
        assert content_digest(copy) == content_digest(archive)
        assert merge(archive, copy) == 0
    source, record = made(FEE)
    from dataclasses import replace

    fewer = replace(record, statements=type(record.statements)())
    [difference] = reread(archive, [(source.id, fewer)])
    assert difference.changed
    assert difference.counts["statement"] == (1, 0, 0)
    assert archive.record(source.id) == fewer
    assert list(check(archive)) == []


def test_a_foreign_file_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    path.write_bytes(b"this is a text, not a database\n" * 99)
    with pytest.raises(StorageError, match="NOT_AN_ARCHIVE"):
        Archive(path)
    assert path.read_bytes().startswith(b"this is a text")
    other = tmp_path / "y.db"
    apsw.Connection(str(other)).execute("create table t (a)")
    with pytest.raises(StorageError, match="NOT_AN_ARCHIVE"):
        Archive(other)


def test_a_newer_schema_is_refused(archive: Archive) -> None:
    archive.db.execute("pragma user_version = 9999")
    archive.close()
    with pytest.raises(StorageError, match="NEWER_SCHEMA"):
        Archive(archive.path)


def test_a_missing_archive_is_not_made_by_reading(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="NO_ARCHIVE"):
        Archive(tmp_path / "none.db", readonly=True)
    assert not (tmp_path / "none.db").exists()


def test_a_flipped_byte_is_found(archive: Archive) -> None:
    source, _ = made(FEE)
    list(archive.add([made(FEE)]))
    archive.db.execute("update report set text = replace(text, 'half', 'hulf') where id = ?", (source.id,))
    found = list(check(archive))
    assert any("not the one that was stored" in f.what for f in found)
