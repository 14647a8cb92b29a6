"""Where a report was filed: the place at the head of its dateline ("JUBA, Dec 26 (Reuters) -", "TRIPOLI, Lebanon —")."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.grammar.build import lone_name
from onrecord.model.document import Document, Token
from onrecord.resolve import world
from onrecord.resolve.gazetteer import towns
from onrecord.resolve.lexicon import word_set
from onrecord.resolve.named import DATES, Named
from onrecord.resolve.states_us import state_code
from onrecord.resolve.world import folded

WORD = re.compile(r"[^\W\d_]+(?:[.'’-][^\W\d_]+)*\.?|\S")
LONGEST = 120
"""Characters of a dateline that are looked at."""


def dateline_names(document: Document) -> Iterator[tuple[Named, Named | None]]:
    """Give each dateline's place with the larger one named after it; their tokens are no tokens of the document."""
    for part in document.parts:
        if part.kind == "dateline":
            yield from _names(document, part.span[0], min(part.span[1], part.span[0] + LONGEST))


def filed_in(document: Document) -> set[str]:
    """Give the codes of the US states that the report was filed from: "SAVANNAH, Ga. -", "ATLANTA -"."""
    out: set[str | None] = set()
    for named, larger in dateline_names(document):
        if larger is not None:
            out.add(state_code(larger.text))
        elif not named.entries and (known := towns(named.text)) and known[0].country == "USA":
            out.add(known[0].admin)
    return {code for code in out if code is not None}


def _names(document: Document, start: int, end: int) -> Iterator[tuple[Named, Named | None]]:
    groups: list[list[Token]] = [[]]
    for match in WORD.finditer(document.text, start, end):
        word = match.group()
        if word == ",":
            groups.append([])
        elif not word[0].isalpha() or word.lower().strip(".") in word_set(DATES) or word.lower().strip(".")[:3] in word_set(MONTHS):
            break
        else:
            groups[-1].append(lone_name(word, match.start(), match.end()))
    named = [_named(g) for g in groups if g]
    if named:
        larger = named[1] if len(named) > 1 and (named[1].entries or state_code(named[1].text)) else None
        yield named[0], larger


MONTHS = "datelines-months"


def _named(tokens: list[Token]) -> Named:
    """Make a name of a dateline's words, in the case that the world's tables have it."""
    words = [t.text.title() if t.text.isupper() and len(t.text) > 3 else t.text for t in tokens]
    for token, word in zip(tokens, words, strict=True):
        token.text = word
    found = world.scan(words)
    entries = found[0].entries if found and found[0].last == len(words) else ()
    named = Named(tokens, "GPE", entries, "place")
    named.words = tuple(w for word in words for w in folded(word).split())
    return named
