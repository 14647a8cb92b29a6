"""In whose speech each word stands: the statements whose content holds it."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.model.document import Document, Token
from onrecord.model.drafts import AttributionDraft


class Speech:
    """Worked out once for a report when its attributions are known."""

    def __init__(self, document: Document, attributions: Sequence[AttributionDraft]) -> None:
        self._at: dict[int, list[AttributionDraft]] = {}
        spans = [(span[1] - span[0], n, span) for n, a in enumerate(attributions) for span in a.content]
        for _, n, span in sorted(spans):
            for token in document.tokens_in(span):
                inside = self._at.setdefault(token.i, [])
                if attributions[n] not in inside:
                    inside.append(attributions[n])

    def of(self, token: Token) -> list[AttributionDraft]:
        """Give the attributions that a word is part of, the innermost first."""
        return self._at.get(token.i, [])
