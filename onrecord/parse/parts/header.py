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
_TOKENS = re.compile(r"[^\W\d_][\w.'’&-]*")
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
    left: str = ""
    """What else the line says: "Xinhua"."""


def scraped_header(text: str, start: int, end: int) -> Header | None:
    """Read the first words of scraped text, " date 2025-12-04", which other text may follow on the same line."""
    match = _SCRAPED.match(text, start, min(end, start + 60))
    if match is None:
        return None
    return Header(match.end(), Found(match.start("date"), match.end("date"), match["date"]), False, "header/scraped-date")


_SENTENCE = re.compile(r"\b(?:was|were|is|are|has|have|had|will)\b.*[.!?]$")


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
    if left and _SENTENCE.search(words):
        return None  # "The order was signed on 19 November 2011."
    if sum(map(len, left)) > (16 if len(left) <= 2 and dated[0].value else 0):
        return None
    if not dated[0].value and not _LABEL_FIRST.match(words):
        return None
    beside = " ".join(w for w in _TOKENS.findall(bare) if w.lower().strip(".'’") not in lexicon.words("header label"))
    return Header(len(words), dated[0], bool(_UPDATED.search(words[: dated[0].start])), "header/date-line", beside)


_PERSON = r"(?:[A-ZÀ-ÖØ-Þ][\w.'’-]*? (?:(?:de|da|del|van|von|bin|al|el|ibn) )?){1,3}[A-ZÀ-ÖØ-Þ][\w.'’-]*?"
_WHEN = r"(?:Last [Uu]pdated?|Updated?|UPDATED|Published|PUBLISHED|Posted|Modified|Created|First [Pp]ublished|Publish(?:ing)? [Dd]ate)\b"
_DAY = (
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|"
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d|\d{1,2} [A-Z]|\d{4}-)"
)
_NAMED = re.compile(
    rf"(?:(?P<by>(?:By|BY|by):? )(?P<name>{_PERSON})(?:\s*[|•·,–-]?\s*)(?={_WHEN}|{_DAY})"
    rf"|(?P<glued>{_PERSON})(?={_WHEN}|(?<=[a-z]){_DAY})|(?P<apart>{_PERSON})\s*[|•·,–-]?\s*(?={_WHEN}))"
)


def named_line(words: str) -> tuple[int, Header] | None:
    """Read a person's name before a date line ("By Jane Roe May 14, 2024", "Jane RoeUpdated May 14, 2024"): the name's length, the rest.

    "New Delhi Updated: May 14, 2024" names a place.
    """
    match = _NAMED.match(words[:MAX_HEADER]) if len(words) <= MAX_HEADER else None
    if match is None or (match["apart"] and lexicon.place_like(match["apart"])):
        return None
    line = header_line(words[match.end() :])
    if line is None or line.date is None:
        return None
    return match.end(), Header(len(words), line.date, line.updated, "header/date-line")


def bare_name(words: str) -> str:
    """Give the words of a name before a date without "By" and rules."""
    return re.sub(r"^by:? ", "", words, flags=re.IGNORECASE).strip(" |•·,–-")




def ruled_line(words: str) -> tuple[Header, list[str]] | None:
    """Read short pieces between rules of which one is a date ("Reuters | Beijing | Updated: 23-03-2021 10:07 IST"); give the others too."""
    pieces = [piece for piece in _RULE.split(words) if piece]
    if len(words) > MAX_HEADER or len(pieces) < 2:
        return None
    read = [(piece, header_line(piece)) for piece in pieces]
    dated = sorted((h for _, h in read if h is not None and h.date is not None), key=lambda h: h.updated)
    others = [piece for piece, h in read if h is None]
    if not dated or not all(piece[0].isupper() and len(piece.split()) <= MAX_PIECE and piece[-1].isalnum() for piece in others):
        return None
    return Header(len(words), dated[0].date, dated[0].updated, "header/ruled-line"), others


MAX_PIECE = 4
"""Words of a place, outlet or section between rules; a headline beside a date has more."""
_RULE = re.compile(r"\s*[|•·]\s*")
_LABEL_FIRST = re.compile(r"(?:published|posted|updated|issued|date)\b", re.IGNORECASE)
