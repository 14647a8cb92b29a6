"""One event a happening: which tellings are of one thing that happened, and what all of them together say of it."""

from __future__ import annotations

from onrecord.model.document import Document
from onrecord.model.drafts import Drafts


def gather_happenings(document: Document, drafts: Drafts) -> None:
    """Make one event of all tellings of a happening."""
