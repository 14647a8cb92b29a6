"""From Parquet of records, as `onrecord read --format parquet` and Spark write it, to an archive: reports that were read elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from onrecord.adding import LOOK_AHEAD, PATIENCE_MS
from onrecord.arrow import RECORDS
from onrecord.errors import InputError, OnRecordError
from onrecord.exchange import source_from
from onrecord.model.check import check_record
from onrecord.model.record import Record
from onrecord.model.source import Source
from onrecord.store import Added, Archive

COLUMNS = ("key", "record", "source", "error", "stage", "message", "remedy")
"""What is needed of `onrecord.arrow.schema_of("records")`."""
STAGE = "import"


class Row(NamedTuple):
    """A row and where it stands; the source is without its text until the record is taken out."""

    where: str
    source: Source | None
    values: dict[str, Any]


def import_records(archive: Archive, paths: Iterable[str | Path]) -> Iterator[Added | OnRecordError]:
    """Store the records of Parquet files, or of folders with such files; give what became of each once it is safely on disk.

    What the archive holds already is only noted as met again, so that a run that was stopped goes on with the same call. What could not be
    read when the records were made goes into quarantine. A file that is none of ours, or is cut short, is an error, and so is a row
    whose record breaks its own rules; everything else is stored. Raises `StorageError`.
    """
    archive.db.set_busy_timeout(PATIENCE_MS)
    for path in paths:
        found = [*_files(Path(path))]
        if not found:
            yield _wrong(str(path), "no Parquet file there", "NO_FILE", "name a file, or a folder that records were written to")
        for file in found:
            yield from _import(archive, file)


def _files(path: Path) -> Iterator[Path]:
    """Give the files of a path; of a folder that holds tables beside the records, those of the records."""
    if not path.is_dir():
        yield from [path] if path.exists() else []
        return
    root = path / RECORDS if (path / RECORDS).is_dir() else path
    for file in sorted(root.rglob("*.parquet")):
        if not any(part.startswith((".", "_")) for part in file.relative_to(root).parts):  # what a run that was ended left half-written
            yield file


def _import(archive: Archive, file: Path) -> Iterator[Added | OnRecordError]:
    rows = _rows(file)
    while lot := list(islice(rows, LOOK_AHEAD)):
        known = archive.known(row.source.id for row in lot if isinstance(row, Row) and row.source)
        seen: list[Source] = []
        new: list[tuple[Source, Record]] = []
        for row in lot:
            if isinstance(row, OnRecordError):
                yield row
            elif row.values["error"] is not None:
                yield _quarantined(archive, row)
            elif row.source is not None and row.source.id in known:
                seen.append(row.source)
            else:
                try:
                    new.append(_whole(row))
                except OnRecordError as error:
                    yield _wrong(row.where, error.message, error.code, error.remedy or "read the report again")
        yield from archive.saw(seen) if seen else ()
        yield from archive.add(new)


def _rows(file: Path) -> Iterator[Row | OnRecordError]:
    """Give a file's rows, and where it breaks off an error that says so."""
    number = 0
    try:
        with pq.ParquetFile(file) as parquet:
            names = set(parquet.schema_arrow.names)
            if missing := [name for name in COLUMNS if name not in names]:
                what = f"no column {missing[0]} among {', '.join(sorted(names)) or 'none'}: flat tables hold no records"
                yield _wrong(str(file), what, "NO_COLUMN", "import what `onrecord read --format parquet` or `onrecord.spark.read` wrote")
                return
            for batch in parquet.iter_batches(LOOK_AHEAD, columns=list(COLUMNS)):
                for values in batch.to_pylist():
                    number += 1
                    yield _row(f"{file} row {number}", values)
    except (pa.ArrowException, OSError) as error:
        what = f"no Parquet, or cut short, after {number} rows: {error}"[:300]
        yield _wrong(str(file), what, "TRUNCATED", "write or copy the file again; what came before was stored")


def _row(where: str, values: dict[str, Any]) -> Row | OnRecordError:
    try:
        return Row(where, source_from(str(values["source"]), "") if values["source"] is not None else None, values)
    except ValueError as error:
        return _wrong(where, f"its source is none: {error}"[:300], "BAD_FIELD", "read the report again")


def _whole(row: Row) -> tuple[Source, Record]:
    """Give a row's source and record. Raises `OnRecordError` where they are none, or not of one report."""
    record = Record.from_json(str(row.values["record"]))
    check_record(record)
    if row.source is None or row.source.id != record.report.id:
        raise InputError("record and source are not of one report", code="BAD_FIELD")
    return source_from(str(row.values["source"]), record.report.text), record


def _quarantined(archive: Archive, row: Row) -> Added:
    """Keep what could not be read: its bytes are not there any more."""
    values = row.values
    error = InputError(str(values["message"]), report=values["key"], stage=values["stage"], remedy=values["remedy"], code=values["error"])
    name, id = (row.source.source, row.source.id) if row.source else (str(values["key"] or "unknown"), "")
    return archive.quarantine(error, source=name, id=id)


def _wrong(where: str, what: str, code: str, remedy: str) -> InputError:
    return InputError(what, report=where, stage=STAGE, code=code, remedy=remedy)
