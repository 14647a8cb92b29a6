"""What makes a clause finite and in which tense it is told."""

from __future__ import annotations

from typing import Literal

from onrecord.grammar.phrase import phrase_of
from onrecord.model.document import Token

Tense = Literal["present", "past", "perfect", "ahead", ""]
MAX_CLIMB = 12
PERFECT = frozenset(("has", "have", "had", "'ve", "’ve"))


def carrier_of(head: Token) -> Token | None:
    """Give the word that makes a clause finite: its first finite auxiliary or copula, else its verb; None where nothing does."""
    around = phrase_of(head)
    helpers = (*around.auxiliaries, *around.copulas) if around.copulas else around.auxiliaries
    carrier = next((c for c in helpers if c.form.finite), head)
    return carrier if carrier.form.finite else None


def shifts_tense(clause: Token, verb: Token) -> bool:
    """Say whether a finite clause is told in another tense than a verb."""
    carrier = carrier_of(clause)
    return carrier is not None and carrier.form is not verb.form


def tense_of(head: Token) -> Tense:
    """Give the tense of a finite verb or predicate; empty where the word is neither."""
    if head.upos not in ("VERB", "AUX") and not phrase_of(head).copulas:
        return ""
    carrier = carrier_of(head)
    if carrier is None:
        return ""
    if carrier is not head and carrier.lower in PERFECT:
        return "perfect"
    return "past" if carrier.form.past else "ahead" if carrier.form.modal else "present"


def finite_above(token: Token) -> Token:
    """Give the verb whose tense is the word's: itself, else the finite one above it."""
    for _ in range(MAX_CLIMB):
        if tense_of(token) or token.head is token:
            break
        token = token.head
    return token
