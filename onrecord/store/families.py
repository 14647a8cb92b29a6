"""Versions, corrections and withdrawals: which reports are one report at different times, and which one is shown.

Reports that share an identifier (GUID, NewsML item id, canonical URL) are versions of one report; the latest is shown. A headline
that begins "CORRECTED-", "UPDATE 2-", "REFILE-" or "WITHDRAWN:" ties a report to the one with the same headline, publisher and
days. Everything is worked out from what the reports say, so that the order in which they come makes no difference; only where
two versions say nothing of their order does the time they were first met decide.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import NamedTuple

import apsw

from onrecord.model.record import Record
from onrecord.model.source import Source
from onrecord.store.rows import fold, sql_text

_PREFIX = re.compile(
    r"\s*(?P<word>CORRECT(?:ED|S|ION)|REFILED?|RE-FILE|UPDATED?(?:\s*\d+)?|WRAPUP(?:\s*\d+)?|WITHDRAWN|WITHDRAWAL|KILL(?:ED)?|RETRACTED|RETRACTION|RECAST[S]?)"
    r"(?:\s*\(\d+\))?\s*(?:[-–—:/]+|\bOF\b)\s*",
    re.IGNORECASE,
)
_KINDS = [
    ("corr", "corrects"), ("ref", "corrects"), ("re-", "corrects"), ("recast", "corrects"), ("withdr", "withdraws"),
    ("kill", "withdraws"), ("retract", "withdraws"), ("", "updates"),
]  # fmt: skip
DAYS = 3
"""Days within which a headline is taken for the same story's: agencies correct and update within the news cycle."""


class Headline(NamedTuple):
    """A headline without its advisory prefix, and what the prefix says the report does."""

    key: str
    kind: str | None


def read_headline(title: str | None) -> Headline | None:
    """Give the headline's folded words and relation ("corrects", "updates", "withdraws"); None if it is too short to tell stories apart."""
    if not title:
        return None
    kind = None
    while match := _PREFIX.match(title):
        word = match["word"].lower()
        kind = next(kind for start, kind in _KINDS if word.startswith(start))
        title = title[match.end() :]
    key = fold(title)
    return Headline(key, kind) if len(key.split()) >= 4 else None


def settle(db: apsw.Connection, n: int, source: Source, record: Record) -> list[tuple[str, str]]:
    """Tie a new report to its family and decide anew which of them is shown. Gives (report id, change) for those that changed."""
    report = record.report
    identifiers = {*source.hints.identifiers, *(u for u in (report.url, source.hints.url) if u)}
    headline = read_headline(report.title)
    if headline and report.publisher:
        identifiers.add(f"headline:{fold(report.publisher)}:{headline.key}")
    if not identifiers and not source.hints.relations:
        return []  # nothing could tie it to another report
    db.executemany("insert or ignore into identifier values (?, ?)", [(sql_text(i), n) for i in sorted(identifiers)])
    _link(db, source.id, [(kind, target, "the report's own metadata") for kind, target in source.hints.relations])
    if headline and headline.kind and report.publisher:
        target = f"headline:{fold(report.publisher)}:{headline.key}"
        _link(db, source.id, [(headline.kind, target, f"the headline begins {report.title!r}"[:80])])
    return decide(db, n)


def _link(db: apsw.Connection, id: str, links: Iterable[tuple[str, str, str]]) -> None:
    db.executemany(
        "insert or ignore into link (source, kind, target, why) values (?, ?, ?, ?)", [(id, k, sql_text(t), w) for k, t, w in links]
    )


def twins(db: apsw.Connection, id: str) -> list[tuple[str, str]]:
    """Give the reports of the same text ("same-text"), and of the same but for white space ("near-text"), by id."""
    sql = """select other.id, other.text_hash = me.text_hash from report me
        join report other on other.plain_hash = me.plain_hash and other.n <> me.n where me.id = ? order by other.id"""
    return [(str(other), "same-text" if same else "near-text") for other, same in db.execute(sql, (id,))]


