"""Keeps one row a happening: whatever changed in a transaction is worked out again before it ends.

Reports whose happenings may have changed stand in `happening_stale`, put there by triggers. A happening is what the reports' events tell
that are tied to one another (`occurrence_part`), or what one event alone tells; an event that only tells the toll of another one is part of
that (bare_tolls.py). What its row says: told_happening.py; whose counts it gives: counted.py.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any

import apsw

from onrecord.ontology import PLOVER
from onrecord.store.bare_tolls import Told, in_one_sentence, only_harms
from onrecord.store.clock import now
from onrecord.store.counted import elsewhere, held, told_with
from onrecord.store.judgements import corrected_fields
from onrecord.store.origins import text_origins
from onrecord.store.told_happening import Mention, Party, Said, told

Row = tuple[Any, ...]
CHUNK = 200
"""Reports worked out at a time."""
AMONG = "in (select value from json_each(?))"


def own_id(report: str, start: int, end: int, twin: int = 0) -> str:
    """Give the id of a happening by the characters of one mention, so that it outlives a rereading."""
    return "e" + sha256(f"{report} {start} {end} {twin}".encode()).hexdigest()[:12]


def settle(db: apsw.Connection) -> None:
    """Work out the happenings of every report that changed; call inside a write transaction."""
    sql = "select report, told from happening_stale order by report limit ?"
    while stale := {int(str(n)): bool(told) for n, told in db.execute(sql, (CHUNK,))}:
        _settle(db, stale)
        db.execute(f"delete from happening_stale where report {AMONG}", (json.dumps(list(stale)),))
    lapsed = [int(str(r[0])) for r in db.execute("select n from happening where embargo <= ?", (now(),))]
    if lapsed:
        _write(db, lapsed)


def _settle(db: apsw.Connection, reports: Mapping[int, bool]) -> None:
    """Make anew what these reports tell: of those whose own events are as they were, only what is tied to others."""
    wanted = json.dumps(list(reports))
    sql = f"select event, happening, own, report from happening_mention where report {AMONG}"
    before = {int(str(n)): (int(str(at)), str(own), int(str(report))) for n, at, own, report in db.execute(sql, (wanted,))}
    events = list(_events(db, wanted))
    numbers = _numbers(db, {id for *_, id in events})
    after = {n: (numbers[id], own, report) for n, report, own, id in events}
    before |= _reused(db, after.keys() - before.keys())
    moved = {n for n in before.keys() | after.keys() if before.get(n) != after.get(n)}
    touched = {told[n][0] for told in (before, after) for n in told if n in moved or reports.get(told[n][2])}
    db.executemany("delete from happening_mention where event = ?", [(n,) for n in moved if n in before])
    new = [(n, after[n][2], after[n][0], after[n][1]) for n in moved if n in after]
    db.executemany("insert into happening_mention values (?, ?, ?, ?, 1)", new)
    sql = f"""select happening from happening_mention where happening in (select happening from happening_mention where report {AMONG})
        group by 1 having min(report) <> max(report)"""
    touched |= {int(str(r[0])) for r in db.execute(sql, (wanted,))}
    _write(db, sorted(touched), {n: id for id, n in numbers.items()})


def _reused(db: apsw.Connection, events: Iterable[int]) -> dict[int, tuple[int, str, int]]:
    """Give what is still kept of events of other reports that are gone and whose numbers these events now have."""
    sql = f"select event, happening, own, report from happening_mention where event {AMONG}"
    return {int(str(n)): (int(str(at)), str(own), int(str(r))) for n, at, own, r in db.execute(sql, (json.dumps(list(events)),))}


def _events(db: apsw.Connection, reports: str) -> Iterator[tuple[int, int, str, str]]:
    """Give each event of these reports: its number, the report's, its own id, the id of the happening that it tells."""
    sql = f"""select e.n, e.report, r.id, e.start, e."end", coalesce(o.occurrence, p.occurrence), o.occurrence is null,
        e.type, e."trigger", e.sentence, e.actors, e.status, e.date, e.place, e.id from event e join report r on r.n = e.report
        left join occurrence_mention m on m.event = e.n left join occurrence_part p on p.n = m.part
        left join toll_telling t on t.event = e.n left join occurrence_mention c on c.event = t.counts
        left join occurrence_part o on o.n = c.part
        where e.report {AMONG} order by r.id, e.start, e."end", length(e.id), e.id"""
    twins: dict[tuple[object, ...], int] = defaultdict(int)
    found: dict[int, tuple[int, str, str]] = {}
    violent: list[Row] = []
    for n, report, id, start, end, occurrence, free, *rest in db.execute(sql, (reports,)).fetchall():
        own = own_id(str(id), int(str(start)), int(str(end)), twins[report, start, end])
        twins[report, start, end] += 1
        found[int(str(n))] = (int(str(report)), own, str(occurrence or own))
        if free and rest[0] == PLOVER.violence:
            violent.append((n, report, start, *rest))
    for bare, other in _bare_tolls(db, violent):
        found[bare] = (*found[bare][:2], found[other][2])
    for n, (report, own, told_id) in found.items():
        yield n, report, own, told_id


