"""Where words are deeds: a refusal or promise put in the future is still made now, an attempt on a life is an attack."""

from __future__ import annotations

from onrecord.coding.candidates import Candidate
from onrecord.grammar.lexicon import verb_lemmas
from onrecord.ontology import PLOVER

ATTEMPTS = frozenset(("attempt", "try", "seek"))


def soften(candidate: Candidate, *, spoken: bool) -> None:
    """Undo a weaker status where announcing or attempting the act is already the act."""
    reality = candidate.reality
    because = reality.because
    if because is None:
        return
    foretold = reality.status == "planned" and reality.future is not None
    announced = foretold and not reality.wished and candidate.event in PLOVER.by_saying
    attempted = candidate.event in PLOVER.forceful and reality.status in ("hypothetical", "planned")
    if announced or (attempted and verb_lemmas().get(because.lower, "") in ATTEMPTS):
        reality.status = "claimed" if spoken else "reported"
