"""Whether the speaking itself is denied, withheld or only supposed ("never said", "would not comment", "if he says")."""

from __future__ import annotations

from onrecord.extract.quotes.cues import words
from onrecord.extract.quotes.view import View
from onrecord.grammar.phrase import phrase_of
from onrecord.model.document import Token

LAST = 5
"""Closing marks of a sentence that are looked through for its question mark."""


def negated(verb: Token) -> bool:
    """Tell whether the speaking itself is negated ("never said", "has not confirmed", "was unable to verify", "nobody said")."""
    if verb.role.complement and verb.head.lower in words("unable"):
        return True
    if any(c.lower in words("never") and c.i < verb.i for c in phrase_of(verb).words):
        return True
    subject = phrase_of(verb).doer
    if subject is None:
        return False
    return subject.lower in ("nobody", "none") or any(c.lower in ("no", "neither") for c in phrase_of(subject).determiners)


def withholds(verb: Token) -> bool:
    """Tell whether a negated verb means that somebody would not speak ("did not say whether", "would not comment")."""
    if any(c.lower in ("would", "wouldn", "’d", "'d") for c in phrase_of(verb).auxiliaries):
        return verb.lemma.lower() in words("withhold")
    around = phrase_of(verb)
    clause = next(iter((*around.contents, *around.complements)), None) or asked_when(verb)
    return clause is not None and any(c.lower in words("question") for c in phrase_of(clause).words if c.i < clause.i)


def asked_when(verb: Token) -> Token | None:
    """Give the clause right behind a negated verb that says what was left open, which parses like one of time ("did not say *when* …")."""
    if not negated(verb):
        return None
    clauses = (c for c in phrase_of(verb).adverbials if c.i > verb.i)
    return next((c for c in clauses if any(w.lower in words("question") and w.i == verb.i + 1 for w in phrase_of(c).words)), None)


def supposed(view: View, verb: Token) -> bool:
    """Tell whether the speaking is only possible, conditional or asked about."""
    if any(c.lower in words("supposed") for c in phrase_of(verb).auxiliaries):
        return True
    if any(c.lower in ("if", "unless", "whether") for c in phrase_of(verb).marks):
        return True
    return verb.head is verb and _is_question(view, verb)


def _is_question(view: View, verb: Token) -> bool:
    """Tell whether the sentence that the verb heads is a question, and not only what is said in it."""
    subject, before = phrase_of(verb).doer, [c for c in phrase_of(verb).words if c.i < verb.i]
    if subject is not None and not any(c.form.asking or (c.role.auxiliary and c.i < subject.i) for c in [subject, *before]):
        return False
    for token in reversed(verb.sentence.tokens[-LAST:]):
        if token.upos != "PUNCT":
            return False
        if token.text == "?":
            return view.inside[token.i] is view.inside[verb.i]
    return False
