"""How it went day by day: the events of a story, an actor, a country or a pair, by the day they happened on."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from onrecord.compare import copies, stories
from onrecord.model.edtf import edtf_bounds
from onrecord.store import Archive, Filters
from onrecord.store.query import Row, rows, with_parties

MAIN = 3
"""Events shown of a day: those that the most independent origins tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One event with every mention of it, the most telling one first."""

    day: str
    given: bool
    """Whether the text dates the event; otherwise the day is that of publication."""
    event: str
    quad: int
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    mentions: tuple[Row, ...]
    origins: int
    """Reports that tell it, copies of one text counted once."""
    occurrence: str | None = None
    """Its id across reports (`onrecord event ID`)."""
    other_days: tuple[str, ...] = ()
    """Days that other mentions give."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One day: its entries, best supported first, and how many events of each quad class there are."""

    day: str
    entries: tuple[Entry, ...]
    quads: tuple[int, ...]


def story_events(archive: Archive, story: str) -> Iterator[Row]:
    """Give the events of a story's reports."""
    for group in stories.story_reports(archive, story):
        for id in group:
            yield from rows(archive.db, "mentions", Filters(report=id))


def dyad_events(archive: Archive, one: str, two: str, filters: Filters) -> Iterator[Row]:
    """Give the events that have one country (or named actor) on one side and the other on the other."""
    for row in with_parties(archive.db, rows(archive.db, "mentions", filters)):
        sides = {s: [p for p in row["parties"] if p["side"] == s] for s in ("actor", "recipient")}
        if not sides["recipient"]:
            sides = {"actor": sides["actor"][:1], "recipient": sides["actor"][1:]}
        if any((_is(a, one) and _is(b, two)) or (_is(a, two) and _is(b, one)) for a in sides["actor"] for b in sides["recipient"]):
            yield row


def _is(party: dict[str, Any], who: str) -> bool:
    return (
        party["country"] == who.upper()
        or who.casefold() in str(party["name"]).casefold().split()
        or who.casefold() == str(party["name"]).casefold()
    )


def timeline(archive: Archive, events: Iterable[Row], *, first: str | None = None, last: str | None = None) -> list[Day]:
    """Group events by day, an event that several reports tell once, on the day that most independent origins give.

    Acts that only were planned, supposed, denied or negated are no part of what happened. `first`, `last`: ISO days, inclusive. An event
    without a date of its own stands on the day its first report was published.
    """
    told = [row for row in events if row["status"] in ("reported", "claimed")]
    occurrences, origins = _known(archive, {str(row["report"]) for row in told})
    groups: dict[tuple[Any, ...], list[Row]] = {}
    for row in told:
        occurrence = occurrences.get((row["report"], row["id"]))
        own = (row["event"], *(tuple(sorted(row[side])) for side in ("actors", "recipients")), _day_of(row))
        groups.setdefault((occurrence,) if occurrence else own, []).append(row)
    days: dict[str, list[Entry]] = {}
    for key, mentions in groups.items():
        entry = _entry(mentions, origins, occurrence=str(key[0]) if len(key) == 1 else None)
        start, end = edtf_bounds(entry.day)
        if entry.day and not (first and (end or entry.day) < first) and not (last and (start or entry.day) > last):
            days.setdefault(entry.day, []).append(entry)
    return [_day(day, entries) for day, entries in sorted(days.items())]


def _day_of(row: Row) -> str:
    return str(row["date"] or (row["published"] or "")[:10])


def _entry(mentions: list[Row], origins: dict[str, int], occurrence: str | None) -> Entry:
    mentions = sorted(mentions, key=lambda m: (m["published"] or "9999", m["report"], m["start"], m["id"]))
    dated = [m for m in mentions if m["date"]]
    given = Counter(day for day, _ in {(m["date"], origins[m["report"]]) for m in dated})
    day = min(given, key=lambda d: (-given[d], -len(d), d)) if given else _day_of(mentions[0])
    # The words of the entry are those of a mention that gives its day, if any does, and names most parties.
    best = max(mentions, key=lambda m: (m["date"] == day, bool(m["actors"]) + bool(m["recipients"]), -mentions.index(m)))
    return Entry(
        day=day, given=bool(given), event=best["event"], quad=best["quad"], actors=tuple(sorted(best["actors"])),
        recipients=tuple(sorted(best["recipients"])), mentions=(best, *(m for m in mentions if m is not best)),
        origins=len({origins[m["report"]] for m in mentions}), occurrence=occurrence,
        other_days=tuple(sorted({str(m["date"]) for m in dated} - {day})),
    )  # fmt: skip


def _day(day: str, entries: list[Entry]) -> Day:
    entries.sort(key=lambda e: (-e.origins, -len(e.mentions), e.event, e.actors, e.recipients, e.mentions[0]["report"]))
    return Day(day=day, entries=tuple(entries), quads=tuple(sum(e.quad == q for e in entries) for q in (1, 2, 3, 4)))


_OCCURRENCES = """select r.id, e.id, h.id from report r join happening_mention m on m.report = r.n join happening h on h.n = m.happening
    join event e on e.n = m.event join occurrence_mention o on o.event = e.n where r.id in (select value from json_each(?))"""


def _known(archive: Archive, ids: set[str]) -> tuple[dict[tuple[str, str], str], dict[str, int]]:
    """Give the event across reports that each (report, event) tells, and the origin of each report's text."""
    wanted = json.dumps(sorted(ids))
    numbers = {
        int(n): str(id) for n, id in archive.db.execute("select n, id from report where id in (select value from json_each(?))", (wanted,))
    }
    origins = {numbers[n]: at for at, group in enumerate(copies.origins(archive, numbers)) for n in group}
    return {(str(r), str(e)): str(o) for r, e, o in archive.db.execute(_OCCURRENCES, (wanted,))}, origins
