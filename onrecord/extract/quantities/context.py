"""What is written as a number but counts nothing: years, clock times, ages, scores, ordinals, numbers in names, keys and addresses."""

from __future__ import annotations

import re
import unicodedata

from onrecord.extract.quantities.lexicon import words
from onrecord.extract.quantities.numerals import Numeral
from onrecord.model.document import Token

_TIME_WORD = re.compile(
    r"[ \n\u00a0-]?(?:(?:full|long|straight|consecutive|more|whole|calendar|working|business|light)[ -])?"
    r"(?:years?|yrs?|months?|weeks?|weekends?|days?|nights?|hours?|hrs?|minutes?|mins?|seconds?|decades?|centur(?:y|ies)|fortnights?|quarters?"
    r"|evenings?|mornings?|afternoons?|a\.m\.?|p\.m\.?|am|pm|o['’]clock|gmt|utc|bc|ad|bce"
    r"|b\.c\.(?:e\.)?|c\.e\.|seasons?)(?![\w])(?!-hand)", re.I
)  # fmt: skip
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_MONTH_LED = re.compile(rf"\b(?:in|since|by|from|until|during|through|last|this|early|late|mid)[ -]{_MONTH}[.,]? ?\Z", re.I)
_NOUN_AFTER = re.compile(r" (?!(?:and|or|to|at|in|on|of|the|when|with|for|from|by|as|it|he|she)\b)[a-z]{3,}", re.I)
_LAST_WORD = re.compile(r"([^\W\d_]+)[.,]?[ \n]{0,2}\Z")
_MONTH_AFTER = re.compile(rf"[ \n](?:of )?{_MONTH}\b(?! (?:have|not|be)\b)", re.I)
_AGE_BEFORE = re.compile(
    r"\b(?:ages? (?:of|between)|(?:those|people|anyone|children|all) (?:aged|under|over)|(?:younger|older) than) \Z", re.I
)  # fmt: skip
_AGE_AFTER = re.compile(r"[ -]years?[ -](?:olds?\b|of age)", re.I)
_LIST_MARK = re.compile(r"(?:\A|\n)[ \t(]*\Z")
_ONE_AFTER = re.compile(
    r"[ \n](?:of|another|by|thing|side|hand|way|time|point|reason|who|that|which|to|in|more|day|is|was|such)\b|['’-]", re.I
)
_ROW_BEFORE = re.compile(r"[0-9][ .]\Z")
_ROW_AFTER = re.compile(r" [0-9]")
_UNIT_GLUED = re.compile(
    r"(?:[kK]?[mgMW]|[ckKMGmT]?[mWBg]h?|km/h|kph|mph|mm|cm|pc|ft|kg|lb|lbs|ha|kt|kWh|MWh|GWh|TWh)(?![\w])"
)  # fmt: skip
PRONOUN = "'one' as a pronoun"
"""Why a lone "one" is put aside, unless it is said what happened to it."""
_NAME_LABELS = frozenset(
    {"PERSON", "ORG", "ORGANIZATION", "FAC", "FACILITY", "GPE", "LOC", "LOCATION", "EVENT", "WORK_OF_ART", "LAW", "PRODUCT"}
)


def no_count(text: str, numeral: Numeral, start: int | None = None) -> str | None:
    """Say why a number, judged by the characters around it, counts nothing; None where it may count.

    `start`: where the range begins that the number ends.
    """
    start, end = numeral.start if start is None else start, numeral.end
    before, after = text[max(0, start - 24) : start], text[end : end + 24]
    found = _LAST_WORD.search(before, max(0, len(before) - 16))
    word = found.group(1).lower() if found else ""
    return _glued(before, after, numeral) or _calendar(before, after, word, numeral) or _one(text, word, after, numeral)


