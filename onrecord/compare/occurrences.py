"""The same event across reports: which mentions tell one event, inside a story and in others.

Inside a story mentions are grouped by the log-odds of the better half of their pairs (telling_likeness.py); such a part is tied to
parts of other stories where the reports are near, or where type, exact day and a party agree. People's judgements win. All of it depends
on the reports alone, not on the order in which they came; an event bears the id of its earliest mention, and each mention's own id leads
to the event for good.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Literal

import numpy as np

from onrecord.compare.events.occurrence_links import Links, add_near
from onrecord.compare.events.occurrence_view import Counting, Mention, Occurrence, find_occurrence, occurrences
from onrecord.compare.events.telling_groups import JUDGED, LARGEST, LEAST, MISSING, MOST, VETO, Doubt, Verdicts, group_tellings
from onrecord.compare.events.tellings import Telling
from onrecord.compare.grouping.linkage import better_half_linkage
from onrecord.compare.grouping.window import Window
from onrecord.errors import StorageError
from onrecord.store import Archive
from onrecord.store.clock import now

__all__ = ["Counting", "Mention", "Occurrence", "find_occurrence", "judge", "occurrences", "update"]


def update(archive: Archive, numbers: Sequence[int] = (), window: Window | None = None) -> None:
    """Group the events of these reports' stories, and of every story that changed; call inside a write transaction.

    `window`: `Window.around` these reports, where the caller has it.
    """
    db = archive.db
    db.execute(
        """insert or replace into occurrence_stale select distinct s.id, 1 from story_report m join story s on s.n = m.story
        where m.report in (select value from json_each(?))""",
        (json.dumps(list(numbers)),),
    )
    add_near(archive, numbers, window)
    links = Links(archive)
    touched: set[str] = set()
    for story, force in db.execute("select story, force from occurrence_stale order by story").fetchall():
        members = _members(archive, str(story))
        digest = sha256(json.dumps(sorted(id for _, id in members)).encode()).hexdigest()[:16]
        before = db.execute("select members from occurrence_story where story = ?", (story,)).get
        if force or digest != before:
            touched |= _regroup(links, str(story), [n for n, _ in members])
            db.execute("insert or replace into occurrence_story values (?, ?)", (story, digest))
            db.execute("insert or ignore into toll_stale (story) values (?)", (story,))
            db.execute(_COUNTED_NEAR, (json.dumps([n for n, _ in members]), story))
        if not members:
            db.execute("delete from occurrence_story where story = ?", (story,))
    db.execute("delete from occurrence_stale")
    _settle(archive, touched)


_COUNTED_NEAR = """insert or ignore into toll_stale (story) select distinct t.story from (
        select b as report from occurrence_near where a in (select value from json_each(?1))
        union select a from occurrence_near where b in (select value from json_each(?1))) x
    cross join toll t on t.report = x.report where t.story <> ?2 and (t.event is null
        or exists (select 1 from event e where e.n = t.event and e.report in (select value from json_each(?1))))"""
"""Other stories whose counts may be of what this one tells (row_tolls.py), or were so far."""


def _members(archive: Archive, story: str) -> list[tuple[int, str]]:
    sql = "select r.n, r.id from story s join story_report m on m.story = s.n join report r on r.n = m.report where s.id = ?"
    return [(int(n), str(id)) for n, id in archive.db.execute(sql, (story,))]


def _regroup(links: Links, story: str, reports: list[int]) -> set[str]:
    """Make a story's parts anew and link them to those of other stories; give the events that this touches."""
    db = links.archive.db
    touched = {str(r[0]) for r in db.execute("select distinct occurrence from occurrence_part where story = ?", (story,))}
    db.execute("delete from occurrence_part where story = ?", (story,))
    links.forget(reports)
    tellings = links.tellings(reports)
    # A report that came from another story leaves it before that one is looked at.
    events = json.dumps([t.event for t in tellings])
    db.execute("delete from occurrence_mention where event in (select value from json_each(?))", (events,))
    mine = "in (select value from json_each(?1))"
    db.execute(f"delete from occurrence_doubt where a {mine} or b {mine}", (events,))
    verdicts = _verdicts(links.archive, tellings)
    links.settle_story(reports)
    near = links.near(reports, story=True)
    parts: dict[int, list[Telling]] = {}
    doubts: list[Doubt] = []
    for group in group_tellings(tellings, verdicts, near, doubts):
        first = group[0].telling
        db.execute("insert into occurrence_part (story, id, occurrence) values (?, ?, ?)", (story, first.own, first.own))
        part = db.last_insert_rowid()
        touched.add(first.own)
        rows = [(p.telling.event, part, p.telling.own, int(p.sure), p.why) for p in group]
        db.executemany("insert into occurrence_mention values (?, ?, ?, ?, ?)", rows)
        parts[part] = [p.telling for p in group]
    links.doubt(doubts)
    links.tie(parts)
    for part, group_of in parts.items():
        for other, same in _judged_parts(links.archive, group_of, verdicts).items():
            links.put(part, other, JUDGED if same else -JUDGED)
    return touched


