"""Litter of web pages: navigation, share bars, newsletter prompts, reading times, links to other stories."""

from __future__ import annotations

import re

from onrecord.parse.parts import lexicon
from onrecord.text import fold

MAX_LITTER_WORDS, MAX_LEAD_WORDS = 40, 14
_PATTERNS = re.compile(
    r"(?:\W*(?:reading time:?\s*)?\d{1,3}\s?[- ]?min(?:ute)?s?\.?\s?(?:read|to read|reading)?\W*"
    r"|(?:no|\d[\d,.k]*)\s(?:comments?|shares?|likes?|views?|replies|retweets?|followers)\b.{0,20}"
    r"|(?:views?|hits|shares?|comments?|likes?)\s?[:(]\s?[\d,.k]+\)?"
    r"|(?:reading time|read time|time to read|listen|duration):?\s?[\d:.]+.{0,20}"
    r"|page \d+ of \d+|\d+ of \d+|\d{1,2}/\d{1,2}"
    r"|(?:https?\s?:\s?/|www\.)(?:\S{3,300}|[^.!?\n]{0,20}/.{3,300})|\W?[@#]\w+(?:[\s,|]+[@#]\w+)*\W?"
    r"|(?:tags?|topics|keywords|filed under|categories|category|sections?|related|also read|read also|"
    r"read more|read|see also|watch(?: now)?|more|"
    r"next|previous|up next|don'?t miss|recommended|must read|trending|listen)\s?(?::|>|»|\|).{0,240}"
    r"|(?:\W*(?:facebook|twitter|whatsapp|linkedin|reddit|pinterest|telegram|messenger|flipboard|pocket|email|e-mail|print|share|tweet|copy|link|save|"
    r"sms|viber|bluesky|threads|x|mail|this|article|story|on|via|to|open|new|window|icon|button|more|post|send)\b\W*){2,30})$",
    re.IGNORECASE | re.DOTALL,
)
_MENU = re.compile(r"(?:[^|•»>\n]{1,30}\s?[|•»>]\s?){3,40}[^|•»>\n]{0,30}$")
_GLUED = re.compile(r"(?:\S*[a-z][A-Z][a-z]+\S*\s(?:\S+\s){0,3}){2,}|\S*(?:[a-z][A-Z][a-z]+\S*){3,}")
_NOTICE = re.compile(
    r"[(\[—–-]{0,2}\s?(?:(?:this|the) (?:story|article|report|item|version|piece|"
    r"headline)\b.{0,60}\b(?:correct|updat|clarif|refiled|amended|removed)|story corrects|"
    r"(?:corrects|corrected|correction|clarif(?:ies|ication)|refil(?:es|ed|ing)|adds|updates|recasts|removes|repeats|rewrites|fixes|deletes)\b"
    r"(?=[^.]{0,200}(?:paragraph|para\b|lead|lede|headline|detail|quote|comment|reaction|background|"
    r"spelling|graf|byline|dateline|to (?:show|say|make|read|add|fix)|throughout|with )))",
    re.IGNORECASE,
)
_COUNT = re.compile(r"^\d+ | \d+$")
_MARKS = re.compile(r"[\W_]{1,200}$")


def read_litter(words: str, count: int) -> str | None:
    """Recognise a unit of litter by its words; gives the rule."""
    if len(words) > 600 or count > MAX_LITTER_WORDS:
        return None
    if _MARKS.match(words) or (words.isdigit() and len(words) < 4):
        return "litter/marks"
    if words[0] in "([" and words[-1] in ")]" and _NOTICE.match(words):
        return "notice/correction"
    if count <= MAX_LITTER_WORDS and _GLUED.match(words) and words[-1] not in ".!?":
        return "litter/glued-links"
    if count <= MAX_LITTER_WORDS and _PATTERNS.match(words) and not _ends_quote(words):
        return "litter/pattern"
    if count <= MAX_LEAD_WORDS and _MENU.match(words):
        return "litter/menu"
    plain = fold(words[:200])
    phrases = lexicon.litter()
    if plain in phrases.exact or (count <= 6 and opens_section(words) and words[-1] not in ".?!"):
        return "litter/phrase"
    first = plain.split(" ", 1)[0]
    if _begins(plain, phrases.prefix.get(first, ())):
        return "litter/opening"
    if count <= MAX_LEAD_WORDS and _begins(plain, phrases.lead.get(first, ())) and (words[-1] not in '.?!”"' or count <= 6):
        return "litter/opening"
    return None


