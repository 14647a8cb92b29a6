"""How it went day by day: the events of a story, an actor, a country or a pair, by the day they happened on."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import apsw

from onrecord.compare import copies, stories
from onrecord.model.edtf import edtf_bounds
from onrecord.store import Archive, Filters
from onrecord.store.query import Row, rows, with_parties

MAIN = 3
"""Events shown of a day: those that the most independent origins tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One kind of act between the same parties on one day, with every mention of it."""

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
            yield from rows(archive.db, "events", Filters(report=id))


def dyad_events(archive: Archive, one: str, two: str, filters: Filters) -> Iterator[Row]:
    """Give the events that have one country (or named actor) on one side and the other on the other."""
    for row in with_parties(archive.db, rows(archive.db, "events", filters)):
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
    """Group events by day. Acts that only were planned, supposed, denied or negated are no part of what happened.

    `first`, `last`: ISO days, inclusive. An event without a date of its own stands on the day its report was published.
    """
    days: dict[str, dict[tuple[Any, ...], list[Row]]] = {}
    for row in events:
        if row["status"] not in ("reported", "claimed"):
            continue
        day = row["date"] or (row["published"] or "")[:10]
        start, end = edtf_bounds(day) if day else (None, None)
        if not day or (first and (end or day) < first) or (last and (start or day) > last):
            continue
        key = (row["event"], *(tuple(sorted(row[side])) for side in ("actors", "recipients")))
        days.setdefault(day, {}).setdefault(key, []).append(row)
    numbers = _numbers(archive.db, {m["report"] for groups in days.values() for mentions in groups.values() for m in mentions})
    return [_day(archive, day, groups, numbers) for day, groups in sorted(days.items())]


def _day(archive: Archive, day: str, groups: dict[tuple[Any, ...], list[Row]], numbers: dict[str, int]) -> Day:
    entries = []
    for (event, actors, recipients), mentions in groups.items():
        told = len(copies.origins(archive, {numbers[m["report"]] for m in mentions}))
        entries.append(
            Entry(
                day=day,
                given=any(m["date"] for m in mentions),
                event=event,
                quad=mentions[0]["quad"],
                actors=actors,
                recipients=recipients,
                mentions=tuple(mentions),
                origins=told,
            )
        )
    entries.sort(key=lambda e: (-e.origins, -len(e.mentions), e.event, e.actors, e.recipients))
    quads = tuple(sum(e.quad == q for e in entries) for q in (1, 2, 3, 4))
    return Day(day=day, entries=tuple(entries), quads=quads)


def _numbers(db: apsw.Connection, ids: set[str]) -> dict[str, int]:
    wanted = json.dumps(sorted(ids))
    return {str(id): int(n) for n, id in db.execute("select n, id from report where id in (select value from json_each(?))", (wanted,))}
