"""What stored reports are compared by: the hashes of their shingles, whom they credit, their publishers' lines."""

from __future__ import annotations

import json
import zlib
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from onrecord.compare.arrays import Numbers
from onrecord.compare.copying.fingerprints import hashes_of_lot, short
from onrecord.compare.copying.forms import Told, told_words
from onrecord.compare.copying.postings import Hashes, Postings
from onrecord.compare.words import body_parts, plain_words
from onrecord.store import Archive
from onrecord.text import fold

ANYBODY = 0
KEPT = 30_000
"""Texts held in memory, 4 KB each."""
HOUSES = 1_000
TELLING = 400
"""Reports whose marked words are kept, up to 150 KB each: one is held against many others in turn."""

Mask = NDArray[np.bool_]


class Text(NamedTuple):
    """A report's shingles by their hashes, ascending; the place of each; its number of words, and its publisher as a number."""

    ordered: Hashes
    places: Hashes
    words: int
    house: int

    @property
    def hashes(self) -> Hashes:
        """The hashes in the order of the text."""
        out = np.empty_like(self.ordered)
        out[self.places] = self.ordered
        return out


class Facts(NamedTuple):
    """What tells which of two reports was first: id, publisher, whom it credits (folded, between blanks), day."""

    id: str
    publisher: str | None
    credited: tuple[str, ...]
    day: str


