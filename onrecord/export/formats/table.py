"""CSV that no spreadsheet can be made to run: text cells that begin like a formula get an apostrophe before them."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import Any, TextIO

from onrecord.export.formats.provenance import Provenance

# OWASP's list, and the full-width forms that spreadsheets with an East Asian input method fold to the same signs.
FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")


def cell(value: Any) -> str | int | float:
    """Give a value as a CSV cell: numbers stay numbers, lists are joined, text is neutralised."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    if isinstance(value, int | float):
        return value
    if isinstance(value, list):
        value = "; ".join(v["title"] if isinstance(v, dict) and "title" in v else str(v) for v in value)
    text = str(value)
    return "'" + text if text.startswith(FORMULA_STARTS) else text


def write(name: str, kind: str, rows: Iterable[dict[str, Any]], out: TextIO, provenance: Provenance) -> int:
    """Write the rows under a line of column names (RFC 4180)."""
    writer = csv.writer(out, lineterminator="\r\n")
    count = 0
    for row in rows:
        if count == 0:
            writer.writerow(row)
        writer.writerow([cell(v) for v in row.values()])
        count += 1
    return count
