"""Versions, corrections and withdrawals: which reports are one report at different times, and which one is shown.

Reports of one publisher that share an identifier (GUID, NewsML item id, canonical URL) are versions of one report where they are one
article; the latest is shown. A headline that begins "CORRECTED-", "UPDATE 2-", "REFILE-" or "WITHDRAWN:" ties a report to the one
with the same headline, publisher and days. What another publisher's report claims to do is noted and has no effect. Everything is
worked out from what the reports say, so that the order in which they come makes no difference; only where two versions say nothing
of their order does the time they were first met decide.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

import apsw

from onrecord.model.record import Record
from onrecord.model.source import Hints, Source
from onrecord.store.publishers import Publisher, alike, name_key, publisher_of, same_publisher, universal
from onrecord.store.rows import digest, fold, name_text, sql_text

_PREFIX = re.compile(
    r"\s*(?P<word>CORRECT(?:ED|S|ION)|REFILED?|RE-FILE|UPDATED?(?:\s*\d+)?|WRAPUP(?:\s*\d+)?|WITHDRAWN|WITHDRAWAL|KILL(?:ED)?|RETRACTED|RETRACTION|RECAST[S]?)"
    r"(?:\s*\(\d+\))?\s*(?:[-–—:/]+|\bOF\b)\s*",
    re.IGNORECASE,
)
_KINDS = [
    ("corr", "corrects"), ("ref", "corrects"), ("re-", "corrects"), ("recast", "corrects"), ("withdr", "withdraws"),
    ("kill", "withdraws"), ("retract", "withdraws"), ("", "updates"),
]  # fmt: skip
FAMILY = 200
"""Reports, the latest, that one is weighed against: an address that more of them bear is a section's, not an article's."""
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
    identifiers = identifiers_of(source, record)
    headline = read_headline(report.title)
    if headline and report.publisher:
        identifiers.add(f"headline:{fold(report.publisher)}:{headline.key}")
    if not identifiers and not source.hints.relations:
        return []  # nothing could tie it to another report
    db.executemany("insert or ignore into identifier values (?, ?)", [(sql_text(i), n) for i in sorted(identifiers)])
    _link(db, source.id, [(kind, name_key(target), "the report's own metadata") for kind, target in source.hints.relations])
    if headline and headline.kind and report.publisher:
        target = f"headline:{fold(report.publisher)}:{headline.key}"
        _link(db, source.id, [(headline.kind, target, f"the headline begins {report.title!r}"[:80])])
    return decide(db, n)


def identifiers_of(source: Source, record: Record) -> set[str]:
    """Give what names the report in its own world, each in the one form under which it is compared."""
    named = {*source.hints.identifiers, *(u for u in (record.report.url, source.hints.url) if u)}
    whose = _publisher(source, record).key()
    return {name_key(name) if source.kind == "wire" or universal(name) else f"{whose}:{name}" for name in named}


def _publisher(source: Source, record: Record) -> Publisher:
    return publisher_of(source.kind, record.report.publisher, record.report.url, source.hints)


def sighting_of(db: apsw.Connection, source: Source, record: Record) -> int | None:
    """Give the number of the report of which this is but a repeated fetch: one publisher, address, headline, day and text."""
    report = record.report
    if source.kind == "wire" or source.hints.relations:
        return None
    sql = """select n from report where text_hash = ?1 and title is ?2 and published is ?3 and status = ?4 and n in
        (select report from identifier where value in (select value from json_each(?5)))"""
    named = json.dumps([sql_text(i) for i in sorted(identifiers_of(source, record))])
    values = (digest(report.text), report.title and name_text(report.title), report.published, source.hints.status, named)
    whose = _publisher(source, record)
    return next((int(row[0]) for row in db.execute(sql, values) if same_publisher(Member(db, int(row[0])).publisher, whose)), None)


def _link(db: apsw.Connection, id: str, links: Iterable[tuple[str, str, str]]) -> None:
    db.executemany(
        "insert or ignore into link (source, kind, target, why) values (?, ?, ?, ?)", [(id, k, sql_text(t), w) for k, t, w in links]
    )


def twins(db: apsw.Connection, id: str) -> list[tuple[str, str]]:
    """Give the reports of the same text ("same-text"), and of the same but for white space ("near-text"), by id."""
    sql = """select other.id, other.text_hash = me.text_hash from report me
        join report other on other.plain_hash = me.plain_hash and other.n <> me.n where me.id = ? order by other.id"""
    return [(str(other), "same-text" if same else "near-text") for other, same in db.execute(sql, (id,))]


class Member:
    """A stored report, as far as it matters to its family."""

    def __init__(self, db: apsw.Connection, n: int) -> None:
        columns = "id, kind, title, publisher, published, modified, version, added, url, hints, superseded_by, withdrawn_by"
        row = db.execute(f"select {columns} from report where n = ?", (n,)).fetchone()
        assert row is not None
        self.db, self.n, self.id, self.title, self.published = db, n, str(row[0]), row[2], row[4]
        self.wire = row[1] == "wire"
        self.order = (row[6] or 0, row[5] or row[4] or "", row[7], row[0])
        """Later ones are greater: by version, moment, the time first met."""
        self.superseded, self.withdrawn = row[10], row[11]
        hints = json.loads(str(row[9]))
        extra = tuple((str(key), str(value)) for key, value in hints.get("extra", ()))
        given = Hints(fetched=hints.get("fetched"), url=hints.get("url"), extra=extra)
        self.publisher = publisher_of(str(row[1]), row[3], row[8], given)
        self.names = {str(r[0]) for r in db.execute("select value from identifier where report = ?", (n,))}
        self.links = [(str(k), str(t)) for k, t in db.execute("select kind, target from link where source = ? order by 1, 2", (self.id,))]

    @property
    def text(self) -> str:
        return str(self.db.execute("select text from report where n = ?", (self.n,)).get)


def decide(db: apsw.Connection, n: int) -> list[tuple[str, str]]:
    """Weigh a report against everything in its reach: who supersedes or withdraws whom, and whose claim to do so does not hold.

    What the others are to each other is known already. The latest version wins, in whatever order they come.
    """
    me = Member(db, n)
    others = [Member(db, number) for number in sorted(_reach(db, n)) if number != n]
    before = {m.n: (m.superseded, m.withdrawn) for m in (me, *others)}
    me.superseded = me.withdrawn = None
    db.execute("delete from notice where report = ?1 or other = ?1", (n,))
    known = {m.id: m.order for m in (me, *others)}
    for other in others:
        for later, earlier in ((me, other), (other, me)):
            _weigh(db, later, earlier, known)
    changed = []
    for m in sorted((me, *others), key=lambda m: m.n):
        if (m.superseded, m.withdrawn) == before[m.n]:
            continue
        db.execute("update report set superseded_by = ?, withdrawn_by = ? where n = ?", (m.superseded, m.withdrawn, m.n))
        superseded, withdrawn = before[m.n]
        kind = "withdrawn" if m.withdrawn and not withdrawn else "superseded" if m.superseded and not superseded else "restored"
        changed.append((m.id, kind))
    return changed


def _reach(db: apsw.Connection, n: int) -> set[int]:
    """Give the reports that share an identifier with this one, are named by its links, or name it; the latest where they are many."""
    sql = f"""
        select other.report from identifier mine join identifier other using (value) where mine.report = ?1
        union select i.report from report r join link on link.source = r.id join identifier i on i.value = link.target
            where r.n = ?1
        union select r.n from identifier mine join link on link.target = mine.value join report r on r.id = link.source
            where mine.report = ?1
        union select ?1 order by 1 desc limit {FAMILY}
    """
    return {int(row[0]) for row in db.execute(sql, (n,))}


def _weigh(db: apsw.Connection, later: Member, earlier: Member, known: dict[str, tuple[Any, ...]]) -> None:
    """Let one report bear on another where it may; where it may not, note its claim."""
    kinds = _claims(later, earlier)
    shared = sorted(name for name in later.names & earlier.names if not name.startswith("headline:"))
    if not kinds and not shared:
        return
    if not same_publisher(later.publisher, earlier.publisher):
        what = " and ".join(sorted(kinds)) or f"calls itself {shared[0].lstrip('/')}, as does"
        _note(db, later, earlier, "STATUS_SOURCE", f"it {what} a report of another publisher, which stays as it is")
        _note(db, earlier, later, "STATUS_SOURCE", f"another publisher's report {what} this one, which stays as it is")
        return
    if "withdraws" in kinds:
        earlier.withdrawn = min(x for x in (earlier.withdrawn, later.id) if x)
    if not kinds and not (later.wire and earlier.wire) and not _one_article(later, earlier):
        name = shared[0].lstrip("/")
        _note(db, later, earlier, "ADDRESS_SHARED", f"another article of its publisher calls itself {name} too; both are kept")
        return
    advances = bool(kinds - {"withdraws"}) or (bool(shared) and later.order > earlier.order)
    if advances and (earlier.superseded is None or later.order > _order(db, earlier.superseded, known)):
        earlier.superseded = later.id


def _claims(later: Member, earlier: Member) -> set[str]:
    """Give what a report's links say it does to another. Of two that both correct one headline the later one counts."""
    found = set()
    for kind, target in later.links:
        meant = target in earlier.names or target == earlier.id
        if not meant or (target.startswith("headline:") and not _near(later, earlier)):
            continue
        both = kind != "withdraws" and any(k != "withdraws" and t == target for k, t in earlier.links)
        if not both or later.order > earlier.order:
            found.add(kind)
    return found


