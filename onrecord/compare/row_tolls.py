"""Which figures the rows of happenings give as their killed and injured: the groups that accounts set side by side.

Worked out for a story at a time, once its events across reports are known, by the code that accounts are made with. Of a happening's
groups the row gives one: that which most texts tell of it; another ("38 in all" beside "33 in Kyiv") stands in the accounts alone.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from onrecord.compare.tables import figure_facts
from onrecord.compare.tables.figure_facts import Counted
from onrecord.compare.tables.told import Told, load, outlet_sources
from onrecord.model.record import Span
from onrecord.ontology import PLOVER
from onrecord.store import Archive
from onrecord.store.bare_tolls import HAPPENED, only_harms
from onrecord.store.counted import HARMS, elsewhere
from onrecord.store.tolls import MEASURES
from onrecord.text import fold

Place = tuple[str, str]
"""A report's id and its event's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """Figures of one fact, and the happening that they count."""

    figures: Sequence[Counted]
    happening: str | None
    direct: bool
    """Whether figures are told with it, and not only in one sentence with it."""
    event: int | None = None
    """Number of an event of it in another story, where only near reports of that tell of it."""

    @property
    def of_a_kind(self) -> bool:
        """Whether they count one kind of people: soldiers, children."""
        return self.figures[0].key[0] not in ("", "person")

    @property
    def rank(self) -> tuple[object, ...]:
        """Say how firmly it is the toll of its happening, the firmest first."""
        told = {c.told.origin for c in self.figures if c.occurrence == self.happening}
        first = min((c.told.published or "9999", c.told.id, c.figure.span) for c in self.figures)
        return not self.direct, -len(told), -len({c.told.origin for c in self.figures}), first


def waiting(archive: Archive) -> list[int]:
    """Give the numbers of the stories whose tolls are to be worked out."""
    return [int(str(r[0])) for r in archive.db.execute("select n from toll_stale order by n")]


def update(archive: Archive, numbers: Sequence[int]) -> None:
    """Work out the tolls of these stories; call inside a write transaction that begins with the rows of happenings as they are."""
    db = archive.db
    wanted = json.dumps(list(numbers))
    for (story,) in db.execute("select story from toll_stale where n in (select value from json_each(?)) order by n", (wanted,)).fetchall():
        _put(archive, str(story), *_of_story(archive, str(story)))
    db.execute("delete from toll_stale where n in (select value from json_each(?))", (wanted,))


Row = tuple[object, ...]
_MEMBERS = """select m.report, exists (select 1 from figure f where f.report = m.report and f.measure in ('killed', 'injured'))
    from story s join story_report m on m.story = s.n where s.id = ?"""
_EVENTS = f"""select r.id, e.id, e.n, h.id, {HARMS.format("h")} from happening_mention m join happening h on h.n = m.happening
    join event e on e.n = m.event join report r on r.n = m.report
    where m.report in (select value from json_each(?)) and e.judged is not 'wrong'"""


def _of_story(archive: Archive, story: str) -> tuple[list[Row], list[Row]]:
    """Give the rows of `toll` and of `toll_telling` of a story."""
    members = {int(str(n)): bool(counts) for n, counts in archive.db.execute(_MEMBERS, (story,))}
    counting = [n for n, counts in members.items() if counts]
    if not counting:
        return [], []
    tolds = load(archive, counting)
    events: dict[Place, int] = {}
    happenings: dict[Place, str] = {}
    harmful: set[str | None] = set()
    for report, event, n, happening, harms in archive.db.execute(_EVENTS, (json.dumps(counting),)):
        events[str(report), str(event)] = int(str(n))
        happenings[str(report), str(event)] = str(happening)
        if harms:
            harmful.add(str(happening))
    found = [c for t in tolds for c in figure_facts.counted(t, happenings) if c.key[1] in MEASURES]
    lots = [_told_near(archive, lot) for lot in _lots(figure_facts.group(found), happenings, harmful)]
    rows = _rows(archive, story, tolds, lots, _heads(lots, events, happenings))
    return rows, _bare(archive, story, lots, events, happenings)


