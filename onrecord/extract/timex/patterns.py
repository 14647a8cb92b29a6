"""Patterns over marked words: reads `lang/<code>/time_patterns.csv`, compiles it and finds the longest match at each place.

A pattern is a line of categories with regular-expression signs: `{MONTH} day:dom ( comma? year:year4 )?`. `label:category` names
what was matched, `label=( ... )` names a stretch, a quoted 'word' stands for itself, `{NAME}` for a macro. Each becomes a regular
expression over the row of marks, whose repetitions are all bounded, so the search is linear in the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from onrecord import lang
from onrecord.extract.timex.words import UNKNOWN, Lexicon, Words, lexicon
from onrecord.lang import per_language

_PIECE = re.compile(r"\{(?P<macro>\w+)\}|(?P<label>\w+)=\(|(?P<look>\(\?[!=])|(?:(?P<name>\w+):)?(?P<category>\w+|'[^']+')|(?P<sign>\S)")


@dataclass(frozen=True, slots=True)
class Pattern:
    """One compiled pattern. `labels` maps a label to its groups in the regular expression, with the category each stands for."""

    rule: str
    kind: str
    article: bool
    regex: re.Pattern[str]
    labels: dict[str, list[tuple[str, str]]]
    firsts: frozenset[str]


@dataclass(slots=True)
class Match:
    """A pattern's match over tokens first..last-1."""

    pattern: Pattern
    first: int
    last: int
    words: Words
    lexicon: Lexicon
    found: re.Match[str] = field(repr=False)

    @property
    def rule(self) -> str:
        return self.pattern.rule

    def at(self, label: str) -> tuple[int, int] | None:
        """Give the tokens under a label."""
        for group, _ in self.pattern.labels.get(label, ()):
            first, last = self.found.span(group)
            if first >= 0:
                return first, last
        return None

    def word(self, label: str) -> str | None:
        """Give the word under a label."""
        tokens = self.at(label)
        return self.words.lowers[tokens[0]] if tokens else None

    def value(self, label: str) -> str | None:
        """Give what the word under a label means in its category."""
        for group, category in self.pattern.labels.get(label, ()):
            first = self.found.start(group)
            if first >= 0:
                return self.lexicon.value(category, self.words.lowers[first])
        return None

    def number(self, label: str) -> int | None:
        """Give the whole number under a label ("3rd", "third", "March" are 3)."""
        value = self.value(label)
        digits = re.match(r"['’]?(\d{1,6})", value) if value else None
        return int(digits[1]) if digits else None


@per_language
def grammar(language: str = "en") -> Grammar:
    """Give a language's patterns (compiled once)."""
    return Grammar(language)


def fault_of(pattern: str) -> str:
    """Say why a pattern cannot be read with the tables in use; empty where it can."""
    words, macros = lexicon(), {r["rule"]: r["pattern"] for r in lang.rows("time_patterns") if r["kind"] == "macro"}
    for piece in _PIECE.finditer(pattern):
        if piece["category"] and words.chars(piece["category"]) == UNKNOWN:
            return f"there is no category {piece['category']} in time_words.csv"
    try:
        node = _Reader(words, macros, {}).read(pattern)
        re.compile(node.regex)
    except KeyError as error:
        return f"there is no macro {error}"
    except (ValueError, IndexError, RecursionError, re.error) as error:
        return f"it cannot be read: {error}"
    return "" if node.regex and not node.empty else "it matches nothing at all"


