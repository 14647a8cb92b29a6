"""Clock times and dates in digits: "5 p.m. EST", "0412 GMT", "2025-12-04T14:30Z", "11/02/89"."""

from __future__ import annotations

import re

from onrecord.extract.timex.calendar import Stretch, day_of, month_of, stretch_of
from onrecord.extract.timex.context import Context, Reading
from onrecord.extract.timex.patterns import Match
from onrecord.extract.timex.readings import full_year, reading
from onrecord.model.record import Rejected

_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[t ](\d\d):(\d\d)(?::(\d\d))?(?:[.,]\d+)?(?: ?(z)|([+-]\d\d:?\d\d))?)?")


def read_clock(m: Match, context: Context) -> Reading | None:
    """Read a clock time; its day is the one told of in the same sentence, else the report's."""
    clock = _hours(m)
    if clock is None:
        return None
    base = context.base(m.words.starts[m.first])
    day = stretch_of("D", base) if base else None
    return with_clock(Reading(m.first, m.last, "TIME", "", None, m.rule, anchor=base), day, clock, m.value("zone"))


def with_clock(out: Reading, day: Stretch | None, clock: str, zone: str | None) -> Reading:
    """Put a clock time ("15:00", "24:00", "MO") on a day, None where the text gives none."""
    stretch = day if day is not None and day.unit == "D" else None
    out.type, out.stretch, out.clock = "TIME", stretch, clock
    out.value = f"{stretch.value() if stretch else 'XXXX-XX-XX'}T{clock}{'Z' if zone == 'Z' else ''}"
    out.edtf = None
    if stretch:
        full = clock if clock.count(":") == 2 else f"{clock}:00"
        sharp = clock[0].isdigit() and clock != "24:00" and not full.endswith(":60")
        out.edtf = f"{stretch.edtf()}T{full}{zone or ''}" if sharp else stretch.edtf()
    return out


def _hours(m: Match) -> str | None:
    """Give hh:mm[:ss] of a clock expression, None where it is no time of day."""
    word = m.value("clockword")
    if word:
        return word
    hour, minute, second = m.number("hour"), 0, None
    text = m.word("hm") or m.word("hmdot")
    if text:
        pieces = [int(x) for x in re.split("[:.]", text)]
        if m.at("hmdot") and not re.fullmatch(r"\d{1,2}\.\d\d", text):
            return None
        hour, minute, second = pieces[0], pieces[1], pieces[2] if len(pieces) > 2 else None
    digits = m.word("hhmm")
    if digits:
        hour, minute = int(digits[:2]), int(digits[2:])
    if hour is None:
        return None
    half = m.value("ampm") or {"MO": "AM", "AF": "PM", "EV": "PM", "NI": "NIGHT"}.get(m.value("part") or "")
    if m.rule == "time/hour-part" and half is None:
        half = "NIGHT"
    if half == "NIGHT":
        half = "PM" if 6 <= hour < 12 else "AM"
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "PM" else 0)
    if hour > 24 or minute > 59 or (second or 0) > 60 or (hour == 24 and minute):
        return None
    return f"{hour:02}:{minute:02}" + (f":{second:02}" if second is not None else "")


def read_iso(m: Match, context: Context) -> Reading | None:
    """Read an ISO date, with or without time. Placeholders (year 0, 1 or 9999) and impossible months give nothing."""
    match = _ISO.fullmatch(m.words.lowers[m.first])
    if not match:
        return None
    year, month, day = (int(match[k]) for k in (1, 2, 3))
    out = _numeric_day(m, year, month, day, context)
    if out is not None and match[4] and out.stretch is not None and out.stretch.unit == "D":
        hour, minute, second = int(match[4]), int(match[5]), match[6]
        if hour < 24 and minute < 60 and int(second or 0) <= 60:
            offset = match[8]
            zone = "Z" if match[7] else f"{offset[:3]}:{offset[-2:]}" if offset else None
            with_clock(out, out.stretch, f"{hour:02}:{minute:02}" + (f":{second}" if second else ""), zone)
    return out


def read_numeric(m: Match, context: Context) -> Reading | None:
    """Read "12/04/2025", "04.12.2025", "11-02-89", "2025/12/04"; an open order of day and month is told with what was rejected."""
    pieces = re.split(r"[/.-]", m.words.lowers[m.first])
    if len(pieces[0]) == 4:
        return _numeric_day(m, int(pieces[0]), int(pieces[1]), int(pieces[2]), context)
    a, b, year = (int(x) for x in pieces)
    if len(pieces[2]) == 2:
        year = full_year(year, context.published)
    separator = m.words.lowers[m.first][len(pieces[0])]
    month_first = context.month_first if context.month_first is not None else separator != "."
    if context.month_first is None:
        month_first = _order_near(year, a, b, context, default=month_first)
    if a > 12 or b > 12 or a == b:
        month_first = a <= 12
        return _numeric_day(m, year, a if month_first else b, b if month_first else a, context)
    out = _numeric_day(m, year, a if month_first else b, b if month_first else a, context)
    if out is not None:
        other = f"{year:04}-{b if month_first else a:02}-{a if month_first else b:02}"
        known = context.month_first is not None
        order = "month first" if month_first else "day first"
        out.rejected.append(Rejected(value=other, why=f"{order} {'as elsewhere in the report' if known else 'by default'}"))
    return out


NEAR = 7
"""Days from the report within which a date in digits shows its order: "Updated: 08-05-2024", in a report of 8 May 2024."""


def _order_near(year: int, a: int, b: int, context: Context, *, default: bool) -> bool:
    """Say whether the month comes first, where one reading is a day about the report's own and the other is far from it."""
    near = [
        context.published is not None and found is not None and abs((found.start - context.published).days) <= NEAR
        for found in (day_of(year, a, b), day_of(year, b, a))
    ]
    return near[0] if near[0] != near[1] else default


def _numeric_day(m: Match, year: int, month: int, day: int, context: Context) -> Reading | None:
    if not 2 <= year <= 9998 or not 1 <= month <= 12:
        return None
    found = day_of(year, month, day)
    if found is not None:
        return reading(m, found)
    whole = month_of(year, month)
    if whole is None or day > 31:
        return None
    out = reading(m, whole)
    if day:
        out.rejected.append(Rejected(value=f"{year:04}-{month:02}-{day:02}", why="the calendar has no such day"))
    return out


def month_first_in(lowers: list[str], kinds: list[bool]) -> bool | None:
    """Give the order that the unambiguous numeric dates among the tokens show; None where they show none or both."""
    votes = set()
    for lower, numeric in zip(lowers, kinds, strict=True):
        pieces = re.split(r"[/.-]", lower) if numeric else []
        if len(pieces) == 3 and len(pieces[0]) <= 2:
            a, b = int(pieces[0]), int(pieces[1])
            if a > 12 >= b:
                votes.add(False)
            elif b > 12 >= a:
                votes.add(True)
    return votes.pop() if len(votes) == 1 else None

