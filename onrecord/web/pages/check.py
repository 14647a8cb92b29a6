"""Check a quote: did anyone say it, who, when, in which words, who reported it first; its citation; a ClaimReview."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from onrecord.compare.quotations.check import QuoteAnswer, QuoteMatch, check_quotation, report_of
from onrecord.errors import StorageError
from onrecord.export.quotations import citing
from onrecord.export.quotations.claimreview import claim_review
from onrecord.export.quotations.terminal import as_rows, nearest
from onrecord.export.quotations.words import LABELS, first_words, how_sure, sentence
from onrecord.store import Archive
from onrecord.store.query import Row, last_day
from onrecord.web.around import with_names
from onrecord.web.params import address, bad_value
from onrecord.web.public import own_page
from onrecord.web.view import View, add_view, state_of, unless_held

SHOWN, ALL, SPREAD = 20, 300, 12
LONGEST = 5_000
NAMES = {"apa": "APA", "chicago": "Chicago", "bibtex": "BibTeX", "csl-json": "CSL-JSON"}
FILES = {"apa": "txt", "chicago": "txt", "bibtex": "bib", "csl-json": "json"}


def routes() -> list[Route]:
    """Give the page, its citations and the ClaimReview."""
    out = [Route("/check/claimreview.json", _review, name="claimreview"), Route("/check/cite/{style}", _citation, name="cite")]
    add_view(out, "/check", check)
    return out


def check(archive: Archive, request: Request) -> View:
    """Look a quotation up. Without words: the form alone."""
    words, speaker = asked(request)
    answer = answered(archive, words, speaker, ALL) if words else None
    given = {"q": words, "speaker": speaker}
    return View(
        title=f"Check: {words[:60]}" if words else "Check a quote", template="check.html", kind="wordings",
        query=given if words else {}, rows=lambda: flat(answer) if answer else iter(()),
        context={"words": words, "speaker": speaker or "", "answer": answer, "labels": LABELS, "given": given},
        more=lambda: _shown(archive, answer, given) if answer else {},
    )  # fmt: skip


def _shown(archive: Archive, answer: QuoteAnswer, given: dict[str, Any]) -> dict[str, Any]:
    found = nearest(answer)[:SHOWN]
    with_names(archive, [m.statement for m in found] + [a.match.statement for a in answer.spread[:SPREAD]])
    first = answer.first.match if answer.first else None
    report = report_of(archive, first.statement["report"]) if first else {}
    return {
        "found": found, "sentence": sentence(answer), "sure": how_sure(answer.sure), "first_words": first_words(answer),
        "spread": answer.spread[:SPREAD], "place": place,
        "cited": [(NAMES[s], citing.cite(s, first, report).strip(), address(f"/check/cite/{s}", given)) for s in citing.STYLES if first],
        "review": address("/check/claimreview.json", given),
    }  # fmt: skip


def place(match: QuoteMatch) -> str:
    """Give the address of a match: its statement in the report, else its words in the report's text."""
    row = match.statement
    return f"/reports/{row['report']}#" + (row["id"] or f":~:text={quote(match.said[:200], safe='')}")


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


def answered(archive: Archive, words: str, speaker: str | None, limit: int) -> QuoteAnswer:
    """Give what the archive knows of a quotation."""
    return check_quotation(archive, words, speaker=speaker, limit=limit)


def flat(answer: QuoteAnswer) -> Iterator[Row]:
    """Give each wording as a row of plain columns: how near it is, whose, what differs, and the statement."""
    for row in as_rows(answer):
        statement = {k: v for k, v in row.pop("statement").items() if k not in ("name", "name_of", "sentence")}
        yield row | {"changes": [f"[-{c['asked']}-] {{+{c['said']}+}}" for c in row["changes"]]} | statement


def cited(archive: Archive, answer: QuoteAnswer, style: str) -> str:
    """Cite the first report that has the quotation. Raises `StorageError` where none has it."""
    if answer.first is None:
        raise StorageError("no report has the quotation", stage="check", code="NO_ITEM", remedy="see the closest wordings at /check")
    match = answer.first.match
    return citing.cite(style, match, report_of(archive, match.statement["report"]))


def _citation(request: Request) -> Response:
    """Write the citation of the first report as a file."""
    style = request.path_params["style"]
    if style not in citing.STYLES:
        raise bad_value("style", style[:20], f"one of {', '.join(citing.STYLES)}")
    return _file(request, lambda archive, answer: cited(archive, answer, style), f"quotation.{FILES[style]}",
                 "application/json" if style == "csl-json" else "text/plain; charset=utf-8")  # fmt: skip


def _review(request: Request) -> Response:
    """Write the ClaimReview as a file."""
    settings, _ = state_of(request)
    url = own_page(request).replace("/check/claimreview.json", "/check", 1) if settings.base_url else None

    def written(archive: Archive, answer: QuoteAnswer) -> str:
        return json.dumps(claim_review(answer, day=last_day(archive.db), url=url), ensure_ascii=False, indent=2)

    return _file(request, written, "claimreview.json", "application/ld+json")


def _file(request: Request, make: Any, name: str, media: str) -> Response:
    def file(archive: Archive) -> Response:
        words, speaker = asked(request)
        if not words:
            raise bad_value("q", words, "give the words of a quotation")
        text = make(archive, answered(archive, words, speaker, 1))
        headers = {"cache-control": "no-cache", "content-disposition": f'attachment; filename="{name}"'}
        return Response(text.encode("utf-8", "backslashreplace"), headers=headers, media_type=media)

    return unless_held(request, file)
