"""Which happenings stay on record: acts that were done or are planned, of public life or part of a report of it."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.model.drafts import EventDraft

UNREAL = frozenset(("negated", "hypothetical"))
TOLD = frozenset(("reported", "claimed"))
JUSTICE = frozenset(("COERCE", "ACCUSE", "RETREAT"))
"""Types of arrests, charges, convictions and releases: who does them is public, though a report seldom says it."""
ASIDE = frozenset(("obl", "nmod", "acl", "amod", "compound"))
"""Where words stand that only say what something else follows or is about: "a curfew *after a demonstration*", "the *accused* priest"."""


def worth_telling(happenings: Sequence[EventDraft]) -> list[EventDraft]:
    """Give the happenings that stay. What did not happen, or only perhaps, stays where nothing else is told."""
    real = [e for e in happenings if e.status not in UNREAL]
    public = any(not e.doubt for e in real)
    kept = [e for e in real if not e.doubt or _stays(e, public)]
    return kept or [e for e in happenings if not e.doubt]


def _stays(e: EventDraft, public: bool) -> bool:
    """Say whether a doubtful happening belongs to what the report is about: a protest, the arrest or conviction beside a public act."""
    if e.status not in TOLD or all(t.trigger_head.dep in ASIDE for t in e.mentions):
        return False
    if e.event == "PROTEST":
        return e.trigger_head.upos != "PROPN"  # "the National Day Rally"
    return public and e.event in JUSTICE and bool(e.recipients) and e.rule.startswith("verb")
