"""The words of a report's own text, with their places: what copies and stories are compared by."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.model.record import Span

COMPARED = frozenset({"standfirst", "body", "subheading"})
"""Parts that are compared. Titles, captions, bylines, credits and litter differ between prints of one text."""
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SPACES = {code: " " for code in range(128) if not (chr(code).isalnum() or chr(code) == "'")}
"""Splitting at blanks takes half the time of looking for words."""
_CURLY = (("’", "'"), ("‘", " "), ("“", " "), ("”", " "), ("–", " "), ("—", " "), ("…", " "), ("\u00a0", " "))
"""What makes most texts more than ASCII. All but the first are no part of words."""


@dataclass(frozen=True, slots=True)
class Words:
    """Folded words and their spans in the report's text."""

    words: list[str]
    spans: list[Span]


def body_words(text: str, parts: Iterable[tuple[str, int, int]]) -> Words:
    """Give the words of a report's compared parts (kind, start, end); of the whole text where it has none."""
    return words_in(text, body_parts(text, parts))


def body_parts(text: str, parts: Iterable[tuple[str, int, int]]) -> list[Span]:
    """Give the spans of a report's compared parts; of the whole text where it has none."""
    return [(start, end) for kind, start, end in parts if kind in COMPARED] or [(0, len(text))]


def plain_words(text: str, spans: list[Span]) -> list[str]:
    """Give the words that `words_in` gives, without their places, several times as fast."""
    words: list[str] = []
    for start, end in spans:
        part = text[start:end]
        for curly, plain in () if part.isascii() else _CURLY:
            part = part.replace(curly, plain)
        if part.isascii():
            part = part.lower().translate(_SPACES)
            if "'" in part:  # those around words are quotation marks
                part = f" {part} ".replace("''", " ").replace(" '", " ").replace("' ", " ").replace("'s ", " ")
            words += part.split()
        else:
            words += [fold_word(w) for w in _WORD.findall(part)]
    return words


def words_in(text: str, spans: list[Span]) -> Words:
    """Give the words inside some spans of a text."""
    words: list[str] = []
    places: list[Span] = []
    for start, end in spans:
        for match in _WORD.finditer(text, start, end):
            words.append(fold_word(match[0]))
            places.append(match.span())
    return Words(words, places)


def fold_word(word: str) -> str:
    """Give a word in lower case, without accents, curly apostrophes or the possessive."""
    if not word.isascii():
        word = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c)).replace("’", "'")
    return word.lower().removesuffix("'s")
