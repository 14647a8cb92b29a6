"""Makes hidden characters of a report visible: controls, bidirectional overrides, zero-width characters.

A report is hostile input: an escape sequence must not reach a terminal, an override must not turn a line round.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

NAMES = {
    "\u00ad": "SHY", "\u061c": "ALM", "\u180e": "MVS", "\u200b": "ZWSP", "\u200c": "ZWNJ", "\u200d": "ZWJ", "\u200e": "LRM",
    "\u200f": "RLM", "\u202a": "LRE", "\u202b": "RLE", "\u202c": "PDF", "\u202d": "LRO", "\u202e": "RLO", "\u2060": "WJ",
    "\u2066": "LRI", "\u2067": "RLI", "\u2068": "FSI", "\u2069": "PDI", "\ufeff": "BOM", "\u2028": "LSEP", "\u2029": "PSEP",
}  # fmt: skip
"""Short names where there is a customary one; other hidden characters show their code point."""

_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff"
    "\U000e0000-\U000e007f]"
)
_SPACE = re.compile(r"[\t\n\r ]+")
MOST_MARKS = 4
"""Combining marks shown on one letter; a pile of them would cover the lines above."""
_MARK = "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_PILE = re.compile(f"({_MARK}{{{MOST_MARKS}}}){_MARK}+")


class Piece(NamedTuple):
    """A stretch of text as it is, or (`hidden`) one hidden character by name."""

    text: str
    hidden: str | None = None


def pieces(text: str) -> Iterator[Piece]:
    """Cut a text into what can be shown as it is and what must be named."""
    last = 0
    for match in _HIDDEN.finditer(text):
        if match.start() > last:
            yield Piece(text[last : match.start()])
        char = match.group()
        yield Piece(NAMES.get(char) or f"U+{ord(char):04X}", describe(char))
        last = match.end()
    if last < len(text):
        yield Piece(text[last:])


def hides(text: str) -> bool:
    """Say whether a text holds a hidden character."""
    return _HIDDEN.search(text) is not None


def describe(char: str) -> str:
    """Give a character's code point and Unicode name ("U+202E RIGHT-TO-LEFT OVERRIDE")."""
    return f"U+{ord(char):04X} {unicodedata.name(char, 'control character')}"


def plain(text: str) -> str:
    """Give a text on one line with hidden characters named in brackets, for a terminal."""
    flat = _SPACE.sub(" ", text)
    return "".join(f"<{p.text}>" if p.hidden else _PILE.sub(r"\1", p.text) for p in pieces(flat))
