"""Record items as data frames and as small HTML tables for notebooks. Everything that comes from a report is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields, is_dataclass
from html import escape
from importlib import import_module
from typing import TYPE_CHECKING, Any

from onrecord.errors import UsageError

if TYPE_CHECKING:
    from onrecord.model.record import Record

SHOWN = 50
"""Rows of a table in a notebook; the rest is counted below it."""
LONGEST = 120
"""Characters of a cell in a notebook."""
LIBRARIES: tuple[tuple[str, dict[str, Any]], ...] = (("pandas", {}), ("polars", {"infer_schema_length": None}))
"""Polars looks at 100 rows unless told otherwise, and fails where the first value of a column comes later."""


def to_rows(items: Iterable[Any]) -> list[dict[str, Any]]:
    """Give items as plain dictionaries, a column a field: nested items become dictionaries, tuples lists."""
    return [{f.name: _plain(getattr(item, f.name)) for f in fields(item)} for item in items]


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    return [_plain(v) for v in value] if isinstance(value, tuple) else value


def to_frame(items: Iterable[Any]) -> Any:
    """Give a data frame, one row an item: pandas where it is installed, else polars.

    Raises `UsageError` (code NO_FRAMES) where neither is.
    """
    rows = to_rows(items)
    for name, options in LIBRARIES:
        try:
            library = import_module(name)
        except ImportError:
            continue
        return library.DataFrame(rows, **options)
    raise UsageError(
        "data frames need pandas or polars, and neither is installed",
        stage="frame", code="NO_FRAMES", remedy="pip install pandas, or take the items as they are",
    )  # fmt: skip


def to_html(items: Sequence[Any]) -> str:
    """Give a table of the items for a notebook: the first `SHOWN` rows, and how many more there are."""
    if not items:
        return "<p>no items</p>"
    rows = to_rows(items[:SHOWN])
    columns = [c for c in rows[0] if any(row[c] not in (None, [], "") for row in rows)]
    more = f"<p>{len(items) - SHOWN} more</p>" if len(items) > SHOWN else ""
    return _table(columns, ([_cell(row[c]) for c in columns] for row in rows)) + more


def record_to_html(record: Record) -> str:
    """Give a short view of a record for a notebook. The views stand above the model, and are loaded when one is asked for."""
    return str(import_module("onrecord.export.notebook").record_to_html(record))


def titled(title: str, columns: list[str], rows: list[list[str]]) -> str:
    """Give a table with its title, nothing where it has no rows."""
    more = f"<p>{len(rows) - SHOWN} more</p>" if len(rows) > SHOWN else ""
    return f"<p>{title}</p>{_table(columns, ([_cell(x) for x in row] for row in rows[:SHOWN]))}{more}" if rows else ""


def _cell(value: Any) -> str:
    text = "" if value is None else value if isinstance(value, str) else _compact(value)
    return escape(text if len(text) <= LONGEST else text[: LONGEST - 1] + "…")


def _compact(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_compact(v) for v in value)
    if isinstance(value, dict):
        return " ".join(f"{k}={_compact(v)}" for k, v in value.items() if v not in (None, [], ""))
    return str(value)


def _table(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Lay out a table of cells that are already escaped."""
    head = "".join(f"<th>{escape(c)}</th>" for c in columns)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
