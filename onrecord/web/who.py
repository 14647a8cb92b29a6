"""Actors across reports in short: their list, and what one said, through indexes. `compare.identities` tells all of one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from onrecord.compare import identities
from onrecord.compare.identities import Company
from onrecord.data import rows
from onrecord.store import Archive
from onrecord.store.clock import now
from onrecord.store.fulltext import fts_query
from onrecord.store.query import Row
from onrecord.text import fold
from onrecord.web import labels
from onrecord.web.across import missing
from onrecord.web.moments import IDENTITY, VISIBLE, Who

CODE = re.compile(r"[A-Z]{3}")
KINDS = {"person": "person", "organization": "body", "government": "government"}
SAMPLE = 40
"""Cards that a list looks at to name an identity."""
MATCHES = 20_000
"""Names that a search looks at."""

_LISTED = "select identity, sum(reports) as total, min(kind), max(country) from profile where identity is not null and reports > 0"
_FOUND = f"""select p.identity, count(distinct c.report) as total, min(p.kind), max(p.country)
    from (select rowid as n from actor_text where actor_text match ? limit {MATCHES}) t join card c on c.actor = t.n
    join profile p on p.n = c.profile join report r on r.n = c.report where p.identity is not null and {VISIBLE}"""


def listed(archive: Archive, given: dict[str, str], limit: int | None = None) -> Iterator[Row]:
    """Give identities, those of most reports first: id, name, type, country, reports."""
    sql, values = _asked(given)
    if "after" in given and limit is not None:
        reports, _, id = given["after"].partition(" ")
        sql += " having total < ? or (total = ? and identity > ?)"
        values += [int(reports), int(reports), id]
    sql += " order by total desc, identity" + (f" limit {limit}" if limit is not None else "")
    for id, reports, kind, country in archive.db.execute(sql, values):
        row = {"identity": id, "name": None, "type": kind, "country": country or None, "reports": reports}
        yield row | {"name": name_of(archive, str(id))}


def counted(archive: Archive, given: dict[str, str]) -> int:
    """Give how many identities `listed` would give, without looking their names up."""
    sql, values = _asked(given)
    return int(archive.db.execute(f"select count(*) from ({sql})", values).get)


def _asked(given: dict[str, str]) -> tuple[str, list[str | int]]:
    sql: str
    values: list[str | int]
    sql, values = (_FOUND, [str(fts_query(given["q"])), now()]) if "q" in given else (_LISTED, [])
    if "type" in given:
        sql += " and kind = ?"
        values.append(given["type"])
    if "country" in given:
        sql += f" and {'p.' if 'q' in given else ''}country = ?"
        values.append(given["country"].upper())
    return sql + " group by identity", values


def name_of(archive: Archive, id: str) -> str:
    """Give the name most of an identity's cards bear, full ones first; looks at a sample, drawn by the reports' ids."""
    sql = f"""select name from (select a.name as name from profile p join card c on c.profile = p.n join actor a on a.n = c.actor
        where p.identity = ? and p.reports > 0 order by p.reports desc, p.n, c.rank limit {SAMPLE})
        group by 1 order by name not like '% %' or name = upper(name), count(*) desc, length(name) desc, 1 limit 1"""
    return str(archive.db.execute(sql, (id,)).get or id)


_STATEMENTS = f"""select distinct s.n, coalesce(s.date_from, ''), s.act from profile p join card c on c.profile = p.n
    join actor a on a.n = c.actor join report r on r.n = c.report join statement s on s.report = c.report and s.speaker = a.id
    where p.identity = ? and s.judged is not 'wrong' and {VISIBLE}"""


def statements_of(archive: Archive, id: str) -> list[tuple[int, str, str]]:
    """Give what an identity said as (number, day, act), latest first."""
    found = archive.db.execute(_STATEMENTS, (id, now()))
    return sorted(((int(n), str(day)[:10], str(act)) for n, day, act in found), key=lambda x: (x[1], x[0]), reverse=True)


def identity_of(archive: Archive, report: str, item: str) -> str | None:
    """Give the identity of a report's actor."""
    sql = """select p.identity from report r join actor a on a.report = r.n and a.id = ? join card c on c.actor = a.n
        join profile p on p.n = c.profile where r.id = ?"""
    found = archive.db.execute(sql, (item, report)).get
    return None if found is None else str(found)


def counterparts(company: Sequence[Company]) -> list[dict[str, Any]]:
    """Gather company by counterpart: events by side and quad class, and in all, most first."""
    found: dict[str, dict[str, Any]] = {}
    for c in company:
        one = found.setdefault(c.id or f" {c.name}", {"id": c.id, "name": c.name, "sides": {}, "quads": [0, 0, 0, 0], "total": 0})
        one["sides"][c.side] = one["sides"].get(c.side, 0) + c.events
        one["quads"][c.quad - 1] += c.events
        one["total"] += c.events
    return sorted(found.values(), key=lambda o: (-o["total"], o["name"]))


def stories_of(archive: Archive, id: str, limit: int) -> list[Row]:
    """Give the latest stories that name an identity."""
    sql = """select distinct s.id, s.title, s.first, s.last, s.reports, s.origins from profile p join card c on c.profile = p.n
        join story_report m on m.report = c.report join story s on s.n = m.story where p.identity = ? and s.reports > 1
        order by s.last desc, s.reports desc, s.id limit ?"""
    return [
        dict(zip(("id", "title", "first", "last", "reports", "origins"), row, strict=True)) for row in archive.db.execute(sql, (id, limit))
    ]


def party(archive: Archive, words: str) -> Who:
    """Find the country or actor that somebody means: a code, a country's name, an identity's id or a name. Raises `UsageError`."""
    words = " ".join(words.split())
    code = words.upper() if CODE.fullmatch(words.upper()) and labels.country(words.upper()) != words.upper() else _codes().get(fold(words))
    if code is not None:
        return Who(code, labels.country(code), True)
    if IDENTITY.fullmatch(words):
        id = identities.current(archive, words)
    else:
        id = str(best["identity"]) if (best := by_name(archive, words)) else None
    if id is None:
        raise missing("country or actor", words, "/who")
    return Who(id, name_of(archive, id), False)


def by_name(archive: Archive, words: str) -> Row | None:
    """Give the identity that most reports call so, these words in this order."""
    quoted = '"' + words.replace('"', " ") + '"'
    return next(listed(archive, {"q": quoted}, 1), None) if fts_query(quoted) else None


@cache
def _codes() -> dict[str, str]:
    return {fold(r["name"]): r["iso3"] for r in rows("countries")}
