"""Cuts a text into units: paragraphs, or lines that stand alone. Hard-wrapped lines are joined; nothing is changed or lost."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from onrecord.text import Span, line_spans, runs_on, trim

WRAP_MIN, WRAP_MAX = 20, 110
"""Widths at which texts are hard-wrapped: old wires have 60 to 80 characters a line, columns of a paper 25 to 45."""
NARROW = 45
"""Width below which lines may as well be names or labels: some must also begin with a small letter."""
SMALL_SHARE = 0.3
"""Share of lines that begin with a small letter in narrow prose."""
SHORT_LINE = 0.6
"""A line shorter than this share of the width ends a paragraph of hard-wrapped text even without a blank line."""
WRAPPED_SHARE = 0.6
"""Share of line ends at which the next word would not have fitted, from which a text counts as hard-wrapped."""

INDENT = 3
"""Blanks beyond the margin that begin a paragraph."""
MIN_PROSE_WORDS = 8
"""Words from which a line that ends as a sentence does counts as a paragraph of the article."""
CLOSERS = "\"'”’»)]*"
TERMINAL = ".!?…"


@dataclass(slots=True)
class Unit:
    """A stretch of text without white space at its ends. `gap`: a blank line stands before it."""

    start: int
    end: int
    gap: bool
    words: int = 0
    lines: int = 1
    indent: int = 0


def split_units(text: str) -> list[Unit]:
    """Give the units of a text in order. They hold every character that is not white space."""
    lines = _lines(text)
    wrapped = _wrap_width(text, lines)
    margin = _margin(lines) if wrapped is not None else 0
    units: list[Unit] = []
    for line in lines:
        if units and not line.gap and _continues(text, units[-1], line, wrapped, margin):
            units[-1].end = line.end
            units[-1].lines += 1
        else:
            units.append(line)
    for unit in units:
        unit.words = count_words(text, unit.start, unit.end)
    return units


def _lines(text: str) -> list[Unit]:
    out: list[Unit] = []
    gap = True
    for start, end in line_spans(text):
        a, b = trim(text, start, end)
        if a == b:
            gap = True
            continue
        out.append(Unit(a, b, gap, indent=a - start))
        gap = False
    return out


def _wrap_width(text: str, lines: list[Unit]) -> int | None:
    """Give the width at which the text is hard-wrapped, or None where lines are paragraphs."""
    pairs = [(a, b) for a, b in pairwise(lines) if not b.gap]
    if len(pairs) < 2:
        return None
    widths = sorted(a.end - a.start for a, _ in pairs)
    width = widths[int(len(widths) * 0.9)]
    if not WRAP_MIN <= width <= WRAP_MAX:
        return None
    if width < NARROW and sum(_goes_on(text, a, b) for a, b in pairs) < SMALL_SHARE * len(pairs):
        return None
    full = sum(_full(text, a, b, width - min(8, width // 5)) for a, b in pairs)
    return width if full >= WRAPPED_SHARE * len(pairs) else None


def _goes_on(text: str, line: Unit, after: Unit) -> bool:
    """Tell whether a sentence seems to go on in the next line: by its small letter, in capitals by the stop that is missing here."""
    if text[after.start].islower():
        return True
    return text[line.start : line.end].isupper() and text[after.start].isalpha() and text[line.end - 1].isalpha()


def _full(text: str, line: Unit, after: Unit, width: int) -> bool:
    """Tell whether the first word of the next line would not have fitted on this one."""
    return line.end - line.start + 1 + _first_word(text, after) > width


def _first_word(text: str, line: Unit) -> int:
    i = line.start
    stop = min(line.end, line.start + 40)
    while i < stop and not text[i].isspace():
        i += 1
    return i - line.start


def _continues(text: str, unit: Unit, line: Unit, wrapped: int | None, margin: int) -> bool:
    if wrapped is not None:
        last_start = text.rfind("\n", unit.start, unit.end) + 1 or unit.start
        length = unit.end - max(last_start, unit.start)
        return length + 1 + _first_word(text, line) > SHORT_LINE * wrapped and line.indent < margin + INDENT
    return _broken_off(text, unit, line)


def _margin(lines: list[Unit]) -> int:
    """Give the blanks before most lines: a line with `INDENT` more begins a paragraph, as in old wires."""
    return Counter(line.indent for line in lines).most_common(1)[0][0]


def _broken_off(text: str, unit: Unit, line: Unit) -> bool:
    """Tell whether a sentence runs over a single line end, as where a link of a page came out on a line of its own."""
    if ends_sentence(text, unit.start, unit.end) or count_words(text, unit.start, unit.end, 4) < 4:
        return False
    if _STAMP.search(text, max(unit.start, unit.end - 40), unit.end):
        return False
    return runs_on(text[max(unit.start, unit.end - 20) : unit.end], text[line.start])


_STAMP = re.compile(r"\d[\w:. ]{0,12}\b(?:AM|PM|am|pm|[A-Z]{2,4})$")
"""A clock time at the end of a line closes it: "Published: May 14, 2024 01:27 PM IST"."""


def ends_sentence(text: str, start: int, end: int) -> bool:
    """Tell whether a stretch ends with a full stop, question or exclamation mark, closing quotes and brackets aside."""
    i = end - 1
    while i > start and text[i] in CLOSERS:
        i -= 1
    return text[i] in TERMINAL


def count_words(text: str, start: int, end: int, limit: int = 60) -> int:
    """Count words up to a limit: enough to tell a line from a paragraph, whatever its length."""
    return len(text[start : min(end, start + 20 * limit)].split(None, limit)[:limit])


def is_prose(text: str, unit: Unit) -> bool:
    """Tell whether a unit reads like a paragraph of an article rather than a headline, label or link."""
    if unit.words >= 25:
        return True
    return unit.words >= MIN_PROSE_WORDS and ends_sentence(text, unit.start, unit.end)


def split_long(text: str, span: Span, limit: int) -> list[Span]:
    """Cut a stretch longer than the limit after a sentence, else at a space, else anywhere; shorter ones come back whole."""
    out: list[Span] = []
    start, end = span
    while end - start > limit:
        cut = max(text.rfind(mark, start + limit // 2, start + limit) for mark in (". ", ".\n", "? ", "! ")) + 1
        if cut <= start:
            cut = max(text.rfind(" ", start + limit // 2, start + limit), text.rfind("\n", start + limit // 2, start + limit))
        if cut <= start:
            cut = start + limit
        out.append(trim(text, start, cut))
        start = trim(text, cut, end)[0]
    out.append((start, end))
    return [s for s in out if s[0] < s[1]]
