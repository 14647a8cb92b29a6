"""Cuts a text at every boundary of its marks, so that marks that cross can be drawn without crossing tags.

Each segment names all marks over it, the longest first: what closes, closes before the next opens, and the shorter of two lies
on top.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from onrecord.model.record import Span


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of text that belongs to an item."""

    id: str
    kind: str
    span: Span


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text over which the same marks lie; `opens` and `closes` are those that begin and end with it."""

    span: Span
    marks: tuple[Mark, ...]
    opens: tuple[Mark, ...]
    closes: tuple[Mark, ...]


def segments(within: Span, marks: Iterable[Mark]) -> list[Segment]:
    """Cut a stretch of text by the marks that lie in it (those that reach over its ends are cut off there)."""
    begin: dict[int, list[Mark]] = defaultdict(list)
    end: dict[int, list[Mark]] = defaultdict(list)
    bounds = set(within)
    for mark in marks:
        a, b = max(mark.span[0], within[0]), min(mark.span[1], within[1])
        if a < b:
            begin[a].append(mark)
            end[b].append(mark)
            bounds |= {a, b}
    out: list[Segment] = []
    open_marks: dict[Mark, None] = {}
    cuts = sorted(bounds)
    for a, b in pairwise(cuts):
        for mark in end[a]:
            open_marks.pop(mark, None)
        for mark in begin[a]:
            open_marks[mark] = None
        over = sorted(open_marks, key=lambda m: (m.span[0] - m.span[1], m.id))
        out.append(Segment((a, b), tuple(over), tuple(m for m in over if m in begin[a]), tuple(m for m in over if m in end[b])))
    return out
