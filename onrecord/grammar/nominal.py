"""Nouns made of verbs, read as the clause that they stand for: "the *lifting* of US sanctions on Syria" is US sanctions lifted."""

from __future__ import annotations

from onrecord.grammar.clause import Clause
from onrecord.grammar.phrase import phrase_of
from onrecord.lang import per_language, rows
from onrecord.model.document import Token


@per_language
def nominal_verbs() -> dict[str, str]:
    """Give the verb that each such noun is made of."""
    return {r["noun"]: r["verb"] for r in rows("event_nominals")}


def nominal_clause(noun: Token) -> Clause | None:
    """Give what is done, and by whom, as the clause of the verb; None for other nouns, and where it is not said what it is done to."""
    if noun.upos != "NOUN" or noun.name is not None or noun.lower not in nominal_verbs():
        return None
    around = phrase_of(noun)
    done_to = around.joined("of")
    if not done_to:
        return None
    clause = Clause(noun, passive=False, subjects=[*around.possessors, *around.done_by], objects=[*done_to])
    for phrase in (c for n in (noun, *done_to) for c in phrase_of(n).attributes):
        if (preposition := phrase_of(phrase).preposition) is not None and phrase not in done_to:
            clause.phrases.setdefault(preposition, []).append(phrase)
    return clause
