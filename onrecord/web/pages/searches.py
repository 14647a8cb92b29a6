"""What is new since a moment or the last visit; searches kept under a name, each with a feed."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime, timedelta
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from onrecord.export.formats.registry import export
from onrecord.store import Archive, Filters
from onrecord.store.clock import now
from onrecord.store.query import Row, count, rows
from onrecord.store.searches import LATEST, Search, arrivals, find_search, new_stories, remove_search, save_search, searches
from onrecord.web import labels
from onrecord.web.around import add_words, with_names
from onrecord.web.forms import read_form
from onrecord.web.pages.lists import NAMES
from onrecord.web.pages.stories import name_stories
from onrecord.web.params import address, filters_of, given_params
from onrecord.web.public import prefix_of, public_base
from onrecord.web.view import TYPES, View, add_view, in_thread, provenance, remembered, state_of, unless_held

VISITS = "onrecord_visits"
"""A browser's cookie: when it last looked at what is new, and when the visit before that was, as "MOMENT~MOMENT"."""
VISIT = timedelta(minutes=30)
"""Looks less far apart are one visit: loading the page again does not empty it."""
YEAR = 365 * 24 * 3600
SHOWN, STORIES = 20, 15
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def routes() -> list[Route]:
    """Give the pages, the feeds, and where forms are sent."""
    out: list[Route] = []
    add_view(out, "/new", new, atom=True)
    page = out.pop()
    out.append(Route("/new", lambda request: page.endpoint(request) if request.query_params else _since_last_visit(request), name="/new"))
    out.append(Route("/searches", _save, methods=["POST"]))
    out.append(Route("/searches/{id}/remove", _remove, methods=["POST"]))
    out.append(Route("/searches/{id}.atom", _feed))
    add_view(out, "/searches", listing)
    return out


# -- what is new -----------------------------------------------------------------------------------------------------


def new(archive: Archive, request: Request) -> View:
    """Show what came after a moment. Its rows are the new events."""
    given = {("new" if n == "since" else n): v for n, v in request.query_params.items()}
    filters = Filters(new_since=filters_of({"new": given.get("new", ""), **given}).new_since or _day_before(archive))
    since = str(filters.new_since)
    return View(
        title=f"New since {since}", template="new.html", kind="events", query={"new": since},
        rows=lambda: rows(archive.db, "events", filters), more=lambda: _came(archive, request, since, filters),
    )  # fmt: skip


def _came(archive: Archive, request: Request, since: str, filters: Filters) -> dict[str, Any]:
    shown = [{k: v for k, v in row.items() if k not in ("arrived", "touched")} for row in arrivals(archive.db, "events", filters, SHOWN)]
    with_names(archive, shown)
    add_words(archive, "events", shown)
    fresh, grown = (list(new_stories(archive.db, since, grown=g)) for g in (False, True))
    name_stories(archive, [*fresh[:STORIES], *grown[:STORIES]])
    counted = {k: remembered(request, ("new", k, since), lambda k=k: count(archive.db, k, filters)) for k in ("reports", "events")}  # type: ignore[misc]
    return {
        "since": since, "shown": shown, "fresh": fresh, "grown": grown, "most": STORIES, **counted,
        "earlier": None if counted["reports"] else _day_before(archive),
    }  # fmt: skip


