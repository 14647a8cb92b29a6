"""Texts made after one form about different things: flood warnings of two counties, earthquakes of two islands, two companies' results.

They share most of their words, as copies do, but not what they are about. A copy keeps the names and numbers of its text and changes the
words around them; a form keeps the words and changes names and numbers. So two texts are laid over each other, and where one has other
words in the same slot, the slot counts against a copy if both have names or numbers there and none in common. Words that both quote from
one speaker make neither text a copy of the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from onrecord.model.record import Span

MAX_WORDS = 1_500
"""Words of each text that are laid over each other: a form shows at once."""
LEAST = 3
"""Other names or numbers in the same slots from which two texts are after one form; an update of a toll has one or two."""
MOST_IN_A_SLOT, SLOT = 2, 8
"""Names and numbers of one slot that count, and its words at most: a long one is another passage."""
SAME_WORDS = 0.6
"""Share of words that texts after one form have in common; what cuts or rewrites a text keeps less of it word for word."""
_WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_][^\W_]*(?:['’][^\W_]+)*")
_ENDS = frozenset(".!?:\"“”'‘’\n(")
_QUOTED = re.compile(r"“[^“”]{20,2000}”|\"[^\"]{20,2000}\"")


class Told(NamedTuple):
    """A text's words as compared, whether each is a name or number, which says what a text is about, and how many stand before each place.

    `begun`: runs of names and numbers that begin before it, `own`: words outside quotation marks; one more than there are words.
    """

    folded: list[str]
    telling: list[bool]
    begun: list[int]
    own: list[int]


class Nature(NamedTuple):
    """What two texts share: names and numbers that differ in one slot, runs of them that agree, and the share of each one's own words."""

    differ: int
    agree: int
    share: float

    @property
    def form(self) -> bool:
        return self.differ >= max(LEAST, self.agree) and self.share >= SAME_WORDS


def told_words(text: str, spans: Sequence[Span]) -> Told:
    """Give the words of a text's compared parts."""
    quoted = [m.span() for m in _QUOTED.finditer(text)]
    folded: list[str] = []
    telling: list[bool] = []
    own: list[int] = [0]
    n = 0
    for start, end in spans:
        for match in _WORD.finditer(text, start, end):
            if len(folded) == MAX_WORDS:
                break
            at, word = match.start(), match[0]
            while n < len(quoted) and quoted[n][1] <= at:
                n += 1
            first = word[0]
            name = first.isupper() and at > start and text[max(0, at - 3) : at].rstrip(" \t")[-1:] not in _ENDS
            folded.append(word.lower())
            telling.append(first.isdigit() or name)
            own.append(own[-1] + (n == len(quoted) or quoted[n][0] > at))
    begins = (tells and not before for before, tells in pairwise([False, *telling]))
    return Told(folded, telling, [0, *accumulate(begins)], own)


def nature(one: Told, other: Told) -> Nature:
    """Lay two texts over each other. Linear but for the alignment, which compares 64 words at a time."""
    differ = agree = same_one = same_other = 0
    at_one = at_other = 0
    for start, end, into, until in _equal(one.folded, other.folded):
        differ += _differ(one, other, at_one, start, at_other, into)
        # A run that began before a stretch counts in it, too.
        agree += one.begun[end] - one.begun[start] + (start > 0 and one.telling[start] and one.telling[start - 1])
        same_one += one.own[end] - one.own[start]
        same_other += other.own[until] - other.own[into]
        at_one, at_other = end, until
    differ += _differ(one, other, at_one, len(one.folded), at_other, len(other.folded))
    shares = [same / told.own[-1] if told.own[-1] else 0.0 for same, told in ((same_one, one), (same_other, other))]
    return Nature(differ, agree, max(shares))


def _equal(one: Sequence[str], other: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """Give the stretches that both have: from where to where in one, in the other."""
    for op in Levenshtein.opcodes(one, other):
        if op.tag == "equal":
            yield op.src_start, op.src_end, op.dest_start, op.dest_end


def _differ(one: Told, other: Told, start: int, end: int, into: int, until: int) -> int:
    """Count the names and numbers that differ in a slot, words [start, end) of one and [into, until) of the other."""
    if not 0 < max(end - start, until - into) <= SLOT:
        return 0
    told = {one.folded[k] for k in range(start, end) if one.telling[k]}
    tells = {other.folded[k] for k in range(into, until) if other.telling[k]}
    return 0 if told & tells else min(len(told), len(tells), MOST_IN_A_SLOT)
