"""One entry an actor: which descriptions and names stand for the same person, body or group, and who belongs on record at all."""

from __future__ import annotations

from onrecord.gather.entries import Entries
from onrecord.gather.linking import link
from onrecord.gather.mentions import Reads
from onrecord.gather.standing_in_record import leave_out_passers
from onrecord.model.document import Document
from onrecord.model.drafts import Drafts


def gather_actors(document: Document, drafts: Drafts, reads: Reads | None = None) -> None:
    """Link the entries of one actor."""
    entries = Entries(document, drafts, reads)
    link(entries)
    entries.settle()


def keep_who_belongs(document: Document, drafts: Drafts, reads: Reads | None = None) -> Entries:
    """Leave out whoever only passes by; give who is left. It asks who takes part in an event: happenings are gathered before."""
    entries = Entries(document, drafts, reads)
    leave_out_passers(entries)
    entries.settle()
    return entries
