"""Which words mean alike: 21,000 words as directions, from the shipped encoder's word embeddings (training/related_words.py).

On ECB+ they tell mentions of one event from others better than what the encoder makes of the words in their sentences (average precision
of the likeness alone 0.50; stems 0.34; the encoder's layers 0.50 falling to 0.31 from the first to the last).
"""

from __future__ import annotations

import io
from functools import cache, lru_cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from onrecord.compare.grouping.vectors import rarity

Direction = NDArray[np.float32]
SIZE = 64


@cache
def _table() -> tuple[dict[str, int], NDArray[np.int8]]:
    data = np.load(io.BytesIO((resources.files("onrecord.data") / "related_words.npz").read_bytes()), allow_pickle=False)
    words = data["words"].tobytes().decode().split("\n")
    return {w: n for n, w in enumerate(words)}, data["vectors"]


@lru_cache(maxsize=50_000)
def direction(words: tuple[str, ...]) -> Direction:
    """Give the mean direction of some words in lower case, rare ones counting more: of length 1, or 0 where none is known."""
    known, vectors = _table()
    total = np.zeros(SIZE, np.float32)
    for word in words:
        if word in known:
            total += np.float32(rarity(word)) * (vectors[known[word]].astype(np.float32) / np.float32(127))
    length = float(np.linalg.norm(total))
    return total / np.float32(length) if length else total
