"""Bylines: "By Name and Name", "By: Associated Press", "Name | Reuters"."""

from __future__ import annotations

import re

from onrecord.parse.parts import lexicon
from onrecord.parse.parts.credit import Credit, read_credit

MAX_BYLINE = 200
_NAME = r"(?:[A-ZÀ-ÖØ-Þ][\w.'’\-]*|de|da|del|der|van|von|bin|bint|al|el|ibn|la|le)"
_PERSON = re.compile(rf"[A-ZÀ-ÖØ-Þ][\w.'’\-]*(?: {_NAME}){{0,4}} ?(?:[A-ZÀ-ÖØ-Þ][\w.'’\-]*)?$")
_BY = re.compile(
    r"(?:(?:by|written by|reported by|posted by|story by|words by|text by|authors?|from|report by|"
    r"produced by|edited by|by our|reviewed by)\s?:?|by:|author:)\s+(?=[A-ZÀ-Þ])",
    re.IGNORECASE,
)
_DESK = re.compile(r"from the (?:desk|office) of (?=[A-ZÀ-Þ])", re.IGNORECASE)
"""Names whose words follow, not who wrote the report."""
_TWO_NAMES = rf"[A-ZÀ-Þ][\w.'’\-]*(?: {_NAME}){{1,3}}?"
_GLUED = re.compile(rf"(?:By|BY):? (?P<name>{_TWO_NAMES}(?: and {_TWO_NAMES})?),? (?=[A-Z]{{3,}}[A-Z, ./]{{0,40}}[,(–—-])")
_SPLIT = re.compile(r"\s*(?:,|;|&|\||/|•|·|\band\b|\s[-–—]\s|\b(?:in|at|for)\b)\s*")
_ROLE = re.compile(
    r"\b(?:correspondent|reporter|editor|bureau|staff|writers?|agency|agencies|news|service|press|chief|contributor|newsroom|desk|team|journalist)\b",
    re.IGNORECASE,
)


class Byline:
    """Who wrote a report: people, and agencies where the byline names one."""

    __slots__ = ("authors", "credit", "rule")

    def __init__(self, authors: list[str], credit: Credit, rule: str) -> None:
        self.authors, self.credit, self.rule = authors, credit, rule


def read_byline(words: str) -> Byline | None:
    """Read a line that is a byline as a whole."""
    words = words.strip(" _—–")
    if not 3 < len(words) <= MAX_BYLINE or words.count(" ") > 24:
        return None
    match = _BY.match(words)
    if match is None or _DESK.match(words):
        return _bare(words) if match is None else None
    line = words[match.end() :].rstrip(" .|,-–—")
    authors, credit = people(line)
    if not authors and not credit.agencies and not credit.publisher and not credit.collective and not _ROLE.search(line):
        return None
    if len(line.split()) > 8 and not authors:
        return None
    return Byline(authors, credit, "byline/by")


def person(words: str) -> Byline | None:
    """Read a line that is a person's full name and nothing else; only a known given name makes one of two words in capitals."""
    words = re.sub(r" in [A-ZÀ-Þ][\w.'’-]+(?: [A-ZÀ-Þ][\w.'’-]+)?(?:, [A-ZÀ-Þ][\w.'’ -]+)?$", "", words)
    tokens = words.split()
    if not 2 <= len(tokens) <= 4 or not _PERSON.match(words) or tokens[0].lower() not in lexicon.given_names() or words[-1] in ".,:;!?":
        return None
    return Byline([_case(words)], Credit(), "byline/above-date")


def people(line: str) -> tuple[list[str], Credit]:
    """Split the names of a byline into people and agencies."""
    authors: list[str] = []
    credit = Credit()
    for n, piece in enumerate(_SPLIT.split(line)):
        piece = piece.strip(" .:()[]@")
        known = read_credit(piece)
        if known is not None:
            credit.agencies += [a for a in known.agencies if a not in credit.agencies]
            credit.publisher = credit.publisher or known.publisher
            credit.collective = credit.collective or known.collective
        elif len(piece.split()) > 1 and _PERSON.match(piece) and not _ROLE.search(piece) and not _is_place_after(n, line, piece):
            authors.append(_case(piece))
    return authors, credit


def _is_place_after(n: int, line: str, piece: str) -> bool:
    """Tell whether a piece follows "in": "By Jane Roe in New York"."""
    at = line.find(piece)
    return n > 0 and line[max(0, at - 4) : at].strip().lower() in ("in", "at", "for")


def _case(name: str) -> str:
    """Write a name set in capitals as names are written."""
    return " ".join(w if len(w) <= 2 else w.capitalize() for w in name.split()) if name.isupper() else name


def _bare(words: str) -> Byline | None:
    """Read "Jane Roe | Reuters", "Jane Roe, Associated Press", "Associated Press"."""
    if len(words) > 80 or words[-1] in ".?!:":
        return None
    pieces = [p for p in re.split(r"\s*(?:\||,|/|•|\s[-–—]\s)\s*", words) if p]
    known = [p for p in pieces if lexicon.agency(p) or lexicon.publisher(p)]
    if not known and len(pieces) == 1 and words.lower().endswith((" staff", " staff writer", " reporters", " bureau")):
        known = pieces if (read_credit(words) or Credit()).agencies else []
    if not known or (len(pieces) == 1 and not (read_credit(words) or Credit()).agencies):
        return None
    authors, credit = people(words)
    if len(known) + len(authors) < len(pieces) and not all(_ROLE.search(p) or len(p.split()) <= 2 for p in pieces if p not in known):
        return None
    return Byline(authors, credit, "byline/name-and-agency")


def glued_byline(text: str, start: int, end: int) -> tuple[int, Byline] | None:
    """Find a byline that runs straight into a dateline: "By Jane Roe WASHINGTON (Reuters) - ..."."""
    match = _GLUED.match(text, start, min(end, start + 160))
    if match is None or lexicon.agency(text[match.end() : match.end() + 20].split(None, 1)[0].strip(",-–—")):
        return None
    authors, credit = people(match["name"])
    return (match.end(), Byline(authors, credit, "byline/glued")) if authors else None
