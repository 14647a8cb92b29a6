"""Photo captions: recognised by their credit ("[Name/ Reuters]", "(AP Photo/Name)", "© AFP") or by their opening words."""

from __future__ import annotations

import re
from typing import NamedTuple

from onrecord.parse.parts import lexicon

MAX_CAPTION = 900
"""Captions met on real pages are shorter; a longer paragraph that ends in a photo credit is text."""

PHOTO = (
    r"(?:photo(?:graph(?:er)?|s)?|images?|pictures?|pics?|file|courtesy|handout|hand-?out|screen ?grab|"
    r"screenshot|illustration|graphic|credit|video grab)"
)
_PHOTO_ONLY = re.compile(rf"{PHOTO}(?: {PHOTO})?", re.IGNORECASE)
_BRACKET = re.compile(r"[(\[]([^()\[\]]{2,140})[)\]]")
_PHOTO_WORD = re.compile(rf"\b{PHOTO}\b", re.IGNORECASE)
_LABELLED = re.compile(rf"(?:{PHOTO} ?){{1,3}}(?:credit|courtesy|source)?\s?(?:by\b|of\b|:|/|©)", re.IGNORECASE)
_LABEL = re.compile(
    rf"(?:^|(?<=[.!?”\"’)|])\s*\|?\s*|\|\s*|"
    rf"\s[–—-]\s)(?P<credit>(?:{PHOTO}[ :©]{{1,3}}){{0,2}}(?:{PHOTO})(?: (?:credits?|courtesy(?: of)?|"
    rf"source|by))?\s?(?::|by\b|©|\||/)\s*[A-Z©@][^.!?\n]{{1,100}}[.)]?)$",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(r"(?P<credit>(?<!Ã)©\s?[^©\n]{2,100})$")
_SLASH = re.compile(
    r"(?:^|(?<=[.!?”\"’)|\s]))(?P<credit>(?:[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,4} ?(?:/|—|"
    r"\|) ?){1,3}[A-Z][\w.'’-]*(?: (?:via )?[A-Z][\w.'’-]*){0,5})\.?$"
)
_DASH = re.compile(r"(?P<credit>[—–-]\s?[A-Z][\w .]{1,40} (?:photo|pic|file pic|file photo|file))$", re.IGNORECASE)
_OPENING = re.compile(
    r"(?:image (?:copyright|caption|source)|media caption|photo caption|file photo|file (?:image|picture)|"
    r"in this (?:file |undated |combination )?"
    r"(?:photo|image|picture|grab)|topshot|pictured(?: above)?:|photo:|picture:|caption:|above:|a handout (?:photo|picture|image)|"
    r"(?:this )?(?:undated |combination )?(?:file )?(?:photo|image) (?:shows|taken|released|provided))\b[\s,:–—-]*|FILE\s?[-–—:]+\s",
    re.IGNORECASE,
)
_BBC = re.compile(r"image (?:copyright|source),?\s*(?P<credit>.{2,60}?)\s*image caption,?\s*(?P<rest>.+)$", re.IGNORECASE | re.DOTALL)
_CREDIT_WORDS = re.compile(
    rf"^(?:{PHOTO}|by|of|from|via|credits?|[:©/|,.\s-])+|(?:\b(?:file|photos?|pics?|pictures?|images?)\b|[:©/|,.\s-])+$", re.IGNORECASE
)
_PIECES = re.compile(r"\s*(?:/|\||,| via | for | — | – |©|\bvia\b)\s*")


_SHORT_FORM = re.compile(r"\s*\([A-Z]{2,6}\)?")


class PhotoCredit(NamedTuple):
    """Where a photo credit stands, and whom it names."""

    start: int
    end: int
    credit: str | None
    agency: str | None
    rule: str


def names(words: str) -> tuple[str | None, str | None]:
    """Split the words of a photo credit into the photographer and the agency."""
    credit = agency = None
    for piece in _PIECES.split(_SHORT_FORM.sub("", words)):
        plain = _CREDIT_WORDS.sub("", piece).strip(" .:()[]-–—©")
        found = lexicon.agency(plain) or lexicon.agency(piece)
        if found is not None:
            agency = agency or found.name
        elif plain and credit is None and len(plain) <= 60:
            credit = plain
    return credit, agency


def _names_agency(words: str) -> bool:
    pieces = _PIECES.split(words)
    return any(lexicon.agency(_CREDIT_WORDS.sub("", p).strip(" .")) or lexicon.agency(p) for p in pieces)


def photo_bracket(words: str, square: bool) -> bool:
    """Tell whether the words of a bracket are a photo credit rather than a credit for the text ("(AP)") or an aside."""
    if len(words.split()) > 14:
        return False
    if _names_agency(words):
        return square or "/" in words or bool(_PHOTO_WORD.search(words)) or " via " in words
    return bool(_LABELLED.match(words)) or (square and bool(_PHOTO_ONLY.fullmatch(words)))


def about_photo(words: str) -> bool:
    """Tell whether a credit says that it is one for a photo ("AP Photo")."""
    return bool(_PHOTO_WORD.search(words))


def end_credit(text: str, start: int, end: int) -> PhotoCredit | None:
    """Find a photo credit that ends this stretch of text."""
    low = max(start, end - 200)
    tail = text[low:end]
    last = next(reversed(list(_BRACKET.finditer(tail))), None)
    if last is not None and not tail[last.end() :].strip(" .") and photo_bracket(last[1], last[0][0] == "["):
        credit, agency = names(last[1])
        return PhotoCredit(low + last.start(), end, credit, agency, "caption/credit-in-brackets")
    for pattern, rule in ((_LABEL, "label"), (_COPYRIGHT, "copyright"), (_DASH, "dash"), (_SLASH, "slash")):
        match = pattern.search(tail)
        if match is None or (pattern is _SLASH and not _names_agency(match["credit"])):
            continue
        if pattern is _COPYRIGHT and (low + match.start() == start or re.search(r"\d{4}|rights", match["credit"])):
            continue
        credit, agency = names(match["credit"])
        if pattern is _DASH and agency is None:
            continue
        return PhotoCredit(low + match.start("credit"), end, credit, agency, f"caption/credit-{rule}")
    return None


def credit_only(words: str) -> PhotoCredit | None:
    """Read a short line that is nothing but a photo credit ("REUTERS/Name", "© AFP", "Getty Images", "Photo: Name")."""
    if not 2 < len(words) <= 100 or words.count(" ") > 12 or re.search(r"\d{4}|rights reserved", words):
        return None
    inner = words.strip("()[] ")
    whole = lexicon.agency(inner)
    labelled = re.match(rf"(?:{PHOTO}|©)[ /:]", inner, re.IGNORECASE)
    slashed = re.fullmatch(r"[A-Z][\w.'’ -]{1,40}(?:\s?/\s?[A-Z][\w.'’ -]{1,40}){1,3}", inner)
    if (whole and whole.kind == "photo") or inner.startswith("©") or (slashed and _names_agency(inner)):
        pass
    elif not (
        labelled
        and re.match(rf"(?:{PHOTO}\s?)+(?:credits?|by|courtesy|of)?\s?[:/©]|{PHOTO} (?:by|courtesy)|photo(?:graph)?:", inner, re.IGNORECASE)
    ):
        return None
    credit, agency = names(inner)
    return PhotoCredit(0, len(words), credit, agency, "caption/credit-line")


def opening(text: str, start: int, end: int) -> tuple[int, str | None, str | None, str] | None:
    """Recognise a caption by its opening words; gives where the caption's own words begin, its credit, agency and rule."""
    if end - start > MAX_CAPTION:
        return None
    words = text[start:end]
    match = _BBC.match(words)
    if match:
        return (start + match.start("rest"), *names(match["credit"]), "caption/image-copyright")
    match = _OPENING.match(words)
    if match and match.end() < len(words):
        lower = words[: match.end()].lower()
        if lower.startswith(("image copyright", "image source")):
            return (end, *names(words[match.end() :]), "caption/image-copyright")
        keep = (
            start
            if lower.startswith(("in this", "this", "undated", "photo ", "image ", "a handout", "combination"))
            else start + match.end()
        )
        return (keep, None, None, "caption/opening")
    return None


def first_credit(text: str, start: int, end: int) -> PhotoCredit | None:
    """Find a photo credit in brackets within the first part of a long line: a caption glued to what follows it."""
    head = text[start : min(end, start + 700)]
    for match in _BRACKET.finditer(head):
        words = match[1]
        if photo_bracket(words, match[0][0] == "[") and (_PHOTO_WORD.search(words) or "/" in words):
            if match.start() == 0:
                return None
            credit, agency = names(words)
            return PhotoCredit(start + match.start(), start + match.end(), credit, agency, "caption/glued")
    return None


_SHOWN = re.compile(
    r"^(?:an? )?(?:general|aerial|satellite|file|combination|drone|undated|wide) (?:view|photo|photograph|image|picture|shot)\b|"
    r"\b(?:is|are|was|were) (?:seen|pictured|shown|photographed)\b|"
    r"\b(?:seen|pictured|photographed|shown) (?:here|above|below|in|at|on|during|outside)\b|"
    r"\b(?:smoke|flames?|plumes?)(?: [\w-]+){0,4}? (?:rises?|billows?|pours?|drifts?)\b|"
    r"\b(?:file|undated|archive|handout) (?:photo|picture|image|photograph)\b|\blooks? on\b|[(,] ?(?:left|right|centre|center|[LRC])[),]",
    re.IGNORECASE,
)
_TOLD = re.compile(r"[“”\"]|\b(?:said|says|told|according to|had|will|would|announced|reported)\b", re.IGNORECASE)
_FULL_DATE = re.compile(r"\b(?:19|20)\d\d\b[.)\]]{0,2}$|,? (?:19|20)\d\d\b[.,;)]")
_SEVERAL = re.compile(r"(?<=[a-z0-9)][.!?])\s+[A-Z“\"]")


def uncredited(words: str, *, sentence: bool) -> bool:
    """Tell whether a paragraph above the text tells what a photo shows, though nobody is credited for it.

    One sentence that tells nothing said; of somebody seen or pictured, or of what people do in the present tense ("Smoke rises over
    ..."). `sentence`: it ends as one; a line that does not may be a headline, so it must be dated too.
    """
    if not 20 < len(words) <= 400 or _TOLD.search(words) or len(_SEVERAL.findall(words)) > (1 if _SHOWN.search(words) else 0):
        return False
    dated = bool(_FULL_DATE.search(words))
    if _SHOWN.search(words):
        return sentence or dated
    verbs = lexicon.words("picture verb")
    acting = any(word.strip(",.") in verbs for word in words.split()[1:22] if word.islower())
    return acting and (sentence or dated)


_BEFORE_BRACKET = re.compile(r"[A-Z][^()\n]{2,60}(?=\([A-Z][A-Z ,.]{2,30}\) ?(?:--|[–—-]))")


def credit_before_dateline(text: str, start: int, end: int) -> PhotoCredit | None:
    """Find a photo credit that runs into a dateline in brackets: "Jane Roe/Getty Images(NEW YORK) -- "."""
    match = _BEFORE_BRACKET.match(text, start, min(end, start + 120))
    line = credit_only(match[0].strip()) if match else None
    return line._replace(start=start, end=match.end()) if match and line else None
