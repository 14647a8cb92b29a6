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
    means = likeness[np.ix_(order, order)].astype(np.float64)
    np.fill_diagonal(means, -np.inf)
    members = [[i] for i in order]
    sizes = np.ones(len(order))
    # Each row's best is remembered: looking through all pairs for every merger would be cubic.
    best = means.argmax(1) if len(order) else np.empty(0, np.int64)
    reach = means[np.arange(len(order)), best]
    while len(order):
        i, j = sorted((at := int(np.argmax(reach)), int(best[at])))
        if reach[at] < least:
            break
        # The mean over all pairs of a merged cluster is the size-weighted mean of its parts' means.
        merged = (means[i] * sizes[i] + means[j] * sizes[j]) / (sizes[i] + sizes[j])
        merged[[i, j]] = -np.inf
        means[i, :], means[:, i] = merged, merged
        means[j, :], means[:, j] = -np.inf, -np.inf
        sizes[i] += sizes[j]
        members[i] += members[j]
        members[j] = []
        stale = np.flatnonzero((best == i) | (best == j) | (merged > reach) | ((merged == reach) & (i < best)))
        stale = np.union1d(stale, [i, j])
        best[stale] = means[stale].argmax(1)
        reach[stale] = means[stale, best[stale]]
    return [sorted(m) for m in members if m]
