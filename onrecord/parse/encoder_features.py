"""What the encoder sees of a word: wordpieces, letter case, the space before it; and lemmas as edits of the form.

Training (`training/`) and reading share these functions, so that both see the same thing. Pure Python, no state at import.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from onrecord.lang import WORDS

MAX_PIECES = 12
"""Pieces kept of one word; 99.99 of 100 words in the training corpora have fewer."""

PAD, UNKNOWN, START, STOP, MASK = "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"

SHAPES = (
    "pad", "lower", "title", "upper", "letter", "mixed", "number", "alphanumeric", "mark", "open", "close", "dotted", "unknown",
)  # fmt: skip
SHAPE_ID = {name: i for i, name in enumerate(SHAPES)}
CASED = frozenset({"lower", "title", "upper", "letter", "mixed", "dotted"})

QUOTES = {
    "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"', "‹": "'", "›": "'", "‘": "'", "’": "'", "‚": "'", "`": "'",
    "´": "'", "``": '"', "''": '"', "–": "-", "—": "-", "―": "-", "‐": "-", "‑": "-", "…": "...", "−": "-", "--": "-",
}  # fmt: skip
OPENING = frozenset("“„«‹‘([{") | {"``"}
CLOSING = frozenset("”»›’)]}") | {"''"}

CAPITALS_SHARE = 0.7
"""A block whose words are at least so often all in capitals has no case to go by (agency wires before 1990, headlines)."""


@lru_cache(maxsize=WORDS)
def shape(word: str) -> str:
    """Name the letter case or kind of a word."""
    if len(word) <= 2 and word in OPENING:
        return "open"
    if len(word) <= 2 and word in CLOSING:
        return "close"
    if not any(c.isalnum() for c in word):
        return "mark"
    if not any(c.isalpha() for c in word):
        return "number"
    if any(c.isdigit() for c in word):
        return "alphanumeric"
    if "." in word and word[0].isupper():
        return "dotted"
    return _letters(word)


def _letters(word: str) -> str:
    letters = [c for c in word if c.isalpha()]
    if all(not c.isupper() for c in letters):
        return "lower"
    if all(c.isupper() for c in letters):
        return "upper" if len(letters) > 1 else "letter"
    if letters[0].isupper() and not any(c.isupper() for c in letters[1:]):
        return "title"
    return "mixed"


def shapes(words: Sequence[str]) -> list[int]:
    """Give the shape ids of a block's words; in a block without lower case, case tells nothing and is given as unknown."""
    names = list(map(shape, words))
    cased = [n for n in names if n in CASED]
    capitals = sum(n in ("upper", "letter", "dotted") for n in cased)
    lower = sum(n == "lower" for n in cased)
    if (len(cased) >= 2 and capitals >= CAPITALS_SHARE * len(cased)) or (len(cased) >= 8 and lower == len(cased)):
        names = ["unknown" if n in CASED else n for n in names]
    return [SHAPE_ID[n] for n in names]


def normalise(word: str) -> str:
    """Fold case, accents and typographic marks, as the encoder's uncased vocabulary expects."""
    word = QUOTES.get(word, word)
    folded = unicodedata.normalize("NFD", word.lower())
    return "".join(QUOTES.get(c, c) for c in folded if unicodedata.category(c) not in ("Mn", "Cc", "Cf"))


class Pieces:
    """The wordpiece vocabulary: cuts words greedily into the longest known pieces, remembering the latest words."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self.ids = {piece: i for i, piece in enumerate(vocabulary)}
        self.start, self.stop, self.pad = self.ids[START], self.ids[STOP], self.ids[PAD]
        self.unknown, self.mask = self.ids[UNKNOWN], self.ids[MASK]
        self.of = lru_cache(maxsize=WORDS)(self._of)

    def __call__(self, word: str) -> tuple[int, ...]:
        return self.of(word)

    def _of(self, word: str) -> tuple[int, ...]:
        return tuple(self._cut(normalise(word[:100])))[:MAX_PIECES] or (self.unknown,)

    def _cut(self, word: str) -> list[int]:
        out: list[int] = []
        for run in _runs(word):
            out += self._cut_run(run)
        return out

    def _cut_run(self, run: str) -> list[int]:
        out: list[int] = []
        start = 0
        while start < len(run):
            end = len(run)
            while end > start:
                piece = self.ids.get(("##" if start else "") + run[start:end])
                if piece is not None:
                    break
                end -= 1
            else:
                return [self.unknown]
            out.append(piece if piece is not None else self.unknown)
            start = end
        return out


def _runs(word: str) -> list[str]:
    """Split a word into runs of letters and digits and single other characters."""
    runs: list[str] = []
    current = ""
    for c in word:
        if c.isalnum():
            current += c
            continue
        if current:
            runs.append(current)
        current = ""
        if not c.isspace():
            runs.append(c)
    if current:
        runs.append(current)
    return runs


def lemma_edit(form: str, lemma: str) -> str:
    """Write a lemma as an edit of its form: letters cut off the end, letters added, and whether the form's case stays."""
    source, target = form.replace("’", "'"), lemma.replace("’", "'")
    keep = any(c.isupper() for c in target)
    low, want = source.lower(), target.lower()
    same = 0
    while same < min(len(low), len(want)) and low[same] == want[same]:
        same += 1
    return f"{len(low) - same}|{target[same:]}|{'K' if keep else 'L'}"


def apply_edit(form: str, edit: str, *, recase: bool = False) -> str:
    """Undo `lemma_edit`; an edit longer than the form leaves it in lower case. `recase`: the form's capitals say nothing."""
    if not any(c.isalnum() for c in form):
        return form
    cut, added, case = edit.split("|")
    source = form.replace("’", "'")
    if case == "L":
        source = source.lower()
    elif recase and len(source) > 3:
        source = source.title()
    if int(cut) > len(source):
        return source.lower()
    return source[: len(source) - int(cut)] + added or form
