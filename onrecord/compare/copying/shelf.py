"""The index of fingerprints: which reports share enough shingles to be looked at together, and which lines are a publisher's own.

Bounded however large the archive grows: a shingle is kept for at most `FULL` reports, of one publisher for at most `TEMPLATE`, from
where it counts as that publisher's line. A text that more houses print than that is still found through those that are kept.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from onrecord.compare.copying.fingerprints import sample, shingle_hashes, short
from onrecord.compare.words import body_parts, plain_words
from onrecord.store import Archive

TEMPLATE = 4
"""A shingle in so many reports of one publisher is its template (newsletter prompts, standing background), not copied news."""
FULL = 256
"""A stock phrase says nothing of two texts. A shingle in so many reports, and a template of one house, is anybody's template."""
BUDGET = 2_000
"""Entries of the index that are looked at for one report, its rarest fingerprints first."""
CANDIDATE = 0.12
"""Share of the shorter text's fingerprints that two texts must have in common to be aligned; a passage of a fifth passes."""
MIN_SHARED = 2
ANYBODY = 0
KEPT = 12_000
"""Texts held in memory, 4 KB each."""
HOUSES = 1_000

Hashes = NDArray[np.int32]
Numbers = NDArray[np.int64]


class Text(NamedTuple):
    """A report's shingles in order, the same sorted, its number of words, and its publisher as a number."""

    hashes: Hashes
    ordered: Hashes
    words: int
    house: int


