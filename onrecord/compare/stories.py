"""Stories: reports on the same happening, grouped as they come in.

Two reports are the more of one story the more alike they are (vectors.py) *beyond* what either is alike to its nearest others: on a
beat where everything resembles everything, it takes more. Groups are found by average linkage in what is left connected. Which
reports form a story depends on the reports alone, not on the order in which they came.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import msgspec
import numpy as np

from onrecord.compare import copies
from onrecord.compare.linkage import average_linkage
from onrecord.compare.vectors import Vector, likeness, make_vector
from onrecord.store import Archive
from onrecord.store.clock import now

WINDOW = 7
"""Days around a report in which others of its story are looked for."""
SHARED_TERMS = 2
FLOOR = 0.04
"""Likeness below which two reports are not worth remembering."""
NEAREST, SCALE = 4, 0.7
"""A report's surroundings: the mean of its four nearest, of which seven tenths are taken off. On 1,500 articles of round-ups
(evaluation/stories.py) 0 gives B-cubed 0.919, 0.5 0.940, 0.7 0.942, 0.9 0.945; above 0.7 long stories begin to fall apart."""
LEAST = 0.06
"""Mean likeness, surroundings taken off, from which two groups are one story."""
LARGEST = 1500
"""Reports clustered at once; a larger connected lot is first cut at a higher likeness."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A story: its id, the title that stands nearest its middle, its days, reports and independent origins."""

    id: str
    title: str | None
    first: str | None
    last: str | None
    reports: int
    origins: int


def index(archive: Archive, numbers: Iterable[int]) -> None:
    """Store what reports are about; call inside a write transaction."""
    for n in numbers:
        title, text, published, parts = archive.db.execute("select title, text, published, parts from report where n = ?", (n,)).get
        body = " ".join(str(text)[a:b] for kind, a, b in json.loads(str(parts)) if kind in ("standfirst", "body")) or str(text)
        vector = make_vector(None if title is None else str(title), body, _ordinal(published))
        archive.db.execute("insert or replace into story_vector values (?, ?, ?)", (n, vector.day, msgspec.msgpack.encode(vector)))
        terms = [(t, vector.day or 0, n) for t in vector.top_terms()]
        archive.db.executemany("insert or ignore into story_term values (?, ?, ?)", terms)


def _ordinal(published: object) -> int | None:
    try:
        return date.fromisoformat(str(published)[:10]).toordinal()
    except ValueError:
        return None


_NEIGHBOURS = f"""select other.report from story_term mine join story_term other on other.term = mine.term
    and (mine.day = 0 or other.day between mine.day - {WINDOW} and mine.day + {WINDOW} or other.day = 0)
    where mine.report = ?1 and other.report <> ?1 group by other.report having count(*) >= {SHARED_TERMS}"""


def update(archive: Archive, numbers: Sequence[int]) -> None:
    """Find what is like these indexed reports and group anew whatever that touches; call inside a write transaction."""
    vectors: dict[int, Vector] = {}

    def vector(n: int) -> Vector:
        if n not in vectors:
            body = archive.db.execute("select body from story_vector where report = ?", (n,)).get
            vectors[n] = msgspec.msgpack.decode(bytes(body), type=Vector)
        return vectors[n]

    touched = set(numbers)
    for n in numbers:
        for other in [int(str(row[0])) for row in archive.db.execute(_NEIGHBOURS, (n,))]:
            alike = likeness(vector(n), vector(other))
            if alike >= FLOOR:
                archive.db.execute("insert or replace into story_edge values (?, ?, ?)", (min(n, other), max(n, other), round(alike, 6)))
                touched.add(other)
    _regroup(archive, touched)


class _Graph:
    """The likenesses around some reports, surroundings taken off."""

    def __init__(self, archive: Archive) -> None:
        self.db = archive.db
        self._edges: dict[int, dict[int, float]] = {}
        self._around: dict[int, float] = {}

    def edges(self, n: int) -> dict[int, float]:
        if n not in self._edges:
            sql = "select b, alike from story_edge where a = ?1 union all select a, alike from story_edge where b = ?1"
            self._edges[n] = {int(m): float(x) for m, x in self.db.execute(sql, (n,))}
        return self._edges[n]

    def around(self, n: int) -> float:
        if n not in self._around:
            self._around[n] = sum(sorted(self.edges(n).values(), reverse=True)[:NEAREST]) / NEAREST
        return self._around[n]

    def scaled(self, a: int, b: int) -> float:
        return self.edges(a).get(b, 0.0) - SCALE * (self.around(a) + self.around(b)) / 2

    def component(self, start: int, least: float, inside: set[int] | None = None) -> set[int]:
        found, waiting = {start}, [start]
        while waiting:
            n = waiting.pop()
            for m in self.edges(n):
                if m not in found and (inside is None or m in inside) and self.scaled(n, m) >= least:
                    found.add(m)
                    waiting.append(m)
        return found


def _regroup(archive: Archive, touched: set[int]) -> None:
    graph = _Graph(archive)
    members = "select report from story_report where story in (select story from story_report where report = ?)"
    todo = touched | {int(r[0]) for n in touched for r in archive.db.execute(members, (n,))}
    done: set[int] = set()
    groups: list[list[int]] = []
    for n in sorted(todo):
        if n not in done:
            lot = graph.component(n, LEAST)
            done |= lot
            groups += _cluster(archive, graph, lot, LEAST)
    _store(archive, graph, groups, done)


