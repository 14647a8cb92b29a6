"""The rules that every record keeps: spans slice, ids are unique, references resolve, parts stand in order."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.errors import RecordError
from onrecord.model.record import Record, Span


def check_record(record: Record) -> None:
    """Raise `RecordError` at the first broken rule."""
    size = len(record.report.text)
    for where, span in spans(record):
        if not (0 <= span[0] < span[1] <= size):
            raise _broken(record, f"the span {span} of {where} does not slice the text of {size} characters")
    last = 0
    for part in record.report.parts:
        if part.span[0] < last:
            raise _broken(record, f"part {part.kind} {part.span} overlaps the part before it")
        last = part.span[1]
    for event in record.events:
        if event.own is not None and record.own_type(event) is None:
            raise _broken(record, f"{event.id} is of the type {event.own}, which its lexicon does not name")
    known = _ids(record)
    for where, ref in references(record):
        if ref not in known:
            raise _broken(record, f"{where} points at {ref}, which is not in the record")


def _broken(record: Record, what: str) -> RecordError:
    return RecordError(what, report=record.report.source, stage="check", code="BAD_RECORD", remedy="please report this text as a bug")


def _ids(record: Record) -> set[str]:
    ids = [x.id for group in (record.actors, record.places, record.times, record.figures, record.statements, record.events) for x in group]
    if len(ids) != len(set(ids)):
        raise _broken(record, "an id is used twice")
    return set(ids)


def spans(record: Record) -> Iterator[tuple[str, Span]]:
    """Give every span of the record with the place it stands in."""
    for part in record.report.parts:
        yield f"part {part.kind}", part.span
    for warn in record.report.warnings:
        if warn.span is not None:
            yield f"warning {warn.code}", warn.span
    if record.report.account is not None:
        yield from ((f"{x.kind} left out", x.span) for x in record.report.account.left_out)
    for a in record.actors:
        yield from ((f"{a.id} mention", m.span) for m in a.mentions)
        yield from ((f"{a.id} role", r.span) for r in a.roles)
    for p in record.places:
        yield from ((f"{p.id} mention", m.span) for m in p.mentions)
    for t in record.times:
        yield t.id, t.span
    for f in record.figures:
        yield f.id, f.span
        if f.counted is not None:
            yield f"{f.id} counted", f.counted
    for s in record.statements:
        yield from ((s.id, x) for x in (*s.cue, *s.content))
        if s.speaker_span is not None:
            yield f"{s.id} speaker", s.speaker_span
    for e in record.events:
        yield from ((f"{e.id} trigger", x) for x in e.trigger)
        yield f"{e.id} sentence", e.sentence
        for m in e.mentions:
            yield from ((f"{e.id} mention", x) for x in (*m.trigger, m.sentence))
    for u in record.unresolved:
        yield f"unresolved {u.kind}", u.span


def references(record: Record) -> Iterator[tuple[str, str]]:
    """Give every id that an item points at."""
    for part in record.report.parts:
        if part.place is not None:
            yield f"part {part.kind}", part.place
    for f in record.figures:
        yield from ((f.id, x) for x in (f.event, f.of) if x is not None)
    for s in record.statements:
        yield from ((s.id, x) for x in (s.speaker, *s.speakers, s.time, s.addressee, s.within) if x is not None)
    for e in record.events:
        yield from ((e.id, x) for x in (*e.actors, *e.recipients, *e.attributed_to, *e.figures))
        yield from ((e.id, x) for x in (e.time, e.place) if x is not None)
        yield from ((e.id, x) for m in e.mentions for x in m.attributed_to)
