"""Cuts a stretch of text between blanks into words: marks off its ends, then exceptions, addresses, and what is cut inside.

The rules are those of spaCy's English tokenizer (`models/en/words.json`, made by `training/words.py`), which the network learnt its words
from, with the changes of `word_breaks`. One thing differs: an exception lies within one stretch here, so that ": )" is no smiley.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from onrecord.parse.word_breaks import MARKS, keep_prefixes

RUN = 200
"""Characters from which a stretch is an unbroken run, cut into pieces before anything else: looking for marks at the ends of brackets
costs the square of their number (20,000: 43 s)."""
RUN_PIECE = 100


class Tokenizer:
    """The rules of a language's words. `exceptions`: what is known by its letters ("don't", "Gov."), with its words."""

    def __init__(
        self, prefixes: Sequence[str], suffixes: Sequence[str], infixes: Sequence[str], whole: str, exceptions: Mapping[str, Sequence[str]]
    ) -> None:
        self.exceptions = {key: tuple(words) for key, words in exceptions.items()}
        self._prefix = re.compile("|".join(f"^{p}" for p in (MARKS, *prefixes)))
        self._suffix = re.compile("|".join(f"{p}$" for p in (MARKS, *suffixes)))
        self._infix = re.compile("|".join((MARKS, *map(keep_prefixes, infixes))))
        self._whole = re.compile(whole)
        self._among: dict[str, list[tuple[str, ...]]] | None = None

    def __call__(self, stretch: str) -> tuple[str, ...]:
        """Give the words of a stretch: joined, they are the stretch."""
        if len(stretch) < RUN:
            return self._cut(stretch)
        words: list[str] = []
        for at in range(0, len(stretch), RUN_PIECE):
            piece = stretch[at : at + RUN_PIECE]
            drawn = len(piece) == RUN_PIECE and sum(map(str.isalnum, piece)) < RUN_PIECE // 4
            words += [piece] if drawn else self._cut(piece)
        return tuple(words)

    def _cut(self, stretch: str) -> tuple[str, ...]:
        return self.exceptions.get(stretch) or self._with_exceptions(self._affixes(stretch, self.exceptions))

    def _affixes(self, text: str, known: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
        """Take marks off both ends, round by round, until an exception or nothing to take off is left."""
        before: list[str] = []
        behind: list[str] = []
        while text and text not in known:
            first = self._end_of(self._prefix.search(text))
            rest = text[first:]
            if first and rest in known:
                before.append(text[:first])
                text = rest
                break
            last = self._end_of(self._suffix.search(rest))
            if last and text[:-last] in known:
                behind.append(text[-last:])
                text = text[:-last]
                break
            if not first and not last:
                break
            if first:
                before.append(text[:first])
            if last:
                behind.append(text[-last:])
            text = text[first : len(text) - last]
        return (*before, *self._inner(text, known), *reversed(behind))

    @staticmethod
    def _end_of(found: re.Match[str] | None) -> int:
        return found.end() - found.start() if found else 0

    def _inner(self, text: str, known: Mapping[str, Sequence[str]]) -> Sequence[str]:
        """Give the words of what is left between the marks."""
        if not text:
            return ()
        if text in known:
            return known[text]
        if self._whole.match(text):
            return (text,)
        out: list[str] = []
        start = 0
        for match in self._infix.finditer(text):
            if match.start():  # one at the very beginning cuts nothing off
                out += filter(None, (text[start : match.start()], match[0]))
                start = match.end()
        return [*out, text[start:]] if start < len(text) else out

    def _with_exceptions(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """Put exceptions that were cut ("o.O" in "“o.O”") back together; of those that overlap the longest counts, then the first."""
        if len(words) < 2:
            return words
        among = self._cut_exceptions()
        found = [
            (i, i + len(e)) for i, word in enumerate(words) for e in among.get(word, ()) if words[i : i + len(e)] == e
        ]  # fmt: skip
        taken: set[int] = set()
        ends: dict[int, int] = {}
        for start, end in sorted(found, key=lambda span: (span[0] - span[1], span[0])):
            if start not in taken and end - 1 not in taken:
                ends[start] = end
            taken.update(range(start, end))
        out: list[str] = []
        at = 0
        while at < len(words):
            end = ends.get(at, at + 1)
            out += self.exceptions["".join(words[at:end])] if at in ends else words[at:end]
            at = end
        return tuple(out)

    def _cut_exceptions(self) -> dict[str, list[tuple[str, ...]]]:
        """Give the exceptions that rules cut, as they are cut, by their first word: "°C." as well, lest "C." be found in it."""
        if self._among is None:
            self._among = {}
            for key in self.exceptions:
                if not key.isalnum() and len(cut := self._affixes(key, {})) > 1:
                    self._among.setdefault(cut[0], []).append(cut)
        return self._among


def read_tokenizer(path: Path) -> Tokenizer:
    """Read the word rules of a model folder."""
    rules = json.loads(path.read_text("utf8"))
    exceptions = {key: words.split(" ") for key, words in rules["exceptions"].items()}
    return Tokenizer(rules["prefixes"], rules["suffixes"], rules["infixes"], rules["whole"], exceptions)
