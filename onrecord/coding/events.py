from __future__ import annotations

from onrecord.model.document import Document
from onrecord.model.drafts import AttributionDraft, Cast, EventDraft, FigureDraft, PlaceDraft, TimeDraft


def code_events(
    document: Document,
    cast: Cast,
    attributions: list[AttributionDraft],
    times: list[TimeDraft],
    figures: list[FigureDraft],
    places: list[PlaceDraft],
) -> list[EventDraft]:
    """Code who did what to whom (PLOVER, CAMEO), with status and who vouches."""
    return []
