"""Dates told by their distance: "yesterday", "last week", "10 days ago", "the following year", "a year earlier"."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from onrecord.extract.timex.calendar import Stretch, add_days, day_of, month_of, nearest_weekday, season_of, stretch_of, year_of
from onrecord.extract.timex.context import Context, Reading, unknown
from onrecord.extract.timex.numbers import amount
from onrecord.extract.timex.patterns import Match
from onrecord.extract.timex.readings import full_year, reading, relation_base

_CLOCK_UNITS = {"TH", "TM", "TS"}


def read_shift(m: Match, context: Context) -> Reading | None:
    """Read "two years ago", "three days later", "months earlier", "a week from now"."""
    unit, step = m.value("unit") or "", m.value("step") or "-1d"
    if step == "PRESENT_REF":
        step = "1d"
    sign = -1 if step.startswith("-") else 1
    offset = m.words.starts[m.first]
    if m.rule in ("date/units-ago", "date/units-later") or (n := amount(m) if m.at("n") else Fraction(1)) is None:
        if sign > 0 and not context.narrative:
            return None  # "a few days later": no day or span that one could look up
        return Reading(m.first, m.last, "DATE", "PAST_REF" if sign < 0 else "FUTURE_REF", None, m.rule)
    told = step[-1] == "f"
    base = context.told(offset, unit) if told else context.base(offset)
    quarter = context.compared_quarter()
    if unit == "Y" and n == 1 and sign < 0 and quarter is not None:
        return reading(m, quarter.shifted(-4))  # "a year earlier" in a report on a quarter
    if unit == "TH" and n >= 24 and n % 24 == 0:
        unit, n = "D", n / 24
    if unit in _CLOCK_UNITS:
        value = f"{base.isoformat()}TXX:XX" if base and n * {"TH": 60, "TM": 1, "TS": 0}[unit] < 720 else "XXXX-XX-XXTXX:XX"
        return Reading(m.first, m.last, "TIME", value, None, m.rule, anchor=base)
    if base is None:
        return reading(m, None, value=unknown(unit))
    return reading(m, _shifted(unit, base, n * sign), anchor=base)


def _shifted(unit: str, base: date, n: Fraction) -> Stretch | None:
    if n.denominator != 1:
        months = {"Y": 12, "DE": 120}.get(unit)
        if months is None:
            days = {"W": 7, "FN": 14, "D": 1, "M": 30, "Q": 91}.get(unit, 1)
            day = add_days(base, int(n * days))
            return stretch_of("W" if unit in ("M", "Q") else "D", day) if day else None
        unit, n = "M", Fraction(int(n * months))
    if abs(n) > 3_000_000:
        return None
    if unit == "FN":
        unit, n = "W", n * 2
    return stretch_of(unit, base).shifted(int(n))


JUST_OVER = 1
"""The last day of the week, counted from Monday as 0, on which "this weekend" may be the one that is over."""


def read_relunit(m: Match, context: Context) -> Reading | None:
    """Read "last week", "this year", "the following month", "the latest quarter"."""
    unit, rel = m.value("unit") or "", m.value("rel") or "0d"
    if rel == "0l":
        return _latest(m, context, unit)
    if rel == "1d" and (unit == "D" or (m.words.lower(m.first - 1) == "the" and context.narrative)):
        rel = "1f"  # "the next day"
    base = relation_base(m, context, rel)
    if rel[-1] == "f" and unit == "D" and (told := context.day_told(m.words.starts[m.first])) is not None:
        base = told.start
    if base is None:
        return reading(m, None, value=unknown(unit))
    if unit == "Q" and rel == "0f" and context.quarter:
        return reading(m, context.quarter)
    steps = int(rel[:-1])
    if unit == "WE":
        if rel == "0d" and base.weekday() <= JUST_OVER and context.tense(m.words.starts[m.first]) < 0:
            steps = -1  # "formed this weekend", on a Tuesday
        return reading(m, _weekend(base, steps), anchor=base)
    return reading(m, stretch_of("W" if unit == "FN" else unit, base).shifted(steps), anchor=base)


def _weekend(base: date, steps: int) -> Stretch | None:
    """Give this, last or next weekend: the last one is the one before today's, the next the one after the coming."""
    return stretch_of("WE", base).shifted(steps)


