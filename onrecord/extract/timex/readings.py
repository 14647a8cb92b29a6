"""What all readers of dates share: making a reading, the year of a part named without one, what "last" and "this" hang on."""

from __future__ import annotations

from datetime import date

from onrecord.extract.timex.calendar import Stretch, add_months, day_of
from onrecord.extract.timex.context import Context, Reading
from onrecord.extract.timex.patterns import Match

JUST_OVER = 100
"""A quarter or season that ended less than this many days ago is still the one of forecasts: "expects a third-quarter loss"."""
UNDATED = 2026
"""The year from which two digits are read where the report has no date."""
NEAR_FUTURE = 20
"""A two-digit year is the one at most this far ahead of the report: "'99" in 2025 is 1999, "'30" is 2030."""


def reading(m: Match, stretch: Stretch | None, *, value: str | None = None, edtf: str | None = None, anchor: date | None = None) -> Reading:
    """Make the reading of a definite stretch, or of a value that the calendar does not fix."""
    if stretch is not None:
        value, edtf = value or stretch.value(), edtf or stretch.edtf()
    return Reading(m.first, m.last, "DATE", value or "", edtf, m.rule, stretch=stretch, anchor=anchor)


def year_in(m: Match, context: Context) -> int | None:
    """Give the year that the expression itself names: four digits, two ("'99"), or by relation ("last year")."""
    year = m.number("year")
    if year is not None:
        return full_year(year, context.published) if len(m.word("year") or "") < 4 else year
    rel = m.value("rel")
    base = relation_base(m, context, rel) if rel else None
    return base.year + int(rel[:-1]) if rel and base else None


def full_year(two: int, published: date | None) -> int:
    """Give the year meant by two digits: the latest not more than NEAR_FUTURE years after the report."""
    limit = report_year(published) + NEAR_FUTURE
    return limit - (limit - two) % 100


def report_year(published: date | None) -> int:
    """Give the year that two digits are read from: the report's, where it has a believable one."""
    return published.year if published is not None and 1000 <= published.year < 9900 else UNDATED


def relation_base(m: Match, context: Context, rel: str) -> date | None:
    """Give the day that "last", "this", "the previous" hang on."""
    offset = m.words.starts[m.first]
    return context.told(offset, m.value("unit") or "Y") if rel[-1] == "f" or context.narrative else context.base(offset, deictic=True)


def year_of_part(m: Match, context: Context, base: date, month: int, length: int) -> int:
    """Give the year of a quarter, half or season named without one: this year's if it has begun, else as the tense says."""
    told = context.year_ahead or context.year_told()
    if told is not None:
        return told
    start = date(base.year, month, 1)
    direction = context.tense(m.words.starts[m.first])
    end = add_months(start, length)
    if start > base and direction <= 0:
        return base.year - 1
    if end is not None and (base - end).days > JUST_OVER and direction > 0:
        return base.year + 1
    return base.year


def related_year(rel: str, base: date | None, month: int, day: int | None = None, *, length: int = 1) -> int | None:
    """Give the year of "last April", "next spring", "next May 2": the nearest such stretch in that direction; `length` in months."""
    if base is None:
        return None
    found = day_of(base.year, month, day) if day else None
    start = found.start if found else date(base.year, month, 1)
    end = start if found else add_months(start, length) or start
    step = int(rel[:-1])
    if step < 0:
        return base.year if end <= base else base.year - 1
    if step > 0:
        return base.year if start > base else base.year + 1
    return base.year


def with_part(m: Match, out: Reading) -> Reading:
    """Add the part of the day that the expression names ("Friday night")."""
    part = m.value("part")
    if part:
        out.type, out.value = "TIME", f"{out.value}T{part}"
    return out
