"""Stories: their list, and a story with its accounts, figures over time, quotations, timeline, map, events and reports."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Hashable, Iterator
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from onrecord.compare import occurrences, stories
from onrecord.compare.accounts import accounts
from onrecord.compare.tables.account import Accounts
from onrecord.compare.tables.event_facts import label
from onrecord.compare.tables.rows import cell_rows
from onrecord.store import Archive
from onrecord.store.fulltext import fts_query
from onrecord.store.query import LAST_BEFORE, Row
from onrecord.web import accounts_view, maps, moments
from onrecord.web.across import Descent, among, descents, missing, named
from onrecord.web.cache import Remembered
from onrecord.web.drawing import add_drawing, drawing
from onrecord.web.opening import opening
from onrecord.web.params import DAY, address, bad_value, filters_of, number
from onrecord.web.view import View, add_view, provenance, remembered, state_of
from onrecord.web.words import count

SECTIONS = ("accounts", "figures", "quotes", "timeline", "map", "events", "reports")
"""Parts of a story's page, each with an address of its own, too."""
HEADINGS = {
    "accounts": "Accounts",
    "figures": "Figures over time",
    "quotes": "Quotations",
    "timeline": "Timeline",
    "map": "Map",
    "events": "Events",
    "reports": "Reports and their descent",
}
MAIN_DAYS = 3
"""Events of a day on the whole page; the timeline's own address shows all."""
OUTLETS = 6
LARGE, WARMED = 15, 30
"""Reports from which a story's accounts take longer than a page may, and how many such stories are made ready at the start."""
DAYS = 40
"""Days of the timeline where it is one of several sections."""


def routes() -> list[Route]:
    """Give the list, each section's own address, and the whole story."""
    out: list[Route] = []
    add_view(out, "/stories", listing)
    add_drawing(out, "/stories/{id}/map.svg", _map_file)
    add_drawing(out, "/stories/{id}/figures/{fact}.svg", _toll_file)
    for section in SECTIONS:
        add_view(out, f"/stories/{{id}}/{section}", _section(section))
    add_view(out, "/stories/{id}", whole)
    return out


# -- the list --------------------------------------------------------------------------------------------------------


def listing(archive: Archive, request: Request) -> View:
    """Give the stories, latest first."""
    given = _given(request)
    settings, _ = state_of(request)
    return View(
        title="Stories", template="stories.html", kind="stories", query=given, rows=lambda: _listed(archive, given),
        more=lambda: _shown(archive, request, given, settings.page_rows),
    )  # fmt: skip


def _given(request: Request) -> dict[str, str]:
    """Read the filters of the list. Raises `UsageError`."""
    found = {k: v.strip() for k, v in request.query_params.items() if k in ("q", "from", "to", "least", "new", "after") and v.strip()}
    for name in ("from", "to"):
        if name in found and not DAY.fullmatch(found[name]):
            raise bad_value(name, found[name], "write a day as 2025-12-04, a month as 2025-12, a year as 2025")
    if "least" in found:
        found["least"] = str(number("least", found["least"], 1, 10_000))
    if "new" in found:
        found["new"] = str(filters_of({"new": found["new"]}).new_since)
    if "q" in found and fts_query(found["q"]) is None:
        raise bad_value("q", found["q"], "give at least one word or number")
    return found


_WAITING = "select (select count(*) from report) - (select count(*) from compared where done)"
_STORIES = "select id, title, first, last, reports, origins from story where reports >= ?"
_NEW = f"not exists (select 1 from story_report m where m.story = story.n and m.report <= {LAST_BEFORE})"
_HOLDS = """n in (select m.story from story_report m where m.report in (select rowid from report_text where report_text match ?))"""


def _listed(archive: Archive, given: dict[str, str], limit: int | None = None) -> Iterator[Row]:
    sql, values = _STORIES, [given.get("least", "2")]
    days = ("from", "coalesce(last, '') >= ?"), ("to", "coalesce(first, '9999') <= ? || 'T99'")
    for name, clause in (*days, ("q", _HOLDS), ("new", _NEW)):
        if name in given:
            sql += f" and {clause}"
            values.append(str(fts_query(given[name])) if name == "q" else given[name])
    if limit is not None and "after" in given:
        last, reports, id = _key(given["after"])
        sql += " and (coalesce(last, '') < ? or (coalesce(last, '') = ? and (reports < ? or (reports = ? and id > ?))))"
        values += [last, last, reports, reports, id]
    sql += " order by coalesce(last, '') desc, reports desc, id" + (f" limit {limit}" if limit is not None else "")
    names = ("story", "title", "first", "last", "reports", "origins")
    for row in archive.db.execute(sql, [int(v) if n == 0 else v for n, v in enumerate(values)]):
        yield dict(zip(names, row, strict=True))


