from __future__ import annotations

from onrecord.model.document import Document
from onrecord.model.drafts import AttributionDraft, TimeDraft


def find_times(document: Document, attributions: list[AttributionDraft]) -> list[TimeDraft]:
    """Find every time expression; sets `time` on the attributions whose speaking it dates."""
    return []
