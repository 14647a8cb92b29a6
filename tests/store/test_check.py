"""`archive check`: whatever is altered behind the program's back is found and named; archives that cannot be written are read."""

from __future__ import annotations

import tracemalloc
import zlib
from collections.abc import Iterator
from pathlib import Path

import apsw
import pytest

from onrecord.cli import main
from onrecord.errors import StorageError
from onrecord.store import Archive, connection, upkeep
from onrecord.store.judgements import judgement_of, store
from onrecord.store.rows import MAX_RECORD
from onrecord.store.upkeep import check
from tests.store.made import FEE, WAGE, made


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "a.db") as archive:
        list(archive.add([made(FEE), made(WAGE), made("Amina Diallo met Juan Pérez in Lima on Monday. 12 people came.")]))
        yield archive


TAMPERED = [
    ("update figure set value = 99999 where n = (select min(n) from figure)", "differs from the record in table figure (value)"),
    ("update figure set unit = 'soldier' where n = (select min(n) from figure)", "differs from the record in table figure (unit)"),
    ("update event set status = 'denied', type = 'ASSAULT' where type = 'CONSULT'", "differs from the record in table event (type, status)"),
    ("update party set name = 'Nobody'", "the parties of E1 differ"),
    ("delete from party where side = 'recipient'", "the parties of E1 differ"),
    ("update statement set speaker_name = 'Somebody' where n = (select min(n) from statement)", "in table statement (speaker_name)"),
    ("update actor set country = 'XXX' where n = (select min(n) from actor)", "in table actor (country)"),
    ("delete from actor where n = (select min(n) from actor)", "table actor has"),
    ("create trigger spy after insert on report begin delete from party; end", "is not the program's own"),
    ("create view everything as select * from report", "is not the program's own"),
    ("create table notes (words text)", "is not the program's own"),
    ("drop index event_type", "is missing"),
    ("drop view shown; create view shown as select * from report", "was altered"),
    ("update report set text = replace(text, 'half', 'hulf')", "the text is not the one that was stored"),
    ("update report set published = '1999-01-01' where n = 1", "in table report (published)"),
    ("update report set publisher = 'The Times', status = 'withheld' where n = 2", "in table report (publisher, status)"),
    ("update agency set name = 'Reuters'; insert or ignore into agency select n, 'Reuters' from report", "in table report (agency)"),
    ("update report set superseded_by = (select id from report where n = 2) where n = 1", "is superseded by"),
    ("update report set withdrawn_by = 'x' where n = 1", "is withdrawn by x, which says nothing of it"),
    ("update happening set type = 'ASSAULT'", "differs from what its reports tell (type)"),
    ("update happening set killed = 12345 where n = (select min(n) from happening)", "differs from what its reports tell (killed)"),
    ("delete from happening_party", "differs from what its reports tell (parties)"),
    ("delete from happening", "stands in no happening"),
    ("update record set body = substr(body, 1, 40)", "its record cannot be read"),
]


def test_a_sound_archive(archive: Archive) -> None:
    assert list(check(archive)) == []


@pytest.mark.parametrize(("sql", "what"), TAMPERED, ids=[sql[:40] for sql, _ in TAMPERED])
def test_tampering_is_found(archive: Archive, sql: str, what: str) -> None:
    archive.db.execute("pragma foreign_keys = off")
    archive.db.execute(sql)
    found = list(check(archive))
    assert any(what in f.what for f in found), found


REPAIRED = [sql for sql, what in TAMPERED if what.startswith(("in table report", "is superseded", "is withdrawn", "differs from what", "stands in no"))]


@pytest.mark.parametrize("sql", REPAIRED, ids=[sql[:40] for sql in REPAIRED])
def test_what_is_worked_out_is_repaired(archive: Archive, sql: str) -> None:
    before = upkeep.content_digest(archive), archive.db.execute("select * from happening order by id").fetchall()
    archive.db.execute("pragma foreign_keys = off")
    archive.db.execute(sql)
    archive.db.execute("delete from happening_stale")
    upkeep.repair(archive)
    assert list(check(archive)) == []
    assert upkeep.content_digest(archive) == before[0]
    assert [row[1:] for row in archive.db.execute("select * from happening order by id")] == [row[1:] for row in before[1]]


def test_what_people_corrected_is_no_damage(archive: Archive) -> None:
    source, record = made(FEE)
    item = record.figures[0].id
    with archive.writing():
        store(archive.db, judgement_of(archive.db, source.id, item, "value=7"))
    assert list(check(archive)) == []
    archive.db.execute("update figure set unit = 'soldier'")
    assert any(f.what.endswith("(unit)") for f in check(archive))


def test_a_record_that_unpacks_to_too_much_is_named_in_bounded_memory(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.store.rows.MAX_RECORD", 1_000_000)
    source, _ = made(FEE)
    sql = "update record set body = ? where report = (select n from report where id = ?)"
    archive.db.execute(sql, (zlib.compress(b" " * 50_000_000), source.id))
    tracemalloc.start()
    found = list(check(archive))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [("unpacks to more than 1,000,000 bytes" in f.what, source.id in f.where) for f in found] == [(True, True)]
    assert most < 20_000_000
    assert MAX_RECORD > 100_000_000


class _NoLog(apsw.Connection):
    """SQLite as in a folder that cannot be written: a file with a log opens only as one that never changes."""

    def __init__(self, name: str, **more: int) -> None:
        if "immutable=1" not in name and name != ":memory:":
            raise apsw.CantOpenError("unable to open database file")
        super().__init__(name, **more)


@pytest.fixture
def frozen(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> Path:
    archive.close()
    monkeypatch.setattr(connection.apsw, "Connection", _NoLog)
    return archive.path


def test_an_archive_that_cannot_be_written_is_read(frozen: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Archive(frozen, readonly=True) as archive:
        assert list(check(archive)) == []
        assert len(list(archive.ids())) == 3
    with pytest.raises(StorageError, match="CANNOT_OPEN"):
        Archive(frozen)
    assert main(["reports", "--archive", str(frozen)]) == 0
    assert main(["stories", "--archive", str(frozen)]) == 0
    assert "cannot be written" in capsys.readouterr().err


def test_a_log_beside_it_is_not_passed_over(frozen: Path) -> None:
    frozen.with_name(frozen.name + "-wal").write_bytes(b"x" * 4152)
    with pytest.raises(StorageError, match="not in the file yet"):
        Archive(frozen, readonly=True)
