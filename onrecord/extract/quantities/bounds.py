"""Bounds: "at least", "up to", "nearly", "some" before a number, "or more", "or so" after it (lang/en/bounds.csv)."""

from __future__ import annotations

import re

from onrecord.extract.quantities.lexicon import words
from onrecord.lang import per_language, rows
from onrecord.model.record import Bound

WINDOW = 40
"""Characters looked at on either side: the longest phrase has four words."""

_LAST_WORDS = re.compile(r"\S+")


@per_language
def _table(side: str) -> dict[str, Bound]:
    return {r["phrase"]: r["bound"] for r in rows("bounds") if r["side"] == side}  # type: ignore[misc]


def bound_before(text: str, start: int) -> tuple[int, Bound] | None:
    """Find the bound that ends right before `start`: where it begins, and what it says."""
    seen = [(m.start(), m.group().lower()) for m in _LAST_WORDS.finditer(text, max(0, start - WINDOW), start)]
    if start > WINDOW and text[seen[0][0] - 1 : seen[0][0]].strip():
        seen = seen[1:]
    if not seen or text[start - 1].isalnum():
        return None
    for size in range(min(4, len(seen)), 0, -1):
        phrase = " ".join(w for _, w in seen[-size:]).lstrip("(“\"'‘[—-")
        bound = _table("left").get(phrase)
        if bound is not None:
            begin = seen[-size][0] + len(seen[-size][1]) - len(seen[-size][1].lstrip("(“\"'‘[—-"))
            before = seen[-size - 1][1] if len(seen) > size else ""
            # After a topic word "about", "over" and the like name what it is about ("concern over 20 detainees").
            if phrase == "up to" and before in words("toll-verb"):
                return None  # "went up to 340": where it went, not how many at most
            return None if phrase in words("two-senses") and before in words("topic") else (begin, bound)
    last_at, last = seen[-1]
    return (last_at + len(last) - 1, "about") if last[-1] in "~≈" else None


_NEXT = re.compile(r"[ -]?([a-z]+(?: (?:the )?[a-z]+){0,3})", re.I)


def bound_after(text: str, end: int) -> tuple[int, Bound] | None:
    """Find the bound that begins right after `end`: where it ends, and what it says."""
    if text[end : end + 1] == "+":
        return end + 1, "at_least"
    match = _NEXT.match(text, end, end + WINDOW)
    if match is None or match.start(1) == end:
        return None
    following = match.group(1).lower().split(" ")
    for size in range(len(following), 0, -1):
        phrase = " ".join(following[:size])
        bound = _table("right").get(phrase)
        if bound is not None and not (phrase in ("plus", "odd") and text[end] != "-"):
            return match.start(1) + len(phrase), bound
    return None
