from __future__ import annotations

from onrecord.model.document import Document
from onrecord.model.drafts import AttributionDraft, Cast, UnresolvedDraft


def resolve_actors(document: Document, attributions: list[AttributionDraft]) -> tuple[Cast, list[UnresolvedDraft]]:
    """Find the actors with all their mentions, and who speaks in each attribution."""
    return Cast([], {}), []
