"""How many words two texts have in common outside template lines, of many pairs of texts at once.

A pair is some forty steps over a few hundred numbers; taken one by one, calling the steps cost ten times what they do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from onrecord.compare.arrays import Numbers
from onrecord.compare.copying.fingerprints import SHINGLE
from onrecord.compare.copying.texts import Mask, Text, Texts

GAP = 12
"""Words between two sampled shingles of one template line: with one in four sampled, longer gaps are rarer than one in thirty."""
AT_ONCE = 60_000
"""Shingles laid over each other at once: half a megabyte an array, which the processor's cache holds."""


class Overlap(NamedTuple):
    """Of two texts: each one's own words, and how many of these stand in runs of five or more in the other's own words, too."""

    size_a: int
    size_b: int
    same: int


def overlaps(texts: Texts, pairs: Sequence[tuple[int, int]]) -> list[Overlap]:
    """Lay the texts of each pair of reports over each other.

    Publishers of one house share their lines, and a young publisher's are not known yet: either's templates count for both.
    """
    found: list[Overlap] = []
    for some in _portions(texts, pairs):
        found += _overlaps(*(_Stack(texts, side) for side in zip(*some, strict=True)))
    return found


def _portions(texts: Texts, pairs: Sequence[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    texts.load(n for pair in pairs for n in pair)
    some: list[tuple[int, int]] = []
    size = 0
    for pair in pairs:
        some.append(pair)
        size += sum(len(texts.text(n).ordered) for n in pair)
        if size >= AT_ONCE:
            yield some
            some, size = [], 0
    if some:
        yield some


class _Stack:
    """One side of some pairs, text after text: keys (pair and hash, ascending), the places of the shingles, words."""

    def __init__(self, texts: Texts, numbers: Sequence[int]) -> None:
        stacked: list[Text] = [texts.text(n) for n in numbers]
        sizes = np.array([len(t.ordered) for t in stacked])
        self.words = np.array([t.words for t in stacked], np.int64)
        self.starts = np.cumsum(self.words) - self.words
        self.keys = np.concatenate([t.ordered for t in stacked]) + np.repeat(np.arange(len(stacked)) << 32, sizes)
        self.places = np.concatenate([t.places for t in stacked]) + np.repeat(self.starts, sizes)
        hits = [texts.template_hits(n) for n in numbers]
        self.hits = None
        if any(h is not None for h in hits):
            self.hits = np.concatenate([np.zeros(len(t.ordered), bool) if h is None else h for t, h in zip(stacked, hits, strict=True)])

    def spread(self, marked: Mask) -> Mask:
        """Give marks of shingles in the order of the text, a place a word."""
        out = np.zeros(int(self.words.sum()), bool)
        out[self.places[marked]] = True
        return out

    def sums(self, marked: Mask) -> Numbers:
        """Count the marked words of each text."""
        before = _before(marked)
        return np.asarray(before[self.starts + self.words] - before[self.starts])

    def own(self, templates: Mask) -> Mask:
        """Mark the words outside template lines. Only a sample of shingles is known, so what lies between two of a line counts to it."""
        at = np.flatnonzero(self.spread(templates))
        text = np.searchsorted(self.starts, at, side="right")
        start = at.copy()
        near = (at[1:] - at[:-1] <= GAP + SHINGLE) & (text[1:] == text[:-1])
        start[1:][near] = np.minimum(at[1:], at[:-1] + SHINGLE)[near]
        size = int(self.words.sum()) + 1
        edges = np.bincount(start, minlength=size) - np.bincount(at + SHINGLE, minlength=size)
        return np.asarray(np.cumsum(edges[:-1]) <= 0)


def _overlaps(a: _Stack, b: _Stack) -> Iterator[Overlap]:
    to_b, in_b, to_a, in_a = _meet(a, b)
    sizes, whole = [a.words, b.words], [np.ones(len(s.keys), bool) for s in (a, b)]
    if a.hits is not None or b.hits is not None:
        hits = [np.zeros(len(s.keys), bool) if s.hits is None else s.hits for s in (a, b)]
        templates = [hits[0].copy(), hits[1].copy()]
        templates[0][in_b] |= hits[1][to_b[in_b]]
        templates[1][in_a] |= hits[0][to_a[in_a]]
        for k, side in enumerate((a, b)):
            own = side.own(templates[k])
            before = _before(own)
            sizes[k] = side.sums(own)
            whole[k] = before[side.places + SHINGLE] - before[side.places] == SHINGLE
    # A passage that one text repeats stands in the other but once: what both have is what the poorer of them has.
    same = np.minimum(_covered(a, whole[0] & _met(in_b, to_b, b, whole[1])), _covered(b, whole[1] & _met(in_a, to_a, a, whole[0])))
    return map(Overlap, sizes[0].tolist(), sizes[1].tolist(), same.tolist())


def _meet(one: _Stack, other: _Stack) -> tuple[Numbers, Mask, Numbers, Mask]:
    """Give for each shingle of one side the first of its hash on the other, and whether there is any; then the same the other way."""
    if not len(one.keys) or not len(other.keys):
        none = [np.zeros(len(s.keys), np.int64) for s in (one, other)]
        return none[0], none[0] > 0, none[1], none[1] > 0
    at = np.searchsorted(other.keys, one.keys)
    at[at == len(other.keys)] = 0
    met = other.keys[at] == one.keys
    # The way back needs no second search: what is met is met by the first of its hash.
    meeting = np.flatnonzero(met)
    firsts = meeting[np.append(True, at[meeting[1:]] != at[meeting[:-1]])] if len(meeting) else meeting
    back = np.full(len(other.keys), -1)
    back[at[firsts]] = firsts
    run = np.flatnonzero(np.append(True, other.keys[1:] != other.keys[:-1]))
    back = np.repeat(back[run], np.diff(np.append(run, len(back))))
    return at, np.asarray(met), np.maximum(back, 0), back >= 0


def _met(meets: Mask, at: Numbers, other: _Stack, whole: Mask) -> Mask:
    """Tell which shingles meet one on the other side all of whose words are own ones."""
    if whole.all():
        return meets
    run = np.cumsum(np.append(True, other.keys[1:] != other.keys[:-1])) - 1
    good = np.bincount(run[whole], minlength=int(run[-1]) + 1) > 0
    out = meets.copy()
    out[meets] = good[run[at[meets]]]
    return out


def _covered(side: _Stack, hit: Mask) -> Numbers:
    """Count the words of each text that stand in shingles that are hit."""
    before = _before(side.spread(hit))
    at = np.arange(len(before) - 1)
    return side.sums(before[at + 1] > before[np.maximum(at - SHINGLE + 1, 0)])


def _before(marked: Mask) -> Numbers:
    """Give how many are marked before each place, and in all."""
    return np.concatenate(([0], np.cumsum(marked)))
