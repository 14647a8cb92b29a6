"""A report: its text with the items marked in place and the record beside it; the original beside what was set apart."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from onrecord.compare import copies
from onrecord.errors import StorageError
from onrecord.export.html import PART_NAMES, page_context
from onrecord.export.view import View as RecordView
from onrecord.export.view import spans_of
from onrecord.model.record import Record
from onrecord.store import Archive
from onrecord.store.archive import ITEM_TABLES
from onrecord.store.clock import now
from onrecord.store.families import notices
from onrecord.store.judgements import ITEM_KINDS, by_item
from onrecord.store.query import Row
from onrecord.web.around import first_words
from onrecord.web.view import View, add_view, state_of

APART = ("header", "caption", "credit", "byline", "boilerplate", "gap")
"""Parts of a text that are no part of the article's own running text."""
WORD = {"corrects": "corrects", "updates": "updates", "withdraws": "withdraws"}


def routes() -> list[Route]:
    """Give the report's pages. `.json` is the record itself, `.csv` its items."""
    out: list[Route] = []
    add_view(out, "/reports/{id}", report)
    add_view(out, "/reports/{id}/original", original)
    out.append(Route("/r/{id}", _short))
    return out


def _short(request: Request) -> Response:
    """Lead from the beginning of an id to the report."""
    _, pool = state_of(request)
    with pool.archive() as archive:
        return RedirectResponse(f"/reports/{archive.full_id(request.path_params['id'])}", 303)


def report(archive: Archive, request: Request) -> View:
    """Show one report. What is withdrawn, withheld or under embargo shows a notice first, and the text when asked for."""
    id = archive.full_id(request.path_params["id"])
    record = archive.record(id)
    row = report_row(archive, id)
    hidden = hidden_because(row) if request.query_params.get("hidden") != "1" else None
    view = RecordView(record)
    return View(
        title=view.title(), template="tombstone.html" if hidden else "report.html", kind="items", query={"report": id},
        context={"row": row, "id": id, "hidden": hidden},
        rows=lambda: items(archive, shown(record, hidden), id), document=lambda: shown(record, hidden).to_json(indent=2),
        more=lambda: _around(archive, id, row) | ({} if hidden else page_context(view) | _judged(archive, id)),
    )  # fmt: skip


def original(archive: Archive, request: Request) -> View:
    """Show a report as it came, beside what was set apart from its running text."""
    id = archive.full_id(request.path_params["id"])
    record = archive.record(id)
    parts = list(_parts(record))
    row = report_row(archive, id)
    found = archive.db.execute("select s.source, s.url, s.seen from sighting s join report r on r.n = s.report where r.id = ?", (id,))
    sightings = [{"source": _base(str(s)), "url": u, "seen": t} for s, u, t in found]
    return View(
        title=f"{RecordView(record).title()}: the original", template="original.html", kind="parts", query={"report": id},
        context={"row": row, "id": id, "pieces": list(_pieces(record.report.text, parts)),
                 "apart": [p for p in parts if p["apart"]], "sightings": sightings,
                 "hints": json.loads(row["hints"]), "record": record, "names": PART_NAMES, "heading": RecordView(record).title()},
        rows=lambda: iter(parts),
    )  # fmt: skip


def _base(source: str) -> str:
    """Give a source without the folders of this machine."""
    return source if source.lower().startswith(("http://", "https://")) else source.replace("\\", "/").rstrip("/").rpartition("/")[2]


def _pieces(text: str, parts: list[Row]) -> Iterator[tuple[str, bool]]:
    """Give the whole text in order, and whether each piece was set apart; white space between parts is a piece, too."""
    at = 0
    for part in parts:
        if part["start"] > at:
            yield text[at : part["start"]], False
        yield part["words"], part["apart"]
        at = part["end"]
    yield text[at:], False


def _parts(record: Record) -> Iterator[Row]:
    at, text = 0, record.report.text
    for part in record.report.parts:
        if part.span[0] > at and text[at : part.span[0]].strip():
            yield {"kind": "gap", "start": at, "end": part.span[0], "apart": True, "words": text[at : part.span[0]], "rule": ""}
        words = record.words(part.span)
        yield {
            "kind": part.kind,
            "start": part.span[0],
            "end": part.span[1],
            "apart": part.kind in APART,
            "words": words,
            "rule": part.rule,
        }
        at = part.span[1]
    if text[at:].strip():
        yield {"kind": "gap", "start": at, "end": len(text), "apart": bool(record.report.parts), "words": text[at:], "rule": ""}


