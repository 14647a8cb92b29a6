"""Ties between parts of one event that different stories tell: which are looked at together, and how likely they are one."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np

from onrecord.compare.events.pair_features import ONE_REPORT, Near, Nearness
from onrecord.compare.events.relatedness import direction
from onrecord.compare.events.telling_groups import CLOSE, LEAST, MISSING, SURE, VETO, Doubt, doubt, scores
from onrecord.compare.events.tellings import Party, Telling, hash_of, informed, load_tellings
from onrecord.compare.grouping.linkage import better_half
from onrecord.compare.grouping.vectors import rarity
from onrecord.compare.grouping.window import Window
from onrecord.store import Archive

NEAR = 0.12
"""Likeness of their texts from which two reports of different stories may tell of the same events."""
AROUND = 4
"""Reports of its own story by which a report's surroundings are measured."""
COMPARED = 8
"""Mentions of a part, earliest first, that are compared with those of a part of another story."""
TELLING = 2
"""Words of a name by which a month or year is looked through."""
YEAR = 366
"""Days of a year at most."""
LIKE_WORDS = 0.45
"""Cosine of the words' directions from which two parts of near reports are looked at together, if they share no word."""


def add_near(archive: Archive, numbers: Sequence[int], window: Window | None = None) -> None:
    """Keep which other reports are near to these; call inside a write transaction, when stories are up to date."""
    if not numbers:
        return
    window = window or Window.around(archive, numbers)
    fresh = set(numbers)
    rows = []
    for row in [k for k, n in enumerate(window.numbers.tolist()) if n in fresh]:
        others, alike = window.like_texts(row)
        near, one = alike >= NEAR, int(window.numbers[row])
        rows += [
            (min(one, other), max(one, other), x)
            for other, x in zip(window.numbers[others[near]].tolist(), alike[near].tolist(), strict=True)
        ]
    archive.db.executemany("insert or replace into occurrence_near values (?, ?, ?)", sorted(set(rows)))


