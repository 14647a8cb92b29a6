"""What a happening's row says: of each matter what a person gave, else what most independent texts give; and who vouches for it."""

from __future__ import annotations

import calendar
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from onrecord.lang import per_language, rows
from onrecord.model.edtf import edtf_bounds
from onrecord.store.clock import instant
from onrecord.store.tolls import Point, columns
from onrecord.store.whereabouts import whereabouts
from onrecord.text import fold

Row = dict[str, Any]
T = TypeVar("T")
SETTLED = ("reported", "claimed", "denied", "negated")
"""Statuses that say whether it happened, the firmest first."""
OPEN = ("planned", "hypothetical")
WIDE = ("country", "region")


class Party(NamedTuple):
    """Who takes part in one report's event, on which side (actor, recipient)."""

    side: str
    name: str
    country: str | None
    sector: str | None


class Count(NamedTuple):
    """A number of killed or injured that a report gives for its event; `by`: on whose word, None for the report's own voice."""

    measure: str
    value: float
    high: float | None
    bound: str
    standing: str | None
    by: str | None
    of: str | None = None
    """Who is counted, where it is some kind of people ("soldier"); None for people of any kind."""
    at: int = 0
    """Where it stands in its report."""


class Said(NamedTuple):
    """On whose word a report's event stands."""

    name: str | None
    country: str | None
    sector: str | None


@dataclass(frozen=True, slots=True)
class Mention:
    """One report's event: row, report, and what belongs to it. Made in the order of the query's columns."""

    event: int
    report: int
    report_id: str
    published: str | None
    publisher: str | None
    usable: bool
    embargo: str | None
    embargoed: bool
    judged: bool
    item: str
    start: int
    type: str
    own: str | None
    mode: str | None
    quad: int
    context: str
    cameo: str | None
    status: str
    date: str | None
    place: str | None
    country: str | None
    geonames: int | None
    lat: float | None
    lon: float | None
    place_rule: str | None
    trigger: str
    sentence: str
    confidence: float | None
    attributed_to: str
    parties: list[Party]
    counts: list[Count]
    said: list[Said]
    origin: int
    corrected: frozenset[str]
    """Fields that a person gave: their word outweighs what other reports tell."""

    @property
    def visible(self) -> bool:
        return self.usable and not self.embargoed

    @property
    def day(self) -> str | None:
        """Give the day it was published on."""
        return self.published[:10] if self.published else None