def _key(after: str) -> tuple[str, str, str]:
    parts = after.split(" ")
    if len(parts) != 3 or not parts[1].isdecimal() or len(parts[1]) > 12:
        raise bad_value("after", after, "take the address of the next page")
    return parts[0], parts[1], parts[2]


def _shown(archive: Archive, request: Request, given: dict[str, str], size: int) -> dict[str, Any]:
    found = list(_listed(archive, given, size + 1))
    shown = found[:size]
    _describe(archive, shown)
    last = shown[-1] if len(found) > size else None
    kept = {k: v for k, v in given.items() if k != "after"}
    key = f"{last['last'] or ''} {last['reports']} {last['story']}" if last else None
    return {
        "found": shown, "given": kept, "next": address("/stories", {**kept, "after": key}) if key else None,
        "first": address("/stories", kept) if "after" in given else None,
        "total": remembered(request, ("stories", tuple(kept.items())), lambda: sum(1 for _ in _listed(archive, kept))),
        "waiting": remembered(request, ("waiting",), lambda: int(str(archive.db.execute(_WAITING).get))),
        "without": [] if shown else _without(archive, kept),
        "alone": archive.db.execute("select count(*) from story where reports = 1").get if not shown and not kept else 0,
    }  # fmt: skip


def _describe(archive: Archive, rows: list[Row]) -> None:
    """Add each story's name and outlets."""
    sql = """select distinct coalesce(r.publisher, '') from story s join story_report m on m.story = s.n join report r on r.n = m.report
        where s.id = ? order by r.published, r.id"""
    for row in rows:
        outlets = list(dict.fromkeys(str(p) for (p,) in archive.db.execute(sql, (row["story"],)) if p))
        row["outlets"], row["outlets_more"] = outlets[:OUTLETS], max(0, len(outlets) - OUTLETS)
    name_stories(archive, rows)


def name_stories(archive: Archive, rows: list[Row]) -> None:
    """Add each story's name: its title, or the name of its first report."""
    for row in rows:
        row["name"] = row["title"] or _first_name(archive, row["story"])


def _first_name(archive: Archive, story: str) -> str:
    ids = [id for group in stories.story_reports(archive, story)[:1] for id in group[:1]]
    return next((r.name for r in named(archive, ids).values()), story)


def _without(archive: Archive, given: dict[str, str]) -> list[tuple[str, str, str, int]]:
    words = {"new": "new since", "q": "words", "from": "from", "to": "to", "least": "at least so many reports:"}
    out = []
    for name, value in given.items():
        fewer = {k: v for k, v in given.items() if k != name}
        out.append((words[name], value, address("/stories", fewer), sum(1 for _ in _listed(archive, fewer))))
    return out


# -- one story -------------------------------------------------------------------------------------------------------


def whole(archive: Archive, request: Request) -> View:
    """Give a story with all its sections. Its rows are the cells of its accounts, its JSON all that the page holds."""
    story = find(archive, request.path_params["id"])

    def told() -> Accounts:
        return accounts_of(archive, request, story.id)

    def document() -> str:
        view = View(title="", template="", kind="story", query={"story": story.id})
        held = accounts_view.as_document(told())
        return json.dumps({
            "kind": "story", **provenance(archive, view, request).as_dict(), "accounts": held,
            "timeline": list(_timeline_rows(archive, story.id)),
            "reports": list(_report_rows(descents(archive, story.id))), "places": _places(archive, story.id),
            "events": list(_event_rows(archive, story.id)), "rows": list(cell_rows(told())),
        }, ensure_ascii=False, indent=1) + "\n"  # fmt: skip

    return View(
        title=_name(archive, story), template="story.html", kind="accounts", query={"story": story.id},
        rows=lambda: cell_rows(told()), document=document, more=lambda: _page(archive, request, story, SECTIONS),
    )  # fmt: skip


