"""The events of a story, an actor, a country or a pair: found through indexes, grouped by day, counted by month and quad class.

Planned, supposed, denied and negated acts are left out: they are no part of what happened. Copies of one text count once.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from onrecord.compare import copies, identities, stories
from onrecord.compare.timeline import Day, Entry, timeline
from onrecord.data import rows
from onrecord.store import Archive
from onrecord.store.clock import now
from onrecord.store.query import Row, rows_of
from onrecord.text import fold
from onrecord.web import labels
from onrecord.web.across import among, missing

WINDOW = 120
"""Events shown on one page of a timeline; the day that the last one falls on is shown whole."""
MOST = 600
CHUNK = 400
"""Events written at a time where all are."""
COUNTED = 4000
"""Reports up to which counts leave copies of one text out; beyond, looking them up would take longer than a page may."""
CODE = re.compile(r"[A-Z]{3}")
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


@dataclass(frozen=True, slots=True)
class Counted:
    """How many events of each quad class there are in a month (YYYY-MM)."""

    month: str
    quads: tuple[int, int, int, int]

    @property
    def total(self) -> int:
        return sum(self.quads)


def who(archive: Archive, words: str) -> Who:
    """Find the country or actor that somebody means: a code, a country's name, an identity's id or a name. Raises `UsageError`."""
    words = " ".join(words.split())
    if CODE.fullmatch(words.upper()) and labels.country(words.upper()) != words.upper():
        return Who(words.upper(), labels.country(words.upper()), True)
    if IDENTITY.fullmatch(words):
        found = identities.find_identity(archive, words)
        if found is None:
            raise missing("actor", words, "/actors")
        return Who(found.id, found.name, False)
    code = _codes().get(fold(words))
    if code is not None:
        return Who(code, labels.country(code), True)
    first = next(iter(identities.identities(archive, words)), None)
    if first is None:
        raise missing("country or actor", words, "/actors")
    return Who(first.id, first.name, False)


@cache
def _codes() -> dict[str, str]:
    return {fold(r["name"]): r["iso3"] for r in rows("countries")}


_OF_COUNTRY = "select p.event as event, p.actor as actor, p.side as side from party p where p.country = ?"
_OF_IDENTITY = """select p.event as event, p.actor as actor, p.side as side from profile o join card c on c.profile = o.n
    join actor a on a.n = c.actor join event v on v.report = c.report
    join party p on p.event = v.n and p.actor = a.id where o.identity = ?"""
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
) -> list[tuple[int, str]]:
    """Give the events of one party, or of two on different sides (or acting together), as (number, day), latest first."""
    if two is not None and not one.country and two.country:
        one, two = two, one  # an actor's events are fewer than a country's: they are walked, and the other side is looked up
    inner = two or one
    sql = f"""select distinct e.n, coalesce(e.date_from, '') from ({_OF_COUNTRY if inner.country else _OF_IDENTITY}) m
        join event e on e.n = m.event join report r on r.n = e.report"""
    values: list[Any] = [inner.key]
    where = [HAPPENED]
    if two is not None:
        sql += f""" join party q on q.event = e.n and q.actor <> m.actor and {_IS_COUNTRY if one.country else _IS_IDENTITY}
            and (q.side <> m.side or not exists (select 1 from party z where z.event = e.n and z.side = 'recipient'))"""
        values.append(one.key)
    values.append(now())
    for clause, value in (("e.date_from >= ?", first), ("e.date_from <= ? || 'T99'", last), ("e.quad = ?", quad), ("e.type = ?", event)):
        if value is not None:
            where.append(clause)
            values.append(value)
    found = archive.db.execute(f"{sql} where {' and '.join(where)}", values)
    return sorted(((int(n), str(day)) for n, day in found), key=lambda x: (x[1], x[0]), reverse=True)


def story_moments(archive: Archive, story: str) -> list[tuple[int, str]]:
    """Give the events of a story's reports as (number, day), latest first."""
    ids = json.dumps([id for group in stories.story_reports(archive, story) for id in group])
    sql = f"select e.n, coalesce(e.date_from, '') from report r join event e on e.report = r.n where r.id {among} and {HAPPENED}"
    return sorted(((int(n), str(day)) for n, day in archive.db.execute(sql, (ids, now()))), key=lambda x: (x[1], x[0]), reverse=True)


