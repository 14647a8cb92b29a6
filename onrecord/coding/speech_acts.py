"""Where words are deeds: a refusal or promise put in the future is still made now, an attempt on a life is an attack, and "it" in speech speaks."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.coding.candidates import Candidate
from onrecord.coding.lexicon import verb_lemmas
from onrecord.model.document import Document
from onrecord.model.drafts import AttributionDraft, Cast

MADE_BY_SAYING = frozenset(("AGREE", "REJECT", "THREATEN"))
ATTEMPTS = frozenset(("attempt", "try", "seek"))
SELF = frozenset(("i", "we", "it", "he", "she", "they"))


def soften(candidate: Candidate, *, spoken: bool) -> None:
    """Undo a weaker status where announcing or attempting the act is already the act."""
    reality = candidate.reality
    because = reality.because
    if because is None:
        return
    announced = reality.status == "planned" and reality.future and candidate.event in MADE_BY_SAYING
    attempted = candidate.event == "ASSAULT" and reality.status in ("hypothetical", "planned")
    if announced or (attempted and verb_lemmas().get(because.lower, "") in ATTEMPTS):
        reality.status = "claimed" if spoken else "reported"


def with_speakers(document: Document, cast: Cast, attributions: Sequence[AttributionDraft]) -> Cast:
    """Let a pronoun inside a statement that the cast knows nobody for stand for the speaker ("Syria says *it* will ...")."""
    by_token = dict(cast.by_token)
    for attribution in attributions:
        speaker = cast.speaker(attribution)
        if speaker is None:
            continue
        for span in attribution.content:
            for token in document.tokens_in(span):
                if token.lower in SELF and token.dep in ("nsubj", "nsubj:pass"):
                    by_token.setdefault(token.i, speaker)
    return Cast(cast.actors, by_token, cast.speakers)
