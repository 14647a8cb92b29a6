"""Ages told by numbers alone: "aged 34 *and 41*", "two boys, *11 and 14*, ...", "a man *of 40*", "were 24, 31 and 56 *years old*"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from onrecord.extract.quantities.numerals import Numeral

OLDEST = 115
_LINK = re.compile(r"(?:,|,? and|,? or|,? to|-|–)[ \n]?")
_OPENED = re.compile(r"\b(?:aged?|ages)(?: of)?(?: between| from)?,? \Z", re.I)
_CLOSED = re.compile(r"[ -]years?[ -](?:olds?\b|of age)|[ ]?[,)] ?aged\b", re.I)
_OF = re.compile(r"\b(?:man|woman|boy|girl|child|teenager|youth|baby|toddler|pensioner|youngster) of \Z", re.I)
_OF_THINGS = re.compile(r" (?:villages|towns|countries|people|nations|tribes|families|homes|schools)\b", re.I)
_APPOSED = re.compile(r"[a-z](?:,| \() ?\Z")
_APPOSITION_ENDS = re.compile(r"[,)]")


def leave_out_ages(text: str, numerals: Sequence[Numeral]) -> Iterator[Numeral]:
    """Give the numerals that are no ages."""
    n = 0
    while n < len(numerals):
        end = n + 1
        while end < len(numerals) and _linked(text, numerals[end - 1], numerals[end]):
            end += 1
        if not _are_ages(text, numerals[n:end]):
            yield from numerals[n:end]
        n = end


def _linked(text: str, left: Numeral, right: Numeral) -> bool:
    return right.start - left.end <= 6 and _LINK.fullmatch(text, left.end, right.start) is not None


def _are_ages(text: str, row: Sequence[Numeral]) -> bool:
    if any(not 0 < x.value <= OLDEST or x.scale != 1 or x.kind in ("plural", "fraction") for x in row):
        return False
    start, end = row[0].start, row[-1].end
    if _OPENED.search(text, max(0, start - 24), start) or _CLOSED.match(text, end):
        return True
    if len(row) == 1:
        return _OF.search(text, max(0, start - 20), start) is not None and _OF_THINGS.match(text, end) is None
    return _APPOSED.search(text, max(0, start - 3), start) is not None and _APPOSITION_ENDS.match(text, end) is not None
