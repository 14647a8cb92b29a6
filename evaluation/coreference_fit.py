"""Fits the weights of telling_likeness.LEARNED on ECB+ by logistic regression, and says what they reach on topics that they did not see.

usage: python -m evaluation.coreference_fit     (prints weights to be copied; 5 parts by topic)
"""

from __future__ import annotations

import tempfile
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations, product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from evaluation.coref_scores import clusters, conll
from evaluation.coreference import Read, Row, _key, _stories, put_gold, read_documents, rows, told
from evaluation.dev import parser as cached_parser
from onrecord.compare.events import telling_likeness
from onrecord.compare.events.occurrence_links import Links
from onrecord.compare.events.relatedness import direction
from onrecord.compare.events.telling_likeness import GIVEN, LEARNED, act_likeness, features, nearness
from onrecord.compare.update import update
from onrecord.store import Archive

SHIFT = 1.6
"""Added to the log-odds: average linkage joins where the mean is 0, and most mentions of an event are found in many words, not one."""
PARTS = 5
RIDGE = 3.0
Floats = NDArray[np.float64]


Table = tuple[Floats, Floats, Floats, Floats, list[tuple[str, str]]]


def pairs(archive: Archive, ids: Mapping[int, str], mentions: Sequence[Row]) -> Table:
    """Give features (a column a learned weight), what the given weights say, labels, weights and topics of every pair compared."""
    by_key = {_key(m): m for m in mentions}
    sizes = Counter(m["chain"] for m in mentions)
    links = Links(archive)
    by_report = defaultdict(list)
    for t in links.tellings(n for (n,) in archive.db.execute("select distinct report from event")):
        by_report[t.report].append(t)
    story = {int(r): str(s) for r, s in archive.db.execute("select m.report, s.id from story_report m join story s on s.n = m.story")}
    names = list(LEARNED)
    table, given, labels, weights, who = [], [], [], [], []
    for a in sorted(by_report):
        for b in sorted({a, *links.neighbours(a)}):
            if b < a or b not in by_report:
                continue
            near = 1.0 if a == b else max(0.6 if story[a] == story[b] else 0.0, nearness(links.neighbours(a)[b]))
            for x, y in combinations(by_report[a], 2) if a == b else product(by_report[a], by_report[b]):
                act = act_likeness(x, y, float(direction(x.words) @ direction(y.words)))
                if not act:
                    continue
                found = features(x, y, act, near)
                one, two = by_key[ids[x.event]], by_key[ids[y.event]]
                same = one["chain"] == two["chain"]
                table.append([found.get(n, 0.0) for n in names])
                given.append(sum(w * found.get(n, 0.0) for n, w in GIVEN.items()))
                labels.append(float(same))
                weights.append((sizes[one["chain"]] - 1) ** -0.3 if same else 1.0)
                who.append((one["topic"], two["topic"]))
    return np.array(table), np.array(given), np.array(labels), np.array(weights), who


def fit(table: Floats, given: Floats, labels: Floats, weights: Floats) -> tuple[float, Floats]:
    """Give the intercept and weights of a logistic regression with a small ridge, `given` being added as it is (Newton's method)."""
    x = np.column_stack([np.ones(len(table)), table])
    w = np.zeros(x.shape[1])
    ridge = np.diag([1e-6, *[RIDGE] * table.shape[1]])
    for _ in range(25):
        p = 1 / (1 + np.exp(-(x @ w + given)))
        step = np.linalg.solve((x * (weights * p * (1 - p))[:, None]).T @ x + ridge, x.T @ (weights * (labels - p)) - ridge @ w)
        w += step
        if np.abs(step).max() < 1e-6:
            break
    return float(w[0]), w[1:]


def use(base: float, learned: Floats) -> None:
    """Let the program use these weights from now on."""
    telling_likeness.BASE = base + SHIFT
    telling_likeness.WEIGHTS.update(zip(LEARNED, learned.tolist(), strict=True))


def main() -> None:
    mentions = rows("mentions")
    reads: dict[str, Read] = {r.id: r for r in read_documents(rows("docs"), cached_parser())}
    key = {_key(m): m["chain"] for m in mentions}
    topic = {_key(m): m["topic"] for m in mentions}
    with tempfile.TemporaryDirectory() as folder, Archive(Path(folder) / "fit.db") as archive:
        list(archive.add([(r.source, r.record) for r in reads.values()]))
        ids = put_gold(archive, reads, mentions)
        update(archive)
        assert _stories(archive)
        table, given, labels, weights, who = pairs(archive, ids, mentions)
        print(len(labels), "pairs,", int(labels.sum()), "of one event")
        topics = sorted({t for pair in who for t in pair}, key=int)
        held: dict[str, str] = {}
        for part in range(PARTS):
            out = set(topics[part::PARTS])
            inside = np.array([not out & set(pair) for pair in who])
            use(*fit(table[inside], given[inside], labels[inside], weights[inside]))
            again(archive)
            held |= {k: o for k, o in told(archive, ids).items() if topic[k] in out}
        print("topics not seen:", scored(key, held))
        base, learned = fit(table, given, labels, weights)
        use(base, learned)
        again(archive)
        print("all topics seen:", scored(key, told(archive, ids)))
    print(f"BASE = {base + SHIFT:.2f}")
    for name, value in zip(LEARNED, learned.tolist(), strict=True):
        print(f'    "{name}": {value:.2f},')


def again(archive: Archive) -> None:
    """Group all events anew."""
    with archive.writing():
        archive.db.execute("insert or replace into occurrence_stale select id, 1 from story")
    update(archive)


def scored(key: Mapping[str, str], found: Mapping[str, str]) -> dict[str, float]:
    return {n: round(v, 4) for n, v in conll(clusters(key), clusters({k: found.get(k, k) for k in key})).items()}


if __name__ == "__main__":
    main()
