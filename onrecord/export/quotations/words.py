"""The answer on a quotation in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.compare.quotations.check import QuoteAnswer, QuoteMatch

LABELS = {
    "exact": "exact", "spelling": "exact but for spelling", "cut": "words left out", "altered": "words changed",
    "paraphrase": "same sense, other words", "other_speaker": "somebody else's words", "about": "said of them, not by them",
    "report": "words of the report itself", "not_found": "not found", "unlike": "unlike",
}  # fmt: skip
"""Verdicts and wordings, for a reader."""
_WORDED = {
    "exact": "in these words", "spelling": "in these words but for spelling", "cut": "in these words and more: some are left out here",
    "altered": "in words that differ",
}  # fmt: skip
LONGEST = 240
"""Characters of what was said that the answer gives."""
NAMELESS = "a speaker who is not named"


def sentence(answer: QuoteAnswer) -> str:
    """Give the answer in one sentence."""
    best = answer.best
    if best is None:
        near = "; the closest wordings follow" if answer.matches else ""
        return f"Not found: no report in this archive has these words or their sense{near}."
    who, asked, worded = best.statement["speaker"] or NAMELESS, answer.speaker or "", _WORDED.get(best.wording, "in other words")
    if answer.verdict == "altered":
        said = best.said if len(best.said) <= LONGEST else best.said[:LONGEST].rsplit(" ", 1)[0] + " …"
        return f"Not in these words: {who} said “{said}”."
    if answer.verdict == "paraphrase":
        return f"Said by {who} in other words: the same sense, not the same sentence."
    if answer.verdict == "other_speaker":
        return f"Said by somebody else, not by {asked}: {who} said it {worded}."
    if answer.verdict == "about":
        return f"Said of {asked}, not by them: {'a report has it' if own(best) else f'{who} said it'} {worded}."
    if answer.verdict == "report":
        return f"Nobody is quoted with it: a report itself has it {worded}."
    return f"Said by {who} {worded}."


def own(match: QuoteMatch) -> bool:
    """Say whether a match is a report's own words, and no statement."""
    return match.statement["id"] is None


def first_words(answer: QuoteAnswer) -> str:
    """Say who reported it first and how far it spread; empty where nobody did."""
    if answer.first is None:
        return ""
    row = answer.first.match.statement
    where = row["publisher"] or (f"“{row['title']}”" if row["title"] else f"report {row['report'][:12]}")
    when = f" on {row['published'][:16].replace('T', ' ')}" if row["published"] else ", on a day that it does not give"
    reports, origins = len(answer.spread), answer.origins
    spread = f"in {reports} reports, {origins} of them independent" if reports > 1 else "in one report"
    return f"First reported by {where}{when}; {spread}."


def how_sure(sure: float) -> str:
    """Give a likelihood as a whole per cent; never all of it."""
    return f"{min(99, round(100 * sure))} % sure"


def reported_as(match: QuoteMatch, copy_of: str | None) -> str:
    """Say in which words one report has it, and whether it is a copy."""
    return LABELS[match.wording] + (", a copy" if copy_of else "")
