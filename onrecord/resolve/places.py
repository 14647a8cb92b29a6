from __future__ import annotations

from onrecord.model.document import Document
from onrecord.model.drafts import Cast, PlaceDraft


def resolve_places(document: Document, cast: Cast) -> list[PlaceDraft]:
    """Find the places on the map."""
    return []
