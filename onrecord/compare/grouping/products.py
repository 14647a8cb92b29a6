"""Products of rows of a sparse matrix with all of its rows, of many rows at once.

Terms that many rows have are kept as columns of a full matrix, which the processor multiplies thirty times as fast as it goes through
lists; rare ones as lists of who has them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from onrecord.compare.arrays import Numbers, ranges

COMMON = 0.03
"""Share of the rows from which on a term is a column. Of news of two weeks some 500 terms are; they make up most of all lists."""
FEWEST = 3
CELLS = 12_000_000
"""Most numbers in the columns: 100 MB."""

Floats = NDArray[np.float64]


class Products:
    """A matrix by its rows: numbered terms with their weights. `asked`: the rows whose products will be asked for."""

    def __init__(self, terms: Sequence[Numbers], weights: Sequence[Floats] | None, asked: Numbers) -> None:
        self.size = len(terms)
        sizes = np.array([len(t) for t in terms], np.int64)
        flat = np.concatenate([*terms, np.empty(0, np.int64)])
        values = np.ones(len(flat)) if weights is None else np.concatenate([*weights, np.empty(0)])
        rows = np.repeat(np.arange(self.size), sizes)
        if 4 * len(flat) < flat.max(initial=0):  # a few rows of a large vocabulary: number theirs alone
            flat = np.unique(flat, return_inverse=True)[1].astype(np.int64)
        held = np.bincount(flat)
        wanted = np.zeros(len(held), bool)
        wanted[flat[ranges((np.cumsum(sizes) - sizes)[asked], sizes[asked])]] = True
        held[~wanted] = 0
        column = self._columns(held)
        at = column[flat]
        full = at >= 0
        self._full = np.zeros((self.size, int(column.max(initial=-1)) + 1))
        self._full[rows[full], at[full]] = values[full]
        rest = np.flatnonzero((held[flat] > 1) & ~full)
        by_term = np.sort(flat[rest] << 32 | rest) & 0xFFFFFFFF
        self._holders, self._values = rows[by_term], values[by_term]
        self._starts = np.concatenate(([0], np.cumsum(np.bincount(flat[rest], minlength=len(held)))))
        self._own = flat[rest], values[rest], np.searchsorted(rows[rest], np.arange(self.size + 1))

    def _columns(self, held: Numbers) -> Numbers:
        """Give the column of each term, -1 where it has none."""
        common = np.flatnonzero(held >= max(FEWEST, COMMON * self.size))
        most = max(1, CELLS // max(1, self.size))
        if len(common) > most:
            common = common[np.argsort(-held[common], kind="stable")[:most]]
        column = np.full(len(held), -1)
        column[common] = np.arange(len(common))
        return column

    def of(self, rows: Numbers) -> Floats:
        """Give the products of some of the rows asked for (each a row) with all rows."""
        out = self._full[rows] @ self._full.T
        terms, values, bounds = self._own
        sizes = bounds[rows + 1] - bounds[rows]
        mine = ranges(bounds[rows], sizes)
        starts = self._starts[terms[mine]]
        lengths = self._starts[terms[mine] + 1] - starts
        at = ranges(starts, lengths)
        cells = np.repeat(np.repeat(np.arange(len(rows)) * self.size, sizes), lengths) + self._holders[at]
        more = np.bincount(cells, weights=np.repeat(values[mine], lengths) * self._values[at], minlength=out.size)
        return np.asarray(out + more.reshape(out.shape))
