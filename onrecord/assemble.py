"""Turns the drafts of one report into its frozen record: order of first appearance, ids, references, checks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from onrecord.model.check import check_record
from onrecord.model.drafts import (
    ActorDraft,
    AttributionDraft,
    Drafts,
    EventDraft,
    FigureDraft,
    MentionDraft,
    PlaceDraft,
    TimeDraft,
)
from onrecord.model.record import (
    Actor,
    Event,
    EventMention,
    Figure,
    Items,
    Mention,
    PipelineInfo,
    Place,
    Plover,
    Record,
    Report,
    Span,
    Statement,
    Time,
    Unresolved,
)

D = TypeVar("D")


class _Ids:
    """Numbers drafts in order of first appearance and finds a draft's id again."""

    def __init__(self) -> None:
        self._ids: dict[int, str] = {}

    def number(self, prefix: str, drafts: Sequence[D], key: Iterable[tuple[object, ...]]) -> list[D]:
        order = [d for _, _, d in sorted(((k, n, d) for n, (k, d) in enumerate(zip(key, drafts, strict=True))), key=lambda x: x[:2])]
        for n, draft in enumerate(order, 1):
            self._ids[id(draft)] = f"{prefix}{n}"
        return order

    def of(self, draft: object | None) -> str | None:
        return self._ids.get(id(draft)) if draft is not None else None

    def all(self, drafts: Iterable[object]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(i for d in drafts if (i := self.of(d)) is not None))


def assemble(report: Report, drafts: Drafts, pipeline: PipelineInfo) -> Record:
    """Build the record. Raises `RecordError` where a span does not slice: such a record is never written."""
    ids = _Ids()
    actors = ids.number("A", drafts.cast.actors, [_first(a.mentions) for a in drafts.cast.actors])
    places = ids.number("P", drafts.places, [_first(p.mentions) for p in drafts.places])
    times = ids.number("T", drafts.times, [(t.span, t.value) for t in drafts.times])
    figures = ids.number("F", drafts.figures, [(f.span,) for f in drafts.figures])
    made = [a for a in drafts.attributions if a.stated]
    attributions = ids.number("S", made, [(a.content[0], a.cue, a.rule) for a in made])
    events = ids.number("E", drafts.events, [(e.trigger[0], e.event, e.rule) for e in drafts.events])
    figure_event = {id(f): ids.of(e) for e in reversed(events) for f in e.figures}
    record = Record(
        pipeline=pipeline,
        report=report,
        actors=Items(_actor(a, ids) for a in actors),
        places=Items(_place(p, ids) for p in places),
        times=Items(_time(t, ids) for t in times),
        figures=Items(_figure(f, ids, figure_event.get(id(f))) for f in figures),
        statements=Items(_statement(a, ids, drafts) for a in attributions),
        events=Items(_event(e, ids) for e in events),
        unresolved=Items(
            sorted((Unresolved(kind=u.kind, span=u.span, reason=u.reason) for u in drafts.unresolved), key=lambda u: (u.span, u.kind))
        ),
    )
    check_record(record)
    return record


def _first(mentions: list[MentionDraft]) -> tuple[Span, ...]:
    return (min(m.span for m in mentions),) if mentions else ((0, 0),)


def _mentions(mentions: list[MentionDraft]) -> tuple[Mention, ...]:
    return tuple(Mention(span=m.span, form=m.form, rule=m.rule) for m in sorted(mentions, key=lambda m: m.span))


def _id(ids: _Ids, draft: object) -> str:
    found = ids.of(draft)
    assert found is not None
    return found


def _actor(a: ActorDraft, ids: _Ids) -> Actor:
    return Actor(
        id=_id(ids, a), name=a.name, type=a.type, country=a.country, sector=a.sector,
        roles=tuple(sorted(a.roles, key=lambda r: r.span)), mentions=_mentions(a.mentions),
        rule=a.rule, confidence=a.sure, rejected=tuple(a.rejected),
        country_rule=a.country_rule if a.country else None, country_confidence=a.confidence if a.country else None,
    )  # fmt: skip


def _place(p: PlaceDraft, ids: _Ids) -> Place:
    return Place(
        id=_id(ids, p), name=p.name, country=p.country, geonames=p.geonames, lat=p.lat, lon=p.lon,
        mentions=_mentions(p.mentions), rule=p.rule, confidence=p.confidence, rejected=tuple(p.rejected),
    )  # fmt: skip


def _time(t: TimeDraft, ids: _Ids) -> Time:
    return Time(
        id=_id(ids, t), span=t.span, type=t.type, value=t.value, mod=t.mod, edtf=t.edtf,
        anchor=t.anchor, rule=t.rule, rejected=tuple(t.rejected),
    )  # fmt: skip


def _figure(f: FigureDraft, ids: _Ids, event: str | None) -> Figure:
    return Figure(
        id=_id(ids, f), span=f.span, value=f.value, bound=f.bound, unit=f.unit, measure=f.measure,
        event=event, high=f.high, counted=f.head.span if f.head is not None else None, rule=f.rule, rejected=tuple(f.rejected),
        standing=f.standing, of=ids.of(f.of),
    )  # fmt: skip


def _statement(a: AttributionDraft, ids: _Ids, drafts: Drafts) -> Statement:
    addressee = None
    if a.addressee is not None:
        addressee = next(
            (ids.of(x) for x in drafts.cast.actors for m in x.mentions if a.addressee[0] <= m.span[0] and m.span[1] <= a.addressee[1]), None
        )
    speaker, joining = drafts.cast.speaker(a), drafts.cast.joining.get(id(a), [])
    return Statement(
        id=_id(ids, a), form=a.form, speaker=ids.of(speaker), speaker_span=a.source,
        speakers=ids.all([speaker, *joining]) if speaker is not None and joining else (),
        cue=tuple(a.cue), content=tuple(a.content), act=a.act, time=ids.of(_statement_time(a, drafts)),
        channel=a.channel, addressee=addressee, within=ids.of(a.within),
        rule=a.rule, confidence=a.confidence, rejected=tuple(a.rejected),
    )  # fmt: skip


def _statement_time(a: AttributionDraft, drafts: Drafts) -> TimeDraft | None:
    return next((t for t in drafts.times if a.time is not None and t.span == a.time), None)


def _event(e: EventDraft, ids: _Ids) -> Event:
    return Event(
        id=_id(ids, e), plover=Plover(event=e.event, mode=e.mode, context=tuple(e.context)), cameo=e.cameo,
        trigger=tuple(e.trigger), sentence=e.sentence, actors=ids.all(e.actors), recipients=ids.all(e.recipients),
        time=ids.of(e.time), date=e.date, place=ids.of(e.place), status=e.status, attributed_to=ids.all(e.attributed_to),
        figures=ids.all(e.figures), rule=e.rule, confidence=e.confidence, rejected=tuple(e.rejected),
        mentions=tuple(_event_mention(m, ids) for m in e.mentions or [e]), own=e.own,
    )  # fmt: skip


def _event_mention(e: EventDraft, ids: _Ids) -> EventMention:
    return EventMention(
        trigger=tuple(e.trigger), sentence=e.sentence, status=e.status, attributed_to=ids.all(e.attributed_to),
        rule=f"{e.rule}; {e.tied}" if e.tied else e.rule,
    )  # fmt: skip
