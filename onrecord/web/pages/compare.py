"""Two reports compared: what is borrowed, what differs, passages side by side; and what a report shares with others."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.routing import Route

from onrecord.compare import copies
from onrecord.errors import StorageError, UsageError
from onrecord.store import Archive
from onrecord.store.query import Row
from onrecord.web import sidebyside
from onrecord.web.across import named
from onrecord.web.view import View, add_view, remembered

RECENT = 12
_RECENT = """select ra.id, rb.id, c.kind, max(c.shared_a, c.shared_b) from copy c join report ra on ra.n = c.a join report rb on rb.n = c.b
    where c.kind <> 'form' order by c.a desc, c.b desc limit ?"""


def routes() -> list[Route]:
    """Give the page of two reports."""
    out: list[Route] = []
    add_view(out, "/compare", compare)
    return out


def compare(archive: Archive, request: Request) -> View:
    """Compare two reports; of one, say what it shares with others; of none, ask. Raises `OnRecordError`."""
    given = {k: v.strip() for k, v in request.query_params.items() if k in ("a", "b") and v.strip()}
    ids = {k: archive.full_id(_id(v)) for k, v in given.items()}
    if not ids:
        return View(
            title="Compare two reports", template="compare.html", more=lambda: {"pair": None, "one": None, "recent": _recent(archive)}
        )
    known = named(archive, ids.values())
    if len(ids) == 1:
        one = known[next(iter(ids.values()))]
        return View(
            title=f"Shared with others: {one.name}",
            template="compare.html",
            kind="copies",
            query={"a": one.id},
            rows=lambda: iter(_copy_rows(archive, one.id)),
            more=lambda: {"pair": None, "one": one, "shares": _shares(archive, one.id), "recent": []},
        )
    if ids["a"] == ids["b"]:
        raise UsageError("the two reports are one", stage="compare", code="SAME_REPORT", remedy="name two")
    a, b = known[ids["a"]], known[ids["b"]]
    for report in (a, b):
        if report.gone not in ("", "superseded"):
            raise StorageError(
                f"report {report.id[:12]} is {report.gone}", stage="web", code="NOT_SHOWN", remedy="compare reports that stand"
            )

    def found() -> list[sidebyside.Stretch]:
        return remembered(request, ("stretches", a.id, b.id), lambda: sidebyside.stretches(archive, a.id, b.id))

    return View(
        title=f"{a.name} and {b.name}", template="compare.html", kind="passages", query={"a": a.id, "b": b.id},
        rows=lambda: sidebyside.stretch_rows(found()), more=lambda: _pair(archive, a.id, b.id, found()) | {"pair": (a, b), "one": None},
    )  # fmt: skip


def _id(words: str) -> str:
    """Take the id out of a report's address, where somebody pastes that."""
    return words.rstrip("/").rpartition("/reports/")[2].partition("#")[0].partition("?")[0]


def _pair(archive: Archive, a: str, b: str, found: list[sidebyside.Stretch]) -> dict[str, Any]:
    sizes = {side: sum(len(w.split()) for s in found for _, w in getattr(s, f"pieces_{side}")) for side in ("a", "b")}
    same = sum(s.same for s in found)
    kept = next((c for c in copies.copies_of(archive, a) if b in (c.a, c.b)), None)
    sql = """select s.id, s.title from story s join story_report x on x.story = s.n join story_report y on y.story = s.n
        join report ra on ra.n = x.report join report rb on rb.n = y.report where ra.id = ? and rb.id = ?"""
    story = archive.db.execute(sql, (a, b)).fetchone()
    return {
        "lines": sidebyside.in_rows(found), "same": same, "shared": [s for s in found if s.kind == "shared"], "copy": kept, "story": story,
        "share_a": round(100 * same / sizes["a"]) if sizes["a"] else 0, "share_b": round(100 * same / sizes["b"]) if sizes["b"] else 0,
    }  # fmt: skip


def _shares(archive: Archive, id: str) -> list[tuple[Any, copies.Copy, float, float]]:
    """Give what a report shares with others: the other, the kind, the shares of this one's and of the other's words."""
    found = copies.copies_of(archive, id)
    known = named(archive, {x for c in found for x in (c.a, c.b)})
    out = []
    for c in found:
        other, mine, theirs = (c.b, c.shared_a, c.shared_b) if c.a == id else (c.a, c.shared_b, c.shared_a)
        if other in known:
            out.append((known[other], c, mine, theirs))
    return out


def _copy_rows(archive: Archive, id: str) -> list[Row]:
    return [
        {
            "report": id, "other": other.id, "kind": c.kind, "of_this": mine, "of_other": theirs, "origin": c.origin, "why": c.why,
            "publisher": other.publisher, "published": other.published, "title": other.name,
        }
        for other, c, mine, theirs in _shares(archive, id)
    ]  # fmt: skip


def _recent(archive: Archive) -> list[tuple[Any, Any, str, float]]:
    rows = [(str(a), str(b), str(k), float(str(s))) for a, b, k, s in archive.db.execute(_RECENT, (RECENT,))]
    known = named(archive, {x for a, b, _, _ in rows for x in (a, b)})
    return [(known[a], known[b], k, s) for a, b, k, s in rows]
