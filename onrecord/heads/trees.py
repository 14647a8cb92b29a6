"""Boosted regression trees in plain numpy: sums of small trees for many rows at once.

Each tree's leaves are numbered from left to right. A question that is answered "more" rules out the leaves on its left; the first leaf
that is left over is the one reached (QuickScorer: Lucchese et al. 2015). What all questions about one column leave over depends only on
between which of their bounds the value lies: so a column costs one look-up for all trees, and no row walks down a tree.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
CHUNK = 1024
"""Rows at once: their patterns, two bytes a tree, stay in the processor's cache."""
FEW = 32
"""Rows up to which all columns are looked up in one step, for it is the steps that cost then: a report has so many actors or events."""
LEAVES = 16
"""Leaves of a tree, at most: a bit each."""


@dataclass(frozen=True)
class Trees:
    """Questions (tree, column, bound, what "more" leaves over), and the leaves' values, a row a tree."""

    tree: NDArray[np.uint16]
    column: NDArray[np.uint8]
    bound: Floats
    left_over: NDArray[np.uint16]
    values: Floats

    @classmethod
    def read(cls, data: bytes) -> Trees:
        """Read trees from the bytes of an npz file."""
        found = np.load(io.BytesIO(data), allow_pickle=False)
        return cls(*(found[name] for name in ("tree", "column", "bound", "left_over", "values")))

    def sums(self, table: Floats) -> NDArray[np.float64]:
        """Give the sum over trees for each row of a table."""
        out = np.zeros(len(table))
        first = np.arange(len(self.values)) * LEAVES
        for start in range(0, len(table), CHUNK):
            rows = table[start : start + CHUNK]
            left = self._left_of_few(rows) if len(rows) <= FEW and self._patterns else self._left_of_many(rows)
            out[start : start + CHUNK] = self.values.ravel()[first + _LOWEST[left]].sum(1, dtype=np.float64)
        return out

    def _left_of_many(self, rows: Floats) -> NDArray[np.uint16]:
        left = np.full((len(rows), len(self.values)), 0xFFFF, np.uint16)
        for column, bounds, patterns in self._patterns:
            left &= patterns[np.searchsorted(bounds, rows[:, column])]
        return left

    def _left_of_few(self, rows: Floats) -> NDArray[np.uint16]:
        columns, bounds, begins, patterns = self._joined
        # A column with n bounds has n + 1 patterns: so many more stand before those of the next.
        places = np.add.reduceat(rows[:, columns] > bounds, begins, axis=1, dtype=np.intp) + begins + np.arange(len(begins))
        left: NDArray[np.uint16] = np.bitwise_and.reduce(patterns[places], axis=1)
        return left

    @cached_property
    def _joined(self) -> tuple[NDArray[np.intp], Floats, NDArray[np.intp], NDArray[np.uint16]]:
        """Give the columns' patterns one below the other: the column of each bound, the bounds, where each column's begin, the patterns."""
        columns, bounds, patterns = zip(*self._patterns, strict=True)
        sizes = [len(b) for b in bounds]
        return np.repeat(columns, sizes), np.concatenate(bounds), np.cumsum([0, *sizes[:-1]]), np.concatenate(patterns)

    @cached_property
    def _patterns(self) -> list[tuple[int, Floats, NDArray[np.uint16]]]:
        """Give for each column its bounds, ascending, and for each place among them what is left over, tree by tree."""
        out = []
        for column in np.unique(self.column).tolist():
            bounds = np.unique(self.bound[self.column == column])
            patterns = np.full((len(bounds) + 1, len(self.values)), 0xFFFF, np.uint16)
            for k in np.flatnonzero(self.column == column).tolist():
                patterns[np.searchsorted(bounds, self.bound[k]) + 1 :, self.tree[k]] &= self.left_over[k]
            out.append((column, bounds, patterns))
        return out


_LOWEST = np.zeros(1 << LEAVES, np.uint8)
"""The lowest bit of each pattern: the leaf that is reached."""
for _bit in range(LEAVES):
    _LOWEST[1 << _bit :: 2 << _bit] = _bit