def _glued(before: str, after: str, numeral: Numeral) -> str | None:
    last, first = before[-1:], after[:1]
    if last in ("#", "@", "/", ":", "_", "№", "\\") or (last == "." and before[-2:-1].strip()):
        return "part of a key or address"
    if (last == "+" and numeral.kind == "digits") or _ROW_BEFORE.search(before) or _ROW_AFTER.match(after):
        return "part of a row of numbers"
    if last.isalpha() or (last in "-–" and before[-2:-1].isalnum() and before[-2:-1] != ""):
        return "part of a name or score"
    if first in "-‑" and re.match(r". (?:to|and|or) ", after):
        return "the first part of a compound"
    if first == "/" and after[1:2].isalnum():
        return "part of a date or key"
    if first in (":", "@", "_", "\\") and after[1:2].strip():
        return "a clock time, score or address"
    if numeral.kind == "digits" and (last == "−" or _digit_goes_on(before[::-1]) or _digit_goes_on(after)):
        return "part of a number in other characters"
    if numeral.kind == "digits" and not numeral.letter:
        if re.match(r"(?:st|nd|rd|th)\b", after):
            return "an ordinal"
        if re.match(r"['’]?s\b", after):
            return "a decade"
        if first.isalpha() and not _UNIT_GLUED.match(after):
            return "part of a name"
    return None


def _digit_goes_on(beside: str) -> bool:
    """Tell whether a digit of another script, a superscript, or a digit behind invisible characters stands right beside a number."""
    for n, char in enumerate(beside):
        kind = unicodedata.category(char)
        if kind != "Cf":
            return kind in ("Nd", "No", "Nl") and (n > 0 or not char.isascii())
    return False


def _calendar(before: str, after: str, word: str, numeral: Numeral) -> str | None:
    if word == "per" and numeral.kind == "digits":
        return "what a rate is taken of"
    if word in words("age") or _AGE_BEFORE.search(before) or _AGE_AFTER.match(after):
        return "an age"
    if _TIME_WORD.match(after):
        return "a length or point of time"
    if numeral.kind == "digits":
        if (word in words("month") and not _counts_in_month(before, after, numeral)) or (_MONTH_AFTER.match(after) and numeral.value <= 31):
            return "a date"
        if (
            before[-2:] == ", "
            and re.match(r",|\)| ?$|\.(?:\s|$)| ?[―—–]", after)
            and 1 <= numeral.value <= 110
            and before[-3:-2].isalpha()
        ):
            return "an age"
        if _LIST_MARK.search(before) and re.match(r"[.)]\s", after):
            return "a list mark"
    if word in words("numbered") and before.rstrip()[-1:] != "," and (numeral.kind == "digits" or word not in words("numbered-by-digits")):
        return "a number in a name"
    return None


def _counts_in_month(before: str, after: str, numeral: Numeral) -> bool:
    """Tell a count after a month that is a time of its own: "In May, *300* people", "since March *40* schools"."""
    led = _MONTH_LED.search(before) is not None
    if numeral.value > 31:
        return led and numeral.value >= 1 and _NOUN_AFTER.match(after) is not None
    return led and before.rstrip().endswith(",") and _NOUN_AFTER.match(after) is not None


def _one(text: str, last: str, after: str, numeral: Numeral) -> str | None:
    word = text[numeral.start : numeral.end].lower()
    if word == "zero":
        return None if re.match(r" (?:percent|per cent|deaths|casualties|cases|degrees)", after) else "zero as a figure of speech"
    if word != "one":
        return None
    if last in words("one-before"):
        return "'one' of those meant before"
    return PRONOUN if _ONE_AFTER.match(after) else None


def is_year(text: str, numeral: Numeral) -> bool:
    """Tell whether bare digits look like a year of the calendar: four of them, between 1500 and 2100, without a separator."""
    word = text[numeral.start : numeral.end]
    return len(word) == 4 and word.isdigit() and 1500 <= int(word) <= 2100


def in_name(tokens: list[Token]) -> bool:
    """Tell whether the number's tokens are part of a longer name ("Five Star Movement", "Boeing 737")."""
    name = tokens[0].name if tokens else None
    if name is None or name.label.upper() not in _NAME_LABELS:
        return False
    own = {t.i for t in tokens}
    return any(t.i not in own and t.text[:1].isalpha() and t.upos in ("PROPN", "NOUN", "ADJ") for t in name.tokens)
