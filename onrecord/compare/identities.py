"""Actors across reports: who bears one name in many of them, in which roles and when, with whom and how.

An identity is a group of profiles (cards.py, identity_groups.py). What is told of it here counts only reports that answers show.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, cast

from onrecord.compare import copies
from onrecord.compare.people.cards import store_cards
from onrecord.compare.people.identity_groups import regroup
from onrecord.model.record import ActorType
from onrecord.store import Archive, Filters
from onrecord.store.clock import now
from onrecord.store.fulltext import fts_query
from onrecord.store.query import Row, rows, rows_of
from onrecord.text import fold

VISIBLE = "r.superseded_by is null and r.withdrawn_by is null and r.status = 'usable' and (r.embargo is null or r.embargo <= ?)"
TOLD = ("reported", "claimed")
"""Status of events that somebody says have happened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedRole:
    """An office or function that reports give somebody. Days of publication of the first and last report that give it."""

    title: str
    country: str | None
    first: str | None
    last: str | None
    reports: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """One person, body or government as the archive knows it."""

    id: str
    name: str
    names: tuple[str, ...]
    """Every spelling, the most frequent first."""
    type: ActorType
    country: str | None
    sector: str | None
    roles: tuple[DatedRole, ...]
    reports: int
    origins: int
    """Reports, copies of one text counted once."""
    first: str | None
    last: str | None
    unsure: tuple[tuple[str, str], ...]
    """Other identities that this may be, and why that cannot be told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """How often an identity meets a counterpart in events of one quad class in one month (YYYY-MM; None: unknown).

    `side`: "to" where the identity acts upon the counterpart, "from" where it is the other way round, "with" where both act together
    or both are acted upon. Events of copies of one text count once; planned, supposed, denied and negated ones do not.
    """

    id: str | None
    name: str
    side: str
    quad: int
    month: str | None
    events: int


def waiting(archive: Archive) -> list[int]:
    """Give the numbers of the reports whose actors have no cards yet, or were judged or read anew since."""
    sql = "select c.report from record c join report r on r.n = c.report where c.report not in (select report from carded) order by r.id"
    return [int(str(row[0])) for row in archive.db.execute(sql)]


def update(archive: Archive, numbers: Sequence[int]) -> None:
    """Take these reports' actors in and group anew what they touch; call inside a write transaction."""
    store_cards(archive, numbers)
    regroup(archive)


def current(archive: Archive, id: str) -> str | None:
    """Give the id that an identity has now; None where there is none."""
    seen: set[str] = set()
    while id not in seen:
        seen.add(id)
        if archive.db.execute("select exists (select 1 from profile where identity = ?)", (id,)).get:
            return id
        moved = archive.db.execute("select now from identity_moved where id = ?", (id,)).get
        if moved is None:
            return None
        id = str(moved)
    return None


def find_identity(archive: Archive, id: str) -> Identity | None:
    """Give an identity by its id, also by one that it once had; None where no report that is shown names it."""
    known = current(archive, id)
    return None if known is None else _identity(archive, known)


_BY_NAME = f"""select p.identity, count(distinct c.report) as reports from actor_text t join card c on c.actor = t.rowid
    join profile p on p.n = c.profile join report r on r.n = c.report
    where actor_text match ? and {VISIBLE} group by 1 order by 2 desc, 1"""


def identities(archive: Archive, name: str, *, country: str | None = None) -> list[Identity]:
    """Give the identities that reports call by these words, most reports first; `country`: ISO 3166-1 alpha-3."""
    query = fts_query(name)
    if query is None:
        return []
    found = [_identity(archive, str(id)) for id, _ in archive.db.execute(_BY_NAME, (query, now())).fetchall()]
    wanted = [i for i in found if i is not None and (country is None or i.country == country.upper())]
    return sorted(wanted, key=lambda i: (-i.reports, i.id))


_CARDS = f"""select a.n, c.report, a.name, a.type, a.country, a.sector, a.roles, a.rule, substr(r.published, 1, 10)
    from profile p join card c on c.profile = p.n join actor a on a.n = c.actor join report r on r.n = c.report
    where p.identity = ? and {VISIBLE} order by r.published, r.id, a.n"""
