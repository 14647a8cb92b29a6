"""Which candidates are acts of public life: sport, business results, accidents and private crime are not."""

from __future__ import annotations

from onrecord.coding.candidates import Candidate
from onrecord.model.drafts import ActorDraft, EventDraft

VIOLENT = frozenset(("ASSAULT", "COERCE", "PROTEST"))


def relevant(event: EventDraft, candidate: Candidate) -> bool:
    """Say whether an event has a party in public life."""
    parties = [*event.actors, *event.recipients]
    if not parties:
        return False
    return any(public(a) for a in parties)


def public(actor: ActorDraft) -> bool:
    """Say whether an actor is more than a private person: of a country or sector, or a body of any kind."""
    return actor.country is not None or actor.sector is not None or actor.type != "person"