class Links:
    """Compares parts during one update; remembers the mentions of the reports that it meets."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self._tellings: dict[int, list[Telling]] = {}
        self._near: dict[int, dict[int, float]] = {}

    def forget(self, reports: Iterable[int]) -> None:
        for n in reports:
            self._tellings.pop(n, None)

    def tellings(self, reports: Iterable[int]) -> list[Telling]:
        """Give the mentions of some reports."""
        wanted = sorted(set(reports))
        missing = [n for n in wanted if n not in self._tellings]
        if missing:
            self._tellings.update({n: [] for n in missing})
            for t in load_tellings(self.archive, missing):
                self._tellings[t.report].append(t)
        return [t for n in wanted for t in self._tellings[n]]

    def neighbours(self, n: int) -> dict[int, float]:
        """Give the reports that are near to one, with their likeness."""
        if n not in self._near:
            sql = "select b, alike from occurrence_near where a = ?1 union all select a, alike from occurrence_near where b = ?1"
            self._near[n] = {int(m): float(x) for m, x in self.archive.db.execute(sql, (n,))}
        return self._near[n]

    def settle_story(self, reports: Iterable[int]) -> None:
        """Keep how alike each report of a story is to the nearest others of it, as its nearness to itself."""
        members = set(reports)
        for n in sorted(members):
            inside = sorted((x for m, x in self.neighbours(n).items() if m != n and m in members), reverse=True)[:AROUND]
            self._near[n][n] = round(sum(inside) / AROUND, 6)
        rows = [(n, n, self._near[n][n]) for n in sorted(members)]
        self.archive.db.executemany("insert or replace into occurrence_near values (?, ?, ?)", rows)

    def near(self, reports: Iterable[int], *, story: bool) -> Near:
        """Give a function that says how near two reports are. `story`: these are of one story, and therefore near."""
        members = set(reports) if story else set()

        def near(a: int, b: int) -> Nearness:
            if a == b:
                return ONE_REPORT
            mine, theirs = self.neighbours(a), self.neighbours(b)
            alike = max(mine.get(b, 0.0), NEAR if a in members and b in members else 0.0)
            return Nearness(alike, alike - (mine.get(a, 0.0) + theirs.get(b, 0.0)) / 2)

        return near

    def put(self, one: int, other: int, alike: float) -> None:
        """Keep a tie of two parts."""
        values = (min(one, other), max(one, other), round(alike, 6))
        self.archive.db.execute("insert or replace into occurrence_link values (?, ?, ?)", values)

    def doubt(self, found: Iterable[Doubt]) -> None:
        """Keep of which mentions it is doubtful whether they are one event."""
        self.archive.db.executemany("insert or replace into occurrence_doubt values (?, ?, ?, ?)", sorted(found))

    def tie(self, parts: Mapping[int, list[Telling]]) -> None:
        """Tie a story's parts to those of other stories that likely tell the same."""
        near = self.near((), story=False)
        parts = {part: informed(group) for part, group in parts.items()}
        others = self._others(parts)
        met = {other for found in others.values() for other in found}
        members = self._members(met)
        theirs = {other: informed(members[other]) for other in met}
        wanted = [(part, other) for part, found in others.items() for other in sorted(found)]
        ends = [(parts[part][:COMPARED], theirs[other][:COMPARED]) for part, other in wanted]
        for (part, other), (mine, their), found_ties in zip(wanted, ends, ties(ends, near), strict=True):
            mean = float(better_half(np.array(found_ties), VETO)) if found_ties else MISSING
            if mean >= LEAST:
                self.put(part, other, mean)
            if LEAST - CLOSE <= mean < SURE:
                best = max(range(len(found_ties)), key=lambda k: (found_ties[k], -k))
                self.doubt([doubt(mine[best // len(their)], their[best % len(their)], mean)])

    def _others(self, parts: Mapping[int, list[Telling]]) -> dict[int, set[int]]:
        """Give for each part those of other stories that are to be compared with it."""
        db = self.archive.db
        own = {t.report for group in parts.values() for t in group}
        around = {m for n in own for m in self.neighbours(n)} - own
        sql = """select m.part, m.event from occurrence_mention m join event e on e.n = m.event
            where e.report in (select value from json_each(?))"""
        part_of = {int(event): int(part) for part, event in db.execute(sql, (json.dumps(sorted(around)),))}
        out = _alike_words(parts, [t for t in self.tellings(around) if t.event in part_of], part_of, self.neighbours)
        for part, group in parts.items():
            keys = sorted({k for t in group for k in (*day_keys(t), *wide_keys(t).sought)})
            sql = "select distinct part from occurrence_key where key in (select value from json_each(?))"
            found = db.execute(sql, (json.dumps(keys),))
            out[part] |= {int(str(row[0])) for row in found} - parts.keys()
        for part, group in parts.items():
            keys = sorted({k for t in group for k in (*day_keys(t), *wide_keys(t).kept)})
            db.executemany("insert into occurrence_key values (?, ?)", [(k, part) for k in keys])
        return out

    def _members(self, parts: Iterable[int]) -> dict[int, list[Telling]]:
        wanted = (json.dumps(sorted(parts)),)
        sql = """select m.event, m.part, e.report from occurrence_mention m join event e on e.n = m.event
            where m.part in (select value from json_each(?))"""
        rows = [(int(e), int(p), int(r)) for e, p, r in self.archive.db.execute(sql, wanted)]
        part_of = {event: part for event, part, _ in rows}
        out: dict[int, list[Telling]] = defaultdict(list)
        for t in sorted(self.tellings(report for *_, report in rows), key=lambda t: (t.order, t.own)):
            if t.event in part_of:
                out[part_of[t.event]].append(t)
        return out


Ends = tuple[Sequence[Telling], Sequence[Telling]]
"""The mentions of two parts that are compared."""


def ties(ends: Sequence[Ends], near: Near) -> list[list[float]]:
    """Give for each two parts the log-odds that a mention of either tell one event, for all mentions of one, then of the next."""
    tellings = list({t.event: t for pair in ends for side in pair for t in side}.values())
    row = {t.event: n for n, t in enumerate(tellings)}
    pairs = sorted({(row[a.event], row[b.event]) for mine, their in ends for a in mine for b in their})
    one, two = np.array(pairs, np.int64).reshape(-1, 2).T
    found = scores(tellings, one, two, near)
    return [[found.get((row[a.event], row[b.event]), MISSING) for a in mine for b in their] for mine, their in ends]


def _alike_words(
    parts: Mapping[int, list[Telling]],
    theirs: Sequence[Telling],
    part_of: Mapping[int, int],
    neighbours: Callable[[int], Container[int]],
) -> dict[int, set[int]]:
    """Give for each part those other parts of which a near report has a word in common with one of its own, or words of like meaning.

    That these two reports are near makes it the same from either part: which of two stories was grouped last makes no difference.
    """
    out: dict[int, set[int]] = {part: set() for part in parts}
    if not theirs:
        return out
    by_stem: dict[str, list[Telling]] = defaultdict(list)
    for t in theirs:
        for stem in t.stems:
            by_stem[stem].append(t)
    numbers = np.array([part_of[t.event] for t in theirs])
    table = np.stack([direction(t.words) for t in theirs]).T
    reports, report = np.unique([t.report for t in theirs], return_inverse=True)
    for part, group in parts.items():
        like = np.stack([direction(t.words) for t in group]) @ table >= LIKE_WORDS
        for t, row in zip(group, like, strict=True):
            mine = neighbours(t.report)
            out[part] |= {part_of[other.event] for stem in t.stems for other in by_stem.get(stem, ()) if other.report in mine}
            near = np.array([int(n) in mine for n in reports])
            out[part] |= set(numbers[row & near[report]].tolist())
    return out


def day_keys(t: Telling) -> list[int]:
    """Give the keys of a mention that the text dates to one day: type, day and a word of a party, or the town."""
    if t.days is None or t.days[0] != t.days[1]:
        return []
    words = {w for p in (*t.actors, *t.recipients) for w in p.words} | {f"@{site}" for site in t.sites}
    return [hash_of(f"{t.type} {t.days[0]} {w}") for w in sorted(words)]


def _telling_most(party: Party) -> list[str]:
    """Give the rarest words of a name: all of them would make a key of each two."""
    return sorted(party.words, key=lambda w: (-rarity(w), w))[:TELLING]


class WideKeys(NamedTuple):
    """Keys of a mention by the month or year it was in: those it is found by, and those that it looks for."""

    kept: list[int]
    sought: list[int]


def wide_keys(t: Telling) -> WideKeys:
    """Give the keys of a mention whose text gives a month, a year or a day in them: type, that, a word of a party of either side or a town.

    What has a day and what has only its month or year are looked for by each other ("sentenced her *in August*", "killed 86 in Nice *in
    2016*"); two days are compared by `day_keys`.
    """
    if t.days is None or not (first := t.days[0]) or t.days[1] - first > YEAR:
        return WideKeys([], [])
    start, end = date.fromordinal(first), date.fromordinal(t.days[1])
    sides = [sorted({w for p in side for w in _telling_most(p)}) for side in (t.actors, t.recipients)]
    who = [f"{a} {b}" for a in sides[0] for b in sides[1]] + [f"@{site}" for site in sorted(t.sites)]
    months, years = {f"{start:%Y-%m}", f"{end:%Y-%m}"}, {f"{start:%Y}", f"{end:%Y}"}
    if not who or len(years) > 1:
        return WideKeys([], [])
    [year] = years
    if len(months) > 1:
        kept, sought = [("year", year)], [("day", year), ("month", year), ("year", year)]
    elif first == t.days[1]:
        kept, sought = [("day", min(months)), ("day", year)], [("month", min(months)), ("year", year)]
    else:
        kept, sought = [("month", min(months)), ("month", year)], [("day", min(months)), ("month", min(months)), ("year", year)]
    return WideKeys(*([hash_of(f"{width} {t.type} {stretch} {x}") for width, stretch in keys for x in who] for keys in (kept, sought)))
