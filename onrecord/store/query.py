"""Answers over the archive: the same filters for reports, statements, events, mentions, figures, times, actors and places.

An event is a happening, once, however many reports tell it; its mentions are what each report tells. Every answer gives all its rows,
in a fixed order; `limit` and `after` page through them by key. Superseded, withdrawn, withheld and embargoed reports are left out
unless asked for, as are items that a person judged wrong.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any

import apsw

from onrecord.errors import UsageError
from onrecord.store.clock import now
from onrecord.store.connection import storage_errors
from onrecord.store.fulltext import fts_query

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What an answer is narrowed to; None leaves a matter open. Names match by words, codes exactly, dates are ISO days."""

    text: str | None = None
    speaker: str | None = None
    actor: str | None = None
    recipient: str | None = None
    country: str | None = None
    sector: str | None = None
    event: str | None = None
    mode: str | None = None
    quad: int | None = None
    status: str | None = None
    act: str | None = None
    form: str | None = None
    date_from: str | None = None
    date_to: str | None = None
    place: str | None = None
    publisher: str | None = None
    agency: str | None = None
    measure: str | None = None
    unit: str | None = None
    report: str | None = None
    language: str | None = None
    since: int | None = None
    """Number of a change (see `changes`): only reports that changed after it."""
    new_since: str | None = None
    """A moment (ISO, UTC, see `clock.moment`): only what the archive did not have by then, whenever it happened or was published."""
    hidden: bool = False
    wrong: bool = False

    def given(self) -> dict[str, str | int | bool]:
        """Give the filters that are set."""
        return {f.name: v for f in fields(self) if (v := getattr(self, f.name)) is not None and v is not False}


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of row: its table, columns, date column and order, and how to walk it in that order."""

    table: str
    columns: tuple[str, ...]
    date: str
    order: str
    walk: str
    upto: str | None = None
    key: tuple[str, ...] = ("r.id", "x.start", "x.n")
    """What tells rows of one date apart, in the answer's order."""

    @property
    def source(self) -> str:
        """Give the tables to read."""
        return "report r" if self.table == "report" else f"{self.table} x join report r on r.n = x.report"


ITEM_COLUMNS = {
    "statements": "id speaker=speaker_name country=speaker_country sector=speaker_sector act form content cue date channel addressee "
    "within confidence",
    "events": "id event=type own mode quad context cameo actors recipients status attributed_to date place place_country trigger sentence "
    "figures mentions confidence",
    "figures": "id words value high bound unit measure standing of=part_of event",
    "times": "id words type value mod edtf anchor",
    "actors": "id name type country country_rule sector roles mentions",
    "places": "id name country geonames lat lon",
}
"""What is told of each item of a record, as "column" or "column=name in the table"; "events" are one report's, which the archive
calls mentions."""
PLACE_COLUMNS = ("start", "end", "rule")
REPORT_COLUMNS = ("title", "publisher", "published", "url")


def _columns(own: str, table: str = "x", more: tuple[str, ...] = (*PLACE_COLUMNS, "judged")) -> tuple[str, ...]:
    """Give the selected columns of a spec "name other=column": own ones, then where they stand and in which report."""
    spec = [pair.partition("=") for pair in own.split()]
    out = [f'{table}."{column or name}" as "{name}"' for name, _, column in spec]
    if table == "x":
        out += [f'x."{c}" as "{c}"' for c in more]
        out += [f"r.{c} as {c}" for c in REPORT_COLUMNS] + ["r.id as report"]
    return tuple(out)


_BY_DATE = "x.date_from desc, r.id, x.start, x.n"
_WALK_DATES = "{0} x indexed by {0}_date cross join report r on r.n = x.report"


def _of_report(table: str, columns: str) -> Kind:
    walk = f"report r indexed by report_published cross join {table} x on x.report = r.n"
    return Kind(table, _columns(columns), "r.published", "r.published desc, r.id, x.start, x.n", walk)


