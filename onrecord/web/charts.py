"""Counts over time as bars and calendars: plain data that templates draw as SVG and tables, with a link for each stretch."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from onrecord.web.words import day as day_words

MOST_BARS = 240


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of time with its count; `height` is its share of the highest, 0 to 100."""

    value: str
    label: str
    count: int
    height: float


@dataclass(frozen=True, slots=True)
class Month:
    """A month as rows of weeks; None for days outside it."""

    label: str
    weeks: list[list[Bar | None]]


def bars(counts: list[tuple[str, int]]) -> list[Bar]:
    """Give a bar for each day, month or year (ISO) between the first and the last, also where there is nothing."""
    if not counts:
        return []
    found = dict(counts)
    every = steps(counts[0][0], counts[-1][0])
    if len(every) > MOST_BARS:
        every = list(found)
    most = max(found.values())
    return [Bar(s, day_words(s), found.get(s, 0), round(100 * found.get(s, 0) / most, 1)) for s in every]


def steps(first: str, last: str) -> list[str]:
    """Give every day, month or year (ISO) from one to another."""
    if len(first) == 4:
        return [f"{y:04}" for y in range(int(first), int(last) + 1)]
    if len(first) == 7:
        a, b = (int(x[:4]) * 12 + int(x[5:]) - 1 for x in (first, last))
        return [f"{m // 12:04}-{m % 12 + 1:02}" for m in range(a, b + 1)]
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    return [(start + timedelta(n)).isoformat() for n in range((end - start).days + 1)]


def months(counts: list[tuple[str, int]]) -> list[Month]:
    """Give the months of some days as calendars; nothing where the counts are not by day."""
    if not counts or len(counts[0][0]) != 10:
        return []
    found = {b.value: b for b in bars(counts)}
    out = []
    for name in sorted({d[:7] for d, _ in counts}):
        year, month = int(name[:4]), int(name[5:])
        weeks = [
            [_day(found, d) if d.month == month else None for d in week] for week in calendar.Calendar().monthdatescalendar(year, month)
        ]
        out.append(Month(day_words(name), weeks))
    return out


def _day(found: dict[str, Bar], day: date) -> Bar:
    return found.get(day.isoformat()) or Bar(day.isoformat(), day_words(day.isoformat()), 0, 0.0)