def _bare_tolls(db: apsw.Connection, violent: Sequence[Row]) -> list[tuple[int, int]]:
    """Give those of these acts of violence that only tell more of the toll of another one in their sentence, each with that one."""
    beside: dict[tuple[object, object], list[Row]] = defaultdict(list)
    for row in violent:
        beside[row[1], row[5]].append(row)
    near = [row for lot in beside.values() if len(lot) > 1 and any(only_harms(row[4]) for row in lot) for row in lot]
    if not near:
        return []
    counts: dict[object, set[str]] = defaultdict(set)
    for n, measure in db.execute(_COUNTS_OF, (json.dumps([row[0] for row in near]),)):
        counts[n].add(str(measure))
    told = [
        Told(n, report, start, type, trigger, sentence, actors == "[]", status, date, place, frozenset(counts[n]))
        for n, report, start, type, trigger, sentence, actors, status, date, place, _ in near
    ]
    pairs = list(in_one_sentence(told))
    kept = elsewhere(db, [bare for bare, _ in pairs])
    return [(bare, other) for bare, other in pairs if bare not in kept]


def _numbers(db: apsw.Connection, ids: set[str]) -> dict[str, int]:
    """Give the number of each happening, the next free ones to those that are new."""
    known = {str(i): int(str(n)) for i, n in db.execute(f"select id, n from happening where id {AMONG}", (json.dumps(sorted(ids)),))}
    free = int(str(db.execute("select coalesce(max(n), 0) from happening").get)) + 1
    return known | {id: n for n, id in enumerate(sorted(ids - known.keys()), free)}


_MENTIONS = f"""select m.happening, e.n, r.n, r.id, r.published, r.publisher,
    r.superseded_by is null and r.withdrawn_by is null and r.status = 'usable', r.embargo, e.judged, e.id, e.start, e.type, e.own, e.mode,
    e.quad, e.context, e.cameo, e.status, e.date, e.place, e.place_country, p.geonames, p.lat, p.lon, p.rule, e."trigger", e.sentence,
    e.confidence, e.attributed_to
    from happening_mention m join event e on e.n = m.event join report r on r.n = m.report
    left join place p on e.place is not null and p.report = e.report and p.name = e.place and p.country is e.place_country
    where m.happening {AMONG} order by m.happening, coalesce(substr(r.published, 1, 10), '9999'), r.id, e.start, m.own, p.n"""
_PARTIES = f"select event, side, name, country, sector from party where event {AMONG} order by event, side, length(actor), actor"
_COUNTS_OF = f"""select e.n, f.measure from event e join figure f on f.report = e.report and f.event = e.id where e.n {AMONG}
    and f.measure in ('killed', 'injured') and f.standing is not 'background' and f.judged is not 'wrong'"""
_SAID = f"""select e.n, s.speaker_name, s.speaker_country, s.speaker_sector from event e
    cross join json_each(e.attributed_to) j cross join statement s on s.report = e.report and s.id = j.value
    where e.n {AMONG} and e.attributed_to <> '[]' and s.judged is not 'wrong' order by e.n, s.start"""


def _mentions(db: apsw.Connection, happenings: Sequence[int]) -> dict[int, list[Mention]]:
    """Give the mentions of some happenings, earliest first."""
    found = db.execute(_MENTIONS, (json.dumps(list(happenings)),)).fetchall()
    wanted = json.dumps([row[1] for row in found])
    parties: dict[object, list[Party]] = defaultdict(list)
    for event, side, name, country, sector in db.execute(_PARTIES, (wanted,)):
        parties[event].append(Party(str(side), str(name), _text(country), _text(sector)))
    counts = told_with(db, wanted)
    said: dict[object, list[Said]] = defaultdict(list)
    for event, name, country, sector in db.execute(_SAID, (wanted,)):
        said[event].append(Said(_text(name), _text(country), _text(sector)))
    origins = text_origins(db, {int(str(row[2])) for row in found})
    corrected = {id: corrected_fields(db, id) for id in {str(row[3]) for row in found if row[8] is not None}}
    moment = now()
    out: dict[int, list[Mention]] = {n: [] for n in happenings}
    seen: set[object] = set()
    for row in found:
        happening, event, report, id, published, publisher, usable, embargo, judged, *rest = row
        if event in seen:  # a place that the report has twice
            continue
        seen.add(event)
        hidden = bool(embargo) and str(embargo) > moment
        values: list[Any] = [event, report, id, published, publisher, bool(usable), embargo, hidden, judged == "wrong", *rest]
        values += [parties[event], counts[event], said[event], origins[int(str(report))]]
        values.append(corrected.get(str(id), {}).get(str(rest[0]), frozenset()))
        out[int(str(happening))].append(Mention(*values))
    return out


