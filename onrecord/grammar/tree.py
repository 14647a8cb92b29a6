"""Steps in the tree, bounded so that a sentence of 20,000 words costs no more a word than one of 20."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from onrecord.model.document import Document, Token

MAX_CHILDREN = 48
"""Dependents looked at below one word. Real words have fewer than 25; only broken parses of endless sentences have more."""

MAX_DISTANCE = 80
"""Words looked at to each side of an act where its surroundings are searched."""


def kids(token: Token) -> Sequence[Token]:
    """Give the dependents of a word, in text order, at most `MAX_CHILDREN`."""
    children = token.children
    return children if len(children) <= MAX_CHILDREN else children[:MAX_CHILDREN]


def above(token: Token, steps: int) -> Iterator[Token]:
    """Give the words that a word stands under, the nearest first."""
    for _ in range(steps):
        if token.head is token:
            return
        token = token.head
        yield token


def around(token: Token, distance: int = MAX_DISTANCE) -> list[Token]:
    """Give the words of the sentence on both sides of a word."""
    tokens = token.sentence.tokens
    at = token.i - tokens[0].i
    return tokens[max(0, at - distance) : at + distance + 1]


def under(token: Token) -> list[Token]:
    """Give a word and all that stand under it, in text order."""
    out, stack = [], [token]
    while stack:
        word = stack.pop()
        out.append(word)
        stack.extend(word.children)
    out.sort(key=lambda t: t.i)
    return out


def edges(document: Document) -> tuple[list[int], list[int]]:
    """Give for each word the index of the first and of the last word that stands under it, itself included."""
    tokens = document.tokens
    left, right = list(range(len(tokens))), list(range(len(tokens)))
    for edge, order in ((left, tokens), (right, reversed(tokens))):  # a word tells those above it until one knows of a word further out
        for token in order:
            at, head = token.i, token.head
            while (edge[head.i] > at) if edge is left else (edge[head.i] < at):
                edge[head.i] = at
                head = head.head
    return left, right