def _near(one: Member, two: Member) -> bool:
    """Tell whether two reports lie within the news cycle, or one has no day."""
    if not one.published or not two.published:
        return True
    days = [date.fromisoformat(str(m.published)[:10]) for m in (one, two)]
    return abs((days[0] - days[1]).days) <= DAYS


def _one_article(one: Member, two: Member) -> bool:
    """Tell versions of one article from two articles that bear one address: by headline within the news cycle, else by their words."""
    if one.title and two.title and fold(str(one.title)) == fold(str(two.title)) and _near(one, two):
        return True
    return alike(one.text, two.text, titles=(one.title, two.title))


def _order(db: apsw.Connection, id: str, known: dict[str, tuple[Any, ...]]) -> tuple[Any, ...]:
    if id not in known:
        row = db.execute("select n from report where id = ?", (id,)).fetchone()
        known[id] = Member(db, int(row[0])).order if row else ()
    return known[id]


def _note(db: apsw.Connection, one: Member, other: Member, code: str, what: str) -> None:
    db.execute("insert or ignore into notice values (?, ?, ?, ?)", (one.n, other.n, code, what))


def notices(db: apsw.Connection, id: str) -> list[tuple[str, str, str]]:
    """Give what is to be said of a report beside others, as (code, message, other report's id)."""
    sql = """select notice.code, notice.message, other.id from notice join report me on me.n = notice.report
        join report other on other.n = notice.other where me.id = ? order by 1, 3"""
    return [(str(code), str(message), str(other)) for code, message, other in db.execute(sql, (id,))]


