"""Boosted regression trees in plain numpy: sums of small trees for many rows at once.

Each tree's leaves are numbered from left to right. A question that is answered "more" rules out the leaves on its left; the first leaf
that is left over is the one reached (QuickScorer: Lucchese et al. 2015). So no row walks down a tree: a question is one comparison of a
column, and its answer one bit pattern.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
CHUNK = 16_384
"""Rows at once: what is looked at stays in the processor's cache."""
LEAVES = 16
"""Leaves of a tree, at most: a bit each."""


@dataclass(frozen=True, slots=True)
class Trees:
    """Questions in the order of their trees (tree, column, bound, what "more" leaves over), and the leaves' values, a row a tree."""

    tree: NDArray[np.uint16]
    column: NDArray[np.uint8]
    bound: Floats
    left_over: NDArray[np.uint16]
    values: Floats

    def sums(self, table: Floats) -> NDArray[np.float64]:
        """Give the sum over trees for each row of a table."""
        out = np.zeros(len(table))
        for start in range(0, len(table), CHUNK):
            columns = np.ascontiguousarray(table[start : start + CHUNK].T)
            out[start : start + CHUNK] = self._sums(columns)
        return out

    @classmethod
    def read(cls, data: bytes) -> Trees:
        """Read trees from the bytes of an npz file."""
        found = np.load(io.BytesIO(data), allow_pickle=False)
        return cls(*(found[name] for name in ("tree", "column", "bound", "left_over", "values")))

    def _sums(self, columns: Floats) -> NDArray[np.float64]:
        size = columns.shape[1]
        total = np.zeros(size)
        first = np.searchsorted(self.tree, np.arange(len(self.values) + 1))
        left = np.empty(size, np.uint16)
        for tree, values in enumerate(self.values):
            left.fill(0xFFFF)
            for k in range(int(first[tree]), int(first[tree + 1])):
                more = columns[self.column[k]] > self.bound[k]
                # 0xFFFF where the answer is "no more", the question's pattern where it is.
                left &= (more - np.uint16(1)) | self.left_over[k]
            total += values[_LOWEST[left]]
        return total


_LOWEST = np.zeros(1 << LEAVES, np.uint8)
"""The lowest bit of each pattern: the leaf that is reached."""
for _bit in range(LEAVES):
    _LOWEST[1 << _bit :: 2 << _bit] = _bit
