"""Which statements an act stands in: those whose content holds it, the innermost first."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.model.document import Token
from onrecord.model.drafts import AttributionDraft


class Vouching:
    """Answers for the tokens of a document, asked in the order of its sentences."""

    def __init__(self, attributions: Sequence[AttributionDraft]) -> None:
        spans = [(start, end, n) for n, a in enumerate(attributions) for start, end in a.content]
        self._spans = sorted(spans)
        self._attributions = attributions
        self._next = 0
        self._open: list[tuple[int, int, int]] = []
        self._sentence = -1

    def of(self, token: Token) -> list[AttributionDraft]:
        """Give the statements whose content holds the token."""
        self._advance(token)
        inside = sorted((end - start, n) for start, end, n in self._open if start <= token.start < end)
        return [self._attributions[n] for n in dict.fromkeys(n for _, n in inside)]

    def _advance(self, token: Token) -> None:
        sentence = token.sentence
        if sentence.start == self._sentence:
            return
        self._sentence = sentence.start
        while self._next < len(self._spans) and self._spans[self._next][0] < sentence.end:
            self._open.append(self._spans[self._next])
            self._next += 1
        self._open = [s for s in self._open if s[1] > sentence.start]
