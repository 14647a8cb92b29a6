"""Which words tell of an act of public life, and of which PLOVER type: one hidden layer on the encoder's own knowledge of the word.

Rules and tables propose what they know by name; this head knows words by the company they keep, so it sees acts that no table lists, and
doubts listed words where they mean something else ("shot down the plan"). It decides nothing alone: coding offers what it sees
(coding/proposals.py), the judge of happenings weighs it (gather/judging.py). Recipe: training/acts.py.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from onrecord.heads.files import read
from onrecord.heads.pairs import PARTS, blas, probabilities
from onrecord.model.document import Document, Token
from onrecord.ontology import PLOVER

TYPES = PLOVER.types
WORDS = frozenset(("VERB", "NOUN", "ADJ", "PROPN"))
"""Parts of speech that may tell of an act; inside a name only a verb does."""
FILE = "acts.npz"
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class ActHead:
    """The weights: `inner` (width, hidden), `outer` (hidden, 1 + 16 types), with their biases."""

    inner: Floats
    inner_bias: Floats
    outer: Floats
    outer_bias: Floats

    def __call__(self, rows: Floats) -> Floats:
        """Give for each row the probability of no act, then of each type."""
        return probabilities(np.maximum(rows @ self.inner + self.inner_bias, 0) @ self.outer + self.outer_bias)


@cache
def shipped() -> ActHead:
    """Read the head that is shipped with the encoder whose meanings it was trained on."""
    data = read(FILE)
    assert data is not None
    found = np.load(io.BytesIO(data), allow_pickle=False)
    return ActHead(*(found[name].astype(np.float32) for name in PARTS))


def packed(head: ActHead) -> bytes:
    """Give the bytes of a head's file, in 16-bit floats."""
    out = io.BytesIO()
    np.savez_compressed(out, **{name: getattr(head, name).astype(np.float16) for name in PARTS})
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class Acts:
    """What the head says of a report's words: rows of `odds` by token index."""

    odds: dict[int, list[float]]

    def seen(self, token: int) -> float:
        """Give how likely a word tells of an act at all; 0 where the head was not asked."""
        row = self.odds.get(token)
        return 0.0 if row is None else round(1 - row[0], 3)

    def of(self, token: int, event: str) -> float:
        """Give how likely a word tells of an act of this type."""
        row = self.odds.get(token)
        return 0.0 if row is None else round(row[1 + TYPES.index(event)], 3)

    def best(self, token: int) -> tuple[str, float, str, float]:
        """Give the likeliest type with its probability, and the runner-up."""
        row = self.odds[token][1:]
        second, first = sorted(range(len(row)), key=row.__getitem__)[-2:]
        return TYPES[first], round(row[first], 3), TYPES[second], round(row[second], 3)


NONE = Acts({})


def read_acts(document: Document, head: ActHead | None = None, may_tell: Callable[[Token], bool] = lambda _: True) -> Acts:
    """Ask the head about a report's content words; nothing is seen where the parser tells no meanings.

    `may_tell` says of a word whether anybody will ask what the head says of it.
    """
    if not document.meanings:
        return NONE
    asked = [t.i for t in document.tokens if t.upos in WORDS and (t.upos == "VERB" or (t.name is None and may_tell(t)))]
    if not asked:
        return NONE
    rows = np.frombuffer(document.meanings, np.float16).reshape(len(document.tokens), -1)[asked].astype(np.float32)
    with blas().limit(limits=1):
        found = (head or shipped())(rows)
    return Acts(dict(zip(asked, found.tolist(), strict=True)))
