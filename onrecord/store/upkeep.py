"""Keeping an archive sound: check, backup, reread after a better model, merge, and a digest of what it holds."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import apsw

from onrecord.errors import OnRecordError, StorageError
from onrecord.model.check import check_record
from onrecord.model.record import Record
from onrecord.store import families, happenings, judgements
from onrecord.store.archive import ITEM_TABLES, Archive
from onrecord.store.connection import expected_schema, schema_of, storage_errors
from onrecord.store.judged_rows import judged_rows
from onrecord.store.rows import Row, digest, record_rows
from onrecord.store.searches import take_searches

REPAIR = "run `onrecord archive check --repair`"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something wrong with an archive: where, what, and what to do."""

    where: str
    what: str
    remedy: str


def check(archive: Archive) -> Iterator[Finding]:
    """Look at the file, its schema, the references, every text's hash, every record's spans, every row. Gives what is wrong."""
    db = archive.db
    with storage_errors(archive.path):
        for (message,) in db.execute("pragma integrity_check"):
            if message != "ok":
                yield Finding(where="file", what=str(message), remedy="restore a backup")
        for row in db.execute("pragma foreign_key_check"):
            yield Finding(where=f"table {row[0]}", what=f"row {row[1]} points at no {row[2]}", remedy="run `onrecord archive reread`")
        yield from _check_schema(db)
        if not archive.readonly:
            yield from _check_indexes(db)
        for (id,) in db.execute("select id from report order by id").fetchall():
            yield from _check_report(archive, str(id))
        for id, what in families.unfounded(db):
            yield Finding(where=f"report {id}", what=what, remedy=REPAIR)
        for where, what in happenings.wrong(db):
            yield Finding(where=f"happening {where}", what=what, remedy=REPAIR)


def _check_schema(db: apsw.Connection) -> Iterator[Finding]:
    """Look for what no version of this program has put into the archive, and for what is missing."""
    have, want = schema_of(db), expected_schema(int(db.execute("pragma user_version").get))
    remedy = "restore a backup, or take the reports over into a new archive with `onrecord archive merge`"
    for key in sorted(have.keys() | want.keys()):
        if have.get(key) != want.get(key):
            what = "is not the program's own" if key not in want else "is missing" if key not in have else "was altered"
            yield Finding(where=f"{key[0]} {key[1]}", what=what, remedy=remedy)


def _check_indexes(db: apsw.Connection) -> Iterator[Finding]:
    for table in ("report_text", "statement_text", "actor_text"):
        try:
            db.execute(f"insert into {table} ({table}, rank) values ('integrity-check', 1)")
        except apsw.CorruptError:
            yield Finding(where=table, what="the search index does not fit the table", remedy=REPAIR)


def repair(archive: Archive) -> None:
    """Build the search indexes, the rows of happenings, and what lists show of reports anew from the records."""
    with archive.writing():
        for table in ("report_text", "statement_text", "actor_text"):
            archive.db.execute(f"insert into {table} ({table}) values ('rebuild')")
        for (id,) in archive.db.execute("select id from report order by n").fetchall():
            with suppress(OnRecordError, zlib.error, UnicodeDecodeError):  # check names those that cannot be read
                archive.set_metadata(str(id), archive.record(str(id)))
        families.decide_anew(archive.db)
        archive.db.execute("insert or replace into happening_stale select n, 1 from report")


def _check_report(archive: Archive, id: str) -> Iterator[Finding]:
    reread = "run `onrecord archive reread --report " + id[:12] + "`"
    try:
        text = archive.text(id)
        row = archive.db.execute("select text_hash, length, n from report where id = ?", (id,)).fetchone()
        assert row is not None
        if digest(text) != row[0] or len(text) != row[1]:
            yield Finding(where=f"report {id}", what="the text is not the one that was stored", remedy="restore a backup")
            return
        record = archive.record(id)
        check_record(record)
        yield from _check_metadata(archive, id, record)
        yield from _check_rows(archive, id, int(row[2]), record, reread)
    except (OnRecordError, zlib.error, UnicodeDecodeError) as error:
        yield Finding(where=f"report {id}", what=f"its record cannot be read: {error}", remedy=reread)


def _check_metadata(archive: Archive, id: str, record: Record) -> Iterator[Finding]:
    """Hold what lists show of a report against its record."""
    if changed := archive.other_metadata(id, record):
        yield Finding(where=f"report {id}", what=f"differs from its record in table report ({', '.join(changed)})", remedy=REPAIR)


ADDED = {"figure": {"standing", "part_of"}, "event": {"mentions"}, "actor": {"country_rule"}}
"""Columns younger than the first archives: rows kept before them hold nothing there until they are read again."""


def _check_rows(archive: Archive, id: str, n: int, record: Record, remedy: str) -> Iterator[Finding]:
    """Hold every row against the record that it was made from, column by column, with what people said of it."""
    rows = judged_rows(record_rows(record), list(judgements.all_judgements(archive.db, id)), record.report.published)
    for table in ITEM_TABLES:
        have = {str(r["id"]): r for r in _stored(archive.db, table, n, rows[table])}
        want = {str(r["id"]): r for r in rows[table]}
        if have.keys() != want.keys():
            yield Finding(where=f"report {id}", what=f"table {table} has {len(have)} rows, the record {len(want)}", remedy=remedy)
            continue
        for item, row in want.items():
            changed = [c for c, v in row.items() if have[item][c] != v]
            changed = [c for c in changed if have[item][c] is not None or c not in ADDED.get(table, ())]
            if changed:
                what = f"{item} differs from the record in table {table} ({', '.join(changed)})"
                yield Finding(where=f"report {id}", what=what, remedy=remedy)
    yield from _check_parties(archive, id, n, rows["party"], remedy)


