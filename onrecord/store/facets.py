"""What an answer is made of: how many of its rows have each value of a matter, and on which days they lie.

One pass over the rows that pass the filters, counted several ways.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import apsw

from onrecord.errors import UsageError
from onrecord.store.connection import storage_errors
from onrecord.store.query import KINDS, Filters, _clauses, _spec, _where, count

FACETS: dict[str, dict[str, str]] = {
    "reports": {"publisher": "r.publisher", "language": "r.language"},
    "statements": {
        "speaker": "x.speaker_name", "act": "x.act", "form": "x.form", "country": "x.speaker_country", "sector": "x.speaker_sector",
        "publisher": "r.publisher",
    },
    "events": {"quad": "x.quad", "event": "coalesce(x.own, x.type)", "status": "x.status", "mode": "x.mode"},
    "mentions": {"quad": "x.quad", "event": "coalesce(x.own, x.type)", "status": "x.status", "mode": "x.mode", "publisher": "r.publisher"},
    "figures": {"measure": "x.measure", "unit": "x.unit", "publisher": "r.publisher"},
    "times": {"publisher": "r.publisher"},
    "actors": {"actor": "x.name", "country": "x.country", "sector": "x.sector"},
    "places": {"place": "x.name", "country": "x.country"},
}  # fmt: skip
"""Matters by which each kind of row is counted: filter (a field of `Filters`) and column."""
JOINED: dict[str, dict[str, str]] = {
    "reports": {
        "agency": "select a.name, count(*) from hit h cross join agency a on a.report = h.n group by 1",
        "country": "select a.country, count(distinct h.n) from hit h cross join actor a on a.report = h.n where a.country is not null"
        " group by 1",
    },
    "events": {
        "country": "select p.country, count(distinct h.n) from hit h cross join happening_party p on p.happening = h.n"
        " where p.country is not null group by 1",
        "publisher": "select o.publisher, count(distinct h.n) from hit h cross join happening_mention m on m.happening = h.n and m.counted"
        " cross join report o on o.n = m.report where o.publisher is not null group by 1",
    },
    "mentions": {
        "country": "select p.country, count(distinct h.n) from hit h cross join party p on p.event = h.n where p.country is not null"
        " group by 1",
    },
}
"""Matters of which one row may have several."""
TOP = 8
DAYS, MONTHS = 62, 48
"""Histograms show days up to so many days, months up to so many months, then years."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """How the rows of an answer spread: values with their counts, most frequent first; days with theirs, in order."""

    total: int
    values: dict[str, list[tuple[str, int]]]
    days: list[tuple[str, int]]
    """Days, months or years (ISO), without those that have no row."""
    undated: int


def facets(db: apsw.Connection, kind: str, filters: Filters | None = None, *, top: int = TOP) -> Facets:
    """Count the rows that pass the filters by each matter that is not itself filtered, and by date."""
    spec, filters = _spec(kind), filters or Filters()
    where, bound = _where(kind, spec, filters)
    given = filters.given()
    columns = {n: c for n, c in FACETS[kind].items() if n not in given}
    joined = {n: sql for n, sql in JOINED.get(kind, {}).items() if n not in given}
    source = "happening x" if spec.table == "happening" else spec.source
    number = "r.n" if spec.table == "report" else "x.n"
    chosen = "".join(f', {c} as "{n}"' for n, c in columns.items())
    day = "coalesce(x.date_from, x.date_to)" if spec.table == "happening" else spec.date  # an undated one is on no day of the calendar
    hit = f"with hit as materialized (select {number} as n, substr({day}, 1, 10) as day{chosen} from {source} where {where})"
    parts = ["select '', day, count(*) from hit group by day"]
    parts += [
        f"""select * from (select '{n}', "{n}", count(*) from hit where "{n}" is not null group by 2 order by 3 desc, 2 limit {top + 1})"""
        for n in columns
    ]
    parts += [f"select * from (select '{n}', * from ({sql}) order by 3 desc, 2 limit {top + 1})" for n, sql in joined.items()]
    values: dict[str, list[tuple[str, int]]] = {n: [] for n in (*columns, *joined)}
    days: list[tuple[str, int]] = []
    undated = 0
    with storage_errors(db.filename):
        for name, value, found in db.execute(f"{hit} {' union all '.join(parts)}", bound):
            if name:
                values[str(name)].append((str(value), int(str(found))))
            elif value is None:
                undated += int(str(found))
            else:
                days.append((str(value), int(str(found))))
    return Facets(total=sum(n for _, n in days) + undated, values=values, days=_grained(sorted(days)), undated=undated)


def _grained(days: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Add days up to months or years where they lie far apart."""
    if not days:
        return []
    first, last = (_date(days[i][0]) for i in (0, -1))
    length = 10 if (last - first).days <= DAYS else 7 if (last - first).days <= MONTHS * 31 else 4
    out: dict[str, int] = {}
    for day, found in days:
        out[day[:length]] = out.get(day[:length], 0) + found
    return list(out.items())


def _date(day: str) -> date:
    try:
        return date.fromisoformat(day + "-01-01"[len(day) - 4 :] if len(day) < 10 else day)
    except ValueError:
        return date(1, 1, 1)


def takes(kind: str, filters: Filters) -> bool:
    """Say whether rows of a kind can be narrowed by all these filters."""
    try:
        _where(kind, _spec(kind), filters)
    except UsageError as error:
        if error.code == "NO_FILTER":
            return False
        raise
    return True


def counts(db: apsw.Connection, filters: Filters) -> dict[str, int | None]:
    """Give the number of rows of each kind that pass the filters; None where the kind has not all of them.

    Kinds that the same reports are chosen for are counted in one pass over these reports.
    """
    out: dict[str, int | None] = {}
    together: dict[tuple[str, tuple[object, ...]], list[tuple[str, str, list[object]]]] = {}
    for kind in KINDS:
        if not takes(kind, filters):
            out[kind] = None
            continue
        clauses = _clauses(kind, _spec(kind), filters)
        reports = [c for c in clauses if c[0].startswith("r.")]
        items = [c for c in clauses if not c[0].startswith("r.")]
        if len(reports) - (not filters.hidden) < 1 or any(text not in _PLAIN for text, _ in items):
            out[kind] = count(db, kind, filters)
            continue
        key = " and ".join(text for text, _ in reports), tuple(v for _, values in reports for v in values)
        where = " and ".join(["x.report = shown.n", *(text for text, _ in items)])
        together.setdefault(key, []).append((kind, where, [v for _, values in items for v in values]))
    with storage_errors(db.filename):
        for (where, values), kinds in together.items():
            asked = ", ".join(f"({_count_of(kind, own)})" for kind, own, _ in kinds)
            sql = f"with shown as materialized (select r.n as n from report r where {where}) select {asked}"
            found = db.execute(sql, [*values, *(v for _, _, own in kinds for v in own)]).fetchone()
            out |= {kind: int(str(n)) for (kind, _, _), n in zip(kinds, found or (), strict=True)}
    return {kind: out[kind] for kind in KINDS}


_PLAIN = frozenset(
    ["x.judged is not 'wrong'", *(f"{c} {test}" for c in ("x.date_from", "x.date_to") for test in (">= ?", "<= ? || 'T99'"))]
)
"""Conditions on an item that leave most items of a report: for others the items are looked up first, not the reports."""


def _count_of(kind: str, where: str) -> str:
    table = _spec(kind).table
    return "select count(*) from shown" if table == "report" else f"select count(*) from shown cross join {table} x where {where}"
