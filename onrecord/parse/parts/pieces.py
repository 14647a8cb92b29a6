"""Parts in the making, and what they say about the report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from onrecord.model.record import PartKind, Span
from onrecord.parse.parts import dateline, header
from onrecord.parse.parts.credit import Credit
from onrecord.parse.parts.dates import Found


@dataclass(slots=True)
class Piece:
    """A part in the making. `words`: the span to parse, where the part holds prose (a caption without its credit)."""

    kind: PartKind
    start: int
    end: int
    rule: str
    words: Span | None = None
    credit: str | None = None
    agency: str | None = None
    date: Found | None = None


@dataclass(slots=True)
class Layout:
    """The parts of a text, and what its header, bylines, datelines and credits say about it."""

    pieces: list[Piece] = field(default_factory=list)
    title: str | None = None
    headers: list[header.Header] = field(default_factory=list)
    datelines: list[dateline.Dateline] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    credits: list[Credit] = field(default_factory=list)
    """In order of trust: credit lines, datelines, bylines, copyright notices."""
    notices: list[Credit] = field(default_factory=list)
    bylines: list[Credit] = field(default_factory=list)
    houses: list[str] = field(default_factory=list)
    """Outlets that lines around the text name as their own."""


def body_pieces(layout: Layout) -> Iterator[Piece]:
    """Give the pieces whose words are to be parsed, in order."""
    return (p for p in layout.pieces if p.words is not None)