def unfounded(db: apsw.Connection) -> Iterator[tuple[str, str]]:
    """Give the ids of reports that are hidden by another that has no claim to do so, with what is wrong."""
    sql = "select n, superseded_by, withdrawn_by from report where superseded_by is not null or withdrawn_by is not null order by n"
    for n, superseded, withdrawn in db.execute(sql).fetchall():
        me = Member(db, int(str(n)))
        if superseded is not None and not _may(db, me, str(superseded), "supersede"):
            yield me.id, f"is superseded by {str(superseded)[:12]}, which is no later version of it"
        if withdrawn is not None and not _may(db, me, str(withdrawn), "withdraw"):
            yield me.id, f"is withdrawn by {str(withdrawn)[:12]}, which says nothing of it"


def _may(db: apsw.Connection, me: Member, id: str, what: str) -> bool:
    row = db.execute("select n from report where id = ?", (id,)).fetchone()
    if row is None:
        return False
    other = Member(db, int(str(row[0])))
    kinds = _claims(other, me)
    if not same_publisher(other.publisher, me.publisher):
        return False
    if what == "withdraw":
        return "withdraws" in kinds
    shared = any(not name.startswith("headline:") for name in other.names & me.names)
    return bool(kinds - {"withdraws"}) or (shared and ((other.wire and me.wire) or bool(kinds) or _one_article(other, me)))


def decide_anew(db: apsw.Connection) -> None:
    """Compare all identifiers in their one form, and decide of every family anew: for archives of versions that did neither."""
    for value, report in db.execute("select value, report from identifier where value like 'http%'").fetchall():
        if (key := name_key(str(value))) != value:
            db.execute("delete from identifier where value = ? and report = ?", (value, report))
            db.execute("insert or ignore into identifier values (?, ?)", (key, report))
    anew = "update or ignore link set target = ? where source = ? and target = ? and kind = ?"
    for source, target, kind in db.execute("select source, target, kind from link where target like 'http%'").fetchall():
        db.execute(anew, (name_key(str(target)), source, target, kind))
    db.execute("update report set superseded_by = null, withdrawn_by = null where superseded_by is not null or withdrawn_by is not null")
    for row in db.execute("select distinct report from identifier order by 1").fetchall():
        decide(db, int(str(row[0])))
