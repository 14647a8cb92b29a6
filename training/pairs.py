"""Trains onrecord/models/en/places.npz, countries.npz and parties.npz: which names say where, whose country is whose, and who takes part
in an act on which side.

    pip install scikit-learn
    python training/pairs.py --corpora ../shared/corpora --gold ../shared/gold [--write]

Learns from what training/acts.py reads, but for our own sentences, which name no actors. Both heads see what the stages know when they are
asked. What is printed was measured on five folds by report, each with heads that had not seen it: happenings of gold that were found, with
exactly the right parties; actors that were found, with the right country.
"""

from __future__ import annotations

import sys
import warnings
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from acts import FOLDS, document, fold_of
from annotated import arguments, read
from marks import covered, like_places, matched_actors, matched_events, taken
from numpy.typing import NDArray
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

sys.path.insert(0, str(Path(__file__).parents[1]))
from evaluation.dev import parser as cached_parser
from onrecord import pipeline
from onrecord.gather import countries, country_features, gathering, party_features, taking_part
from onrecord.heads import files
from onrecord.heads.pairs import Pair, PairHead, packed, probabilities
from onrecord.model.document import Document
from onrecord.model.drafts import ActorDraft, Cast, Drafts, PlaceDraft
from onrecord.ontology import PLOVER
from onrecord.resolve import places
from onrecord.resolve.named import Named
from onrecord.resolve.place_features import may_be_places, place_pairs
from onrecord.resolve.place_names import is_place

HIDDEN, SEEDS, ROUNDS = 64, (0, 1, 2), 10
RARE = 15
"""Pairs that a column must be told of to be learned."""
WHOLE, TIMES = 150, 3
"""Words from which a text is a whole report, and how often its pairs count: items are many, short and all alike."""
NARROW = 0.2
"""Least spread that a column is scaled by: what is seldom told does not outweigh the rest."""
WORDS = 0.25
"""Weight of the words' meanings beside the columns."""
Row = dict[str, Any]
Floats = NDArray[np.float32]


class Example(NamedTuple):
    """A pair, the words' meanings, and its class; None where gold leaves it open."""

    pair: Pair
    meanings: Floats
    label: int | None


def train(found: Sequence[Example], classes: int, rounds: int = ROUNDS) -> PairHead:
    """Train a head: a few networks from other seeds, averaged by laying their hidden layers side by side."""
    found = [e for e in found if e.label is not None]
    told = Counter(name for e in found for row in e.pair.rows for name, value in row.items() if value)
    columns = tuple(sorted(name for name, times in told.items() if times >= RARE))
    width = len(found[0].meanings)
    empty = np.zeros((0, 0), np.float32)
    told_of = PairHead(columns, empty, empty, empty, empty).table([e.pair for e in found])
    table = np.concatenate([np.array([e.meanings for e in found]), told_of], 1)
    wanted = np.array([e.label for e in found])
    mean, spread = table.mean(0), np.maximum(table.std(0), 1e-3)
    spread[:width] /= WORDS
    spread[width:] = np.maximum(spread[width:], NARROW)
    scaled = (table - mean) / spread
    inner, inner_bias, outer, outer_bias = [], [], [], []
    for seed in SEEDS:
        net = MLPClassifier((HIDDEN,), alpha=1.0, max_iter=rounds, random_state=seed, learning_rate_init=7e-4, batch_size=128)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            net.fit(scaled, wanted)
        last, bias = net.coefs_[1], net.intercepts_[1]
        if classes == 2:  # one score stands for both
            last, bias = np.concatenate([-last / 2, last / 2], 1), np.array([-bias[0] / 2, bias[0] / 2])
        inner.append(net.coefs_[0] / spread[:, None])
        inner_bias.append(net.intercepts_[0] - (mean / spread) @ net.coefs_[0])
        outer.append(last / len(SEEDS))
        outer_bias.append(bias / len(SEEDS))
    parts = (np.concatenate(inner, 1), np.concatenate(inner_bias), np.concatenate(outer), np.sum(outer_bias, 0))
    return PairHead(columns, *(p.astype(np.float16).astype(np.float32) for p in parts))


def odds_of(head: PairHead, found: Sequence[Example]) -> Floats:
    """Give what a head that sees words alone says of examples: a row of probabilities each."""
    hidden = np.maximum(np.array([e.meanings for e in found]) @ head.inner + head.inner_bias, 0)
    return probabilities(hidden @ head.outer + head.outer_bias)


class Stop(Exception):
    """A report has come as far as it is asked for."""


