"""The archive: adds reports in durable groups and gives them back.

A report is acknowledged (`Added`) only after the commit that holds it is on disk. Identical bytes are one report however often
they are added; each place they were met in is a sighting.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import apsw

from onrecord.errors import OnRecordError, StorageError
from onrecord.model.record import Record, Warn
from onrecord.model.source import Source
from onrecord.store import families, happenings, judgements
from onrecord.store.clock import now
from onrecord.store.connection import connect, storage_errors
from onrecord.store.rows import Row, digest, given_metadata, pack, record_rows, report_metadata, report_row, sql_text, unpack

GROUP, GROUP_SECONDS = 200, 0.5
"""Reports and seconds between two commits: a disk sync costs 1 to 4 ms, so one a report would cost more than the rows do."""

Outcome = tuple[Source | None, Record | OnRecordError]
"""A source with its record or its error; no source where the input could not even be opened."""

ITEM_TABLES = ("actor", "place", "time", "figure", "statement", "event")
SEARCHED = {
    "report": ("report_text", "title, text", "report_searched"),
    "statement": ("statement_text", "content, speaker_name", "statement_searched"),
    "actor": ("actor_text", "name", "actor"),
}
"""Tables with a search index: the index, its columns, where their words come from."""
QUARANTINE_BYTES = 5_000_000
"""A refused report's bytes are kept up to this size; beyond it, its hash, source and reason are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What became of one source: acknowledged once this is given out."""

    id: str
    source: str
    outcome: Literal["added", "seen", "quarantined"]
    error: OnRecordError | None = None
    warnings: tuple[Warn, ...] = ()
    """What is odd about a report that was added, and about it beside others."""