class Texts:
    """Texts, facts and lines of stored reports; those fetched last are kept."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.postings = Postings(archive)
        self._texts: OrderedDict[int, Text] = OrderedDict()
        self._hits: dict[int, Mask | None] = {}
        self._compared = np.zeros((0, 2), np.int64)
        self.lines = lru_cache(maxsize=HOUSES)(self._lines)
        self.facts = lru_cache(maxsize=KEPT)(self._facts)
        self.places = lru_cache(maxsize=KEPT)(self._places)
        """The places that a report tells of, but not where it was filed."""
        self.telling = lru_cache(maxsize=TELLING)(self._telling)
        """A report's words with those marked that tell what it is about."""

    def text(self, n: int) -> Text:
        """Give what a report is compared by."""
        if n not in self._texts:
            self.load([n])
        return self._texts[n]

    def load(self, numbers: Iterable[int]) -> None:
        """Fetch many at once."""
        missing = sorted({n for n in numbers if n not in self._texts})
        if not missing:
            return
        sql = """select s.report, s.body, c.words, c.house from shingles s join compared c on c.report = s.report
            where s.report in (select value from json_each(?))"""
        for n, body, words, house in self.archive.db.execute(sql, (json.dumps(missing),)):
            self._keep(int(n), _ordered(np.frombuffer(body, np.int32), int(words), int(house)))
        self.read([n for n in missing if n not in self._texts])

    def read(self, numbers: Sequence[int]) -> None:
        """Make the texts of reports that are not in the index from what they say."""
        sql = "select n, text, parts, publisher from report where n in (select value from json_each(?))"
        found = [
            (int(n), plain_words(str(text), body_parts(str(text), json.loads(str(parts)))), house_number(publisher))
            for n, text, parts, publisher in (self.archive.db.execute(sql, (json.dumps(list(numbers)),)) if numbers else ())
        ]
        for (n, words, house), hashes in zip(found, hashes_of_lot([words for _, words, _ in found]), strict=True):
            self._keep(n, _ordered(short(hashes), len(words), house))

    def _keep(self, n: int, text: Text) -> None:
        self._texts[n] = text
        while len(self._texts) > KEPT:
            old, _ = self._texts.popitem(last=False)
            self._hits.pop(old, None)

    def common(self, a: int, b: int) -> float:
        """Give the share of shingles that two reports have in common, of the one that has fewer."""
        fewer, more = sorted((self.text(n).ordered for n in (a, b)), key=len)
        return float(among(fewer, more).mean()) if len(fewer) else 0.0

    def _telling(self, n: int) -> Told:
        text, parts = self.archive.db.execute("select text, parts from report where n = ?", (n,)).get
        return told_words(str(text), body_parts(str(text), json.loads(str(parts))))

    def _places(self, n: int) -> frozenset[str]:
        (parts,) = self.archive.db.execute("select parts from report where n = ?", (n,)).fetchone() or ("[]",)
        filed = [(start, end) for kind, start, end in json.loads(str(parts)) if kind == "dateline"]
        found = self.archive.db.execute("select coalesce(geonames, name), start from place where report = ?", (n,))
        return frozenset(str(name) for name, start in found if not any(a <= int(start) < b for a, b in filed))

    def elsewhere(self, a: int, b: int) -> bool:
        """Tell reports that both say where, and name no place in common."""
        one, other = self.places(a), self.places(b)
        return bool(one and other) and not one & other

    def template_hits(self, n: int) -> Mask | None:
        """Say of each of a report's shingles, ascending, whether its publisher prints it again and again; None: of none."""
        if n not in self._hits:
            text = self.text(n)
            hits = among(text.ordered, self.lines(text.house))
            self._hits[n] = hits if hits.any() else None
        return self._hits[n]

    def templates(self, n: int) -> Hashes:
        """Give those fingerprints of a report that its publisher prints again and again."""
        hits = self.template_hits(n)
        return np.empty(0, np.int32) if hits is None else self.text(n).ordered[hits]

    def _lines(self, house: int) -> Hashes:
        found = self.archive.db.execute(f"select distinct hash from template where house in (?, {ANYBODY}) order by hash", (house,))
        return np.array([row[0] for row in found], np.int32)

    def _facts(self, n: int) -> Facts:
        sql = "select id, publisher, agencies, authors, published from report where n = ?"
        id, publisher, agencies, authors, day = self.archive.db.execute(sql, (n,)).get
        credited = (*json.loads(str(agencies)), *json.loads(str(authors)))
        return Facts(str(id), publisher and str(publisher), tuple(f" {fold(str(x))} " for x in credited), str(day or ""))

    def sizes(self, reports: Numbers) -> Numbers:
        """Give the number of fingerprints of each of these reports, which are in the index."""
        return self._columns(reports)[:, 0]

    def houses(self, reports: Numbers) -> Numbers:
        """Give the publisher of each of these reports, which are in the index."""
        return self._columns(reports)[:, 1] - 1

    def ranks(self, reports: Numbers) -> Numbers:
        """Give the place of each of these reports among them in the order of publication."""
        numbers, at = np.unique(reports, return_inverse=True)
        sql = "select n from report where n in (select value from json_each(?)) order by published, id"
        ordered = np.array([row[0] for row in self.archive.db.execute(sql, (json.dumps(numbers.tolist()),))], np.int64)
        return np.argsort(ordered)[at]

    def _columns(self, reports: Numbers) -> Numbers:
        """Give (fingerprints, publisher + 1) of each; 0 stands for what was not looked up yet."""
        most = int(reports.max(initial=0))
        if most >= len(self._compared):
            self._compared = np.concatenate([self._compared, np.zeros((most + 1, 2), np.int64)])
        missing = np.unique(reports[self._compared[reports, 1] == 0])
        if len(missing):
            sql = "select report, prints, house + 1 from compared where report in (select value from json_each(?))"
            rows = np.array(self.archive.db.execute(sql, (json.dumps(missing.tolist()),)).fetchall(), np.int64).reshape(-1, 3)
            self._compared[rows[:, 0]] = rows[:, 1:]
        return self._compared[reports]


def house_number(publisher: object) -> int:
    """Give a publisher as a number."""
    return zlib.crc32(str(publisher).encode("utf-8", "replace")) + 1 if publisher else ANYBODY


def _ordered(hashes: Hashes, words: int, house: int) -> Text:
    """Order hashes by value, equal ones by place: one sort of numbers that hold both."""
    both = np.sort(hashes.astype(np.int64) << 32 | np.arange(len(hashes)))
    return Text((both >> 32).astype(np.int32), both.astype(np.int32), words, house)


def among(hashes: Hashes, ordered: Hashes) -> Mask:
    """Say which hashes are among the others, which are sorted."""
    if not len(ordered):
        return np.zeros(len(hashes), bool)
    at = np.searchsorted(ordered, hashes)
    at[at == len(ordered)] = 0
    return np.asarray(ordered[at] == hashes)