def _settle(archive: Archive, touched: set[str]) -> None:
    """Name the events of the touched parts: linked parts are one event and bear the id of its earliest mention."""
    db = archive.db
    sql = "select n from occurrence_part where occurrence in (select value from json_each(?)) order by n"
    done: set[int] = set()
    for start in [int(str(r[0])) for r in db.execute(sql, (json.dumps(sorted(touched)),))]:
        if start in done:
            continue
        links = _links(archive, start)
        done |= links.keys()
        for id, parts in named(links, {n: _first(archive, n) for n in links}):
            sql = "update occurrence_part set occurrence = ?, alike = ? where n = ?"
            db.executemany(sql, [(id, alike, part) for part, alike in parts])


Ties = dict[int, dict[int, float]]
First = tuple[str, str, int, str]
"""Where the earliest mention of a part stands: day of publication, report, place in the text; its own id."""


def named(links: Ties, firsts: Mapping[int, First]) -> Iterator[tuple[str, list[tuple[int, float | None]]]]:
    """Give the events that linked parts are: its id, and its parts with their mean likeness to its others."""
    for lot in _cut(links, LEAST):
        rows = sorted(lot, key=lambda n: firsts[n])
        matrix = np.array([[links[a].get(b, MISSING) for b in rows] for a in rows])
        for group in better_half_linkage(matrix, LEAST, [f"{k:09}" for k in range(len(rows))], VETO):
            alike = [float(np.mean([matrix[k, m] for m in group if m != k])) if len(group) > 1 else None for k in group]
            yield firsts[rows[group[0]]][-1], [(rows[k], x) for k, x in zip(group, alike, strict=True)]


def _links(archive: Archive, start: int) -> Ties:
    """Give all parts that are linked to one, directly or through others, with their links."""
    found: Ties = {}
    waiting = [start]
    while waiting:
        n = waiting.pop()
        if n not in found:
            sql = "select b, alike from occurrence_link where a = ?1 union all select a, alike from occurrence_link where b = ?1"
            found[n] = {int(m): float(x) for m, x in archive.db.execute(sql, (n,))}
            waiting += [m for m, x in found[n].items() if x >= LEAST]
    return found


def _cut(links: Ties, least: float, inside: set[int] | None = None) -> list[set[int]]:
    """Give the lots that hang together at this likeness; too large a lot is cut at a higher one."""
    left, out = set(links if inside is None else inside), list[set[int]]()
    while left:
        lot, waiting = set[int](), [min(left)]
        while waiting:
            n = waiting.pop()
            if n in left:
                left.discard(n)
                lot.add(n)
                waiting += [m for m, x in links[n].items() if x >= least]
        out += _cut(links, least + 0.5, lot) if len(lot) > LARGEST and least < MOST else [lot]
    return out


