"""One entry an actor: which descriptions and names stand for the same person, body or group, and who belongs on record at all."""

from __future__ import annotations

from onrecord.model.document import Document
from onrecord.model.drafts import Drafts


def gather_actors(document: Document, drafts: Drafts) -> None:
    """Link the entries of one actor and leave out whoever only passes by."""
