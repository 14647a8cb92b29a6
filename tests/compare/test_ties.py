"""Lots of reports that hang together: cut where they are too large, and the same however they came about."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from onrecord.compare.grouping import ties
from onrecord.compare.grouping.ties import LEAST, TIGHTER, Graph
from onrecord.compare.update import update
from onrecord.store import Archive
from tests.store.made import made

Weights = dict[tuple[int, int], float]


class Made(Graph):
    """A graph of given ties, with the levels that were stored."""

    def __init__(self, weights: Weights, levels: dict[int, int]) -> None:
        super().__init__(None, None)  # type: ignore[arg-type]
        self.weights = weights
        self.levels = levels
        self.followed: set[int] = set()

    def links(self, n: int) -> dict[int, float]:
        self.followed.add(n)
        return {a + b - n: x for (a, b), x in self.weights.items() if n in (a, b)}

    def around(self, n: int) -> float:
        return 0.0

    def _level(self, n: int) -> int:
        if n not in self._levels:
            self._levels[n] = self._stored[n] = self.levels.get(n, 0)
        return self._levels[n]


def partition(weights: Weights, nodes: set[int], level: int = 0) -> set[frozenset[int]]:
    """Give the lots as they are defined: components, those too large cut into components at a higher tie."""
    out: set[frozenset[int]] = set()
    left = set(nodes)
    while left:
        lot, waiting = set[int](), [min(left)]
        while waiting:
            n = waiting.pop()
            if n in left:
                left.discard(n)
                lot.add(n)
                waiting += [a + b - n for (a, b), x in weights.items() if n in (a, b) and x >= LEAST * TIGHTER**level]
        out |= {frozenset(lot)} if len(lot) <= ties.LARGEST else partition(weights, lot, level + 1)
    return out


@pytest.mark.parametrize("seed", range(40))
def test_lots_looked_at_as_they_grow_are_those_looked_at_together(monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    monkeypatch.setattr(ties, "LARGEST", 4)
    chance = random.Random(seed)
    lots: dict[int, frozenset[int]] = {}
    levels: dict[int, int] = {}
    weights: Weights = {}
    for n in range(45):
        touched = {n}
        near = [m for m in range(n) if chance.random() < 2.5 / (n + 1)]
        weights |= {(m, n): LEAST * chance.choice((1.1, 1.2, 1.6, 2.0, 2.4, 4.0)) for m in near}
        touched |= set(near)
        if weights and chance.random() < 0.3:  # surroundings grew: a tie became weaker
            a, b = chance.choice(sorted(weights))
            weights[a, b] *= 0.7
            touched |= {a, b}
        graph = Made(weights, levels)
        for lot in graph.lots(set(touched)):
            for old in {lots[m] for m in lot if m in lots}:
                assert not old & lots.keys() - lot - old  # whole lots are replaced, or their rest is given too
            lots.update(dict.fromkeys(lot, frozenset(lot)))
        levels.update({m: level for level, m in graph.new_levels()})
        assert set(lots.values()) == partition(weights, set(range(n + 1)))


def test_a_large_lot_is_not_followed_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ties, "LARGEST", 10)
    weights = {(n, n + 1): LEAST * 1.1 for n in range(2000)}
    first = Made(weights, {})
    assert all(len(lot) == 1 for lot in first.lots({0}))
    assert len(first.followed) == 2001  # all of it was grouped as a whole before, for all that is known
    levels = {n: level for level, n in first.new_levels()}
    later = Made(weights | {(700, 2001): LEAST * 1.1}, levels)
    assert list(later.lots({2001})) == [{2001}]
    assert len(later.followed) < 30


def test_stories_are_the_same_where_lots_are_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ties, "LARGEST", 3)
    words = [f"{a}{b}ium" for a in ("bar", "cor", "dol", "fen", "gal", "hus") for b in ("ab", "ek", "il", "om", "ut", "yr")]
    chance = random.Random(4)
    reports = []
    for n in range(40):
        start = n % 28
        text = " ".join(chance.choice(words[start : start + 8]) for _ in range(90))
        reports.append(made(f"{text} {n}", title=" ".join(words[start : start + 3]), published=f"2025-12-{1 + n // 8:02}"))
    found = []
    for lot in (40, 1, 7):
        with Archive(tmp_path / f"{lot}.db") as archive:
            given = reports if lot == 40 else random.Random(lot).sample(reports, 40)
            for at in range(0, 40, lot):
                list(archive.add(given[at : at + lot]))
                update(archive)
            sql = "select s.id, r.id from story s join story_report m on m.story = s.n join report r on r.n = m.report order by 1, 2"
            found.append(archive.db.execute(sql).fetchall())
            assert archive.db.execute("select max(level) from story_vector").get > 0
    assert found[0] == found[1] == found[2]
