"""Learns onrecord/data/same_event.npz from ECB+, and says what such trees reach on topics that they did not see.

usage: python -m evaluation.coreference_fit [--write]     (needs the package lightgbm, which nothing else here does; 5 parts by topic)

The trees see pairs as the program does (pair_features.py): what is near enough to be compared, with the weights set by hand as they are.
A pair of a large event counts less, so that a few events told everywhere do not decide.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from evaluation.boosting import pack
from evaluation.coref_scores import clusters, conll
from evaluation.coreference import Row, _key, _stories, put_gold, read_documents, rows, told
from evaluation.dev import parser as cached_parser
from onrecord.compare.events import telling_likeness
from onrecord.compare.events.occurrence_links import Links
from onrecord.compare.events.pair_features import COLUMNS, table
from onrecord.compare.events.telling_likeness import BASE, given
from onrecord.compare.events.tellings import Telling
from onrecord.compare.update import update
from onrecord.heads.trees import LEAVES, Trees
from onrecord.store import Archive

OUT = Path(telling_likeness.__file__).parents[2] / "data" / "same_event.npz"
PARTS = 5
BASES = (0.4, 0.6, 0.8)
BAGS, ROUNDS = 2, 150
SETTINGS = {
    "objective": "binary", "learning_rate": 0.08, "num_leaves": 15, "min_child_samples": 60, "feature_fraction": 0.5,
    "bagging_fraction": 0.7, "bagging_freq": 1, "lambda_l2": 5, "max_bin": 63, "verbose": -1, "num_threads": 1, "deterministic": True,
}  # fmt: skip
"""Tried on topics not seen: 8 leaves lose 0.6 points, 31 leaves 0.2, features that may only speak for (monotone) 1.4; a second pass over
the scores of third mentions gains precision of pairs (average 0.67 to 0.71) and no CoNLL F1; a small network beside the trees 0.2;
place in the text, names in the sentence, how often the report or story has the stem, ranks of nearness: none 0.3."""
Floats = NDArray[np.float64]
NONE = Trees(
    np.empty(0, np.uint16), np.empty(0, np.uint8), np.empty(0, np.float32), np.empty(0, np.uint16), np.empty((0, LEAVES), np.float32)
)


class Pairs(NamedTuple):
    """Features of pairs, what the given weights say, labels, weights, the topics of either mention."""

    features: NDArray[np.float32]
    given: Floats
    labels: NDArray[np.bool_]
    weights: Floats
    topics: list[set[str]]

    def only(self, kept: NDArray[np.bool_]) -> Pairs:
        topics = [t for t, k in zip(self.topics, kept.tolist(), strict=True) if k]
        return Pairs(self.features[kept], self.given[kept], self.labels[kept], self.weights[kept], topics)


def pairs(archive: Archive, ids: Mapping[int, str], mentions: Sequence[Row]) -> Pairs:
    """Give every pair that the program compares."""
    by_key = {_key(m): m for m in mentions}
    sizes = Counter(m["chain"] for m in mentions)
    lots = []
    for tellings, one, other, near in _compared(archive):
        found = table(tellings, one, other, near)
        ends = [[by_key[ids[tellings[n].event]] for n in side.tolist()] for side in (found.one, found.other)]
        both = list(zip(*ends, strict=True))
        labels = np.array([a["chain"] == b["chain"] for a, b in both], bool)
        weights = np.array([(sizes[a["chain"]] - 1) ** -0.3 if a["chain"] == b["chain"] else 1.0 for a, b in both])
        topics = [{a["topic"], b["topic"]} for a, b in both]
        lots.append(Pairs(found.features, given(tellings, found.one, found.other), labels, weights, topics))
    columns = list(zip(*lots, strict=True))
    return Pairs(*(np.concatenate(c) for c in columns[:4]), [t for c in columns[4] for t in c])  # type: ignore[arg-type]


def _compared(archive: Archive) -> Iterator[tuple[list[Telling], NDArray[np.int64], NDArray[np.int64], Any]]:
    """Give the mentions of each story with all their pairs; then those of near reports of different stories."""
    links = Links(archive)
    story: dict[int, str] = {int(r): str(s) for r, s in archive.db.execute("select report, story from story_report")}
    members = defaultdict(list)
    for report, name in sorted(story.items()):
        members[name].append(report)
    for reports in members.values():
        tellings = links.tellings(reports)
        if len(tellings) > 1:
            yield tellings, *np.triu_indices(len(tellings), 1), links.near(reports, story=True)
    every = links.tellings(story)
    at = defaultdict(list)
    for n, t in enumerate(every):
        at[t.report].append(n)
    across = [(i, j) for a in at for b in links.neighbours(a) if a < b and story[a] != story[b] for i in at[a] for j in at.get(b, ())]
    one, other = np.array(across, np.int64).T
    yield every, one, other, links.near((), story=False)


def learn(found: Pairs) -> Trees:
    """Learn trees: the mean of a few lots of them, each of which saw other pairs."""
    import lightgbm  # type: ignore[import-not-found, unused-ignore]

    lots = []
    for bag in range(BAGS):
        settings = {**SETTINGS, "bagging_seed": bag, "feature_fraction_seed": bag}
        data = lightgbm.Dataset(found.features, found.labels, weight=found.weights, init_score=found.given)
        lots += [t["tree_structure"] for t in lightgbm.train(settings, data, ROUNDS).dump_model()["tree_info"]]
    return pack(lots, 1 / BAGS)


def use(trees: Trees, base: float) -> None:
    """Let the program use these from now on."""
    telling_likeness.trees = lambda: trees  # type: ignore[assignment]
    telling_likeness.BASE = base


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--write", action="store_true", help=f"write {OUT.name}")
    write = options.parse_args().write
    mentions = rows("mentions")
    reads = {r.id: r for r in read_documents(rows("docs"), cached_parser())}
    key = {_key(m): m["chain"] for m in mentions}
    topic = {_key(m): m["topic"] for m in mentions}
    with tempfile.TemporaryDirectory() as folder, Archive(Path(folder) / "fit.db") as archive:
        list(archive.add([(r.source, r.record) for r in reads.values()]))
        ids = put_gold(archive, reads, mentions)
        use(NONE, 0.0)
        update(archive)
        assert _stories(archive)
        found = pairs(archive, ids, mentions)
        print(len(found.labels), "pairs,", int(found.labels.sum()), "of one event")
        topics = sorted({t for pair in found.topics for t in pair}, key=int)
        held: dict[float, dict[str, str]] = {b: {} for b in BASES}
        for part in range(PARTS):
            out = set(topics[part::PARTS])
            trees = learn(found.only(np.array([not out & pair for pair in found.topics])))
            for base, labels in held.items():
                use(trees, base)
                again(archive)
                labels |= {k: o for k, o in told(archive, ids).items() if topic[k] in out}
        for base, labels in held.items():
            print(f"topics not seen, base {base}:", scored(key, labels))
        trees = learn(found)
        use(trees, BASE)
        again(archive)
        print("all topics seen:", scored(key, told(archive, ids)))
    used = np.bincount(trees.column, minlength=len(COLUMNS))
    print("questions:", ", ".join(f"{n} {k}" for k, n in sorted(zip(used.tolist(), COLUMNS, strict=True), reverse=True)))
    if write:
        np.savez_compressed(OUT, **{n: getattr(trees, n) for n in ("tree", "column", "bound", "left_over", "values")})


def again(archive: Archive) -> None:
    """Group all events anew."""
    with archive.writing():
        archive.db.execute("insert or replace into occurrence_stale select id, 1 from story")
    update(archive)


def scored(key: Mapping[str, str], found: Mapping[str, str]) -> dict[str, float]:
    return {n: round(v, 4) for n, v in conll(clusters(key), clusters({k: found.get(k, k) for k in key})).items()}


if __name__ == "__main__":
    main()
