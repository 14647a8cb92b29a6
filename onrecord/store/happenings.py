"""Keeps one row a happening: whatever changed in a transaction is worked out again before it ends.

Reports whose happenings may have changed stand in `happening_stale`, put there by triggers. A happening is what the reports' events tell
that are tied to one another (`occurrence_part`), or what one event alone tells. What its row says: told_happening.py.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any

import apsw

from onrecord.ontology import PLOVER
from onrecord.store.clock import now
from onrecord.store.told_happening import Count, Mention, Party, Said, told

CHUNK = 200
"""Reports worked out at a time."""
AMONG = "in (select value from json_each(?))"


def own_id(report: str, start: int, end: int, twin: int = 0) -> str:
    """Give the id of a happening by the characters of one mention, so that it outlives a rereading."""
    return "e" + sha256(f"{report} {start} {end} {twin}".encode()).hexdigest()[:12]


def text_origins(db: apsw.Connection, numbers: Iterable[int]) -> dict[int, int]:
    """Give for each report the smallest number among those that print its text: ties by reprint, excerpt or rewrite."""
    members = sorted(set(numbers))
    parent = {n: n for n in members}

    def find(n: int) -> int:
        while parent[n] != n:
            parent[n] = parent[parent[n]]
            n = parent[n]
        return n

    sql = f"""select a, b from copy where kind not in ('borrowing', 'form') and a {AMONG} union
        select a, b from copy where kind not in ('borrowing', 'form') and b {AMONG}"""
    wanted = json.dumps(members)
    for a, b in db.execute(sql, (wanted, wanted)) if len(members) > 1 else ():
        if a in parent and b in parent:
            first, second = sorted((find(int(str(a))), find(int(str(b)))))
            parent[second] = first
    return {n: find(n) for n in members}


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
    moved = {n for n in before.keys() | after.keys() if before.get(n) != after.get(n)}
    touched = {told[n][0] for told in (before, after) for n in told if n in moved or reports[told[n][2]]}
    db.executemany("delete from happening_mention where event = ?", [(n,) for n in moved if n in before])
    new = [(n, after[n][2], after[n][0], after[n][1]) for n in moved if n in after]
    db.executemany("insert into happening_mention values (?, ?, ?, ?, 1)", new)
    sql = f"""select happening from happening_mention where happening in (select happening from happening_mention where report {AMONG})
        group by 1 having min(report) <> max(report)"""
    touched |= {int(str(r[0])) for r in db.execute(sql, (wanted,))}
    _write(db, sorted(touched), {n: id for id, n in numbers.items()})


def _events(db: apsw.Connection, reports: str) -> Iterator[tuple[int, int, str, str]]:
    """Give each event of these reports: its number, the report's, its own id, the id of the happening that it tells."""
    sql = f"""select e.n, e.report, r.id, e.start, e."end", p.occurrence from event e join report r on r.n = e.report
        left join occurrence_mention m on m.event = e.n left join occurrence_part p on p.n = m.part
        where e.report {AMONG} order by r.id, e.start, e."end", length(e.id), e.id"""
    twins: dict[tuple[object, ...], int] = defaultdict(int)
    for n, report, id, start, end, occurrence in db.execute(sql, (reports,)).fetchall():
        own = own_id(str(id), int(str(start)), int(str(end)), twins[report, start, end])
        twins[report, start, end] += 1
        yield int(str(n)), int(str(report)), own, str(occurrence or own)


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
_COUNT = """f.n, f.value, f.high, f.bound, f.measure, f.standing, (select s.speaker_name from statement s
        where s.report = f.report and s.start <= f.start and s."end" > f.start and s.judged is not 'wrong'
        order by s."end" - s.start limit 1)"""
_FIGURES = f"""select e.n, {_COUNT} from event e cross join figure f on f.report = e.report and f.event = e.id where e.n {AMONG}
    and f.measure in ('killed', 'injured') and f.judged is not 'wrong' order by e.n, f.start"""
_BESIDE = f"""select e.n, {_COUNT} from event e cross join figure f on f.report = e.report and f.event is null where e.n {AMONG}
    and e.type = ? and f.measure in ('killed', 'injured') and coalesce(f.standing, 'current') = 'current' and f.judged is not 'wrong'
    and instr(e.sentence, f.words) and abs(f.start - e.start) <= length(e.sentence) and not exists (select 1 from figure o
        where o.report = e.report and o.event = e.id and o.measure = f.measure and coalesce(o.standing, 'current') = 'current')
    order by f.n, abs(f.start - e.start), e.n"""
"""Counts that their report ties to no event, in the sentence of an act of violence that has none: "the toll of the bombings is now 89"."""
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
    counts: dict[object, list[Count]] = defaultdict(list)
    beside: dict[object, tuple[Any, ...]] = {}
    for row in db.execute(_BESIDE, (wanted, PLOVER.violence)):
        beside.setdefault(row[1], row)  # the event nearest to it
    for event, _, value, high, bound, measure, standing, by in [*db.execute(_FIGURES, (wanted,)), *beside.values()]:
        upper = None if high is None else float(str(high))
        counts[event].append(Count(str(measure), float(str(value)), upper, str(bound), _text(standing), _text(by)))
    said: dict[object, list[Said]] = defaultdict(list)
    for event, name, country, sector in db.execute(_SAID, (wanted,)):
        said[event].append(Said(_text(name), _text(country), _text(sector)))
    origins = text_origins(db, {int(str(row[2])) for row in found})
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
        out[int(str(happening))].append(Mention(*values))
    return out


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _write(db: apsw.Connection, numbers: Sequence[int], ids: dict[int, str] | None = None) -> None:
    """Make the rows of these happenings; those that nothing tells any more go."""
    wanted = json.dumps(list(numbers))
    names = {int(str(n)): str(id) for n, id in db.execute(f"select n, id from happening where n {AMONG}", (wanted,))} | (ids or {})
    made, parties, counted, gone = [], [], [], []
    for n, mentions in _mentions(db, numbers).items():
        if not mentions:
            gone.append((n,))
            continue
        row, people, used = told(mentions)
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
