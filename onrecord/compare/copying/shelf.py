"""The index of fingerprints: which reports share enough shingles to be looked at together, and which lines are a publisher's own.

Bounded however large the archive grows: a shingle is kept for at most `FULL` reports, of one publisher for at most `TEMPLATE`, from
where it counts as that publisher's line. A text that more houses print than that is still found through those that are kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from onrecord.compare.arrays import Numbers, ranges
from onrecord.compare.copying import postings
from onrecord.compare.copying.fingerprints import samples
from onrecord.compare.copying.postings import Hashes
from onrecord.compare.copying.texts import ANYBODY, Mask, Texts
from onrecord.store import Archive

TEMPLATE = 4
"""A shingle in so many reports of one publisher is its template (newsletter prompts, standing background), not copied news."""
FULL = 256
"""A stock phrase says nothing of two texts. A shingle in so many reports, and a template of one house, is anybody's template."""
BUDGET = 2_000
"""Entries of the index that are looked at for one report, its rarest fingerprints first."""
CANDIDATE = 0.12
"""Share of the shorter text's fingerprints that two texts must have in common to be aligned; a passage of a fifth passes."""
MIN_SHARED = 2


def add(archive: Archive, numbers: Sequence[int], texts: Texts) -> None:
    """Add reports to the index; call inside a write transaction."""
    db = archive.db
    texts.read(numbers)
    lot = [texts.text(n) for n in numbers]
    prints, sizes = samples([text.ordered for text in lot])
    rows = [(n, text.words, size, text.house) for n, text, size in zip(numbers, lot, sizes.tolist(), strict=True)]
    db.executemany("insert or replace into compared (report, words, prints, house) values (?, ?, ?, ?)", rows)
    bodies = [(n, text.hashes.tobytes()) for n, text in zip(numbers, lot, strict=True)]
    db.executemany("insert or replace into shingles values (?, ?)", bodies)
    if not len(prints):
        return
    # In the order in which they are given: which find room does not hang on how many are added in one go.
    places = postings.entries(prints, np.repeat(np.arange(len(numbers)), sizes))
    new = (places & ~0xFFFFFFFF) | np.array(numbers, np.int64)[postings.reports_of(places)]
    before = texts.postings.find(postings.hashes_of(new))
    both = np.concatenate([before, new])
    kept, templates = room(postings.hashes_of(both), texts.houses(postings.reports_of(both)), len(before))
    texts.postings.add(np.sort(new[kept]))
    db.executemany("insert or ignore into template values (?, ?)", templates)


def room(hashes: Hashes, houses: Numbers, old: int = 0) -> tuple[Mask, list[tuple[int, int]]]:
    """Say for which entries after the first `old`, which are in, there is room, and which lines are templates (house, fingerprint)."""
    known = houses != ANYBODY
    of_house = _rank(houses, hashes)
    kept = ~known | (of_house < TEMPLATE)
    full = kept.copy()
    kept[kept] = _rank(hashes[kept]) < FULL
    full &= ~kept
    fourth = kept & known & (of_house == TEMPLATE - 1)
    anybody = np.intersect1d(hashes[full], hashes[fourth])
    fourth[:old] = False
    templates = {(ANYBODY, x) for x in anybody.tolist()} | set(zip(houses[fourth].tolist(), hashes[fourth].tolist(), strict=True))
    return kept[old:], sorted(templates)


def _rank(*keys: Hashes | Numbers) -> Numbers:
    """Number the entries of equal keys, in their order."""
    order = np.lexsort(keys)
    first = np.ones(len(order), bool)
    first[1:] = np.any([key[order][1:] != key[order][:-1] for key in keys], axis=0)
    starts = np.flatnonzero(first)
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order)) - np.repeat(starts, np.diff(np.append(starts, len(order))))
    return rank


def candidates(numbers: Sequence[int], texts: Texts) -> dict[int, list[int]]:
    """Give for each report those that share enough fingerprints with it to be looked at, likeliest first."""
    texts.load(numbers)
    prints, sizes = samples([own(texts, n) for n in numbers])
    index = texts.postings.find(prints)
    owner, other = looked_at(prints, sizes, index, texts)
    found: dict[int, list[int]] = {n: [] for n in numbers}
    for mine_at, m in zip(owner.tolist(), other.tolist(), strict=True):
        if m != numbers[mine_at]:
            found[numbers[mine_at]].append(m)
    return found


class Known(Protocol):
    """What must be known of the reports in the index."""

    def sizes(self, reports: Numbers) -> Numbers:
        """Give the number of fingerprints of each."""

    def ranks(self, reports: Numbers) -> Numbers:
        """Give the place of each among these in the order of publication."""


def looked_at(prints: Hashes, sizes: Numbers, index: Numbers, known: Known) -> tuple[Numbers, Numbers]:
    """Give the pairs of texts and of reports that hold enough of their fingerprints, text by text, its likeliest first.

    `prints`: the fingerprints of texts, one text's after the other's, `sizes` of each; `index`: all entries of these fingerprints,
    ascending. A text that is in the index holds all of its own.
    """
    if not len(index):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    hashes, reports = postings.hashes_of(index), postings.reports_of(index)
    owners = np.repeat(np.arange(len(sizes)), sizes)
    starts = np.searchsorted(hashes, prints)
    counts = np.searchsorted(hashes, prints, side="right") - starts
    used = _within_budget(owners, counts, sizes)
    at = ranges(starts[used], counts[used])
    pairs, shared = np.unique(np.repeat(owners[used], counts[used]) << 32 | reports[at], return_counts=True)
    owner, other = pairs >> 32, pairs & 0xFFFFFFFF
    smaller = np.minimum(np.bincount(owners[used], minlength=len(sizes))[owner], known.sizes(other))
    share = shared / np.maximum(smaller, 1)
    good = (shared >= np.minimum(MIN_SHARED, smaller)) & (share >= CANDIDATE)
    likeliest = np.lexsort((known.ranks(other[good]), -share[good], owner[good]))
    return owner[good][likeliest], other[good][likeliest]


def own(texts: Texts, n: int) -> Hashes:
    """Give a report's hashes outside its publisher's template lines."""
    text, hits = texts.text(n), texts.template_hits(n)
    return text.ordered if hits is None else text.ordered[~hits]


def _within_budget(owners: Numbers, counts: Numbers, sizes: Numbers) -> Numbers:
    """Give the places of those fingerprints of each report that are looked up: its rarest, up to the budget, but no fewer than two."""
    rare = np.lexsort((counts, owners))
    total = np.cumsum(counts[rare])
    ends = np.cumsum(sizes)
    before = np.concatenate(([0], total))[np.repeat(ends - sizes, sizes)]
    rank = np.arange(len(rare)) - np.repeat(ends - sizes, sizes)
    return rare[(total - before <= BUDGET) | (rank < MIN_SHARED)]