KINDS: dict[str, Kind] = {
    "reports": Kind(
        "report",
        _columns("id title publisher agencies authors published language section url length status superseded_by withdrawn_by", "r"),
        "r.published",
        "r.published desc, r.id",
        "report r indexed by report_published",
        key=("r.id",),
    ),
    "statements": Kind(
        "statement",
        _columns(ITEM_COLUMNS["statements"]),
        "x.date_from",
        _BY_DATE,
        _WALK_DATES.format("statement"),
    ),
    "events": Kind(
        "happening",
        _columns(
            "id event=type own mode quad context cameo status actors recipients actor_name actor_country "
            "actor_sector recipient_name recipient_country recipient_sector date date_from date_to date_precision place country region "
            "place_precision lat lon geonames killed killed_low killed_high injured injured_low injured_high tolls claims confidence "
            "first_reported last_reported origins reports mentions publishers trigger sentence item",
            more=("judged",),
        ),
        "x.known",
        "x.known desc, x.id",
        "happening x indexed by happening_known cross join report r on r.n = x.report",
        "x.until",
        key=("x.id",),
    ),
    "mentions": Kind(
        "event",
        _columns(ITEM_COLUMNS["events"]),
        "x.date_from",
        _BY_DATE,
        _WALK_DATES.format("event"),
    ),
    "figures": _of_report("figure", ITEM_COLUMNS["figures"]),
    "times": Kind("time", _columns(ITEM_COLUMNS["times"]), "x.date_from", _BY_DATE, _WALK_DATES.format("time"), "x.date_to"),
    "actors": _of_report("actor", ITEM_COLUMNS["actors"]),
    "places": _of_report("place", ITEM_COLUMNS["places"]),
}
"""The kinds of rows there are, by the name that users know."""

JSON_COLUMNS = frozenset(
    {"agencies", "authors", "context", "actors", "recipients", "attributed_to", "figures", "roles", "tolls", "claims", "publishers"}
)

WALKED = frozenset({"language", "form", "date_from", "date_to", "new_since", "hidden", "wrong"})
"""Filters that many rows pass, so that a page is full soon, or that the walk's own index answers."""

LAST_BEFORE = """coalesce((select a.n from change c join report a on a.id = c.report_id where c.kind = 'added' and c.at <= ?
    order by c.at desc, c.seq desc limit 1), 0)"""
"""Number of the last report that was there at a moment: reports are numbered as they come."""
_FIRST_TOLD = f"not exists (select 1 from happening_mention m where m.happening = x.n and m.report <= {LAST_BEFORE})"
_ACTOR_IN_REPORT = "r.n in (select a.report from actor_text t join actor a on a.n = t.rowid where actor_text match ?)"
_MENTION_PLACE = "x.n in (select n from event where place = ? collate nocase union select n from event where place_country = ?)"
_PLACE = """x.n in (select n from happening where place = ? collate nocase union select n from happening where country = ?
    union select n from happening where region = ? collate nocase)"""
_PARTY = """x.n in (select p.event from actor_text t join actor a on a.n = t.rowid join event e on e.report = a.report
    join party p on p.event = e.n and p.actor = a.id {side} where actor_text match ?)"""
_TAKES_PART = """x.n in (select m.happening from actor_text t join actor a on a.n = t.rowid join event e on e.report = a.report
    join party p on p.event = e.n and p.actor = a.id {side} join happening_mention m on m.event = e.n and m.counted
    where actor_text match ?)"""
_TOLD_IN = "x.n in (select m.happening from report r join happening_mention m on m.report = r.n and m.counted where {})"
"""Happenings that one of these reports tells."""
_TOLD_IN_LANGUAGE = """exists (select 1 from happening_mention m join report o on o.n = m.report
    where m.happening = x.n and m.counted and o.language = ?)"""
"""Most happenings pass: they are asked one by one, for there is no index of languages."""


