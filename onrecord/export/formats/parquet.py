"""Apache Parquet through pyarrow, in row groups, with the provenance in the file's metadata."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import islice
from typing import Any, BinaryIO

from onrecord.errors import UsageError
from onrecord.export.formats.provenance import Provenance

ROW_GROUP = 50_000
_NUMBERS = {"value": "float64", "high": "float64", "lat": "float64", "lon": "float64", "confidence": "float64"}
_INTEGERS = {"quad", "start", "end", "mentions", "length", "geonames", "date_given"}
_LISTS = {"agencies", "authors", "context", "actors", "recipients", "attributed_to", "figures"}


def write(name: str, kind: str, rows: Iterable[dict[str, Any]], out: BinaryIO, provenance: Provenance) -> int:
    """Write the rows. Raises `UsageError` where pyarrow is not installed."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise UsageError("Parquet needs pyarrow", stage="export", code="NO_PYARROW", remedy="pip install 'onrecord[parquet]'") from None
    stream, count, writer = iter(rows), 0, None
    while group := list(islice(stream, ROW_GROUP)):
        if writer is None:
            schema = pa.schema([(c, column_type(pa, kind, c)) for c in group[0]], metadata={"onrecord": json.dumps(provenance.as_dict())})
            writer = pq.ParquetWriter(out, schema)
        writer.write_table(pa.Table.from_pylist([plain(row) for row in group], schema=writer.schema))
        count += len(group)
    if writer is None:
        pq.write_table(pa.table({}).replace_schema_metadata({"onrecord": json.dumps(provenance.as_dict())}), out)
    else:
        writer.close()
    return count


def column_type(pa: Any, kind: str, column: str) -> Any:
    """Give the Arrow type of a column of these rows."""
    if column in _NUMBERS and not (kind == "times" and column == "value"):
        return pa.float64()
    if column in _INTEGERS:
        return pa.int64()
    return pa.list_(pa.string()) if column in _LISTS else pa.string()


def plain(row: dict[str, Any]) -> dict[str, Any]:
    """Give a row whose lists of objects are JSON."""
    return {k: json.dumps(v, ensure_ascii=False) if k in ("roles", "parties") else v for k, v in row.items()}
