"""Writes a layout's rows as CSV, Parquet or JSON Lines, typed as far as the format can say it."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import IO, Any

from onrecord.errors import UsageError
from onrecord.export.formats.provenance import Provenance
from onrecord.export.formats.table import cell
from onrecord.export.layouts.columns import Column, Layout, Left, Row

ROW_GROUP = 50_000
FORMATS = ("csv", "parquet", "jsonl")
OBJECTS: dict[str, tuple[tuple[str, str], ...]] = {
    "actors": (("name", "text"), ("country", "text"), ("sector", "text")),
    "recipients": (("name", "text"), ("country", "text"), ("sector", "text")),
    "tolls": (("measure", "text"), ("value", "number"), ("high", "number"), ("bound", "text"), ("by", "text"), ("of", "text"),
              ("outlets", "texts"), ("origins", "integer"), ("since", "date"), ("last", "date"), ("stands", "truth"),
              ("overtaken", "truth")),
    "claims": (("by", "text"), ("country", "text"), ("sector", "text"), ("status", "text"), ("since", "date"), ("origins", "integer")),
}  # fmt: skip
"""Fields of the columns that hold objects, for Parquet."""


def write(name: str, layout: Layout, rows: Iterable[Row], out: IO[Any], provenance: Provenance) -> tuple[int, Left]:
    """Write the happenings and give the number of rows written, and what the layout had no place for.

    `out` is binary for Parquet. Raises `UsageError` for a format that layouts do not have, or where pyarrow is not installed.
    """
    if name not in FORMATS:
        raise UsageError(f"{name} has no layouts", stage="export", code="NO_LAYOUT", remedy=f"--format {', '.join(FORMATS)}")
    left = Left()
    records = layout.records(rows, left)
    if name == "parquet":
        return _parquet(layout, records, out, provenance), left
    return (_csv if name == "csv" else _jsonl)(layout, records, out), left


def _csv(layout: Layout, records: Iterable[list[object]], out: IO[str]) -> int:
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([c.name for c in layout.columns])
    count = 0
    for record in records:
        writer.writerow([_cell(v) for v in record])
        count += 1
    return count


def _cell(value: object) -> str | int | float:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list) and any(isinstance(v, dict) for v in value):
        return json.dumps(value, ensure_ascii=False)
    return cell(value)


def _jsonl(layout: Layout, records: Iterable[list[object]], out: IO[str]) -> int:
    names = [c.name for c in layout.columns]
    count = 0
    for record in records:
        row = {n: v.isoformat() if isinstance(v, date) else v for n, v in zip(names, record, strict=True)}
        out.write(json.dumps(row, ensure_ascii=False) + "\n")
        count += 1
    return count


def _parquet(layout: Layout, records: Iterator[list[object]], out: IO[bytes], provenance: Provenance) -> int:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise UsageError("Parquet needs pyarrow", stage="export", code="NO_PYARROW", remedy="pip install 'onrecord[parquet]'") from None
    schema = pa.schema(
        [pa.field(c.name, _type(pa, c.name, c.type), metadata={"about": c.about}) for c in layout.columns],
        metadata={"onrecord": json.dumps(provenance.as_dict())},
    )
    count = 0
    with pq.ParquetWriter(out, schema) as writer:
        while group := list(islice(records, ROW_GROUP)):
            told = zip(layout.columns, schema, zip(*group, strict=True), strict=True)
            arrays = [pa.array(_values(column, values), field.type) for column, field, values in told]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))
            count += len(group)
    return count


def _values(column: Column, values: Iterable[Any]) -> list[Any]:
    if column.type == "objects":
        dates = [name for name, type in OBJECTS[column.name] if type == "date"]
        return [[{**x, **{d: date.fromisoformat(x[d]) if x[d] else None for d in dates}} for x in objects] for objects in values]
    return list(values)


def _type(pa: Any, name: str, type: str) -> Any:
    if type == "objects":
        return pa.list_(pa.struct([(field, _type(pa, name, kind)) for field, kind in OBJECTS[name]]))
    return {
        "integer": pa.int64(), "number": pa.float64(), "date": pa.date32(), "texts": pa.list_(pa.string()), "truth": pa.bool_(),
    }.get(type, pa.string())  # fmt: skip
