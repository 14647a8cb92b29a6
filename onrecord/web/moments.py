"""The events of a story, an actor, a country or a pair: found through indexes, grouped by day, counted by month and quad class.

Planned, supposed, denied and negated acts are left out: they are no part of what happened. An event that several reports tell stands
once, on the day that most of them give.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from onrecord.compare import copies, stories
from onrecord.store import Archive
from onrecord.store.clock import now
from onrecord.store.query import Row, rows_of
from onrecord.web.across import among

WINDOW = 120
"""Events shown on one page of a timeline; the day that the last one falls on is shown whole."""
MOST = 600
CHUNK = 400
"""Events written at a time where all are."""
LONG = 72
"""Months of a gap-free axis; where the events lie farther apart only months that have some are shown."""
IDENTITY = re.compile(r"i[0-9a-f]{12}")
VISIBLE = "r.superseded_by is null and r.withdrawn_by is null and r.status = 'usable' and (r.embargo is null or r.embargo <= ?)"
HAPPENED = f"e.status in ('reported', 'claimed') and e.judged is not 'wrong' and {VISIBLE}"


@dataclass(frozen=True, slots=True)
class Who:
    """A country (by its code) or an identity (by its id), with its name."""

    key: str
    name: str
    country: bool

    @property
    def href(self) -> str:
        """Give the address of its own page."""
        return f"/timeline?country={self.key}" if self.country else f"/actors/{self.key}"


class Moment(NamedTuple):
    """One telling of an event: its number; the event's first day (ISO) and date (EDTF); whether any text dates it; which event it is."""

    day: str
    number: int
    date: str
    given: bool
    event: str