def _text(value: object) -> str | None:
    return None if value is None else str(value)


_Told = tuple[dict[str, Any], list[tuple[str, int, str, str | None, str | None]], set[int]]
"""A happening's row, its parties, and the events that the row was made of."""


def _told(db: apsw.Connection, numbers: Sequence[int]) -> Iterator[tuple[int, list[Mention], _Told | None]]:
    """Work out what these happenings are told to be; None for those that nothing tells any more."""
    counts = held(db, json.dumps(list(numbers)))
    for n, mentions in _mentions(db, numbers).items():
        yield n, mentions, told(mentions, counts[n]) if mentions else None


def wrong(db: apsw.Connection) -> Iterator[tuple[str, str]]:
    """Hold every row against what its reports tell, some at a time: gives the ids of happenings that differ, and in what.

    Those of reports that are still to be worked out are passed over.
    """
    sql = """select e.id, r.id from event e join report r on r.n = e.report left join happening_mention m on m.event = e.n
        left join happening h on h.n = m.happening where h.n is null and e.report not in (select report from happening_stale)"""
    for event, report in db.execute(sql).fetchall():
        yield f"{event} of report {str(report)[:12]}", "stands in no happening"
    last = -1
    while numbers := [int(str(r[0])) for r in db.execute(_SETTLED, (now(), last, CHUNK))]:
        last = numbers[-1]
        wanted = json.dumps(numbers)
        cursor = db.execute(f"select * from happening where n {AMONG}", (wanted,))
        names = [str(d[0]) for d in cursor.get_description()]
        have = {row[0]: dict(zip(names, row, strict=True)) for row in cursor}
        parties: dict[int, list[Row]] = defaultdict(list)
        for n, *party in db.execute(f"select * from happening_party where happening {AMONG} order by 1, 2, 3", (wanted,)):
            parties[int(str(n))].append(tuple(party))
        for n, _, made in _told(db, numbers):
            row, people, _ = made or ({}, [], set())
            changed = [c for c, value in row.items() if have[n][c] != value] if made else ["told by no event"]
            changed += ["parties"] if sorted(parties[n]) != sorted(people) else []
            if changed:
                yield str(have[n]["id"]), f"differs from what its reports tell ({', '.join(changed)})"


_SETTLED = """select n from happening where (embargo is null or embargo > ?) and n > ? and not exists (select 1 from happening_mention m
    join happening_stale s on s.report = m.report where m.happening = happening.n) order by n limit ?"""


def _write(db: apsw.Connection, numbers: Sequence[int], ids: dict[int, str] | None = None) -> None:
    """Make the rows of these happenings; those that nothing tells any more go."""
    wanted = json.dumps(list(numbers))
    names = {int(str(n)): str(id) for n, id in db.execute(f"select n, id from happening where n {AMONG}", (wanted,))} | (ids or {})
    made, parties, counted, gone = [], [], [], []
    for n, mentions, found in _told(db, numbers):
        if found is None:
            gone.append((n,))
            continue
        row, people, used = found
        made.append({"n": n, "id": names[n], **row})
        parties += [(n, *p) for p in people]
        counted += [(int(m.event in used), m.event) for m in mentions if len(used) != len(mentions) or m.judged or not m.visible]
    db.executemany("delete from happening where n = ?", gone)
    db.execute(f"delete from happening_party where happening {AMONG}", (wanted,))
    if made:
        columns = list(made[0])
        names_of = ", ".join(f'"{c}"' for c in columns)
        new = ", ".join(f'"{c}" = excluded."{c}"' for c in columns[1:])
        sql = f"insert into happening ({names_of}) values ({', '.join('?' * len(columns))}) on conflict (n) do update set {new}"
        db.executemany(sql, [tuple(r[c] for c in columns) for r in made])
    db.executemany("insert into happening_party values (?, ?, ?, ?, ?, ?)", parties)
    db.executemany("update happening_mention set counted = ? where event = ?", counted)
