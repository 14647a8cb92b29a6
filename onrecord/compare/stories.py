"""Stories: reports on the same happening, grouped as they come in.

Two reports are the more of one story the more alike they are (vectors.py) *beyond* what either is alike to its nearest others: on a
beat where everything resembles everything, it takes more. Groups are found by average linkage in what is left connected; those of which
one carries on what the other told (leads.py) are then joined. Which
reports form a story depends on the reports alone, not on the order in which they came.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from onrecord.compare import copies
from onrecord.compare.arrays import Numbers
from onrecord.compare.copying.texts import Texts
from onrecord.compare.grouping.leads import ALIKE, Lead, read_lead
from onrecord.compare.grouping.linkage import average_linkage, linkage_by
from onrecord.compare.grouping.ties import LEAST, Graph, taken_off, tie, tie_carried
from onrecord.compare.grouping.vectors import make_vector, pack_vector
from onrecord.compare.grouping.window import NEAREST, Floats, Window, less_days
from onrecord.store import Archive
from onrecord.store.clock import now

NOTHING_ALIKE = -1.0
"""The tie of two reports on different things, however like their words."""


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
        spans = [(int(a), int(b)) for kind, a, b in json.loads(str(parts)) if kind in ("standfirst", "body")]
        body = " ".join(str(text)[a:b] for a, b in spans) or str(text)
        day = _ordinal(published)
        lead = None if day is None else read_lead(archive.db, n, day, str(text), min((a for a, _ in spans), default=0))
        vector = make_vector(None if title is None else str(title), body, day, lead)
        archive.db.execute("insert or replace into story_vector (report, day, body) values (?, ?, ?)", (n, vector.day, pack_vector(vector)))


def _ordinal(published: object) -> int | None:
    try:
        return date.fromisoformat(str(published)[:10]).toordinal()
    except ValueError:
        return None


def update(archive: Archive, numbers: Sequence[int], texts: Texts, window: Window) -> None:
    """Find what is like these indexed reports and group anew whatever that touches; call inside a write transaction.

    `window`: `Window.around` these reports.
    """
    changed, links = join(window, set(numbers))
    db = archive.db
    apart = copies.keep_forms(archive, [(a, b) for a, b, *_ in links], texts)
    links = [link for link in links if link[:2] not in apart]
    near = [(window.near[row].tobytes(), int(window.numbers[row])) for row in sorted(changed)]
    db.executemany("update story_vector set near = ? where report = ?", near)
    db.executemany("insert or replace into story_edge values (?, ?, ?, ?)", links)
    graph = Graph(archive.db, window.vectors)
    graph.surroundings.update(zip(window.numbers.tolist(), taken_off(window.near).tolist(), strict=True))
    # Where a report's surroundings changed, so did its ties to all it was tied to.
    moved = {n for _, n in near}
    _regroup(archive, graph, moved | {m for n in moved for m in graph.links(n)})


Link = tuple[int, int, float, bool]
"""Two reports that may be of one story, their likeness, and whether one carries on the other: then it is that of their texts."""


def join(window: Window, fresh: set[int]) -> tuple[set[int], list[Link]]:
    """Compare each fresh report with those before it. Gives the rows whose surroundings changed, and the pairs that may be of one story.

    Surroundings only ever grow, so that a pair that is not alike enough now never will be.
    """
    changed: set[int] = set()
    pairs: list[tuple[Numbers, Numbers, Floats]] = []
    carried: dict[tuple[int, int], float] = {}
    for row in [k for k, n in enumerate(window.numbers.tolist()) if n in fresh]:
        others, alike = window.like(row)
        others, alike = others[window.known[others]], alike[window.known[others]]
        fresher = int(window.numbers[row])
        for k, texts in zip(*window.carried(row), strict=True):
            if window.known[k]:
                n = int(window.numbers[k])
                carried[min(fresher, n), max(fresher, n)] = float(texts)
        window.known[row] = True
        window.near[row, : len(others)] = np.sort(alike)[::-1][:NEAREST]
        closer = alike > window.near[others, -1]
        nearer = others[closer]
        window.near[nearer, -1] = alike[closer]
        window.near[nearer] = -np.sort(-window.near[nearer], axis=1)
        changed |= {row, *nearer.tolist()}
        tied = tie(alike, window.near[row], window.near[others]) >= LEAST
        pairs.append((np.full(int(tied.sum()), row), others[tied], alike[tied]))
    if not pairs:
        return changed, []
    one, other, alike = (np.concatenate(part) for part in zip(*pairs, strict=True))
    still = tie(alike, window.near[one], window.near[other]) >= LEAST
    a, b = window.numbers[one[still]], window.numbers[other[still]]
    found = {(min(m, n), max(m, n)): x for m, n, x in zip(a.tolist(), b.tolist(), alike[still].tolist(), strict=True)}
    return changed, [(*pair, x, pair in carried) for pair, x in sorted((found | carried).items())]


Groups = list[tuple[list[int], int]]
"""Groups of reports, each with the one in its middle."""


def _regroup(archive: Archive, graph: Graph, touched: set[int]) -> None:
    members = """select m.report from story_report mine join story_report m on m.story = mine.story
        where mine.report in (select value from json_each(?))"""
    todo = touched | {int(r[0]) for r in archive.db.execute(members, (json.dumps(sorted(touched)),))}
    groups: Groups = []
    done: set[int] = set()
    for lot in graph.lots(todo):
        done |= lot
        groups += cluster(archive, graph, lot)
    archive.db.executemany("update story_vector set level = ? where report = ?", graph.new_levels())
    _store(archive, groups, done)


def cluster(archive: Archive, graph: Graph, lot: set[int]) -> Groups:
    """Cut a lot into stories."""
    if len(lot) == 1:
        return [(list(lot), min(lot))]
    rows = sorted(lot)
    sql = "select id, title is not null from report where n in (select value from json_each(?)) order by n"
    known = [(str(id), bool(titled)) for id, titled in archive.db.execute(sql, (json.dumps(rows),))]
    texts = graph.vectors.alike(rows)
    days = _days(archive, rows)
    alike = less_days(texts, days[:, None], days[None, :])
    around = np.array([graph.around(n) for n in rows])
    around = (around[:, None] + around[None, :]) / 2
    ties = alike - around
    places = {n: k for k, n in enumerate(rows)}
    for (a, b), kind in copies.kinds_among(archive, rows).items():
        a, b = places[a], places[b]
        if kind == "form" and ties[a, b] >= LEAST:  # what was alike enough only before others came was looked at by chance
            ties[a, b] = ties[b, a] = NOTHING_ALIKE
    names = [id for id, _ in known]
    groups = average_linkage(ties, LEAST, names)
    if len(groups) > 1 and (carried := _carried(graph.vectors.leads(rows), texts) & (ties > NOTHING_ALIKE)).any():
        groups = linkage_by(groups, carried, np.where(carried, tie_carried(texts, around), ties), LEAST, names)
    out = []
    for group in groups:
        # The report most like the others speaks for the story.
        middle = max(group, key=lambda i: (known[i][1], round(float(alike[i, group].sum()), 6), known[i][0]))
        out.append(([rows[i] for i in group], rows[middle]))
    return out


def _days(archive: Archive, rows: Sequence[int]) -> Numbers:
    """Give the days of reports given ascending, 0 where one is not known."""
    sql = "select coalesce(day, 0) from story_vector where report in (select value from json_each(?)) order by report"
    return np.array([int(str(day)) for (day,) in archive.db.execute(sql, (json.dumps(list(rows)),))], np.int64)


def _carried(leads: Sequence[Lead | None], texts: Floats) -> NDArray[np.bool_]:
    """Say of each two reports whether one carries on what the other told."""
    out = np.zeros(texts.shape, bool)
    telling = np.array([lead is not None and bool(lead.days or lead.counts) for lead in leads])
    for i, j in np.argwhere(np.triu((texts >= ALIKE) & (telling[:, None] | telling[None, :]), 1)).tolist():
        one, other = leads[i], leads[j]
        out[i, j] = out[j, i] = one is not None and other is not None and one.carries_on(other)
    return out


def _store(archive: Archive, groups: Groups, members: set[int]) -> None:
    db, moment = archive.db, now()
    wanted = json.dumps(sorted(members))
    rows = db.execute(
        "select sr.report, s.id from story_report sr join story s on s.n = sr.story where sr.report in (select value from json_each(?))",
        (wanted,),
    )
    before = {int(r): str(s) for r, s in rows}
    db.execute("delete from story where n in (select story from story_report where report in (select value from json_each(?)))", (wanted,))
    after: dict[str, set[int]] = {}
    for group, middle in groups:
        story = make(archive, group, middle)
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


def make(archive: Archive, group: list[int], middle: int) -> Story:
    """Make a story of a group of reports and the one in its middle."""
    sql = "select n, id, title, published from report where n in (select value from json_each(?))"
    rows = {int(n): row for n, *row in archive.db.execute(sql, (json.dumps(group),))}
    days = sorted(str(r[2])[:10] for r in rows.values() if r[2])
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
        first = {int(r[0]) for r in archive.db.execute(_ORIGINS, (json.dumps(group),))}
        out.append([named[n][1] for n in sorted(group, key=lambda n: (n not in first, named[n]))])
    return sorted(out, key=lambda g: (-len(g), g[0]))