def _latest(m: Match, context: Context, unit: str) -> Reading | None:
    """Read "the latest quarter", "the latest week": the one told of, else the last that is over."""
    base = context.base(m.words.starts[m.first])
    if unit == "Q" and context.quarter is not None and (base is None or context.quarter.end < base):
        return reading(m, context.quarter)
    if base is None or unit in ("D", "DE", "CE", "ML"):
        return None
    return reading(m, stretch_of("W" if unit == "FN" else unit, base).shifted(-1), anchor=base)


def read_theunit(m: Match, context: Context) -> Reading | None:
    """Read "the quarter", "the year", "the weekend": what the text told of last, else the report's own."""
    unit, offset = m.value("unit") or "", m.words.starts[m.first]
    base = context.base(offset)
    if unit == "Q":
        if context.quarter is not None:
            return reading(m, context.quarter)
        return reading(m, stretch_of("Q", base).shifted(-1), anchor=base) if base else None
    if unit == "Y" and m.words.lower(m.last) in ("ended", "ending", "to"):
        return Reading(m.first, m.last, "DURATION", "P1Y", None, m.rule)
    if context.narrative and context.focus is not None:
        base = context.focus.start
    if base is None:
        return reading(m, None, value=unknown(unit))
    if unit == "WE":
        over = m.words.lower(m.first - 2) == "over" and base.weekday() < 2
        past = (over or context.tense(offset) <= 0) and base.weekday() < 5
        return reading(m, _weekend(base, -1 if past else 0), anchor=base)
    return reading(m, stretch_of("W" if unit == "FN" else unit, base), anchor=base)


def read_modunit(m: Match, context: Context) -> Reading | None:
    """Read "earlier this year", "late last week", "later in the day"."""
    out = read_dayword(m, context) if m.at("part") else read_relunit(m, context) if m.at("rel") else _told_unit(m, context)
    if out is not None:
        out.mod = m.value("mod") or None
    return out


def _told_unit(m: Match, context: Context) -> Reading | None:
    """Read "later in the day", "earlier in the year": the day told of last; in news the report's own year or month."""
    unit, offset = m.value("unit") or "", m.words.starts[m.first]
    told = context.told(offset, unit) if unit == "D" or context.narrative else context.base(offset)
    return reading(m, stretch_of("W" if unit == "FN" else unit, told), anchor=told) if told else None


def read_dayword(m: Match, context: Context) -> Reading | None:
    """Read "today", "yesterday morning", "tonight", "this afternoon", "last night", "the next morning"."""
    offset = m.words.starts[m.first]
    part, tonight, rel = m.value("part"), m.value("tonight"), m.value("rel")
    base = context.base(offset, deictic=True)
    step = int(m.value("day0") or 0)
    if rel:
        told = rel[-1] == "f" or m.words.lower(m.first - 1) == "the"
        base = context.day.start if told and context.day else base
        step = int(rel[:-1])
        if part == "NI" and rel == "-1d":
            step = -1
    elif part and not m.at("day0"):  # "the morning": of the day told of last
        base = context.day.start if context.day else base
    if m.word("tonight") == "overnight":
        step, part = (-1 if context.tense(offset) <= 0 else 0), "NI"
    day = add_days(base, step) if base else None
    tail = f"T{part or tonight}" if part or tonight else ""
    if day is None:
        if m.word("day0") == "today":
            return reading(m, None, value="PRESENT_REF")
        out = reading(m, None, value="XXXX-XX-XX" + tail)
    else:
        out = reading(m, stretch_of("D", day), anchor=base)
        out.value += tail
    out.type = "TIME" if tail else "DATE"
    return out


def read_dayshift(m: Match, context: Context) -> Reading | None:
    """Read "the day before yesterday", "the day after tomorrow"."""
    base = context.base(m.words.starts[m.first], deictic=True)
    step = int(m.value("day0") or 0) + int(m.value("before") or 0)
    day = add_days(base, step) if base else None
    return reading(m, stretch_of("D", day), anchor=base) if day else reading(m, None, value="XXXX-XX-XX")


def read_weekdaysago(m: Match, context: Context) -> Reading | None:
    """Read "two Sundays ago"."""
    n, base, weekday = amount(m), context.base(m.words.starts[m.first]), m.number("wday") or 1
    if base is None or n is None or not 1 <= n <= 53:
        return reading(m, None, value=f"XXXX-WXX-{weekday}")
    last = nearest_weekday(add_days(base, -1) or base, weekday, -1)
    day = add_days(last, -7 * (int(n) - 1)) if last else None
    return reading(m, stretch_of("D", day), anchor=base) if day else None


