"""Ranges: "between 5 and 10", "20 to 30 people", "3-5%", "two or three", "$5m-$10m"; and scores, which are none ("won 3-1")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from onrecord.extract.quantities.lexicon import words
from onrecord.extract.quantities.numerals import Numeral

_SYMBOL = r"(?:[A-Za-z]{0,3}[$€£¥₹₽₩₪]|Rs\.? ?)?"
_LINK = re.compile(
    rf"(?:%| per ?cent)?(?:(?P<word>[ \n](?:and|to|or|in|out of|in every)[ \n])|(?P<dash> ?[-–—‑] ?))(?P<symbol>{_SYMBOL})\Z"
)
_BETWEEN = re.compile(rf"\b(between|from)[ \n]{_SYMBOL}\Z", re.I)
_COUNTED = re.compile(r"(?:%|[ -]?[a-z])", re.I)
_WORD = re.compile(r"[ -]([a-z]+)", re.I)
WIDEST = 20
"""How many times its lower end the upper end of "5 to 10 people" may be; "fell 5 to 286" is a change and its outcome."""
_SCORE_AFTER = re.compile(
    r"[ \n](?:win|wins|won|victory|loss|lost|defeat|draw|drew|lead|led|vote|ruling|decision|majority|score|scoreline|aggregate"
    r"|thrashing|rout|tie)\b|\.?[,;)]|\.(?:\s|\Z)|[-–]", re.I
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Range:
    """One number, or the two ends of a range. `begin` includes the "between" that opens it."""

    low: Numeral
    high: Numeral | None
    begin: int

    @property
    def end(self) -> int:
        return (self.high or self.low).end


def pair_ranges(text: str, numerals: Sequence[Numeral]) -> Iterator[Range]:
    """Join neighbouring numbers that are the ends of one range; leave out pairs that are scores."""
    n = 0
    while n < len(numerals):
        low = numerals[n]
        nxt = numerals[n + 1] if n + 1 < len(numerals) else None
        link = _LINK.match(text[low.end : nxt.start]) if nxt is not None and nxt.start - low.end <= 16 else None
        if nxt is None or link is None:
            yield Range(low, None, low.start)
            n += 1
            continue
        opened = _BETWEEN.search(text, max(0, low.start - 14), low.start)
        kind = _kind(text, low, nxt, link, opened.group(1).lower() if opened else None)
        if kind == "range":
            yield Range(_scaled(low, nxt), nxt, opened.start() if opened else low.start)
        elif kind == "ratio":
            yield Range(Numeral(low.start, nxt.end, round(1 / nxt.value, 6), "fraction"), None, low.start)
        elif kind == "two":
            yield Range(low, None, low.start)
            n -= 1
        n += 2


def _kind(text: str, low: Numeral, high: Numeral, link: re.Match[str], opened: str | None) -> str:
    """Say whether a pair is a range, a ratio ("one in ten"), two numbers, or a score (none of these)."""
    rising = _scaled(low, high).value < high.value
    if link.group("dash"):
        tight = "-" in link.group() or "–" in link.group() or "‑" in link.group()
        if not tight or (low.kind == "words" and high.kind == "words" and not rising):
            return "two"
        priced = link.group("symbol") != ""
        counted = not _SCORE_AFTER.match(text, high.end) and _COUNTED.match(text, high.end)
        return "range" if rising and (priced or counted) else "score"
    word = link.group("word").strip()
    if word in ("in", "out of", "in every"):
        return "ratio" if low.value == 1 and low.value < high.value <= 1000 and _COUNTED.match(text, high.end) else "two"
    if opened == "between" and word in ("and", "to"):
        return "range" if rising else "two"
    if word == "and" or not rising or opened == "from":
        return "two"
    if word == "or":
        return "range" if high.value <= 4 * max(low.value, 1) else "two"
    following = _WORD.match(text, high.end)
    loose = following is not None and following.group(1).lower() in words("no-counted")
    if high.value > WIDEST * max(_scaled(low, high).value, 1):
        return "two"
    counted = not loose and _COUNTED.match(text, high.end)
    return "range" if counted or link.group("symbol") else "two"


def _scaled(low: Numeral, high: Numeral) -> Numeral:
    """Give the lower end the scale of the upper one: "5 to 10 million"."""
    if high.scale > 1 and low.scale == 1 and low.value < 1000 and low.value * 1 <= high.value / high.scale:
        return replace(low, value=_whole(low.value * high.scale))
    return low


def _whole(value: float) -> float | int:
    return int(value) if float(value).is_integer() else round(value, 6)
