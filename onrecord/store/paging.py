"""An answer page by page, by key: the next page begins after the last row of this one, also while reports are being added."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Any

import apsw

from onrecord.errors import UsageError
from onrecord.store.query import Filters, Kind, Row, _run, _source, _spec, _where, search


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of an answer: how many stand before them, and the key of the page that follows (None: there is none)."""

    rows: list[Row]
    before: int
    next: str | None


def page(
    db: apsw.Connection,
    kind: str,
    filters: Filters | None = None,
    *,
    limit: int,
    after: str | None = None,
    marks: tuple[str, str] = ("[", "]"),
) -> Page:
    """Give the rows that follow a key (see `Page.next`), in the order of `rows`; reports that are searched by words best first.

    Raises `UsageError` for a key that none of our pages gave.
    """
    spec, filters = _spec(kind), filters or Filters()
    key = _read(after, 1 if _ranked(kind, filters) else 2 + len(spec.key)) if after else [0]
    before = int(key[0])
    if _ranked(kind, filters):
        assert filters.text is not None
        found = list(search(db, filters.text, filters, limit=limit + 1, offset=before, marks=marks))
        return _page(found, before, limit, lambda row: [])
    columns = [*spec.columns, f"{spec.date} as _day", *(f"{c} as _key{n}" for n, c in enumerate(spec.key))]
    where, values = _where(kind, spec, filters)
    if after:
        clause, bound = _after(spec, key[1:])
        where, values = f"{where} and {clause}", [*values, *bound]
    sql = f"select {', '.join(columns)} from {_source(spec, filters)} where {where} order by {spec.order} limit ?"
    found = list(_run(db, sql, [*values, limit + 1]))
    return _page(found, before, limit, lambda row: [row["_day"], *(row[f"_key{n}"] for n in range(len(spec.key)))])


def _ranked(kind: str, filters: Filters) -> bool:
    return kind == "reports" and filters.text is not None


def _page(found: list[Row], before: int, limit: int, key: Any) -> Page:
    more = len(found) > limit
    shown = found[:limit]
    after = _write([before + limit, *key(shown[-1])]) if more else None
    return Page([{k: v for k, v in row.items() if k != "_day" and not k.startswith("_key")} for row in shown], before, after)


def _after(spec: Kind, key: list[Any]) -> tuple[str, list[Any]]:
    day, *rest = key
    names, marks = f"({', '.join(spec.key)})", f"({', '.join('?' * len(spec.key))})"
    if day is None:
        return f"({spec.date} is null and {names} > {marks})", rest
    return f"({spec.date} < ? or {spec.date} is null or ({spec.date} = ? and {names} > {marks}))", [day, day, *rest]


def _write(key: list[Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(key, separators=(",", ":")).encode()).decode().rstrip("=")


def _read(text: str, length: int) -> list[Any]:
    try:
        key = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (binascii.Error, ValueError, RecursionError):
        key = None
    fits = isinstance(key, list) and len(key) == length and isinstance(key[0], int) and 0 <= key[0] < 2**53
    if not fits or not all(v is None or (isinstance(v, str | int) and abs(v if isinstance(v, int) else 0) < 2**62) for v in key):
        raise UsageError("that is no key of a page", stage="query", code="BAD_VALUE", remedy="take `next` of the page before")
    return list(key)
