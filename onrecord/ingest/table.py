"""CSV and TSV with a header line: one report a row, the columns found by their names or by a map of the caller's."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from onrecord.errors import InputError
from onrecord.ingest.decode import decode
from onrecord.ingest.fields import authors_of, date_of, find_fields, given, is_address
from onrecord.ingest.inputs import Input
from onrecord.model.source import Hints, Source
from onrecord.settings import Settings


def read_input(source: Input, settings: Settings) -> Iterator[Source | InputError]:
    """Read a table as a stream. A row without text becomes an error with its number. Raises `InputError` (NO_COLUMN, EMPTY)."""
    lines = _lines(source)
    head = next(lines, "")
    csv.field_size_limit(min(settings.max_chars, 2**31 - 1))
    rows = csv.reader(chain([head], lines), delimiter=_delimiter(head))
    try:
        header = next(rows, [])
    except csv.Error as error:
        raise source.error("BAD_ROW", f"has a header line that cannot be read: {error}", "correct the header line") from None
    columns = find_fields(header, dict(settings.columns))
    if "text" not in columns:
        raise source.error("NO_COLUMN", "has no column that holds the text", "name the columns (text=..., title=..., date=...)")
    number, found = 1, 0
    while True:
        number += 1
        try:
            row = next(rows)
        except StopIteration:
            break
        except csv.Error as error:
            found += 1
            yield _error(source, number, "BAD_ROW", f"cannot be read: {error}")
            continue
        if any(row):
            found += 1
            yield _row(source, number, row, header, columns, settings)
    if not found:
        raise source.error("EMPTY", "holds no row", "give rows with a text each")


def _lines(source: Input) -> Iterator[str]:
    """Give decoded lines; a line that is not UTF-8 is decoded on its own."""
    encoding = decode(source.head[:4096]).encoding
    if encoding.startswith(("utf-16", "utf-32")):
        yield from io.TextIOWrapper(source.stream, encoding=encoding, errors="replace", newline="")
        return
    first = True
    for line in source.stream:
        text = decode(line.removeprefix(b"\xef\xbb\xbf") if first else line).text
        first = False
        yield text


def _delimiter(head: str) -> str:
    return max(",;\t|", key=lambda mark: (head.count(mark), mark == ","))


def _error(source: Input, number: int, code: str, message: str, key: str | None = None) -> InputError:
    error = InputError(f"row {number} {message}", report=f"{source.name}:{number}", stage="ingest", code=code, remedy="correct this row")
    error.key = key
    return error


def _row(
    source: Input, number: int, row: Sequence[str], header: Sequence[str], columns: Mapping[str, str], settings: Settings
) -> Source | InputError:
    cells = dict(zip(header, row, strict=False))
    value = {field: cells[name].strip() if field != "text" else cells[name] for field, name in columns.items() if name in cells}
    key = value.get("id") or str(number)
    text = value.get("text", "")
    if not text.strip():
        return _error(source, number, "EMPTY", "has no text", key)
    if len(text) > settings.max_chars:
        return _error(source, number, "TOO_LARGE", f"has {len(text):,} characters, the limit is {settings.max_chars:,} (max_chars)", key)
    day, warnings = date_of(cells, columns)
    named = value.get("source", "")
    url = value.get("url") or (named if is_address(named) else None)
    publisher = value.get("publisher") or (named if not is_address(named) else None) or None
    hints = Hints(
        title=value.get("title") or None, published=day, published_from="caller" if day else None, publisher=publisher,
        given=given(title=value.get("title"), publisher=publisher),
        authors=authors_of(value.get("authors")), url=url if url and is_address(url) else None,
    )  # fmt: skip
    digest = hashlib.sha256("\x1f".join(row).encode("utf-8", "surrogatepass")).hexdigest()
    return Source(id=digest, source=url or f"{source.name}:{number}", text=text, kind="jsonl", hints=hints, warnings=warnings, key=key)