def window(found: Sequence[tuple[int, str]], before: str | None = None) -> tuple[list[int], str | None]:
    """Give the events of one page, latest first, and the day before which the next page begins (None: there is none)."""
    rest = [x for x in found if before is None or x[1] < before]
    if len(rest) <= WINDOW:
        return [n for n, _ in rest], None
    day = rest[WINDOW - 1][1]
    shown = [n for n, d in rest[:MOST] if d >= day]
    return shown, day if len(shown) < len(rest) else None


def days_of(archive: Archive, numbers: Sequence[int]) -> list[Day]:
    """Give events by the day they happened on, the first day first."""
    return timeline(archive, rows_of(archive.db, "events", numbers))


def occurrences_of(archive: Archive, days: Sequence[Day]) -> dict[tuple[str, str], str]:
    """Say which event across reports each mention (report, item) belongs to."""
    ids = {m["report"] for d in days for e in d.entries for m in e.mentions}
    sql = f"""select r.id, e.id, p.occurrence from report r join event e on e.report = r.n join occurrence_mention m on m.event = e.n
        join occurrence_part p on p.n = m.part where r.id {among}"""
    return {(str(r), str(e)): str(o) for r, e, o in archive.db.execute(sql, (json.dumps(sorted(ids)),))}


def entry_rows(archive: Archive, found: Sequence[tuple[int, str]]) -> Iterator[Row]:
    """Give a row for each entry of a whole timeline, the latest day first, days at a time."""
    at = 0
    while at < len(found):
        end = min(at + CHUNK, len(found))
        while end < len(found) and found[end][1] == found[end - 1][1]:
            end += 1
        for day in reversed(days_of(archive, [n for n, _ in found[at:end]])):
            yield from (entry_row(e) for e in day.entries)
        at = end


def entry_row(e: Entry) -> Row:
    """Give an entry as a row: what happened on which day, who tells it."""
    best = e.mentions[0]
    return {
        "day": e.day, "day_given": e.given, "event": e.event, "mode": best["mode"], "quad": e.quad, "actors": list(e.actors),
        "recipients": list(e.recipients), "origins": e.origins, "sentence": best["sentence"], "title": best["title"],
        "publisher": best["publisher"], "report": best["report"], "item": best["id"],
        "mentions": [f"{m['report']}#{m['id']}" for m in e.mentions],
    }  # fmt: skip


def by_month(archive: Archive, numbers: Sequence[int]) -> list[Counted]:
    """Count events by month and quad class, every month between the first and the last. Copies of one text count once."""
    sql = f"select report, quad, type, coalesce(date, ''), substr(date_from, 1, 7) from event where n {among}"
    found = [(int(r), int(q), t, d, m) for r, q, t, d, m in archive.db.execute(sql, (json.dumps(list(numbers)),)) if m]
    reports = {r[0] for r in found}
    origin = {n: g[0] for g in copies.origins(archive, reports) for n in g} if len(reports) <= COUNTED else {}
    told: dict[str, dict[int, set[tuple[int, str, str]]]] = defaultdict(lambda: defaultdict(set))
    for report, quad, type, day, month in found:
        told[str(month)[:7]][quad].add((origin.get(report, report), str(type), str(day)))
    return [Counted(m, tuple(len(told[m][q]) if m in told else 0 for q in (1, 2, 3, 4))) for m in _months(sorted(told))]  # type: ignore[arg-type]


LONG = 72
"""Months of a gap-free axis; where the events lie farther apart only months that have some are shown."""


def _months(found: Sequence[str]) -> list[str]:
    whole = [m for m in found if len(m) == 7]
    if not whole:
        return []
    first, last = (int(m[:4]) * 12 + int(m[5:]) - 1 for m in (whole[0], whole[-1]))
    if last - first >= LONG:
        return whole
    return [f"{n // 12:04}-{n % 12 + 1:02}" for n in range(first, last + 1)]