def drafts_before(doc: Document, stage: str) -> Drafts:
    """Run the stages on a report up to one of `gather`."""
    kept: list[Drafts] = []

    def stop(_: Document, drafts: Drafts, *rest: object) -> None:
        kept.append(drafts)
        raise Stop

    whole = getattr(gathering, stage)
    setattr(gathering, stage, stop)
    try:
        pipeline.run_stages(doc)
    except Stop:
        pass
    finally:
        setattr(gathering, stage, whole)
    return kept[0]


def meanings(doc: Document, words: Sequence[int]) -> Floats:
    table = np.frombuffer(doc.meanings, np.float16).reshape(len(doc.tokens), -1)
    return table[list(words)].astype(np.float32).ravel()


def of_parties(row: Row, doc: Document) -> list[Example]:
    """Give the examples of a report's acts and those told of near them."""
    drafts = drafts_before(doc, "judge_statements")
    match = {id(e): g for e, g in matched_events(row, doc, drafts)}
    keys = identities(row, doc, drafts)
    out = []
    for c in party_features.candidates(doc, drafts):
        gold = match.get(id(c.event))
        if gold is not None:
            out.append(Example(c.pair, meanings(doc, c.pair.words), side(gold, keys.get(id(c.actor)), c.event.event in PLOVER.mutual)))
    return out


def side(gold: Row, key: str | None, sideless: bool) -> int | None:
    """Give the side of an actor in an event of gold; None where gold leaves open whether it takes part."""
    if key is None:
        return taking_part.NONE
    if key in gold["actors"]:
        return taking_part.ACTOR
    if key in gold["recipients"]:
        return taking_part.ACTOR if sideless else taking_part.RECIPIENT
    return None if key + "?" in gold["actors"] + gold["recipients"] else taking_part.NONE


def identities(row: Row, doc: Document, drafts: Drafts) -> dict[int, str]:
    """Give for each actor of ours by id the one of gold that most of its mentions are of, as gold/scorers/reports.py does."""
    want = [covered(doc, a["mentions"]) for a in row["actors"]]
    out = {}
    for actor in drafts.cast.actors:
        hits = Counter(j for span in spans_of(actor) for j, w in enumerate(want) if covered(doc, [span]) & w)
        if hits:
            out[id(actor)] = row["actors"][max(hits, key=lambda j: (hits[j], -j))]["key"]
    return out


def spans_of(actor: ActorDraft) -> list[tuple[int, int]]:
    return [m.span for m in actor.mentions if m.form != "pronoun"] or [m.span for m in actor.mentions]


def of_countries(row: Row, doc: Document) -> list[Example]:
    """Give the examples of a report's actors and the countries that it points to."""
    drafts = drafts_before(doc, "settle_countries")
    match = {id(a): g for a, g in matched_actors(row, doc, drafts)}
    out = []
    for c in country_features.candidates(doc, drafts):
        gold = match.get(id(c.actor))
        if gold is not None and gold.get("core", True):
            out.append(Example(c.pair, meanings(doc, c.pair.words), int(c.country == gold["country"])))
    return out


def names_of(doc: Document) -> Cast:
    """Run the stages on a report up to its places."""
    kept: list[Cast] = []

    def stop(_: Document, cast: Cast) -> list[PlaceDraft]:
        kept.append(cast)
        raise Stop

    whole, pipeline.resolve_places = pipeline.resolve_places, stop
    try:
        pipeline.run_stages(doc)
    except Stop:
        pass
    finally:
        pipeline.resolve_places = whole
    return kept[0]


def of_places(row: Row, doc: Document) -> list[Example]:
    """Give the examples of a report's names that may say where."""
    cast = names_of(doc)
    names = may_be_places([n for n in cast.names if isinstance(n, Named)])
    ruled = [is_place(n, doc.tokens, cast) for n in names]
    core, other = (covered(doc, [m for p in row["places"] if p.get("core", True) is c for m in p["mentions"]]) for c in (True, False))
    out = []
    for named, pair in zip(names, place_pairs(doc, names, ruled, cast), strict=True):
        words = {t.i for t in named.tokens}
        out.append(Example(pair, meanings(doc, pair.words), 1 if words & core else None if words & other else 0))
    return out


class Head(NamedTuple):
    """A head to train: its file, classes, examples, and how it is asked."""

    file: str
    classes: int
    examples: Callable[[Row, Document], list[Example]]
    right: Callable[[Row, Document, Drafts], list[bool]]


