"""Arrow in, Arrow out: batches of reports become batches of records, or of flat rows, for engines that speak Arrow (Spark, Ray, DuckDB).

    for batch in onrecord.arrow.read_batches(table.to_batches()): ...

A process reads in one child process, started with the first batch and kept for all later ones (`close`), within the budget of
`Settings` for each report. A report that cannot be read, or that ends the child, is a row with `error` set; the others are read.
"""

from __future__ import annotations

import atexit
import os
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from onrecord.errors import OnRecordError, UsageError
from onrecord.exchange import source_head
from onrecord.export.formats.parquet import column_type, plain
from onrecord.model.record import Record
from onrecord.model.source import Source, Unread
from onrecord.reading import FIELDS, source_of
from onrecord.settings import Settings
from onrecord.store.flat import ITEMS, columns_of, flat_rows
from onrecord.store.rows import sql_text
from onrecord.workers import Item, Workers

if TYPE_CHECKING:
    from onrecord.workers import Outcome

try:
    import pyarrow as pa
except ImportError:
    raise UsageError("Arrow needs pyarrow", code="NO_PYARROW", remedy="pip install 'onrecord[parquet]'") from None

RECORDS = "records"
ROWS = 64
"""Rows of a batch that comes out: some hundred kilobytes of records."""
_ABOUT = (("key", pa.string()),)
_FAILED = tuple((name, pa.string()) for name in ("error", "stage", "message", "remedy"))


def schema_of(into: str = RECORDS) -> pa.Schema:
    """Give the schema of what comes out: "records", or one of "statements", "events", "figures", "times", "actors", "places".

    `key` is the caller's id. Where a report could not be read `error` (its code), `stage`, `message` and `remedy` are set, and all else
    is empty but `source`. That is what came in but for its text, as JSON: what an archive keeps of a report beside its record. Flat
    rows have the columns of `onrecord export`.
    """
    if into == RECORDS:
        own = [(name, pa.string()) for name in ("report", "published", "record", "source")]
    elif into in ITEMS:
        own = [(name, column_type(pa, into, name)) for name in columns_of(into)]
    else:
        raise UsageError(f"there is no table {into!r}", code="NO_KIND", remedy=f"one of {', '.join((RECORDS, *ITEMS))}")
    return pa.schema([*_ABOUT, *own, *_FAILED])


def read_batches(batches: Iterable[pa.RecordBatch], into: str = RECORDS, settings: Settings | None = None) -> Iterator[pa.RecordBatch]:
    """Read batches of reports in order, holding a few hundred reports in memory.

    Columns in: `text`, and where there are such `id`, `date` (text, date or timestamp), `title`, `source`; or `content` (bytes of a
    document of any kind that `onrecord read` takes, which may hold many reports) and `path`. For what comes out see `schema_of`; the rows
    are the same whatever the batches are cut into. Raises `UsageError` for batches or a table of another kind.
    """
    schema = schema_of(into)
    crew = _crew(settings or Settings())
    outcomes = crew.read(crew.open(item for batch in batches for item in _items(batch)))
    return _cut((row for outcome in outcomes for row in rows_of(outcome, into)), schema)


def flatten(batches: Iterable[pa.RecordBatch], into: str) -> Iterator[pa.RecordBatch]:
    """Make flat rows of batches of records, as `read_batches` gives them: reports are read once, whatever tables are wanted."""
    return _cut((row for batch in batches for row in _flat(batch, into)), schema_of(into))


_crews: dict[tuple[int, Settings], Workers] = {}
"""The readers of each process: those that a forked process has from its parent are the parent's."""


def _crew(settings: Settings) -> Workers:
    key = (os.getpid(), settings)
    if key not in _crews:
        _crews[key] = Workers(settings)
    return _crews[key]


@atexit.register
def close() -> None:
    """End the child processes that this process reads in; the next batch starts them anew."""
    for process, settings in list(_crews):
        if process == os.getpid():
            with _crews.pop((process, settings)):
                pass


def _items(batch: pa.RecordBatch) -> Iterator[Item]:
    names = batch.schema.names
    if "text" in names:
        for row in batch.select([name for name in FIELDS if name in names]).to_pylist():
            yield source_of(row)
    elif "content" in names:
        for row in batch.select([name for name in ("content", "path") if name in names]).to_pylist():
            yield Unread(name=str(row.get("path") or "document"), data=bytes(row["content"] or b""))
    else:
        raise UsageError(f"no column text or content among {', '.join(names)}", code="NO_COLUMN", remedy="rename the column of texts")


def rows_of(outcome: Outcome, into: str = RECORDS) -> list[dict[str, Any]]:
    """Give what was read of one report as rows of `schema_of`."""
    source, result = outcome
    key = source.key or source.source if isinstance(source, Source) else result.key if isinstance(result, OnRecordError) else None
    head = {"source": sql_text(source_head(source))} if isinstance(source, Source) and into == RECORDS else {}
    if isinstance(result, OnRecordError):
        failed = {"error": result.code, "stage": result.stage, "message": result.message, "remedy": result.remedy}
        return [{"key": key or result.report, **head, **failed}]
    if into == RECORDS:
        report = result.report
        return [{"key": key, "report": report.id, "published": report.published, "record": sql_text(result.to_json()), **head}]
    return [{"key": key, **plain(row)} for row in flat_rows(result, into)]


def _flat(batch: pa.RecordBatch, into: str) -> Iterator[dict[str, Any]]:
    about = ["key", *(name for name, _ in _FAILED)]
    for row in batch.select([*about, "record"]).to_pylist():
        if row["record"] is None:
            yield {name: row[name] for name in about}
        else:
            yield from ({"key": row["key"], **plain(r)} for r in flat_rows(Record.from_json(row["record"]), into))


def _cut(rows: Iterator[dict[str, Any]], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    while some := list(islice(rows, ROWS)):
        yield pa.RecordBatch.from_pylist(some, schema=schema)
