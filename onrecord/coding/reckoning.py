"""Days that are reckoned from another act: "fled *four days after* a crowd stormed the palace", "left *a week before* the vote"."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from onrecord.grammar.lexicon import word_class
from onrecord.grammar.phrase import phrase_of
from onrecord.lang import per_language, rows
from onrecord.model.dates import date_of
from onrecord.model.document import Document, Sentence, Token
from onrecord.model.drafts import TimeDraft
from onrecord.model.record import Span

_LENGTH = re.compile(r"P(\d{1,4})([DWMY])|PT?[\dX]+T?[HMS]")
"""TIMEX3 lengths that can be reckoned with: whole days and more; hours and minutes, however many, stay on the day."""
_DAY = len("2024-05-14")


class Reckoned(NamedTuple):
    """A date told by how long it was before or after another act's, None where that is not known; where the act's own words begin."""

    date: str | None
    start: int


def reckoned(document: Document, times: Sequence[TimeDraft]) -> dict[int, Reckoned]:
    """Give the words whose act is told by how long before or after another one it was.

    The date is as exact as the length is: a day for days and weeks, a month for months, a year for years.
    """
    out: dict[int, Reckoned] = {}
    lengths = {t.span[1]: t for t in times if t.type == "DURATION"}
    for link in document.tokens:
        sign = _sign(link)
        before = document.tokens[link.i - 1] if sign and link.i else link
        length = lengths.get(before.end)
        measured = _LENGTH.fullmatch(length.value) if length is not None else None
        if length is not None and measured is not None:
            day = _anchor(link.sentence, length.span, times)
            told = _moved(day, sign * int(measured[1] or 0), measured[2] or "D") if day is not None else None
        elif length is None and before.lower in _units():
            told = _anchor(link.sentence, (before.start, before.end), times) if _units()[before.lower] else None
        else:
            continue
        acts = _acts(link)
        if measured is not None and measured[2] and len(acts) > 1 and _own_subject(acts[1], acts[0]):
            del acts[1]
        for word in acts:
            out[word.i] = Reckoned(told, link.end)
    return out


@per_language
def _units() -> dict[str, bool]:
    """Give the units that stand for a length without a number ("*hours* after"), and whether they leave the day as it is."""
    return {r["word"]: r["value"].startswith("T") for r in rows("time_words") if r["category"] == "unitn"}


def _sign(link: Token) -> int:
    """Say which way to reckon from the main act to the one behind this word: back for "after", on for "before"."""
    return -1 if link.lower in word_class("reckons-back") else 1 if link.lower in word_class("reckons-on") else 0


def _anchor(sentence: Sentence, length: Span, times: Sequence[TimeDraft]) -> str | None:
    """Give the day of the main act: the last one named before the length in its sentence, else the first one named after it."""
    days = [t for t in times if sentence.span[0] <= t.span[0] < sentence.span[1] and t.type != "DURATION" and len(date_of(t) or "") == _DAY]
    before = [t for t in days if t.span[1] <= length[0]]
    found = before[-1] if before else next((t for t in days if t.span[0] > length[1] and length[0] == sentence.span[0]), None)
    return date_of(found) if found is not None else None


def _moved(day: str, number: int, unit: str) -> str | None:
    start = date.fromisoformat(day)
    if unit in "DW":
        try:
            return (start + timedelta(days=number * (7 if unit == "W" else 1))).isoformat()
        except OverflowError:
            return None
    months = start.year * 12 + start.month - 1 + number * (12 if unit == "Y" else 1)
    if not 12 <= months < 12 * 10_000:
        return None
    return f"{months // 12:04}" if unit == "Y" else f"{months // 12:04}-{months % 12 + 1:02}"


def _acts(link: Token) -> list[Token]:
    """Give the words of the act behind a link: its verb or noun, and the verb whose subject a noun is taken for no part of."""
    word = link.head
    if word is link or word.i < link.i:
        return []
    verb = word.head
    return [word, verb] if verb.i > word.i and verb.upos == "VERB" else [word]


def _own_subject(verb: Token, noun: Token) -> bool:
    """See a verb whose subject stands behind such a noun: "two days after *the vote*, *police* arrested him"."""
    return any(c.i > noun.i for c in phrase_of(verb).subjects)


def lost_subject(trigger: Token, reckoned: Container[int]) -> bool:
    """See a verb whose subject the parse takes for part of the link: "left hours after *a bomb* killed seven" has no doer of its own."""
    if trigger.i not in reckoned:
        return False
    return any(c.i in reckoned and c.i < trigger.i and not _own_subject(trigger, c) for c in phrase_of(trigger).words)