_FROM = r"(?:from|von|de|da|van|från|fra|expéditeur|absender|remitente|mittente)"
_LABEL = (
    r"(?:from|sent|date|to|cc|bcc|subject|reply-to|importance|von|gesendet|datum|an|betreff|antwort an|de|envoyé|envoyée|à|objet|répondre à"
    r"|enviado|enviada|fecha|data|para|asunto|assunto|da|inviato|oggetto|van|verzonden|aan|onderwerp|från|skickat|till|ämne|fra|sendt|til|emne)"
)
_TOLD = r"[ \t\xa0]*:[^\n]{0,300}(?:\n\s*|\Z)"
_LINE = rf"[ \t*]*{_LABEL}{_TOLD}"
_HEAD = rf"[ \t*]*{_FROM}{_TOLD}(?:{_LINE}){{2,8}}|(?:{_LINE}){{2,4}}{_FROM}{_TOLD}(?:{_LINE}){{0,6}}"
"""The head of another mail, in the languages that mail programs speak: who, then two or more of when, to whom, about what."""
_OPENED = r"(?:-{2,}[^\n-]{4,60}-{2,}\s*\n\s*|_{8,}\s*\n\s*|[^\n:]{4,60}:[ \t]*\n\s*)?"
_ANSWERED = (
    r"(?:on|am|le|el|il|op|em|den)\b(?=[^\n]{4,160}(?:\d[:.]\d\d|@))[^\n]{4,160}\s"
    r"(?:wrote|schrieb[^\n]{0,80}|a écrit|escribió|ha scritto|schreef[^\n]{0,80}|escreveu|skrev[^\n]{0,80})[ \t\xa0]*:[ \t]*(?:\n|\Z)"
)
_FORWARDED = re.compile(
    r"-{2,} ?(?:original|forwarded) message ?-{2,}|begin forwarded message:|from: .{2,80}\n(?:sent|date|to): "
    rf"|{_OPENED}(?:{_HEAD})|{_ANSWERED}",
    re.IGNORECASE,
)
"""How another mail begins. Who wrote in an answered mail stands with the time of day or an address; "On Tuesday the minister wrote: ..." is
the report's own.
"""
_FORWARDED_HEAD = re.compile(rf"{_OPENED}(?:{_HEAD})", re.IGNORECASE)
MAX_HEAD = 1_200
"""Characters of the longest head of another mail."""


def forwarded(words: str) -> str | None:
    """Tell where another mail begins that this one forwards or answers, or that a line is quoted from it."""
    if words.startswith(">"):
        return "litter/quoted"
    return "litter/forwarded" if _FORWARDED.match(words) else None


def forwarded_head(words: str) -> int:
    """Give the length of the head of another mail that words begin with, 0 where there is none."""
    match = _FORWARDED_HEAD.match(words)
    return match.end() if match else 0


def _ends_quote(words: str) -> bool:
    return words[-1] in '”"' and words.count("“") + words.count('"') < 2


def _begins(plain: str, phrases: tuple[str, ...]) -> bool:
    return any(plain == p or plain.startswith(p + " ") for p in phrases)


def opens_section(words: str) -> bool:
    """Tell whether a line opens a list of links, or readers' comments, that is not part of the report."""
    if len(words) > 60:
        return False
    plain = _COUNT.sub("", fold(words))
    first = plain.split(" ", 1)[0]
    listed = lexicon.litter().section.get(first, ())
    return plain in listed or (" " in plain and plain.count(" ") < 6 and _begins(plain, tuple(p for p in listed if " " in p)))


def opens_comments(words: str) -> bool:
    """Tell whether readers' comments begin here; nothing after them is the report's."""
    return len(words) <= 40 and bool(
        re.fullmatch(
            r"(?:\d+ )?(?:comments?(?: \d+)?|leave a (?:reply|comment)|post a comment|join the discussion|"
            r"\d+ (?:replies|responses)(?: to .*)?)",
            fold(words),
        )
    )