def decide(db: apsw.Connection, n: int) -> list[tuple[str, str]]:
    """Work out superseded_by and withdrawn_by for everything in reach of this report."""
    changed: list[tuple[str, str]] = []
    for member in sorted(_reach(db, n)):
        row = db.execute("select id, superseded_by, withdrawn_by from report where n = ?", (member,)).fetchone()
        assert row is not None
        superseded, withdrawn = _later(db, member), _withdrawal(db, member)
        if (superseded, withdrawn) != (row[1], row[2]):
            db.execute("update report set superseded_by = ?, withdrawn_by = ? where n = ?", (superseded, withdrawn, member))
            kind = "withdrawn" if withdrawn and not row[2] else "superseded" if superseded and not row[1] else "restored"
            changed.append((str(row[0]), kind))
    return changed


def _reach(db: apsw.Connection, n: int) -> set[int]:
    """Give the reports that share an identifier with this one, are named by its links, or name it."""
    sql = """
        select other.report from identifier mine join identifier other using (value) where mine.report = ?1
        union select i.report from report r join link on link.source = r.id join identifier i on i.value = link.target
            where r.n = ?1
        union select r.n from identifier mine join link on link.target = mine.value join report r on r.id = link.source
            where mine.report = ?1
        union select ?1
    """
    return {int(row[0]) for row in db.execute(sql, (n,))}


_TERMS = ("coalesce({r}.version, 0)", "coalesce({r}.modified, {r}.published, '')", "{r}.added", "{r}.id")
_ORDER = ", ".join(_TERMS)
_LATEST_FIRST = ", ".join(f"{t} desc" for t in _TERMS).format(r="r")


def _later(db: apsw.Connection, n: int) -> str | None:
    """Give the id of the latest later version: by shared identifier, or by a correcting or updating link."""
    sql = f"""
        select other.id from identifier mine
        join identifier theirs on theirs.value = mine.value and theirs.report <> mine.report
        join report other on other.n = theirs.report join report me on me.n = mine.report
        where mine.report = ?1 and mine.value not like 'headline:%' and ({_ORDER.format(r="other")}) > ({_ORDER.format(r="me")})
        union
        select other.id from identifier mine join link on link.target = mine.value and link.kind in ('corrects', 'updates')
        join report other on other.id = link.source join report me on me.n = mine.report
        where mine.report = ?1 and other.n <> ?1 and {_NEAR} and ({_ADVANCE})
    """
    found = [str(row[0]) for row in db.execute(sql, (n,))]
    latest = f"select id from report r where id in (select value from json_each(?)) order by {_LATEST_FIRST} limit 1"
    row = db.execute(latest, (json.dumps(found),)).fetchone()
    return None if row is None else str(row[0])


_NEAR = f"""(mine.value not like 'headline:%' or other.published is null or me.published is null
    or abs(julianday(substr(other.published, 1, 10)) - julianday(substr(me.published, 1, 10))) <= {DAYS})"""
# Of two reports that both correct the same headline, the later one counts; an original is always before its correction.
_ADVANCE = f"""not exists (
        select 1 from link back where back.source = me.id and back.kind in ('corrects', 'updates') and back.target = mine.value)
    or ({_ORDER.format(r="other")}) > ({_ORDER.format(r="me")})"""


def _withdrawal(db: apsw.Connection, n: int) -> str | None:
    """Give the id of the advisory that withdraws this report, the smallest if there are several."""
    sql = f"""
        select min(other.id) from identifier mine join link on link.target = mine.value and link.kind = 'withdraws'
        join report other on other.id = link.source join report me on me.n = mine.report
        where mine.report = ?1 and other.n <> ?1 and {_NEAR}
    """
    row = db.execute(sql, (n,)).fetchone()
    return None if row is None or row[0] is None else str(row[0])
