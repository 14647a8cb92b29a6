"""Time expressions of a report: TIMEX3 value, EDTF calendar date or interval, and which of them date a saying."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from onrecord.extract.timex.clock import month_first_in
from onrecord.extract.timex.context import Context, Reading, Speech, iso_day
from onrecord.extract.timex.find import Group, candidates, joined, resolve
from onrecord.extract.timex.patterns import Grammar, grammar
from onrecord.extract.timex.speech import clause_said, dating_span
from onrecord.extract.timex.surroundings import contexts, is_a
from onrecord.extract.timex.tense import Tense
from onrecord.extract.timex.widen import widen
from onrecord.extract.timex.words import Words, read_words
from onrecord.model.document import Document
from onrecord.model.drafts import AttributionDraft, TimeDraft
from onrecord.model.record import Span

_SKIPPED = frozenset(("boilerplate",))
"""Parts whose dates are the page's, not the story's."""

HISTORY_SHARE = 0.6
"""A report is read as history where this share of its years, day words and "said" are years at least two before it. On the development
sets: no news article of TimeBank and AQUAINT, 14 of 16 WikiWars articles, 13 of 19 biographies of GUM."""
HISTORY_YEARS = 5
"""... and where it names at least so many of them."""


def find_times(document: Document, attributions: list[AttributionDraft]) -> list[TimeDraft]:
    """Find every time expression; sets `time` on the attributions whose speaking it dates.

    Relative expressions hang on `document.published`, inside dated speech on the day of the speech. A text in another language, or
    one that has no parse, is read as far as patterns go.
    """
    rules = grammar()
    words = read_words(document.text, rules.lexicon)
    published = iso_day(document.published)
    narrative = _is_history(words, rules, published)
    matches = list(candidates(rules, words, document, narrative))
    groups = [g for g in joined(matches, words) if not _skipped(document, words, g)]
    order = _order(words, published)
    frame = published or _frame(groups, order)
    context = Context(frame, narrative, Tense(document), month_first=order)
    readings = _resolve_all(groups, replace(context), words, rules)
    context.speeches = _date_speech(attributions, readings, words, document)
    context.quotations = _quotations(attributions)
    if context.speeches or context.quotations:
        readings = _resolve_all(groups, context, words, rules)
    return [
        _draft(r, words)
        for r in readings
        if not (r.value.endswith("_REF") and _within(context.quotations, words.starts[r.first]))
        and not _in_title(document.text, words.span(r.first, r.last), context.quotations)
    ]


_OPENS = re.compile(r"[\"“‘'«][^\"“”‘«»\n]{0,40}\Z")
_CLOSES = re.compile(r"[^\"“”«»\n]{0,40}?[\"”’'»](?!\w)")
_TITLE_WORDS = 6


def _in_title(text: str, span: Span, quotations: Sequence[int]) -> bool:
    """Tell whether a time stands in a title in quotation marks, whose longer words all have a capital: He sang "*Yesterday*"."""
    start, end = span
    if not text[start].isupper() or _within(quotations, start):
        return False
    opened, closed = _OPENS.search(text, max(0, start - 42), start), _CLOSES.match(text, end)
    if opened is None or closed is None:
        return False
    title = text[opened.start() + 1 : closed.end() - 1].split()
    return len(title) <= _TITLE_WORDS and all(w[:1].isupper() or len(w) < 4 or not w[0].isalpha() for w in title)


_DATES = frozenset(("date/month-day-year", "date/day-month-year", "date/numeric", "date/iso"))
"""Rules that read a day by its number and month."""
FRAME = 600
"""Characters at the start of a report without a date in which a full date frames what it tells."""


def _frame(groups: Sequence[Group], order: bool | None) -> date | None:
    """Give the day that a report without a date of its own tells of first: relative expressions hang on it."""
    for group in groups:
        if group.main is None or group.main.words.starts[group.first] > FRAME:
            return None
        if group.main.rule in _DATES:
            reading = resolve(group, Context(None, False, lambda _, __: 0, month_first=order))
            if reading is not None and reading.stretch is not None and reading.stretch.unit == "D":
                return None if reading.rejected else reading.stretch.start  # what may be two days frames nothing
    return None


def _resolve_all(groups: Sequence[Group], context: Context, words: Words, rules: Grammar) -> list[Reading]:
    out: list[Reading] = []
    end = 0
    for number, group in enumerate(groups):
        context.enter(words.starts[group.first], _year_ahead(groups, number, words))
        reading = resolve(group, context)
        if reading is None:
            continue
        context.note(reading)
        _note_year(context, group, reading)
        widen(reading, group.leading, words, rules.lexicon)
        reading.first = max(reading.first, end)
        for part in (reading, reading.second):
            if part is not None and not (out and _said_again(out[-1], part, words)):
                out.append(part)
            end = part.last if part is not None else end
    return out


def _said_again(before: Reading, after: Reading, words: Words) -> bool:
    """Take a day that is named twice in one breath as one expression, in place: "today, 10 September", "the Saturday before, August 17"."""
    if before.value != after.value or after.rule not in _DATES or words.lowers[before.last : after.first] != [","]:
        return False
    before.last = after.last
    return True


def _note_year(context: Context, group: Group, reading: Reading) -> None:
    """Remember the year that a day or month is named with, and keep it while the days told of next are of it."""
    if reading.stretch is None or reading.stretch.unit not in ("D", "M") or group.main is None or group.main.pattern.kind != "calendar":
        return
    year = reading.stretch.start.year
    if group.main.at("year") is not None or (context.year_named is not None and context.year_named[0].start.year == year):
        context.year_named = (reading.stretch, context.at)


def _year_ahead(groups: Sequence[Group], number: int, words: Words) -> int | None:
    """Give the year of the next expression where a list or range ties it to this one: "from 3 September to 5 October 1942"."""
    group = groups[number]
    for after in groups[number + 1 : number + 3]:
        between = words.lowers[group.last : after.first]
        if len(between) > 3 or not between or not all(is_a("links dates", w) for w in between):
            return None
        year = after.main.number("year") if after.main is not None and after.main.pattern.kind == "calendar" else None
        if year is not None and year > 99:
            return year
        group = after
    return None


def _date_speech(attributions: list[AttributionDraft], readings: list[Reading], words: Words, document: Document) -> list[Speech]:
    """Set `time` on every attribution whose speaking is dated; give the dated speeches, inner ones first."""
    by_span = {words.span(r.first, r.last): r for r in readings if _can_date(r, words)}
    spans = sorted(by_span)
    starts = [s[0] for s in spans]
    speeches = []
    for attribution in attributions:
        sentence = document.sentence_at(attribution.cue[0][0]) if attribution.cue else None
        if sentence is None:
            continue
        near = spans[bisect.bisect_left(starts, sentence.start) : bisect.bisect_left(starts, sentence.end)]
        attribution.time = dating_span(attribution, near, document) if near else None
        stretch = by_span[attribution.time].stretch if attribution.time else None
        if stretch is not None and stretch.unit == "D":
            speeches.append(Speech(attribution.content, attribution.form == "direct", stretch.start))
    for span, reading in by_span.items():
        if reading.stretch is not None and reading.stretch.unit == "D" and document.tokens and (said := clause_said(span, document)):
            speeches.append(Speech([said], False, reading.stretch.start))
    return sorted(speeches, key=lambda s: sum(b - a for a, b in s.content))


def _within(edges: Sequence[int], at: int) -> bool:
    """Tell whether an offset lies in one of the stretches that begin and end in turn at these."""
    return bisect.bisect_right(edges, at) % 2 == 1


def _quotations(attributions: list[AttributionDraft]) -> list[int]:
    """Give where the quotations in marks start and end, in turn, none overlapping another."""
    out: list[int] = []
    for start, end in sorted(span for a in attributions if a.form == "direct" for span in a.content):
        if not out or start >= out[-1]:
            out += [start, end]
        else:
            out[-1] = max(out[-1], end)
    return out


def _can_date(r: Reading, words: Words) -> bool:
    """Say whether an expression can date a saying: a day, week, month or year; not "since Monday", "the quarter ended Sept. 30"."""
    unit = r.stretch.unit if r.stretch is not None else ""
    return r.type in ("DATE", "TIME") and unit in ("D", "W", "WE", "M", "S", "Y") and not is_a("bounds a time", words.lower(r.first - 1))


def _skipped(document: Document, words: Words, group: Group) -> bool:
    part = document.part_at(words.starts[group.first])
    return part is not None and part.kind in _SKIPPED


def _order(words: Words, published: date | None) -> bool | None:
    """Give the order of numeric dates: what the unambiguous ones show, else what makes one of them the day of publication."""
    numeric = [bool(w[0].isdigit() and _NUMERIC.fullmatch(w)) for w in words.lowers]
    shown = month_first_in(words.lowers, numeric)
    if shown is not None or published is None:
        return shown
    for lower, is_date in zip(words.lowers, numeric, strict=True):
        pieces = [int(x) for x in re.split(r"[/.-]", lower)] if is_date else []
        if pieces and pieces[2] == published.year and pieces[0] != pieces[1]:
            if (pieces[0], pieces[1]) == (published.month, published.day):
                return True
            if (pieces[1], pieces[0]) == (published.month, published.day):
                return False
    return None


_NUMERIC = re.compile(r"\d{1,2}([/.-])\d{1,2}\1\d{2,4}")


OPENING = 250
"""Characters at the start of a dated report in which a word of these days makes it news, whatever years its background names."""
_DAY_WORD, _SAID = 2.0, 1.0
"""What a word of these days ("yesterday", "Monday") and a word of reported speech count against history."""


def _is_history(words: Words, rules: Grammar, published: date | None) -> bool:
    """Say whether the text tells of years long before it rather than of these days."""
    marks = set(rules.lexicon.chars("year4"))
    years = [int(lower) for mark, lower in zip(words.marks, words.lowers, strict=True) if mark in marks]
    limit = published.year - 2 if published else 9999
    old = sum(1 for y in years if y <= limit)
    if old < HISTORY_YEARS:
        return False
    news = contexts().get("opens the news", ())
    if published and any(lower in news for lower, at in zip(words.lowers, words.starts, strict=True) if at < OPENING):
        return False
    weights = dict.fromkeys(contexts().get("of these days", ()), _DAY_WORD) | dict.fromkeys(contexts().get("of speech", ()), _SAID)
    new = sum(0.5 for y in years if limit < y < 2100) + sum(weights.get(lower, 0.0) for lower in words.lowers)
    return old >= HISTORY_SHARE * (old + new)


def _draft(r: Reading, words: Words) -> TimeDraft:
    anchor = r.anchor.isoformat() if r.anchor else None
    return TimeDraft(
        span=words.span(r.first, r.last), type=r.type, value=r.value, mod=r.mod, edtf=r.edtf, rule=f"time/{r.rule}", anchor=anchor,
        rejected=list(r.rejected),
    )  # fmt: skip
