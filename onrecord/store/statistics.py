"""Counts for charts: happenings that pass some filters by month, type, country and actor, the reports that tell them by outlet and day.

One pass over the happenings, counted several ways, as facets.py does for lists. A report counts once, however many of them it tells.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import apsw

from onrecord.store.connection import storage_errors
from onrecord.store.query import Filters, Row, _clause, _spec, _where

MATTERS = ("type", "country", "actor", "outlet")
"""What happenings (of outlets: reports) are counted by, beside time."""
TOP = 20
"""Values of a matter given where nothing else is asked for."""
OF_REPORTS = ("text", "publisher", "agency", "language", "report", "since")
"""Filters that ask reports: only the reports that pass them count as telling, not every one of a happening that one of them tells."""

_TIME = re.compile(r"\d{4}(-\d\d){0,2}")
_COUNTED: dict[str, str] = {
    "type": "select type as value, count(*) as n from hit group by 1",
    "country": "select value, count(*) as n from (select distinct h.n, p.country as value from hit h cross join happening_party p"
    " on p.happening = h.n where p.country is not null) group by 1",
    "actor": "select value, count(*) as n from (select distinct h.n, p.name as value from hit h cross join happening_party p"
    " on p.happening = h.n) group by 1",
    "outlet": "select publisher as value, count(*) as n from told where publisher is not null group by 1",
}


@dataclass(frozen=True, slots=True)
class Counts:
    """How many there are of each value of a matter, most first. `others`: how many values are left out, and how many there are of them."""

    values: tuple[tuple[str, int], ...]
    others: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """What the charts show of one query."""

    events: int
    undated: int
    """Happenings that no text dates: they are in no month."""
    months: tuple[tuple[str, int], ...]
    """Months (YYYY-MM, or years where no text gives more) in which they happened, without those that have none."""
    by: dict[str, Counts]
    """Counts by matter (`MATTERS`): happenings, of outlets reports."""
    reports: int
    undated_reports: int
    attention: tuple[tuple[str, int], ...]
    """Days (YYYY-MM-DD) on which reports that tell them were published, with how many, in order."""


def statistics(db: apsw.Connection, filters: Filters | None = None, *, top: int | None = TOP) -> Statistics:
    """Count what passes the filters of `events`; `top`: values of each matter (None: all).

    Raises `UsageError` for a filter that events do not take, `StorageError` where the file cannot be read.
    """
    filters = filters or Filters()
    where, bound = _where("events", _spec("events"), filters)
    asked, asked_bound = _of_reports(filters)
    limit = -1 if top is None else top
    parts = [
        "select 'month', month, count(*), 0, 0 from hit group by month",
        *(
            f"""select * from (select '{matter}', value, n, count(*) over (), sum(n) over () from ({sql})
                order by n desc, value limit {limit})"""
            for matter, sql in _COUNTED.items()
        ),
        "select 'day', day, count(*), 0, 0 from told group by day",
    ]
    sql = f"""with hit as materialized (
            select x.n as n, substr(coalesce(x.date_from, x.date_to), 1, 7) as month, coalesce(x.own, x.type) as type
            from happening x where {where}),
        told as materialized (select r.publisher as publisher, substr(r.published, 1, 10) as day
            from (select distinct m.report as n from hit h cross join happening_mention m on m.happening = h.n and m.counted) t
            cross join report r on r.n = t.n where {asked})
        {" union all ".join(parts)}"""
    found: dict[str, list[tuple[Any, ...]]] = {name: [] for name in ("month", "day", *MATTERS)}
    with storage_errors(db.filename):
        for name, *row in db.execute(sql, [*bound, *asked_bound]):
            found[str(name)].append(tuple(row))
    months, days = _timed(found["month"]), _timed(found["day"])
    return Statistics(
        events=sum(n for _, n in months), undated=dict(months).get("", 0), months=tuple(m for m in months if m[0]),
        by={matter: _counts(found[matter]) for matter in MATTERS}, reports=sum(n for _, n in days),
        undated_reports=dict(days).get("", 0), attention=tuple(d for d in days if d[0]),
    )  # fmt: skip


def _of_reports(filters: Filters) -> tuple[str, list[Any]]:
    """Give the conditions that each report must pass itself to count."""
    clauses: list[str] = []
    values: list[Any] = []
    for name in OF_REPORTS:
        value = getattr(filters, name)
        if value is not None:
            found = _clause("mentions", _spec("mentions"), name)
            assert found is not None
            text, bind = found
            clauses.append(text)
            values += [bind(value)] * text.count("?")
    return " and ".join(clauses) or "1", values


def _timed(rows: list[tuple[Any, ...]]) -> list[tuple[str, int]]:
    """Give stretches of time in order; "" stands for none."""
    out: dict[str, int] = {}
    for value, n, _, _ in rows:
        time = str(value) if value and _TIME.fullmatch(str(value)) else ""
        out[time] = out.get(time, 0) + int(n)
    return sorted(out.items())


def _counts(rows: list[tuple[Any, ...]]) -> Counts:
    values = tuple((str(value), int(n)) for value, n, _, _ in rows)
    if not rows:
        return Counts(values)
    _, _, many, total = rows[0]
    return Counts(values, (int(many) - len(values), int(total) - sum(n for _, n in values)))


def statistics_rows(found: Sequence[Statistics], label: Callable[[str, str], str] | None = None) -> Iterator[Row]:
    """Give a row for each value of each matter: what it counts (`of`), how many, and of a second query beside (`versus`).

    Months and days are in order, other values the most frequent first; what has no date comes last, with no value. `label`: gives the words
    of a value, by matter.
    """
    timed = [("month", [s.months for s in found]), ("day", [s.attention for s in found])]
    for matter, values in [*timed, *((m, [s.by[m].values for s in found]) for m in MATTERS)]:
        counts = [dict(v) for v in values]
        in_time = matter in ("month", "day")
        for value in sorted({v for c in counts for v in c}, key=lambda v: (v if in_time else "", *(-c.get(v, 0) for c in counts), v)):
            yield _row(matter, value, label(matter, value) if label else None, [c.get(value, 0) for c in counts])
    yield _row("month", None, "undated" if label else None, [s.undated for s in found])
    yield _row("day", None, "undated" if label else None, [s.undated_reports for s in found])


def _row(matter: str, value: str | None, label: str | None, counts: list[int]) -> Row:
    row: Row = {"matter": matter, "of": "reports" if matter in ("day", "outlet") else "events", "value": value}
    return row | ({"label": label} if label is not None else {}) | dict(zip(("count", "versus"), counts, strict=False))
