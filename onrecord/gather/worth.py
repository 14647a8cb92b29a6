"""Which happenings stay on record: acts that were done or are planned, of public life or part of a report of it."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.coding.matching import lemma
from onrecord.model.drafts import EventDraft
from onrecord.ontology import PLOVER

TOLD = frozenset(("reported", "claimed"))
COURTESY = frozenset(("condolence", "gratitude", "thank", "thanks"))
ASIDE = frozenset(("oblique", "attribute", "reduced", "adjective", "compound"))
"""Where words stand that only say what something else follows or is about: "a curfew *after a demonstration*", "the *accused* priest"."""


def never_told(e: EventDraft) -> bool:
    """See what is no event of a report whoever judges: courtesies, and what only a picture shows where nobody takes part."""
    pictured = all(t.trigger_head.sentence.part.kind == "caption" for t in e.mentions or [e])
    return _courtesy(e) or (pictured and not e.actors and not e.recipients)


def worth_telling(happenings: Sequence[EventDraft]) -> list[EventDraft]:
    """Give the happenings that stay: acts of public life, and what is told beside them of protests, arrests and trials."""
    public = any(not e.doubt for e in happenings)
    return [e for e in happenings if not e.doubt or e.own or _stays(e, public)]


def _courtesy(e: EventDraft) -> bool:
    """See thanks and condolences, which are no act of public life."""
    return e.event == PLOVER.endorsement and lemma(e.trigger_head) in COURTESY


def _stays(e: EventDraft, public: bool) -> bool:
    """Say whether a doubtful happening belongs to what the report is about: a protest, the arrest or conviction beside a public act."""
    if e.status not in TOLD or all(t.trigger_head.role.name in ASIDE for t in e.mentions):
        return False
    if e.event == PLOVER.protest:
        return e.trigger_head.upos != "PROPN"  # "the National Day Rally"
    return public and e.event in PLOVER.of_courts and bool(e.recipients) and e.rule.startswith("verb")
