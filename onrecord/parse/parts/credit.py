"""Credits: which wire services and outlets stand behind a text, and who is named under a photo."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from onrecord.lang import per_language
from onrecord.parse.parts import lexicon
from onrecord.parse.parts.dates import Found, find_dates
from onrecord.text import fold, trim

MAX_CREDIT = 160
COLLECTIVE = re.compile(r"\b(?:agencies|news ?wires|wire (?:services|reports)|news services|newswires)\b", re.IGNORECASE)
_SPLIT = re.compile(r"\s*(?:[/,;&+|•·]|\s[-–—]\s|\b(?:and|with|from|via|by|for|in|of)\b)\s*", re.IGNORECASE)
_INITIALS = re.compile(r"[a-zäöü]{2,4}")
_REPORTING = re.compile(
    r"[(\[—–-]{0,3}\s*(?:(?:additional )?(?:reporting|writing|editing|edited|reported|written|compiled|"
    r"production|contributing|with reporting|translated|translation)"
    r"(?: (?:and|&) (?:writing|reporting|editing))?)(?: for [\w ]{2,40})? ?(?:by|from|:)\s?(?-i:[A-ZÀ-ÖØ-Þ])",
    re.IGNORECASE,
)
_CONTRIBUTED = re.compile(r"\b(?:contributed (?:to|reporting)|reported from|helped report|also contributed)\b", re.IGNORECASE)
_SOURCED = re.compile(
    r"(?:some |additional |certain |part of the |parts of the )?(?:information|material|details?|content|quotes?|reporting|parts?)\b"
    r"[^.\n]{0,40}\b(?:for|in|of) this (?:report|story|article|piece|dispatch)\b[^.\n]{0,40}\b(?:by|from)\b[^.\n]{2,160}\.?$",
    re.IGNORECASE,
)
_REPORTED_FROM = re.compile(r"(?:[A-Z][\w.'’-]+,? (?:and )?){1,12}(?:reported|contributed|wrote) from [A-Z][^.\n]{2,160}\.?$")
_COPYRIGHT = re.compile(
    r"\(?\s*(?:(?:©|\(c\))(?=.{0,60}(?:\d{4}|rights))|copyright\b[\s:,©]*(?:\(c\))?\s*"
    r"(?:\d{4}|by|the|(?-i:[A-Z][\w.]+ [A-Z\d])|(?-i:[A-Z])[\w.'’& -]{1,40}[.,]?$|(?-i:[A-Z])[\w.'’& -]{1,40}[.,] all rights))",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Credit:
    """Who is credited for a text. `collective`: "agencies" without names."""

    agencies: list[str] = field(default_factory=list)
    publisher: str | None = None
    collective: bool = False
    date: Found | None = None


@per_language
def _filler() -> frozenset[str]:
    return lexicon.words("credit filler")


def read_credit(words: str) -> Credit | None:
    """Read a line or bracket that names nothing but agencies and outlets ("FRANCE 24 with AFP"); None where it says more."""
    if not 1 < len(words) <= MAX_CREDIT or _says_more(words):
        return None
    inner = words.strip(" \t\n()[]{}—–-_*.:•|")
    dates = find_dates(inner)
    if len(dates) == 1:
        inner = (inner[: dates[0].start] + " " + inner[dates[0].end :]).strip(" ,;")
    credit = Credit(collective=bool(COLLECTIVE.search(inner)), date=dates[0] if len(dates) == 1 else None)
    whole = _name(inner, credit)
    rest = [] if whole else [piece for piece in _SPLIT.split(inner) if not _known(piece, credit)]
    if rest and not all(_INITIALS.fullmatch(piece.strip("() ")) for piece in rest):
        return None
    return credit if credit.agencies or credit.publisher or credit.collective else None


_WITH = re.compile(r"[(\[](?P<outlet>[A-Z][\w.'’& -]{1,40}?) (?:with|via) (?P<rest>[^()\[\]]{2,80})[)\]]")


def _outlet_with(words: str) -> Credit | None:
    """Read "(Some Outlet with AFP)" where the outlet is in no list; it is named where it is written as a name."""
    match = _WITH.fullmatch(words.strip(" ."))
    credit = read_credit(match["rest"]) if match else None
    if match is None or credit is None or not (credit.agencies or credit.collective):
        return None
    if credit.publisher is None and all(w[0].isupper() for w in match["outlet"].split()):
        credit.publisher = match["outlet"]
    return credit


def _says_more(words: str) -> bool:
    """Tell early that a line is no credit: it holds a small word that no credit has."""
    filler = _filler()
    return any(t[0].islower() and t.isalpha() and len(t) > 4 and t not in filler for t in words.split())


def _known(piece: str, credit: Credit) -> bool:
    piece = piece.strip(" \t\n()[]—–-_*.:'\"")
    return not piece or _name(piece, credit) or all(word in _filler() for word in fold(piece).split())


def _name(words: str, credit: Credit) -> bool:
    """Take a name of an agency or outlet, fillers at its ends aside ("inputs from the AP")."""
    tokens = words.split()
    while tokens and tokens[0].lower().strip(":") in _filler() - {"the"}:
        tokens = tokens[1:]
    while len(tokens) > 1 and tokens[-1].lower().strip(":.") in _filler() - {"news", "agency", "service"}:
        tokens = tokens[:-1]
    plain = " ".join(tokens)
    found = lexicon.agency(plain)
    if found is None and plain.lower().startswith("the "):
        found = lexicon.agency(plain[4:])
    if found is not None:
        if found.kind == "wire" and found.name not in credit.agencies:
            credit.agencies.append(found.name)
        return found.kind == "wire"
    outlet = lexicon.publisher(plain)
    if outlet is not None:
        credit.publisher = credit.publisher or outlet
    return outlet is not None


_BRACKET_END = re.compile(r"\s*[(\[]([^()\[\]]{2,120})[)\]]\s*[.”\"]?$")
_DASH_END = re.compile(r"\s*(?:[—–]|--|(?<=\s)-)\s?([A-Z][\w /,&+.-]{1,60})$")
_REPORTING_END = re.compile(
    r"\s*(?:(?<=[\s.!?”\"’)])[(\[](?:additional )?(?:reporting|writing|editing|compiled|written|edited) by [^()\[\]]{3,500}[)\]]\.?"
    r"|(?<=[.!?”\"’])\s+(?:additional )?(?:reporting|writing) by (?-i:[A-ZÀ-ÖØ-Þ])[^.!?”\"\n]{2,200}?[;,.] ?"
    r"(?:additional reporting|writing|editing) by [^!?”\"\n]{3,250})$",
    re.IGNORECASE,
)
"""The reporters' sign-off at the end of a paragraph, as copies of wires have it."""
_INITIALS_END = re.compile(r"\s+\(([a-z]{2,4}(?:/[a-z]{2,4}){1,3})\)$")
"""Initials of the writers at the end of old AP copy, "(pvs/vi/ji)"."""
_BARE_END = re.compile(r"(?<=[.!?”\"’])\s+([A-Z][A-Za-z/, ]{1,40})$")


