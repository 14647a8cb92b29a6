"""Reports as accounts need them: the record with people's judgements, the outlet, the text's origin, and who says what in it."""

from __future__ import annotations

import json
import re
from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import PurePath
from typing import Any
from urllib.parse import urlsplit

from onrecord.compare import copies
from onrecord.compare.tables.account import Print, Source, Words
from onrecord.model.record import Actor, Event, Figure, Plover, Record, Span, Statement, Time
from onrecord.store import Archive
from onrecord.store.clock import now


@dataclass(frozen=True, kw_only=True)
class Told:
    """One report: its record with judgements applied, and where it comes from."""

    id: str
    number: int
    published: str | None
    title: str | None
    outlet: str
    agencies: tuple[str, ...]
    origin: int
    """Place of its text among the origins: copies of one text have the same."""
    first: bool
    """Whether it is the likely origin of its text; a version that was replaced is so only where all were."""
    copy: str
    superseded_by: str | None
    record: Record
    names: Mapping[str, str] = field(default_factory=dict)
    """Actor id -> name as the whole lot of reports knows it."""
    identities: Mapping[str, str] = field(default_factory=dict)
    """Such a name -> the identity behind it."""

    @property
    def copied(self) -> bool:
        """Whether it prints another report's text."""
        return bool(self.copy) and self.superseded_by is None

    @cached_property
    def actors(self) -> dict[str, Actor]:
        """Give the actors by id."""
        return {a.id: a for a in self.record.actors}

    @cached_property
    def times(self) -> dict[str, Time]:
        """Give the times by id."""
        return {t.id: t for t in self.record.times}

    @cached_property
    def figures(self) -> dict[str, Figure]:
        """Give the figures by id."""
        return {f.id: f for f in self.record.figures}

    @cached_property
    def events(self) -> dict[str, Event]:
        """Give the events by id."""
        return {e.id: e for e in self.record.events}

    @cached_property
    def statements(self) -> dict[str, Statement]:
        """Give the statements by id."""
        return {s.id: s for s in self.record.statements}

    @cached_property
    def _voices(self) -> tuple[list[str], array[int]]:
        """Speakers, and for each character whose words it is: the innermost statement's, 0 for the report's own."""
        speakers, owner = [""], array("i", bytes(4 * len(self.record.report.text)))
        for s in sorted(self.record.statements, key=lambda s: (-sum(b - a for a, b in s.content), s.id)):
            speaker = self.speaker(s)
            if speaker is not None:
                speakers.append(speaker)
                for a, b in s.content:
                    owner[a:b] = array("i", [len(speakers) - 1]) * (b - a)
        return speakers, owner

    @cached_property
    def _sentences(self) -> list[Span]:
        return sorted({e.sentence for e in self.record.events})

    def speaker(self, statement: Statement) -> str | None:
        """Give who speaks, by name, else in the report's words."""
        if statement.speaker in self.actors:
            return self.name(str(statement.speaker))
        return " ".join(self.record.words(statement.speaker_span).split()) if statement.speaker_span else None

    def speakers(self, statement: Statement) -> tuple[str | None, ...]:
        """Give all who say it together."""
        return tuple(self.name(a) for a in statement.speakers if a in self.actors) or (self.speaker(statement),)

    def name(self, actor: str) -> str:
        """Give an actor's name."""
        return self.names.get(actor) or self.actors[actor].name

    def named(self, actor: str) -> bool:
        """Whether the report names the actor, and does not only describe it ("reporters")."""
        return any(m.form == "name" for m in self.actors[actor].mentions)

    def voice(self, span: Span) -> str | None:
        """Give who says what stands here: the speaker of the innermost statement around it, None for the report itself."""
        speakers, owner = self._voices
        return speakers[owner[span[0]]] or None

    def words(self, span: Span, item: str | None = None) -> Words:
        """Give words of the report."""
        return Words(report=self.id, start=span[0], end=span[1], words=" ".join(self.record.words(span).split()), item=item)

    def sentence(self, span: Span) -> Span:
        """Give the sentence of the event that stands around a span, else what of its line looks like one."""
        at = bisect_right(self._sentences, (span[0], len(self.record.report.text))) - 1
        if at >= 0 and span[1] <= self._sentences[at][1]:
            return self._sentences[at]
        text = self.record.report.text
        end = text.find("\n", span[1])
        line = (text.rfind("\n", 0, span[0]) + 1, len(text) if end < 0 else end)
        ends = [m.end() for m in _SENTENCE_END.finditer(text, *line)]
        return max((e for e in ends if e <= span[0]), default=line[0]), min((e for e in ends if e >= span[1]), default=line[1])


