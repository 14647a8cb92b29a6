"""Check a quote: did anyone say it, who, when, in which words?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from starlette.requests import Request
from starlette.routing import Route

from onrecord.store import Archive, Filters
from onrecord.store.query import Row
from onrecord.store.quotecheck import QuoteMatch, check_quote
from onrecord.web.around import with_names
from onrecord.web.params import bad_value
from onrecord.web.view import View, add_view

SHOWN, CLOSEST, ALL = 20, 5, 300
LONGEST = 5_000
ANSWERS = {
    "exact": "Said in these words", "truncated": "Said, with words left out", "altered": "Said in other words here and there",
    "reworded": "Something like it was said: a paraphrase or another translation",
    "unlike": "Nobody said this in the archive; the closest wordings",
}  # fmt: skip
LABELS = {"exact": "exact", "truncated": "words left out", "altered": "altered", "reworded": "reworded", "unlike": "unlike"}


def routes() -> list[Route]:
    """Give the page."""
    out: list[Route] = []
    add_view(out, "/check", check)
    return out


def check(archive: Archive, request: Request) -> View:
    """Look a quotation up. Without words: the form alone."""
    words, speaker = asked(request)
    found = matches(archive, words, speaker, ALL) if words else []
    shown = [m for m in found if m.verdict != "unlike"][:SHOWN] or found[:CLOSEST]
    return View(
        title=f"Check: {words[:60]}" if words else "Check a quote", template="check.html", kind="wordings",
        query={"q": words, "speaker": speaker} if words else {}, rows=lambda: as_rows(found),
        context={"words": words, "speaker": speaker or "", "found": shown, "all": len(found), "answer": answer(found),
                 "labels": LABELS, "given": {"q": words, "speaker": speaker}},
        more=lambda: _named(archive, shown),
    )  # fmt: skip


def _named(archive: Archive, found: list[QuoteMatch]) -> dict[str, Any]:
    with_names(archive, [m.statement for m in found])
    return {}


def asked(request: Request) -> tuple[str, str | None]:
    """Read the quotation and the speaker from the address. Raises `UsageError`."""
    given = request.query_params
    for name in given:
        if name not in ("q", "speaker"):
            raise bad_value(name, given[name], "a quotation takes q and speaker")
    words, speaker = _clean(given.get("q", "")), _clean(given.get("speaker", "")) or None
    if len(words) > LONGEST or len(speaker or "") > 500:
        raise bad_value("q", words, f"give at most {LONGEST} characters")
    return words, speaker


def _clean(text: str) -> str:
    return text.replace("\0", "\ufffd").strip()


def matches(archive: Archive, words: str, speaker: str | None, limit: int) -> list[QuoteMatch]:
    """Give the statements nearest to the quotation."""
    return check_quote(archive.db, words, speaker=speaker, filters=Filters(), limit=limit)


def answer(found: list[QuoteMatch]) -> str:
    """Give the answer in one line."""
    if not found:
        return "Nobody said this, nor anything like it, in the archive."
    best = found[0]
    who = best.statement["speaker"] or "an unknown speaker"
    if best.other_speaker and best.verdict in ("exact", "truncated", "altered"):
        return f"Said by somebody else: {who}."
    return f"{ANSWERS[best.verdict]}{f', by {who}' if best.verdict != 'unlike' else ''}."


def as_rows(found: list[QuoteMatch]) -> Iterator[Row]:
    """Give each wording as a row: how near it is, what differs, and the statement."""
    for match in found:
        row: dict[str, Any] = {
            "verdict": match.verdict, "score": match.score, "other_speaker": match.other_speaker,
            "changes": [f"[-{c.asked}-] {{+{c.said}+}}" for c in match.changes],
        }  # fmt: skip
        yield row | {k: v for k, v in match.statement.items() if k not in ("name", "name_of")}