def told(
    mentions: Sequence[Mention], counted: Sequence[Point] = ()
) -> tuple[Row, list[tuple[str, int, str, str | None, str | None]], set[int]]:
    """Give a happening's row, its parties (side, place, name, country, sector), and the events that the row was made of.

    `counted`: the counts of its toll, where reports were compared. Mentions in hidden reports, and those that a person judged wrong, count
    only where there are no others. Where a person corrected a field of some, the others have no say in it.
    """
    right = [m for m in mentions if not m.judged] or list(mentions)
    used = [m for m in right if m.visible] or right
    type, own = _most(_given(used, "type"), lambda m: (m.type, m.own)) or (used[0].type, used[0].own)
    alike = [m for m in used if (m.type, m.own) == (type, own)]
    mode = _most(_given(alike, "mode", "type"), lambda m: m.mode)
    status, when = _status(_given(used, "status")), _date(_given(used, "date"))
    where = _place(_given(used, "place", "place_country"))
    sides = {side: _sides(_given(used, field))[side] for side, field in (("actor", "actors"), ("recipient", "recipients"))}
    main = _main(used, type, status, when)
    tells = _tells(used, counted)
    days = sorted(day for _, day, _ in tells.values() if day)
    shown = any(m.visible for m in used)
    embargo = None if shown else min((m.embargo for m in used if m.usable and m.embargo), default=None)
    first, last = edtf_bounds(when)
    tolls, scalars = columns([*_points(used), *counted])
    row: Row = {
        "type": type, "own": own, "mode": mode, "quad": alike[0].quad, "context": json.dumps(_contexts(_given(alike, "context"))),
        "cameo": _most(_given([m for m in alike if m.mode == mode] or alike, "cameo", "mode", "type"), lambda m: m.cameo), "status": status,
        "actors": _json(_people(sides["actor"])), "recipients": _json(_people(sides["recipient"])),
        **_first("actor", sides["actor"]), **_first("recipient", sides["recipient"]),
        "date": when, "date_from": first,
        "date_to": last, "date_precision": _precision(when, first, last), **where, **scalars, "tolls": _json(tolls),
        "claims": _json(_claims(used)), "confidence": max((m.confidence for m in used if m.confidence is not None), default=None),
        "first_reported": days[0] if days else None, "last_reported": days[-1] if days else None,
        "origins": len({origin for origin, _, _ in tells.values()}), "reports": len(tells), "mentions": len(used),
        "publishers": _json(list(dict.fromkeys(publisher for _, _, publisher in tells.values() if publisher))), "report": main.report,
        "item": main.item,
        "trigger": main.trigger, "sentence": main.sentence, "known": first or last or (days[0] if days else None),
        "until": last or first or (days[0] if days else None), "shown": int(shown), "embargo": embargo,
        "judged": "wrong" if all(m.judged for m in used) else None,
    }  # fmt: skip
    people = [(side, n, *p) for side, found in sides.items() for n, p in enumerate(found)]
    return row, people, {m.event for m in used}


def _tells(mentions: Sequence[Mention], counted: Sequence[Point]) -> dict[int, tuple[int, str | None, str | None]]:
    """Give the reports that tell of it, with origin, day and publisher: those that only give a count of its toll after the others."""
    found = {m.report: (m.origin, m.day, m.publisher) for m in mentions}
    return found | {p.report: (p.origin, p.day, p.publisher) for p in counted if p.report is not None and p.report not in found}


def _given(mentions: Sequence[Mention], *fields: str) -> Sequence[Mention]:
    """Give the mentions of which a person corrected one of these fields, else all."""
    return [m for m in mentions if not m.corrected.isdisjoint(fields)] or mentions


def _points(mentions: Sequence[Mention]) -> Iterator[Point]:
    """Give the counts of the mentions, earliest first; of copies of one text the earliest has news of its own."""
    seen: dict[int, int] = {}
    for m in sorted(mentions, key=lambda m: (instant(m.published or "9999"), m.report_id)):
        copied = seen.setdefault(m.origin, m.report) != m.report
        for c in m.counts:
            earlier = (e.value for e in m.counts if e.standing == "earlier" and e.measure == c.measure)
            lowers = c.standing != "earlier" and any(value > c.value for value in earlier)
            yield Point(c, m.publisher or f"report {m.report_id[:12]}", m.origin, m.published and instant(m.published), lowers, copied)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _most(mentions: Iterable[Mention], value: Callable[[Mention], T | None]) -> T | None:
    """Give the value that most independent texts give; of several the one met first."""
    found: dict[T, set[int]] = defaultdict(set)
    for m in mentions:
        if (given := value(m)) is not None:
            found[given].add(m.origin)
    return max(found, key=lambda v: len(found[v])) if found else None


def _contexts(mentions: Sequence[Mention]) -> list[str]:
    """Give the contexts that half of the independent texts bear out."""
    found: dict[str, set[int]] = defaultdict(set)
    for m in mentions:
        for context in json.loads(m.context):
            found[context].add(m.origin)
    least = len({m.origin for m in mentions}) / 2
    return [c for c in found if len(found[c]) >= least]


def _status(mentions: Sequence[Mention]) -> str:
    """Give the status that most texts give. What somewhere is told to have happened, or not, is no plan any more."""
    settled = [m for m in mentions if m.status in SETTLED] or mentions
    found: dict[str, set[int]] = defaultdict(set)
    for m in settled:
        found[m.status].add(m.origin)
    return min(found, key=lambda s: (-len(found[s]), (*SETTLED, *OPEN).index(s)))


