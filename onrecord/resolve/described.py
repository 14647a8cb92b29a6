"""A common noun phrase that may stand for an actor, as read from its words."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.model.document import Token
from onrecord.resolve import nouns
from onrecord.resolve.entities import Actor
from onrecord.resolve.lexicon import Found
from onrecord.resolve.phrase import Reading


@dataclass(frozen=True, slots=True)
class Described:
    """A common noun phrase that may stand for an actor."""

    head: Token
    first: Token
    article: nouns.Article
    found: Found
    reading: Reading
    country: str | None
    evidence: str
    """What gives the country: "own-words", "possessor" or "body"; "several" that it names more than one."""
    base: str | None
    """The country that it is said to be based in: "the *US*-based group"."""
    body: Actor | None
    """The named body that they are of: "members of the *Coast Guard*"."""
    owner: Actor | None
    possessed: bool
    """It has a possessor, known or not: "their party", "Kenya's army"."""
    modifiers: frozenset[str]
    """Its adjectives and nouns before the head, in lower case."""
    plain: bool
    """Neither a prepositional phrase nor a relative clause follows that would make it another one."""

    @property
    def noun(self) -> str:
        return self.found.noun.noun
