"""Which words mean alike, by two tables of directions.

`direction`: 21,000 words in 64 directions, from the shipped encoder's word embeddings (training/related_words.py). `meaning`: 32,000 words
in 96, what the sentence encoder MiniLM makes of each word alone (training/word_meanings.py): to it "acquired" and "purchase" are kin. Of
pairs inside a subtopic of ECB+ average precision by the first alone is 0.60, by the second 0.66; both together are better than the second
by about 0.7 points of CoNLL F1 (topics not seen).

The first tell mentions of one event from others better than what the shipped encoder makes of the words in their sentences (average
precision of the likeness alone 0.50 over all topics; stems 0.34; the encoder's layers 0.50 falling to 0.31 from the first to the last).
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from onrecord.compare.grouping.vectors import rarity

Direction = NDArray[np.float32]


@cache
def _table(name: str) -> tuple[dict[str, int], NDArray[np.int8]]:
    data = np.load(io.BytesIO((resources.files("onrecord.data") / f"{name}.npz").read_bytes()), allow_pickle=False)
    words = data["words"].tobytes().decode().split("\n")
    return {w: n for n, w in enumerate(words)}, data["vectors"]


def _mean(name: str, words: Iterable[str]) -> Direction:
    known, vectors = _table(name)
    total = np.zeros(vectors.shape[1], np.float32)
    for word in words:
        if word in known:
            total += np.float32(rarity(word)) * (vectors[known[word]].astype(np.float32) / np.float32(127))
    length = float(np.linalg.norm(total))
    return total / np.float32(length) if length else total


@lru_cache(maxsize=50_000)
def direction(words: tuple[str, ...]) -> Direction:
    """Give the mean direction of some words in lower case, rare ones counting more: of length 1, or 0 where none is known."""
    return _mean("related_words", words)


def meaning(words: Iterable[str]) -> Direction:
    """Give the mean direction of some words in lower case by the table of meanings, likewise."""
    return _mean("word_meanings", words)
