"""What can be seen of a name that may say where: the columns by which the head of places says whether it is one here."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from onrecord.grammar.columns import relation
from onrecord.grammar.phrase import phrase_of
from onrecord.heads.pairs import Pair
from onrecord.model.document import Document, Token
from onrecord.model.drafts import Cast
from onrecord.resolve.gazetteer import towns
from onrecord.resolve.kinds import neighbour
from onrecord.resolve.named import Named
from onrecord.text import fold

MAPPED = frozenset(("GPE", "LOC", "FAC"))
"""What the parser calls a name that may be a place."""


def may_be_places(names: Sequence[Named]) -> list[Named]:
    """Give the names that may say where."""
    return [n for n in names if n.kind in ("country", "place") or n.label in MAPPED]


def place_pairs(document: Document, names: Sequence[Named], ruled: Sequence[bool], cast: Cast) -> list[Pair]:
    """Give for each name its head word with the word it hangs on, and the columns; `ruled`: what the rules say of each."""
    told = Counter(fold(n.text) for n in names)
    by_rule = Counter(fold(n.text) for n, is_one in zip(names, ruled, strict=True) if is_one)
    return [
        Pair((n.head.i, n.head.head.i), (_row(n, is_one, told[fold(n.text)], by_rule[fold(n.text)], document, cast),))
        for n, is_one in zip(names, ruled, strict=True)
    ]


def _row(named: Named, ruled: bool, told: int, by_rule: int, document: Document, cast: Cast) -> dict[str, float]:
    tokens, head = document.tokens, named.head
    actor = cast.of(head)
    before, after = neighbour(named, tokens, -1), neighbour(named, tokens, 1)
    found = towns(named.text)
    kinds = {e.kind for e in named.entries}
    row = {
        "rule": float(ruled), "told": math.log1p(told), "elsewhere": (by_rule - ruled) / max(1, told - 1), f"kind.{named.kind}": 1.0,
        f"label.{named.label}": 1.0, "words": math.log1p(len(named.words)), "town": float(bool(found)),
        "people": math.log1p(found[0].population) / 8 if found else 0.0, f"part.{head.sentence.part.kind}": 1.0,
        "sentence": math.log1p(sum(s.start < head.start for s in document.sentences[:20])), "report": math.log1p(len(tokens)) / 8,
        f"actor.{actor.type if actor is not None else None}": 1.0, f"preposition.{phrase_of(head).preposition}": 1.0,
        f"of.{head.head.upos}": 1.0, "possessor": float(head.role.possessor), "in.name": float(head.head.name is not None),
        "passive": float(phrase_of(head.head).passive), "has.article": float(any(t.role.determiner for t in phrase_of(head).determiners)),
    } | relation(head, "name") | relation(head.head, "above")  # fmt: skip
    row |= {f"entry.{kind}": 1.0 for kind in kinds}
    row |= _beside(before, "before") | _beside(after, "after")
    return row


def _beside(token: Token | None, side: str) -> dict[str, float]:
    if token is None:
        return {f"{side}.none": 1.0}
    row = {f"{side}.{token.upos}": 1.0, f"{side}.capital": float(token.text[:1].isupper())}
    if token.upos in ("ADP", "PUNCT", "CCONJ"):
        row[f"{side}.word.{token.lower}"] = 1.0
    if token.name is not None:
        row[f"{side}.label.{token.name.label}"] = 1.0
    return row
