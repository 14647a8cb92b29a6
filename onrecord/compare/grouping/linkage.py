"""Average-linkage clustering of a handful of things by their likeness (UPGMA: Sokal and Michener 1958)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
HALF = 0.5


def average_linkage(likeness: Floats, least: float, names: Sequence[str]) -> list[list[int]]:
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


def better_half(values: Floats, veto: float = -np.inf) -> Floats:
    """Give the mean of the larger half of each column (of an odd number the middle one too); what lies below `veto` always counts."""
    ordered = np.sort(values, axis=0)
    counted = ordered < veto
    counted[len(ordered) // 2 :] = True
    return np.asarray(np.where(counted, ordered, 0.0).sum(0) / counted.sum(0))


def better_half_linkage(likeness: Floats, least: float, names: Sequence[str], veto: float = -np.inf) -> list[list[int]]:
    """Merge clusters like `average_linkage`, by the mean of the better half of the pairs between two (a trimmed mean).

    What tells the same in other words is unlike half of a cluster whose members are alike: the mean over all pairs keeps it out.
    `veto`: pairs below it count whether or not they are in the better half.
    """
    order = sorted(range(len(names)), key=lambda i: names[i])
    given = likeness[np.ix_(order, order)].astype(np.float64)
    means = given.copy()
    np.fill_diagonal(means, -np.inf)
    nearest = means.copy()  # the likest pair of two clusters: no mean over pairs is higher
    members = [np.array([i]) for i in range(len(order))]
    while len(order):
        i, j = sorted(divmod(int(np.argmax(means)), len(order)))
        if not means[i, j] >= least:
            break
        members[i], members[j] = np.concatenate([members[i], members[j]]), members[j][:0]
        nearest[i, :] = nearest[:, i] = np.maximum(nearest[i], nearest[j])
        nearest[[i, j], [i, j]] = -np.inf
        nearest[j, :] = nearest[:, j] = -np.inf
        means[[i, j], :] = means[:, [i, j]] = -np.inf
        near = np.flatnonzero(nearest[i] >= least)
        alone = near[[len(members[k]) == 1 for k in near]]  # most are: all at once
        means[i, alone] = means[alone, i] = better_half(given[np.ix_(members[i], alone)], veto)
        for k in np.setdiff1d(near, alone).tolist():
            means[i, k] = means[k, i] = better_half(given[np.ix_(members[i], members[k])].ravel(), veto)
    return [sorted(order[k] for k in m) for m in members if len(m)]


def linkage_by(
    groups: Sequence[Sequence[int]], carried: NDArray[np.bool_], likeness: Floats, least: float, names: Sequence[str]
) -> list[list[int]]:
    """Join groups of which half of either's members carry on one of the other's, while the mean of the better half of pairs is enough."""
    found = {min(names[i] for i in group): np.array(sorted(group, key=lambda i: names[i])) for group in groups}
    group_of = {i: name for name, group in found.items() for i in group.tolist()}
    ends = np.argwhere(np.triu(carried, 1)).tolist()

    def mean(one: str, other: str) -> float:
        pairs = np.ix_(found[one], found[other])
        if min(carried[pairs].any(0).mean(), carried[pairs].any(1).mean()) < HALF:
            return -np.inf
        return float(better_half(likeness[pairs].ravel()))

    means: dict[tuple[str, str], float] = {}
    stale = {(min(a, b), max(a, b)) for i, j in ends if (a := group_of[i]) != (b := group_of[j])}
    while means := means | {pair: mean(*pair) for pair in stale}:
        one, other = max(sorted(means), key=lambda pair: means[pair])
        if means[one, other] < least:
            break
        found[one] = np.array(sorted([*found[one].tolist(), *found.pop(other).tolist()], key=lambda i: names[i]))
        beside = {name for pair in means if one in pair or other in pair for name in pair} - {one, other}
        means = {pair: x for pair, x in means.items() if one not in pair and other not in pair}
        stale = {(min(one, name), max(one, name)) for name in beside}
    return [sorted(group.tolist()) for _, group in sorted(found.items())]