def parties_right(row: Row, doc: Document, drafts: Drafts) -> list[bool]:
    """Say of each core event of gold that was found whether its parties are right, as gold/scorers/reports.py does."""
    keys = identities(row, doc, drafts)
    out = []
    for event, gold in matched_events(row, doc, drafts):
        if not gold.get("core", True):
            continue
        acts, suffers = ({keys.get(id(a), str(id(a))) for a in s} for s in (event.actors, event.recipients))
        must, may = ([{k.rstrip("?") for k in gold[s] if all_ or k[-1] != "?"} for s in ("actors", "recipients")] for all_ in (False, True))
        if event.event in PLOVER.mutual:
            out.append(must[0] | must[1] <= acts | suffers <= may[0] | may[1])
        else:
            out.append(must[0] <= acts <= may[0] and must[1] <= suffers <= may[1])
    return out


def countries_right(row: Row, doc: Document, drafts: Drafts) -> list[bool]:
    """Say of each core actor of gold that was found whether its country is right, as gold/scorers/reports.py does."""
    pairs = [(a.country, g) for a, g in matched_actors(row, doc, drafts) if g.get("core", True)]
    return [c == g["country"] or (c is None and g["type"] == "group" and "CVL" in g["sectors"]) for c, g in pairs]


def places_right(row: Row, doc: Document, drafts: Drafts) -> list[bool]:
    """Say of each place given, and of each core place of gold that is missed, whether it is right: with its country, and once."""
    pairs, best = taken(like_places(row, doc, drafts), row["places"])
    out = []
    for i, place in enumerate(drafts.places):
        at = pairs.get(i, best.get(i))
        if at is None or row["places"][at].get("core", True):
            out.append(i in pairs and place.country == row["places"][pairs[i]]["country"])
    missed = [g for j, g in enumerate(row["places"]) if g.get("core", True) and j not in pairs.values()]
    return out + [False] * len(missed)


HEADS = (
    Head(places.FILE, 2, of_places, places_right),
    Head(countries.FILE, 2, of_countries, countries_right),
    Head(taking_part.FILE, 3, of_parties, parties_right),
)


Folds = dict[str, list[PairHead]]
"""File of a head -> for each fold the one that has not seen it."""


def ask(folds: Folds, n: int) -> None:
    """Let the stages ask the heads that have not seen a fold, in place of those that are shipped."""
    mine = {name: heads[n] for name, heads in folds.items()}
    for module in (places, countries, taking_part):
        module.pair_head = mine.get  # type: ignore[attr-defined]


def fit(head: Head, rows: Sequence[Row], docs: Sequence[Document], before: Folds) -> tuple[PairHead, list[PairHead]]:
    """Train a head on all reports, and for each fold one that has not seen it; `before`: the heads that are asked before it."""
    found = []
    for row, doc in zip(rows, docs, strict=True):
        ask(before, fold_of(row))
        found.append(head.examples(row, doc) * (TIMES if len(doc.tokens) > WHOLE else 1))
    folds = [train([e for r, es in zip(rows, found, strict=True) if fold_of(r) != n for e in es], head.classes) for n in range(FOLDS)]
    return train([e for es in found for e in es], head.classes), folds


def fold_heads(rows: Sequence[Row], docs: Sequence[Document]) -> Folds:
    """Train for each fold the heads that have not seen it; rows that name no actors teach nothing."""
    folds: Folds = {}
    known = [(r, d) for r, d in zip(rows, docs, strict=True) if "actors" in r]
    for head in HEADS:
        _, folds[head.file] = fit(head, [r for r, _ in known], [d for _, d in known], folds)
    return folds


def measure(head: Head, folds: Folds, rows: Sequence[Row], docs: Sequence[Document]) -> None:
    """Print how many are right by rules alone and with heads that have not seen the report."""
    others = {name: heads for name, heads in folds.items() if name != head.file}
    right: dict[tuple[bool, bool], list[bool]] = defaultdict(list)
    for row, doc in zip(rows, docs, strict=True):
        for asked, heads in ((False, others), (True, folds)):
            ask(heads, fold_of(row))
            right[len(doc.tokens) > WHOLE, asked] += head.right(row, doc, drafts_before(doc, "keep_who_belongs"))
    for whole, name in ((True, "whole reports"), (False, "items")):
        before, after = right[whole, False], right[whole, True]
        print(f"{head.file}, {name}: right by rules {sum(before)} of {len(before)}, with the head {sum(after)} of {len(after)}")


def main() -> None:
    args = arguments(__doc__, write=True)
    rows, parser = [r for r in read(args.corpora, args.gold) if "actors" in r], cached_parser()
    docs = [document(r, parser) for r in rows]
    folds: Folds = {}
    for head in HEADS:
        whole, folds[head.file] = fit(head, rows, docs, folds)
        measure(head, folds, rows, docs)
        if args.write:
            files.write(head.file, packed(whole))
            print(f"wrote {head.file}, {len(whole.columns)} columns")


if __name__ == "__main__":
    main()
