"""Dependency trees from arc scores: each word's best head where that gives a tree, else with its cycles broken."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
NEVER = np.float32(-1e9)


def sentence_heads(scores: Floats) -> Ints:
    """Give the best tree of one sentence. `scores[i, j]`: word i under head j; column 0 is the root. One word has head 0."""
    heads: Ints = scores.argmax(1)
    if _is_tree(heads.tolist()):
        return heads
    return _single_root(scores)


def _is_tree(heads: Sequence[int]) -> bool:
    """Tell whether one word is the root and all others lead to it."""
    if heads.count(0) != 1:
        return False
    met = [0] * (len(heads) + 1)
    for start in range(1, len(heads) + 1):
        node = start
        while node and not met[node]:
            met[node] = start
            node = heads[node - 1]
        if node and met[node] == start:
            return False
    return True


def _single_root(scores: Floats) -> Ints:
    """Fix the word that gains most by being the root, then find the best tree of the rest."""
    table = scores.copy()
    np.fill_diagonal(table[:, 1:], NEVER)
    others = table[:, 1:].max(1) if len(table) > 1 else np.zeros(1, np.float32)
    root = int((table[:, 0] - others).argmax())
    table[:, 0] = NEVER
    table[root] = NEVER
    table[root, 0] = 0
    return _break_cycles(table)


def _break_cycles(table: Floats) -> Ints:
    """Break the cycles of the greedy choice one after the other: each at the word that loses least by leaving it.

    Contracting cycles (Chu-Liu/Edmonds) would give the best tree; for the few sentences that come here this gives the same one
    nearly always, in fewer lines and without recursion on hostile text.
    """
    heads: Ints = table.argmax(1)
    for _ in range(len(heads) + 1):
        cycle = _cycle(heads)
        if cycle is None:
            return heads
        inside = _below(heads, cycle)
        outside = table[cycle].copy()
        outside[:, inside + 1] = NEVER
        loss = table[cycle, heads[cycle]] - outside.max(1)
        word = int(loss.argmin())
        heads[cycle[word]] = outside[word].argmax()
    return heads


def _cycle(heads: Ints) -> Ints | None:
    state = np.zeros(len(heads) + 1, np.int64)
    state[0] = -1
    for start in range(1, len(heads) + 1):
        path, node = [], start
        while state[node] == 0:
            state[node] = start
            path.append(node)
            node = int(heads[node - 1])
        if state[node] == start:
            return np.array(path[path.index(node) :]) - 1
        state[path] = -1
    return None


def _below(heads: Ints, cycle: Ints) -> Ints:
    """Give the words that hang on the cycle, itself included: a head among them would close another cycle."""
    reached = set(cycle.tolist())
    grown = True
    while grown:
        new = {i for i, h in enumerate(heads.tolist()) if h - 1 in reached and i not in reached}
        reached |= new
        grown = bool(new)
    return np.array(sorted(reached))
