"""Who is who in GUM's news: our actors' mentions against its Entity annotation, by the CoNLL-2012 score.

usage: python -m evaluation.gum_coref [--json]     (../shared/corpora/ud/gum-*.conllu, documents of the genre news)

Our own parse of the bare text; a mention is known by its head word in GUM's tree, on both sides. What we keep as somebody's role ("Ann
Hill, *a nurse*") is a mention, as it is there. Relative pronouns, which the annotation never marks, are left out. The key holds the people
and organisations of the annotation, also those met once; places and things, which are no actors, are left out on both sides: a mention of
ours on the head of one is not counted. `linked` scores the actors as they are joined, `found` as the finders leave them; `gold mentions`
counts only mentions of both sides.
"""

from __future__ import annotations

import argparse
import json
from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterator
from unittest.mock import patch

from evaluation.actors import GoldDocument, gum
from evaluation.coref_scores import clusters, conll
from evaluation.dev import parser
from onrecord.gather.actors import gather_actors
from onrecord.model.document import Document
from onrecord.model.drafts import Drafts
from onrecord.model.source import text_source
from onrecord.pipeline import Reader

KINDS = frozenset({"person", "organization"})
PARTS = ("train", "dev")


def news() -> Iterator[GoldDocument]:
    """Give GUM's documents of news."""
    for part in PARTS:
        yield from (d for d in gum(part) if d.genre == "news")


def key_of(gold: GoldDocument) -> dict[int, tuple[str, str]]:
    """Give entity and its kind by the offset of a mention's head word; of two mentions with one head the longer."""
    starts = starts_of(gold)
    shortest_first = sorted(gold.mentions, key=lambda m: m[1] - m[0])
    return {starts[head]: (entity, kind) for *_, entity, kind, head in shortest_first}


def ours_of(gold: GoldDocument, drafts: Drafts) -> dict[int, int]:
    """Give the number of the actor by the offset of a mention's head word."""
    starts = starts_of(gold)
    out: dict[int, int] = {}
    for n, actor in enumerate(drafts.cast.actors):
        for start, end in [*(r.span for r in actor.roles), *(m.span for m in actor.mentions)]:
            first = max(0, bisect_right(starts, start) - 1)
            head = gold.head_word(first, max(first, bisect_left(starts, end) - 1))
            if "PronType=Rel" not in gold.rows[head][0].feats:
                out[starts[head]] = n
    return out


def starts_of(gold: GoldDocument) -> list[int]:
    """Give where each token of GUM starts."""
    return [a + row.start for (a, _), parse in zip(gold.blocks, gold.parses, strict=True) for row in parse.tokens]


def read(golds: list[GoldDocument], *, joined: bool) -> list[Drafts]:
    """Read the texts as reports, up to the actors as they are joined or, before that, found."""
    out: list[Drafts] = []
    reader = Reader(parser=parser())

    def grab(document: Document, drafts: Drafts) -> Drafts:
        if joined:
            gather_actors(document, drafts)
        out.append(drafts)
        return drafts

    with patch("onrecord.pipeline.gather", grab):
        for gold in golds:
            reader.read(text_source(gold.text))
    return out


def score(golds: list[GoldDocument], drafts: list[Drafts]) -> dict[str, dict[str, float]]:
    """Score all documents together, with our own mentions and with those that both sides know."""
    key: dict[Hashable, Hashable] = {}
    response: dict[Hashable, Hashable] = {}
    for gold, found in zip(golds, drafts, strict=True):
        entities = key_of(gold)
        key.update({(gold.name, at): (gold.name, entity) for at, (entity, kind) in entities.items() if kind in KINDS})
        of_things = {at for at, (_, kind) in entities.items() if kind not in KINDS}
        response.update({(gold.name, at): (gold.name, n) for at, n in ours_of(gold, found).items() if at not in of_things})
    both = key.keys() & response.keys()
    return {
        "own mentions": conll(clusters(key), clusters(response)),
        "gold mentions": conll(clusters({m: key[m] for m in both}), clusters({m: response[m] for m in both})),
    }


def run() -> dict[str, dict[str, dict[str, float]]]:
    """Give the scores of the actors as they are joined and as they are found."""
    golds = list(news())
    return {name: score(golds, read(golds, joined=joined)) for name, joined in (("linked", True), ("found", False))}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--json", action="store_true")
    result = run()
    if options.parse_args().json:
        print(json.dumps(result))
        return
    for name, table in result.items():
        for mentions, values in table.items():
            print(f"{name:8}{mentions:16}", "  ".join(f"{k} {100 * v:.1f}" for k, v in values.items()))


if __name__ == "__main__":
    main()
