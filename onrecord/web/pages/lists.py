"""The lists: reports, statements, events, figures, times, actors, places, with full text, facets and dates; mentions below events."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from onrecord.store import Archive, Filters
from onrecord.store.facets import FACETS, JOINED, TOP, Facets, counts, facets, takes
from onrecord.store.paging import page
from onrecord.store.query import KINDS, Row, count, rows, search
from onrecord.web import charts, labels, statcharts
from onrecord.web.around import add_words, with_names
from onrecord.web.drawing import add_drawing, drawing
from onrecord.web.params import PARAMS, address, filters_of, given_params
from onrecord.web.view import View, add_view, remembered, state_of
from onrecord.web.words import count as count_words

NAMES = {
    "reports": "Reports", "statements": "Statements", "events": "Events", "mentions": "Mentions", "figures": "Figures", "times": "Times",
    "actors": "Parties", "places": "Places",
}  # fmt: skip
MARKS = ("\x1e", "\x1f")
"""Around what was found in a snippet: separators that no text holds for reading."""
OPTIONS = {
    "quad": ("1", "2", "3", "4"),
    "status": ("reported", "claimed", "denied", "planned", "hypothetical", "negated"),
    "act": ("state", "confirm", "deny", "accuse", "promise", "threaten", "demand", "ask", "praise", "criticize", "decline_to_say"),
    "form": ("direct", "indirect", "mixed"),
}  # fmt: skip
"""Filters with few values: chosen from a list in the form."""
ASKED = ("speaker", "actor", "recipient", "country", "sector", "event", "mode", "quad", "status", "act", "form", "measure", "unit", "place",
         "publisher", "agency", "from", "to")  # fmt: skip
"""Filters that the form asks for, where the kind takes them."""


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a facet: its words, its count and the address of the view narrowed to it."""

    value: str
    words: str
    count: int
    href: str


