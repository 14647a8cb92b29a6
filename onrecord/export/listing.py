"""Rows as a table for the terminal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import IO, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

COLUMNS: dict[str, tuple[str, ...]] = {
    "reports": ("published", "publisher", "title", "snippet", "id"),
    "statements": ("date", "speaker", "act", "content", "publisher", "report"),
    "events": ("day", "actors", "event", "mode", "recipients", "place", "killed", "status", "origins", "reports", "trigger", "id"),
    "mentions": ("date", "actors", "event", "mode", "recipients", "status", "trigger", "report"),
    "figures": ("published", "bound", "value", "unit", "measure", "words", "report"),
    "times": ("words", "value", "edtf", "report"),
    "actors": ("name", "type", "country", "sector", "mentions", "report"),
    "places": ("name", "country", "geonames", "report"),
    "stories": ("story", "first", "last", "reports", "origins", "title"),
    "story": ("origin", "copy", "published", "publisher", "agencies", "title", "report"),
    "occurrences": ("occurrence", "day", "actors", "event", "mode", "recipients", "place", "origins"),
    "tellings": ("published", "publisher", "status", "date", "sentence", "sure", "why", "report", "item"),
    "copies": ("kind", "of_this", "of_other", "origin", "why", "publisher", "title", "report"),
    "timeline": ("day", "also", "actors", "event", "recipients", "origins", "sentence", "report"),
    "identities": ("id", "name", "type", "country", "sector", "reports", "origins", "first", "last", "names"),
    "links": ("kind", "words", "report", "verdict", "other_words", "other", "note", "who", "at"),
    "searches": ("id", "name", "kind", "filters", "who", "made"),
    "statistics": ("matter", "value", "of", "count", "versus"),
    "changes": ("seq", "at", "kind", "report"),
    "failed": ("source", "code", "message", "remedy"),
}
"""What a table shows of each kind; csv and jsonl hold every column."""
IDS = ("id", "report", "story", "occurrence", "other")
ID_SHOWN = 13
FILE_WIDTH = 140


def write_table(kind: str, rows: Iterable[dict[str, Any]], out: IO[str]) -> int:
    """Write rows as a table and give their number. Cells are text: nothing in them is markup."""
    kept = list(rows)
    if not kept:
        return 0
    columns = [c for c in COLUMNS[kind] if c in kept[0] or (kind, c) == ("events", "day")]
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(
            column,
            overflow="fold" if column in ("content", "title", "snippet", "message", "sentence", "why") else "ellipsis",
            no_wrap=column in IDS,
        )
    for row in kept:
        table.add_row(*(Text(_shown(column, row)) for column in columns))
    console = Console(file=out, width=None if out.isatty() else FILE_WIDTH, markup=False, highlight=False, emoji=False)
    console.print(table)
    return len(kept)


def _shown(column: str, row: dict[str, Any]) -> str:
    """Give a cell; where no text gives a date, the day of publication in brackets."""
    if column == "day" and "first_reported" in row:
        return row["date"] or (f"({row['first_reported']})" if row["first_reported"] else "")
    if column == "day" and row["day"] is None:
        return f"({row['reported']})" if row.get("reported") else ""
    if column == "killed" and row["killed"] is not None:
        low, high = row["killed_low"], row["killed_high"]
        return f"{row['killed']}" if low == high else f"{row['killed']} ({low} to {high})"
    if column == "date" and row["date"] is None:
        return f"({row['published']})" if row.get("published") else ""
    return _cell(column, row[column])


def _cell(column: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(str(v["name"]) if isinstance(v, dict) else str(v) for v in value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = " ".join(str(value).split())
    return text[:ID_SHOWN] if column in IDS else "".join(c if c.isprintable() else "·" for c in text)