def trailing_credit(text: str, start: int, end: int) -> tuple[int, Credit] | None:
    """Find a credit at the end of a paragraph ("... he said. (Reuters)", "... – AFP"); gives where it begins."""
    low = max(start, end - 200)
    tail = text[low:end]
    initials = _INITIALS_END.search(tail)
    if initials is not None:
        return (low + initials.start(1) - 1, Credit())
    signed = _REPORTING_END.search(text, max(start, end - 600), end)
    if signed is not None and (at := trim(text, signed.start(), end)[0]) > start:
        return (at, Credit(mentioned(text[at:end])))
    for pattern in (_BRACKET_END, _DASH_END, _BARE_END):
        match = pattern.search(tail)
        if match:
            credit = read_credit(match[1])
            if credit is not None:
                at = low + match.start()
                while text[at].isspace():
                    at += 1
                return (at, credit) if at > start else None
    return None


_AGENCY_WORD = re.compile(r"[A-Z][\w.]*(?:[ -](?:[A-Z][\w.]*|of|de|für))*")


def mentioned(words: str) -> list[str]:
    """Give the wire services named in a line that is known to be a credit ("Associated Press writers X and Y contributed")."""
    found: list[str] = []
    for match in _AGENCY_WORD.finditer(words[:400]):
        tokens = match[0].split()
        for size in (5, 4, 3, 2, 1):
            for i in range(len(tokens) - size + 1):
                hit = lexicon.agency(" ".join(tokens[i : i + size]))
                if hit and hit.kind == "wire" and hit.name not in found and not (size == 1 and len(tokens) > 1 and len(tokens[i]) < 4):
                    found.append(hit.name)
    return found


def credit_line(words: str) -> tuple[str, Credit] | None:
    """Read a line that stands for a credit as a whole; gives the rule that saw it."""
    head = words[:240]
    if _REPORTING.match(head) and len(words) <= 600:
        return ("credit/reporting-by", Credit(mentioned(words)))
    if (
        len(words) <= 400
        and _CONTRIBUTED.search(words)
        and words.rstrip(" .)]").lower().endswith(("report", "story", "article", "reporting"))
    ):
        return ("credit/contributed", Credit(mentioned(words)))
    if len(words) <= 300 and _SOURCED.match(words) and (agencies := mentioned(words)):
        return ("credit/sources", Credit(agencies))
    if len(words) <= 300 and _REPORTED_FROM.match(words):
        return ("credit/reported-from", Credit(mentioned(words)))
    credit = read_credit(words) or _outlet_with(words[:MAX_CREDIT])
    return ("credit/agencies", credit) if credit else None


def copyright_line(words: str) -> Credit | None:
    """Read a copyright notice; agencies named in it stand behind the text."""
    if len(words) > 500 or not _COPYRIGHT.match(words[:80]):
        return None
    return Credit(mentioned(words))