@dataclass(frozen=True, slots=True)
class Facet:
    """A matter by which rows are counted."""

    name: str
    label: str
    values: list[Value]
    more: bool


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force, and the address of the view without it."""

    label: str
    words: str
    href: str


def routes() -> list[Route]:
    """Give a list a kind of row."""
    out: list[Route] = []
    for kind in KINDS:
        add_drawing(out, f"/{kind}/dates.svg", partial(_dates_file, kind))
        add_view(out, f"/{kind}", partial(listing, kind), atom=True)
    return out


def listing(kind: str, archive: Archive, request: Request) -> View:
    """Look up one kind of rows."""
    filters = filters_of(request.query_params, more=("after",))
    given = given_params(filters)
    return View(
        title=_title(kind, given), template="list.html", kind=kind, query=given, feed=True,
        rows=lambda: all_rows(archive, kind, filters), more=lambda: _shown(kind, filters, given, archive, request),
    )  # fmt: skip


def _dates_file(kind: str, archive: Archive, request: Request) -> Response:
    """Give the rows over time as a file."""
    filters = filters_of(request.query_params)
    given = given_params(filters)
    found = facets_of(request, archive, kind, filters)
    chart = statcharts.over_time([found.days])
    return drawing(
        request, archive, title=f"{NAMES[kind]} over time", about=labels.in_words(given) or "All of the archive", page=f"/{kind}",
        draws="columns", chart=chart, height=chart.height if chart else 40, series=[""],
    )  # fmt: skip


def all_rows(archive: Archive, kind: str, filters: Filters) -> Iterator[Row]:
    """Give every row in the order of the page: reports that are searched by words best first."""
    if kind == "reports" and filters.text:
        return search(archive.db, filters.text, filters)
    return rows(archive.db, kind, filters)


def _shown(kind: str, filters: Filters, given: dict[str, str], archive: Archive, request: Request) -> dict[str, Any]:
    settings, _ = state_of(request)
    shown = page(archive.db, kind, filters, limit=settings.page_rows, after=request.query_params.get("after") or None, marks=MARKS)
    found = facets_of(request, archive, kind, filters)
    many = counts_of(request, archive, filters)
    path = f"/{kind}"
    with_names(archive, shown.rows)
    add_words(archive, kind, shown.rows)
    return {
        "kind": kind, "name": NAMES[kind], "page": shown, "total": found.total, "given": given,
        "tabs": _tabs(kind, filters, given, many),
        "chips": [
            Chip(PARAMS[n].label, labels.value(n, v) if PARAMS[n].kind != "flag" else "", address(path, {**given, n: None}))
            for n, v in given.items()
        ],
        "facets": _facets(kind, path, given, found),
        "bars": charts.bars(found.days) if len(found.days) > 1 else [], "months": charts.months(found.days), "undated": found.undated,
        "next": address(path, {**given, "after": shown.next}) if shown.next else None,
        "first": address(path, given) if shown.before else None,
        "without": _without(archive, kind, filters, given) if not found.total else [],
        "fields": [(n, PARAMS[n].label, OPTIONS.get(n, ())) for n in ASKED if takes(kind, Filters(**{PARAMS[n].field: _any(n)}))],
        "terms": filters.text or "", "below": _below(kind, given, many),
    }  # fmt: skip


def _below(kind: str, given: dict[str, str], many: dict[str, int | None]) -> tuple[str, str] | None:
    """Give the step from events to the mentions behind them, or back: address and words."""
    other = {"events": "mentions", "mentions": "events"}.get(kind)
    if other is None:
        return None
    words = f"as {count_words(many[other] or 0, 'event')}, each once" if kind == "mentions" else "what each report tells"
    return address(f"/{other}", given), words if kind == "mentions" else f"{words}: {count_words(many[other] or 0, 'mention')}"


def facets_of(request: Request, archive: Archive, kind: str, filters: Filters) -> Facets:
    """Count the rows of a kind by each matter, or give the counts from a moment ago."""
    key = ("facets", kind, filters)
    return remembered(request, key, lambda: facets(archive.db, kind, filters), lambda other: facets(other.db, kind, filters))


def counts_of(request: Request, archive: Archive, filters: Filters) -> dict[str, int | None]:
    """Count the rows of each kind, or give the counts from a moment ago."""
    return remembered(request, ("counts", filters), lambda: counts(archive.db, filters), lambda other: counts(other.db, filters))


def _any(name: str) -> Any:
    return 1 if PARAMS[name].kind == "quad" else "2000" if PARAMS[name].kind == "day" else "x"


def _title(kind: str, given: dict[str, str]) -> str:
    return NAMES[kind] + (": " + ", ".join(labels.value(n, v) if v != "1" else n for n, v in given.items()) if given else "")


def _tabs(kind: str, filters: Filters, given: dict[str, str], many: dict[str, int | None]) -> list[tuple[str, str, int | None, bool]]:
    """Give each kind with its count; the address leaves out the filters that the kind does not take."""
    out = []
    for other in KINDS:
        if other == "mentions" != kind:
            continue  # a step below events
        kept = given if many[other] is not None else {
            n: v for n, v in given.items() if takes(other, Filters(**{PARAMS[n].field: getattr(filters, PARAMS[n].field)}))
        }  # fmt: skip
        out.append((address(f"/{other}", kept), NAMES[other], many[other], other == kind))
    return out


def _facets(kind: str, path: str, given: dict[str, str], found: Facets) -> list[Facet]:
    out = []
    for name in (*JOINED.get(kind, {}), *FACETS[kind]):
        values = found.values.get(name, [])
        if len(values) > 1 or (values and values[0][1] < found.total):
            shown = [Value(v, labels.value(name, v), n, address(path, {**given, name: v})) for v, n in values[:TOP]]
            out.append(Facet(name, PARAMS[name].label, shown, len(values) > TOP))
    return out


def _without(archive: Archive, kind: str, filters: Filters, given: dict[str, str]) -> list[tuple[str, str, str, int]]:
    """Say, for each filter, how many rows there would be without it: which one emptied the page."""
    out = []
    for name, value in given.items():
        kept = {**given, name: None}
        fewer = filters_of({n: v for n, v in kept.items() if v})
        out.append((PARAMS[name].label, labels.value(name, value), address(f"/{kind}", kept), count(archive.db, kind, fewer)))
    return out
