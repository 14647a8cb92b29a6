"""Ranges: "between 5 and 10", "20 to 30 people", "3-5%", "two or three", "$5m-$10m"; shares ("nine in 10"); votes ("230-to-198");
and scores, which are none ("won 3-1").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from onrecord.extract.quantities.lexicon import words
from onrecord.extract.quantities.numerals import Numeral

_SYMBOL = r"(?:[A-Za-z]{0,3}[$€£¥₹₽₩₪]|Rs\.? ?)?"
_DASH = r"(?P<dash> ?[-–—‑](?:to[-–‑])? ?)"
_LINK = re.compile(
    rf"(?:%| per ?cent)?(?:(?P<word>[ \n](?:and|to|or|in|out of|in every|out of every)[ \n])|{_DASH})(?P<symbol>{_SYMBOL})\Z"
)
_BETWEEN = re.compile(rf"\b(between|(?:rang(?:e|es|ed|ing)|anywhere|varying) from|from)[ \n]{_SYMBOL}\Z", re.I)
_COUNTED = re.compile(r"(?:%|[ -]?[a-z])", re.I)
_WORD = re.compile(r"[ -]([a-z]+)", re.I)
_PLURAL_AFTER = re.compile(r"[ -](?:percent|per cent|[a-z]+s)\b", re.I)
_VOTE_BEFORE = re.compile(
    r"\b(?:vot(?:e|es|ed|ing)|ballot|passed|approved|adopted|rejected|defeated)\b(?:[ \n,]+[a-z]+){0,5}[ \n,]+\Z", re.I
)  # fmt: skip
_VOTES = re.compile(r"\b(?:vot(?:e|es|ed|ing)|ballot|roll call)\b", re.I)
_VOTE_AFTER = re.compile(r"[ \n](?:vote|ruling|decision|majority|party-line)\b", re.I)
_SHARE_LED = re.compile(r"(?:\b(?:about|around|nearly|almost|some|only|roughly|than|least|just) |[.!?“\"][ \n]?|\n|\A)\Z", re.I)
_UNIT_OF_TIME = re.compile(r" (?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?)\b", re.I)
WIDEST = 20
"""How many times its lower end the upper end of "5 to 10 people" may be; "fell 5 to 286" is a change and its outcome."""
_SCORE_AFTER = re.compile(
    r"[ \n](?:win|wins|won|victory|loss|lost|defeat|draw|drew|lead|led|vote|ruling|decision|majority|score|scoreline|aggregate"
    r"|thrashing|rout|tie)\b|\.?[,;)]|\.(?:\s|\Z)|[-–]", re.I
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Range:
    """One number, or the two ends of a range. `begin` includes the "between" that opens it; `vote`: the number counts votes."""

    low: Numeral
    high: Numeral | None
    begin: int
    vote: bool = False

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
        opened = _BETWEEN.search(text, max(0, low.start - 20), low.start)
        how = opened.group(1).lower() if opened else None
        kind = _kind(text, low, nxt, link, how if how in ("from", None) else "between")
        if kind == "range":
            yield Range(_scaled(low, nxt), nxt, opened.start() if opened else low.start)
        elif kind == "ratio":
            yield Range(Numeral(low.start, nxt.end, round(low.value / nxt.value, 6), "fraction"), None, low.start)
        elif kind == "votes":
            yield Range(low, None, low.start, vote=True)
            yield Range(nxt, None, nxt.start, vote=True)
        elif kind == "two":
            yield Range(low, None, low.start)
            n -= 1
        n += 2


def _kind(text: str, low: Numeral, high: Numeral, link: re.Match[str], opened: str | None) -> str:
    """Say whether a pair is a range, a ratio ("one in ten"), the votes for and against, two numbers, or a score (none of these)."""
    rising = _scaled(low, high).value < high.value
    if opened is None and _votes(text, low, high, link):
        return "votes"
    if link.group("dash"):
        tight = "-" in link.group() or "–" in link.group() or "‑" in link.group()
        if not tight or (low.kind == "words" and high.kind == "words" and not rising):
            return "two"
        priced = link.group("symbol") != ""
        counted = not _SCORE_AFTER.match(text, high.end) and _COUNTED.match(text, high.end)
        return "range" if rising and (priced or counted) else "score"
    word = link.group("word").strip()
    if word in ("in", "out of", "in every", "out of every"):
        # "in 10 days", "in 2019" are times; "five in 12 towns" is no share, "nine in 10 homes" is: a round whole, or the smallest part.
        led = word != "in" or _SHARE_LED.search(text, max(0, low.start - 14), low.start) is not None
        whole = low.value == 1 or high.value in (10, 100, 1000) or (led and high.value <= 20)
        whole = whole and _UNIT_OF_TIME.match(text, high.end) is None
        return "ratio" if whole and low.value < high.value <= 1000 and _share_follows(text, high.end) else "two"
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


def _share_follows(text: str, end: int) -> bool:
    """Tell whether a share may end here: a noun, a verb, or the end of the clause."""
    return _COUNTED.match(text, end) is not None or re.match(r"[.,;)](?:\s|\Z)|\Z", text[end : end + 2]) is not None


def _votes(text: str, low: Numeral, high: Numeral, link: re.Match[str]) -> bool:
    """Tell "passed 230-to-198", "by 56 votes to 32", "an 8-0 vote" from a range or a score."""
    if low.scale > 1 or high.scale > 1 or link.group("symbol") or (link.group("word") or "to").strip() != "to":
        return False
    spelled = "to" in (link.group("dash") or "")
    if _VOTE_AFTER.match(text, high.end) or (spelled and _VOTES.search(text, *_clause(text, low))):
        return True
    return _VOTE_BEFORE.search(text, max(0, low.start - 60), low.start) is not None and not _PLURAL_AFTER.match(text, high.end)


def _clause(text: str, number: Numeral) -> tuple[int, int]:
    """Give the stretch before a number in which a word for voting still belongs to it."""
    start = max(0, number.start - 120)
    return max(start, text.rfind(". ", start, number.start)), number.start


def _scaled(low: Numeral, high: Numeral) -> Numeral:
    """Give the lower end the scale of the upper one: "5 to 10 million"."""
    if high.scale > 1 and low.scale == 1 and low.value < 1000 and low.value * 1 <= high.value / high.scale:
        return replace(low, value=_whole(low.value * high.scale))
    return low


def _whole(value: float) -> float | int:
    return int(value) if float(value).is_integer() else round(value, 6)
