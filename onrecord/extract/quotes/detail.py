"""Whether the speaking itself is denied, withheld or only supposed ("never said", "would not comment", "if he says")."""

from __future__ import annotations

from onrecord.extract.quotes.cues import words
from onrecord.extract.quotes.view import View
from onrecord.model.document import Token

LAST = 5
"""Closing marks of a sentence that are looked through for its question mark."""


def negated(verb: Token) -> bool:
    """Tell whether the speaking itself is negated ("never said", "has not confirmed", "nobody said")."""
    if any(c.lower in words("never") and c.dep in ("advmod", "cc:preconj", "det") and c.i < verb.i for c in verb.children):
        return True
    subject = verb.child("nsubj")
    if subject is None:
        return False
    return subject.lower in ("nobody", "none") or any(c.lower in ("no", "neither") and c.dep == "det" for c in subject.children)


def withholds(verb: Token) -> bool:
    """Tell whether a negated verb means that somebody would not speak ("did not say whether", "would not comment")."""
    if any(c.dep == "aux" and c.lower in ("would", "wouldn", "’d", "'d") for c in verb.children):
        return verb.lemma.lower() in words("withhold")
    clause = verb.child("ccomp", "xcomp")
    return clause is not None and any(c.lower in words("question") for c in clause.children if c.i < clause.i)


def supposed(view: View, verb: Token) -> bool:
    """Tell whether the speaking is only possible, conditional or asked about."""
    if any(c.dep == "aux" and c.lower in words("supposed") and c.i < verb.i for c in verb.children):
        return True
    if any(c.dep == "mark" and c.lower in ("if", "unless", "whether") and c.i < verb.i for c in verb.children):
        return True
    return verb.head is verb and _is_question(view, verb)


def _is_question(view: View, verb: Token) -> bool:
    """Tell whether the sentence that the verb heads is a question, and not only the quotation in it."""
    for token in reversed(verb.sentence.tokens[-LAST:]):
        if token.upos != "PUNCT":
            return False
        if token.text == "?":
            return view.inside[token.i] is view.inside[verb.i]
    return False
