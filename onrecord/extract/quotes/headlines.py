"""Headlines: `Sanders: Taxes would rise`, where a colon after a name is all the cue there is."""

from __future__ import annotations

from onrecord.extract.quotes.cues import Sense, can_speak, words
from onrecord.extract.quotes.extent import trim
from onrecord.extract.quotes.reported import Reported
from onrecord.extract.quotes.source import Source
from onrecord.extract.quotes.view import View

SENSE = Sense("state", "headline")
LONGEST_NAME = 6
"""Words before the colon of a headline."""
SHORTEST = 3
"""Words after it that make a statement."""


def find_headline(view: View) -> list[Reported]:
    """Read the first line of a report as `speaker: words`, where a name stands before the colon and a verb after it."""
    first, end = view.block_tokens[0]
    colon = next((n for n in range(first + 1, min(first + LONGEST_NAME + 1, end)) if view.tokens[n].text == ":"), None)
    if colon is None or view.inside[colon] is not None or end - colon - 1 < SHORTEST:
        return []
    name, said = view.tokens[first:colon], view.tokens[colon + 1 : end]
    if any(t.upos in ("VERB", "AUX", "PUNCT", "NUM") or view.inside[t.i] is not None for t in name):
        return []
    if " ".join(t.lower for t in name) in words("rubric"):
        return []  # "Analysis: ..." is what a desk calls the piece
    head = name[-1]
    if head.upos not in ("PROPN", "NOUN") or not can_speak(head):
        return []
    if not any(t.upos in ("VERB", "AUX") for t in said) or all(view.inside[t.i] is not None for t in said if t.upos != "PUNCT"):
        return []
    content = trim(view, colon + 1, end - 1)
    if content is None:
        return []
    source = Source(view.span(first, colon - 1), head, "headline")
    return [Reported(view.tokens[colon], source, [content], SENSE, "quote/headline/colon", [view.tokens[colon].span])]
