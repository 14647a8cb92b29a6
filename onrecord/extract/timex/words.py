"""Turns a text into a row of marks: one character per token, so that patterns over words become plain regular expressions.

Each word of the lexicon (`lang/<code>/time_words.csv`) has its own character and a category is the set of its words' characters;
every other word shares one. Numbers are marked by shape and, up to 99, by value. One linear pass, no backtracking over the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from onrecord import lang
from onrecord.lang import WORDS, per_language
from onrecord.model.record import Span

TOKEN = re.compile(
    r"""
    (?P<dotted>[A-Za-z]\.(?:[A-Za-z]\.)+|[AaPp]\.[Mm](?![A-Za-z]))
  | (?P<word>[oO]['’]clock\b|[^\W\d_]+)
  | (?P<iso>(?<![\d.])\d{4}-\d\d-\d\d(?:[Tt ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?:\ ?[Zz]\b|[+-]\d\d:?\d\d)?)?(?![\w-]))
  | (?P<numdate>(?<![\d.,/])(?:\d{1,2}(?P<sep>[/.-])\d{1,2}(?P=sep)(?:\d{4}|\d{2})|\d{4}/\d{1,2}/\d{1,2})(?![\w/-]|[.,]\d))
  | (?P<hm>(?<![\d:.,])\d{1,2}:\d\d(?::\d\d)?(?![\d:]))
  | (?P<decade>\d{3}0['’]?s\b|['’]?[1-9]0s\b)
  | (?P<short>['’]\d\d(?!\w))
  | (?P<ord>\d{1,3}(?:st|nd|rd|th)\b)
  | (?P<num>\d+(?:,\d{3}(?!\d))*(?:\.\d+)?)
  | (?P<poss>['’]s\b)
  | (?P<brk>\n[^\S\n]*\n\s*)
  | (?P<punct>[^\w\s])
    """,
    re.VERBOSE,
)

_FIRST = 0x3400
"""Marks start here: letters of a block that makes no special characters in a regular expression."""

_PUNCT = {
    ",": "comma", ".": "dot", "-": "hyphen", "‑": "hyphen", "–": "dash", "—": "dash", "/": "slash", "(": "paren", "%": "percent",
    "&": "and_",
    "$": "money", "£": "money", "€": "money", "¥": "money", "#": "money", ":": "colon", "'": "apostrophe", "’": "apostrophe",
}  # fmt: skip
_SMALL_NUMBERS: list[tuple[str, range, tuple[int, ...]]] = [
    ("int", range(100), (1, 2)), ("small", range(32), (1, 2)), ("dom", range(1, 32), (1, 2)), ("hour", range(25), (1, 2)),
    ("hour12", range(1, 13), (1, 2)), ("yy", range(100), (2,)), ("q14", range(1, 5), (1,)), ("h12", range(1, 3), (1,)),
]  # fmt: skip
"""Category of a number up to 99: which values, written with how many digits."""


UNKNOWN = "\uffff"
"""The mark of a category that has no word: it stands in no text."""


@dataclass(slots=True)
class Words:
    """A text's tokens: where they stand, their lower-case words and their marks, all of one length."""

    text: str
    starts: list[int]
    ends: list[int]
    lowers: list[str]
    marks: str

    def span(self, first: int, last: int) -> Span:
        """Give the text span of tokens first..last-1."""
        return (self.starts[first], self.ends[last - 1])

    def near(self, i: int) -> bool:
        """Say whether token i stands right after the one before, with nothing between."""
        return 0 < i < len(self.starts) and self.ends[i - 1] == self.starts[i]

    def lower(self, i: int) -> str:
        """Give a token's lower-case word; an empty one outside the text."""
        return self.lowers[i] if 0 <= i < len(self.lowers) else ""

    def capital(self, i: int) -> bool:
        """Say whether the token begins with a capital letter."""
        return self.text[self.starts[i]].isupper()


class Lexicon:
    """The words that time expressions are made of, with categories, values and marks."""

    def __init__(self, language: str) -> None:
        self._marks: dict[str, str] = {}
        self._classes: dict[str, dict[str, None]] = {}
        self.values: dict[tuple[str, str], str] = {}
        self.other = self._mark("\0other")
        for name in {**dict.fromkeys(_PUNCT.values()), **dict.fromkeys(("poss", "brk", "iso", "numdate", "hm", "decade", "short"))}:
            self._put("\0" + name, [name])
        self._numbers()
        for row in lang.rows("time_words", language):
            self._put(row["word"], [row["category"]])
            self.values[row["category"], row["word"]] = row["value"]
        self._seen: dict[str, tuple[str, str]] = {}
        self.holidays = {row["name"]: row["rule"] for row in lang.rows("time_holidays", language)}
        self._holidays: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for name in self.holidays:
            pieces = tuple(m.group().lower() for m in TOKEN.finditer(name))
            self._holidays.setdefault(pieces[0], []).append((pieces, name))
        for options in self._holidays.values():
            options.sort(key=lambda o: -len(o[0]))
        self._put("\0holiday", ["holiday"])

    def _mark(self, word: str) -> str:
        return self._marks.setdefault(word, chr(_FIRST + len(self._marks)))

    def _put(self, word: str, categories: Iterable[str]) -> None:
        for category in categories:
            self._classes.setdefault(category, {})[self._mark(word)] = None

    def _numbers(self) -> None:
        for text in [str(n) for n in range(10)] + [f"{n:02}" for n in range(100)]:
            n = int(text)
            self._put(text, [c for c, values, digits in _SMALL_NUMBERS if n in values and len(text) in digits])
        for n in range(1, 32):
            for end in ("st", "nd", "rd", "th"):
                self._put(f"{n}{end}", ["dom", "domord", "ordnum"])
        self._put("\0ordnum", ["ordnum"])
        self._put("\0year", ["year4", "int"])
        self._put("\0yearhhmm", ["year4", "hhmm", "int"])
        self._put("\0hhmm", ["hhmm", "int"])
        self._put("\0int", ["int"])
        self._put("\0decimal", ["decimal"])

    @property
    def known(self) -> str:
        """Give all marks that can stand inside a time expression."""
        outside = {self.other, self._marks["\0brk"], self._marks["\0money"], self._marks["\0percent"]}
        return "".join(m for m in self._marks.values() if m not in outside)

    def chars(self, category: str) -> str:
        """Give the marks of a category; a quoted 'word' gives that word's own."""
        if category.startswith("'"):
            word = category.strip("'")
            return self._marks.get(word, UNKNOWN)
        return "".join(self._classes.get(category, ())) or UNKNOWN

    def value(self, category: str, word: str) -> str:
        """Give what a word means in a category."""
        return self.values.get((category, word), word)

    def seen(self) -> dict[str, tuple[str, str]]:
        """Give what is remembered of words and signs: in lower case, and the mark. Add to it."""
        if len(self._seen) > WORDS:
            self._seen.clear()
        return self._seen

    def mark(self, kind: str | None, token: str) -> tuple[str, str]:
        """Give a token in lower case and its mark; `kind`: its group in `TOKEN`."""
        lower, known = token.lower(), self._marks
        if kind == "word" or kind == "dotted":
            mark = known.get(lower, self.other)
        elif kind == "num":
            mark = self._mark_of_number(token)
        elif kind == "punct":
            name = _PUNCT.get(token)
            mark = known["\0" + name] if name else self.other
        elif kind == "ord":
            mark = known.get(lower) or known["\0ordnum"]
        else:
            mark = known["\0" + (kind or "brk")]
        return lower, mark

    def _mark_of_number(self, digits: str) -> str:
        """Give the mark of a run of digits by its shape and size."""
        if len(digits) <= 2:
            return self._marks.get(digits, self.other)
        if "." in digits:
            return self._marks["\0decimal"]
        if len(digits) == 4 and digits.isdigit():
            year, clock = "1000" <= digits < "2200", digits[:2] < "25" and digits[2:] < "60"
            return self._marks["\0yearhhmm" if year and clock else "\0year" if year else "\0hhmm" if clock else "\0int"]
        return self._marks["\0int"]

    def holiday(self, lowers: list[str], i: int) -> tuple[int, str]:
        """Give how many tokens, from the i-th on, name a feast (0 for none) and its name in the table."""
        for pieces, name in self._holidays.get(lowers[i], ()):
            if all(i + k < len(lowers) and lowers[i + k].replace("’", "'") == p for k, p in enumerate(pieces)):
                return len(pieces), name
        return 0, ""


@per_language
def lexicon(language: str = "en") -> Lexicon:
    """Give a language's lexicon (built once)."""
    return Lexicon(language)


def read_words(text: str, words: Lexicon) -> Words:
    """Cut a text into tokens and mark each."""
    starts: list[int] = []
    ends: list[int] = []
    lowers: list[str] = []
    marks: list[str] = []
    seen = words.seen()
    for match in TOKEN.finditer(text):
        token = match.group()
        known = seen.get(token)
        if known is None:
            kind = match.lastgroup
            known = words.mark(kind, token)
            if kind == "word" or kind == "punct":  # nothing else is written as these are
                seen[token] = known
        start, end = match.span()
        starts.append(start)
        ends.append(end)
        lowers.append(known[0])
        marks.append(known[1])
    _join_holidays(words, starts, ends, lowers, marks)
    return Words(text, starts, ends, lowers, "".join(marks))


def _join_holidays(words: Lexicon, starts: list[int], ends: list[int], lowers: list[str], marks: list[str]) -> None:
    """Make one token of each feast's name ("New Year's Eve"), in place."""
    first = words._holidays
    found = [(i, *words.holiday(lowers, i)) for i, lower in enumerate(lowers) if lower in first]
    if not any(n for _, n, _ in found):
        return
    gone: set[int] = set()
    for i, n, name in found:
        if n and i not in gone:
            ends[i], lowers[i], marks[i] = ends[i + n - 1], name, words._marks["\0holiday"]
            gone.update(range(i + 1, i + n))
    kept = [i for i in range(len(marks)) if i not in gone]
    starts[:], ends[:] = [starts[i] for i in kept], [ends[i] for i in kept]
    lowers[:], marks[:] = [lowers[i] for i in kept], [marks[i] for i in kept]
