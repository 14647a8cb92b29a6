"""The lists: reports, statements, events, figures, times, actors, places, with search, facets and dates."""

from __future__ import annotations

from functools import partial

from starlette.requests import Request
from starlette.routing import Route

from onrecord.store import Archive
from onrecord.store.query import KINDS, count, rows
from onrecord.web.params import filters_of, given_params
from onrecord.web.view import View, add_view, state_of


def routes() -> list[Route]:
    """Give a list a kind of row."""
    out: list[Route] = []
    for kind in KINDS:
        add_view(out, f"/{kind}", partial(listing, kind), atom=True)
    return out


def listing(kind: str, archive: Archive, request: Request) -> View:
    """Look up one kind of rows."""
    filters = filters_of(request.query_params, more=("after",))
    settings, _ = state_of(request)
    found = list(rows(archive.db, kind, filters, limit=settings.page_rows))
    return View(
        title=kind.capitalize(), template="list.html", kind=kind, query=given_params(filters), rows=lambda: rows(archive.db, kind, filters),
        context={"kind": kind, "found": found, "total": count(archive.db, kind, filters), "given": given_params(filters)},
    )  # fmt: skip