_SENTENCE_END = re.compile(r"""(?:[a-z]{3}|\d|[%)])[.!?]["”')]*(?= ["“(]?[A-Z])""")
"""A full stop that ends no title or initial ("Gen.", "St.", "U.S.")."""
_ROWS = """select n, id, published, title, publisher, agencies, url, superseded_by,
    (select min(source) from sighting where report = report.n) from report where n in (select value from json_each(?))"""


def load(archive: Archive, numbers: Iterable[int]) -> list[Told]:
    """Give reports by id, with the origins of their texts; withdrawn and withheld ones are left out, superseded ones are not."""
    wanted = _usable(archive, numbers)
    group_of, first = _origins(archive, wanted)
    tolds = []
    for n, id, published, title, publisher, agencies, url, superseded_by, source in archive.db.execute(_ROWS, (json.dumps(wanted),)):
        report = int(n)
        tolds.append(
            Told(
                id=str(id), number=report, published=published, title=title, outlet=_outlet(publisher, url, source, str(id)),
                agencies=tuple(json.loads(str(agencies))), origin=group_of[report], first=first[group_of[report]] == report,
                copy=_copy(archive, report, first[group_of[report]], superseded_by),
                superseded_by=superseded_by, record=judged(archive, report, archive.record(str(id))),
            )
        )  # fmt: skip
    tolds.sort(key=lambda t: t.id)
    names, identities = _names(archive, tolds)
    return [replace(t, names={a.id: names.get((t.id, a.id), a.name) for a in t.record.actors}, identities=identities) for t in tolds]


def _usable(archive: Archive, numbers: Iterable[int]) -> list[int]:
    sql = """select n from report where n in (select value from json_each(?)) and withdrawn_by is null and status = 'usable'
        and (embargo is null or embargo <= ?)"""
    return sorted(int(r[0]) for r in archive.db.execute(sql, (json.dumps(sorted(set(numbers))), now())))


def _origins(archive: Archive, numbers: Sequence[int]) -> tuple[dict[int, int], dict[int, int]]:
    """Give the group of each report, and the likely origin of each group; groups are numbered by the id of their origin."""
    among = "in (select value from json_each(?1))"
    sql = f"select n, id, coalesce(published, '9999'), superseded_by is not null from report where n {among}"
    rows = archive.db.execute(sql, (json.dumps(list(numbers)),))
    order = {int(n): (int(old), str(day), str(id)) for n, id, day, old in rows}
    found = [(copies.first_of(archive, group), group) for group in copies.origins(archive, numbers)]
    found.sort(key=lambda x: order[x[0]][2])
    return {n: at for at, (_, group) in enumerate(found) for n in group}, {at: n for at, (n, _) in enumerate(found)}


def _copy(archive: Archive, n: int, origin: int, superseded_by: object) -> str:
    """Say what a report is to the origin of its text."""
    if superseded_by:
        return "earlier version"
    if n == origin:
        return ""
    row = archive.db.execute("select kind from copy where a = ? and b = ?", (min(n, origin), max(n, origin))).fetchone()
    return "copy of a copy" if row is None else str(row[0])


def _outlet(publisher: object, url: object, source: object, id: str) -> str:
    """Name a report's outlet: its publisher, else the host it was read from, else the file, else the id."""
    if publisher:
        return str(publisher)
    host = urlsplit(str(url or source or "")).hostname
    return (host or "").removeprefix("www.") or PurePath(str(source or id[:10])).name


_JUDGED = {
    "figure": ("figures", {f: f for f in ("value", "high", "bound", "unit", "measure", "standing")}),
    "event": ("events", {"status": "status", "date": "date", "cameo": "cameo"}),
    "actor": ("actors", {"name": "name", "type": "type", "country": "country", "sector": "sector"}),
    "time": ("times", {"value": "value", "edtf": "edtf"}),
    "statement": ("statements", {"act": "act", "form": "form", "channel": "channel"}),
}
"""Table -> list of the record, and column -> field of its items."""


