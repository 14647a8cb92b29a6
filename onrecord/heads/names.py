"""What a proper name stands for: one hidden layer on the encoder's own knowledge of its first and last word where they stand.

The labels of the parser know no class for ships, films, prizes, drugs and laws, and call many of them persons or bodies; this head has one.
It is asked of no name that the tables of the world know. Recipe: training/names.py.
"""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.heads.pairs import Pair, PairHead, pair_head
from onrecord.model.document import Document, Token

FILE = "names.npz"
CLASSES = ("person", "organization", "place", "thing")


def words_of(tokens: Sequence[Token]) -> tuple[int, int]:
    """Give the words of a name that the head sees, by index."""
    return tokens[0].i, tokens[-1].i


def read_names(document: Document, names: Sequence[Sequence[Token]], head: PairHead | None = None) -> list[list[float]]:
    """Say of each name, given as its tokens, how likely it is of each class; nothing where the parser tells no meanings."""
    weigh = head or (pair_head(FILE) if document.meanings else None)
    if weigh is None or not names:
        return []
    return weigh(document, [Pair(words_of(tokens), ()) for tokens in names])
