"""Announcing an act is an act: "will send aid" promises (AGREE), "will bomb" threatens (THREATEN), "will not accept" refuses (REJECT).

The announcement is told in place of the act that is still to come: one thing is on record, not two.
"""

from __future__ import annotations

from onrecord.coding.candidates import Candidate, join
from onrecord.coding.details import Calendar
from onrecord.model.drafts import Cast, EventDraft
from onrecord.ontology import PLOVER, Code


def announced(event: EventDraft, candidate: Candidate, cast: Cast, calendar: Calendar) -> EventDraft | None:
    """Give the promise, threat or refusal that a future act amounts to; none where its actor does not make it.

    An act whose day is set is planned, and told as such ("will go on strike *on May 4*").
    """
    outer = _outer(event, candidate) if _own_word(event, cast) and not calendar.ahead(event) else None
    future = candidate.reality.future
    if outer is None or future is None or not event.actors or (event.event in PLOVER.unowed and not event.recipients):
        return None
    words = [t for t in (future, candidate.reality.negated, event.trigger_head) if t is not None]
    code = PLOVER.nested.get((outer, event.event), Code(None, PLOVER.root[outer]))
    return EventDraft(
        event=outer, mode=code.mode, context=list(event.context), cameo=code.cameo, trigger=join(sorted(words, key=lambda t: t.i)),
        trigger_head=event.trigger_head, sentence=event.sentence, actors=list(event.actors), recipients=list(event.recipients),
        status="reported", rule=f"announced/{event.rule}", place=event.place, figures=list(event.figures),
    )  # fmt: skip


def _outer(event: EventDraft, candidate: Candidate) -> str | None:
    """Give the act that announcing this one is: refusing, threatening, promising; None where nothing is announced."""
    if candidate.reality.future is None or candidate.reality.wished:
        return None
    if event.status == "negated":
        return PLOVER.refusal if candidate.reality.negated is not None and PLOVER.cooperative(event.event) else None
    if event.mode in PLOVER.foreseen_modes and candidate.reality.future.upos != "VERB":
        return None  # "will withdraw its troops", not "has promised to"
    return PLOVER.announcing(event.event) if event.status == "planned" and event.event not in PLOVER.unannounced else None


def _own_word(event: EventDraft, cast: Cast) -> bool:
    """Say whether the actor itself speaks, or nobody does: then saying so is the promise."""
    if not event.attributed_to:
        return True
    speaker = cast.speaker(event.attributed_to[0])
    if speaker is None or speaker.sector == "JRN":
        return False
    return speaker in event.actors or any(speaker.country == a.country is not None for a in event.actors)