def judged(archive: Archive, n: int, record: Record) -> Record:
    """Let people's judgements win: items judged wrong are dropped, corrected fields taken from the rows."""
    changes: dict[str, Any] = {}
    for table, (items, fields) in _JUDGED.items():
        rows = {
            str(id): (verdict, values)
            for id, verdict, *values in archive.db.execute(
                f"select id, judged, {', '.join(fields)} from {table} where report = ? and judged is not null", (n,)
            )
        }
        if not rows:
            continue
        kept = []
        for item in getattr(record, items):
            verdict, values = rows.get(item.id, (None, ()))
            if verdict is not None:
                changed = {f: v for f, v in zip(fields.values(), values, strict=True) if getattr(item, f) != v}
                item = replace(item, **changed)
            if verdict != "wrong" or table == "actor":  # others name it
                kept.append(item)
        changes[items] = type(getattr(record, items))(kept)
    if "events" in changes:
        changes["events"] = type(record.events)(_recoded(archive, n, e, {a.id for a in record.actors}) for e in changes["events"])
    return replace(record, **changes) if changes else record


def _recoded(archive: Archive, n: int, event: Event, known: set[str]) -> Event:
    """Give a judged event the type, mode, contexts and parties of its row; parties that the report has no actor for are left out."""
    sql = "select n, type, mode, own, context, judged from event where report = ? and id = ?"
    number, type, mode, own, context, verdict = archive.db.execute(sql, (n, event.id)).fetchone() or (None,) * 6
    if verdict is None:
        return event
    sides: dict[str, list[str]] = {"actor": [], "recipient": []}
    for side, actor in archive.db.execute("select side, actor from party where event = ? order by length(actor), actor", (number,)):
        if str(actor) in known:
            sides[str(side)].append(str(actor))
    plover = Plover(event=str(type), mode=mode and str(mode), context=tuple(json.loads(str(context))))
    return replace(event, plover=plover, own=own and str(own), actors=tuple(sides["actor"]), recipients=tuple(sides["recipient"]))


_IDENTITIES = """select r.id, a.id, p.identity from card c join profile p on p.n = c.profile join actor a on a.n = c.actor
    join report r on r.n = c.report where c.report in (select value from json_each(?)) and p.identity is not null"""


def _names(archive: Archive, tolds: Sequence[Told]) -> tuple[dict[tuple[str, str], str], dict[str, str]]:
    """Give the name of each (report, actor) as all these reports know it, and the identity behind each name.

    Of an identity's spellings that is chosen which most reports use, full names before bare ones.
    """
    wanted = json.dumps([t.number for t in tolds])
    known = {(str(r), str(a)): str(i) for r, a, i in archive.db.execute(_IDENTITIES, (wanted,))}
    spelled: dict[str, Counter[str]] = {}
    for t in tolds:
        for actor in t.record.actors:
            if (t.id, actor.id) in known:
                spelled.setdefault(known[t.id, actor.id], Counter())[actor.name] += 1
    best = {i: min(counts, key=lambda n: (" " not in n, -counts[n], n)) for i, counts in spelled.items()}
    return {key: best[i] for key, i in known.items() if i in best}, {name: i for i, name in sorted(best.items(), reverse=True)}


def outlet_sources(tolds: Sequence[Told]) -> list[tuple[Source, frozenset[str]]]:
    """Give the outlets with the ids of their reports. All copies of one text are one source, named by its likely origin.

    Where others credit one agency for the text and the agency's own print is not there, the agency is the source.
    """
    groups: dict[int, list[Told]] = {}
    for t in tolds:
        groups.setdefault(t.origin, []).append(t)
    named: dict[str, list[Told]] = {}
    for group in groups.values():
        named.setdefault(_source_name(group), []).extend(group)
    out = []
    for name, members in named.items():
        members.sort(key=lambda t: (t.published or "9999", not t.first, t.id))
        prints = tuple(Print(report=t.id, outlet=t.outlet, title=t.title, published=t.published, copy=t.copy) for t in members)
        agencies = tuple(sorted({a for t in members for a in t.agencies if a != name}))
        source = Source(name=name, kind="outlet", origins=len({t.origin for t in members}), prints=prints, agencies=agencies)
        out.append((source, frozenset(t.id for t in members)))
    return sorted(out, key=lambda x: (-x[0].origins, x[0].prints[0].published or "9999", x[0].name))


def _source_name(group: Sequence[Told]) -> str:
    first = next(t for t in group if t.first)
    if len({t.outlet for t in group}) > 1:
        shared = set.intersection(*(set(t.agencies) for t in group if t.agencies)) if any(t.agencies for t in group) else set()
        credited = {a for t in group for a in t.agencies}
        if first.outlet not in credited and len(shared) == 1 and len([t for t in group if t.agencies]) > 1:
            return next(iter(shared))
    return first.outlet
