"""A name as the text gives it: its tokens, the titles before it, what it may be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from onrecord.model.document import Token
from onrecord.resolve.lexicon import Gender, word_set
from onrecord.resolve.world import Entry

LINKS = "names-links"
STYLES = "names-styles"
"""Titles that a single name is hardly ever said without: "King Abdullah", "Pope Francis"."""
DATES = "names-dates"
SENT = frozenset({"ambassador", "envoy", "representative", "commissioner"})
"""Offices that are held towards a country."""
REGIONS = "places-regions"
"""What a large part of a country is called: "the Luhansk *region*"."""
SITES = "places-sites"
"""Last words of the names of airports, bases and camps, which say where as a town's name does."""
OF_SITES = "places-of-sites"
"""What stands between a town's name and these: "Oslo *international* airport"."""
OTHERS = frozenset({"EVENT", "PRODUCT", "WORK_OF_ART", "LAW", "LANGUAGE"})
NameKind = Literal["person", "organisation", "place", "people", "country", "other", "unknown"]


@dataclass(slots=True, eq=False)
class Named:
    """One name in the text: its tokens without titles, what it may be, and the titles before it."""

    tokens: list[Token]
    label: str | None
    entries: tuple[Entry, ...] = ()
    kind: NameKind = "unknown"
    titles: list[Token] = field(default_factory=list)
    style: list[Token] = field(default_factory=list)
    """A title that belongs to the name as said: "King" in "King Abdullah"."""
    words: tuple[str, ...] = ()
    gender: Gender | None = None
    rule: str = ""

    @property
    def head(self) -> Token:
        """Give the token whose head lies outside the name and its titles; the last one where the tree has none."""
        if len(self.tokens) == 1:
            return self.tokens[0]
        inside = {t.i for t in self.tokens} | {t.i for t in self.titles}
        return next((t for t in self.tokens if t.head.i not in inside or t.head is t), self.tokens[-1])

    @property
    def text(self) -> str:
        """Give the name's words as they are spaced in the text, line breaks as spaces."""
        run = self.style + self.tokens
        out = run[0].text
        for before, token in pairwise(run):
            out += token.text if before.end == token.start else f" {token.text}"
        return out


def ends_as_site(words: Sequence[str]) -> bool:
    """Tell the name of an airport, a base or a camp: "Bagram *Airfield*", "Engels *Air Base*"."""
    low = [w.lower() for w in words[-2:]]
    return len(words) > 1 and (low[-1] in word_set(SITES) or (len(words) > 2 and " ".join(low) in word_set(SITES)))
