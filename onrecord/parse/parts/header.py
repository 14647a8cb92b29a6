"""Header lines: dates, times and labels that a page sets above its text (" date 2025-12-04", "Published: November 28, 2005")."""

from __future__ import annotations

import re
from dataclasses import dataclass

from onrecord.parse.parts import lexicon
from onrecord.parse.parts.dates import Found, find_dates

MAX_HEADER = 200
_SCRAPED = re.compile(
    r"date[:\s]\s?(?P<date>(?:1[5-9]|20)\d\d-[01]\d(?:-[0-3]\d)?)(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?(?=\s|$)", re.IGNORECASE
)
_WORDS = re.compile(r"[^\W\d_]+")
_UPDATED = re.compile(r"\b(?:updated|modified|last update|edited)\b", re.IGNORECASE)
_AGO = re.compile(
    r"(?:(?:last )?(?:updated|published|posted)?:?\s*)?\d{1,2} (?:minute|min|hour|hr|day|week|month)s? ago\.?$", re.IGNORECASE
)
_EMBARGO = re.compile(r"(?:for immediate release|embargoed? (?:until|for)|not for release)\b", re.IGNORECASE)


@dataclass(slots=True)
class Header:
    """A header line. `updated`: its date is that of a change, not of publication."""

    end: int
    date: Found | None
    updated: bool
    rule: str


def scraped_header(text: str, start: int, end: int) -> Header | None:
    """Read the first words of scraped text, " date 2025-12-04", which other text may follow on the same line."""
    match = _SCRAPED.match(text, start, min(end, start + 60))
    if match is None:
        return None
    return Header(match.end(), Found(match.start("date"), match.end("date"), match["date"]), False, "header/scraped-date")


def header_line(words: str) -> Header | None:
    """Read a line that holds a date or time and nothing but labels beside it."""
    if len(words) > MAX_HEADER:
        return None
    if _AGO.match(words) or _EMBARGO.match(words):
        return Header(len(words), None, False, "header/no-date")
    dates = find_dates(words)
    dated = [d for d in dates if d.value or d.month]
    if not dated:
        return None
    bare = words
    for found in reversed(dated):
        bare = bare[: found.start] + " " + bare[found.end :]
    left = [w for w in _WORDS.findall(bare) if w.lower() not in lexicon.words("header label")]
    if sum(map(len, left)) > (16 if len(left) <= 2 and dated[0].value else 0):
        return None
    if not dated[0].value and not _LABEL_FIRST.match(words):
        return None
    return Header(len(words), dated[0], bool(_UPDATED.search(words[: dated[0].start])), "header/date-line")


_LABEL_FIRST = re.compile(r"(?:published|posted|updated|issued|date)\b", re.IGNORECASE)
