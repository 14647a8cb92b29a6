"""Happenings with their mentions: what most independent texts say of each (store/told_happening.py), and why a mention belongs to it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from onrecord.compare.events.telling_groups import SURE
from onrecord.store import Archive
from onrecord.store.clock import now


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One report's telling of an event: ids of the report and of its event, whether it surely belongs here, and why."""

    report: str
    event: str
    sure: bool
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """A report that tells of an event by a count of its killed or injured alone: the figure's id there, and its words."""

    report: str
    figure: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """One event, told by one or more reports. Where mentions differ: what most independent origins say, else the earliest."""

    id: str
    event: str
    mode: str | None
    quad: int
    day: str | None
    """EDTF, best supported; None where no mention dates it."""
    days: tuple[str, ...]
    """Every date that a mention gives."""
    place: str | None
    country: str | None
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    mentions: tuple[Mention, ...]
    """Earliest first."""
    counted: tuple[Counting, ...]
    """What other reports only count of it, earliest first."""
    origins: int
    """Independent origins: copies of one text count once."""


_AMONG = "in (select value from json_each(?))"
_HAPPENINGS = f"""select id, type, mode, quad, date, place, country, actors, recipients, origins from happening
    where shown and judged is not 'wrong' and id {_AMONG}"""
_MENTIONS = f"""select h.id, r.id, e.id, e.date, coalesce(m.sure, 1), 
    case when p.occurrence <> h.id then 'it only tells more of the toll' else coalesce(m.why, 'told here alone') end, p.alike
    from happening h join happening_mention o on o.happening = h.n and o.counted
    join event e on e.n = o.event join report r on r.n = o.report
    left join occurrence_mention m on m.event = e.n left join occurrence_part p on p.n = m.part
    where h.id {_AMONG} order by coalesce(substr(r.published, 1, 10), '9999'), r.id, e.start, o.own"""
_COUNTED = f"""select h.id, r.id, f.id, f.words from happening h join happening_mention o on o.happening = h.n
    join toll t on t.event = o.event join report r on r.n = t.report join figure f on f.n = t.figure
    where h.id {_AMONG} and f.judged is not 'wrong'
    and r.withdrawn_by is null and r.superseded_by is null and r.status = 'usable' and (r.embargo is null or r.embargo <= ?)
    and t.report not in (select report from happening_mention where happening = h.n)
    order by coalesce(substr(r.published, 1, 10), '9999'), r.id, f.start"""


def occurrences(archive: Archive, story: str) -> list[Occurrence]:
    """Give the events that a story's reports tell, those that the most independent origins tell first."""
    found = archive.db.execute("select distinct occurrence from occurrence_part where story = ?", (story,))
    return _made(archive, [str(r[0]) for r in found])


def find_occurrence(archive: Archive, id: str) -> Occurrence | None:
    """Give an event by its id; by the id of any of its mentions, too, so that an id that once was given out leads on."""
    sql = """select id from happening where id = ?1 union all select h.id from happening_mention m join happening h on h.n = m.happening
        where m.own = ?1 limit 1"""
    found = _made(archive, [str(r[0]) for r in archive.db.execute(sql, (id,))])
    return found[0] if found else None


def _made(archive: Archive, ids: Iterable[str]) -> list[Occurrence]:
    wanted = json.dumps(sorted(ids))
    mentions: dict[str, list[Mention]] = defaultdict(list)
    days: dict[str, set[str]] = defaultdict(set)
    for id, report, event, date, sure, why, alike in archive.db.execute(_MENTIONS, (wanted,)):
        mentions[str(id)].append(as_told(str(report), str(event), bool(sure), str(why), alike))
        days[str(id)] |= {str(date)} if date else set()
    counted: dict[str, list[Counting]] = defaultdict(list)
    for id, report, figure, words in archive.db.execute(_COUNTED, (wanted, now())):
        counted[str(id)].append(Counting(report=str(report), figure=str(figure), words=str(words)))
    found = []
    for id, type, mode, quad, day, place, country, actors, recipients, origins in archive.db.execute(_HAPPENINGS, (wanted,)):
        values: Any = (type, mode, quad, day, place, country, origins)
        type, mode, quad, day, place, country, origins = values
        found.append(
            Occurrence(
                id=str(id), event=type, mode=mode, quad=quad, day=day, days=tuple(sorted(days[str(id)])), place=place, country=country,
                actors=_names(actors), recipients=_names(recipients), mentions=tuple(mentions[str(id)]),
                counted=tuple(counted[str(id)]), origins=origins,
            )
        )  # fmt: skip
    return sorted(found, key=lambda o: (-o.origins, -len(o.mentions), o.day or "9999", o.id))


def _names(people: object) -> tuple[str, ...]:
    return tuple(p["name"] for p in json.loads(str(people)))


def as_told(report: str, event: str, sure: Any, why: str, alike: Any) -> Mention:
    """Give a mention as it is told; `alike`: the mean likeness of its part to those of other stories, if there are."""
    if alike is not None:
        sure = bool(sure) and alike >= SURE
        why += "; also told in another story"
    return Mention(report=report, event=event, sure=bool(sure), why=why)