def rows(db: apsw.Connection, kind: str, filters: Filters | None = None, *, limit: int | None = None, offset: int = 0) -> Iterator[Row]:
    """Give the rows of one kind (see `KINDS`) that pass the filters, latest first.

    Raises `UsageError` for a filter that this kind does not have, `StorageError` where the file cannot be read.
    """
    spec = _spec(kind)
    filters = filters or Filters()
    where, values = _where(kind, spec, filters)
    sql = f"select {', '.join(spec.columns)} from {_source(spec, filters)} where {where} order by {spec.order}"
    if limit is not None:
        sql, values = sql + " limit ? offset ?", [*values, limit, offset]
    yield from _run(db, sql, values)


def rows_of(db: apsw.Connection, kind: str, numbers: Sequence[int], filters: Filters | None = None) -> Iterator[Row]:
    """Give the rows with these numbers that pass the filters."""
    spec = _spec(kind)
    where, values = _where(kind, spec, filters or Filters())
    sql = f"""select {", ".join(spec.columns)} from {spec.source}
        where x.n in (select value from json_each(?)) and {where} order by {spec.order}"""
    yield from _run(db, sql, [json.dumps(list(numbers)), *values])


def report_ids(db: apsw.Connection, kind: str, filters: Filters | None = None) -> list[str]:
    """Give the ids of the reports that the rows of one kind stand in, each once; of an event all that tell it."""
    spec = _spec(kind)
    if spec.table != "happening":
        return list(dict.fromkeys(str(row["id" if kind == "reports" else "report"]) for row in rows(db, kind, filters)))
    where, values = _where(kind, spec, filters or Filters())
    sql = f"""select o.id from {spec.source} join happening_mention t on t.happening = x.n and t.counted join report o on o.n = t.report
        where {where} order by {spec.order}, coalesce(o.published, '9999'), o.id"""
    with storage_errors(db.filename):
        return list(dict.fromkeys(str(r[0]) for r in db.execute(sql, values)))


def with_parties(db: apsw.Connection, mentions: Iterable[Row]) -> Iterator[Row]:
    """Give rows of mentions with their `parties`: side, name, country and sector of each."""
    sql = """select p.side, p.name, p.country, p.sector from party p join event e on e.n = p.event join report r on r.n = e.report
        where r.id = ? and e.id = ? order by p.side, p.actor"""
    for row in mentions:
        parties = [{"side": a, "name": b, "country": c, "sector": d} for a, b, c, d in db.execute(sql, (row["report"], row["id"]))]
        yield {**row, "parties": parties}


def changes(db: apsw.Connection, since: int = 0) -> Iterator[Row]:
    """Give what happened to reports after a change's number: added, superseded, withdrawn, restored, reread, judged."""
    yield from _run(db, "select seq, report_id as report, kind, at from change where seq > ? order by seq", [since])


def last_change(db: apsw.Connection) -> int:
    """Give the number of the last change, 0 in an empty archive."""
    with storage_errors(db.filename):
        return int(db.execute("select coalesce(max(seq), 0) from change").get)


def last_before(db: apsw.Connection, moment: str) -> int:
    """Give the number of the last report that was there at a moment (ISO, UTC), 0 where there was none."""
    with storage_errors(db.filename):
        return int(db.execute(f"select {LAST_BEFORE}", (moment,)).get)


def last_day(db: apsw.Connection) -> str | None:
    """Give the day of the last change (ISO), None in an empty archive."""
    with storage_errors(db.filename):
        at = db.execute("select at from change order by seq desc limit 1").get
        return None if at is None else str(at)[:10]


def count(db: apsw.Connection, kind: str, filters: Filters | None = None) -> int:
    """Count the rows that `rows` would give."""
    spec = _spec(kind)
    where, values = _where(kind, spec, filters or Filters())
    source = "happening x" if spec.table == "happening" else spec.source  # its report counts for nothing
    with storage_errors(db.filename):
        return int(db.execute(f"select count(*) from {source} where {where}", values).get)