def _day_before(archive: Archive) -> str:
    """Give the moment a day before the last report came."""
    last = archive.db.execute("select at from change where kind = 'added' order by at desc, seq desc limit 1").get
    moment = datetime.fromisoformat(str(last)) if last else datetime.now(UTC)
    return (moment - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")


def last_visit(request: Request) -> str | None:
    """Give when this browser's visit before this one ended, where it has been here before."""
    _, before = _visits(request)
    return before


def _visits(request: Request) -> tuple[str | None, str | None]:
    """Give when the browser looked last, and before which moment it has seen what there was."""
    try:
        jar = SimpleCookie(request.headers.get("cookie", ""))
    except CookieError:
        return None, None
    looked, _, before = (jar[VISITS].value if VISITS in jar else "").partition("~")
    if not _MOMENT.fullmatch(looked) or not _MOMENT.fullmatch(before):
        return None, None
    try:
        again = datetime.fromisoformat(now()) - datetime.fromisoformat(looked) > VISIT
    except ValueError:
        return None, None
    return looked, looked if again else before


def _since_last_visit(request: Request) -> Response:
    """Lead to what came since the last visit (the last day, where there was none), and note this one in the browser."""
    settings, pool = state_of(request)
    before = last_visit(request)
    if before is None:
        with pool.archive() as archive:
            before = _day_before(archive)
    answer = RedirectResponse(address("/new", {"since": before}), 303, {"cache-control": "no-store"})
    secure, below = public_base(request).startswith("https:"), prefix_of(settings.base_url) or "/"
    answer.set_cookie(VISITS, f"{now()}~{before}", YEAR, path=below, httponly=True, samesite="lax", secure=secure)
    return answer


# -- searches --------------------------------------------------------------------------------------------------------


def listing(archive: Archive, request: Request) -> View:
    """Show the searches that are kept."""
    found = [as_row(s) for s in searches(archive.db)]
    request.state.outdated = True  # the page depends on the visitor's last visit, too
    return View(
        title="Saved searches", template="searches.html", kind="searches", rows=lambda: iter(found),
        context={
            "names": NAMES, "last_visit": last_visit(request),
            "found": [{**s, "words": labels.in_words(s["query"]) or "all", "given": s["query"], "path": f"/{s['kind']}"} for s in found],
        },
    )  # fmt: skip


def as_row(search: Search) -> Row:
    """Give a search as plain values: its question as an address has it, the address of its view and of its feed."""
    given = given_params(search.filters)
    return {
        "id": search.id, "name": search.name, "kind": search.kind, "query": given, "who": search.who, "made": search.made,
        "href": address(f"/{search.kind}", given), "feed": f"/searches/{search.id}.atom",
    }  # fmt: skip


def _feed(request: Request) -> Response:
    """Give what a search finds as an Atom feed, what the archive had last first."""

    def feed(archive: Archive) -> Response:
        search = find_search(archive.db, request.path_params["id"])
        given, out = as_row(search), io.StringIO()
        view = View(title="", template="", kind=search.kind, query={"search": search.id, **given["query"]})
        about = provenance(archive, view, request, page=given["href"], title=f"onrecord: {search.name}")
        export("atom", search.kind, arrivals(archive.db, search.kind, search.filters, LATEST), out, about)
        body = out.getvalue().encode("utf-8", "backslashreplace")
        return Response(body, headers={"cache-control": "no-cache"}, media_type=TYPES["atom"])

    return unless_held(request, feed)


async def _save(request: Request) -> Response:
    """Keep the view of a list under a name."""
    form = await read_form(request)
    filters = filters_of(dict(parse_qsl(form.get("query", "").removeprefix("?"))))

    def keep() -> Response:
        kept(request, form.get("name", ""), form.get("kind", ""), filters, form.get("who", "").strip()[:200] or None)
        return RedirectResponse("/searches", 303)

    return await in_thread(keep)


def kept(request: Request, name: str, kind: str, filters: Filters, who: str | None) -> Search:
    """Keep a search; the server may write. Raises `UsageError`."""
    settings, _ = state_of(request)
    with Archive(settings.archive, create=False) as archive, archive.writing():
        return save_search(archive.db, name, kind, filters, who=who)


async def _remove(request: Request) -> Response:
    """Forget a search."""
    await read_form(request)

    def forget() -> Response:
        forgotten(request, request.path_params["id"])
        return RedirectResponse("/searches", 303)

    return await in_thread(forget)


def forgotten(request: Request, key: str) -> Search:
    """Forget a search; the server may write. Raises `UsageError`."""
    settings, _ = state_of(request)
    with Archive(settings.archive, create=False) as archive, archive.writing():
        return remove_search(archive.db, key)
