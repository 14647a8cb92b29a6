"""The events that reports tell, put together from their mentions: what most independent origins say of each."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from onrecord.compare import copies
from onrecord.compare.events.telling_groups import SURE
from onrecord.compare.events.tellings import OPEN, days_of, party
from onrecord.store import Archive


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One report's telling of an event: ids of the report and of its event, whether it surely belongs here, and why."""

    report: str
    event: str
    sure: bool
    why: str


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
    origins: int
    """Independent origins: copies of one text count once."""


_MENTIONS = """select p.occurrence, p.alike, m.own, m.sure, m.why, r.n, r.id as report, r.published, e.id, e.start, e.type, e.mode, e.quad,
    e.date, e.place, e.place_country, e.actors, e.recipients
    from occurrence_part p join occurrence_mention m on m.part = p.n join event e on e.n = m.event join shown r on r.n = e.report
    where p.occurrence in (select value from json_each(?)) order by coalesce(substr(r.published, 1, 10), '9999'), r.id, e.start, m.own"""
_NAMES = ("occurrence", "alike", "own", "sure", "why", "n", "report", "published", "id", "start", "type", "mode", "quad", "date", "place",
          "country", "actors", "recipients")  # fmt: skip
Row = dict[str, Any]


def occurrences(archive: Archive, story: str) -> list[Occurrence]:
    """Give the events that a story's reports tell, those that the most independent origins tell first."""
    ids = [str(r[0]) for r in archive.db.execute("select distinct occurrence from occurrence_part where story = ?", (story,))]
    return _made(archive, ids)


def find_occurrence(archive: Archive, id: str) -> Occurrence | None:
    """Give an event by its id; by the id of any of its mentions, too, so that an id that once was given out leads on."""
    sql = "select p.occurrence from occurrence_mention m join occurrence_part p on p.n = m.part where m.own = ?"
    now = archive.db.execute(sql, (id,)).get
    found = _made(archive, [] if now is None else [str(now)])
    return found[0] if found else None


def _made(archive: Archive, ids: Sequence[str]) -> list[Occurrence]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for values in archive.db.execute(_MENTIONS, (json.dumps(sorted(ids)),)):
        row: Row = dict(zip(_NAMES, values, strict=True))
        groups[row["occurrence"]].append(row)
    reports = sorted({row["n"] for rows in groups.values() for row in rows})
    origin = {n: number for number, group in enumerate(copies.origins(archive, reports)) for n in group}
    found = [_occurrence(id, rows, origin) for id, rows in groups.items()]
    return sorted(found, key=lambda o: (-o.origins, -len(o.mentions), o.day or "9999", o.id))


def _occurrence(id: str, rows: list[Row], origin: dict[int, int]) -> Occurrence:
    def best(column: str) -> Any:
        """Give the value that most origins give; of several the one met first."""
        told: dict[Any, set[int]] = defaultdict(set)
        for row in rows:
            if row[column] is not None:
                told[row[column]].add(origin[row["n"]])
        return max(told, key=lambda v: len(told[v])) if told else None

    event, place = best("type"), best("place")
    actors, recipients = _sides(rows, origin)
    return Occurrence(
        id=id, event=event, mode=best("mode"), quad=next(r["quad"] for r in rows if r["type"] == event),
        day=_day(rows, origin), days=tuple(sorted({r["date"] for r in rows if r["date"]})),
        place=place, country=next((r["country"] for r in rows if r["place"] == place), None) if place else best("country"),
        actors=actors, recipients=recipients, mentions=tuple(_mention(r) for r in rows), origins=len({origin[r["n"]] for r in rows}),
    )  # fmt: skip


def _mention(row: Row) -> Mention:
    sure, why = bool(row["sure"]), str(row["why"])
    if row["alike"] is not None:
        sure = sure and row["alike"] >= SURE
        why += "; also told in another story"
    return Mention(report=row["report"], event=row["id"], sure=sure, why=why)


def _day(rows: Iterable[Row], origin: dict[int, int]) -> str | None:
    """Give the date that most origins bear out; a wider date ("November") bears out a day inside it."""
    given = [(row["date"], days_of(row["date"]) or OPEN, origin[row["n"]]) for row in rows if row["date"]]
    if not given:
        return None

    def support(date: str, days: tuple[int, int]) -> tuple[int, int, int]:
        return len({o for _, (a, b), o in given if a <= days[0] and days[1] <= b}), sum(d == date for d, _, _ in given), days[0] - days[1]

    return str(max(given, key=lambda g: support(g[0], g[1]))[0])


def _sides(rows: Iterable[Row], origin: dict[int, int]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the names on both sides, without those that few put there. Names that share a word are one; whoever stands on both sides
    stands where most put them."""
    people: list[tuple[frozenset[str], dict[str, set[int]], dict[str, int]]] = []  # words, side -> origins, name -> times
    for row in rows:
        for side in ("actors", "recipients"):
            for name in json.loads(row[side]):
                words = party(name, None).words
                at = next((n for n, (known, _, _) in enumerate(people) if known & words or known == words), None)
                if at is None:
                    people.append((words, {"actors": set(), "recipients": set()}, {}))
                    at = len(people) - 1
                _, sides, names = people[at]
                sides[side].add(origin[row["n"]])
                names[name] = names.get(name, 0) + 1
    out: dict[str, list[tuple[int, str]]] = {"actors": [], "recipients": []}
    for _, sides, names in people:
        side = "actors" if len(sides["actors"]) >= len(sides["recipients"]) else "recipients"
        out[side].append((-len(sides[side]), max(names, key=lambda n: (names[n], len(n), n))))
    first, second = (sorted(out[side], key=lambda x: x[0]) for side in ("actors", "recipients"))
    return _borne_out(first), _borne_out(second)


def _borne_out(names: list[tuple[int, str]]) -> tuple[str, ...]:
    """Leave out names with less than half the origins of the first (counts are negative)."""
    return tuple(name for count, name in names if 2 * count <= names[0][0])