def _first(archive: Archive, part: int) -> First:
    sql = """select coalesce(substr(r.published, 1, 10), '9999'), r.id, e.start, m.own from occurrence_mention m
        join event e on e.n = m.event join report r on r.n = e.report where m.part = ? order by 1, 2, 3, 4 limit 1"""
    day, id, start, own = archive.db.execute(sql, (part,)).get
    return str(day), str(id), int(start), str(own)


# -- what people say -----------------------------------------------------------------------------------------------------------------------

# The characters may have come to belong to another event by a rereading: exact ones first, else whatever overlaps.
_JUDGED = """select ea.n, eb.n, j.verdict, ea.start = j.start_a and ea."end" = j.end_a and eb.start = j.start_b and eb."end" = j.end_b
    from link_judgement j join report ra on ra.id = j.report_a join report rb on rb.id = j.report_b
    join event ea on ea.report = ra.n and ea.start < j.end_a and ea."end" > j.start_a
    join event eb on eb.report = rb.n and eb.start < j.end_b and eb."end" > j.start_b
    where j.kind = 'event' and ea.n <> eb.n and (ra.n in (select value from json_each(?1)) or rb.n in (select value from json_each(?1)))
    order by 4, j.at, j.n"""


def _verdicts(archive: Archive, tellings: Iterable[Telling]) -> Verdicts:
    """Give what people said of these mentions and others; the latest word on a pair counts."""
    rows = archive.db.execute(_JUDGED, (json.dumps(sorted({t.report for t in tellings})),))
    return {(min(int(a), int(b)), max(int(a), int(b))): verdict == "same" for a, b, verdict, _ in rows}


def _judged_parts(archive: Archive, tellings: Sequence[Telling], verdicts: Verdicts) -> dict[int, bool]:
    """Give the parts of other stories that a person tied to one of these mentions, or kept apart from it."""
    mine = {t.event for t in tellings}
    out: dict[int, bool] = {}
    for (a, b), same in verdicts.items():
        if (a in mine) != (b in mine):
            part = archive.db.execute("select part from occurrence_mention where event = ?", (b if a in mine else a,)).get
            if part is not None:
                out[int(str(part))] = same
    return out


def judge(
    archive: Archive,
    one: tuple[str, str],
    two: tuple[str, str],
    verdict: Literal["same", "different"] | None,
    *,
    note: str | None = None,
    who: str | None = None,
) -> None:
    """Keep a person's word that two mentions (report id, event id) tell the same event or different ones, or (None) take it back.

    It is tied to the characters of the mentions and wins over the machine until the opposite is said. Call inside a write transaction.
    Raises `StorageError` where a report has no such event.
    """
    (ra, sa, ea), (rb, sb, eb) = sorted(_place(archive, *m) for m in (one, two))
    if verdict is None:
        archive.db.execute(
            """delete from link_judgement where kind = 'event' and report_a = ? and start_a = ? and end_a = ?
            and report_b = ? and start_b = ? and end_b = ?""",
            (ra, sa, ea, rb, sb, eb),
        )
        return update(archive)
    archive.db.execute(
        """insert into link_judgement (kind, report_a, start_a, end_a, report_b, start_b, end_b, verdict, note, who, at)
        values ('event', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        on conflict (kind, report_a, start_a, end_a, report_b, start_b, end_b) do update set
        verdict = excluded.verdict, note = excluded.note, who = excluded.who, at = excluded.at""",
        (ra, sa, ea, rb, sb, eb, verdict, note, who, now()),
    )
    return update(archive)


def _place(archive: Archive, report: str, event: str) -> tuple[str, int, int]:
    sql = 'select e.start, e."end" from event e join report r on r.n = e.report where r.id = ? and e.id = ?'
    row = archive.db.execute(sql, (report, event)).fetchone()
    if row is None:
        raise StorageError(f"report {report[:12]} has no {event}", stage="judge", code="NO_ITEM", remedy="see `onrecord events`")
    return report, int(row[0]), int(row[1])