def search(
    db: apsw.Connection,
    words: str,
    filters: Filters | None = None,
    *,
    limit: int | None = None,
    offset: int = 0,
    marks: tuple[str, str] = ("[", "]"),
) -> Iterator[Row]:
    """Give the reports that hold the words, best first, each with a snippet where `marks` bracket what was found.

    Raises `UsageError` where there is no word to search for.
    """
    query = fts_query(words)
    if query is None:
        raise UsageError("there is no word to search for", stage="search", code="NO_WORDS", remedy="give at least one word or number")
    spec = _spec("reports")
    where, values = _where("reports", spec, filters or Filters())
    inner = f"""select f.rowid as n, f.rank as rank from report_text f join report r on r.n = f.rowid
        where report_text match ? and {where} order by f.rank, r.id"""
    bound: list[Any] = [query, *values]
    if limit is not None:
        inner, bound = inner + " limit ? offset ?", [*bound, limit, offset]
    sql = f"""select {", ".join(spec.columns)}, (select snippet(report_text, -1, ?, ?, '…', 24) from report_text
            where report_text match ? and rowid = hit.n) as snippet
        from ({inner}) hit join report r on r.n = hit.n order by hit.rank, r.id"""
    yield from _run(db, sql, [*marks, query, *bound])


def _spec(kind: str) -> Kind:
    if kind not in KINDS:
        raise UsageError(f"there are no {kind!r}", stage="query", code="NO_KIND", remedy=f"one of {', '.join(KINDS)}")
    return KINDS[kind]


def _source(spec: Kind, filters: Filters) -> str:
    """Give the tables to read; walked in the order of the answer where no filter leaves few of the rows.

    SQLite would sort all of them for a first page: it does not count with a limit that is only bound later.
    """
    if filters.given().keys() <= WALKED:
        return spec.walk
    return spec.source


def _run(db: apsw.Connection, sql: str, values: Sequence[Any]) -> Iterator[Row]:
    with storage_errors(db.filename):
        cursor = db.execute(sql, values)
        names: list[str] = []
        for row in cursor:
            names = names or [d[0] for d in cursor.description]
            yield {k: json.loads(v) if k in JSON_COLUMNS and isinstance(v, str) else v for k, v in zip(names, row, strict=True)}


def _where(kind: str, spec: Kind, f: Filters) -> tuple[str, list[Any]]:
    clauses = _clauses(kind, spec, f)
    return " and ".join(text for text, _ in clauses) or "1", [value for _, values in clauses for value in values]


def _clauses(kind: str, spec: Kind, f: Filters) -> list[tuple[str, list[Any]]]:
    """Give each condition with its values: those on the report begin with "r.", those on the item with "x."."""
    clauses: list[tuple[str, list[Any]]] = []
    if not f.hidden and spec.table == "happening":
        clauses.append(("(x.shown or x.embargo <= ?)", [now()]))
    elif not f.hidden:
        visible = "r.superseded_by is null and r.withdrawn_by is null and r.status = 'usable' and (r.embargo is null or r.embargo <= ?)"
        clauses.append((visible, [now()]))
    if not f.wrong and spec.table != "report":
        clauses.append(("x.judged is not 'wrong'", []))
    for name, value in f.given().items():
        if name in ("hidden", "wrong"):
            continue
        clause = _clause(kind, spec, name)
        if clause is None:
            raise UsageError(f"{kind} cannot be filtered by {name}", stage="query", code="NO_FILTER", remedy="leave the filter out")
        text, bind = clause
        bound = bind(value)
        if bound is None:
            raise UsageError(f"{name} {value!r} holds no word or code", stage="query", code="NO_WORDS", remedy="give a word, code or date")
        clauses.append((text, [bound] * text.count("?")))
    return clauses


def _same(value: Any) -> Any:
    return value


def _upper(value: Any) -> Any:
    return str(value).upper()


def _words(value: Any) -> Any:
    return fts_query(str(value))


def _column(name: str) -> Any:
    return lambda value: fts_query(str(value), name)


