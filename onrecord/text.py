"""Small helpers on plain text that several stages share. Offsets are code points, end exclusive."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from difflib import get_close_matches

Span = tuple[int, int]

_LINE_END = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_NOT_WORD = re.compile(r"[\W_]+")
HIDDEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufeff"
)
"""Characters that show nothing: soft hyphen, zero-width ones, marks that turn the direction of writing."""

HYPHENS = frozenset("-‐‑")

_HIDDEN = re.compile(f"[{HIDDEN}]+")


def drop_hidden(text: str) -> str:
    """Give the text without the characters that show nothing."""
    return _HIDDEN.sub("", text) if not text.isascii() and _HIDDEN.search(text) else text


def trim(text: str, start: int, end: int) -> Span:
    """Give the span without the white space (and byte-order marks) at its ends; start == end where nothing is left."""
    while start < end and (text[start].isspace() or text[start] == "\ufeff"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] == "\ufeff"):
        end -= 1
    return (start, end)


def line_spans(text: str) -> list[Span]:
    """Give the span of every line, line ends left out, white space at the ends kept."""
    out: list[Span] = []
    start = 0
    for match in _LINE_END.finditer(text):
        out.append((start, match.start()))
        start = match.end()
    out.append((start, len(text)))
    return out


_HANGING = re.compile(
    r"(?:,|(?:^|\s)(?:an?|the|of|to|in|on|at|by|for|and|or|with|from|that|which|whose|who|as|is|are|was|were|be|been|has|have|had|will|would|"
    r"its|his|her|their|than|between|after|before|into|over|under|against))$"
)


def runs_on(before: str, after: str) -> bool:
    """Tell whether a sentence runs over a line end: the line above hangs in the air, or the one below begins with a small letter."""
    if before[-1:] in ":;|":
        return False
    return after[:1].islower() or after[:1] in ",;" or bool(_HANGING.search(before))


_BREATHS = dict.fromkeys(map(ord, "ʻʼʽʾʿ"), "'")
"""Letters that write a breath or a stop ("Nukuʻalofa"), as often written with an apostrophe."""


def fold(words: str) -> str:
    """Fold for comparing names and phrases: no case, no accents, hidden characters or punctuation, single spaces."""
    if words.isascii():
        return _NOT_WORD.sub(" ", words.lower()).strip()
    plain = unicodedata.normalize("NFKD", drop_hidden(words).casefold().translate(_BREATHS))
    return _NOT_WORD.sub(" ", "".join(c for c in plain if not unicodedata.combining(c))).strip()


def listed(names: Sequence[str]) -> str:
    """Write names one after the other: "A, B and C"."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def near(word: str, known: Iterable[str]) -> str:
    """Give "; did you mean ...?" where something known is written nearly like it; of codes of three letters any is near any."""
    small = {k.lower(): k for k in known}
    found = get_close_matches(word.lower(), small, n=1, cutoff=0.6) if len(word) > 3 else []
    return f"; did you mean {small[found[0]]}?" if found else ""
