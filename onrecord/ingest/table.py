"""CSV and TSV with a header line: one report a row, the columns found by their names or by a map of the caller's."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping
from itertools import chain

from onrecord.errors import InputError
from onrecord.ingest.decode import decode
from onrecord.ingest.inputs import Input
from onrecord.ingest.jsonl import read_date
from onrecord.ingest.page_meta import split_authors
from onrecord.model.source import Hints, Source
from onrecord.settings import Settings

NAMES = {
    "text": ("text", "body", "content", "article", "article_text", "fulltext", "full_text", "maintext", "story", "articlebody"),
    "title": ("title", "headline", "head"),
    "date": (
        "date",
        "published",
        "publication_date",
        "published_at",
        "pubdate",
        "date_publish",
        "date_published",
        "publishdate",
        "datetime",
        "created",
    ),
    "source": ("url", "link", "source_url", "canonical_url"),
    "id": ("id", "doc_id", "article_id", "guid", "uid", "key"),
    "publisher": ("publisher", "publication", "outlet", "source", "domain", "site", "newspaper"),
    "authors": ("author", "authors", "byline", "by"),
}
"""Names under which columns are known, compared without case; the first that the file has is taken."""


def read_input(source: Input, settings: Settings) -> Iterator[Source | InputError]:
    """Read a table as a stream. A row without text becomes an error with its number. Raises `InputError` (NO_COLUMN, EMPTY)."""
    lines = _lines(source)
    head = next(lines, "")
    csv.field_size_limit(min(settings.max_chars, 2**31 - 1))
    rows = csv.reader(chain([head], lines), delimiter=_delimiter(head))
    try:
        columns = find_columns(next(rows, []), dict(settings.columns))
    except csv.Error as error:
        raise source.error("BAD_ROW", f"has a header line that cannot be read: {error}", "correct the header line") from None
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
            yield _row(source, number, row, columns, settings)
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


def find_columns(header: list[str], given: Mapping[str, str]) -> dict[str, int]:
    """Give the place of each column: as the caller named it, else by the names that are usual."""
    folded = [name.strip().lower().lstrip("\ufeff") for name in header]
    out: dict[str, int] = {}
    for field, names in NAMES.items():
        wanted = (given[field].lower(),) if field in given else names
        found = next((folded.index(name) for name in wanted if name in folded), None)
        if found is not None and found not in out.values():
            out[field] = found
    return out


def _error(source: Input, number: int, code: str, message: str, key: str | None = None) -> InputError:
    error = InputError(f"row {number} {message}", report=f"{source.name}:{number}", stage="ingest", code=code, remedy="correct this row")
    error.key = key
    return error


def _row(source: Input, number: int, row: list[str], columns: Mapping[str, int], settings: Settings) -> Source | InputError:
    value = {field: row[at].strip() if field != "text" else row[at] for field, at in columns.items() if at < len(row)}
    key = value.get("id") or str(number)
    text = value.get("text", "")
    if not text.strip():
        return _error(source, number, "EMPTY", "has no text", key)
    if len(text) > settings.max_chars:
        return _error(source, number, "TOO_LARGE", f"has {len(text):,} characters, the limit is {settings.max_chars:,} (max_chars)", key)
    day, warnings = read_date(value.get("date"))
    url = value.get("source") or None
    hints = Hints(
        title=value.get("title") or None, published=day, published_from="caller" if day else None, publisher=value.get("publisher") or None,
        authors=tuple(split_authors(value.get("authors", ""))), url=url if url and url.startswith(("http://", "https://")) else None,
    )  # fmt: skip
    digest = hashlib.sha256("\x1f".join(row).encode("utf-8", "surrogatepass")).hexdigest()
    return Source(id=digest, source=url or f"{source.name}:{number}", text=text, kind="jsonl", hints=hints, warnings=warnings, key=key)