class Grammar:
    """All patterns of a language, ready to be matched."""

    def __init__(self, language: str) -> None:
        self.lexicon = lexicon(language)
        rows = lang.rows("time_patterns", language)
        self._macros = {r["rule"]: r["pattern"] for r in rows if r["kind"] == "macro"}
        self.patterns = [self._compile(r) for r in rows if r["kind"] != "macro"]
        self._by_start: dict[str, list[Pattern]] = {}
        for pattern in self.patterns:
            for mark in sorted(pattern.firsts):
                self._by_start.setdefault(mark, []).append(pattern)
        soft = set(self.lexicon.chars("article") + self.lexicon.chars("its") + self.lexicon.chars("int")) - set(self.lexicon.chars("year4"))
        firm = "".join(m for m in self._by_start if m not in soft)
        soft_marks = "".join(m for m in self._by_start if m in soft)
        dashes = self.lexicon.chars("hyphen") + self.lexicon.chars("dash") + self.lexicon.chars("slash")
        self._start = re.compile(f"[{firm}]|[{soft_marks}](?=[{self.lexicon.known}])|(?<=[{dashes}])[{self.lexicon.chars('yy')}]")

    def next_matches(self, words: Words, at: int) -> list[Match]:
        """Give all matches at the first place from token `at` on where a pattern matches, longest first (then in the table's order)."""
        while found := self._start.search(words.marks, at):
            i = found.start()
            options = [
                Match(p, i, m.end(), words, self.lexicon, m) for p in self._by_start[words.marks[i]] if (m := p.regex.match(words.marks, i))
            ]
            if options:
                options.sort(key=lambda m: -m.last)
                return options
            at = i + 1
        return []

    def _compile(self, row: dict[str, str]) -> Pattern:
        labels: dict[str, list[tuple[str, str]]] = {}
        node = _Reader(self.lexicon, self._macros, labels).read(row["pattern"])
        return Pattern(row["rule"], row["kind"], row["article"] == "1", re.compile(node.regex), labels, frozenset(node.firsts))


@dataclass(frozen=True, slots=True)
class _Node:
    """A piece of a pattern: its regular expression, the marks it can begin with, whether it can be empty."""

    regex: str
    firsts: frozenset[str]
    empty: bool


class _Reader:
    """Translates one pattern; collects its labels."""

    def __init__(self, words: Lexicon, macros: dict[str, str], labels: dict[str, list[tuple[str, str]]]) -> None:
        self.lexicon, self.macros, self.labels = words, macros, labels

    def read(self, pattern: str) -> _Node:
        """Translate a whole pattern."""
        pieces = [m.groupdict() for m in _PIECE.finditer(pattern)]
        node, rest = self._choice(pieces, 0)
        if rest != len(pieces):
            raise ValueError(f"time_patterns.csv: unbalanced bracket in {pattern!r}")
        return node

    def _choice(self, pieces: list[dict[str, str | None]], i: int) -> tuple[_Node, int]:
        options: list[_Node] = []
        while True:
            node, i = self._sequence(pieces, i)
            options.append(node)
            if i >= len(pieces) or pieces[i]["sign"] != "|":
                break
            i += 1
        regex = "|".join(o.regex for o in options)
        return _Node(regex, frozenset().union(*(o.firsts for o in options)), any(o.empty for o in options)), i

    def _sequence(self, pieces: list[dict[str, str | None]], i: int) -> tuple[_Node, int]:
        out, firsts, empty = "", frozenset[str](), True
        while i < len(pieces) and pieces[i]["sign"] not in ("|", ")"):
            node, i = self._item(pieces, i)
            if i < len(pieces) and pieces[i]["sign"] == "?":
                node, i = _Node(node.regex + "?", node.firsts, True), i + 1
            out += node.regex
            if empty:
                firsts |= node.firsts
            empty = empty and node.empty
        return _Node(out, firsts, empty), i

    def _item(self, pieces: list[dict[str, str | None]], i: int) -> tuple[_Node, int]:
        piece = pieces[i]
        if piece["macro"]:
            node = self.read(self.macros[piece["macro"]])
            return _Node(f"(?:{node.regex})", node.firsts, node.empty), i + 1
        if piece["category"]:
            chars = self.lexicon.chars(piece["category"])
            regex = f"[{chars}]"
            if piece["name"]:
                regex = f"(?P<{self._group(piece['name'], piece['category'])}>{regex})"
            return _Node(regex, frozenset(chars), False), i + 1
        if piece["label"]:
            group = self._group(piece["label"], "")
            node, i = self._choice(pieces, i + 1)
            return _Node(f"(?P<{group}>{node.regex})", node.firsts, node.empty), i + 1
        node, i = self._choice(pieces, i + 1)
        if piece["look"]:
            return _Node(f"{piece['look']}{node.regex})", frozenset(), True), i + 1
        return _Node(f"(?:{node.regex})", node.firsts, node.empty), i + 1

    def _group(self, label: str, category: str) -> str:
        groups = self.labels.setdefault(label, [])
        groups.append((f"{label}_{len(groups)}", category))
        return groups[-1][0]