def _clause(kind: str, spec: Kind, name: str) -> tuple[str, Any] | None:
    """Give the SQL of one filter for one kind, with how its value is bound; None where the kind has no such matter."""
    everywhere: dict[str, tuple[str, Any]] = {
        "publisher": ("r.publisher = ? collate nocase", _same),
        "agency": ("r.n in (select report from agency where name = ? collate nocase)", _same),
        "report": ("r.id >= ? and r.id < ? || 'g'", _same),
        "language": ("r.language = ?", _same),
        "since": ("r.id in (select report_id from change where seq > ?)", _same),
        "new_since": (f"r.n > {LAST_BEFORE}", _same),
        "date_from": (f"{spec.upto or spec.date} >= ?", _same),
        "date_to": (f"{spec.date} <= ? || 'T99'", _same),
        "place": ("r.n in (select report from place where name = ? collate nocase)", _same),
        "actor": (_ACTOR_IN_REPORT, _words),
        "text": ("r.n in (select rowid from report_text where report_text match ?)", _words),
        "country": ("r.n in (select report from actor where country = ?)", _upper),
        "sector": ("r.n in (select report from actor where sector = ?)", _upper),
        "speaker": (
            "r.n in (select s.report from statement s join statement_text t on t.rowid = s.n where statement_text match ?)",
            _column("speaker_name"),
        ),
        "act": ("r.n in (select report from statement where act = ?)", _same),
        "event": ("r.n in (select report from event where type = ? or own = ?)", _upper),
        "quad": ("r.n in (select report from event where quad = ?)", _same),
    }
    own: dict[str, dict[str, tuple[str, Any]]] = {
        "statements": {
            "text": ("x.n in (select rowid from statement_text where statement_text match ?)", _column("content")),
            "speaker": ("x.n in (select rowid from statement_text where statement_text match ?)", _column("speaker_name")),
            "country": ("x.speaker_country = ?", _upper), "sector": ("x.speaker_sector = ?", _upper),
            "act": ("x.act = ?", _same), "form": ("x.form = ?", _same),
        },
        "events": {
            **{name: (_TOLD_IN.format(text), bind) for name, (text, bind) in everywhere.items() if text.startswith("r.")},
            "event": ("(x.type = ? or x.own = ?)", _upper), "mode": ("x.mode = ?", _same),
            "quad": ("x.quad = ?", _same), "status": ("x.status = ?", _same),
            "actor": (_TAKES_PART.format(side=""), _words), "recipient": (_TAKES_PART.format(side="and p.side = 'recipient'"), _words),
            "country": ("x.n in (select happening from happening_party where country = ?)", _upper),
            "sector": ("x.n in (select happening from happening_party where sector = ?)", _upper),
            "place": (_PLACE, _same), "language": (_TOLD_IN_LANGUAGE, _same),
            "date_to": ("x.known <= ? || 'T99'", _same), "new_since": (_FIRST_TOLD, _same),
        },
        "mentions": {
            "event": ("(x.type = ? or x.own = ?)", _upper), "mode": ("x.mode = ?", _same),
            "quad": ("x.quad = ?", _same), "status": ("x.status = ?", _same),
            "actor": (_PARTY.format(side=""), _words), "recipient": (_PARTY.format(side="and p.side = 'recipient'"), _words),
            "country": ("x.n in (select event from party where country = ?)", _upper),
            "sector": ("x.n in (select event from party where sector = ?)", _upper),
            "place": (_MENTION_PLACE, _same),
            "date_to": ("x.date_from <= ? || 'T99'", _same),
        },
        "figures": {"measure": ("x.measure = ?", _same), "unit": ("x.unit = ?", _same)},
        "actors": {
            "actor": ("x.n in (select rowid from actor_text where actor_text match ?)", _words),
            "country": ("x.country = ?", _upper), "sector": ("x.sector = ?", _upper),
        },
        "places": {"place": ("x.name = ? collate nocase", _same), "country": ("x.country = ?", _upper)},
    }  # fmt: skip
    return own.get(kind, {}).get(name) or everywhere.get(name)
