"""Heads that judge pairs: an act and who may take part in it, somebody and a country that may be theirs.

One hidden layer sees the encoder's own knowledge of a few words and, beside it, named columns. Several networks lie side by side in it.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from onrecord.heads.files import read
from onrecord.model.document import Document

Floats = NDArray[np.float32]
Row = Mapping[str, float]


class Pair(NamedTuple):
    """What is known of a pair: the words whose meanings count, by index, and rows of columns.

    Rows that several pairs share are the same object: they are turned into numbers once.
    """

    words: tuple[int, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class PairHead:
    """The weights: `inner` (words' widths and then columns, hidden), `outer` (hidden, classes), with their biases."""

    columns: tuple[str, ...]
    inner: Floats
    inner_bias: Floats
    outer: Floats
    outer_bias: Floats

    def __call__(self, document: Document, pairs: Sequence[Pair]) -> list[list[float]]:
        """Give for each pair the probability of each class. The parser must tell meanings."""
        if not pairs:
            return []
        meanings = np.frombuffer(document.meanings, np.float16).reshape(len(document.tokens), -1)
        words = meanings[[p.words for p in pairs]].reshape(len(pairs), -1).astype(np.float32)
        width = words.shape[1]
        with blas().limit(limits=1):
            hidden = np.maximum(words @ self.inner[:width] + self.table(pairs) @ self.inner[width:] + self.inner_bias, 0)
            scores = hidden @ self.outer + self.outer_bias
        out: list[list[float]] = probabilities(scores).tolist()
        return out

    def table(self, pairs: Sequence[Pair]) -> Floats:
        """Give the named columns of pairs as numbers; what no column is for is left out."""
        place = self._places
        known: dict[int, tuple[list[int], list[float]]] = {}
        out = np.zeros((len(pairs), len(self.columns)), np.float32)
        for n, pair in enumerate(pairs):
            for row in pair.rows:
                numbers = known.get(id(row))
                if numbers is None:
                    kept = [(place[name], value) for name, value in row.items() if value and name in place]
                    numbers = known[id(row)] = ([c for c, _ in kept], [v for _, v in kept])
                out[n, numbers[0]] = numbers[1]
        return out

    @cached_property
    def _places(self) -> dict[str, int]:
        return {name: i for i, name in enumerate(self.columns)}


def probabilities(scores: Floats) -> Floats:
    """Turn each row of scores into probabilities that sum to one."""
    odds = np.exp(scores - scores.max(1, keepdims=True))
    out: Floats = odds / odds.sum(1, keepdims=True)
    return out


PARTS = ("inner", "inner_bias", "outer", "outer_bias")


@cache
def pair_head(name: str) -> PairHead | None:
    """Read a head by its file's name; None where none is shipped."""
    data = read(name)
    if data is None:
        return None
    found = np.load(io.BytesIO(data), allow_pickle=False)
    return PairHead(tuple(json.loads(str(found["columns"]))), *(found[part].astype(np.float32) for part in PARTS))


def packed(head: PairHead) -> bytes:
    """Give the bytes of a head's file, in 16-bit floats."""
    out = io.BytesIO()
    weights = {part: getattr(head, part).astype(np.float16) for part in PARTS}
    np.savez_compressed(out, columns=np.array(json.dumps(head.columns)), **weights)
    return out.getvalue()


@cache
def blas() -> ThreadpoolController:
    """Give the hand on numpy's threads: on a busy machine several wait for one another, three times as long for so small a product."""
    return ThreadpoolController().select(user_api="blas")
