"""Searches that people keep under a name, and what came into the archive last: `new_since` of the filters, feeds of a search.

What is new is what the archive did not have before a moment, whenever it was published or happened: a happening is new where no report
that tells it was there, a story where none of its reports was.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, fields
from hashlib import sha256

import apsw

from onrecord.errors import UsageError
from onrecord.store.clock import now
from onrecord.store.query import Filters, Row, _run, _spec, _where, last_before

SEARCHED = ("events", "statements", "reports")
"""Kinds of rows that a search may list."""
LONGEST_NAME = 120
LATEST = 500
"""Rows of a feed."""
_FIELDS = {f.name for f in fields(Filters)}
_TOLD = "(select {}(m.report) from happening_mention m where m.happening = x.n and m.counted)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """A question under a name: which kind of rows, and which filters they pass."""

    id: str
    name: str
    kind: str
    filters: Filters
    who: str | None
    made: str


def searches(db: apsw.Connection) -> list[Search]:
    """Give every search that is kept, by name."""
    return [_read(row) for row in _run(db, "select id, name, kind, filters, who, made from search order by name collate nocase", [])]


def find_search(db: apsw.Connection, key: str) -> Search:
    """Give a search by its id or its name. Raises `UsageError`."""
    sql = "select id, name, kind, filters, who, made from search where id = ? or name = ? collate nocase order by id = ? desc limit 1"
    for row in _run(db, sql, [key, key, key]):
        return _read(row)
    known = ", ".join(s.name for s in searches(db)[:8]) or "none is kept"
    raise UsageError(f"there is no search {key[:80]!r}", stage="search", code="NO_SEARCH", remedy=f"there are: {known}")


def save_search(db: apsw.Connection, name: str, kind: str, filters: Filters, *, who: str | None = None) -> Search:
    """Keep a question under a name; call inside a write transaction. Raises `UsageError`: no name, one that is taken, a filter that the
    kind does not take."""
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        remedy = f"give a name of 1 to {LONGEST_NAME} characters that can be seen"
        raise UsageError(f"{name[:40]!r} is no name for a search", stage="search", code="BAD_NAME", remedy=remedy)
    if kind not in SEARCHED:
        raise UsageError(f"no search lists {kind!r}", stage="search", code="NO_KIND", remedy=f"one of {', '.join(SEARCHED)}")
    _where(kind, _spec(kind), filters)  # says so where they do not go together
    if db.execute("select 1 from search where name = ? or id = ?", (name, name)).get is not None:
        remedy = "remove it first, or take another name"
        raise UsageError(f"a search {name!r} is kept already", stage="search", code="NAME_TAKEN", remedy=remedy)
    made, given = now(), json.dumps(filters.given(), ensure_ascii=False, sort_keys=True)
    id = "q" + sha256(f"{name}\n{kind}\n{given}\n{made}".encode()).hexdigest()[:12]
    db.execute("insert into search values (?, ?, ?, ?, ?, ?)", (id, name, kind, given, who, made))
    return Search(id=id, name=name, kind=kind, filters=filters, who=who, made=made)


def remove_search(db: apsw.Connection, key: str) -> Search:
    """Forget a search, named by its id or its name; call inside a write transaction. Gives what it was. Raises `UsageError`."""
    found = find_search(db, key)
    db.execute("delete from search where id = ?", (found.id,))
    return found


def take_searches(db: apsw.Connection, other: apsw.Connection) -> None:
    """Take over the searches of another archive; one whose name is taken by another question gets a number."""
    for row in other.execute("select id, name, kind, filters, who, made from search order by id").fetchall():
        id, name = str(row[0]), str(row[1])
        if db.execute("select 1 from search where id = ?", (id,)).get is not None:
            continue
        number, free = 2, name
        while db.execute("select 1 from search where name = ?", (free,)).get is not None:
            free, number = f"{name} ({number})", number + 1
        db.execute("insert into search values (?, ?, ?, ?, ?, ?)", (id, free, *row[2:]))


def _read(row: Row) -> Search:
    given = {k: v for k, v in json.loads(row["filters"]).items() if k in _FIELDS}
    return Search(**{**row, "filters": Filters(**given)})


def arrivals(db: apsw.Connection, kind: str, filters: Filters, limit: int = LATEST) -> Iterator[Row]:
    """Give the rows that pass the filters, what the archive had last first, with `arrived` and `touched`: when it had the first and the
    last report that tells them (ISO, UTC)."""
    spec = _spec(kind)
    where, values = _where(kind, spec, filters)
    if spec.table == "happening":
        # Walked by the report that told each first, the last one first: a feed's rows are found without looking at all.
        numbers = f"""select x.n as n, m.report as first, {_TOLD.format("max")} as last from happening_mention m
            indexed by happening_mention_report cross join happening x on x.n = m.happening
            where m.counted and not exists (select 1 from happening_mention o where o.happening = m.happening and o.counted
                and (o.report < m.report or (o.report = m.report and o.event < m.event))) and {where}
            order by m.report desc, m.happening desc limit ?"""
    else:
        inner = "r.n" if spec.table == "report" else "x.n"
        numbers = f"select {inner} as n, r.n as first, r.n as last from {spec.source} where {where} order by 2 desc, 1 desc limit ?"
    sql = f"""select {", ".join(spec.columns)}, (select added from report where n = hit.first) as arrived,
            (select added from report where n = hit.last) as touched
        from ({numbers}) hit
        join {spec.table} {"r on r.n = hit.n" if spec.table == "report" else "x on x.n = hit.n join report r on r.n = x.report"}
        order by hit.first desc, hit.n desc"""
    yield from _run(db, sql, [*values, limit])


def new_stories(db: apsw.Connection, since: str, *, grown: bool = False) -> Iterator[Row]:
    """Give the stories of several reports that a moment (ISO, UTC) had none of, or (`grown`) only some of, latest first; `added`: how many
    reports came since."""
    old = "exists (select 1 from story_report o where o.story = s.n and o.report <= ?1)"
    sql = f"""select s.id as story, s.title, s.first, s.last, s.reports, s.origins, count(*) as added from story_report m
        join story s on s.n = m.story where m.report > ?1 and s.reports > 1 and {"" if grown else "not "}{old} group by s.n
        order by coalesce(s.last, '') desc, s.reports desc, s.id"""
    yield from _run(db, sql, [last_before(db, since)])
