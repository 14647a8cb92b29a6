"""Name sequences: the best BIO path through a block's label scores."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

FORBIDDEN = np.float32(-1e4)


def transitions(labels: Sequence[str]) -> NDArray[np.float32]:
    """Forbid I-X after anything but B-X and I-X: `[before, after]`."""
    out = np.zeros((len(labels), len(labels)), np.float32)
    for j, after in enumerate(labels):
        if after.startswith("I-"):
            for i, before in enumerate(labels):
                if before[1:] != after[1:] or before == "O":
                    out[i, j] = FORBIDDEN
    return out


def best_path(scores: NDArray[np.float32], table: NDArray[np.float32], inner: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Find the best label path of `[word, label]`; `inner` marks labels that cannot begin it."""
    path = greedy_path(scores, table, inner)
    return viterbi(scores, table, inner) if path is None else path


def greedy_path(scores: NDArray[np.float32], table: NDArray[np.float32], inner: NDArray[np.bool_]) -> NDArray[np.int64] | None:
    """Give each word its best label where `viterbi` would do so too, rounding included: nearly always.

    The sums are those of `viterbi`. While each word's label is allowed after the one before, the best sum is the one along the path, and
    no other label's sum is above it plus that label's score. So it is enough that, rounded, the path's sum is above that at each word.
    """
    path: NDArray[np.int64] = scores.argmax(1)
    if inner[path[0]] or table[path[:-1], path[1:]].any():
        return None
    rest = scores.copy()
    rest[np.arange(len(path)), path] = -np.inf
    best, others = scores.max(1), rest.max(1)
    along = np.add.accumulate(best)
    if best[0] <= others[0] or (along[1:] <= along[:-1] + others[1:]).any() or not np.isfinite(along[-1]):
        return None
    return path


def viterbi(scores: NDArray[np.float32], table: NDArray[np.float32], inner: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Find the best label path word by word, with what each label can follow."""
    words, labels = scores.shape
    best = scores[0] + np.where(inner, FORBIDDEN, np.float32(0))
    back = np.zeros((words, labels), np.int64)
    columns = np.arange(labels)
    for i in range(1, words):
        through = best[:, None] + table
        back[i] = through.argmax(0)
        best = through[back[i], columns] + scores[i]
    out = np.zeros(words, np.int64)
    out[-1] = best.argmax()
    for i in range(words - 1, 0, -1):
        out[i - 1] = back[i, out[i]]
    return out


def spans(tags: Sequence[str]) -> list[tuple[int, int, str]]:
    """Give (first, last, label) of a BIO sequence, last exclusive."""
    out: list[tuple[int, int, str]] = []
    for i, tag in enumerate(tags):
        if tag[0] == "I" and out and out[-1][1] == i and out[-1][2] == tag[2:]:
            out[-1] = (out[-1][0], i + 1, tag[2:])
        elif tag[0] in "BI":
            out.append((i, i + 1, tag[2:]))
    return out