def _stored(db: apsw.Connection, table: str, n: int, like: list[Row]) -> Iterator[Row]:
    """Give the rows of a report in a table, in the columns of these."""
    columns = list(like[0]) if like else ["id"]
    names = ", ".join(f'"{c}"' for c in columns)
    for row in db.execute(f"select {names} from {table} where report = ?", (n,)):
        yield dict(zip(columns, row, strict=True))


def _check_parties(archive: Archive, id: str, n: int, want: list[Row], remedy: str) -> Iterator[Finding]:
    sql = """select e.id, p.side, p.actor, p.name, p.country, p.sector from party p join event e on e.n = p.event where e.report = ?"""
    have = {tuple(row) for row in archive.db.execute(sql, (n,))}
    made = {(r["event"], r["side"], r["actor"], r["name"], r["country"], r["sector"]) for r in want}
    for event in sorted({str(row[0]) for row in have ^ made}):
        yield Finding(where=f"report {id}", what=f"the parties of {event} differ from the record's", remedy=remedy)


def backup(archive: Archive, target: Path, progress: Callable[[int, int], None] | None = None) -> None:
    """Copy the archive while it may be in use. Raises `StorageError` where the target exists or cannot be written."""
    if target.exists():
        raise StorageError(f"{target}: already there", stage="backup", code="EXISTS", remedy="name a new file; backups never overwrite")
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    with storage_errors(target):
        copy = apsw.Connection(str(part))
        try:
            with copy.backup("main", archive.db, "main") as job:
                while not job.done:
                    job.step(1000)
                    if progress:
                        progress(job.page_count - job.remaining, job.page_count)
            copy.execute("pragma journal_mode = delete")
        finally:
            copy.close()
        part.rename(target)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reread:
    """What a rereading changed in one report: kind of item -> (items before, items now, same ones)."""

    id: str
    changed: bool
    counts: dict[str, tuple[int, int, int]]


def reread(archive: Archive, records: Iterable[tuple[str, Record]], *, dry_run: bool = False) -> list[Reread]:
    """Put new records in the place of the old ones, all in one transaction, and tell the differences. People's judgements stay."""
    out: list[Reread] = []
    if dry_run:
        return [_difference(archive, id, record) for id, record in records]
    with archive.writing():
        for id, record in records:
            difference = _difference(archive, id, record)
            if difference.changed:
                archive.replace_record(record)
            out.append(difference)
    return out


def _difference(archive: Archive, id: str, new: Record) -> Reread:
    old = archive.record(id)
    counts = {}
    for table, rows in record_rows(new).items():
        if table == "party":
            continue
        before = {_item(r) for r in record_rows(old)[table]}
        now = {_item(r) for r in rows}
        counts[table] = (len(before), len(now), len(before & now))
    return Reread(id=id, changed=old != new, counts=counts)


def _item(row: dict[str, object]) -> str:
    return json.dumps({k: v for k, v in row.items() if k not in ("id", "rule", "confidence")}, sort_keys=True)


def merge(archive: Archive, other: Archive) -> int:
    """Take over every report, sighting, quarantined source, judgement and search of another archive. Gives the number of new reports."""
    new = 0
    columns = [str(r[1]) for r in archive.db.execute("pragma table_info(report)") if r[1] != "n"]
    with archive.writing(), storage_errors(other.path):
        for id in other.ids():
            new += archive.take_over(other, id, columns)
        for row in other.db.execute("select id, source, code, stage, message, remedy, bytes, seen from quarantine order by id, source"):
            archive.db.execute(
                "insert or ignore into quarantine (id, source, code, stage, message, remedy, bytes, seen) values (?,?,?,?,?,?,?,?)", row
            )
        judgements.insert(archive.db, judgements.said(other.db))
        _take_links(archive, other)
        take_searches(archive.db, other.db)
    return new


def _take_links(archive: Archive, other: Archive) -> None:
    """Take over what people said of two items of different reports; the later word on the same two counts."""
    key = "kind, report_a, start_a, end_a, report_b, start_b, end_b"
    for row in other.db.execute(f"select {key}, verdict, note, who, at from link_judgement order by {key}"):
        archive.db.execute(
            f"""insert into link_judgement ({key}, verdict, note, who, at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict ({key})
            do update set verdict = excluded.verdict, note = excluded.note, who = excluded.who, at = excluded.at
            where excluded.at > link_judgement.at""",
            row,
        )


def content_digest(archive: Archive) -> str:
    """Give a digest of everything the archive holds but clocks and row numbers: equal whatever the order in which reports came."""
    sha = hashlib.sha256()
    queries = (
        "select id, text_hash, kind, title, publisher, published, status, embargo, url, version, length from report order by id",
        "select r.id, s.source, s.url from sighting s join report r on r.n = s.report order by 1, 2",
        "select source, kind, target from link order by 1, 2, 3",
        "select r.id, i.value from identifier i join report r on r.n = i.report order by 1, 2",
        "select id, source, code from quarantine order by 1, 2",
        'select report_id, kind, start, "end", twin, verdict, field, value from judgement order by report_id, at, id',
        "select id, name, kind, filters from search order by id",
        "select kind, report_a, start_a, end_a, report_b, start_b, end_b, verdict from link_judgement order by 1, 2, 3, 4, 5, 6, 7",
    )
    with storage_errors(archive.path):
        for query in queries:
            for row in archive.db.execute(query):
                sha.update(json.dumps(row).encode())
        for (id,) in archive.db.execute("select id from report order by id").fetchall():
            sha.update(archive.record(str(id)).to_json().encode("utf-8", "surrogatepass"))
    return sha.hexdigest()