def read_monthday(m: Match, context: Context) -> Reading | None:
    """Read "the 20th of last month"."""
    base = relation_base(m, context, m.value("rel") or "0d")
    month = stretch_of("M", base).shifted(int((m.value("rel") or "0d")[:-1])) if base else None
    day = day_of(month.start.year, month.start.month, m.number("day") or 0) if month else None
    return reading(m, day, anchor=base) if day else None


def read_weekof(m: Match, context: Context) -> Reading | None:
    """Read "the week of March 6"."""
    base = context.base(m.words.starts[m.first])
    if base is None:
        return None
    days = [d.start for y in (base.year, base.year - 1, base.year + 1) if (d := day_of(y, m.number("month") or 0, m.number("day") or 0))]
    nearest = min(days, key=lambda d: abs((d - base).days), default=None)
    return reading(m, stretch_of("W", nearest), anchor=base) if nearest else None


def read_period(m: Match, context: Context) -> Reading | None:
    """Read "the 1988 quarter", "last year's period": the quarter told of, in that year."""
    year = m.number("year")
    rel = m.value("rel")
    base = relation_base(m, context, rel) if rel else None
    if year is None and rel and base:
        year = base.year + int(rel[:-1])
    if year is None:
        return None
    if context.quarter is None:
        whole = year_of(year)
        return reading(m, whole) if whole else None
    return reading(m, context.quarter.shifted(4 * (year - context.quarter.start.year)))


def read_yearago(m: Match, context: Context) -> Reading | None:
    """Read "the year-ago quarter", "year-earlier"."""
    n = m.number("q")
    quarter = context.quarter
    base = context.base(m.words.starts[m.first])
    if n and base:
        day = day_of((quarter.start.year if quarter else base.year) - 1, 3 * n - 2, 1)
        return reading(m, stretch_of("Q", day.start)) if day else None
    if quarter is not None:
        return reading(m, quarter.shifted(-4))
    return reading(m, stretch_of("Y", base).shifted(-1), anchor=base) if base else reading(m, None, value="XXXX")


def read_yearend(m: Match, context: Context) -> Reading | None:
    """Read "year-end": the last day of the year."""
    unit = m.value("unit") or "Y"
    base = context.base(m.words.starts[m.first])
    rel = m.value("rel")
    if base is None:
        return reading(m, None, value="XXXX-12-31" if unit == "Y" else unknown(unit))
    step = int(rel[:-1]) if rel and rel[:-1] else -1 if base.month <= 3 and context.tense(m.words.starts[m.first]) < 0 else 0
    whole = stretch_of("W" if unit == "FN" else unit, base).shifted(step)
    if whole is None or unit not in ("Y", "M", "Q"):
        return None
    return reading(m, stretch_of("D", whole.end), anchor=base)


def read_unitend(m: Match, context: Context) -> Reading | None:
    """Read "year's end", "this month's end"."""
    out = read_relunit(m, context) if m.at("rel") else read_theunit(m, context)
    if out is not None:
        out.mod = "END"
    return out


def read_fiscal(m: Match, context: Context) -> Reading | None:
    """Read "fiscal 1989", "FY2025": a company's own year, so without a calendar date."""
    year = m.number("year")
    if year is None:
        return None
    if len(m.word("year") or "") < 4:
        year = full_year(year, context.published)
    return reading(m, None, value=f"{year:04}")


def read_fixed(m: Match, _: Context) -> Reading | None:
    """Read "9/11", the one date that is written without its year everywhere."""
    day = day_of(2001, 9, 11)
    return reading(m, day)


def read_yearwords(m: Match, context: Context) -> Reading | None:
    """Read "nineteen ninety-six", "two thousand and four"."""
    tokens = m.at("yearwords")
    if tokens is None:
        return None
    lowers = [w for w in m.words.lowers[tokens[0] : tokens[1]] if w not in ("-", "‑", "and")]
    values = [int(m.lexicon.values.get(("num", w), 0)) for w in lowers]
    year = 2000 + sum(values[2:]) if lowers[:2] == ["two", "thousand"] else values[0] * 100 + sum(values[1:])
    if lowers[0] != "two" and sum(values[1:]) < 10:
        return None
    month, season = m.number("month"), m.value("season")
    return reading(m, month_of(year, month) if month else season_of(year, season) if season else year_of(year))
