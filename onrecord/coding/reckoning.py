"""Days that are reckoned from another act: "fled *four days after* a crowd stormed the palace", "left *a week before* the vote"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from onrecord.grammar.lexicon import word_class
from onrecord.model.dates import date_of
from onrecord.model.document import Document, Sentence, Token
from onrecord.model.drafts import TimeDraft

_LENGTH = re.compile(r"P(\d{1,4})([DWMY])|PT?[\dX]+T?[HMS]")
"""TIMEX3 lengths that can be reckoned with: whole days and more; hours and minutes, however many, stay on the day."""
_DAY = len("2024-05-14")


def reckoned(document: Document, times: Sequence[TimeDraft]) -> dict[int, str | None]:
    """Give the words whose act is told by how long before or after another one it was, each with its date, where that is known.

    The date is as exact as the length is: a day for days and weeks, a month for months, a year for years.
    """
    out: dict[int, str | None] = {}
    for length in times:
        link = document.token_at(length.span[1] + 1) if length.type == "DURATION" else None
        sign = _sign(link) if link is not None else 0
        measured = _LENGTH.fullmatch(length.value)
        if link is None or not sign or measured is None:
            continue
        day = _anchor(link.sentence, length, times)
        told = _moved(day, sign * int(measured[1] or 0), measured[2] or "D") if day is not None else None
        for word in _acts(link):
            out[word.i] = told
    return out


def _sign(link: Token) -> int:
    """Say which way to reckon from the main act to the one behind this word: back for "after", on for "before"."""
    return -1 if link.lower in word_class("reckons-back") else 1 if link.lower in word_class("reckons-on") else 0


def _anchor(sentence: Sentence, length: TimeDraft, times: Sequence[TimeDraft]) -> str | None:
    """Give the day of the main act: the last one named before the length in its sentence, else the first one named after it."""
    days = [t for t in times if sentence.span[0] <= t.span[0] < sentence.span[1] and t.type != "DURATION" and len(date_of(t) or "") == _DAY]
    before = [t for t in days if t.span[1] <= length.span[0]]
    found = before[-1] if before else next((t for t in days if t.span[0] > length.span[1] and length.span[0] == sentence.span[0]), None)
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
