"""Trains onrecord/models/en/nouns.npz: which common nouns stand for people or bodies, beyond those that the lexicon lists.

    pip install scikit-learn
    python training/nouns.py --corpora ../shared/corpora --gold ../shared/gold [--write]

Learns from the kinds of GUM's entities (train part; layer: CC BY 4.0, texts CC BY and CC BY-SA by kind), where the noun that heads a
person's or an organisation's mention is somebody and any other noun nobody, and from the actors of what training/acts.py reads. There
passers-by are not listed: a noun that a head of GUM alone is sure of is left open where no actor bears it. GUM's genre news is left out,
for evaluation/gum_coref.py measures there; what is printed was measured on it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from acts import document, head_of
from annotated import arguments, read
from pairs import Example, meanings, odds_of, train

sys.path.insert(0, str(Path(__file__).parents[1]))
from evaluation.actors import GoldDocument, gum
from evaluation.dev import parser as cached_parser
from evaluation.gum_coref import starts_of
from onrecord.heads import files
from onrecord.heads.nouns import CLASSES, FILE, asked
from onrecord.heads.pairs import Floats, Pair, PairHead, packed
from onrecord.model.document import Document

HELD_OUT = "news"
SURE = 0.7
"""From where a noun that is no actor of an annotated report is left open."""
KINDS = {"person": "person", "group": "person", "organization": "organization", "government": "organization"}
"""Types of actors as classes."""


def examples(doc: Document, kinds: dict[int, str]) -> Iterator[Example]:
    """Give the nouns of a document with what they stand for; `kinds`: of the words that head a mention, by offset."""
    for token in asked(doc):
        found = kinds.get(token.start, "")
        yield Example(Pair((token.i,), ()), meanings(doc, (token.i,)), CLASSES.index(found) if found in CLASSES else 0)


def of_gum(gold: GoldDocument, parser: Any) -> Iterator[Example]:
    """Give the nouns of a document of GUM, by the smallest mention that each heads."""
    starts = starts_of(gold)
    kinds = {starts[head]: kind for *_, kind, head in sorted(gold.mentions, key=lambda m: m[0] - m[1])}
    yield from examples(document({"id": gold.name, "text": gold.text}, parser), kinds)


def of_report(row: dict[str, Any], parser: Any) -> Iterator[Example]:
    """Give the nouns of an annotated report, by the actors that they head a mention of."""
    doc = document(row, parser)
    kinds = {}
    for actor in row["actors"]:
        for start, end in actor["mentions"]:
            if tokens := doc.tokens_in((start, end)):
                kinds[head_of(tokens).start] = KINDS[actor["type"]]
    yield from examples(doc, kinds)


def somebody(head: PairHead, found: list[Example]) -> Floats:
    """Say of each noun how likely it stands for somebody."""
    return 1 - odds_of(head, found)[:, 0]


def main() -> None:
    args = arguments(__doc__, write=True)
    parser = cached_parser()
    golds = [*gum("train"), *(g for g in gum("dev") if g.genre == HELD_OUT)]
    found = [e for g in golds if g.genre != HELD_OUT for e in of_gum(g, parser)]
    first = train(found, len(CLASSES))
    more = [e for row in read(args.corpora, args.gold) if "actors" in row for e in of_report(row, parser)]
    found += [e for e, sure in zip(more, somebody(first, more), strict=True) if e.label or sure < SURE]
    head = train(found, len(CLASSES))
    held = [e for g in golds if g.genre == HELD_OUT for e in of_gum(g, parser)]
    sure, right = somebody(head, held), np.array([e.label != 0 for e in held])
    print(f"{len(found)} nouns, {sum(e.label != 0 for e in found)} that stand for somebody")
    for least in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8):
        kept = sure >= least
        print(f"{HELD_OUT}, from {least}: {kept.sum()} nouns, {right[kept].sum()} of {right.sum()} that stand for somebody")
    if args.write:
        files.write(FILE, packed(head))
        print(f"wrote {FILE}")


if __name__ == "__main__":
    main()