def _lots(groups: Iterable[Sequence[Counted]], happenings: Mapping[Place, str], harmful: Container[str | None]) -> list[Lot]:
    """Say of each group which happening it counts: the `harmful` one that most of its figures are told with, else that stand beside it."""
    told = [(group, figure_facts.common_event([c for c in group if c.occurrence in harmful])) for group in groups]
    direct = [Lot(figures=group, happening=happening, direct=True) for group, happening in told if happening is not None]
    harmed = {str(lot.happening) for lot in direct}
    lots = []
    for group in (group for group, happening in told if happening is None):
        beside = Counter(h for c in group if (h := _beside(c, happenings, harmed)) is not None)
        at = min(beside, key=lambda h: (-beside[h], h)) if beside else _there(group, direct)
        lots.append(Lot(figures=group, happening=at, direct=False))
    return direct + lots


def _there(figures: Sequence[Counted], lots: Iterable[Lot]) -> str | None:
    """Give the one happening that other counts of the same town are told with: "the toll in Dnipro rose to 44"."""
    alike = [lot for lot in lots if lot.figures[0].key == figures[0].key and _news(lot.figures)]
    known = {town for lot in alike for town in _towns(lot.figures)}
    towns = {town for c in figures if not c.sited for town in known if _names(c, town)} or _towns(figures)
    found = {lot.happening for lot in alike if towns & {c.site for c in lot.figures}}
    return next(iter(found)) if len(found) == 1 else None


def _names(counted: Counted, place: str) -> bool:
    """Say whether the sentence of a count has the name of a place that only other reports say is one: "those killed on *Utoya*"."""
    told = counted.told
    a, b = told.sentence(counted.figure.span)
    a = max((p.span[1] for p in told.record.report.parts if p.kind == "dateline" and a <= p.span[0] < b), default=a)
    return f" {place} " in f" {fold(told.record.report.text[a:b])} "


def _towns(figures: Iterable[Counted]) -> set[str]:
    return {c.site for c in figures if c.site is not None} - {figure_facts.WIDE}


def _news(figures: Iterable[Counted]) -> bool:
    """Say whether figures are told as news, and not only beside it ("45 people were killed there in 2016")."""
    return any(c.figure.standing != "background" for c in figures)


def _of_its_day(figures: Iterable[Counted]) -> bool:
    """Say whether figures told beside the news are all of acts that have a day or month of their own: no war's total."""
    dates = [e.date for c in figures if (e := c.told.events.get(c.figure.event or "")) is not None]
    return bool(dates) and all(d is not None and re.fullmatch(r"\d{4}-\d\d(-\d\d)?", d) for d in dates)


_NEAR = """select h.id, h.place, h.date_from, f.value, min(e.n)
    from (select b as report from occurrence_near where a = ?1 union select a from occurrence_near where b = ?1) x
    cross join happening_mention m on m.report = x.report cross join happening h on h.n = m.happening cross join event e on e.n = m.event
    cross join figure f on f.report = e.report and f.event = e.id
    where h.type = ?2 and e.type = ?2 and f.measure = ?3 and coalesce(f.standing, 'current') = 'current' and h.judged is not 'wrong'
    group by 1, 2, 3, 4 order by 1, 4"""
"""Attacks that reports near to one tell of, with their dead or hurt."""