def _section(name: str) -> Callable[[Archive, Request], View]:
    """Give the function of one section's own address."""

    def section(archive: Archive, request: Request) -> View:
        story = find(archive, request.path_params["id"])
        everything = name == "accounts" and request.query_params.get("all") in ("1", "true")
        return View(
            title=f"{HEADINGS[name]}: {_name(archive, story)}", template="story.html", kind=name,
            query={"story": story.id, "section": name, **({"all": "1"} if everything else {})},
            rows=lambda: _rows(archive, request, story.id, name, everything),
            more=lambda: _page(archive, request, story, (name,), everything),
        )  # fmt: skip

    return section


def find(archive: Archive, id: str) -> stories.Story:
    """Give a story by its id, or by one that it once had. Raises `UsageError`."""
    story = stories.find_story(archive, id)
    if story is None:
        raise missing("story", id, "/stories")
    return story


def accounts_of(archive: Archive, request: Request, id: str, *, everything: bool = False) -> Accounts:
    """Give the accounts of a story or event; those of a large one may be as old as a change or two, while they are made anew."""
    least = 1 if everything else 2
    return remembered(
        request, ("accounts", id, everything), lambda: accounts(archive, id, least=least), lambda other: accounts(other, id, least=least)
    )


def warm(archive: Archive, kept: Remembered, state: Hashable) -> None:
    """Make the accounts of the largest stories once, before a visitor waits for them."""
    sql = "select id from story where reports >= ? order by reports desc, id limit ?"
    for (id,) in archive.db.execute(sql, (LARGE, WARMED)).fetchall():
        told, _ = kept.get(("accounts", id, False), state, partial(accounts, archive, str(id), least=2))
        kept.get(("laid", id, False, False), state, partial(_lay_out, archive, told, alone=False))
        kept.get(("occurrences", id), state, partial(occurrences.occurrences, archive, str(id)))
    sql = "select id from happening where reports >= ? and shown order by reports desc, id limit ?"
    for (id,) in archive.db.execute(sql, (LARGE, WARMED)).fetchall():
        if occurrences.find_occurrence(archive, str(id)) is not None:
            kept.get(("accounts", id, False), state, partial(accounts, archive, str(id), least=2))


def _lay_out(archive: Archive, told: Accounts, *, alone: bool) -> accounts_view.Page:
    ids = {p.report for s in told.sources for p in s.prints} | {p.report for t in told.tolls for p in t.points}
    return accounts_view.lay_out(told, named(archive, ids), accounts_view.facts_shown(told, alone))


def _name(archive: Archive, story: stories.Story) -> str:
    return story.title or _first_name(archive, story.id)


def _rows(archive: Archive, request: Request, id: str, section: str, everything: bool) -> Iterator[Row]:
    if section == "accounts":
        return cell_rows(accounts_of(archive, request, id, everything=everything))
    if section == "figures":
        return accounts_view.toll_rows(accounts_of(archive, request, id))
    if section == "quotes":
        return accounts_view.quote_rows(accounts_of(archive, request, id))
    if section == "timeline":
        return _timeline_rows(archive, id)
    if section == "map":
        return iter(_places(archive, id))
    return _event_rows(archive, id) if section == "events" else _report_rows(descents(archive, id))


def _page(archive: Archive, request: Request, story: stories.Story, sections: tuple[str, ...], everything: bool = False) -> dict[str, Any]:
    context: dict[str, Any] = {
        "story": story, "name": _name(archive, story), "sections": sections, "all_sections": SECTIONS, "headings": HEADINGS,
        "alone": len(sections) == 1, "everything": everything, "descents": descents(archive, story.id), "base": f"/stories/{story.id}",
    }  # fmt: skip
    if {"accounts", "figures", "quotes"} & set(sections):
        told = accounts_of(archive, request, story.id, everything=everything)
        key = ("laid", story.id, context["alone"], everything)
        context |= {"told": told, "laid": remembered(request, key, lambda: _lay_out(archive, told, alone=context["alone"]))}
    if "timeline" in sections:
        days = moments.days_of(archive, moments.story_moments(archive, story.id)[: moments.MOST])
        context |= {
            "days": days if context["alone"] else days[:DAYS],
            "days_left": len(days) - DAYS,
            "most": 0 if context["alone"] else MAIN_DAYS,
        }
    if "map" in sections:
        places = _places(archive, story.id)
        context |= {"places": places, "map": maps.make_map(places)}
    if "events" in sections:
        found = remembered(request, ("occurrences", story.id), lambda: occurrences.occurrences(archive, story.id))
        context["occurrences"] = [(o, label(o)) for o in found]
    if not context["alone"]:
        context |= {"opened": opening(archive, story.id), "holds": _holds(context)}
    return context


