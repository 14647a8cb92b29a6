"""Statistics: events by month, type, country, actor, reports that tell them by outlet and day; of one query, or of two side by side."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from onrecord.ontology import PLOVER
from onrecord.store import Archive, Filters
from onrecord.store.statistics import MATTERS, OF_REPORTS, TOP, Statistics, statistics, statistics_rows
from onrecord.web import labels, statcharts
from onrecord.web.drawing import add_drawing, drawing
from onrecord.web.params import PARAMS, address, filters_of, given_params
from onrecord.web.view import View, add_view, remembered

VERSUS = "vs_"
"""Beginning of the filters of a second query."""
LINES = 15
"""Values of a matter that a chart shows."""
ASKED = ("q", "country", "actor", "event", "publisher", "from", "to")
"""Filters that the form asks for."""
CHARTS = {
    "months": "Events by month", "attention": "Attention: reports that tell them over time", "types": "Events by type",
    "countries": "Events by country that takes part", "actors": "Events by actor", "outlets": "Reports by outlet",
}  # fmt: skip
"""Charts of the page, each also a file: `/statistics/NAME.svg`."""
RANKED = {"types": "type", "countries": "country", "actors": "actor", "outlets": "outlet"}
RANKS = {matter: name for name, matter in RANKED.items()}
FILTER = {"type": "event", "country": "country", "actor": "actor", "outlet": "publisher"}
"""The filter that narrows a view to a value of a matter."""


@dataclass(frozen=True, slots=True)
class Query:
    """One of the queries: its filters, as the address names them, in words, and what there is."""

    given: dict[str, str]
    words: str
    found: Statistics


def routes() -> list[Route]:
    """Give each chart as a file, and the page."""
    out: list[Route] = []
    for chart in CHARTS:
        add_drawing(out, f"/statistics/{chart}.svg", partial(_file, chart))
    add_view(out, "/statistics", page)
    return out


def as_document(asked: list[Query]) -> dict[str, Any]:
    """Give the answer as plain JSON values: each query with its counts."""
    return {"queries": [
        {"query": q.given, "events": q.found.events, "undated": q.found.undated, "reports": q.found.reports,
         "undated_reports": q.found.undated_reports,
         "months": [{"month": m, "events": n} for m, n in q.found.months], "days": [{"day": d, "reports": n} for d, n in q.found.attention],
         **{RANKS[m]: {"values": [{"value": v, "label": _label(m, v), "count": n} for v, n in q.found.by[m].values],
                       "others": q.found.by[m].others[0], "others_count": q.found.by[m].others[1]} for m in MATTERS}}
        for q in asked
    ]}  # fmt: skip


def queries(archive: Archive, request: Request, *, top: int | None = TOP, more: tuple[str, ...] = ()) -> list[Query]:
    """Read the query of an address, and the one to compare it with where it has one. Raises `UsageError`."""
    given = dict(request.query_params)
    other = {n.removeprefix(VERSUS): v for n, v in given.items() if n.startswith(VERSUS)}
    asked = [filters_of({n: v for n, v in given.items() if not n.startswith(VERSUS)}, more=more)]
    if other:
        asked.append(filters_of(other))
    return [Query(given_params(f), labels.in_words(given_params(f)) or "all events", counted(archive, request, f, top)) for f in asked]


def counted(archive: Archive, request: Request, filters: Filters, top: int | None) -> Statistics:
    """Count what passes the filters, or give the counts from a moment ago."""
    return remembered(request, key(filters, top), lambda: count(archive, filters, top), lambda other: count(other, filters, top))


def key(filters: Filters, top: int | None = TOP) -> Hashable:
    """Give what the counts of a query are kept by."""
    return "statistics", filters, top


def count(archive: Archive, filters: Filters, top: int | None = TOP) -> Statistics:
    """Count what passes the filters."""
    return statistics(archive.db, filters, top=top)


def page(archive: Archive, request: Request) -> View:
    """Show the charts. Its rows are every count of every matter."""
    asked = queries(archive, request)
    given = dict(asked[0].given) | ({VERSUS + n: v for n, v in asked[1].given.items()} if len(asked) > 1 else {})
    title = "Statistics" + (f": {' against '.join(q.words for q in asked)}" if given else "")
    return View(
        title=title, template="statistics.html", kind="statistics", query=given,
        rows=lambda: statistics_rows([q.found for q in queries(archive, request, top=None)], _label), more=lambda: _shown(asked, given),
    )  # fmt: skip


def _label(matter: str, value: str) -> str:
    return labels.value(FILTER[matter], value) if matter in ("type", "country") else value


def _shown(asked: list[Query], given: dict[str, str]) -> dict[str, Any]:
    return {
        "asked": asked, "given": given, "headings": CHARTS, "series": [q.words for q in asked], "versus": VERSUS,
        "charts": {name: _chart(name, asked) for name in CHARTS}, "tables": {name: _table(name, asked) for name in CHARTS},
        "hrefs": {name: _href(name, asked[0].given) for name in CHARTS}, "totals": [(q.found.events, q.found.reports) for q in asked],
        "fields": [(n, PARAMS[n].label, _options(n)) for n in ASKED],
        "kept": [(n, v) for n, v in given.items() if n.removeprefix(VERSUS) not in ASKED],
    }  # fmt: skip


def _options(name: str) -> list[tuple[str, str]]:
    """Give the values of a filter that a form lets choose from, in words."""
    if name == "event":
        return sorted(((t, labels.event(t)) for t in PLOVER.types), key=lambda o: o[1])
    return sorted(labels.countries().items(), key=lambda o: o[1]) if name == "country" else []


def _chart(name: str, asked: list[Query]) -> statcharts.OverTime | statcharts.Ranking | None:
    if name in ("months", "attention"):
        return statcharts.over_time([q.found.months if name == "months" else q.found.attention for q in asked])
    matter = RANKED[name]
    counts = [q.found.by[matter] for q in asked]
    words = {v: _label(matter, v) for c in counts for v, _ in c.values}
    return statcharts.ranking(counts, [_whole(name, q) for q in asked], words, LINES)


def _whole(name: str, query: Query) -> int:
    """Give what shares of a matter are of."""
    return query.found.reports if name in ("attention", "outlets") else query.found.events


def _table(name: str, asked: list[Query]) -> list[tuple[str, str, list[tuple[int, float]]]]:
    """Give the rows of the table under a chart: value, words, and for each query the count and its share."""
    chart = _chart(name, asked)
    if chart is None:
        return []
    wholes = [_whole(name, q) or 1 for q in asked]
    if isinstance(chart, statcharts.OverTime):
        return [(c.value, c.label, [(n, n / w) for n, w in zip(c.counts, wholes, strict=True)]) for c in chart.columns if sum(c.counts)]
    return [(line.value, line.label, [(b.count, b.share) for b in line.bars]) for line in chart.lines]


def _href(name: str, given: Mapping[str, str]) -> Callable[[str], str] | None:
    """Give the function from a value to the address of what it counts; None where no list's filters say the same."""
    if name == "months":
        return None if {"from", "to"} & given.keys() else lambda value: address("/events", {**given, "from": value, "to": value})
    if name == "attention":
        only = {p.name for p in PARAMS.values() if p.field in OF_REPORTS}
        return None if given.keys() - only else lambda value: address("/reports", {**given, "from": value, "to": value})
    filter = FILTER[RANKED[name]]
    return None if filter in given else lambda value: address("/events", {**given, filter: value})


def _file(name: str, archive: Archive, request: Request) -> Response:
    asked = queries(archive, request)
    chart = _chart(name, asked)
    about = " against ".join(q.words for q in asked)
    draws = "columns" if name in ("months", "attention") else "bars"
    return drawing(
        request, archive, title=CHARTS[name], page="/statistics", about=about[:1].upper() + about[1:], draws=draws, chart=chart,
        height=chart.height if chart else 40, series=[q.words for q in asked],
    )  # fmt: skip