def report_row(archive: Archive, id: str) -> Row:
    """Give a report's own row."""
    names = ("n", "id", "title", "publisher", "published", "url", "status", "embargo", "superseded_by", "withdrawn_by", "kind", "encoding",
             "length", "added", "hints", "version", "modified")  # fmt: skip
    found = archive.db.execute(f"select {', '.join(names)} from report where id = ?", (id,)).get
    return dict(zip(names, found, strict=True))


def hidden_because(row: Row) -> str | None:
    """Say why a report is not shown without being asked for; None where it is."""
    if row["withdrawn_by"]:
        return "withdrawn"
    if row["status"] != "usable":
        return str(row["status"])
    return "under embargo" if row["embargo"] and row["embargo"] > now() else None


def shown(record: Record, hidden: str | None) -> Record:
    """Give the record, or raise `StorageError` NOT_SHOWN where the report is hidden: programs would read over a notice."""
    if hidden:
        raise StorageError(f"the report is {hidden}", stage="web", code="NOT_SHOWN", remedy="ask with hidden=1 to get it all the same")
    return record


def _around(archive: Archive, id: str, row: Row) -> dict[str, Any]:
    """Give what ties the report to others: its family, its story, its copies."""
    links = []
    for target, kind, why, out in archive.db.execute(
        "select target, kind, why, 1 from link where source = ?1 union all select source, kind, why, 0 from link where target = ?1", (id,)
    ):
        if name := _title(archive, str(target)):
            links.append({"id": target, "kind": kind, "why": why, "out": bool(out), "name": name})
    story = archive.db.execute(
        "select s.id, s.title, s.reports from story s join story_report m on m.story = s.n where m.report = ?", (row["n"],)
    ).fetchone()
    shared = [
        {"id": c.b if c.a == id else c.a, "kind": c.kind, "share": c.shared_a if c.a == id else c.shared_b, "why": c.why}
        for c in copies.copies_of(archive, id)
    ]
    for copy in shared:
        copy["name"] = _title(archive, str(copy["id"]))
    later = row["superseded_by"]
    return {
        "links": links, "copies": shared, "later": {"id": later, "name": _title(archive, later)} if later else None,
        "withdrawal": {"id": row["withdrawn_by"], "name": _title(archive, row["withdrawn_by"])} if row["withdrawn_by"] else None,
        "notices": [{"code": c, "message": m, "id": o, "name": _title(archive, o)} for c, m, o in notices(archive.db, id)],
        "story": {"id": story[0], "title": story[1], "reports": story[2]} if story and int(story[2]) > 1 else None,
    }  # fmt: skip


def _title(archive: Archive, id: str) -> str | None:
    found = archive.db.execute("select title from report where id = ?", (id,)).fetchone()
    return None if found is None else str(found[0] or first_words(archive, id) or "Report without a title")


def _judged(archive: Archive, id: str) -> dict[str, Any]:
    """Give what people said of the items, by item."""
    judged = {item: [j for j, stands in said if stands] for item, said in by_item(archive.db, id).items()}
    judged = {item: said for item, said in judged.items() if said}
    return {"judged": judged, "kinds": ITEM_KINDS}


def items(archive: Archive, record: Record, id: str) -> Iterator[Row]:
    """Give every item as a row: what it is, where it stands, its words, the rule."""
    view = RecordView(record)
    judged = {
        str(item): verdict
        for table in ITEM_TABLES
        for item, verdict in archive.db.execute(
            f"select x.id, x.judged from {table} x join report r on r.n = x.report where r.id = ? and x.judged is not null", (id,)
        )
    }
    for item in view.items.values():
        for start, end in spans_of(item):
            yield {
                "report": id, "item": item.id, "kind": type(item).__name__.lower(), "start": start, "end": end,
                "words": record.words((start, end)), "rule": item.rule, "judged": judged.get(item.id),
                "title": record.report.title, "publisher": record.report.publisher, "published": record.report.published,
                "url": record.report.url, "language": record.report.language,
            }  # fmt: skip
