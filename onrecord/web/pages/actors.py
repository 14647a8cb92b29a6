"""Actors across reports: their list and search, and an actor with dated roles, what they said over time, with whom and how."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from onrecord.compare import identities
from onrecord.compare.identities import Company, Identity
from onrecord.store import Archive
from onrecord.store.fulltext import fts_query
from onrecord.store.query import Row, rows_of
from onrecord.web import charts, moments, quadchart, who
from onrecord.web.across import missing
from onrecord.web.around import with_names
from onrecord.web.moments import Moment, Who
from onrecord.web.params import DAY, address, bad_value
from onrecord.web.view import View, add_view, remembered, state_of

SECTIONS = {"statements": "What they said", "company": "With whom", "events": "Events", "roles": "Roles", "reports": "Reports"}
"""Tables of an actor, each at an address of its own."""
AFTER = re.compile(r"[0-9]{1,12} i[0-9a-f]{12}")
SAID, MET, STORIES, SPELLINGS, SHOWN = 8, 12, 6, 14, 60


SIDES = {"did": "actor", "suffered": "recipient"}
SIDE_WORDS = {"did": "What they did", "suffered": "What was done to them"}
DAYS = 6
"""Days of each side that an actor's page shows."""


def routes() -> list[Route]:
    """Give the list, an actor by its place in a report, each section's own address, and the actor."""
    out: list[Route] = []
    add_view(out, "/who", listing)
    out.append(Route("/actors/of/{report}/{item}", _of_item, name="/actors/of"))
    for section in SECTIONS:
        add_view(out, f"/actors/{{id}}/{section}", _section(section))
    add_view(out, "/actors/{id}", actor)
    return out


# -- the list --------------------------------------------------------------------------------------------------------


def listing(archive: Archive, request: Request) -> View:
    """Give the actors, those that most reports name first."""
    given = {k: " ".join(v.split())[:200] for k, v in request.query_params.items() if k in ("q", "type", "country", "after") and v.strip()}
    if "type" in given and given["type"] not in who.KINDS:
        raise bad_value("type", given["type"], f"one of {', '.join(who.KINDS)}")
    if "q" in given and fts_query(given["q"]) is None:
        raise bad_value("q", given["q"], "give at least one word")
    if "after" in given and not AFTER.fullmatch(given["after"]):
        raise bad_value("after", given["after"], "take the address of the next page")
    kept = {k: v for k, v in given.items() if k != "after"}
    settings, _ = state_of(request)
    return View(
        title="Actors", template="actors.html", kind="identities", query=kept, rows=lambda: who.listed(archive, kept),
        more=lambda: _listed(archive, request, given, kept, settings.page_rows),
    )  # fmt: skip


def _listed(archive: Archive, request: Request, given: dict[str, str], kept: dict[str, str], size: int) -> dict[str, Any]:
    found = remembered(request, ("who", *sorted(given.items())), lambda: list(who.listed(archive, given, size + 1)))
    shown = found[:size]
    after = f"{shown[-1]['reports']} {shown[-1]['identity']}" if len(found) > size else None
    return {
        "found": shown, "given": kept, "kinds": who.KINDS, "next": address("/who", {**kept, "after": after}) if after else None,
        "first": address("/who", kept) if "after" in given else None, "without": [] if shown else _without(archive, kept),
        "waiting": archive.db.execute("select exists (select 1 from record where report not in (select report from carded))").get,
    }  # fmt: skip


def _without(archive: Archive, kept: dict[str, str]) -> list[tuple[str, str, str, int]]:
    out = []
    for name, value in kept.items():
        fewer = {k: v for k, v in kept.items() if k != name}
        out.append(("the words" if name == "q" else name, value, address("/who", fewer), who.counted(archive, fewer)))
    return out


def _of_item(request: Request) -> Response:
    """Lead from a report's actor to the actor across reports."""
    _, pool = state_of(request)
    report, item = request.path_params["report"], request.path_params["item"]
    with pool.archive() as archive:
        found = who.identity_of(archive, archive.full_id(report), item)
        if found is None:
            raise missing("named actor", f"{report[:12]} {item}", "/who")
    return RedirectResponse(f"/actors/{found}", 303)


