"""Texts made after one form about different things: flood warnings of two counties, earthquakes of two islands, two companies' results.

They share most of their words, as copies do, but not what they are about. A copy keeps the names and numbers of its text and changes the
words around them; a form keeps the words and changes names and numbers. So two texts are laid over each other, and where one has other
words in the same slot, the slot counts against a copy if both have names or numbers there and none in common. Words that both quote from
one speaker make neither text a copy of the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
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


class Word(NamedTuple):
    """A word as compared; whether it is a name or number, which says what a text is about; whether it stands in quotation marks."""

    folded: str
    telling: bool
    quoted: bool


class Nature(NamedTuple):
    """What two texts share: names and numbers that differ in one slot, runs of them that agree, and the share of each one's own words."""

    differ: int
    agree: int
    share: float

    @property
    def form(self) -> bool:
        return self.differ >= max(LEAST, self.agree) and self.share >= SAME_WORDS


def words_of(text: str, spans: Sequence[Span]) -> list[Word]:
    """Give the words of a text's compared parts."""
    quoted = [m.span() for m in _QUOTED.finditer(text)]
    out: list[Word] = []
    n = 0
    for start, end in spans:
        for match in _WORD.finditer(text, start, end):
            if len(out) == MAX_WORDS:
                return out
            at = match.start()
            while n < len(quoted) and quoted[n][1] <= at:
                n += 1
            word = match[0]
            opens = text[max(0, at - 3) : at].rstrip(" \t")[-1:]
            name = word[0].isupper() and at > start and opens not in _ENDS
            out.append(Word(word.lower(), word[0].isdigit() or name, n < len(quoted) and quoted[n][0] <= at))
    return out


def nature(one: Sequence[Word], other: Sequence[Word]) -> Nature:
    """Lay two texts over each other. Linear but for the alignment, which compares 64 words at a time."""
    differ = agree = 0
    same = [0, 0]
    for equal, a, b in _stretches(one, other):
        if equal:
            agree += sum(w.telling and not before.telling for before, w in pairwise([_NOTHING, *a]))
            same[0] += sum(not w.quoted for w in a)
            same[1] += sum(not w.quoted for w in b)
        elif max(len(a), len(b)) <= SLOT:
            told, tells = ({w.folded for w in side if w.telling} for side in (a, b))
            differ += 0 if told & tells else min(len(told), len(tells), MOST_IN_A_SLOT)
    own = [sum(not w.quoted for w in side) for side in (one, other)]
    return Nature(differ, agree, max(s / o if o else 0.0 for s, o in zip(same, own, strict=True)))


_NOTHING = Word("", telling=False, quoted=False)


def _stretches(one: Sequence[Word], other: Sequence[Word]) -> Iterator[tuple[bool, Sequence[Word], Sequence[Word]]]:
    """Give in turn what both have and what stands between, as (is the same, words of one, words of the other)."""
    at_one = at_other = 0
    for op in Levenshtein.opcodes([w.folded for w in one], [w.folded for w in other]):
        if op.tag != "equal":
            continue
        if op.src_start > at_one or op.dest_start > at_other:
            yield False, one[at_one : op.src_start], other[at_other : op.dest_start]
        yield True, one[op.src_start : op.src_end], other[op.dest_start : op.dest_end]
        at_one, at_other = op.src_end, op.dest_end
    if at_one < len(one) or at_other < len(other):
        yield False, one[at_one:], other[at_other:]