def _cluster(archive: Archive, graph: _Graph, lot: set[int], least: float) -> list[list[int]]:
    if len(lot) == 1:
        return [list(lot)]
    if len(lot) > LARGEST:
        out, left = [], set(lot)
        while left:
            part = graph.component(min(left), least * 1.5, left)
            left -= part
            out += _cluster(archive, graph, part, least * 1.5)
        return out
    rows = sorted(lot)
    ids = [str(archive.db.execute("select id from report where n = ?", (n,)).get) for n in rows]
    matrix = np.array([[graph.scaled(a, b) if a != b else 0.0 for b in rows] for a in rows])
    return [[rows[i] for i in group] for group in average_linkage(matrix, LEAST, ids)]


def _store(archive: Archive, graph: _Graph, groups: list[list[int]], members: set[int]) -> None:
    db, moment = archive.db, now()
    wanted = json.dumps(sorted(members))
    rows = db.execute(
        "select sr.report, s.id from story_report sr join story s on s.n = sr.story where sr.report in (select value from json_each(?))",
        (wanted,),
    )
    before = {int(r): str(s) for r, s in rows}
    db.execute("delete from story where n in (select story from story_report where report in (select value from json_each(?)))", (wanted,))
    after: dict[str, set[int]] = {}
    for group in groups:
        story = _make(archive, graph, group)
        after[story.id] = set(group)
        values = (story.id, story.title, story.first, story.last, story.reports, story.origins)
        db.execute("insert into story (id, title, first, last, reports, origins) values (?, ?, ?, ?, ?, ?)", values)
        n = db.last_insert_rowid()
        db.executemany("insert into story_report values (?, ?)", [(m, n) for m in group])
    changes = _changes(before, after)
    db.executemany("insert into story_change (story_id, kind, other, at) values (?, ?, ?, ?)", [(*c, moment) for c in changes])


def _changes(before: dict[int, str], after: dict[str, set[int]]) -> list[tuple[str, str, str | None]]:
    """Say how stories changed: new, grew, merged (into another), split (from another), moved (a permalink's new id)."""
    old: dict[str, set[int]] = defaultdict(set)
    for n, story in before.items():
        old[story].add(n)
    out: list[tuple[str, str, str | None]] = []
    for id, members in sorted(after.items()):
        came_from = sorted({before[n] for n in members if n in before})
        if id not in old:
            out.append(
                (id, "split" if came_from and any(len(old[s] - members) for s in came_from) else "new", came_from[0] if came_from else None)
            )
        elif members > old[id]:
            out.append((id, "grew", None))
        for s in came_from:
            if s != id and s not in after:
                out.append((s, "merged" if id in old else "moved", id))
    return out


def _make(archive: Archive, graph: _Graph, group: list[int]) -> Story:
    rows = {n: archive.db.execute("select id, title, published from report where n = ?", (n,)).get for n in group}
    days = sorted(str(r[2])[:10] for r in rows.values() if r[2])
    # The report most like the others speaks for the story.
    middle = max(group, key=lambda n: (rows[n][1] is not None, sum(graph.edges(n).get(m, 0.0) for m in group), str(rows[n][0])))
    first = min(rows.values(), key=lambda r: (str(r[2] or "9999"), str(r[0])))
    return Story(
        id=f"s{str(first[0])[:12]}", title=rows[middle][1], first=days[0] if days else None, last=days[-1] if days else None,
        reports=len(group), origins=len(copies.origins(archive, group)),
    )  # fmt: skip


def find_story(archive: Archive, id: str) -> Story | None:
    """Give a story by its id; by an id that it once had, too."""
    seen: set[str] = set()
    while id not in seen:
        seen.add(id)
        row = archive.db.execute("select id, title, first, last, reports, origins from story where id = ?", (id,)).fetchone()
        if row is not None:
            return Story(id=row[0], title=row[1], first=row[2], last=row[3], reports=row[4], origins=row[5])
        moved = archive.db.execute(
            "select other from story_change where story_id = ? and kind in ('merged', 'moved') order by seq desc limit 1", (id,)
        ).fetchone()
        if moved is None:
            return None
        id = str(moved[0])
    return None


_ORIGINS = "select origin from copy where a in (select value from json_each(?1)) and origin in (select value from json_each(?1))"


def story_reports(archive: Archive, id: str) -> list[list[str]]:
    """Give the ids of a story's reports, grouped by origin: copies of one text stand together, the likely origin first."""
    numbers = [
        int(r[0]) for r in archive.db.execute("select report from story_report where story = (select n from story where id = ?)", (id,))
    ]
    out = []
    for group in copies.origins(archive, numbers):
        named = {int(n): (str(d or "9999"), str(i)) for n, i, d in archive.db.execute(
            "select n, id, published from report where n in (select value from json_each(?))", (json.dumps(group),))}  # fmt: skip
        first = {
            int(r[0])
            for r in archive.db.execute(_ORIGINS, (json.dumps(group),))
        }
        out.append([named[n][1] for n in sorted(group, key=lambda n: (n not in first, named[n]))])
    return sorted(out, key=lambda g: (-len(g), g[0]))
