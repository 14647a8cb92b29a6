"""What a number without a noun counts: what the number before it counts ("150 people to leave and *50* to enter"), or people."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.model.document import Document, Token
from onrecord.model.drafts import FigureDraft

GAP = 12
"""Words of the phrase between a count and one told with its verb."""
_MORE = re.compile(r" (?:more|others?)(?:[.,;)]|$)")
"""After a number of the same as before: "45 soldiers died in July; in August, *12 more*"."""


def fill_units(document: Document, drafts: Sequence[FigureDraft]) -> None:
    """Give the figures without a unit one. Changes the drafts in place."""
    before: FigureDraft | None = None
    for draft in drafts:
        if draft.unit is None:
            draft.unit = _unit(document, draft, before)
            if before is not None and draft.measure is None and draft.unit == before.unit:
                if same_again(document.text, draft.span[1]):
                    draft.measure, draft.governor = before.measure, draft.governor or before.governor
                elif before.measure is not None and _gapped(document, before, draft):
                    draft.measure, draft.governor = before.measure, before.governor
                    draft.rule = f"{draft.rule}/count/gapped"
        if draft.unit is not None and not {"money", "unit", "fraction", "vote"} & set(draft.rule.split("/")):
            before = draft


def _gapped(document: Document, before: FigureDraft, draft: FigureDraft) -> bool:
    """See a count told with the verb and noun of the one before it: "shot down nine drones over Kursk and *13* over Bryansk".

    Both stand before the same preposition, and nothing but that phrase and "and" or a comma is between them.
    """
    tokens = document.tokens
    number = document.tokens_in(draft.span)
    if before.head is None or not number or before.head.sentence is not number[0].sentence:
        return False
    told = max(before.head.i, before.governor.i if before.governor is not None and before.governor.i < number[0].i else 0)
    between, following = tokens[told + 1 : number[0].i], tokens[number[-1].i + 1 : number[-1].i + 2]
    if not 2 < len(between) <= GAP or between[0].upos != "ADP" or between[-1].lower not in ("and", ","):
        return False
    if any(t.upos in ("VERB", "AUX", "SCONJ", "PRON") for t in between):
        return False
    return bool(following) and following[0].lower == between[0].lower


def same_again(text: str, end: int) -> bool:
    """Tell whether a number ends before "more" alone: as many again of what was counted before."""
    return _MORE.match(text, end) is not None


def _unit(document: Document, draft: FigureDraft, before: FigureDraft | None) -> str | None:
    sentence = document.sentence_at(draft.span[0])
    if before is not None and sentence is not None and before.span[0] >= sentence.start:
        return before.unit
    if "plural" in draft.rule:
        return "person"  # "thousands marched": nobody says it of things without naming them
    tokens = document.tokens_in(draft.span)
    return "person" if tokens and (_acts(tokens[-1]) or _followed_by_who(tokens[-1])) else None


def _followed_by_who(number: Token) -> bool:
    tokens = number.sentence.tokens
    at = number.i - tokens[0].i + 1
    return at < len(tokens) and tokens[at].lower in ("who", "whose", "whom")


def _acts(number: Token) -> bool:
    """Tell whether a number is the subject of a verb ("at least 45 *were aboard*", "the 36 *must face* trial"): people act."""
    verb = number.head
    return (number.role.subject or number.role.agent) and verb.upos in ("VERB", "ADV", "ADJ", "AUX")
