"""Groups mentions that tell one event. What comes out depends on the mentions alone, not on the order in which they are given."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from onrecord.compare.events.pair_features import Near, Numbers
from onrecord.compare.events.telling_likeness import features, log_odds, reason
from onrecord.compare.events.tellings import Telling
from onrecord.compare.grouping.linkage import better_half, better_half_linkage

LEAST = 0.0
"""Mean log-odds (of the better half of the pairs) from which two groups are one event."""
SURE = 1.5
"""Mean log-odds, of all pairs, from which a mention belongs to its group without doubt. On ECB+ topics not seen 87 of 100 such mentions
tell what most of their group tells, of the others 68."""
JUDGED = 1000.0
"""What a person's word weighs: more than any mean over pairs."""
APART, CONTRADICTED = -8.0, -12.0
"""What two mentions weigh whose texts give two days, and the log-odds that only such have."""
VETO = -7.0
"""Below it lies what a person said, or two days contradict: that counts in every mean, however alike the others are."""
CLOSE = 1.0
"""How far below `LEAST` groups that were left apart are still asked about: they are one event in one case of four."""
MISSING = -2.0
"""Log-odds of pairs whose acts have nothing to do with one another; none counts as less."""
MOST = 3.0
ALL_PAIRS = 250
"""Up to so many mentions each is compared with each; beyond, those of one type that share a word or party."""
BUCKET = 60
"""Others that a mention is compared with under one shared word or party, where those are more."""
LARGEST = 600
"""Mentions grouped at once; a larger connected lot is first cut at a higher likeness."""
Verdicts = Mapping[tuple[int, int], bool]
"""What people said of two mentions, by the numbers of their events, smaller first: the same or not."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A mention in its group: how surely it belongs there, and why it was put there."""

    telling: Telling
    sure: bool
    why: str


class Doubt(NamedTuple):
    """Two mentions of which it is doubtful whether they are one event: events' numbers, smaller first, log-odds, what ties them."""

    a: int
    b: int
    alike: float
    why: str


def doubt(one: Telling, other: Telling, alike: float) -> Doubt:
    """Give the doubt about two mentions."""
    a, b = sorted((one, other), key=lambda t: t.event)
    return Doubt(a.event, b.event, round(alike, 6), reason(a, b, features(a, b)))


def group_tellings(
    tellings: Sequence[Telling], verdicts: Verdicts, near: Near, doubts: list[Doubt] | None = None
) -> list[list[Placed]]:
    """Group the mentions of a story; in each group the earliest mention stands first, groups are in the order of these.

    `doubts` takes in which were put together with little, or left apart for little.
    """
    ordered = sorted(tellings, key=lambda t: (t.order, t.own))
    judged = {event for pair in verdicts for event in pair}
    twins = _twins(ordered, judged)
    nodes = [group[0] for group in twins]
    edges = _edges(nodes, verdicts, near)
    groups = [members for lot in _components(len(nodes), edges, LEAST) for members in _cluster(lot, nodes, edges, LEAST)]
    out = [_placed(members, nodes, twins, edges) for members in groups]
    if doubts is not None:
        doubts += [*_unsure(groups, nodes, edges), *_nearly(groups, nodes, edges)]
    return sorted(out, key=lambda g: (g[0].telling.order, g[0].telling.own))


def _twins(ordered: Iterable[Telling], judged: set[int]) -> list[list[Telling]]:
    """Put together what copies of one text repeat: it need not be compared more than once."""
    groups: dict[object, list[Telling]] = defaultdict(list)
    for t in ordered:
        key: object = (t.type, t.mode, t.stems, t.days, t.actors, t.recipients, t.place, t.figures, t.sentence)
        key = (key, t.event) if t.event in judged else key
        number = sum(x.report == t.report for x in groups[key]) if key in groups else 0
        groups[(key, number) if number else key].append(t)
    return list(groups.values())


def _edges(nodes: Sequence[Telling], verdicts: Verdicts, near: Near) -> dict[tuple[int, int], float]:
    found = scores(nodes, *_pairs(nodes), near)
    at = {t.event: i for i, t in enumerate(nodes)}
    for (a, b), same in verdicts.items():
        if a in at and b in at:
            i, j = sorted((at[a], at[b]))
            found[i, j] = JUDGED if same else -JUDGED
    return found


def scores(tellings: Sequence[Telling], one: Numbers, other: Numbers, near: Near) -> dict[tuple[int, int], float]:
    """Give the log-odds that two mentions tell one event, for pairs of rows, inside what a single pair may weigh; `MISSING` is left out."""
    found = log_odds(list(tellings), one, other, near)
    return {(i, j): min(x, MOST) if x > MISSING else APART for i, j, x in found if x > MISSING or x <= CONTRADICTED}


