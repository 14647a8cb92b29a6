"""Tellings: what is known of one mention of an event, for comparing it with others. All of it stands in its rows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from onrecord.lang.stems import stem, telling_words
from onrecord.model.edtf import edtf_bounds
from onrecord.ontology import PLOVER
from onrecord.store import Archive
from onrecord.store.happenings import own_id
from onrecord.store.told_happening import name_words
from onrecord.text import fold

Days = tuple[int, int]
"""First and last day, as ordinals; 0 and 9,999,999 where open."""
OPEN: Days = (0, 9_999_999)


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Someone who takes part: the words of the name, folded, and a country."""

    words: frozenset[str]
    country: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One mention of an event in one report."""

    event: int
    """Number of its row; any number that tells mentions apart."""
    report: int
    own: str
    """The id of an event that only this mention tells."""
    order: tuple[str, str, int]
    """Day of publication, report id, place in the text: the earliest mention names the event."""
    span: tuple[int, int]
    type: str | None
    mode: str | None
    stems: tuple[str, ...]
    days: Days | None
    """The days that the text gives; None where it gives none."""
    published: int | None
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    place: str | None
    country: str | None
    sites: frozenset[str] = frozenset()
    """The towns that it may have been in: that of `place`, else those that its sentence names."""
    figures: frozenset[tuple[str, float]]
    sentence: str
    words: tuple[str, ...]
    """Those of the trigger that tell, in lower case."""

    @property
    def says(self) -> bool:
        """Whether it is told that somebody said something: then it is the sayer that tells one event from another."""
        return not SAYING.isdisjoint(self.stems)


SAYING = frozenset(["say", "tell", "report", "announc", "accord", "confirm", "add", "claim", "stat", "declar", "quot"])


def party(name: str, country: str | None) -> Party:
    """Make a party of a name as a report gives it."""
    return Party(words=name_words(name), country=country)


_EVENTS = """select e.n, e.report, r.id, r.published, e.id, e.start, e."end", e.type, e.mode, e."trigger", e.date, e.place, e.place_country,
    e.figures, e.sentence, coalesce(e.judged, '') from event e join report r on r.n = e.report
    where e.report in (select value from json_each(?)) order by r.id, e.start, e."end", length(e.id), e.id"""
_PARTIES = """select p.event, p.side, p.name, p.country from party p join event e on e.n = p.event
    where e.report in (select value from json_each(?)) order by p.event, p.side, p.actor"""
_TOWNS = """select report, name from place where report in (select value from json_each(?)) and rule = 'place/town'
    and judged is not 'wrong'"""
_FIGURES = "select report, id, coalesce(measure, unit, ''), value from figure where report in (select value from json_each(?))"


def load_tellings(archive: Archive, reports: Iterable[int]) -> list[Telling]:
    """Give the mentions in these reports, in the order of report id and place; those that a person judged wrong are left out."""
    wanted = json.dumps(sorted(set(reports)))
    sides: dict[tuple[int, str], list[Party]] = {}
    for event, side, name, country in archive.db.execute(_PARTIES, (wanted,)):
        sides.setdefault((int(event), str(side)), []).append(party(str(name), country))
    figures = {(int(r), str(i)): (str(m), float(v)) for r, i, m, v in archive.db.execute(_FIGURES, (wanted,))}
    towns: dict[int, list[str]] = {}
    for report, name in archive.db.execute(_TOWNS, (wanted,)):
        towns.setdefault(int(report), []).append(fold(str(name)))
    out: list[Telling] = []
    seen: dict[tuple[int, int, int], int] = {}
    for n, report, id, published, _, start, end, type, mode, trigger, when, place, country, numbers, sentence, judged in archive.db.execute(
        _EVENTS, (wanted,)
    ):
        place_in_text = (int(report), int(start), int(end))
        seen[place_in_text] = twin = seen.get(place_in_text, -1) + 1
        if judged == "wrong":
            continue
        told = _told_words(str(trigger), type)
        where = fold(str(place)) if place else None
        out.append(
            Telling(
                event=int(n), report=int(report), own=own_id(str(id), int(start), int(end), twin),
                order=(str(published or "9999")[:10], str(id), int(start)), span=(int(start), int(end)), type=type or None, mode=mode,
                stems=tuple(dict.fromkeys(map(stem, told))), days=days_of(when), published=ordinal(published),
                actors=tuple(sides.get((int(n), "actor"), ())), recipients=tuple(sides.get((int(n), "recipient"), ())),
                place=where, country=country, sites=_sites(where, str(sentence), towns.get(int(report), ())),
                figures=frozenset(figures[int(report), f] for f in json.loads(str(numbers)) if (int(report), f) in figures),
                sentence=str(sentence), words=told,
            )
        )  # fmt: skip
    return out


def _sites(place: str | None, sentence: str, towns: Sequence[str]) -> frozenset[str]:
    """Give the town where it was, as its report has it; where that has none, those that the sentence names."""
    if place is not None and place in towns:
        return frozenset((place,))
    words = f" {fold(sentence)} "
    return frozenset(town for town in towns if f" {town} " in words)


def _told_words(trigger: str, type: object) -> tuple[str, ...]:
    """Give the words that tell what was done: of a deed without those that say who answers for it ("claimed ... attack")."""
    words = telling_words(trigger)
    if not type or PLOVER.verbal(str(type)):
        return words
    return tuple(w for w in words if stem(w) not in SAYING) or words


def informed(group: Sequence[Telling]) -> list[Telling]:
    """Give mentions of one event, of an attack each with the day and place that the others give and it does not.

    Where the others give several, nothing is taken from them. Of acts of words there may be many between the same two in one place.
    """
    if not all(t.type in PLOVER.forceful for t in group):
        return list(group)
    exact = {t.days for t in group if t.days is not None and t.days[0] == t.days[1]}
    days = exact or {t.days for t in group if t.days is not None}
    places = {(t.place, t.country, t.sites) for t in group if t.place is not None and t.place in t.sites}
    day, where = next(iter(days)) if len(days) == 1 else None, next(iter(places)) if len(places) == 1 else None
    out = []
    for t in group:
        if t.days is None and day is not None:
            t = replace(t, days=day)
        if t.place is None and not t.sites and where is not None:
            t = replace(t, place=where[0], country=where[1], sites=where[2])
        out.append(t)
    return out


def hash_of(text: str) -> int:
    return int.from_bytes(sha256(text.encode("utf-8", "surrogatepass")).digest()[:6])


def ordinal(day: object) -> int | None:
    """Give the number of an ISO day, None where it is none."""
    try:
        return date.fromisoformat(str(day)[:10]).toordinal()
    except ValueError:
        return None


def days_of(edtf: object) -> Days | None:
    """Give the first and last day of an EDTF date, None where it says nothing."""
    first, last = edtf_bounds(None if edtf is None else str(edtf))
    if first is None and last is None:
        return None
    return (ordinal(first) or OPEN[0], ordinal(last) or OPEN[1])
