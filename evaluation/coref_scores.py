"""How well mentions are grouped: MUC, B-cubed, CEAF-e and their mean, as the reference scorer of CoNLL-2012 defines them.

Pradhan, Luo, Recasens, Hovy, Ng and Strube 2014, "Scoring Coreference Partitions of Predicted Mentions". MUC: Vilain et al. 1995;
B-cubed: Bagga and Baldwin 1998; CEAF-e: Luo 2005, with phi 4. Key and response may hold different mentions: a mention that only one of
them holds is matched with nothing. Mentions that stand alone count like others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

Clusters = list[frozenset[Hashable]]
Score = tuple[float, float, float]
"""Recall, precision, F1."""


def clusters(labels: Mapping[Hashable, Hashable]) -> Clusters:
    """Give the clusters of mentions that bear the same label."""
    groups: dict[Hashable, set[Hashable]] = defaultdict(set)
    for mention, label in labels.items():
        groups[label].add(mention)
    return [frozenset(g) for g in groups.values()]


def conll(key: Clusters, response: Clusters) -> dict[str, float]:
    """Give the F1 of MUC, B-cubed and CEAF-e, and their mean as `conll`."""
    scores = {"muc": muc(key, response)[2], "b_cubed": b_cubed(key, response)[2], "ceaf_e": ceaf_e(key, response)[2]}
    return {**scores, "conll": sum(scores.values()) / 3}


def muc(key: Clusters, response: Clusters) -> Score:
    """Count the links that join the mentions of each cluster."""
    return _score(_links(key, response), _links(response, key))


def _links(these: Clusters, those: Clusters) -> float:
    where = {m: n for n, c in enumerate(those) for m in c}
    kept = possible = 0
    for c in these:
        parts = len({where[m] for m in c if m in where}) + sum(m not in where for m in c)
        kept += len(c) - parts
        possible += len(c) - 1
    return kept / possible if possible else 0.0


def b_cubed(key: Clusters, response: Clusters) -> Score:
    """Average over mentions the share of their cluster that stands in their cluster of the other side."""
    return _score(_shares(key, response), _shares(response, key))


def _shares(these: Clusters, those: Clusters) -> float:
    where = {m: c for c in those for m in c}
    total = sum(len(c) for c in these)
    return sum(len(c & where[m]) / len(c) for c in these for m in c if m in where) / total if total else 0.0


def ceaf_e(key: Clusters, response: Clusters) -> Score:
    """Pair clusters one to one, so that their likeness 2 |K and R| / (|K| + |R|) is greatest in sum."""
    where: dict[Hashable, list[int]] = defaultdict(list)
    for n, c in enumerate(response):
        for m in c:
            where[m].append(n)
    total = 0.0
    for rows, columns in _connected(key, where):
        likeness = np.array([[2 * len(key[i] & response[j]) / (len(key[i]) + len(response[j])) for j in columns] for i in rows])
        total += best_sum(likeness)
    return _score(total / len(key) if key else 0.0, total / len(response) if response else 0.0)


def _connected(key: Clusters, where: Mapping[Hashable, list[int]]) -> Iterable[tuple[list[int], list[int]]]:
    """Give lots of clusters that share mentions with one another: only inside such a lot does a pairing gain anything."""
    holders: dict[int, set[int]] = defaultdict(set)
    for i, c in enumerate(key):
        for m in c:
            for j in where.get(m, ()):
                holders[j].add(i)
    touched = {i: {j for m in c for j in where.get(m, ())} for i, c in enumerate(key)}
    seen: set[int] = set()
    for start in range(len(key)):
        if start in seen or not touched[start]:
            continue
        rows, columns, waiting = {start}, set(), [start]
        while waiting:
            for j in touched[waiting.pop()] - columns:
                columns.add(j)
                waiting += sorted(holders[j] - rows)
                rows |= holders[j]
        seen |= rows
        yield sorted(rows), sorted(columns)


def best_sum(gain: NDArray[np.float64]) -> float:
    """Give the greatest sum of a one-to-one pairing of rows and columns (Kuhn and Munkres; shortest augmenting paths, cubic)."""
    if gain.shape[0] > gain.shape[1]:
        gain = gain.T
    rows, columns = gain.shape
    cost = gain.max(initial=0.0) - gain
    u, v = np.zeros(rows + 1), np.zeros(columns + 1)
    owner = np.zeros(columns + 1, int)
    for row in range(1, rows + 1):
        owner[0], at = row, 0
        least, back = np.full(columns + 1, np.inf), np.zeros(columns + 1, int)
        used = np.zeros(columns + 1, bool)
        while True:
            used[at] = True
            reduced = cost[owner[at] - 1] - u[owner[at]] - v[1:]
            better = ~used[1:] & (reduced < least[1:])
            least[1:][better], back[1:][better] = reduced[better], at
            nearest = 1 + int(np.argmin(np.where(used[1:], np.inf, least[1:])))
            step = least[nearest]
            u[owner[used]] += step
            v[used] -= step
            least[~used] -= step
            at = nearest
            if owner[at] == 0:
                break
        while at:
            owner[at] = owner[back[at]]
            at = int(back[at])
    return float(sum(gain[owner[j] - 1, j - 1] for j in range(1, columns + 1) if owner[j]))


def _score(recall: float, precision: float) -> Score:
    return recall, precision, 2 * recall * precision / (recall + precision) if recall + precision else 0.0
