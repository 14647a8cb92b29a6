"""Notes of the desk about the text itself: corrections, clarifications, what a new version of a wire adds. They report nothing."""

from __future__ import annotations

import re

MAX_NOTE = 1500
"""Characters of a note; one that corrects several things has some hundreds."""

_ITEM = (
    r"(?:story|article|report|item|piece|post|headline|page|dispatch|feature|column|obituary|photo caption|caption|live ?blog|copy|text|"
    r"version|graphic|video|transcript)s?"
)
_EARLIER = (
    rf"(?:earlier|previous|prior|original|initial|first|older) (?:\w+ )?(?:versions?|editions?) (?:of|to) (?:this|the|our|that) "
    rf"(?:[\w.]+ ){{0,3}}{_ITEM}"
)
_CHANGED = (
    r"(?:(?:correct|clarifi|updat|amend|revis|refil|republish|reword|edit|chang|modifi|retract|remov)(?:ed|e?s)|withdrawn|taken down)"
)
_WRONGLY = r"(?:erroneously|incorrectly|mistakenly|wrongly|inaccurately|originally|initially|previously)"
_TOLD = (
    r"(?:said|stated|reported|gave|wrote|referred|identified|described|attributed|quoted|omitted|listed|named|showed|mis[a-z]+ed)"
)
_FIRST = r"(?:earlier|previous|prior|original|initial)"
_OPENER = r"(?:corrections?|clarifications?|corrigendum|erratum|correction notice|corrections? (?:and|&) clarifications?)"
_OPENS = re.compile(
    r"[\s(\[*•†‡_—–-]{0,4}(?:"
    rf"{_OPENER}(?:[ ,]{{1,2}}(?:\([^()\n]{{0,40}}\)|[^:.\n]{{0,40}}))?\s?[:—–]"
    rf"|(?:(?:updated?|for the record|editor['’]?s['’]? note|note)\b[^:.\n]{{0,40}}[:—–-]\s*)?(?:"
    rf"(?:this (?:[\w.]+ ){{0,2}}{_ITEM}|we) (?:had |has |have )?{_WRONGLY} (?:{_TOLD}|had|misstated)\b"
    rf"|(?:an?|the) {_FIRST} (?:version|edition)s? (?:{_WRONGLY} )?(?:of this (?:[\w.]+ ){{0,2}}{_ITEM} )?{_TOLD}\b"
    rf"|an? (?:photo )?captions? (?:in|on|with) an? {_FIRST} version\b"
    r"|an? (?:[\w’'.]+ ){0,5}(?:story|article|dispatch|item) (?:(?:on|of|in|published|from|dated) [^.\n]{2,40}? )?"
    rf"{_WRONGLY} {_TOLD}\b)"
    rf"|a version of this {_ITEM} (?:first )?(?:appears|appeared|ran|runs|was (?:first )?published|originally appeared)\b"
    rf"|this is an? (?:corrected|updated|amended|revised|edited) version of\b"
    r"|(?:(?:the )?(?-i:[A-Z])[\w&.’' ]{1,40}|this newspaper) "
    r"(?:regrets|apologi[sz]es for|withdraws|retracts|has withdrawn|has retracted) "
    rf"(?:the errors?|the mistakes?|this error|this {_ITEM})\b"
    r"|(?:amends|corrects|recasts|refiles|clarifies|(?-i:UPDATES|ADDS|CHANGES|REPEATS|FIXES|REMOVES|DELETES)) (?=[^\n]{3,160}$)"
    rf"|(?:editor['’]?s['’]? note|note to readers|updated?|note)\b[^:.\n]{{0,40}}[:—–-]\s*"
    rf"(?=[^\n]{{0,200}}\b(?:{_EARLIER}|this (?:[\w.]+ ){{0,3}}{_ITEM} (?:has been|was|is|have been)\b))"
    rf"|(?:(?:due to|because of|owing to) [^,.\n]{{3,120}},? )?"
    rf"(?:an?|the|in an?|in the|a (?:photo )?caption (?:in|on|with) an?|the headline (?:of|on) an?) {_EARLIER}\b"
    rf"|(?:this (?:[A-Z]\w+\.? \d{{1,2}} )?{_ITEM}|the (?:story|article)) (?:has (?:since )?been|was|is|has now been|had been) "
    rf"(?:(?:since|later|also|first|further) )?{_CHANGED}\b"
    rf"(?=[^\n]{{0,120}}\b(?:to|on|at|with|after|because|since|in|for|throughout)\b|[^\n]{{0,40}}$)"
    rf"|this (?:[\w.]+ ){{0,2}}{_ITEM} {_CHANGED} (?:the|that|to|an?|paragraph|headline|spelling)\b"
    r"|we (?:regret|apologi[sz]e for) (?:the|this|any) (?:error|mistake)s?\b"
    r")",
    re.IGNORECASE | re.MULTILINE,
)
_HEADING = re.compile(rf"[\s(\[*•_]{{0,3}}{_OPENER}[\s:.)\]*_]{{0,3}}$", re.IGNORECASE)
_WITHIN = re.compile(
    r"(?<=[.!?”\"’)\]])\s+(?=[(\[*•_]{0,2}"
    r"(?:[Cc]orrections?|CORRECTIONS?|[Cc]larifications?|CLARIFICATIONS?|An?|The|This|In|Editor|EDITOR|Due|Because)\b)"
)
_ADDED = re.compile(
    r"[(\[](?:adds?|recasts?|updates?|corrects?|corrected|correction|repeats?|refil(?:es|ed|ing)|removes?|changes?|rewrites?|deletes?|"
    r"clarif(?:ies|ied)|fixes|inserts?|includes?|edits?|new throughout|writes? through|writethru|releads?|rewords?)\b"
    r"[^()\[\]\n]{0,300}[)\]]",
    re.IGNORECASE,
)


def is_note(words: str) -> bool:
    """Tell whether a paragraph is a note of the desk ("Correction: ...", "An earlier version of this article said ...")."""
    return len(words) <= MAX_NOTE and bool(_OPENS.match(words))


def is_heading(words: str) -> bool:
    """Tell whether a line is the heading of notes that follow ("Correction", "Corrections and clarifications:")."""
    return len(words) <= 60 and bool(_HEADING.match(words))


def note_within(text: str, start: int, end: int) -> int | None:
    """Find where a note begins behind the last sentences of a paragraph."""
    for match in _WITHIN.finditer(text, max(start, end - MAX_NOTE), end):
        if _OPENS.match(text, match.end(), end):
            return match.end()
    return None


def note_before(text: str, start: int, end: int) -> int:
    """Give where a wire's note of what is new ends: "(Adds detail) MOSCOW, June 28 (Reuters) -"; `start` where there is none."""
    match = _ADDED.match(text, start, min(end, start + 320))
    return match.end() if match and match.end() < end else start
