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


def best_paths(scores: NDArray[np.float32], table: NDArray[np.float32], inner: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Find the best label path of each row of `[block, word, label]`; `inner` marks labels that cannot begin a block."""
    blocks, words, labels = scores.shape
    best = scores[:, 0] + np.where(inner, FORBIDDEN, np.float32(0))
    back = np.zeros((words, blocks, labels), np.int64)
    for i in range(1, words):
        through = best[:, :, None] + table
        back[i] = through.argmax(1)
        best = np.take_along_axis(through, back[i][:, None], 1)[:, 0] + scores[:, i]
    out = np.zeros((blocks, words), np.int64)
    out[:, -1] = best.argmax(1)
    rows = np.arange(blocks)
    for i in range(words - 1, 0, -1):
        out[:, i - 1] = back[i, rows, out[:, i]]
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