def _date(mentions: Sequence[Mention]) -> str | None:
    """Give the date (EDTF) that most texts bear out; a wider one ("November") bears out a day inside it. Never that of publication."""
    given = [(m.date, _days(m.date), m.origin) for m in mentions if m.date]
    if len(given) < 2:
        return given[0][0] if given else None

    def support(text: str, days: tuple[int, int]) -> tuple[int, int, int]:
        wider = {o for _, (a, b), o in given if a <= days[0] and days[1] <= b}
        return len(wider), sum(d == text for d, _, _ in given), days[0] - days[1]

    return max(given, key=lambda g: support(g[0], g[1]))[0] if given else None


@lru_cache(maxsize=4096)
def _days(edtf: str) -> tuple[int, int]:
    first, last = edtf_bounds(edtf)
    return (date.fromisoformat(first).toordinal() if first else 0, date.fromisoformat(last).toordinal() if last else 9_999_999)


def _precision(edtf: str | None, first: str | None, last: str | None) -> str | None:
    """Say how exact a date is: day, month, year, interval (both ends), open (one end); None where there is no calendar date."""
    if edtf is None or (first is None and last is None):
        return None
    if first is None or last is None:
        return "open"
    if first == last:
        return "day"
    a, b = date.fromisoformat(first), date.fromisoformat(last)
    if (a.year, a.day) == (b.year, 1) and b.day == calendar.monthrange(b.year, b.month)[1]:
        if a.month == b.month:
            return "month"
        if (a.month, b.month) == (1, 12):
            return "year"
    return "interval"


def _place(mentions: Sequence[Mention]) -> Row:
    """Give the place that most texts bear out; its country or region, told by others, bears it out too. Of equals the narrower."""
    spots = [(m, whereabouts(m.place, m.country, m.geonames, m.place_rule)) for m in mentions if m.place]
    support: dict[tuple[str, str | None], set[int]] = defaultdict(set)
    for m, _ in spots:
        for other, wide in spots:
            same = (other.place, other.country) == (m.place, m.country)
            if same or (wide.precision == "country" and other.country == m.country is not None):
                support[str(m.place), m.country].add(other.origin)
    if not spots:
        country = _most(mentions, lambda m: m.country)
        none = dict.fromkeys(("place", "region", "geonames", "lat", "lon", "place_precision"))
        return {**none, "country": country, "place_precision": "country" if country else None}
    narrow = {None: 0, "country": 1, "region": 2, "town": 3}
    best, spot = max(spots, key=lambda s: (len(support[str(s[0].place), s[0].country]), narrow[s[1].precision]))
    return {
        "place": best.place, "country": best.country, "region": spot.region, "geonames": best.geonames, "lat": best.lat, "lon": best.lon,
        "place_precision": spot.precision,
    }  # fmt: skip


def _main(mentions: Sequence[Mention], type: str, status: str, when: str | None) -> Mention:
    """Give the mention that tells it best: of its kind, status and date, with most parties; of equals the earliest."""
    return max(
        enumerate(mentions),
        key=lambda x: (x[1].type == type, x[1].status == status, x[1].date == when, len({p.side for p in x[1].parties}), -x[0]),
    )[1]


def _claims(mentions: Sequence[Mention]) -> list[Row]:
    """Say who claims it, denies it or says that it is to come, since which day, in how many independent texts."""
    found: dict[tuple[str, str], Row] = {}
    origins: dict[tuple[str, str], set[int]] = defaultdict(set)
    for m in mentions:
        for s in m.said if m.status != "reported" else ():
            if s.name is None:
                continue
            key = (s.name, m.status)
            found.setdefault(key, {"by": s.name, "country": s.country, "sector": s.sector, "status": m.status, "since": m.day})
            origins[key].add(m.origin)
    return [{**row, "origins": len(origins[key])} for key, row in found.items()]


