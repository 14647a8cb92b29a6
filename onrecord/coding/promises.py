"""Announcing an act is an act: "will send troops" promises (AGREE) or threatens (THREATEN), "will not accept" refuses (REJECT)."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.coding.candidates import Candidate, join
from onrecord.coding.codes import COOPERATIVE, Code, nested, outer_of
from onrecord.model.drafts import AttributionDraft, Cast, EventDraft
from onrecord.model.record import Status

NOT_ANNOUNCED = frozenset(("AGREE", "THREATEN", "REQUEST", "REJECT", "ACCUSE", "MOBILIZE"))
"""Acts of words are done by announcing them; of troops sent for later nobody can tell whether it is help or threat."""


def announced(event: EventDraft, candidate: Candidate, cast: Cast) -> list[EventDraft]:
    """Give the promise, threat or refusal that a future act amounts to; none where somebody else foretells it of the actor."""
    outer = _outer(event, candidate)
    future = candidate.reality.future
    if outer is None or future is None or not event.actors:
        return []
    words = [t for t in (future, candidate.reality.negated) if t is not None]
    vouchers = event.attributed_to
    code = nested().get((outer, event.event), Code(None, "030" if outer == "AGREE" else "130"))
    status: Status = "reported" if _own_word(event, cast, vouchers) else "claimed"
    return [
        EventDraft(
            event=outer, mode=code.mode, context=list(event.context), cameo=code.cameo, trigger=join(sorted(words, key=lambda t: t.i)),
            trigger_head=future, sentence=event.sentence, actors=list(event.actors), recipients=list(event.recipients),
            status=status, rule=f"announced/{event.rule}", attributed_to=[] if status == "reported" else list(vouchers),
        )
    ]  # fmt: skip


def _outer(event: EventDraft, candidate: Candidate) -> str | None:
    """Give the act that announcing this one is: refusing, threatening, promising; None where nothing is announced."""
    if candidate.reality.future is None or candidate.reality.wished:
        return None
    if event.status == "negated":
        return "REJECT" if candidate.reality.negated is not None and event.event in COOPERATIVE else None
    return outer_of(event.event) if event.status == "planned" and event.event not in NOT_ANNOUNCED else None


def _own_word(event: EventDraft, cast: Cast, vouchers: Sequence[AttributionDraft]) -> bool:
    """Say whether the actor itself speaks, or nobody does: then saying so is the promise."""
    if not vouchers:
        return True
    speaker = cast.speaker(vouchers[0])
    return speaker is not None and (speaker in event.actors or any(speaker.country == a.country is not None for a in event.actors))
