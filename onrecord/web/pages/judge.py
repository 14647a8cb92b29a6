"""What is most worth judging: a list, and one matter at a time with its text in view. With `--edit` a form keeps what is said."""

from __future__ import annotations

from itertools import islice
from typing import Any, Literal, cast

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from onrecord.compare import occurrences
from onrecord.errors import UsageError
from onrecord.store import Archive
from onrecord.store.judgements import ITEM_KINDS, UNDO
from onrecord.store.query import Row
from onrecord.store.worth_judging import KINDS, WHYS, waiting
from onrecord.web.forms import read_form
from onrecord.web.pages.items import fields_of, find, keep_form, signed
from onrecord.web.params import address, bad_value, number
from onrecord.web.view import View, add_view, in_thread, state_of

LISTED = 50
"""Matters of the list's page; `.json` and `.csv` give `MOST`."""
MOST = 1_000
AROUND = 600
"""Characters before and after an item's words that are shown with it."""
PARAMS = ("kind", "why", "n", "who")
WHY_WORDS = {"unsure": "The program is not sure", "merge": "One happening or two?", "differs": "Reports of it differ"}
KIND_WORDS = {
    "event": "events", "statement": "statements", "actor": "actors", "place": "places", "figure": "figures", "link": "pairs of events",
}  # fmt: skip


def routes() -> list[Route]:
    """Give the list, the page of one matter, and where its form is sent."""
    out: list[Route] = []
    out.append(Route("/judge/next", _judge, methods=["POST"]))
    add_view(out, "/judge/next", one, csv=False)
    add_view(out, "/judge", queue)
    return out


def _given(request: Request) -> dict[str, str]:
    """Read which part of the queue is asked for. Raises `UsageError`."""
    given = dict(request.query_params)
    for name, value in given.items():
        if name not in PARAMS:
            raise UsageError(f"there is no filter {name[:40]!r}", stage="query", code="NO_FILTER", remedy=f"one of {', '.join(PARAMS)}")
        for asked, known in (("kind", KINDS), ("why", WHYS)):
            if name == asked and value not in known:
                raise bad_value(name, value, f"one of {', '.join(known)}")
    given["n"] = str(number("n", given.get("n", "0"), 0, MOST))
    return given


def _waiting(archive: Archive, given: dict[str, str], limit: int) -> list[Row]:
    return list(waiting(archive.db, kind=given.get("kind"), why=given.get("why"), limit=limit))


def queue(archive: Archive, request: Request) -> View:
    """Show what is most worth judging, the least settled first."""
    given = _given(request)
    return View(
        title="What is worth judging", template="judge.html", kind="queue", query=given,
        context={"given": _asked(given), "why_words": WHY_WORDS, "kind_words": KIND_WORDS},
        rows=lambda: iter(_waiting(archive, given, MOST)), more=lambda: {"found": _waiting(archive, given, LISTED)},
    )  # fmt: skip


def _asked(given: dict[str, str]) -> dict[str, str]:
    return {k: v for k, v in given.items() if k != "n" and v}


def one(archive: Archive, request: Request) -> View:
    """Show the next matter: what is asked, the words in their text, the form."""
    given = _given(request)
    n = int(given["n"])
    found = next(islice(_waiting(archive, given, n + 1), n, None), None)
    context: dict[str, Any] = {
        "given": _asked(given), "n": n, "why_words": WHY_WORDS, "matter": found, "sides": (), "fields": (),
        "skip": address("/judge/next", {**given, "n": n + 1}), "back": address("/judge", _asked(given)),
    }  # fmt: skip
    if found is not None:
        items = [(found["report"], found["item"])]
        items += [cast("tuple[str, str]", tuple(found["other"].split(":")))] if found["other"] else []
        context["lead"] = _lead(found)
        context["sides"] = [_side(archive, *item) for item in items]
        row, kind = context["sides"][0]["row"], context["sides"][0]["kind"]
        context["fields"] = fields_of(archive, kind, found["report"], row) if not found["other"] else ()
    return View(
        title="Judge", template="judge_one.html", kind="queue", query=given, context=context, rows=lambda: iter([found] if found else []),
    )  # fmt: skip


def _lead(matter: Row) -> str:
    """Say what is asked, in words for a reader; of an unsure item its row says it."""
    if matter["why"] == "merge":
        state, _, tie = matter["says"].partition(": ")[0].partition(" (")
        return f"They stand as {state}{': ' + tie.rstrip(')') if tie else ''}."
    return "" if matter["why"] == "unsure" else f"{matter['says'].partition(' (')[0].capitalize()}."


def _side(archive: Archive, report: str, item: str) -> dict[str, Any]:
    """Give an item with the words around it."""
    id, record, row = find(archive, report, item)
    text, start, end = record.report.text, row["start"], row["end"]
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    kind = ITEM_KINDS[item[0]]
    return {
        "id": id, "row": row, "kind": kind, "rows": "mentions" if kind == "event" else f"{kind}s", "words": text[start:end],
        "before": f"… {before.partition(' ')[2]}" if start > AROUND else before,
        "after": f"{after.rpartition(' ')[0]} …" if end + AROUND < len(text) else after,
    }  # fmt: skip


async def _judge(request: Request) -> Response:
    """Keep what is said of a matter; leads to the next one."""
    form = await read_form(request)
    given = _given(request)
    return await in_thread(lambda: _keep(request, given, form))


def _keep(request: Request, given: dict[str, str], form: dict[str, str]) -> Response:
    settings, _ = state_of(request)
    report, item, other = (form.get(n, "") for n in ("report", "item", "other"))
    with Archive(settings.archive, create=False) as archive:
        if other:
            verdict = form.get("verdict", "")
            if verdict not in ("same", "different", UNDO):
                raise UsageError("nothing is said of the two", stage="judge", code="NO_VERDICT", remedy="say same or different")
            said = cast('Literal["same", "different"] | None', None if verdict == UNDO else verdict)
            second, _, its = other.partition(":")
            with archive.writing():
                occurrences.judge(
                    archive, (archive.full_id(report), item.upper()), (archive.full_id(second), its.upper()), said, **signed(form)
                )
        else:
            keep_form(archive, report, item.upper(), form)
    return RedirectResponse(address("/judge/next", {**given, "who": form.get("who", "").strip()[:200]}), 303)
