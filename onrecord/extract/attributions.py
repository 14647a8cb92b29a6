from __future__ import annotations

from onrecord.model.document import Document
from onrecord.model.drafts import AttributionDraft


def find_attributions(document: Document) -> list[AttributionDraft]:
    """Find who said what: source, cue and content of every attribution."""
    return []
