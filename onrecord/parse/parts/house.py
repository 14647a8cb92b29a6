"""The house: outlets that a page names as its own, in its footer or where it speaks of itself ("... has contacted the BBC" is not one)."""

from __future__ import annotations

import re

from onrecord.parse.parts import lexicon
from onrecord.text import fold

_NAME = r"(?P<name>(?:the |The )?[A-Z0-9][\w.'’&-]*(?: (?:of |and |& |de |la )?[A-Z0-9][\w.'’&-]*){0,4}?)"
_PIECE = (
    r"(?:analysis|article|column|commentary|content|dispatch|essay|feature|interview|item|op-ed|page|piece|post|release|report|story|text|"
    r"work)"
)
_AUTHOR = r"\b(?:authors?|columnists?|contributors?|guests?|interviewees?|necessarily|readers?|users?|writers?)\b"
_SITE = (
    r"\b(?:advert\w*|external|linked|links|necessarily|posted|third[- ]part\w+|(?:expressed|contained|published) (?:by|here|in)|users?|"
    r"web ?sites?|sites)\b"
)
_FOOTERS = tuple(
    re.compile(pattern.replace("NAME", _NAME).replace("PIECE", _PIECE).replace("AUTHOR", _AUTHOR).replace("SITE", _SITE))
    for pattern in (
        r"(?:.{0,40}\b[Tt]his PIECE\b.{0,60}\b(?:first |originally )?|First |Originally )?[Pp]ublished "
        r"(?:first |originally )?(?:in|by) NAME"
        r"(?:,? (?:on )?(?:\w+ \d|\d).{0,30})?[.)]?$",
        r"(?:Disclaimer:? ?|(?=.*SITE))NAME (?:is not|cannot be held|does not (?:take|accept|bear|endorse)|accepts no|takes no)\b.{0,120}"
        r"(?:content|responsib|liab|opinion|report|site)",
        r"(?=.*\b(?:not|own)\b)(?=.*(?:AUTHOR|SITE)).{0,160}\b(?:views?|opinions?|position|policy|policies|stance)\b"
        r"(?: \w+)? of NAME(?: or its .{1,60}| as an? .{1,60})?\.?$",
        r"(?:(?:©|\([Cc]\)|[Cc]opyright|COPYRIGHT)[\s,:]*){1,3}(?:(?:19|20)\d\d(?:\s?[-–]\s?(?:19|20)?\d\d)?)?[\s,:]*(?:by )?NAME"
        r"(?:,? (?:Ltd|Limited|Inc|LLC|plc|PLC|Corp|Pte|Pvt|Group|Media Group|Co)\b.*|[,.|–-].*|\s*(?:19|20)\d\d.*|\s*All [Rr]ights.*)?$",
    )
)
"""What names the house whatever its name is. It speaks of the page, its writers or what is published there: "the list was published by
Reporters without Borders", "he blamed the policies of Smith", "Peru is not responsible for the report" are a report's own sentences."""
_PROMPTS = re.compile(
    r"(?:follow|like|join|subscribe to|sign up (?:for|to)|download|get the latest .{0,30}?(?:from|with|on)|"
    r"more (?:from|on|in|stories from)|"
    r"read (?:more|the full \w+|full \w+|the original \w+)(?: \w+)? (?:on|at|from|in)|watch|listen to|visit|support|stay with|"
    r"source|via|catch .{0,60} on|for .{0,60} (?:follow|visit|read)|add) (?-i:" + _NAME + r")(?=['’]s\b| (?:on|at|app|apps|newsletter|"
    r"live|as|for|via|website|today|now|channel|WhatsApp|Telegram|Google|YouTube|mobile)\b|[:.,|!]|$)",
    re.IGNORECASE,
)
"""Prompts of a page, which name the house where it is a known outlet."""
_OF_ITSELF = tuple(
    (re.compile(said), re.compile(rf"\b{_NAME}{said}"))
    for said in (
        r" (?:has|have|had) (?:contacted|approached|asked|reached out to|sought comment from|requested comment from|written to)\b",
        r" (?:could not|was unable to|was not able to|has not been able to|has not|cannot) (?:immediately |independently )+"
        r"(?:verify|confirm)",
        r"['’]s [A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,3}, reporting from\b",
    )
)
"""Where a report speaks of the house it was written for: what is said, as few reports do, and that with the name before it. Agencies speak
so of themselves too: only outlets count."""


def known_outlet(name: str) -> str | None:
    """Give the outlet that a name with or without its article stands for."""
    bare = re.sub(r"^the ", "", name, flags=re.IGNORECASE)
    return next((k for n in (name, f"The {bare}", bare, f"{bare} News") if (k := lexicon.publisher(n))), None)


def footer(line: str) -> str | None:
    """Give the outlet that a line as a whole names as the house, in one of the forms of footers and notices, or in a known prompt."""
    for pattern in _FOOTERS:
        match = pattern.match(line)
        if match is not None and (name := _outlet(match["name"])):
            return name
    match = _PROMPTS.match(line) if line[-1] not in ".?!”\"" or len(line) < 90 else None
    return known_outlet(match["name"]) if match is not None and not _is_agency(match["name"]) else None


def is_prompt(line: str) -> bool:
    """Tell a prompt, which may stand in the middle of a page, from a footer."""
    return not any(pattern.match(line) for pattern in _FOOTERS)


def house_of(line: str) -> str | None:
    """Give the outlet that litter around the text names as the house."""
    named = footer(line[:400])
    match = _PROMPTS.search(line[:300]) if named is None else None
    return known_outlet(match["name"]) if match is not None and not _is_agency(match["name"]) else named


def house_within(text: str) -> str | None:
    """Give the one known outlet of which the text speaks as its own."""
    matches = (m for said, pattern in _OF_ITSELF if said.search(text) for m in pattern.finditer(text))
    found = {k for m in matches if not _is_agency(m["name"]) and (k := known_outlet(m["name"]))}
    return found.pop() if len(found) == 1 else None


def _outlet(name: str) -> str | None:
    """Give the name of an outlet as a list writes it, else as it stands, unless it is an agency or a word of the page."""
    known = known_outlet(name)
    if known is not None or _is_agency(name):
        return known
    plain = name.strip(" .,")
    return plain if plain[:1].isupper() and fold(plain) not in lexicon.words("not a house") and len(plain) > 2 else None


def _is_agency(name: str) -> bool:
    found = lexicon.agency(name) or lexicon.agency(re.sub(r"^the ", "", name, flags=re.IGNORECASE))
    return found is not None
