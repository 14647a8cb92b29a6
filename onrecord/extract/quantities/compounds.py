"""Hyphenated numbers: "22-nation talks", "a 500-strong crowd", "20-odd", and "50m" where it means metres."""

from __future__ import annotations

import re
from typing import NamedTuple

from onrecord.extract.quantities.counted import singular
from onrecord.extract.quantities.lexicon import words
from onrecord.extract.quantities.numerals import Numeral

_HYPHEN = re.compile(r"[-‑]([a-z]{2,20})(?![\w])", re.I)
_FOLLOWING = re.compile(r"(?: [a-z]+){1,2}", re.I)
_NEXT_WORD = re.compile(r"[ -]([a-z]+)\b", re.I)


class Compound(NamedTuple):
    """The noun hyphenated to a number, in the singular, and where it ends."""

    end: int
    unit: str


def compound_after(text: str, end: int) -> Compound | None:
    """Read the noun hyphenated to a number where it counts a group: "22-nation bloc" -> nation, "500-strong" -> person.

    Before any other noun it says what that is like: "a ten-story block", "a two-state solution", "a five-member council".
    """
    match = _HYPHEN.match(text, end, end + 24)
    if match is None:
        return None
    word = match.group(1).lower()
    if word == "strong":
        return Compound(match.end(), "person")
    following = _FOLLOWING.match(text, match.end())
    if following is None or not words("counted-group") & set(following.group().lower().split()):
        return None
    return Compound(match.end(), "person" if word in words("strength") else singular(word))


def is_metres(text: str, numeral: Numeral) -> bool:
    """Tell whether the "m" glued to a number means metres ("50m high") and not million."""
    following = _NEXT_WORD.match(text, numeral.end) if numeral.letter == "m" else None
    return following is not None and following.group(1).lower() in words("metre-context")