def _map_file(archive: Archive, request: Request) -> Response:
    """Give the map as a file."""
    story = find(archive, request.path_params["id"])
    places = _places(archive, story.id)
    shown = places[: maps.MOST]
    return drawing(
        request, archive, title=_name(archive, story), about=f"Places that its reports name: {count(len(places), 'place')}",
        page=f"/stories/{story.id}/map", draws="map", height=400 + 22 + 20 * math.ceil(len(shown) / 3), map=maps.make_map(places),
        places=shown, world=maps.world(),
    )  # fmt: skip


def _toll_file(archive: Archive, request: Request) -> Response:
    """Give a figure over time as a file."""
    return toll_file(archive, request, find(archive, request.path_params["id"]).id)


def toll_file(archive: Archive, request: Request, id: str) -> Response:
    """Give one figure over time, of a story or an event, as a file: `fact` of the address says which."""
    told = accounts_of(archive, request, id)
    laid = _lay_out(archive, told, alone=True)
    fact = request.path_params["fact"]
    found = next(((toll, chart, matter, heading) for toll, chart, matter, heading in laid.charts if toll.fact == fact and chart), None)
    if found is None:
        raise missing("figure", fact, request.url.path.rpartition("/")[0])
    toll, chart, matter, heading = found
    assert chart is not None
    marks = sorted({(laid.columns[p.source].mark, laid.columns[p.source].name) for p in toll.points})
    return drawing(
        request, archive, title=f"{matter[:1].upper()}{matter[1:]}: who gave which number when", about=f"{told.title or id}; {heading}",
        page=request.url.path.rpartition("/figures/")[0], draws="toll", chart=chart, letters=marks,
        height=chart.height + 14 + 20 * math.ceil(len(marks) / 3),
    )  # fmt: skip


def _holds(page: dict[str, Any]) -> dict[str, str]:
    """Say what each folded section holds."""
    laid = page["laid"]
    facts = sum(len(g.rows) for g in laid.groups) + laid.left
    texts = {d.first.id for d in page["descents"]}
    return {
        "accounts": f"{count(facts, 'fact')}, {count(len(laid.columns), 'source')}",
        "figures": count(len(laid.charts), "figure") if laid.charts else "none that moved",
        "quotes": count(len(laid.wordings), "quotation") if laid.wordings else "none in two texts",
        "timeline": count(len(page["days"]) + max(0, page["days_left"]), "day"), "map": count(len(page["places"]), "place"),
        "events": count(len(page["occurrences"]), "event"),
        "reports": f"{count(page['story'].reports, 'report')} of {count(len(texts), 'text')}",
    }  # fmt: skip


def _timeline_rows(archive: Archive, id: str) -> Iterator[Row]:
    return moments.entry_rows(archive, moments.story_moments(archive, id))


def _places(archive: Archive, id: str) -> list[Row]:
    ids = [i for group in stories.story_reports(archive, id) for i in group]
    return maps.places_of(
        archive, [int(str(r[0])) for r in archive.db.execute(f"select n from report where id {among}", (json.dumps(ids),))]
    )


def _event_rows(archive: Archive, id: str) -> Iterator[Row]:
    for o in occurrences.occurrences(archive, id):
        yield {
            "occurrence": o.id,
            "event": o.event,
            "mode": o.mode,
            "quad": o.quad,
            "day": o.day,
            "days": list(o.days),
            "place": o.place,
            "country": o.country,
            "actors": list(o.actors),
            "recipients": list(o.recipients),
            "origins": o.origins,
            "mentions": [f"{m.report}#{m.event}" for m in o.mentions],
            "unsure": [f"{m.report}#{m.event}" for m in o.mentions if not m.sure],
        }


def _report_rows(found: list[Descent]) -> Iterator[Row]:
    for origin, d in enumerate(found, 1):
        lines = [(d.first, "", None, d.why), *((c.report, c.kind, c.share, c.why) for c in d.copies)]
        for report, kind, share, why in lines:
            yield {
                "origin": origin, "copy": kind, "share": share, "why": why, "published": report.published, "publisher": report.publisher,
                "agencies": list(report.agencies), "title": report.name, "report": report.id, "status": report.gone,
            }  # fmt: skip