class Texts:
    """What stored reports are compared by; the last few thousand kept."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.text = lru_cache(maxsize=KEPT)(self._text)
        self.lines = lru_cache(maxsize=HOUSES)(self._lines)
        self.id = lru_cache(maxsize=KEPT)(self._id)

    def _text(self, n: int) -> Text:
        sql = "select s.body, c.words, c.house from shingles s join compared c on c.report = s.report where s.report = ?"
        row = self.archive.db.execute(sql, (n,)).fetchone()
        if row is None:
            return self._read(n)
        hashes = np.frombuffer(row[0], np.int32)
        return Text(hashes, np.sort(hashes), int(row[1]), int(row[2]))

    def _id(self, n: int) -> str:
        return str(self.archive.db.execute("select id from report where n = ?", (n,)).get)

    def _read(self, n: int) -> Text:
        text, parts, publisher = self.archive.db.execute("select text, parts, publisher from report where n = ?", (n,)).get
        words = plain_words(str(text), body_parts(str(text), json.loads(str(parts))))
        hashes = short(shingle_hashes(words))
        house = zlib.crc32(str(publisher).encode("utf-8", "replace")) + 1 if publisher else ANYBODY
        return Text(hashes, np.sort(hashes), len(words), house)

    def templates(self, n: int) -> Hashes:
        """Give those fingerprints of a report that its publisher prints again and again."""
        text = self.text(n)
        lines = self.lines(text.house)
        return text.hashes[among(text.hashes, lines)] if len(lines) else lines

    def _lines(self, house: int) -> Hashes:
        found = self.archive.db.execute(f"select distinct hash from template where house in (?, {ANYBODY}) order by hash", (house,))
        return np.array([row[0] for row in found], np.int32)


class _Entries(NamedTuple):
    """Entries of the index, by fingerprint."""

    hashes: Hashes
    reports: Numbers


def _entries(archive: Archive, hashes: Hashes) -> _Entries:
    sql = "select f.hash, f.report from json_each(?) h join fingerprint f on f.hash = h.value"
    found = archive.db.execute(sql, (json.dumps(np.unique(hashes).tolist()),)).fetchall()
    rows = np.array(found, np.int64).reshape(-1, 2)
    return _Entries(rows[:, 0].astype(np.int32), rows[:, 1])


def add(archive: Archive, numbers: Sequence[int], texts: Texts) -> None:
    """Add reports to the index; call inside a write transaction."""
    db = archive.db
    lots = [(n, text, sample(text.hashes)) for n in numbers for text in (texts.text(n),)]
    rows = [(n, text.words, len(prints), text.house) for n, text, prints in lots]
    db.executemany("insert or replace into compared (report, words, prints, house) values (?, ?, ?, ?)", rows)
    db.executemany("insert or replace into shingles values (?, ?)", [(n, text.hashes.tobytes()) for n, text, _ in lots])
    if not sum(len(prints) for *_, prints in lots):
        return
    new = np.concatenate([prints for *_, prints in lots])
    reports = np.repeat(np.array([n for n, *_ in lots], np.int64), [len(prints) for *_, prints in lots])
    before = _entries(archive, new)
    all_reports = np.concatenate([before.reports, reports])
    houses = _look_up(archive, "house", all_reports)
    kept, templates = _room(np.concatenate([before.hashes, new]), houses, len(before.hashes))
    new, reports = new[kept], reports[kept]
    order = np.lexsort((reports, new))  # in the order of the table's key, so that few of its pages are touched twice
    db.executemany("insert or ignore into fingerprint values (?, ?)", zip(new[order].tolist(), reports[order].tolist(), strict=True))
    db.executemany("insert or ignore into template values (?, ?)", templates)


def _room(hashes: Hashes, houses: Numbers, old: int) -> tuple[NDArray[np.bool_], list[tuple[int, int]]]:
    """Say for which entries after the first `old` there is room, and which lines are templates (house, fingerprint)."""
    known = houses != ANYBODY
    of_house = _rank(houses, hashes)
    kept = ~known | (of_house < TEMPLATE)
    full = kept.copy()
    kept[kept] = _rank(hashes[kept]) < FULL
    full &= ~kept
    fourth = known & (of_house == TEMPLATE - 1)
    anybody = np.intersect1d(hashes[full], hashes[fourth])
    fourth[:old] = False
    templates = {(ANYBODY, x) for x in anybody.tolist()} | set(zip(houses[fourth].tolist(), hashes[fourth].tolist(), strict=True))
    return kept[old:], sorted(templates)


def _rank(*keys: Hashes | Numbers) -> Numbers:
    """Number the entries of equal keys, in their order."""
    order = np.lexsort(keys)
    first = np.ones(len(order), bool)
    first[1:] = np.any([key[order][1:] != key[order][:-1] for key in keys], axis=0)
    starts = np.flatnonzero(first)
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order)) - np.repeat(starts, np.diff(np.append(starts, len(order))))
    return rank


def _look_up(archive: Archive, column: str, reports: Numbers) -> Numbers:
    """Give a column of the compared reports, for each number."""
    distinct, inverse = np.unique(reports, return_inverse=True)
    sql = f"select report, {column} from compared where report in (select value from json_each(?)) order by report"
    values = np.array(archive.db.execute(sql, (json.dumps(distinct.tolist()),)).fetchall(), np.int64).reshape(-1, 2)
    return values[:, 1][inverse]


def candidates(archive: Archive, numbers: Sequence[int], texts: Texts) -> dict[int, list[int]]:
    """Give for each report those that share enough fingerprints with it to be looked at, likeliest first."""
    mine = {n: _own(texts, n) for n in numbers}
    entries = _entries(archive, np.concatenate(list(mine.values()))) if mine else _Entries(np.empty(0, np.int32), np.empty(0, np.int64))
    if not len(entries.hashes):
        return {n: [] for n in numbers}
    order = np.argsort(entries.hashes, kind="stable")
    hashes, reports = entries.hashes[order], entries.reports[order]
    sizes = _look_up(archive, "prints", reports)
    return {n: _likeliest(n, prints, hashes, reports, sizes) for n, prints in mine.items()}


def _own(texts: Texts, n: int) -> Hashes:
    """Give a report's fingerprints outside its publisher's template lines."""
    text = texts.text(n)
    prints, lines = sample(text.hashes), texts.lines(text.house)
    return prints[~among(prints, lines)] if len(lines) else prints


def among(hashes: Hashes, ordered: Hashes) -> NDArray[np.bool_]:
    """Say which hashes are among the others, which are sorted."""
    if not len(ordered):
        return np.zeros(len(hashes), bool)
    at = np.searchsorted(ordered, hashes)
    at[at == len(ordered)] = 0
    return np.asarray(ordered[at] == hashes)


def _likeliest(n: int, prints: Hashes, hashes: Hashes, reports: Numbers, sizes: Numbers) -> list[int]:
    starts = np.searchsorted(hashes, prints)
    counts = np.searchsorted(hashes, prints, side="right") - starts
    rare = np.argsort(counts, kind="stable")
    used = rare[: max(MIN_SHARED, int(np.searchsorted(np.cumsum(counts[rare]), BUDGET, side="right")))]
    starts, counts = starts[used], counts[used]
    if not counts.sum():
        return []
    at = np.repeat(starts - np.concatenate(([0], np.cumsum(counts)[:-1])), counts) + np.arange(int(counts.sum()))
    others, first, shared = np.unique(reports[at], return_index=True, return_counts=True)
    smaller = np.minimum(len(used), sizes[at][first])
    share = shared / np.maximum(smaller, 1)
    good = (others != n) & (shared >= np.minimum(MIN_SHARED, smaller)) & (share >= CANDIDATE)
    return [int(m) for _, m in sorted(zip((-share[good]).tolist(), others[good].tolist(), strict=True))]
