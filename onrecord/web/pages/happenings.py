"""An event told by several reports: its accounts, and every mention with its status, day and words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from onrecord.compare import occurrences
from onrecord.compare.tables.event_facts import label
from onrecord.compare.tables.rows import cell_rows
from onrecord.store import Archive, Filters
from onrecord.store.query import Row, rows, rows_of
from onrecord.web import accounts_view
from onrecord.web.across import Named, first_tellers, missing, named
from onrecord.web.around import in_sentence
from onrecord.web.drawing import add_drawing
from onrecord.web.pages.stories import accounts_of, toll_file
from onrecord.web.view import View, add_view, remembered, state_of

MENTIONS = 60
"""Mentions shown; the exports hold all."""


@dataclass(frozen=True, slots=True)
class Mentioned:
    """A mention as the page shows it: the report's event, and whether it surely belongs here."""

    row: Row
    report: Named
    sure: bool
    why: str
    marked: list[tuple[str, bool]]


def routes() -> list[Route]:
    """Give the page of an event, and its mentions at an address of their own."""
    out: list[Route] = []
    out.append(Route("/events/of/{report}/{item}", _of_item, name="/events/of"))
    add_drawing(out, "/events/{id}/figures/{fact}.svg", _toll_file)
    add_view(out, "/events/{id}/mentions", mentions)
    add_view(out, "/events/{id}", happening)
    return out


def _of_item(request: Request) -> Response:
    """Lead from a report's event to the event across reports."""
    _, pool = state_of(request)
    report, item = request.path_params["report"], request.path_params["item"]
    sql = """select h.id from report r join event e on e.report = r.n and e.id = ? join happening_mention m on m.event = e.n
        join happening h on h.n = m.happening where r.id = ?"""
    with pool.archive() as archive:
        found = archive.db.execute(sql, (item, archive.full_id(report))).get
        if found is None:
            raise missing("event", f"{report[:12]} {item}", "/events")
    return RedirectResponse(f"/events/{found}", 303)


def find(archive: Archive, id: str) -> occurrences.Occurrence:
    """Give an event across reports by its id, or by that of a mention. Raises `UsageError`."""
    found = occurrences.find_occurrence(archive, id)
    if found is None:
        raise missing("event", id, "/stories")
    return found


def happening(archive: Archive, request: Request) -> View:
    """Give an event with its accounts. Its rows are their cells."""
    found = find(archive, request.path_params["id"])
    words = label(found)
    return View(
        title=words[:1].upper() + words[1:], template="happening.html", kind="accounts", query={"event": found.id},
        rows=lambda: cell_rows(accounts_of(archive, request, found.id)), more=lambda: _page(archive, request, found),
    )  # fmt: skip


def _toll_file(archive: Archive, request: Request) -> Response:
    """Give a figure over time as a file."""
    return toll_file(archive, request, find(archive, request.path_params["id"]).id)


def mentions(archive: Archive, request: Request) -> View:
    """Give the mentions of an event. Its rows are they."""
    found = find(archive, request.path_params["id"])
    return View(
        title=f"Mentions: {label(found)}", template="happening.html", kind="mentions", query={"event": found.id, "section": "mentions"},
        rows=lambda: _mention_rows(archive, found),
        more=lambda: {**_page(archive, request, found, accounts=False), "mentions": _mentioned(archive, found)},
    )  # fmt: skip


def _page(archive: Archive, request: Request, found: occurrences.Occurrence, *, accounts: bool = True) -> dict[str, Any]:
    context: dict[str, Any] = {
        "found": found, "words": label(found), "base": f"/events/{found.id}", "mentions": _mentioned(archive, found, MENTIONS),
        "stories": _stories(archive, found.id), "laid": None, "row": _row(archive, found.id),
        "first": first_tellers(archive, found), "counted": _counted(archive, found),
    }  # fmt: skip
    if accounts:
        told = accounts_of(archive, request, found.id)
        single = told if told.facts else accounts_of(archive, request, found.id, everything=True)
        ids = {p.report for s in single.sources for p in s.prints} | {p.report for t in single.tolls for p in t.points}
        laid = remembered(request, ("laid", found.id), lambda: accounts_view.lay_out(single, named(archive, ids)))
        context |= {"told": single, "laid": laid, "alone": not told.facts}
    return context


def _counted(archive: Archive, found: occurrences.Occurrence) -> list[tuple[Named, occurrences.Counting]]:
    known = named(archive, [c.report for c in found.counted])
    return [(known[c.report], c) for c in found.counted if c.report in known]


def _row(archive: Archive, id: str) -> Row:
    number = int(str(archive.db.execute("select n from happening where id = ?", (id,)).get))
    [row] = rows_of(archive.db, "events", [number], Filters(hidden=True))
    return row


def _stories(archive: Archive, id: str) -> list[Row]:
    sql = """select id, title, reports, origins from story
        where id in (select story from occurrence_part where occurrence = ?) order by first, id"""
    return [dict(zip(("id", "title", "reports", "origins"), row, strict=True)) for row in archive.db.execute(sql, (id,))]


def _mentioned(archive: Archive, found: occurrences.Occurrence, most: int | None = None) -> list[Mentioned]:
    shown = found.mentions[:most]
    known = named(archive, (m.report for m in shown))
    events = {(r["report"], r["id"]): r for id in known for r in rows(archive.db, "mentions", Filters(report=id))}
    return [
        Mentioned(row, known[m.report], m.sure, m.why, in_sentence(row["sentence"], row["trigger"]))
        for m in shown
        if (row := events.get((m.report, m.event))) is not None
    ]


def _mention_rows(archive: Archive, found: occurrences.Occurrence) -> Iterator[Row]:
    for m in _mentioned(archive, found):
        r = m.row
        yield {
            "occurrence": found.id,
            "report": m.report.id,
            "item": r["id"],
            "publisher": m.report.publisher,
            "published": m.report.published,
            "title": m.report.name,
            "sure": m.sure,
            "why": m.why,
            "status": r["status"],
            "date": r["date"],
            "place": r["place"],
            "actors": r["actors"],
            "recipients": r["recipients"],
            "event": r["event"],
            "mode": r["mode"],
            "words": r["trigger"],
            "sentence": r["sentence"],
        }
