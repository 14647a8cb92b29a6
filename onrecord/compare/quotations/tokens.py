"""The words of a quotation as they are compared: without case, accents and punctuation, numbers as numbers, one spelling for all."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.compare.events.relatedness import Direction, meaning
from onrecord.extract.quantities.numerals import find_numerals
from onrecord.lang import per_language, per_word, rows
from onrecord.lang.stems import is_small, stem
from onrecord.resolve.lexicon import word_set
from onrecord.text import drop_hidden

__all__ = ["Token", "gap", "is_small", "meaning", "plain", "stem", "tokens", "turns"]

GAP = "…"
"""The key of a place where words are known to be left out."""
_PIECE = re.compile(r"\[[^\]\n]*\]|\(\s*(?:\.{2,}|…)\s*\)|\.\s?\.\s?\.[.\s]*|…|%|[^\W_]+(?:['’][^\W_]+)*")
_ELLIPSIS = re.compile(r"[\[(]?\s*(?:\.|…)")
_COMBINING = re.compile("[\u0300-\u036f]")


@dataclass(frozen=True, slots=True)
class Token:
    """A word: what it is compared by, how it is written (small letters, accents kept), its span in the text."""

    key: str
    written: str
    start: int
    end: int

    @property
    def number(self) -> bool:
        """Whether it is a number."""
        return self.key.startswith("#")


def tokens(text: str) -> list[Token]:
    """Give the words of a text; offsets are those of the text. Marks of words left out ("...", "[he]") are words with the key of a gap."""
    shown = drop_hidden(text)
    found = list(_tokens(shown))
    if len(shown) == len(text):
        return found
    hidden = set(text) - set(shown)
    places = [n for n, c in enumerate(text) if c not in hidden]
    return [Token(t.key, t.written, places[t.start], places[t.end - 1] + 1) for t in found]


def gap(token: Token) -> bool:
    """Say whether it stands for words left out."""
    return token.key == GAP


def plain(text: str) -> str:
    """Give a text in small letters without accents, with straight apostrophes."""
    small = text.casefold().replace("’", "'")
    return small if small.isascii() else _COMBINING.sub("", unicodedata.normalize("NFKD", small))


def turns(token: Token) -> bool:
    """Say whether a word turns the sense round: not, never, without."""
    return token.key in word_set("turning-words")


def _tokens(text: str) -> Iterator[Token]:
    numbers = [(n.start, n.end, n.value) for n in find_numerals(text) if n.kind in ("digits", "words") and n.bound == "exactly"]
    at = 0
    known = _spellings()
    last: Token | None = None
    for match in _PIECE.finditer(text):
        start, end = match.span()
        if start < at:
            continue
        at = end
        words = match[0]
        if words[0] in "[(.…":
            last = Token(GAP, words, start, end)
            yield last
            continue
        while numbers and numbers[0][1] <= start:
            numbers.pop(0)
        if numbers and numbers[0][0] == start:
            _, at, value = numbers[0]
            last = Token(f"#{value:g}" if isinstance(value, float) else f"#{value}", text[start:at].casefold(), start, at)
            yield last
            continue
        written = words.casefold().replace("’", "'")
        bare = plain(words)
        if bare == "cent" and last is not None and last.written == "per":
            continue
        bare = "percent" if bare == "%" or (bare == "per" and text[end : end + 5].casefold().lstrip().startswith("cent")) else bare
        for key in known.get(bare, bare).split():
            last = Token(known.get(key, key), written, start, end)
            yield last


@per_language
def _spellings() -> dict[str, str]:
    return {r["form"]: r["same"] for r in rows("spellings")}


@per_word
def sense(word: str) -> Direction:
    """Give the direction of one word's meaning; all zeros where it is not known."""
    return meaning((word,))
