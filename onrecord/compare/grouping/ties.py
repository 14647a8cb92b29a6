"""Ties between reports of one story, and the lots of reports that hang together by them."""

from __future__ import annotations

from collections.abc import Iterator

import apsw
import numpy as np

from onrecord.compare.grouping.window import NEAREST, Floats, Vectors

SCALE = 0.7
"""A report's surroundings: the mean of its four nearest, of which seven tenths are taken off. On 1,500 articles of round-ups
(evaluation/stories.py) 0 gives B-cubed 0.919, 0.5 0.940, 0.7 0.942, 0.9 0.945; above 0.7 long stories begin to fall apart."""
MOST = 0.21
"""At most so much is taken off: in a story of a dozen reports the nearest others are of the story itself. Without this ceiling the
subtopics of ECB+ fell to pieces (B-cubed 0.57, with it 0.88), while the round-ups, whose stories are small, stay as they were."""
LEAST = 0.06
"""Mean likeness, surroundings taken off, from which two groups are one story."""
LARGEST = 1500
"""Reports clustered at once; a larger connected lot is first cut at a higher likeness."""
CARRIED = 0.5
"""How much of the surroundings is taken off the likeness of two reports of which one carries on the other, and nothing for the days
between: those nearest to a report in a story that goes on are of the story."""
TIGHTER = 1.5
"""How much higher the likeness is at which too large a lot is cut."""


def tie(alike: Floats | float, near: Floats, others: Floats) -> Floats:
    """Give what ties two reports: their likeness, what either is alike to its nearest others taken off."""
    return alike - (taken_off(near) + taken_off(others)) / 2


def tie_carried(texts: Floats | float, around: Floats | float) -> Floats | float:
    """Give what ties two reports of which one carries on the other, by the likeness of texts and the mean of their surroundings."""
    return texts - CARRIED * around


def taken_off(near: Floats) -> Floats:
    """Give what a report's nearest others, by their likeness to it, take off its likeness to any."""
    return np.minimum(SCALE * np.asarray(near.sum(axis=-1) / NEAREST, np.float64), MOST)


class Graph:
    """The ties between reports, found as they are asked for.

    A lot that hangs together and is too large is cut at a higher likeness, and again. Over years, chains of likeness tie a good part of
    an archive together; so that a new report costs no more for it, each report keeps how often its lot was cut, and a lot is followed
    only as far as it takes to see that it is still too large. What was grouped by the lot as a whole, and now hangs on one that is too
    large, is grouped anew: lots are the same as if all had been looked at.
    """

    def __init__(self, db: apsw.Connection, vectors: Vectors) -> None:
        self.db = db
        self.vectors = vectors
        self.surroundings: dict[int, float] = {}
        self.carried: set[tuple[int, int]] = set()
        self._links: dict[int, dict[int, float]] = {}
        self._levels: dict[int, int] = {}
        self._stored: dict[int, int] = {}
        self._large: dict[int, set[int]] = {}

    def links(self, n: int) -> dict[int, float]:
        """Give those that are, or once were, alike enough, with their likeness; with that of the texts where one carries on the other."""
        if n not in self._links:
            sql = "select b, alike, carried from story_edge where a = ?1 union all select a, alike, carried from story_edge where b = ?1"
            found = [(int(m), float(x), carried) for m, x, carried in self.db.execute(sql, (n,))]
            self._links[n] = {m: x for m, x, _ in found}
            self.carried |= {(min(n, m), max(n, m)) for m, _, carried in found if carried}
        return self._links[n]

    def tied(self, a: int, b: int, alike: float) -> float:
        """Give what ties two that are linked with this likeness."""
        around = (self.around(a) + self.around(b)) / 2
        return float(tie_carried(alike, around)) if (min(a, b), max(a, b)) in self.carried else alike - around

    def around(self, n: int) -> float:
        """Give what a report's nearest others take off its likeness to any."""
        if n not in self.surroundings:
            near = self.db.execute("select near from story_vector where report = ?", (n,)).get
            self.surroundings[n] = float(taken_off(np.frombuffer(bytes(near)))) if near else 0.0
        return self.surroundings[n]

    def lots(self, todo: set[int]) -> Iterator[set[int]]:
        """Give the lots of these reports, and of those whose lot has become too large with them."""
        waiting, done = sorted(todo, reverse=True), set[int]()
        while waiting:
            n = waiting.pop()
            if n in done:
                continue
            level = 0
            while True:
                lot, whole = self._lot(n, level)
                if whole:
                    break
                late = sorted(m for m in lot if self._level(m) <= level)
                self._levels.update(dict.fromkeys(late, level + 1))
                waiting += [m for m in late if m != n]
                level += 1
            self._levels.update(dict.fromkeys(lot, level))
            done |= lot
            yield lot

    def _lot(self, n: int, level: int) -> tuple[set[int], bool]:
        """Give what is tied to a report, and to that, and so on, and True; or False and a part of it, where it is too large.

        The part holds all that was not known to belong to a lot too large: that is followed first.
        """
        least, large = LEAST * TIGHTER**level, self._large.setdefault(level, set())
        found, fresh, known = {n}, [n], list[int]()
        while fresh or known:
            if not fresh and (len(found) > LARGEST or not large.isdisjoint(found)):
                large |= found
                return found, False
            at = fresh.pop() if fresh else known.pop()
            for m, alike in self.links(at).items():
                if m not in found and self.tied(at, m, alike) >= least:
                    found.add(m)
                    (fresh if self._level(m) <= level else known).append(m)
        if len(found) > LARGEST:
            large |= found
        return found, len(found) <= LARGEST

    def _level(self, n: int) -> int:
        if n not in self._levels:
            self._levels[n] = self._stored[n] = int(self.db.execute("select level from story_vector where report = ?", (n,)).get or 0)
        return self._levels[n]

    def new_levels(self) -> list[tuple[int, int]]:
        """Give the levels (level, report) that are not stored yet."""
        return [(level, n) for n, level in self._levels.items() if self._stored.get(n) != level]
