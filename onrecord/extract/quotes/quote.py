"""A direct statement while it is put together, and what its quotation marks look like."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.extract.quotes.cues import Cue
from onrecord.extract.quotes.marks import Region
from onrecord.extract.quotes.source import Source
from onrecord.extract.quotes.view import MARKS, STOPS, View
from onrecord.model.document import Token
from onrecord.model.record import Span

DASHES = frozenset({"—", "–", "--", "-", "―"})
OPEN_ENDS = frozenset(",?!—–-…")
"""Last characters of a quotation whose sentence goes on after it."""


@dataclass(slots=True, eq=False)
class Quote:
    """A direct (or part-quoted) statement: its regions, the spans of its words, and the verb and source it is tied to."""

    regions: list[Region]
    spans: list[Span]
    verb: Token | None
    cue: Cue | None
    source: Source | None
    rule: str
    mark: Span | None = None
    """The colon or dash that stands for a verb."""


Taken = dict[int, Quote]
"""id(region) -> the quotation that has it."""


def last_character(view: View, region: Region) -> str:
    """Give the last character of a region, marks of a quotation inside it left out."""
    return view.document.text[region.start : region.end].rstrip("'’”\"")[-1:]


def past_marks(view: View, region: Region) -> int:
    """Give the index of the first token after a region and its closing mark."""
    j = view.index_at(region.end)
    while (t := view.at(j)) is not None and (t.start < region.closes or t.text in MARKS) and view.inside[j] is None:
        j += 1
    return j


def begins_sentence(view: View, region: Region) -> bool:
    """Tell whether a region begins as a sentence does."""
    first = view.document.text[region.start]
    return first.isupper() or first in "[(…." or first.isdigit()


def utterance(view: View, region: Region) -> bool:
    """Tell whether a region reads as a sentence of its own and not as a scare quote, title or nickname."""
    text = view.document.text
    ends = last_character(view, region) in (".", "!", "?", "…") or text[region.closes : region.closes + 1] in (".", "!", "?")
    return begins_sentence(view, region) and ends and not title_like(text[region.start : min(region.end, region.start + 200)])


def title_like(words: str) -> bool:
    """Tell whether words look like a title or name: a single word, or no word but short ones in lower case."""
    parts = words.split()
    return len(parts) < 2 or (len(parts) < 9 and all(w[:1].isupper() or len(w) < 4 or not w[0].isalpha() for w in parts))


def whole_block(view: View, region: Region) -> bool:
    """Tell whether the region fills its paragraph."""
    start, end = view.document.blocks[region.block]
    return not view.document.text[start : region.opens].strip() and not view.document.text[region.closes : end].strip(" .,\t\n\r")


def stops(tokens: list[Token]) -> int:
    """Count the marks that end sentences."""
    return sum(t.text in STOPS for t in tokens)
