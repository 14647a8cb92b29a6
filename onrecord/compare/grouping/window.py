"""Likeness of one report to all others of its days at once: their vectors as one sparse matrix, by term.

A pair is looked at where two of the heaviest terms of each are shared and the days are near; that is decided here, too.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from onrecord.compare.grouping.vectors import gaps, unpack_vector
from onrecord.store import Archive

WINDOW = 7
"""Days around a report in which others of its story are looked for."""
SHARED_TERMS = 2
FLOOR = 0.04
"""Likeness below which two reports have nothing to do with one another."""
NEAREST = 4
"""Others by which a report's surroundings are measured."""

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]


class _Postings(NamedTuple):
    """A sparse matrix by columns (start, rows, values) and by rows (row_start, columns, own)."""

    start: Numbers
    rows: Numbers
    values: Floats
    row_start: Numbers
    columns: Numbers
    own: Floats


class Window:
    """Reports with their vectors, days and surroundings. `numbers`: their row numbers in the archive, ascending."""

    def __init__(self, found: Sequence[tuple[int, int | None, bytes | None, bytes]]) -> None:
        """Take rows (report, day, near, body) of the table of vectors."""
        found = sorted(found, key=lambda row: row[0])
        self.numbers: Numbers = np.array([n for n, *_ in found], np.int64)
        self.days: Numbers = np.array([day or 0 for _, day, *_ in found], np.int64)
        self.known = np.array([near is not None for *_, near, _ in found], bool)
        self.near: Floats = np.array([np.frombuffer(near) if near else np.zeros(NEAREST) for *_, near, _ in found]).reshape(-1, NEAREST)
        vectors = [unpack_vector(body) for *_, body in found]
        self._terms = _postings([v.keys for v in vectors], [v.weights for v in vectors])
        self._tops = _postings([v.tops for v in vectors], [np.ones(len(v.tops)) for v in vectors])

    @classmethod
    def around(cls, archive: Archive, numbers: Sequence[int]) -> Window:
        """Give these reports and all grouped ones near their days; where a day is not known, of all days."""
        wanted = json.dumps(list(numbers))
        sql = "select distinct day from story_vector where report in (select value from json_each(?))"
        days = [r[0] for r in archive.db.execute(sql, (wanted,))]
        near = sorted({int(d) + k for d in days if d is not None for k in range(-WINDOW, WINDOW + 1)})
        every = "near is not null" if None in days else "near is not null and (day in (select value from json_each(?2)) or day is null)"
        sql = f"""select report, day, near, body from story_vector where {every}
            union select report, day, null, body from story_vector where report in (select value from json_each(?1))"""
        return cls(archive.db.execute(sql, (wanted, json.dumps(near)) if None not in days else (wanted,)).fetchall())  # type: ignore[arg-type]

    @classmethod
    def of(cls, archive: Archive, numbers: Iterable[int]) -> Window:
        """Give these reports."""
        sql = "select report, day, near, body from story_vector where report in (select value from json_each(?))"
        return cls(archive.db.execute(sql, (json.dumps(list(numbers)),)).fetchall())  # type: ignore[arg-type]

    def alike(self, row: int) -> Floats:
        """Give the likeness of one to each, 0 where they have nothing to do with one another (and to itself)."""
        return self._alike(row, gaps(self.days, int(self.days[row])))

    def alike_texts(self, row: int) -> Floats:
        """Give the likeness of one to each as `alike` does, however many of the days looked at lie between them."""
        return self._alike(row, np.zeros(len(self.numbers)))

    def _alike(self, row: int, taken_off: Floats) -> Floats:
        size = len(self.numbers)
        out = np.round(_products(self._terms, row, size) - taken_off, 6)
        apart = np.abs(self.days - self.days[row]) > WINDOW
        apart &= (self.days != 0) & (self.days[row] != 0)
        out[apart | (_products(self._tops, row, size) < SHARED_TERMS) | (out < FLOOR)] = 0.0
        out[row] = 0.0
        return out


def _postings(columns: list[Numbers], values: list[Floats]) -> _Postings:
    sizes = np.array([len(c) for c in columns], np.int64)
    row_start = np.concatenate(([0], np.cumsum(sizes))).astype(np.int64)
    if not row_start[-1]:
        nothing = np.empty(0, np.int64)
        return _Postings(np.zeros(1, np.int64), nothing, np.empty(0), row_start, nothing, np.empty(0))
    _, local = np.unique(np.concatenate(columns), return_inverse=True)
    order = np.argsort(local, kind="stable")
    rows = np.repeat(np.arange(len(columns)), sizes)[order]
    start = np.concatenate(([0], np.cumsum(np.bincount(local)))).astype(np.int64)
    own = np.concatenate(values)
    return _Postings(start, rows, own[order], row_start, local.astype(np.int64), own)


def _products(p: _Postings, row: int, size: int) -> Floats:
    """Give the product of one row with every row."""
    first, last = int(p.row_start[row]), int(p.row_start[row + 1])
    columns = p.columns[first:last]
    starts, sizes = p.start[columns], p.start[columns + 1] - p.start[columns]
    at = np.repeat(starts - np.concatenate(([0], np.cumsum(sizes)[:-1])), sizes) + np.arange(int(sizes.sum())) if len(columns) else columns
    mine = np.repeat(p.own[first:last], sizes)
    return np.bincount(p.rows[at], weights=p.values[at] * mine, minlength=size).astype(np.float64, copy=False)
