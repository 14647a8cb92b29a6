"""Parts of a count, which take over what it says happened: "12 killed, *including three children*", "five hurt, *two critically*"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.extract.quantities.lexicon import words
from onrecord.model.document import Document
from onrecord.model.drafts import FigureDraft

REACH = 60
"""Characters between the word that opens a part and its number: "including *a police officer and* two shooters"."""
BACK = 4
"""Figures looked at before a part for the whole that it belongs to."""
GAP = 60
"""Characters between two parts of one whole: "two *in Poltava and* one in Sumy"."""

_OPENS = re.compile(
    r"\b(?:including|among (?:them|whom|those|these|the (?:dead|wounded|injured|victims|killed))|of (?:them|whom|which|these|those))\b,?"
    rf"(?P<between>(?:[^.;:()\d]{{0,{REACH}}}?(?:,| and))?) ?(?:the |his |her |their |its |another |some )?\Z", re.I
)  # fmt: skip
_ASIDE = re.compile(r"(?:,|[-–—:(]|, and| and) ?\Z")
_HOW = re.compile(r"(?: of (?:them|whom))? (?:of them )?([a-z]+ly)\b")
_OF_THEM = re.compile(r" of (?:them|whom|which|these|those)\b")
_OF_WHOLE = re.compile(
    r" of (?:the |its |their |his |her |these |those )(?:(?:at least|more than|about|around|nearly|some) )?\Z", re.I
)
_WHOLE_FIRST = re.compile(r"(?:\A|[.!?]|\n|[,;:“\"])\s?\"?(?:out of|of|among)(?: the| these| those| its| their| some| about)* ?\Z", re.I)
_THEN_PART = re.compile(r"[^.;:()\n]{0,60}?(?:,| were| was| are)(?: (?:at least|about|some|only|just|the))* ?\Z", re.I)
_VERBS = frozenset({"VERB", "AUX", "SCONJ"})


def link_parts(document: Document, drafts: Sequence[FigureDraft]) -> None:
    """Tie each part to its whole (`of`). Changes the drafts in place."""
    for n, part in enumerate(drafts):
        opened = _OPENS.search(document.text, max(0, part.span[0] - REACH - 40), part.span[0])
        if opened is not None and not _has_verb(document, opened.start("between"), part.span[0]):
            whole = _whole(document, drafts, n, opened.start())
        elif _aside(document.text, part):
            whole = _whole(document, drafts, n, part.span[0])
        else:
            before, after = drafts[n - 1] if n else None, drafts[n + 1] if n + 1 < len(drafts) else None
            whole = _whole_beside(document.text, part, before, after)
            if whole is None and before is not None and before.of is not None and _goes_on(document, before, part):
                whole = before.of
        if whole is not None:
            part.of, part.standing = whole, "part"


def _whole_beside(text: str, part: FigureDraft, before: FigureDraft | None, after: FigureDraft | None) -> FigureDraft | None:
    """Give the whole that is named in one breath with its part: "six *of the 14* injured", "*of 58* people killed, 12 were children"."""
    lone = part.value == 1 and part.measure is None  # "one of the 14 members": a member, no count
    if after is not None and not lone and _fits(after, part) and _OF_WHOLE.fullmatch(text, part.span[1], after.span[0]):
        return after
    if before is None or not _fits(before, part) or not _THEN_PART.fullmatch(text, before.span[1], part.span[0]):
        return None
    return before if _WHOLE_FIRST.search(text, max(0, before.span[0] - 40), before.span[0]) else None


def take_over(text: str, drafts: Sequence[FigureDraft]) -> None:
    """Give each part the measure and unit of its whole where it has none of its own. Changes the drafts in place."""
    for part in drafts:
        whole = part.of
        if whole is None:
            continue
        how = _HOW.match(text, part.span[1])
        if how is not None and how.group(1).lower() == "fatally":
            part.measure, part.governor = "killed", whole.governor
        elif part.measure is None or part.rule.endswith("/head"):
            part.measure, part.governor = whole.measure or part.measure, whole.governor or part.governor
        if part.unit is None:
            part.unit = whole.unit
        part.rule += "/part"


def how_badly(text: str, end: int) -> bool:
    """Tell whether a number ends before a word that says how badly people were hurt: "two *critically*"."""
    how = _HOW.match(text, end)
    return how is not None and how.group(1).lower() in words("harm-adverb")


def _aside(text: str, part: FigureDraft) -> bool:
    """Tell a part that only says how badly, or who: "five were injured, *two critically*", "14 died, *six of them children*"."""
    told = how_badly(text, part.span[1]) or _OF_THEM.match(text, part.span[1]) is not None
    return told and _ASIDE.search(text, max(0, part.span[0] - 8), part.span[0]) is not None


def _whole(document: Document, drafts: Sequence[FigureDraft], n: int, opened: int) -> FigureDraft | None:
    """Find the count that a part belongs to: the nearest before it that is no part itself and is no smaller."""
    part = drafts[n]
    sentence = document.sentence_at(part.span[0])
    first = sentence.start if sentence is not None else 0
    starts = sentence is not None and not document.text[first:opened].strip(" \n\"'“”‘’")
    if starts:  # "Of them, 37 were children": the whole stands in the sentence before
        earlier = document.sentence_at(max(0, first - 2))
        first = earlier.start if earlier is not None else first
    near = [d for d in reversed(drafts[max(0, n - BACK) : n]) if d.span[0] >= first and d.of is None and _fits(d, part)]
    return next((d for d in near if d.measure is not None), near[0] if near else None)


def _fits(whole: FigureDraft, part: FigureDraft) -> bool:
    money = "money" in whole.rule
    if money != ("money" in part.rule) or "fraction" in (whole.unit, part.unit) or "percent" in (whole.unit, part.unit):
        return False
    return (whole.high or whole.value) >= part.value or whole.bound in ("at_least", "more_than", "about")


def _goes_on(document: Document, before: FigureDraft, part: FigureDraft) -> bool:
    """Tell whether a figure goes on with the parts before it: "including two in one town *and one* in another"."""
    own = part.measure is not None
    gap = document.text[before.span[1] : part.span[0]]
    if own or len(gap) > GAP or re.search(r"[.;:()\n]", gap) or not re.search(r"(?:,| and) ?\Z", gap):
        return False
    return not _has_verb(document, before.span[1], part.span[0])


def _has_verb(document: Document, start: int, end: int) -> bool:
    return any(t.upos in _VERBS and not (t.form.participle or t.form.gerund) for t in document.tokens_in((start, end)))
