"""Likeness of reports to all others of their days at once: their vectors as one sparse matrix.

A pair is looked at where two of the heaviest terms of each are shared and the days are near; that is decided here, too.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from onrecord.compare.arrays import Numbers
from onrecord.compare.grouping.leads import ALIKE, Lead
from onrecord.compare.grouping.products import Products
from onrecord.compare.grouping.vectors import gaps, unpack_vector
from onrecord.store import Archive

WINDOW = 7
"""Days around a report in which others of its story are looked for."""
SHARED_TERMS = 2
FLOOR = 0.04
"""Likeness below which two reports have nothing to do with one another."""
NEAREST = 4
"""Others by which a report's surroundings are measured."""
MOST_TERMS = 2_000_000
"""Terms that are numbered before numbering starts anew: bounds memory to some 250 MB."""
KEPT = 20_000
"""Vectors held in memory, 5 KB each."""

LARGE, LOTS = 60, 4
"""Reports from which on a lot's likenesses are remembered, and how many lots' are: 18 MB at most each. What is added in some goes falls
into the same large lots again and again."""
AT_ONCE = 2_000_000
"""Pairs of reports looked at in one step: 16 MB an array."""

Floats = NDArray[np.float64]


class _Sparse(NamedTuple):
    """A vector over numbered terms: the heaviest ones; all, with their weights; what the opening tells."""

    tops: Numbers
    terms: Numbers
    weights: Floats
    lead: Lead | None


class _Terms(dict[int, int]):
    """Terms, numbered as they come."""

    def __missing__(self, term: int) -> int:
        self[term] = number = len(self)
        return number


