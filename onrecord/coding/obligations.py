"""Saying that somebody must do something asks it of them: "Japan *must* respect its commitments, the ministry said" is a REQUEST.

The statement itself is the act; who only reports the statement vouches for it.
"""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.coding.candidates import inner_of
from onrecord.coding.participants import actors_of
from onrecord.coding.relevance import public
from onrecord.grammar.clause import own_subjects
from onrecord.grammar.phrase import phrase_of
from onrecord.grammar.speech import Speech
from onrecord.model.document import Sentence, Token
from onrecord.model.drafts import Cast, EventDraft
from onrecord.ontology import PLOVER, Code

OBLIGING = frozenset(("must", "should"))
OTHERWISE = Code("change", "0242")
"""What is demanded where no act of the ontology is: a change of policy."""


def obligations(sentence: Sentence, cast: Cast, speech: Speech) -> Iterator[EventDraft]:
    """Give a REQUEST for every obligation that a public speaker lays upon another public party."""
    for token in sentence.tokens:
        if token.lower in OBLIGING and token.role.auxiliary and token.upos == "AUX":
            event = _obligation(token, cast, speech)
            if event is not None:
                yield event


def _obligation(modal: Token, cast: Cast, speech: Speech) -> EventDraft | None:
    verb = modal.head
    vouchers = speech.of(modal)
    speaker = cast.speaker(vouchers[0]) if vouchers else None
    if speaker is None or not public(speaker):
        return None
    obliged = [a for s in own_subjects(verb) for a in actors_of(s, cast) if a is not speaker and public(a)]
    if not obliged or phrase_of(verb).negated:
        return None
    code = PLOVER.nested.get((PLOVER.demand, inner_of(verb, cast) or ""), OTHERWISE)
    return EventDraft(
        event=PLOVER.demand, mode=code.mode, context=[], cameo=code.cameo, trigger=[modal.span, verb.span], trigger_head=modal,
        sentence=modal.sentence.span, actors=[speaker], recipients=obliged, status="claimed" if vouchers[1:] else "reported",
        rule=f"obligation/{modal.lower}", attributed_to=vouchers[1:],
    )  # fmt: skip
