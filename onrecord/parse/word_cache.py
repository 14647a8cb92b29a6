"""The tokenizer's words remembered, so that it is asked once about each stretch between blanks ("(Reuters)", "don't", "Lima.").

It reads each stretch by itself, but for one thing: where words next to each other spell one of its own exceptions (":)", "Gov."), they
are taken together after all else, the longest first, even over a blank (": )", which then stays as it is). So an exception inside one
stretch can lose its words to one that reaches over the blank beside it. Where that may be, the tokenizer is asked about the whole text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

STRETCH = re.compile(r"(\S+)( ?)(\s*)")
PLAIN = re.compile(r"([A-Za-z]*[a-z])([.,]?)|([A-Za-z]+)(,?)")
"""A word of letters, perhaps with a comma or stop behind it: the tokenizer cuts that off and nothing else, but for its own exceptions."""
LONGEST = 200
"""Characters of a stretch that is not remembered: a run that long is cut by other rules, which see the whole text."""
KEPT = 50_000
"""Stretches remembered; all are forgotten when there are more, so that memory stays flat whatever is read."""

Row = tuple[str, int, bool]
"""A word, where it begins, and whether a blank belongs to it (the first one after it)."""
Tokenize = Callable[[str], Sequence[Row]]


class Stretch(NamedTuple):
    """The words of a stretch, whether it holds an exception, and what may come next or before for one to reach over the blank."""

    words: tuple[str, ...]
    holds: bool
    closes: frozenset[str]
    """Words that, next, would go on with an exception that the last word may be inside of."""
    opens: frozenset[str]
    """Words that go on with an exception and that the stretch may begin with."""


class WordCache:
    """The words of texts.

    `rules`: what the tokenizer knows by its letters ("dont", "Gov."); `exceptions`: those of them that are found among words, with the
    words that it would see without them.
    """

    def __init__(self, tokenize: Tokenize, rules: Container[str], exceptions: Mapping[str, Sequence[str]]) -> None:
        self.tokenize = tokenize
        self._rules = rules
        self._held = re.compile("|".join(map(re.escape, exceptions)) or r"(?!)")
        self._next: dict[str, set[str]] = {}
        for words in exceptions.values():
            for one, other in pairwise(words):
                self._next.setdefault(one, set()).add(other)
        self._inner = frozenset(w for words in self._next.values() for w in words)
        self._known: dict[str, Stretch] = {}

    def __call__(self, text: str) -> Sequence[Row]:
        """Give the words of a text, blanks but for the first after a word among them, as the tokenizer does."""
        found = self._remembered(text)
        return self.tokenize(text) if found is None else found

    def _remembered(self, text: str) -> list[Row] | None:
        """Put a text's words together from its stretches; None where an exception may reach from one into the next."""
        out: list[Row] = []
        known, last = self._known, NOTHING
        lead = len(text) - len(text.lstrip())
        if lead:
            out.append((text[:lead], 0, False))
        for match in STRETCH.finditer(text, lead):
            chunk, blank, more = match.groups()
            stretch = known.get(chunk)
            if stretch is None:
                if len(chunk) >= LONGEST:
                    return None
                stretch = self._learn(chunk)
            if (last.holds or stretch.holds) and not last.closes.isdisjoint(stretch.opens):
                return None
            last, at = stretch, match.start()
            for word in stretch.words:
                out.append((word, at, False))
                at += len(word)
            if blank:
                out[-1] = (word, at - len(word), True)
            if more:
                out.append((more, match.start(3), False))
        return out

    def _learn(self, chunk: str) -> Stretch:
        words = self._plain(chunk) or tuple(word for word, _, _ in self.tokenize(chunk))
        holds = self._held.search(chunk) is not None
        # The words of a stretch with an exception inside may have been others before that was found.
        ends = [w for w in self._next if chunk.endswith(w)] if holds else [words[-1]]
        closes = frozenset(w for end in ends for w in self._next.get(end, ()))
        opens = frozenset(w for w in self._inner if chunk.startswith(w)) if holds else self._inner & {words[0]}
        if len(self._known) >= KEPT:
            self._known.clear()
        found = self._known[chunk] = Stretch(words, holds, closes, opens)
        return found

    def _plain(self, chunk: str) -> tuple[str, ...]:
        """Give the words of a stretch that needs no tokenizer: it takes ten times as long. Two in three are such."""
        found = PLAIN.fullmatch(chunk)
        if found is None or chunk in self._rules:
            return ()
        word, mark = found[1] or found[3], found[2] or found[4]
        if not mark:
            return (word,)
        return () if word in self._rules else (word, mark)


NOTHING = Stretch((), holds=False, closes=frozenset(), opens=frozenset())


def exceptions_of(rules: Mapping[str, Sequence[str]], plain: Callable[[str], Sequence[str]]) -> dict[str, Sequence[str]]:
    """Give the exceptions that are found among words: those that the plain tokenizer cuts, and into other words than the rule."""
    cut = {key: plain(key) for key in rules if not key.isalnum() and not key.isspace()}
    return {key: words for key, words in cut.items() if len(words) > 1 and list(words) != list(rules[key])}
