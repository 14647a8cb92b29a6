"""The words of texts, stretch by stretch between blanks ("(Reuters)", "don't", "Lima."), each remembered once it has been cut."""

from __future__ import annotations

import re
from collections.abc import Callable, Container

from onrecord.lang import WORDS

STRETCH = re.compile(r"(\S+)( ?)(\s*)")
PLAIN = re.compile(r"([A-Za-z]*[a-z])([.,]?)|([A-Za-z]+)(,?)")
"""A word of letters, perhaps with a comma or stop behind it: that is cut off and nothing else, but for exceptions."""
LONGEST = 200
"""Characters of a stretch that is not remembered: such runs are many and never come again."""
KEPT = WORDS
"""Stretches remembered; all are forgotten when there are more, so that memory stays flat whatever is read."""

Row = tuple[str, int, bool]
"""A word, where it begins, and whether a blank belongs to it (the first one after it)."""


class WordCache:
    """Gives the words of texts. `cut` gives those of a stretch, `exceptions` are known by their letters ("dont", "Gov.")."""

    def __init__(self, cut: Callable[[str], tuple[str, ...]], exceptions: Container[str]) -> None:
        self.cut = cut
        self._exceptions = exceptions
        self._known: dict[str, tuple[str, ...]] = {}

    def __call__(self, text: str) -> list[Row]:
        """Give the words of a text, and as words of their own blanks beyond the one after each word."""
        out: list[Row] = []
        known = self._known
        lead = len(text) - len(text.lstrip())
        if lead:
            out.append((text[:lead], 0, False))
        for match in STRETCH.finditer(text, lead):
            stretch, blank, more = match.groups()
            at = match.start()
            for word in known.get(stretch) or self._learn(stretch):
                out.append((word, at, False))
                at += len(word)
            if blank:
                out[-1] = (word, at - len(word), True)
            if more:
                out.append((more, match.start(3), False))
        return out

    def _learn(self, stretch: str) -> tuple[str, ...]:
        if len(stretch) >= LONGEST:
            return self.cut(stretch)
        if len(self._known) >= KEPT:
            self._known.clear()
        words = self._known[stretch] = self._plain(stretch) or self.cut(stretch)
        return words

    def _plain(self, stretch: str) -> tuple[str, ...]:
        """Give the words of a stretch that needs no rules: they take ten times as long. Two in three are such."""
        found = PLAIN.fullmatch(stretch)
        if found is None or stretch in self._exceptions:
            return ()
        word, mark = found[1] or found[3], found[2] or found[4]
        if not mark:
            return (word,)
        return () if word in self._exceptions else (word, mark)