class Vectors:
    """The vectors of stored reports over numbered terms; the last few thousand kept, since windows overlap."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self._kept: dict[int, _Sparse] = {}
        self._terms = _Terms()
        self._lots: deque[tuple[Numbers, Floats]] = deque(maxlen=LOTS)

    def of(self, numbers: Numbers) -> list[_Sparse]:
        """Give the vectors of some reports. Only vectors of one call are sure to be over the same numbers."""
        missing = [n for n in numbers.tolist() if n not in self._kept]
        if len(self._terms) > MOST_TERMS or len(self._kept) + len(missing) > KEPT:
            self._kept.clear()
            self._terms.clear()
            missing = numbers.tolist()
        sql = "select report, body from story_vector where report in (select value from json_each(?))"
        for n, body in self.archive.db.execute(sql, (json.dumps(missing),)) if missing else ():
            tops, keys, weights, lead = unpack_vector(body)
            number = self._terms.__getitem__
            self._kept[int(n)] = _Sparse(
                np.fromiter(map(number, tops.tolist()), np.int64), np.fromiter(map(number, keys.tolist()), np.int64), weights, lead
            )
        return [self._kept[n] for n in numbers.tolist()]

    def alike(self, rows: Sequence[int]) -> Floats:
        """Give the likeness of the texts of reports, given ascending, to each other; 0 where two have nothing to do with one another."""
        numbers = np.array(rows, np.int64)
        out = np.zeros((len(rows), len(rows)))
        new = np.ones(len(rows), bool)
        if len(rows) >= LARGE and self._lots:
            of, matrix = max(self._lots, key=lambda lot: len(np.intersect1d(lot[0], numbers, assume_unique=True)))
            _, here, there = np.intersect1d(numbers, of, assume_unique=True, return_indices=True)
            out[np.ix_(here, here)] = matrix[np.ix_(there, there)]
            new[here] = False
        window = Window.of(self.archive, rows, self, numbers[new].tolist())
        for k in np.flatnonzero(new).tolist():
            others, likeness = window.like_texts(k)
            out[k, others] = out[others, k] = likeness
        if len(rows) >= LARGE:
            self._lots.append((numbers, out))
        return out

    def leads(self, rows: Sequence[int]) -> list[Lead | None]:
        """Give what the openings of reports tell."""
        return [row.lead for row in self.of(np.array(rows, np.int64))]


def less_days(texts: Floats, days: Numbers, day: Numbers) -> Floats:
    """Give the likeness of reports by that of their texts, less for each day between them; 0 where little is left."""
    likeness = np.round(texts - gaps(days, day), 6)
    return np.where(likeness >= FLOOR, likeness, 0.0)


class Window:
    """Reports with their days and surroundings, and what is like some of them. `numbers`: row numbers in the archive, ascending."""

    def __init__(self, vectors: Vectors, found: Sequence[tuple[int, int | None, bytes | None]], asked: Iterable[int]) -> None:
        """Take rows (report, day, near) of the table of vectors, and those reports whose likeness to others will be asked for."""
        found = sorted(found, key=lambda row: row[0])
        self.numbers: Numbers = np.array([n for n, *_ in found], np.int64)
        self.days: Numbers = np.array([day or 0 for _, day, _ in found], np.int64)
        self.known = np.array([near is not None for *_, near in found], bool)
        self.near: Floats = np.array([np.frombuffer(near) if near else np.zeros(NEAREST) for *_, near in found]).reshape(-1, NEAREST)
        self.vectors = vectors
        self._leads: list[Lead | None] = []
        self._alike = dict(self._compare(np.flatnonzero(np.isin(self.numbers, list(asked)))))

    @classmethod
    def around(cls, archive: Archive, numbers: Sequence[int], vectors: Vectors | None = None) -> Window:
        """Give these reports and all grouped ones near their days; where a day is not known, of all days."""
        wanted = json.dumps(list(numbers))
        sql = "select distinct day from story_vector where report in (select value from json_each(?))"
        days = [r[0] for r in archive.db.execute(sql, (wanted,))]
        near = sorted({int(d) + k for d in days if d is not None for k in range(-WINDOW, WINDOW + 1)})
        every = "near is not null" if None in days else "near is not null and (day in (select value from json_each(?2)) or day is null)"
        sql = f"""select report, day, near from story_vector where {every}
            union select report, day, null from story_vector where report in (select value from json_each(?1))"""
        found = archive.db.execute(sql, (wanted, json.dumps(near)) if None not in days else (wanted,)).fetchall()
        return cls(vectors or Vectors(archive), found, numbers)  # type: ignore[arg-type]

    @classmethod
    def of(cls, archive: Archive, numbers: Sequence[int], vectors: Vectors | None = None, asked: Sequence[int] | None = None) -> Window:
        """Give these reports. `asked`: those whose likeness to the others will be asked for, where not all."""
        sql = "select report, day, near from story_vector where report in (select value from json_each(?))"
        found = archive.db.execute(sql, (json.dumps(list(numbers)),)).fetchall()
        return cls(vectors or Vectors(archive), found, numbers if asked is None else asked)  # type: ignore[arg-type]

    def alike(self, row: int) -> Floats:
        """Give the likeness of one to each, 0 where they have nothing to do with one another (and to itself)."""
        others, likeness = self.like(row)
        out = np.zeros(len(self.numbers))
        out[others] = likeness
        return out

    def like(self, row: int) -> tuple[Numbers, Floats]:
        """Give the others that have something to do with one, and their likeness, less for each day between."""
        others, texts = self._alike[row]
        likeness = less_days(texts, self.days[others], self.days[row : row + 1])
        good = likeness > 0
        return others[good], likeness[good]

    def like_texts(self, row: int) -> tuple[Numbers, Floats]:
        """Give the same however many of the days looked at lie between them."""
        return self._alike[row]

    def carried(self, row: int) -> tuple[Numbers, Floats]:
        """Give the others that carry on what one told, or that it carries on, and the likeness of their texts."""
        others, texts = self._alike[row]
        lead = self._leads[row] if self._leads else None
        if lead is None:
            return others[:0], texts[:0]
        good = texts >= ALIKE
        good[good] = [(other := self._leads[n]) is not None and lead.carries_on(other) for n in others[good].tolist()]
        return others[good], texts[good]

    def _compare(self, asked: Numbers) -> Iterator[tuple[int, tuple[Numbers, Floats]]]:
        if not len(asked):
            return
        rows = self.vectors.of(self.numbers)
        self._leads = [row.lead for row in rows]
        tops = Products([row.tops for row in rows], None, asked)
        terms = Products([row.terms for row in rows], [row.weights for row in rows], asked)
        for some in np.array_split(asked, -(-len(asked) * len(rows) // AT_ONCE)):
            days = self.days[some][:, None]
            looked_at = (np.abs(self.days - days) <= WINDOW) | (self.days == 0) | (days == 0)
            looked_at &= tops.of(some) >= SHARED_TERMS
            looked_at[np.arange(len(some)), some] = False
            one, other = np.nonzero(looked_at)
            likeness = np.round(terms.of(some)[one, other], 6)
            good = likeness >= FLOOR
            cuts = np.searchsorted(one[good], np.arange(1, len(some)))
            yield from zip(some.tolist(), zip(np.split(other[good], cuts), np.split(likeness[good], cuts), strict=True), strict=True)
