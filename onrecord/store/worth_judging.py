"""What is most worth a person's judgement and nobody judged: of what the machine is least sure, which happenings it may have put together
or kept apart wrongly, and where reports of one happening differ.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from math import exp
from typing import Any, Literal

import apsw

from onrecord.store.clock import now
from onrecord.store.tolls import MEASURES

Why = Literal["unsure", "merge", "differs"]
WHYS: tuple[Why, ...] = ("unsure", "merge", "differs")
"""Why something is worth it: little confidence; two events that may be one, or not; reports that differ."""
KINDS = ("event", "statement", "actor", "place", "figure", "link")
"""What is asked about; `link`: whether two events of different reports are one happening."""
NAMES = ("report", "item", "other", "kind", "why", "confidence", "says", "words", "published", "publisher")
LOOKED_AT = 300
"""Happenings of several reports, the latest first, of which it is looked at whether their reports differ: a page waits for it."""
Row = dict[str, Any]

_SIDES = """coalesce((select group_concat(value, ', ') from json_each({0}.actors)), '?') ||
        coalesce(' > ' || (select group_concat(value, ', ') from json_each({0}.recipients)), '') || coalesce(', ' || {0}.date, '')"""
_EVENT = f"{{0}}.type || coalesce(' ' || {{0}}.mode, '') || ': ' || {_SIDES}"
_SAYS = {
    "event": f"x.status || ' ' || {_EVENT.format('x')}",
    "statement": "coalesce(x.speaker_name, '?') || ' (' || x.act || ', ' || x.form || ')'",
    "actor": "x.name || ': ' || x.type || coalesce(' ' || x.country, '') || coalesce(' ' || x.sector, '')",
    "place": "x.name || coalesce(' ' || x.country, '')",
}
_WORDS = {
    "event": "x.sentence", "statement": "x.content",
    "actor": """substr(r.text, x.start + 1, x."end" - x.start)""", "place": """substr(r.text, x.start + 1, x."end" - x.start)""",
}  # fmt: skip
_OPEN = "({0}.embargo is null or {0}.embargo <= ?1)"


def waiting(
    db: apsw.Connection, *, kind: str | None = None, why: str | None = None, report: str | None = None, limit: int = 20
) -> Iterator[Row]:
    """Give up to `limit` things that nobody judged, of reports that are shown, those first that are least settled.

    Each: `report`, `item`, `other` (of two events the other one, "REPORT:E3"), `kind`, `why`, `confidence` (0 to 1: how likely the machine
    is right; where reports differ: the share of them that say as most do), `says` (what the machine made of it), `words`, `published`,
    `publisher`.
    """
    kinds = (kind,) if kind else KINDS
    found: list[Row] = []
    if why in (None, "unsure"):
        found += _unsure(db, [k for k in kinds if k in _SAYS], report, limit)
    if why in (None, "merge") and "link" in kinds:
        found += _merges(db, report, limit)
    if why in (None, "differs") and {"event", "figure"} & set(kinds):
        found += [row for row in _differing(db, report) if row["kind"] in kinds]
    taken: set[tuple[str, ...]] = set()
    for row in sorted(found, key=_order):
        key = (row["report"], row["item"], row["other"] or "")
        if key not in taken and len(taken) < limit:
            taken.add(key)
            yield {n: " ".join(v.split()) if isinstance(v := row[n], str) else v for n in NAMES}


def _order(row: Row) -> tuple[Any, ...]:
    return row["confidence"], row["report"], len(row["item"]), row["item"], row["other"] or "", row["why"]


def _unsure(db: apsw.Connection, kinds: list[str], report: str | None, limit: int) -> Iterator[Row]:
    parts = [
        f"""select * from (select r.id as report, x.id as item, null as other, '{k}' as kind, 'unsure' as why, x.confidence as confidence,
        {_SAYS[k]} as says, {_WORDS[k]} as words, r.published as published, r.publisher as publisher
        from {k} x indexed by {k}_unsure cross join shown r on r.n = x.report
        where x.judged is null and x.confidence is not null and (?2 is null or r.id = ?2) and {_OPEN.format("r")}
        order by x.confidence, r.id, length(x.id), x.id limit ?3)"""
        for k in kinds
    ]
    if parts:
        yield from _rows(db, " union all ".join(parts), (now(), report, max(limit, 0)))


_MERGES = f"""select ra.id as report, ea.id as item, rb.id || ':' || eb.id as other, 'link' as kind, 'merge' as why,
    d.alike as alike, ma.happening = mb.happening as one, d.why as tie, {_EVENT.format("ea")} as here, {_EVENT.format("eb")} as there,
    ea.sentence as words, eb.sentence as other_words, ra.published as published, ra.publisher as publisher
    from (select o.* from occurrence_doubt o join happening_mention oa on oa.event = o.a join happening_mention ob on ob.event = o.b
        order by case when oa.happening = ob.happening then o.alike else -o.alike end, o.a, o.b
        limit case when ?2 is null then 3 * ?3 + 100 else -1 end) d
    join event ea on ea.n = d.a join event eb on eb.n = d.b
    join shown ra on ra.n = ea.report join shown rb on rb.n = eb.report
    join happening_mention ma on ma.event = d.a and ma.counted join happening_mention mb on mb.event = d.b and mb.counted
    where ea.report <> eb.report and (?2 is null or ?2 in (ra.id, rb.id)) and {_OPEN.format("ra")} and {_OPEN.format("rb")}
    and ea.judged is not 'wrong' and eb.judged is not 'wrong' and not exists (select 1 from link_judgement j where j.kind = 'event'
        and ((j.report_a, j.start_a, j.end_a, j.report_b, j.start_b, j.end_b) = (ra.id, ea.start, ea."end", rb.id, eb.start, eb."end")
        or (j.report_a, j.start_a, j.end_a, j.report_b, j.start_b, j.end_b) = (rb.id, eb.start, eb."end", ra.id, ea.start, ea."end")))
    order by case when ma.happening = mb.happening then d.alike else -d.alike end, ra.id, ea.id, rb.id, eb.id limit ?3"""


def _merges(db: apsw.Connection, report: str | None, limit: int) -> Iterator[Row]:
    for row in _rows(db, _MERGES, (now(), report, max(limit, 0))):
        likely = 1 / (1 + exp(-row["alike"]))
        state = f"one happening ({row['tie']})" if row["one"] else f"two happenings, though {row['tie']}"
        yield {
            **row, "confidence": round(likely if row["one"] else 1 - likely, 6), "says": f"{state}: {row['here']} | {row['there']}",
            "words": f"{row['words']} | {row['other_words']}",
        }  # fmt: skip


# -- where reports of one happening differ ------------------------------------------------------------------------------------------------

_TOLD = f"""select h.n as h, h.type as most, h.tolls as tolls, h.killed as killed, h.injured as injured, r.id as report, e.id as item,
    e.type as type, e.judged as judged, {_EVENT.format("e")} as says, e.sentence as words, r.published as published,
    r.publisher as publisher,
    (select json_group_array(distinct p.side || ' ' || p.country) from party p where p.event = e.n and p.country is not null) as here,
    (select json_group_array(distinct p.side || ' ' || p.country) from happening_party p where p.happening = h.n and p.country is not null)
        as there
    from (select * from happening where shown and reports > 1 and judged is not 'wrong' and (?2 is null or n in (select m.happening
        from happening_mention m join report o on o.n = m.report where o.id = ?2)) order by known desc, id limit ?3) h
    join happening_mention m on m.happening = h.n and m.counted join event e on e.n = m.event join shown r on r.n = e.report
    where {_OPEN.format("r")} order by h.n, r.id, e.n"""
_COUNT = """select r.id, f.id, f.words, e.sentence, r.published, r.publisher from happening_mention m join event e on e.n = m.event
    join shown r on r.n = m.report join figure f on f.report = m.report left join toll t on t.figure = f.n
    where m.happening = ? and f.measure = ? and f.value = ? and f.judged is null and (t.event = m.event or f.event = e.id)
    order by r.published, r.id, f.start limit 1"""


def _differing(db: apsw.Connection, report: str | None) -> Iterator[Row]:
    """Give the mentions and counts that say otherwise than most reports of their happening."""
    told: dict[int, list[Row]] = {}
    for row in _rows(db, _TOLD, (now(), report, LOOKED_AT)):
        told.setdefault(row["h"], []).append(row)
    for mentions in told.values():
        yield from _other_types(mentions)
        yield from _other_parties(mentions)
        yield from _other_counts(db, mentions[0])


def _differs(row: Row, agree: float, says: str) -> Row:
    return {**row, "other": None, "kind": "event", "why": "differs", "confidence": round(agree, 6), "says": says}


def _other_types(mentions: list[Row]) -> Iterator[Row]:
    agree = sum(m["type"] == m["most"] for m in mentions) / len(mentions)
    for m in mentions:
        if m["type"] != m["most"] and m["judged"] is None:
            yield _differs(m, agree, f"type: {m['type']} here, {m['most']} in most reports of it ({m['says']})")


def _other_parties(mentions: list[Row]) -> Iterator[Row]:
    """Give the mentions whose acting or suffering countries are none of those that most reports give."""
    for side, words in (("actor", "who did it"), ("recipient", "to whom")):
        most = _countries(mentions[0]["there"], side)
        off = [m for m in mentions if most and _countries(m["here"], side) and not most & _countries(m["here"], side)]
        for m in off:
            if m["judged"] is None:
                here, there = (", ".join(sorted(c)) for c in (_countries(m["here"], side), most))
                agree = 1 - len(off) / len(mentions)
                yield _differs(m, agree, f"{words}: {here} here, {there} in most reports of it ({m['says']})")


def _countries(sides: str, side: str) -> set[str]:
    return {country for s, _, country in (str(v).partition(" ") for v in json.loads(sides)) if s == side}


def _other_counts(db: apsw.Connection, happening: Row) -> Iterator[Row]:
    """Give the counts that stand beside the one that the happening's row gives."""
    for measure in MEASURES:
        standing = [t for t in json.loads(happening["tolls"]) if t["measure"] == measure and t["stands"]]
        best = happening[measure]
        origins = sum(t["origins"] for t in standing) or 1
        for t in standing if len(standing) > 1 else ():
            found = db.execute(_COUNT, (happening["h"], measure, t["value"])).fetchone() if t["value"] != best else None
            if found is not None:
                names = ("report", "item", "words", "sentence", "published", "publisher")
                row = dict(zip(names, found, strict=True))
                agree = sum(o["origins"] for o in standing if o["value"] == best) / origins
                says = f"{measure}: {t['value']:g} here{', of ' + t['by'] if t['by'] else ''}, {best:g} is taken as what stands"
                yield _differs({**row, "words": row["sentence"]}, agree, says) | {"kind": "figure"}


def _rows(db: apsw.Connection, sql: str, values: tuple[Any, ...]) -> Iterator[Row]:
    cursor = db.execute(sql, values)
    names: list[str] = []
    for row in cursor:
        names = names or [d[0] for d in cursor.description]
        yield dict(zip(names, row, strict=True))
