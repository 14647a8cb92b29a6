"""Which common nouns stand for people or bodies: one hidden layer on the encoder's own knowledge of the word where it stands.

The lexicon knows the nouns of public life with their sectors; this head knows somebody by the company a noun keeps ("the *attendees*
cheered"), so that what nobody listed can be somebody too. It is asked of no noun that the lexicon knows. Recipe: training/nouns.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from onrecord.heads.pairs import Pair, PairHead, pair_head
from onrecord.model.document import Document, Token

FILE = "nouns.npz"
CLASSES = ("nobody", "person", "organization")
LEAST = 0.5
"""How sure the head must be."""


class Seen(NamedTuple):
    """What a noun stands for, and how sure that is."""

    kind: str
    sure: float


def asked(document: Document) -> Iterator[Token]:
    """Give the common nouns outside names."""
    yield from (t for t in document.tokens if t.upos == "NOUN" and t.name is None)


def read_nouns(document: Document, nouns: list[Token], head: PairHead | None = None) -> dict[int, Seen]:
    """Say which of these nouns stand for somebody, by token index; none where the parser tells no meanings."""
    weigh = head or (pair_head(FILE) if document.meanings else None)
    if weigh is None or not nouns:
        return {}
    out = {}
    for token, (nobody, person, body) in zip(nouns, weigh(document, [Pair((t.i,), ()) for t in nouns]), strict=True):
        if 1 - nobody >= LEAST:
            out[token.i] = Seen("person" if person >= body else "organization", round(1 - nobody, 2))
    return out
