"""The account of a report: what became of every quotation, number and date expression of its body. Nothing is dropped silently.

Each is counted once: used, where an item of the record holds it; set apart, where it is known to be something else (an age, a
clock time, the title of a film, words in scare quotes); not understood, where nobody knows. A number inside a date is the date's.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Sequence

from onrecord.extract.quantities.ages import leave_out_ages
from onrecord.extract.quantities.context import in_name, is_year, no_count
from onrecord.extract.quantities.lexicon import words
from onrecord.extract.quantities.numerals import Numeral, numerals_in
from onrecord.extract.quotes.marks import Region, regions_of
from onrecord.model.document import Document, Token
from onrecord.model.drafts import Drafts
from onrecord.model.record import Account, Fate, LeftOut, Span, Tally
from onrecord.resolve.lexicon import word_set

FEW_WORDS = 6
"""Words up to which a quotation without a verb of its own is a reporter's word in scare quotes ("his 'special operation'")."""

_DIGITS = re.compile(r"(?<![\w.])[0-9][0-9.,:/–-]*[0-9](?![0-9])|[0-9]+")
_SCORE_AFTER = re.compile(r"[-–‑][0-9]{1,4}\b")
_COLONS = re.compile(r"(?<![\w.:])[0-9]{1,3}(?::[0-9]{1,3})+(?![\w:])")
_CLOCK = re.compile(r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?")
_ARTICLE = re.compile(r"^(?:an?|the) ")
_COMPOUND = re.compile(r"[-‑][A-Za-z]")
_MARK = re.compile(r"\)\s")
_DATE_LEFT = re.compile(
    r"\b(?=[MTWFSJAONDYyt0-9])(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?|(?:January|February|April|June|July|August|September|October|November|December)"
    r"(?: [0-3]?[0-9](?:st|nd|rd|th)?\b(?![.,]?[0-9]))?|(?:March|May) [0-3]?[0-9](?:st|nd|rd|th)?\b(?![.,]?[0-9])|[Yy]esterday|[Tt]omorrow|"
    r"[0-3]?[0-9]([/.])[01]?[0-9]\1(?:19|20)[0-9]{2}|(?:19|20)[0-9]{2}-[01][0-9]-[0-3][0-9])\b"
)
_SAID_BEFORE = re.compile(r"\b(?:the|these|those|both|all|other) $", re.IGNORECASE)
SMALL = frozenset({"ADP", "DET", "CCONJ", "SCONJ", "PART", "PRON", "AUX"})
"""Words that a title writes small."""
WORKS, NAMERS = "account-works", "account-namers"
"""Nouns of what has a title ("film", "song"), and words that give something its name ("dubbed", "titled")."""

Fallen = tuple[Span, Fate, str]


class _Covered:
    """Spans of items, asked whether one of them meets a stretch of the text."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self.spans: list[Span] = []
        for start, end in sorted(spans):
            if self.spans and start <= self.spans[-1][1]:
                self.spans[-1] = (self.spans[-1][0], max(end, self.spans[-1][1]))
            else:
                self.spans.append((start, end))
        self._ends = [end for _, end in self.spans]

    def meets(self, span: Span) -> bool:
        """Tell whether an item's words and these overlap."""
        i = bisect.bisect_right(self._ends, span[0])
        return i < len(self.spans) and self.spans[i][0] < span[1]


def account_of(document: Document, drafts: Drafts) -> Account | None:
    """Give the account of a report; None where nothing was parsed (another language)."""
    if not document.tokens:
        return None
    body = [part.span for part in document.parts if part.kind == "body"]
    timed = _Covered(t.span for t in drafts.times)
    loose = [m.span() for a, b in body for m in _DATE_LEFT.finditer(document.text, a, b) if not timed.meets(m.span())]
    inside = _Covered(body)
    used = sum(inside.meets(t.span) for t in drafts.times)
    dates = [_date(document, span) for span in loose]
    quotations, said = _quotations(document, drafts, inside)
    numbers, counted = _numbers(document, drafts, body, _Covered([*(t.span for t in drafts.times), *loose]))
    left = [
        *(LeftOut(kind="quotation", span=_trimmed(document.text, s), fate=f, why=w) for s, f, w in quotations),
        *(LeftOut(kind="number", span=s, fate=f, why=w) for s, f, w in numbers),
        *(LeftOut(kind="date", span=s, fate=f, why=w) for s, f, w in dates),
    ]
    return Account(
        quotations=_tally(said, quotations),
        numbers=_tally(counted, numbers),
        dates=_tally(used, dates),
        left_out=tuple(sorted(left, key=lambda x: (x.span, x.kind))),
    )


def _trimmed(text: str, span: Span) -> Span:
    """Give a span without the blanks at its end: a quotation that nobody closes runs on to the next one."""
    return (span[0], span[0] + len(text[span[0] : span[1]].rstrip()))


def _tally(used: int, fallen: Sequence[Fallen]) -> Tally:
    apart = sum(fate == "set_apart" for _, fate, _ in fallen)
    return Tally(used=used, set_apart=apart, not_understood=len(fallen) - apart)


# Quotations


def _quotations(document: Document, drafts: Drafts, body: _Covered) -> tuple[list[Fallen], int]:
    """Give the quotations that are no statement, with the reason, and how many are one."""
    kept = _Covered(s for a in drafts.attributions if a.stated for s in a.content)
    unsaid = _Covered(s for a in drafts.attributions if not a.stated for s in a.content)
    out: list[Fallen] = []
    used = 0
    for region in regions_of(document):
        span = (region.opens, max(region.closes, region.end))
        if not body.meets(span):
            continue
        if kept.meets((region.start, region.end)):
            used += 1
        else:
            out.append((span, *_why_no_statement(document, region, unsaid)))
    return out, used


def _why_no_statement(document: Document, region: Region, unsaid: _Covered) -> tuple[Fate, str]:
    if unsaid.meets((region.start, region.end)):
        return "set_apart", "not uttered, or only perhaps"
    tokens = document.tokens_in((region.start, region.end))
    if not any(t.text[:1].isalnum() for t in tokens):
        return "set_apart", "no words"
    finite = any(t.form.finite for t in tokens)
    spelled = [t for t in tokens if t.text[:1].isalpha()]
    before = _before(document, tokens[0])
    named = bool(before) and (before[-1].lemma in word_set(NAMERS) or before[-1].lower in word_set(NAMERS))
    works = any(t.lemma in word_set(WORKS) for t in before[-3:])
    titled = bool(spelled) and spelled[0].text[0].isupper() and all(t.text[0].isupper() for t in spelled if t.upos not in SMALL)
    if titled and (works or (named and not finite)):
        return "set_apart", "title of a work" if works else "name"
    if named and len(spelled) <= FEW_WORDS:
        return "set_apart", "name or term"
    if not finite and len(spelled) <= FEW_WORDS:
        inside = any(t.name is not None and t.name.label == "WORK_OF_ART" for t in spelled)
        return "set_apart", "title of a work" if inside else "name" if titled and len(spelled) > 1 else "scare quotes"
    return "not_understood", "nobody was found who says it"


def _before(document: Document, first: Token) -> list[Token]:
    """Give the last words before a quotation in its sentence, marks and commas aside."""
    row = document.tokens[max(first.sentence.tokens[0].i, first.i - 6) : first.i]
    return [t for t in row if t.text[:1].isalnum()]


# Numbers


def _numbers(document: Document, drafts: Drafts, body: Sequence[Span], dated: _Covered) -> tuple[list[Fallen], int]:
    """Give the numbers that no figure holds, with the reason, and how many are held. Those of dates are left to the dates."""
    held = _Covered(f.span for f in drafts.figures)
    out: list[Fallen] = []
    used = 0
    for start, end in body:
        colons = [m.span() for m in _COLONS.finditer(document.text, start, end) if not dated.meets(m.span()) and not held.meets(m.span())]
        out += [(span, "set_apart", _colons(document.text[span[0] : span[1]])) for span in colons]
        elsewhere = _Covered([*dated.spans, *colons])
        numerals = [n for n in numerals_in(document, (start, end)) if not elsewhere.meets((n.start, n.end))]
        young = {n.start for n in leave_out_ages(document.text, numerals)}
        for numeral in numerals:
            if held.meets((numeral.start, numeral.end)):
                used += 1
            else:
                out.append(((numeral.start, numeral.end), *_why_no_figure(document, numeral, aged=numeral.start not in young)))
        read = _Covered((n.start, n.end) for n in numerals)
        for match in _DIGITS.finditer(document.text, start, end):
            if read.meets(match.span()) or elsewhere.meets(match.span()):
                continue
            if held.meets(match.span()):
                used += 1
            else:
                out.append((match.span(), *_why_unread(document, match.span())))
    return out, used


def _colons(digits: str) -> str:
    return "clock time" if _CLOCK.fullmatch(digits) else "ratio, score or address"


def _why_no_figure(document: Document, numeral: Numeral, *, aged: bool) -> tuple[Fate, str]:
    text = document.text
    if aged:
        return "set_apart", "age"
    if _SCORE_AFTER.match(text, numeral.end):
        return "set_apart", "part of a name or score"
    if _COMPOUND.match(text, numeral.end):
        return "set_apart", "part of a compound"
    if _MARK.match(text, numeral.end) and text[numeral.start - 1 : numeral.start].isspace():
        return "set_apart", "list mark"
    why = no_count(text, numeral)
    if why is not None:
        if why == "a decade" and numeral.value % 10:
            why = "part of a name"  # "Boeing 707s"
        return "set_apart", "'one' that counts nothing" if "'one'" in why else _ARTICLE.sub("", why)
    tokens = [t for t in document.tokens_in((numeral.start, numeral.end)) if t.end > numeral.start]
    if tokens and in_name(tokens):
        return "set_apart", "part of a name"
    if tokens and numeral.kind == "digits" and _labelled(document, tokens[0]):
        return "set_apart", "part of a name"
    if any(t.text[0].isupper() and t.lower in words("street") for t in document.tokens_in((numeral.end, numeral.end + 30))[:4]):
        return "set_apart", "address"
    if is_year(text, numeral):
        return "set_apart", "year"
    if text[numeral.start : numeral.end].lower() == "one":
        return "set_apart", "'one' that counts nothing"
    if numeral.kind == "words" and _SAID_BEFORE.search(text, max(0, numeral.start - 8), numeral.start):
        return "set_apart", "as many as were named before"
    return "not_understood", "counts nothing that was understood"


def _labelled(document: Document, number: Token) -> bool:
    """Tell the number behind a name written large: "Bus 42", "Warehouse 9"."""
    before = document.tokens[number.i - 1] if number.i > number.sentence.tokens[0].i else None
    return before is not None and before.text[0].isupper() and before.upos in ("NOUN", "PROPN") and number.text.isdigit()


def _why_unread(document: Document, span: Span) -> tuple[Fate, str]:
    text = document.text
    if text[max(0, span[0] - 1) : span[0]].isalpha() or text[span[1] : span[1] + 1].isalpha():
        return "set_apart", "part of a name"
    if re.fullmatch(r"[0-9]+[-–][0-9]+", text[span[0] : span[1]]):
        return "set_apart", "part of a name or score"
    return "not_understood", "in a form that is not read"


# Dates


def _date(document: Document, span: Span) -> Fallen:
    """Say why a word of the calendar is no time of the record."""
    token = document.token_at(span[0])
    if token is not None and token.name is not None and len(token.name.tokens) > 1 and token.name.label not in ("DATE", "TIME"):
        return span, "set_apart", "part of a name"
    return span, "not_understood", "its day could not be told"
