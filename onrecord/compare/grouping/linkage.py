"""Average-linkage clustering of a handful of things by their likeness (UPGMA: Sokal and Michener 1958)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def average_linkage(likeness: NDArray[np.float64], least: float, names: Sequence[str]) -> list[list[int]]:
    """Merge the two most alike clusters while their mean likeness is at least `least`; give the members of each cluster.

    `likeness`: symmetric, n by n. Ties go to the smallest names, so that the order of rows makes no difference.
    """
    order = sorted(range(len(names)), key=lambda i: names[i])
    sums = likeness[np.ix_(order, order)].astype(np.float64)
    np.fill_diagonal(sums, -np.inf)
    members = [[i] for i in order]
    sizes = np.ones(len(order))
    alive = np.ones(len(order), bool)
    while alive.sum() > 1:
        means = np.where(alive[:, None] & alive[None, :], sums, -np.inf)
        at = int(np.argmax(means))
        i, j = sorted(divmod(at, len(order)))
        if means[i, j] < least:
            break
        # The mean over all pairs of a merged cluster is the size-weighted mean of its parts' means.
        merged = (sums[i] * sizes[i] + sums[j] * sizes[j]) / (sizes[i] + sizes[j])
        sums[i, :], sums[:, i] = merged, merged
        sums[i, i] = -np.inf
        sizes[i] += sizes[j]
        alive[j] = False
        members[i] += members[j]
        members[j] = []
    return [sorted(m) for m in members if m]