_SPELLED = f"""select s.words from profile p join card c on c.profile = p.n join spelling s on s.actor = c.actor
    join report r on r.n = c.report where p.identity = ? and {VISIBLE} group by 1 order by count(*) desc, 1"""


class _Seen(NamedTuple):
    """What one report says of an identity."""

    actor: int
    report: int
    name: str
    type: str
    country: str | None
    sector: str | None
    roles: str
    rule: str
    day: str | None


def _identity(archive: Archive, id: str) -> Identity | None:
    seen = [_Seen(*cast(Any, row)) for row in archive.db.execute(_CARDS, (id, now())).fetchall()]
    if not seen:
        return None
    reports = {s.report for s in seen}
    days = sorted(s.day for s in seen if s.day)
    shown = Counter(s.name for s in seen)
    full = Counter({n: k for n, k in shown.items() if " " in n and not n.isupper()}) or shown
    given = Counter(s.country for s in seen if s.country and not s.rule.endswith("+context"))
    near = Counter(s.country for s in seen if s.country)
    fields = Counter(s.sector for s in seen if s.sector)
    telling = Counter({f: k for f, k in fields.items() if f != "CVL"})
    return Identity(
        id=id, name=_commonest(full) or id, names=tuple(str(w) for (w,) in archive.db.execute(_SPELLED, (id, now()))),
        type=cast(ActorType, _commonest(Counter(s.type for s in seen))), country=_commonest(given or near),
        sector=_commonest(telling or fields), roles=_roles(seen), reports=len(reports), origins=len(copies.origins(archive, reports)),
        first=days[0] if days else None, last=days[-1] if days else None, unsure=_unsure(archive, id),
    )  # fmt: skip


def _commonest(counts: Counter[str]) -> str | None:
    """Give the most frequent value; of equals the longest, then the first of the alphabet."""
    return min(counts, key=lambda w: (-counts[w], -len(w), w)) if counts else None


def _roles(seen: list[_Seen]) -> tuple[DatedRole, ...]:
    """Gather offices by title and country: the days on which reports first and last give them.

    A report that leaves the country out counts to the one country that others give with the title.
    """
    found: dict[str, dict[str, list[tuple[_Seen, str]]]] = defaultdict(lambda: defaultdict(list))
    for one in seen:
        for role in json.loads(one.roles):
            found[fold(role["title"])][role["country"] or ""].append((one, role["title"]))
    out = []
    for countries in found.values():
        if "" in countries and len(countries) == 2:
            countries[max(countries)] += countries.pop("")
        for country, given in countries.items():
            days = sorted(s.day for s, _ in given if s.day)
            title = _commonest(Counter(t for _, t in given)) or ""
            out.append(DatedRole(
                title=title, country=country or None, first=days[0] if days else None, last=days[-1] if days else None,
                reports=len({s.report for s, _ in given}),
            ))  # fmt: skip
    return tuple(sorted(out, key=lambda r: (r.first or "9999", r.last or "9999", -r.reports, r.title, r.country or "")))


def _unsure(archive: Archive, id: str) -> tuple[tuple[str, str], ...]:
    sql = """select o.identity, d.why from profile p join doubt d on d.profile = p.n join profile o on o.n = d.other where p.identity = ?1
        union select o.identity, d.why from profile p join doubt d on d.other = p.n join profile o on o.n = d.profile where p.identity = ?1
        order by 1, 2"""
    found: dict[str, str] = {}
    for other, why in archive.db.execute(sql, (id,)):
        if other is not None and other != id:
            found.setdefault(str(other), str(why))
    return tuple(found.items())