def _told_near(archive: Archive, lot: Lot) -> Lot:
    """Give a count of no happening the one attack on its town that near reports tell of, whatever their story.

    "An explosion in Erbil killed four", before others knew that it was a bomb; "the toll in Erbil rose to seven", two days later.
    """
    towns = _towns(lot.figures)
    _, measure, part = lot.figures[0].key
    if lot.happening is not None or part or not towns or not _news(lot.figures):
        return lot
    found: dict[str, int] = {}
    for c in lot.figures:
        day = (c.told.published or "")[:10]
        for id, place, since, value, event in archive.db.execute(_NEAR, (c.told.number, PLOVER.violence, measure)):
            near = figure_facts.NEAR * max(c.value.value, float(str(value))) <= min(c.value.value, float(str(value)))
            if near and place is not None and fold(str(place)) in towns and (since is None or not day or str(since) <= day):
                found.setdefault(str(id), int(str(event)))
    if len(found) != 1:
        return lot
    [(happening, event)] = found.items()
    return replace(lot, happening=happening, event=event)


def _beside(counted: Counted, happenings: Mapping[Place, str], harmed: Container[str]) -> str | None:
    """Give the happening of an act of violence beside a count that is told with no event, where it has no such count of its own there.

    It is the nearest in the sentence of the count; else, in its paragraph, the one act that is known to have `harmed` people, unless it was
    elsewhere ("Gunmen stormed the hotel. Fifty people were injured.").
    """
    told, figure = counted.told, counted.figure
    if figure.event is not None or figure.standing not in (None, "current"):
        return None
    has = {f.event for f in told.record.figures if f.measure == figure.measure and f.standing in (None, "current")}
    acts = [e for e in told.record.events if e.plover.event == PLOVER.violence and e.id not in has and (told.id, e.id) in happenings]
    here = [(abs(e.trigger[0][0] - figure.span[0]), happenings[told.id, e.id]) for e in acts if _in(figure.span, e.sentence)]
    if here:
        return min(here)[1]
    text = told.record.report.text
    end = text.find("\n", figure.span[1])
    paragraph = (text.rfind("\n", 0, figure.span[0]) + 1, len(text) if end < 0 else end)
    around = {happenings[told.id, e.id]: e for e in acts if e.status in HAPPENED and _in(e.trigger[0], paragraph)}
    if len(around) != 1:
        return None
    [(happening, act)] = around.items()
    name = next((fold(p.name) for p in told.record.places if p.id == act.place), None)
    return happening if happening in harmed and counted.site in (None, name) else None


def _in(inner: Span, outer: Span) -> bool:
    return outer[0] <= inner[0] < outer[1]


def _heads(lots: Iterable[Lot], events: Mapping[Place, int], happenings: Mapping[Place, str]) -> dict[int, int]:
    """Give the lots whose counts rows give, by their identity, each with the number of an event of its happening.

    It is the firmest, with those near it in number that no report tells beside it as another; beside it those of one kind of people.
    """
    rivals: dict[tuple[str, str], list[Lot]] = defaultdict(list)
    for lot in lots:
        _, measure, part = lot.figures[0].key
        if lot.happening is not None and not part and (_news(lot.figures) or _of_its_day(lot.figures)):
            rivals[lot.happening, measure].append(lot)
    event_of = _first_events(events, happenings)
    heads = {}
    for (happening, _), found in rivals.items():
        kept: list[Counted] = []
        for lot in sorted(found, key=lambda lot: (lot.of_a_kind, lot.rank)):
            if not kept or (lot.of_a_kind and lot.direct) or figure_facts.may_be_one(kept, lot.figures):
                kept += lot.figures if not lot.of_a_kind or not kept else []
                heads[id(lot)] = event_of[happening] if happening in event_of else int(lot.event or 0)
    return heads


def _first_events(events: Mapping[Place, int], happenings: Mapping[Place, str]) -> dict[str, int]:
    return {happenings[place]: n for place, n in sorted(events.items(), reverse=True) if place in happenings}


