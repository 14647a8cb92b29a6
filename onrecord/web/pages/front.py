"""The front page, the help, and the door."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from onrecord.store import Archive, Filters
from onrecord.store.query import rows
from onrecord.web import charts
from onrecord.web.around import add_words, first_words, with_names
from onrecord.web.pages.lists import NAMES, counts_of, facets_of
from onrecord.web.params import PARAMS
from onrecord.web.public import prefix_of, public_base
from onrecord.web.render import render
from onrecord.web.security import COOKIE, right_token, session
from onrecord.web.view import View, add_view, state_of

LATEST, STORIES = 6, 6


def routes() -> list[Route]:
    """Give the pages. The front page's rows are the counts of the archive."""
    out: list[Route] = []
    add_view(out, "/help", help_page, csv=False)
    out.append(Route("/login", _login, methods=["GET", "HEAD", "POST"]))
    add_view(out, "/index", front)
    out.append(Route("/", out[-1].endpoint))
    return out


def front(archive: Archive, request: Request) -> View:
    """Show what the archive is about at a glance."""
    many = counts_of(request, archive, Filters())
    return View(
        title="onrecord", template="front.html", kind="counts", rows=lambda: ({"kind": k, "rows": n} for k, n in many.items()),
        context={"many": {k: n for k, n in many.items() if k != "mentions"}, "names": NAMES}, more=lambda: _latest(archive, request),
    )  # fmt: skip


def _latest(archive: Archive, request: Request) -> dict[str, Any]:
    latest = list(rows(archive.db, "reports", limit=LATEST))
    with_names(archive, latest)
    add_words(archive, "reports", latest)
    found = facets_of(request, archive, "reports", Filters())
    sql = f"""select id, title, first, last, reports, origins from story where reports > 1
        order by coalesce(last, '') desc, reports desc, id limit {STORIES}"""
    names = ("id", "title", "first", "last", "reports", "origins")
    stories = [dict(zip(names, row, strict=True)) for row in archive.db.execute(sql)]
    for story in stories:
        story["title"] = story["title"] or first_words(archive, archive.full_id(str(story["id"])[1:]))
    return {"latest": latest, "stories": stories, "bars": charts.bars(found.days) if len(found.days) > 1 else [], "found": found}


def help_page(archive: Archive, request: Request) -> View:
    """Show keys, filters and how a search is written."""
    described = [{"name": p.name, "about": p.about} for p in PARAMS.values()]
    return View(title="Help", template="help.html", kind="filters", rows=lambda: iter(described), context={"params": described})


async def _login(request: Request) -> Response:
    """Ask a visitor for the token; a browser that knows it is let in until the server stops."""
    settings, _ = state_of(request)
    if settings.token is None:
        return RedirectResponse("/", 303)
    wrong = False
    if request.method == "POST":
        form = dict(parse_qsl((await request.body()).decode("utf-8", "replace"), max_num_fields=5))
        if right_token(settings, form.get("token", "").strip()):
            answer = RedirectResponse("/", 303)
            secure, below = public_base(request).startswith("https:"), prefix_of(settings.base_url) or "/"
            answer.set_cookie(COOKIE, session(settings), httponly=True, samesite="strict", secure=secure, path=below)
            return answer
        wrong = True
    html = render(request, "login.html", title="Log in", wrong=wrong)
    return Response(html, 401 if wrong else 200, {"cache-control": "no-store"}, media_type="text/html")