@dataclass(frozen=True, slots=True)
class Happened:
    """One event on a timeline with every telling of it, the most telling one first. `occurrence`: its id across reports."""

    occurrence: str | None
    event: str
    mode: str | None
    quad: int
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    given: bool
    claimed: bool
    mentions: tuple[Row, ...]
    origins: int
    other_dates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """One day (EDTF) with its events, those that most independent texts tell first."""

    day: str
    given: bool
    entries: tuple[Happened, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """How many events of each quad class there are in a month (YYYY-MM)."""

    month: str
    quads: tuple[int, int, int, int]

    @property
    def total(self) -> int:
        return sum(self.quads)


_TOLD = "select distinct e.n, e.report, coalesce(e.date_from, ''), e.date, x.occurrence"
_ACROSS = "left join occurrence_mention y on y.event = e.n left join occurrence_part x on x.n = y.part"
_OF_COUNTRY = "select p.event as event, p.actor as actor, p.side as side from party p where p.country = ?"
_OF_IDENTITY = """select p.event as event, p.actor as actor, p.side as side from profile o cross join card c on c.profile = o.n
    cross join actor a on a.n = c.actor cross join event v on v.report = c.report
    cross join party p on p.event = v.n and p.actor = a.id where o.identity = ?"""
"""Joins in this order (`cross`): SQLite would begin with all events of a status."""
_IS_COUNTRY = "q.country = ?"
_IS_IDENTITY = """exists (select 1 from actor a join card c on c.actor = a.n join profile o on o.n = c.profile
    where a.report = e.report and a.id = q.actor and o.identity = ?)"""


def events_of(
    archive: Archive,
    one: Who,
    two: Who | None = None,
    *,
    first: str | None = None,
    last: str | None = None,
    quad: int | None = None,
    event: str | None = None,
    side: str | None = None,
) -> list[Moment]:
    """Give the events of one party, or of two on different sides (or acting together), latest first.

    `side`: only those in which the one party (of two: the second) is "actor" or "recipient".
    """
    if two is not None and not one.country and two.country:
        one, two = two, one  # an actor's events are fewer than a country's: they are walked, and the other side is looked up
    inner = two or one
    sql = f"""{_TOLD} from ({_OF_COUNTRY if inner.country else _OF_IDENTITY}) m
        cross join event e on e.n = m.event cross join report r on r.n = e.report {_ACROSS}"""
    values: list[Any] = [inner.key]
    where = [HAPPENED]
    if two is not None:
        sql += f""" join party q on q.event = e.n and q.actor <> m.actor and {_IS_COUNTRY if one.country else _IS_IDENTITY}
            and (q.side <> m.side or not exists (select 1 from party z where z.event = e.n and z.side = 'recipient'))"""
        values.append(one.key)
    values.append(now())
    for clause, value in (
        ("e.date_from >= ?", first), ("e.date_from <= ? || 'T99'", last), ("e.quad = ?", quad), ("e.type = ?", event), ("m.side = ?", side),
    ):  # fmt: skip
        if value is not None:
            where.append(clause)
            values.append(value)
    return _moments(archive.db.execute(f"{sql} where {' and '.join(where)}", values))


def story_moments(archive: Archive, story: str) -> list[Moment]:
    """Give the events of a story's reports, latest first."""
    ids = json.dumps([id for group in stories.story_reports(archive, story) for id in group])
    sql = f"{_TOLD} from report r cross join event e on e.report = r.n {_ACROSS} where r.id {among} and {HAPPENED}"
    return _moments(archive.db.execute(sql, (ids, now())))


def _moments(found: Iterable[tuple[Any, ...]]) -> list[Moment]:
    """Put each telling on the day that most reports give its event, latest first; where none does, on the first day it was published."""
    rows = [(int(n), int(report), str(day)[:10], date, str(event or f"n{n}")) for n, report, day, date, event in found]
    dates: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    first: dict[str, str] = {}
    days: dict[str, str] = {}
    for _, report, day, date, event in rows:
        if date is not None:
            dates[event][str(date)].add(report)
            days[str(date)] = day
        first[event] = min(day, first.get(event, day))
    out = []
    for number, _, _, _, event in rows:
        known = dates.get(event)
        best = min(known, key=lambda d: (-len(known[d]), -len(d), d)) if known else None
        out.append(Moment(days[best] if best else first[event], number, best or first[event][:10], best is not None, event))
    return sorted(out, reverse=True)


def window(found: Sequence[Moment], before: str | None = None, size: int = WINDOW) -> tuple[list[Moment], str | None]:
    """Give the events of one page, latest first, and the day before which the next page begins (None: there is none)."""
    rest = [m for m in found if before is None or m.day < before]
    if len(rest) <= size:
        return rest, None
    day = rest[size - 1].day
    shown = [m for m in rest[:MOST] if m.day >= day]
    return shown, day if day and len(shown) < len(rest) else None


def days_of(archive: Archive, found: Sequence[Moment]) -> list[Day]:
    """Give events by the day they happened on, the first day first, those without any day last."""
    numbers = json.dumps([m.number for m in found])
    sql = f"select e.n, r.id, e.id, r.n from event e join report r on r.n = e.report where e.n {among}"
    places = {(str(r), str(e)): (int(n), int(report)) for n, r, e, report in archive.db.execute(sql, (numbers,))}
    known = {m.number: m for m in found}
    told: dict[tuple[str, str], dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in rows_of(archive.db, "mentions", [m.number for m in found]):
        moment = known[places[row["report"], row["id"]][0]]
        told[moment.day, moment.date][moment.event].append(row)
    origin = {n: group[0] for group in copies.origins(archive, {n for _, n in places.values()}) for n in group}
    origins = {report: origin[n] for (report, _), (_, n) in places.items()}
    given = {m.event: m.given for m in found}
    out = []
    for (_, date), events in sorted(told.items(), key=lambda x: (x[0][0] == "", x[0])):
        entries = [_happened(event, date, given[event], rows, origins) for event, rows in events.items()]
        entries.sort(key=lambda e: (-e.origins, -len(e.mentions), e.event, e.actors, e.recipients))
        out.append(Day(date, any(e.given for e in entries), tuple(entries)))
    return out


def latest_first(days: Sequence[Day]) -> list[Day]:
    """Turn days round; those without any day stay last."""
    return [*(d for d in reversed(days) if d.day), *(d for d in days if not d.day)]


def _happened(event: str, date: str, given: bool, rows: list[Row], origins: dict[str, int]) -> Happened:
    """Gather the tellings of one event; what most of them say of its kind and parties."""
    rows = sorted(rows, key=lambda r: (r["date"] != date, r["status"] != "reported", r["published"] or "9999", r["report"], r["start"]))
    kind, mode, quad = Counter((r["event"], r["mode"], r["quad"]) for r in rows).most_common(1)[0][0]
    actors, recipients = Counter((tuple(r["actors"]), tuple(r["recipients"])) for r in rows if r["event"] == kind).most_common(1)[0][0]
    return Happened(
        occurrence=None if event.startswith("n") else event, event=kind, mode=mode, quad=quad, actors=actors, recipients=recipients,
        given=given, claimed=all(r["status"] == "claimed" for r in rows), mentions=tuple(rows),
        origins=len({origins[r["report"]] for r in rows}), other_dates=tuple(sorted({r["date"] for r in rows if r["date"]} - {date})),
    )  # fmt: skip


def entry_rows(archive: Archive, found: Sequence[Moment]) -> Iterator[Row]:
    """Give a row for each event of a whole timeline, the latest day first, days at a time."""
    at = 0
    while at < len(found):
        end = min(at + CHUNK, len(found))
        while end < len(found) and found[end].day == found[end - 1].day:
            end += 1
        for day in latest_first(days_of(archive, found[at:end])):
            yield from (_entry_row(day.day, e) for e in day.entries)
        at = end


def _entry_row(day: str, e: Happened) -> Row:
    best = e.mentions[0]
    return {
        "day": day if e.given else None,
        "reported": min((m["published"][:10] for m in e.mentions if m["published"]), default=None),
        "other_dates": list(e.other_dates),
        "event": e.event,
        "mode": e.mode,
        "quad": e.quad,
        "actors": list(e.actors),
        "recipients": list(e.recipients),
        "origins": e.origins,
        "claimed": e.claimed,
        "sentence": best["sentence"],
        "title": best["title"],
        "publisher": best["publisher"],
        "report": best["report"],
        "item": best["id"],
        "occurrence": e.occurrence,
        "mentions": [f"{m['report']}#{m['id']}" for m in e.mentions],
    }


def by_month(archive: Archive, found: Sequence[Moment]) -> list[Counted]:
    """Count events by month and quad class, every month between the first and the last. An event counts once, however often it is told."""
    sql = f"select n, quad from event where n {among}"
    quads = {int(n): int(q) for n, q in archive.db.execute(sql, (json.dumps([m.number for m in found]),))}
    told: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    seen: set[str] = set()
    for m in found:
        if m.event not in seen and len(m.day) >= 7 and m.number in quads:
            seen.add(m.event)
            told[m.day[:7]][quads[m.number]].add(m.event)
    return [Counted(month, tuple(len(told[month][q]) if month in told else 0 for q in (1, 2, 3, 4))) for month in _months(sorted(told))]  # type: ignore[arg-type]


def events_in(found: Sequence[Moment]) -> int:
    """Count the events among tellings."""
    return len({m.event for m in found})


def _months(found: Sequence[str]) -> list[str]:
    whole = [m for m in found if len(m) == 7]
    if not whole:
        return []
    first, last = (int(m[:4]) * 12 + int(m[5:]) - 1 for m in (whole[0], whole[-1]))
    if last - first >= LONG:
        return whole
    return [f"{n // 12:04}-{n % 12 + 1:02}" for n in range(min(first, last - 11), last + 1)]


def year_before(month: str) -> list[str]:
    """Give the twelve months that end with this one: bars of a single month would say nothing."""
    return _months([month])
