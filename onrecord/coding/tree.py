"""The tree as event coding walks it: bounded at every step, so that a sentence of 20,000 words costs no more a word than one of 20."""

from __future__ import annotations

from onrecord.model.document import Token

MAX_CHILDREN = 48
"""Dependents looked at below one word. Real words have fewer than 25; only broken parses of endless sentences have more."""

MAX_DISTANCE = 80
"""Words looked at to each side of an act where its surroundings are searched."""


def kids(token: Token) -> list[Token]:
    """Give the dependents of a word, in text order, at most `MAX_CHILDREN`."""
    children = token.children
    return children if len(children) <= MAX_CHILDREN else children[:MAX_CHILDREN]


def around(token: Token, distance: int = MAX_DISTANCE) -> list[Token]:
    """Give the words of the sentence on both sides of a word."""
    tokens = token.sentence.tokens
    at = token.i - tokens[0].i
    return tokens[max(0, at - distance) : at + distance + 1]
