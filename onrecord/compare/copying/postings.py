"""The postings of the index of fingerprints: which reports hold which, as sorted blocks on levels that grow eightfold.

A lot of reports is merged into the smallest level that has room for it, and a level that is full into the next (a log-structured merge
tree: O'Neil et al. 1996). With a row an entry in the order of hashes, a lot touched every page of a large table: the insertion alone took
0.2 ms a report at first and 0.5 ms after 60,000 reports; in blocks it is a twentieth of a millisecond at either.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import pairwise

import apsw
import numpy as np
from numpy.typing import NDArray

from onrecord.compare.arrays import Numbers, distinct, ranges
from onrecord.store import Archive

BLOCK = 2_048
"""Entries of a block, 16 KB: what is read for one hash. More than any hash has entries (shelf.FULL), so that two blocks hold all of one."""
SMALLEST, RATIO, LEVELS = 8, 8, 10
"""Blocks on level 0, how many times as many each further one holds, and the number of levels: more than a disk holds."""
KEPT = 8_192
"""Blocks of a level that are kept in memory, where most are asked for: 128 MB."""
STRETCH = 128
"""Blocks merged at once, 2 MB: bounds memory."""

Hashes = NDArray[np.int32]


def entries(hashes: Hashes, reports: Numbers) -> Numbers:
    """Give entries of fingerprints and the reports that hold them: one number each, in the order of fingerprints, then reports."""
    return np.sort((hashes.astype(np.int64) << 32) | reports)


def hashes_of(found: Numbers) -> Hashes:
    """Give the fingerprints of entries."""
    return (found >> 32).astype(np.int32)


def reports_of(found: Numbers) -> Numbers:
    """Give the reports of entries."""
    return found & 0xFFFFFFFF


class Postings:
    """The postings of an archive. What a large part of is asked for is kept in memory, as long as no other program writes."""

    def __init__(self, archive: Archive) -> None:
        self.db = archive.db
        self._levels: dict[int, Numbers] = {}
        self._version: object = None

    def find(self, hashes: Hashes) -> Numbers:
        """Give all entries of some fingerprints, ascending, each once however many levels hold it."""
        version = self.db.execute("pragma data_version").get
        if version != self._version:
            self._levels, self._version = {}, version
        low = distinct(np.sort(hashes)).astype(np.int64) << 32
        high = low | 0xFFFFFFFF
        found = []
        for level in range(LEVELS if len(low) else 0):
            held = self._held(level, low, high)
            if not len(held):
                continue
            start = np.searchsorted(held, low)
            # Most fingerprints are nobody else's: only for the others the end is looked for.
            known = np.flatnonzero((start < len(held)) & (held[np.minimum(start, len(held) - 1)] <= high))
            start, end = start[known], np.searchsorted(held, high[known], side="right")
            found.append(held[ranges(start, end - start)])
        return distinct(np.sort(np.concatenate(found))) if found else np.empty(0, np.int64)

    def _held(self, level: int, low: Numbers, high: Numbers) -> Numbers:
        """Give the entries of those blocks of a level that some fingerprints may be in, or of all."""
        if level in self._levels:
            return self._levels[level]
        firsts = _firsts(self.db, level)
        if not len(firsts):
            return firsts
        blocks = distinct(np.sort(np.concatenate([np.searchsorted(firsts, edge, side="right") - 1 for edge in (low, high)])))
        blocks = blocks[blocks >= 0]
        if 2 * len(blocks) < len(firsts) or len(firsts) > KEPT:
            return _read(self.db, level, firsts[blocks])
        self._levels[level] = _read(self.db, level, firsts)
        return self._levels[level]

    def add(self, new: Numbers) -> None:
        """Merge ascending entries in; call inside a write transaction."""
        for level in range(LEVELS):
            room = SMALLEST * RATIO**level
            firsts = _firsts(self.db, level)
            self._levels.pop(level, None)
            if len(firsts) + len(new) / BLOCK <= room or level == LEVELS - 1:
                _merge(self.db, level, firsts, new)
                break
            new = _merged(_read(self.db, level, firsts), new)
            self.db.execute("delete from fingerprint_block where level = ?", (level,))


def _firsts(db: apsw.Connection, level: int) -> Numbers:
    sql = "select first from fingerprint_block where level = ? order by first"
    return np.fromiter((first for (first,) in db.execute(sql, (level,))), np.int64)


def _read(db: apsw.Connection, level: int, firsts: Numbers) -> Numbers:
    sql = "select body from fingerprint_block where level = ? and first in (select value from json_each(?)) order by first"
    found = db.execute(sql, (level, json.dumps(firsts.tolist())))
    return np.frombuffer(b"".join(body for (body,) in found), "<i8").astype(np.int64, copy=False)


def _merge(db: apsw.Connection, level: int, firsts: Numbers, new: Numbers) -> None:
    """Merge entries into a level, a stretch of blocks at a time; stretches that nothing falls into stay as they are."""
    edges = firsts[STRETCH::STRETCH]
    cuts = [0, *np.searchsorted(new, edges).tolist(), len(new)]
    for k, (start, end) in enumerate(pairwise(cuts)):
        if start == end:
            continue
        old = firsts[k * STRETCH : (k + 1) * STRETCH]
        merged = _merged(_read(db, level, old), new[start:end])
        db.executemany("delete from fingerprint_block where level = ? and first = ?", [(level, first) for first in old.tolist()])
        db.executemany("insert into fingerprint_block (level, first, body) values (?, ?, ?)", _blocks(level, merged))


def _blocks(level: int, merged: Numbers) -> Iterable[tuple[int, int, bytes]]:
    for start in range(0, len(merged), BLOCK):
        block = merged[start : start + BLOCK]
        yield level, int(block[0]), block.astype("<i8", copy=False).tobytes()


def _merged(one: Numbers, two: Numbers) -> Numbers:
    return distinct(np.sort(np.concatenate([one, two]), kind="stable"))  # of two ascending runs: one pass