# -- who ----------------------------------------------------------------------------------------------------------------------------------

_EMPTY = frozenset(
    ["the", "a", "an", "of", "and", "at", "least", "about", "more", "than", "its", "his", "her", "their", "mr", "mrs", "ms", "dr",
     "president", "minister", "former", "some", "other", "government"]
)  # fmt: skip
"""Words of a name that tell nobody from anybody."""


@lru_cache(maxsize=20_000)
def name_words(name: str) -> frozenset[str]:
    """Give the words of a name by which it is compared: folded, without those that tell nobody from anybody."""
    words = frozenset(fold(name).split())
    return words - _EMPTY or words


Person = tuple[str, str | None, str | None]


def _sides(mentions: Sequence[Mention]) -> dict[str, list[Person]]:
    """Give name, country and sector of those on both sides, without those that few put there.

    Names that share a word are one; whoever stands on both sides stands where most put them.
    """
    people: list[tuple[frozenset[str], dict[str, set[int]], list[tuple[Party, int]]]] = []
    for m in mentions:
        for p in m.parties:
            words = _kind(p.name)
            at = next((n for n, (known, _, _) in enumerate(people) if known & words or known == words), None)
            if at is None:
                people.append((words, {"actor": set(), "recipient": set()}, []))
                at = len(people) - 1
            people[at][1][p.side].add(m.origin)
            people[at][2].append((p, m.origin))
    out: dict[str, list[tuple[int, Person]]] = {"actor": [], "recipient": []}
    for _, sides, told_as in people:
        side = "actor" if len(sides["actor"]) >= len(sides["recipient"]) else "recipient"
        out[side].append((len(sides[side]), _person(told_as)))
    return {side: _borne_out(sorted(found, key=lambda x: -x[0])) for side, found in out.items()}


def _person(told_as: Sequence[tuple[Party, int]]) -> Person:
    """Give the commonest name, the longest of several, and what most texts say of country and sector; of a number of people the newest."""
    names: dict[str, int] = defaultdict(int)
    countries: dict[str, set[int]] = defaultdict(set)
    sectors: dict[str, set[int]] = defaultdict(set)
    for p, origin in told_as:
        names[p.name] += 1
        if p.country:
            countries[p.country].add(origin)
        if p.sector:
            sectors[p.sector].add(origin)
    best = [max(found, key=lambda v: len(found[v])) if found else None for found in (countries, sectors)]
    name = max(names, key=lambda n: (names[n], len(n), n))
    return told_as[-1][0].name if _counts(name) else name, best[0], best[1]


@per_language
def _numbers() -> frozenset[str]:
    return frozenset(r["form"] for r in rows("numerals"))


def _counts(name: str) -> bool:
    return any(w.isdigit() or w in _numbers() for w in fold(name).split())


@lru_cache(maxsize=20_000)
def _kind(name: str) -> frozenset[str]:
    """Give the words of a name that say who, not how many: "at least *60 Afghans*" were fewer before."""
    words = name_words(name)
    return frozenset(w for w in words if len(w) > 1 and not w.isdigit() and w not in _numbers()) or words


def _borne_out(found: list[tuple[int, Person]]) -> list[Person]:
    """Leave out those with less than half the independent texts of the first."""
    return [person for count, person in found if 2 * count >= found[0][0]]


def _first(side: str, found: Sequence[Person]) -> Row:
    """Give the first whose country is known, else the first, as columns of its own: what dyads are counted by."""
    person = next((p for p in found if p[1]), found[0] if found else (None, None, None))
    return {f"{side}_{what}": value for what, value in zip(("name", "country", "sector"), person, strict=True)}


def _people(side: Sequence[Person]) -> list[Row]:
    return [{"name": name, "country": country, "sector": sector} for name, country, sector in side]
