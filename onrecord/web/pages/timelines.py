"""Timelines of a story, an actor, a country or a pair; the page of a pair, by month; and the timeline that other pages may embed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from onrecord.compare import stories
from onrecord.errors import UsageError
from onrecord.store import Archive
from onrecord.web import labels, moments, quadchart, who
from onrecord.web.across import missing
from onrecord.web.drawing import add_drawing, drawing
from onrecord.web.moments import Moment, Who
from onrecord.web.pages.stories import find
from onrecord.web.params import DAY, address, bad_value, number
from onrecord.web.public import public_base
from onrecord.web.render import render
from onrecord.web.security import CARD_POLICY
from onrecord.web.view import View, add_view, remembered, unless_held
from onrecord.web.words import day as day_words

OWN = ("story", "actor", "country", "one", "two", "from", "to", "quad", "event", "month", "before")
EMBEDDED = 25
"""Days of an embedded timeline."""
OFFERED = 8


@dataclass(frozen=True, slots=True)
class Subject:
    """What a timeline is of."""

    title: str
    params: dict[str, str]
    story: stories.Story | None = None
    one: Who | None = None
    two: Who | None = None


def routes() -> list[Route]:
    """Give timelines, pairs and the embeddable timeline."""
    out: list[Route] = []
    for path in ("/timeline", "/pairs"):
        add_drawing(out, f"{path}.svg", partial(_months_file, path))
    add_view(out, "/timeline", timeline)
    add_view(out, "/pairs", pair)
    out.append(Route("/embed/timeline", embedded, name="/embed/timeline"))
    return out


def read(request: Request) -> dict[str, str]:
    """Read the parameters of a timeline. Raises `UsageError`."""
    unknown = [n for n in request.query_params if n not in OWN]
    if unknown:
        raise UsageError(f"there is no filter {unknown[0][:40]!r}", stage="query", code="NO_FILTER", remedy=f"one of {', '.join(OWN)}")
    given = {k: " ".join(v.split())[:200] for k, v in request.query_params.items() if v.strip()}
    for name in ("from", "to", "before", "month"):
        if name in given and not DAY.fullmatch(given[name]):
            raise bad_value(name, given[name], "write a day as 2025-12-04, a month as 2025-12, a year as 2025")
    if "quad" in given:
        number("quad", given["quad"], 1, 4)
    return given


def subject_of(archive: Archive, given: dict[str, str]) -> Subject | None:
    """Find what a timeline is asked of; None where nothing is named. Raises `UsageError`."""
    if "story" in given:
        story = find(archive, given["story"])
        return Subject(story.title or story.id, {"story": story.id}, story=story)
    if "one" in given and "two" in given:
        one, two = who.party(archive, given["one"]), who.party(archive, given["two"])
        if one.key == two.key:
            raise bad_value("two", given["two"], "name two different parties")
        return Subject(f"{one.name} and {two.name}", {"one": one.key, "two": two.key}, one=one, two=two)
    if "country" in given:
        found = who.party(archive, given["country"])
        if not found.country:
            raise missing("country", given["country"], "/who")
        return Subject(found.name, {"country": found.key}, one=found)
    if "actor" in given:
        found = who.party(archive, given["actor"])
        return Subject(found.name, {"country" if found.country else "actor": found.key}, one=found)
    return None


def found_events(archive: Archive, request: Request, subject: Subject, given: dict[str, str]) -> list[Moment]:
    """Give the events of a subject that pass the filters, latest first."""
    if subject.story is not None:
        return _between(moments.story_moments(archive, subject.story.id), given.get("from"), given.get("to"))
    assert subject.one is not None
    one, two = subject.one, subject.two
    kept = {k: given.get(k) for k in ("from", "to", "quad", "event")}
    return remembered(
        request, ("moments", one.key, two.key if two else "", *kept.values()),
        lambda: moments.events_of(
            archive, one, two, first=kept["from"], last=kept["to"], quad=int(kept["quad"]) if kept["quad"] else None,
            event=kept["event"].upper() if kept["event"] else None,
        ),
    )  # fmt: skip


def _between(found: list[Moment], first: str | None, last: str | None) -> list[Moment]:
    return [m for m in found if (not first or m.day >= first) and (not last or m.day <= f"{last}T99")]


# -- pages -----------------------------------------------------------------------------------------------------------


def timeline(archive: Archive, request: Request) -> View:
    """Give a timeline; without a subject, what one could be of."""
    given = read(request)
    subject = subject_of(archive, given)
    if subject is None:
        return View(title="Timeline", template="timeline.html", query=given, more=lambda: _offer(archive, given))
    kept = {**subject.params, **{k: v for k, v in given.items() if k in ("from", "to", "quad", "event")}}
    return View(
        title=f"Timeline: {subject.title}", template="timeline.html", kind="timeline", query=kept,
        rows=lambda: moments.entry_rows(archive, found_events(archive, request, subject, given)),
        more=lambda: _shown(archive, request, subject, given, kept, "/timeline"),
    )  # fmt: skip


def pair(archive: Archive, request: Request) -> View:
    """Give what passes between two countries or actors, by month; a month leads to its events."""
    given = read(request)
    subject = subject_of(archive, given) if "one" in given and "two" in given else None
    if subject is None:
        return View(title="Between two", template="pair.html", query=given, more=lambda: {**_offer(archive, given), "subject": None})
    kept = {**subject.params, **{k: v for k, v in given.items() if k in ("from", "to", "quad", "event", "month")}}
    chosen = {**given, **({"from": given["month"], "to": given["month"]} if "month" in given else {})}
    return View(
        title=f"Between {subject.title}", template="pair.html", kind="timeline", query=kept,
        rows=lambda: moments.entry_rows(archive, found_events(archive, request, subject, chosen)),
        more=lambda: _shown(archive, request, subject, chosen, kept, "/pairs"),
    )  # fmt: skip


def _shown(archive: Archive, request: Request, subject: Subject, given: dict[str, str], kept: dict[str, str], path: str) -> dict[str, Any]:
    found = found_events(archive, request, subject, given)
    shown, before = moments.window(found, given.get("before"))
    days = moments.days_of(archive, shown)
    if subject.story is None:
        days = moments.latest_first(days)
    whole = {k: v for k, v in given.items() if k in ("quad", "event") or (path == "/timeline" and k in ("from", "to"))}
    everything = found_events(archive, request, subject, whole)
    key = ("months", *subject.params.items(), *whole.items())
    return {
        "subject": subject,
        "given": kept,
        "days": days,
        "total": moments.events_in(found),
        "next": address(path, {**kept, "before": before}) if before else None,
        "first": address(path, kept) if "before" in given else None,
        "months": [] if subject.story else quadchart.draw(remembered(request, key, lambda: moments.by_month(archive, everything))),
        "without": [] if found else _without(archive, request, subject, kept, path),
        "month": given.get("month"),
        "month_words": day_words(given.get("month")),
        "types": _types(archive, found),
        "path_": path,
        "offer": None,
    }


def _months_file(path: str, archive: Archive, request: Request) -> Response:
    """Give the events by month as a file."""
    given = read(request)
    subject = subject_of(archive, given)
    if subject is None or subject.story is not None:
        raise missing("chart", path, path)
    found = found_events(archive, request, subject, {k: v for k, v in given.items() if k in ("quad", "event")})
    return drawing(
        request, archive, title=f"{subject.title}: events by month",
        about="Cooperation above the line, conflict below; deeds dark, words light",
        page=path, draws="quads", chart=quadchart.draw(moments.by_month(archive, found)), height=300,
    )  # fmt: skip


def _types(archive: Archive, found: list[Moment]) -> list[tuple[str, str, int]]:
    """Give the types of the latest of these events, most frequent first: code, words, count."""
    sql = """select e.type, count(distinct coalesce(x.occurrence, e.n)) from event e left join occurrence_mention y on y.event = e.n
        left join occurrence_part x on x.n = y.part where e.n in (select value from json_each(?)) group by 1 order by 2 desc, 1 limit 8"""
    rows = archive.db.execute(sql, (json.dumps([m.number for m in found[:5000]]),))
    return [(str(t), labels.event(str(t)), int(str(n))) for t, n in rows]


def _without(archive: Archive, request: Request, subject: Subject, kept: dict[str, str], path: str) -> list[tuple[str, str, str, int]]:
    out = []
    for name, value in kept.items():
        if name in subject.params:
            continue
        fewer = {k: v for k, v in kept.items() if k != name}
        asked = {**fewer, **({"from": fewer["month"], "to": fewer["month"]} if "month" in fewer else {})}
        out.append(
            (name, labels.value(name, value), address(path, fewer), moments.events_in(found_events(archive, request, subject, asked)))
        )
    return out


def _offer(archive: Archive, given: dict[str, str]) -> dict[str, Any]:
    """Give subjects that the archive could show: the latest large stories, the countries named most often."""
    found = archive.db.execute(
        "select id, title from story where reports > 2 and title is not null order by last desc, reports desc, id limit ?", (OFFERED,)
    )
    most = archive.db.execute(
        """select country, count(*) from (select country from party where country is not null limit 50000)
            group by 1 order by 2 desc, 1 limit ?""",
        (OFFERED,),
    )
    countries = [str(c) for c, _ in most if str(c) not in labels.ABOVE]
    return {
        "subject": None,
        "given": given,
        "offer": [(str(i), str(t)) for i, t in found],
        "countries": countries,
        "couples": [(a, b) for n, a in enumerate(countries[:4]) for b in countries[n + 1 : 4]],
    }


# -- embedded --------------------------------------------------------------------------------------------------------


def embedded(request: Request) -> Response:
    """Give a timeline that other pages may frame: no script, links open beside it."""

    def frame(archive: Archive) -> Response:
        given = read(request)
        subject = subject_of(archive, given)
        if subject is None:
            raise UsageError("a timeline of what?", stage="web", code="NO_SUBJECT", remedy="name a story, actor, country, or one and two")
        shown, _ = moments.window(found_events(archive, request, subject, given))
        days = moments.days_of(archive, shown)
        html = render(
            request, "timeline_embed.html", title=subject.title, subject=subject, days=days[-EMBEDDED:], left=max(0, len(days) - EMBEDDED),
            base=public_base(request), own=address("/timeline", subject.params),
        )  # fmt: skip
        headers = {
            "content-security-policy": CARD_POLICY,
            "cross-origin-resource-policy": "cross-origin",
            "cache-control": "no-cache",
        }
        return Response(html, headers=headers, media_type="text/html")

    return unless_held(request, frame)