def _pairs(nodes: Sequence[Telling]) -> tuple[Numbers, Numbers]:
    """Give the pairs of rows to be compared: in a large story, only what shares a word or party."""
    if len(nodes) <= ALL_PAIRS:
        one, other = np.triu_indices(len(nodes), 1)
        return one, other
    buckets: dict[object, list[int]] = defaultdict(list)
    for i, t in enumerate(nodes):
        for key in candidate_keys(t):
            buckets[key].append(i)
    pairs = sorted({(i, j) for b in buckets.values() for at, i in enumerate(b) for j in b[at + 1 : at + 1 + BUCKET]})
    found = np.array(pairs, np.int64).reshape(-1, 2)
    return found[:, 0], found[:, 1]


def candidate_keys(t: Telling) -> set[object]:
    """Give what a mention must share with another to be compared with it in a large story: type, and a word or a party."""
    words = {("word", t.type, s) for s in t.stems}
    return words | {("party", t.type, w) for p in (*t.actors, *t.recipients) for w in p.words}


def _components(count: int, edges: Mapping[tuple[int, int], float], least: float, inside: Iterable[int] | None = None) -> list[list[int]]:
    parent = list(range(count))

    def find(n: int) -> int:
        while parent[n] != n:
            parent[n] = parent[parent[n]]
            n = parent[n]
        return n

    members = set(range(count)) if inside is None else set(inside)
    for (i, j), x in edges.items():
        if x >= least and i in members and j in members:
            a, b = sorted((find(i), find(j)))
            parent[b] = a
    groups: dict[int, list[int]] = defaultdict(list)
    for n in sorted(members):
        groups[find(n)].append(n)
    return list(groups.values())


def _cluster(lot: list[int], nodes: Sequence[Telling], edges: Mapping[tuple[int, int], float], least: float) -> list[list[int]]:
    if len(lot) == 1:
        return [lot]
    if len(lot) > LARGEST:
        parts = _components(len(nodes), edges, least + 1.0, lot)
        return [c for part in parts for c in _cluster(part, nodes, edges, least + 1.0)]
    matrix = np.full((len(lot), len(lot)), MISSING)
    at = {n: k for k, n in enumerate(lot)}
    for k, i in enumerate(lot):
        for j in lot[k + 1 :]:
            if (i, j) in edges:
                matrix[at[i], at[j]] = matrix[at[j], at[i]] = edges[i, j]
    return [[lot[k] for k in group] for group in better_half_linkage(matrix, LEAST, [f"{n:09}" for n in lot], VETO)]


def _placed(
    members: list[int], nodes: Sequence[Telling], twins: Sequence[list[Telling]], edges: Mapping[tuple[int, int], float]
) -> list[Placed]:
    out: list[Placed] = []
    for i in members:
        sure, why = _standing(i, [m for m in members if m != i], nodes, edges)
        if len(members) == 1 and len(twins[i]) > 1:
            why = "the same words"
        out += [Placed(twin, sure, why) for twin in twins[i]]
    return sorted(out, key=lambda p: (p.telling.order, p.telling.own))


def _unsure(groups: Sequence[list[int]], nodes: Sequence[Telling], edges: Mapping[tuple[int, int], float]) -> Iterator[Doubt]:
    """Give the mentions that do not surely belong to their group, each with the one most like it."""
    for members in groups:
        for i in members if len(members) > 1 else ():
            best, tie, mean = _tie(i, [m for m in members if m != i], edges)
            if tie < JUDGED and mean < SURE:
                yield doubt(nodes[i], nodes[best], mean)


def _nearly(groups: Sequence[list[int]], nodes: Sequence[Telling], edges: Mapping[tuple[int, int], float]) -> Iterator[Doubt]:
    """Give the two mentions most alike of each two groups that are nearly one."""
    of = {i: g for g, members in enumerate(groups) for i in members}
    between: dict[tuple[int, int], list[tuple[float, int, int]]] = defaultdict(list)
    for (i, j), x in edges.items():
        if of[i] != of[j]:
            between[min(of[i], of[j]), max(of[i], of[j])].append((x, i, j))
    for (g, h), ties in between.items():
        found = np.full(len(groups[g]) * len(groups[h]), MISSING)
        found[: len(ties)] = [x for x, _, _ in ties]
        mean = float(better_half(found, VETO))
        if LEAST - CLOSE <= mean < LEAST:
            _, i, j = max(ties, key=lambda t: (t[0], -t[1], -t[2]))
            yield doubt(nodes[i], nodes[j], mean)


def _tie(i: int, others: list[int], edges: Mapping[tuple[int, int], float]) -> tuple[int, float, float]:
    """Give which of the others is most like a mention, how alike the two are, and the mean over all."""
    ties = {j: edges.get((min(i, j), max(i, j)), MISSING) for j in others}
    best = max(others, key=lambda j: (ties[j], -j))
    return best, ties[best], sum(max(x, MISSING) for x in ties.values()) / len(ties)


def _standing(i: int, others: list[int], nodes: Sequence[Telling], edges: Mapping[tuple[int, int], float]) -> tuple[bool, str]:
    """Say how surely a mention belongs to the others, and what ties it to the one most like it."""
    if not others:
        return True, "the only telling"
    best, tie, mean = _tie(i, others, edges)
    if tie >= JUDGED:
        return True, "a person said so"
    one, other = nodes[i], nodes[best]
    return mean >= SURE, reason(one, other, features(one, other))
