"""The killed and injured that rows of happenings give.

Where reports were compared, a happening's are the figures that its account sets side by side (`toll`, compare/row_tolls.py), whichever
of its reports tell them; where not, those that a report gives for its event.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from json import dumps
from typing import Any

import apsw

from onrecord.ontology import PLOVER
from onrecord.store.bare_tolls import only_harms
from onrecord.store.clock import instant, now
from onrecord.store.origins import text_origins
from onrecord.store.told_happening import Count
from onrecord.store.tolls import Point

AMONG = "in (select value from json_each(?))"
HARMS = "({0}.quad = 4 or {0}.own is not null)"
"""What may kill: material conflict, and acts of a user's own types; not the visit that is told in one breath with the dead."""
_COUNT = """f.n, f.value, f.high, f.bound, f.measure, f.standing, nullif(f.unit, 'person'), f.start, (select s.speaker_name from statement s
        where s.report = f.report and s.start <= f.start and s."end" > f.start and s.judged is not 'wrong'
        order by s."end" - s.start limit 1)"""
_ALONE = "not exists (select 1 from toll t where t.figure = f.n)"
_FIGURES = f"""select e.n, {_COUNT} from event e cross join figure f on f.report = e.report and f.event = e.id where e.n {AMONG}
    and f.measure in ('killed', 'injured') and f.judged is not 'wrong' and {HARMS.format("e")} and {_ALONE} order by e.n, f.start"""
_BESIDE = f"""select e.n, {_COUNT} from event e cross join figure f on f.report = e.report and f.event is null where e.n {AMONG}
    and e.type = ? and f.measure in ('killed', 'injured') and coalesce(f.standing, 'current') = 'current' and f.judged is not 'wrong'
    and instr(e.sentence, f.words) and abs(f.start - e.start) <= length(e.sentence) and {_ALONE} and not exists (select 1 from figure o
        where o.report = e.report and o.event = e.id and o.measure = f.measure and coalesce(o.standing, 'current') = 'current')
    order by f.n, abs(f.start - e.start), e.n"""
"""Counts that their report ties to no event, in the sentence of an act of violence that has none: "the toll of the bombings is now 89"."""
_HELD = f"""select m.happening, f.value, f.high, f.bound, f.measure, f.standing, nullif(f.unit, 'person'),
    f.start, t.party, t.source, r.n, r.publisher, r.published, t.lowers, t.copied, iif(r.superseded_by is null, r.n, null)
    from happening_mention m cross join toll t on t.event = m.event cross join figure f on f.n = t.figure
    cross join report r on r.n = t.report where m.happening {AMONG}
    and f.measure in ('killed', 'injured') and f.judged is not 'wrong'
    and r.withdrawn_by is null and r.status = 'usable' and (r.embargo is null or r.embargo <= ?) order by r.published, r.id, f.start"""
_TELLS = f"""select m.part, e."trigger" from occurrence_mention o join occurrence_mention m on m.part = o.part join event e on e.n = m.event
    where o.event {AMONG}"""


def told_with(db: apsw.Connection, events: str) -> dict[object, list[Count]]:
    """Give the counts that reports give for these events (JSON) and that stand with them alone."""
    out: dict[object, list[Count]] = defaultdict(list)
    beside: dict[object, tuple[Any, ...]] = {}
    for row in db.execute(_BESIDE, (events, PLOVER.violence)):
        beside.setdefault(row[1], row)  # the event nearest to it
    for event, _, value, high, bound, measure, standing, of, at, by in [*db.execute(_FIGURES, (events,)), *beside.values()]:
        out[event].append(_count(measure, value, high, bound, standing, by, of, at))
    return out


def _count(
    measure: object, value: object, high: object, bound: object, standing: object, by: object, of: object, at: object
) -> Count:
    upper, told_as, who, kind = (None if v is None else str(v) for v in (high, standing, by, of))
    return Count(
        str(measure), float(str(value)), None if upper is None else float(upper), str(bound), told_as, who, kind, int(str(at))
    )


def held(db: apsw.Connection, happenings: str) -> dict[int, list[Point]]:
    """Give the counts that the accounts have of these happenings (JSON), by the happening's number."""
    rows: list[tuple[Any, ...]] = db.execute(_HELD, (happenings, now())).fetchall()
    origins = text_origins(db, {row[10] for row in rows})
    out: dict[int, list[Point]] = defaultdict(list)
    for happening, value, high, bound, measure, told_as, of, at, party, source, report, publisher, published, lowers, copied, shown in rows:
        count = _count(measure, value, high, bound, "earlier" if told_as == "earlier" else None, party, of, at)
        moment = published and instant(published)
        out[happening].append(Point(count, source, origins[report], moment, bool(lowers), bool(copied), publisher, shown))
    return out


def elsewhere(db: apsw.Connection, events: Iterable[int]) -> set[int]:
    """Give those of these events, which only tell a toll, that are told to be one with events that tell more."""
    wanted = dumps(sorted(events))
    more = {part for part, trigger in db.execute(_TELLS, (wanted,)) if not only_harms(str(trigger))}
    found = db.execute(f"select event, part from occurrence_mention where event {AMONG}", (wanted,))
    return {int(str(event)) for event, part in found if part in more}
