"""What stands around a match: neighbours by kind (`time_contexts.csv`) and the parsed token, where the document has a parse."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord import lang
from onrecord.extract.timex.patterns import Match
from onrecord.lang import per_language
from onrecord.model.document import Document, Token


@per_language
def contexts(language: str = "en") -> dict[str, frozenset[str]]:
    """Give the words of each kind of neighbour."""
    kinds: dict[str, set[str]] = {}
    for row in lang.rows("time_contexts", language):
        kinds.setdefault(row["context"], set()).add(row["word"])
    return {kind: frozenset(words) for kind, words in kinds.items()}


@dataclass(frozen=True, slots=True)
class Around:
    """One match in its surroundings."""

    m: Match
    document: Document
    narrative: bool
    people: frozenset[str]
    """What the people of the report are called: each word of their names."""

    def before(self, n: int = 1) -> str:
        """Give the n-th word before the match, in small letters."""
        return self.m.words.lower(self.m.first - n)

    def after(self, n: int = 0) -> str:
        """Give the n-th word after the match (0 the next)."""
        return self.m.words.lower(self.m.last + n)

    def first_of(self, label: str) -> int:
        """Give the first token under a label, else of the match."""
        return (self.m.at(label) or (self.m.first, self.m.last))[0]

    def token(self, label: str | None = None) -> Token | None:
        """Give the parsed token at the match's start or at a label; None without a parse there."""
        return self.token_of(self.first_of(label) if label else self.m.first)

    def token_of(self, i: int) -> Token | None:
        """Give the parsed token under the i-th word; None without a parse there."""
        words = self.m.words
        if not self.document.tokens or not 0 <= i < len(words.starts):
            return None
        token = self.document.token_at(words.starts[i])
        return token if token is not None and token.start <= words.starts[i] < token.end else None

    def follows(self, *categories: str) -> bool:
        """Say whether the next word is of one of these categories of the lexicon."""
        mark = self.m.words.marks[self.m.last : self.m.last + 1]
        return bool(mark) and any(mark in self.m.lexicon.chars(c) for c in categories)


def is_a(kind: str, word: str) -> bool:
    """Say whether a word is a neighbour of this kind."""
    return word in contexts().get(kind, frozenset())