# -- one actor -------------------------------------------------------------------------------------------------------


def find(archive: Archive, request: Request) -> Identity:
    """Give the actor that an address names: by id, or by name, where the one of most reports is meant. Raises `UsageError`."""
    named = " ".join(request.path_params["id"].split())

    def work() -> Identity | None:
        if moments.IDENTITY.fullmatch(named):
            return identities.find_identity(archive, named)
        best = who.by_name(archive, named)
        return identities.find_identity(archive, best["identity"]) if best else None

    found = remembered(request, ("identity", named), work)
    if found is None:
        raise missing("actor", named, "/who")
    return found


def actor(archive: Archive, request: Request) -> View:
    """Give an actor. Its rows are what it said."""
    found = find(archive, request)
    return View(
        title=found.name, template="actor.html", kind="statements", query={"actor": found.id},
        rows=lambda: _rows(archive, request, found, "statements", {}), more=lambda: _page(archive, request, found),
    )  # fmt: skip


def _section(name: str) -> Callable[[Archive, Request], View]:
    """Give the function of one section's own address."""

    def section(archive: Archive, request: Request) -> View:
        found = find(archive, request)
        given = {k: v for k, v in request.query_params.items() if k in ("from", "to", "act", "before", "side") and v}
        if given.get("side", "did") not in SIDES:
            raise bad_value("side", given["side"], f"one of {', '.join(SIDES)}")
        for day in ("from", "to", "before"):
            if day in given and not DAY.fullmatch(given[day]):
                raise bad_value(day, given[day], "write a day as 2025-12-04, a month as 2025-12, a year as 2025")
        kept = {k: v for k, v in given.items() if k != "before"}
        return View(
            title=f"{SECTIONS[name]}: {found.name}",
            template="actor_section.html",
            kind=name,
            query={"actor": found.id, "section": name, **kept},
            rows=lambda: _rows(archive, request, found, name, kept),
            more=lambda: _table(archive, request, found, name, given, kept),
        )

    return section


def _said(archive: Archive, request: Request, found: Identity, given: dict[str, str]) -> list[tuple[int, str, str]]:
    said = remembered(request, ("said", found.id), lambda: who.statements_of(archive, found.id))
    first, last, act = (given.get(k) for k in ("from", "to", "act"))
    return [s for s in said if (not first or s[1] >= first) and (not last or s[1] <= f"{last}T99") and (not act or s[2] == act)]


def _company(archive: Archive, request: Request, found: Identity) -> list[Company]:
    return remembered(request, ("company", found.id), lambda: identities.company(archive, found.id))


def _moments(archive: Archive, request: Request, found: Identity) -> list[Moment]:
    one = Who(found.id, found.name, False)
    return remembered(request, ("moments", found.id, "", None, None, None, None), lambda: moments.events_of(archive, one))


def _on_side(archive: Archive, request: Request, found: Identity, side: str) -> list[Moment]:
    """Give the events that an actor did, or that were done to it."""
    one = Who(found.id, found.name, False)
    return remembered(request, ("side", found.id, side), lambda: moments.events_of(archive, one, side=SIDES[side]))


def _rows(archive: Archive, request: Request, found: Identity, section: str, given: dict[str, str]) -> Iterator[Row]:
    if section == "statements":
        said = [n for n, _, _ in _said(archive, request, found, given)]
        for at in range(0, len(said), moments.CHUNK):
            yield from rows_of(archive.db, "statements", said[at : at + moments.CHUNK])
    elif section == "company":
        for c in _company(archive, request, found):
            yield {
                "actor": found.id,
                "counterpart": c.id,
                "name": c.name,
                "side": c.side,
                "quad": c.quad,
                "month": c.month,
                "events": c.events,
            }
    elif section == "events":
        side = given.get("side")
        yield from moments.entry_rows(archive, _on_side(archive, request, found, side) if side else _moments(archive, request, found))
    elif section == "roles":
        for r in found.roles:
            yield {"actor": found.id, "title": r.title, "country": r.country, "first": r.first, "last": r.last, "reports": r.reports}
    else:
        yield from identities.identity_rows(archive, found.id, "reports")