def _rows(archive: Archive, story: str, tolds: Sequence[Told], lots: Sequence[Lot], heads: Mapping[int, int]) -> list[Row]:
    source = {id: s.name for s, ids in outlet_sources(tolds) for id in ids}
    sql = "select report, id, n from figure where report in (select value from json_each(?))"
    numbers = {(report, f): n for report, f, n in archive.db.execute(sql, (json.dumps([t.number for t in tolds]),))}
    return sorted(
        (numbers[c.told.number, c.figure.id], c.told.number, story, heads.get(id(lot)), source[c.told.id], c.told.voice(c.figure.span),
         int(c.value.lowers), int(c.told.copied))
        for lot in lots for c in lot.figures
    )  # fmt: skip


def _bare(
    archive: Archive, story: str, lots: Sequence[Lot], events: Mapping[Place, int], happenings: Mapping[Place, str]
) -> list[Row]:
    """Give the events that only tell a toll which is another happening's, each with an event of that."""
    counts: dict[Place, set[str | None]] = defaultdict(set)
    for lot in lots:
        for c in lot.figures:
            e = c.told.events.get(c.figure.event or "")
            if e is not None and c.figure.standing != "background" and e.status in HAPPENED and e.plover.event == PLOVER.violence:
                trigger = " … ".join(c.told.record.words(span) for span in e.trigger)
                if not e.actors and only_harms(trigger):
                    counts[c.told.id, e.id].add(lot.happening if lot.direct else None)
    first = _first_events({p: n for p, n in events.items() if p not in counts}, happenings)
    tolds = {c.told.id: c.told for lot in lots for c in lot.figures}
    found = []
    for place, told in counts.items():
        happening = next(iter(told)) if len(told) == 1 else None
        at = first.get(happening) if happening is not None else None
        if at is None and (only := _only_attack(tolds[place[0]], place[1], happenings)) is not None:
            at = first.get(only)
        if at is not None and place in events and _own(archive, events[place]) != _own(archive, at):
            found.append((events[place], story, at))
    kept = elsewhere(archive.db, [n for n, *_ in found])
    return sorted(row for row in found if row[0] not in kept)


def _only_attack(told: Told, event: str, happenings: Mapping[Place, str]) -> str | None:
    """Give the one attack that a report tells of, for an event of it that says neither where nor when people came to harm.

    None where the attack has another count there of people of that kind: "another *15 soldiers* were wounded", not of "*12 soldiers*".
    """
    bare = told.events[event]
    if bare.date is not None or bare.place is not None:
        return None
    attacks = [e for e in told.record.events if e.id != event and e.plover.event == PLOVER.violence and e.status in HAPPENED]
    attacks = [e for e in attacks if e.actors or not only_harms(" … ".join(told.record.words(span) for span in e.trigger))]
    found = {happenings.get((told.id, e.id)) for e in attacks}
    mine = {(f.unit, f.measure) for f in told.record.figures if f.event == event}
    theirs = {(f.unit, f.measure) for f in told.record.figures if f.event in {e.id for e in attacks}}
    return next(iter(found)) if len(found) == 1 and mine.isdisjoint(theirs) else None


def _own(archive: Archive, event: int) -> object:
    """Give the event across reports that a report's event is tied to by itself."""
    sql = "select p.occurrence from occurrence_mention m join occurrence_part p on p.n = m.part where m.event = ?"
    return archive.db.execute(sql, (event,)).get


def _put(archive: Archive, story: str, tolls: Sequence[Row], tellings: Sequence[Row]) -> None:
    """Keep a story's rows; those that are as they were are left alone."""
    for table, rows in (("toll", tolls), ("toll_telling", tellings)):
        before = set(archive.db.execute(f"select * from {table} where story = ?", (story,)))
        archive.db.executemany(f"delete from {table} where story = ? and {'figure' if table == 'toll' else 'event'} = ?",
                               [(story, row[0]) for row in before - set(rows)])  # fmt: skip
        marks = ", ".join("?" * len(rows[0])) if rows else ""
        archive.db.executemany(f"insert or replace into {table} values ({marks})", [r for r in rows if r not in before])