# Statements name all who make them together ("A, B and C"), but bear the id of the first only.
_ROWS = {
    "statements": """select s.n from profile p join card c on c.profile = p.n join actor a on a.n = c.actor
        join statement s on s.report = c.report and (s.speaker = a.id or (s.speaker_name <> a.name and
            instr(', ' || replace(s.speaker_name, ' and ', ', ') || ', ', ', ' || a.name || ', ') > 0)) where p.identity = ?""",
    "events": """select distinct m.happening from profile p join card c on c.profile = p.n join actor a on a.n = c.actor
        join event e on e.report = c.report join party y on y.event = e.n and y.actor = a.id
        join happening_mention m on m.event = e.n and m.counted where p.identity = ?""",
}
_REPORTS = "select distinct r.id from profile p join card c on c.profile = p.n join report r on r.n = c.report where p.identity = ?"


def identity_rows(archive: Archive, id: str, kind: str, filters: Filters | None = None) -> Iterator[Row]:
    """Give what an identity says ("statements"), does or meets with ("events"), or is named in ("reports"), as `store.query` gives rows."""
    id = current(archive, id) or id
    if kind == "reports":
        yield from _reports(archive, id, filters or Filters())
        return
    numbers = [int(str(r[0])) for r in archive.db.execute(_ROWS[kind], (id,))]
    yield from rows_of(archive.db, kind, numbers, filters)


def _reports(archive: Archive, id: str, filters: Filters) -> Iterator[Row]:
    ids = sorted(str(r[0]) for r in archive.db.execute(_REPORTS, (id,)) if str(r[0]).startswith(filters.report or ""))
    found = [row for report in ids for row in rows(archive.db, "reports", replace(filters, report=report))]
    yield from sorted(found, key=lambda row: row["published"] or "", reverse=True)


# Joined in this order: SQLite would begin with all events of some status, at seventy times the cost.
_MET = f"""select e.n, e.report, e.type, e.quad, coalesce(e.date, ''), substr(e.date_from, 1, 7), mine.side, y.side, y.name, o.identity
    from profile p cross join card c on c.profile = p.n cross join actor a on a.n = c.actor cross join report r on r.n = c.report
    cross join event e on e.report = c.report cross join party mine on mine.event = e.n and mine.actor = a.id
    cross join party y on y.event = e.n and y.actor <> mine.actor
    left join actor b on b.report = e.report and b.id = y.actor left join card k on k.actor = b.n left join profile o on o.n = k.profile
    where p.identity = ? and {VISIBLE} and e.judged is not 'wrong' and e.status in {TOLD} order by e.n, y.name"""


class _Meeting(NamedTuple):
    event: int
    report: int
    type: str
    quad: int
    day: str
    month: str | None
    mine: str
    theirs: str
    name: str
    other: str | None


def _called(archive: Archive, id: str) -> str:
    """Give the name an identity is shown under: the commonest full one."""
    sql = """select a.name from profile p join card c on c.profile = p.n join actor a on a.n = c.actor where p.identity = ?
        group by 1 order by a.name not like '% %' or a.name = upper(a.name), count(*) desc, length(a.name) desc, 1 limit 1"""
    return str(archive.db.execute(sql, (id,)).get)


def company(archive: Archive, id: str) -> list[Company]:
    """Say with whom an identity appears in events, and how: by counterpart, side, quad class and month, most events first."""
    id = current(archive, id) or id
    met = [_Meeting(*cast(Any, row)) for row in archive.db.execute(_MET, (id, now())).fetchall()]
    origin = {n: group[0] for group in copies.origins(archive, {m.report for m in met}) for n in group}
    events: dict[tuple[str, str, int, str], set[tuple[int, str, str]]] = defaultdict(set)
    called: dict[str, str] = {}
    for m in met:
        if m.other == id:
            continue
        who = m.other or f" {fold(m.name)}"
        if who not in called:
            called[who] = _called(archive, m.other) if m.other else m.name
        side = "with" if m.mine == m.theirs else "to" if m.mine == "actor" else "from"
        events[who, side, m.quad, m.month or ""].add((origin[m.report], m.type, m.day))
    out = [
        Company(id=None if who[0] == " " else who, name=called[who], side=side, quad=quad, month=month or None, events=len(of))
        for (who, side, quad, month), of in events.items()
    ]
    return sorted(out, key=lambda c: (-c.events, c.month or "", c.name, c.side, c.quad, c.id or ""))