def _page(archive: Archive, request: Request, found: Identity) -> dict[str, Any]:
    said = _said(archive, request, found, {})
    happened = _moments(archive, request, found)
    sides = {side: _on_side(archive, request, found, side) for side in SIDES}
    months = remembered(request, ("months", found.id), lambda: moments.by_month(archive, happened))
    met = who.counterparts(_company(archive, request, found))
    return {
        "found": found,
        "base": f"/actors/{found.id}",
        "said": _shown(archive, [n for n, _, _ in said[:SAID]]),
        "said_total": len(said),
        "acts": Counter(act for _, _, act in said).most_common(),
        "bars": _bars(said),
        "months": quadchart.draw(months),
        "met": met[:MET],
        "met_total": len(met),
        "sides": [
            (side, words, moments.events_in(sides[side]),
             moments.latest_first(moments.days_of(archive, moments.window(sides[side], size=30)[0]))[:DAYS])
            for side, words in SIDE_WORDS.items()
        ],
        "happened": moments.events_in(happened),
        "stories": who.stories_of(archive, found.id, STORIES),
        "spellings": found.names[:SPELLINGS],
        "unsure": [(id, who.name_of(archive, id), why) for id, why in found.unsure],
        "given": {},
    }


def _window(said: list[tuple[int, str, str]], before: str | None) -> tuple[list[tuple[int, str, str]], str | None]:
    """Give the statements of one page and the day before which the next begins; a day is shown whole."""
    rest = [s for s in said if before is None or s[1] < before]
    if len(rest) <= SHOWN:
        return rest, None
    shown = [s for s in rest[: moments.MOST] if s[1] >= rest[SHOWN - 1][1]]
    return shown, shown[-1][1] if len(shown) < len(rest) else None


def _bars(said: list[tuple[int, str, str]]) -> list[charts.Bar]:
    """Count statements by month."""
    counts = Counter(day[:7] for _, day, _ in said if len(day) >= 7)
    if not counts:
        return []
    return charts.bars(sorted({m: counts.get(m, 0) for m in (*moments.year_before(max(counts)), *counts)}.items()))


def _shown(archive: Archive, numbers: list[int]) -> list[Row]:
    found = list(rows_of(archive.db, "statements", numbers))
    with_names(archive, found)
    return found


def _table(archive: Archive, request: Request, found: Identity, name: str, given: dict[str, str], kept: dict[str, str]) -> dict[str, Any]:
    base = f"/actors/{found.id}"
    context: dict[str, Any] = {
        "found": found,
        "base": base,
        "section": name,
        "sections": SECTIONS,
        "given": kept,
        "next": None,
        "rows_": [],
        "total": 0,
    }
    if name == "statements":
        said = _said(archive, request, found, kept)
        shown, before = _window(said, given.get("before"))
        context |= {
            "rows_": _shown(archive, [n for n, _, _ in shown]),
            "total": len(said),
            "bars": _bars(_said(archive, request, found, {})),
            "acts": Counter(
                act for _, _, act in _said(archive, request, found, {k: v for k, v in kept.items() if k != "act"})
            ).most_common(),
            "next": address(f"{base}/{name}", {**kept, "before": before}) if before else None,
        }
    elif name == "events":
        side = given.get("side")
        happened = _on_side(archive, request, found, side) if side else _moments(archive, request, found)
        told, before = moments.window(happened, given.get("before"))
        days = moments.latest_first(moments.days_of(archive, told))
        context |= {
            "days": days, "total": moments.events_in(happened),
            "next": address(f"{base}/{name}", {**kept, "before": before}) if before else None,
        }  # fmt: skip
    elif name == "company":
        context |= {"met": who.counterparts(_company(archive, request, found))}
    elif name == "reports":
        found_rows = remembered(request, ("named", found.id), lambda: list(identities.identity_rows(archive, found.id, "reports")))
        listed = [dict(row) for row in found_rows[: moments.WINDOW]]
        with_names(archive, listed)
        context |= {"rows_": listed, "total": len(found_rows)}
    return context