class Archive:
    """One archive file. Not for use by several threads at once; open it once a thread."""

    def __init__(self, path: Path | str, *, readonly: bool = False, create: bool = True) -> None:
        """Open (or make) the archive. Raises `StorageError`."""
        self.path = Path(path)
        self.readonly = readonly
        self.db = connect(self.path, readonly=readonly, create=create)
        self._searchable: dict[str, int] = {}

    @classmethod
    def as_allowed(cls, path: Path | str) -> Archive:
        """Open an archive for writing, or where it cannot be written for reading only (see `readonly`). Raises `StorageError`."""
        try:
            return cls(path, create=False)
        except StorageError as error:
            if error.code not in ("READ_ONLY", "CANNOT_OPEN"):
                raise
            return cls(path, readonly=True)

    def close(self) -> None:
        self.db.close()

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # -- writing ---------------------------------------------------------------------------------------------------

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold one write transaction: all of it is kept, durably, or none."""
        if self.readonly:
            raise StorageError(f"{self.path}: opened for reading only", stage="store", code="READ_ONLY", remedy="open it for writing")
        with storage_errors(self.path):
            self.db.execute("begin immediate")
            try:
                self._searchable = self._last_rows()
                yield
                self._index_new()
                happenings.settle(self.db)
                self.db.execute("commit")
            except BaseException:
                if self.db.in_transaction:
                    self.db.execute("rollback")
                raise

    def _last_rows(self) -> dict[str, int]:
        """Give the highest row number of each table that is searched."""
        return {table: int(self.db.execute(f"select coalesce(max(n), 0) from {table}").get) for table in SEARCHED}

    def _index_new(self) -> None:
        """Bring the rows that are new in this transaction into the search indexes, once."""
        for table, (index, columns, view) in SEARCHED.items():
            sql = f"insert into {index} (rowid, {columns}) select n, {columns} from {view} where n > ?"
            self.db.execute(sql, (self._searchable[table],))
        self._searchable = self._last_rows()

    def add(self, outcomes: Iterable[Outcome]) -> Iterator[Added]:
        """Store what was read, in groups; give one `Added` a source, in order, after its group's commit.

        A source whose report is already there only leaves a sighting. A source that could not be read goes into quarantine.
        """
        group: list[Outcome] = []
        started = time.monotonic()
        for outcome in outcomes:
            group.append(outcome)
            if len(group) >= GROUP or time.monotonic() - started > GROUP_SECONDS:
                yield from self.add_group(group)
                group, started = [], time.monotonic()
        if group:
            yield from self.add_group(group)

    def add_group(self, group: Sequence[Outcome]) -> list[Added]:
        """Store one group in one durable commit."""
        with self.writing():
            moment = now()
            return [self._add_one(source, result, moment) for source, result in group]

    def saw(self, sources: Iterable[Source]) -> Iterator[Added]:
        """Note further sightings of reports that are already here (see `known`), without reading them again."""
        group = list(sources)
        with self.writing():
            moment = now()
            for source in group:
                n = self._number(source.id)
                if n is not None:
                    self._sight(n, source, moment)
        yield from (Added(id=s.id, source=s.source, outcome="seen") for s in group)

    def known(self, ids: Iterable[str]) -> set[str]:
        """Give those report ids that the archive holds."""
        wanted = json.dumps(list(ids))
        with storage_errors(self.path):
            return {row[0] for row in self.db.execute("select id from report where id in (select value from json_each(?))", (wanted,))}

    def quarantine(self, error: OnRecordError, *, source: str, id: str = "", data: bytes | None = None) -> Added:
        """Keep what could not be read: its source, hash, reason and, up to 5 MB, its bytes."""
        with self.writing():
            return self._quarantine(error, source, id or digest(source), data, now())

    def _add_one(self, source: Source | None, result: Record | OnRecordError, moment: str) -> Added:
        if isinstance(result, OnRecordError):
            name = source.source if source else result.report or "unknown"
            data = source.text.encode("utf-8", "surrogatepass") if source else None
            return self._quarantine(result, name, source.id if source else digest(name), data, moment)
        assert source is not None
        n = self._number(source.id)
        if n is not None:
            self._sight(n, source, moment)
            return Added(id=source.id, source=source.source, outcome="seen")
        n = families.sighting_of(self.db, source, result)
        if n is not None:
            self._sight(n, source, moment)
            return Added(id=str(self.db.execute("select id from report where n = ?", (n,)).get), source=source.source, outcome="seen")
        n = self._insert_report(source, result, moment)
        self._insert_record(n, result)
        self._sight(n, source, moment)
        self._log(source.id, "added", moment)
        for changed, kind in families.settle(self.db, n, source, result):
            self._log(changed, kind, moment)
        self.db.execute("delete from quarantine where id = ?", (source.id,))
        beside = [Warn(code=code, message=f"{message} ({other[:12]})") for code, message, other in families.notices(self.db, source.id)]
        return Added(id=source.id, source=source.source, outcome="added", warnings=(*result.report.warnings, *beside))

    def _number(self, id: str) -> int | None:
        row = self.db.execute("select n from report where id = ?", (id,)).fetchone()
        return None if row is None else int(row[0])

    def _sight(self, n: int, source: Source, moment: str) -> None:
        values = (n, sql_text(source.source), source.hints.url and sql_text(source.hints.url), moment)
        self.db.execute("insert or ignore into sighting values (?, ?, ?, ?)", values)

    def _quarantine(self, error: OnRecordError, source: str, id: str, data: bytes | None, moment: str) -> Added:
        kept = data if data is not None and len(data) <= QUARANTINE_BYTES else None
        row = {
            "id": id, "source": sql_text(source), "code": error.code, "stage": error.stage, "message": sql_text(error.message),
            "remedy": error.remedy, "bytes": kept, "seen": moment,
        }  # fmt: skip
        self._insert("quarantine", [row], "or replace")
        return Added(id=id, source=source, outcome="quarantined", error=error)

    def _insert_report(self, source: Source, record: Record, moment: str) -> int:
        report, row = record.report, report_row(source, record, moment)
        self._insert("report", [row])
        n = self.db.last_insert_rowid()
        self._insert("agency", [{"report": n, "name": a} for a in dict.fromkeys(map(sql_text, report.agencies))])
        return n

    def _insert_record(self, n: int, record: Record) -> None:
        made = record.pipeline
        lexicon = made.lexicon.digest if made.lexicon else None
        row = {"report": n, "version": made.version, "model": made.model, "lexicon": lexicon, "body": pack(record)}
        self._insert("record", [row])
        rows = record_rows(record)
        for table in ITEM_TABLES:
            self._insert(table, [{"report": n, **row} for row in rows[table]])
        if rows["party"]:
            numbers = dict(self.db.execute("select id, n from event where report = ?", (n,)))
            self._insert("party", [{**row, "event": numbers[row["event"]]} for row in rows["party"]], "or ignore")
        if judgements.exist(self.db, n):
            self._index_new()  # what a judgement changes must be there to be changed
            judgements.reapply(self.db, n)

    def _insert(self, table: str, rows: Sequence[Row], conflict: str = "") -> None:
        if not rows:
            return
        columns = ", ".join(f'"{c}"' for c in rows[0])
        marks = ", ".join("?" * len(rows[0]))
        self.db.executemany(f"insert {conflict} into {table} ({columns}) values ({marks})", [tuple(r.values()) for r in rows])

    def _log(self, id: str, kind: str, moment: str) -> None:
        self.db.execute("insert into change (report_id, kind, at) values (?, ?, ?)", (id, kind, moment))

    def replace_record(self, record: Record) -> None:
        """Put a new record in the place of a report's old one (after a better model); call inside `writing`."""
        n = self._number(record.report.id)
        if n is None:
            raise StorageError(f"{self.path}: no report {record.report.id}", stage="store", code="NO_REPORT", remedy="add it first")
        self._index_new()
        for table in ("record", *ITEM_TABLES):
            self.db.execute(f"delete from {table} where report = ?", (n,))
        self._searchable = self._last_rows()
        self.set_metadata(record.report.id, record)
        self._insert_record(n, record)
        self._log(record.report.id, "reread", now())

    def _metadata(self, id: str, record: Record) -> tuple[Row, Row]:
        """Give what lists show of a report, and what its record and its container say of it; agencies under "agency"."""
        hints = self._one("select hints from report where id = ?", id)[0]
        want = report_metadata(record) | given_metadata(str(hints))
        have: Row = dict(zip(want, self._one(f"select {', '.join(want)} from report where id = ?", id), strict=True))
        sql = "select a.name from agency a join report r on r.n = a.report where r.id = ? order by 1"
        have["agency"] = [str(row[0]) for row in self.db.execute(sql, (id,))]
        return have, {**want, "agency": sorted(set(map(sql_text, record.report.agencies)))}

    def other_metadata(self, id: str, record: Record) -> list[str]:
        """Give the names of what lists show of a report otherwise than its record and its container say it."""
        have, want = self._metadata(id, record)
        return [name for name, value in want.items() if have[name] != value]

    def set_metadata(self, id: str, record: Record) -> None:
        """Bring what lists show of a report up to what its record and its container say; call inside `writing`."""
        have, want = self._metadata(id, record)
        if have == want:
            return
        agencies = want.pop("agency")
        n = self._number(id)
        indexed = "select n, title, coalesce(plain, text) from report where n = ?"
        self.db.execute(f"insert into report_text (report_text, rowid, title, text) select 'delete', * from ({indexed})", (n,))
        self.db.execute(f"update report set {', '.join(f'{c} = ?' for c in want)} where n = ?", (*want.values(), n))
        self.db.execute(f"insert into report_text (rowid, title, text) {indexed}", (n,))
        self.db.execute("delete from agency where report = ?", (n,))
        self._insert("agency", [{"report": n, "name": name} for name in agencies])

    def take_over(self, other: Archive, id: str, columns: Sequence[str]) -> bool:
        """Copy one report with its record, sightings and links from another archive; call inside `writing`. True if it is new."""
        theirs = other.db.execute("select n from report where id = ?", (id,)).fetchone()
        assert theirs is not None
        n, new = self._number(id), False
        if n is None:
            names = ", ".join(f'"{c}"' for c in columns)
            row = other.db.execute(f"select {names} from report where id = ?", (id,)).fetchone()
            assert row is not None
            self.db.execute(f"insert into report ({names}) values ({', '.join('?' * len(columns))})", row)
            n, new = self.db.last_insert_rowid(), True
            self.db.executemany("insert into agency values (?, ?)", [(n, a) for a in json.loads(str(row[columns.index("agencies")]))])
            self._insert_record(n, other.record(id))
            self._log(id, "added", now())
        for source, url, seen in other.db.execute("select source, url, seen from sighting where report = ?", theirs):
            self.db.execute("insert or ignore into sighting values (?, ?, ?, ?)", (n, source, url, seen))
        for (value,) in other.db.execute("select value from identifier where report = ?", theirs):
            self.db.execute("insert or ignore into identifier values (?, ?)", (value, n))
        for link in other.db.execute("select source, target, kind, why from link where source = ?", (id,)):
            self.db.execute("insert or ignore into link values (?, ?, ?, ?)", link)
        for changed, kind in families.decide(self.db, n):
            self._log(changed, kind, now())
        return new

    # -- reading ---------------------------------------------------------------------------------------------------

    def text(self, id: str) -> str:
        """Give a report's text, character for character."""
        row = self._one("select text, exact from report where id = ?", id)
        return str(row[0]) if row[1] is None else bytes(row[1]).decode("utf-8", "surrogatepass")  # type: ignore[arg-type]

    def record(self, id: str) -> Record:
        """Give the machine's record of a report (people's judgements stand in the tables). Raises `StorageError` if unknown."""
        row = self._one("select record.body from record join report on report.n = record.report where report.id = ?", id)
        return unpack(bytes(row[0]), self.text(id))  # type: ignore[arg-type]

    def ids(self) -> Iterator[str]:
        """Give the ids of all reports, sorted."""
        with storage_errors(self.path):
            for row in self.db.execute("select id from report order by id"):
                yield str(row[0])

    def full_id(self, prefix: str) -> str:
        """Give the id that begins with these characters. Raises `StorageError` where none or several do."""
        with storage_errors(self.path):
            found = [r[0] for r in self.db.execute("select id from report where id >= ? and id < ? limit 2", (prefix, prefix + "g"))]
        if len(found) != 1:
            what = "several reports have ids that begin" if found else "no report has an id that begins"
            raise StorageError(f"{self.path}: {what} with {prefix!r}", stage="store", code="NO_REPORT", remedy="see `onrecord search`")
        return str(found[0])

    def _one(self, sql: str, id: str) -> tuple[apsw.SQLiteValue, ...]:
        with storage_errors(self.path):
            row = self.db.execute(sql, (id,)).fetchone()
        if row is None:
            raise StorageError(f"{self.path}: no report {id}", stage="store", code="NO_REPORT", remedy="see `onrecord search`")
        return tuple(row)
