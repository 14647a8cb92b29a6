"""What a time expression is hung on: the day of the report, the day of the speech it stands in, the date told of last, the tense."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from onrecord.extract.timex.calendar import Stretch
from onrecord.model.record import Rejected, Span, TimexType


@dataclass(slots=True)
class Reading:
    """One time expression as read: its tokens, its value and, where it has one, its stretch of the calendar."""

    first: int
    last: int
    type: TimexType
    value: str
    edtf: str | None
    rule: str
    mod: str | None = None
    stretch: Stretch | None = None
    clock: str | None = None
    anchor: date | None = None
    rejected: list[Rejected] = field(default_factory=list)
    second: Reading | None = None
    """The other end of a range written in one ("Nov. 24-26"): TIMEX3 marks both."""


class Speech(NamedTuple):
    """A stretch of reported speech whose speaking the text dates, and that day."""

    content: list[Span]
    direct: bool
    day: date


Direction = Callable[[int, int | None], int]
"""Offset of an expression, and of a clock time before it -> -1 told in the past, +1 in the future, 0 not to be seen."""

_ISO_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


def iso_day(text: str | None) -> date | None:
    """Give the day of an ISO date or date-time, None where it is none."""
    match = _ISO_DAY.match(text or "")
    try:
        return date(*(int(g) for g in match.groups())) if match else None
    except ValueError:
        return None


_COMPARING = frozenset(("date/later", "date/year-ago-period", "date/year-period", "date/ago"))
"""Rules that in news only compare ("up from a year earlier") and do not turn the report to that time."""
_LONG_PERIODS = frozenset(("P6M", "P9M", "P1Y"))
"""Periods of a report on results that are no quarter: after one of them "a year earlier" is a year."""
_OWN_QUARTER = frozenset(("date/quarter", "date/q", "date/rel-unit", "date/year-quarter", "date/the-unit"))
"""Rules that name the quarter a report is about; "a year earlier" only compares with it."""

_DEICTIC = frozenset(("date/day", "date/ago", "date/from-now", "date/the-unit", "date/overnight"))

_RANK = {"TS": 1, "TM": 1, "TH": 1, "D": 1, "W": 1, "WE": 1, "FN": 1, "M": 2, "Q": 3, "S": 3, "H": 3}
"""How sharp a unit is: "a week earlier" cannot hang on a year."""

SENTENCE = 200
"""Characters within which a clock time still belongs to the day named before it."""


@dataclass(slots=True)
class Context:
    """What is known at one place of the text. `focus` is the stretch told of last, `quarter` the last quarter."""

    published: date | None
    narrative: bool
    direction: Direction
    focus: Stretch | None = None
    day: Stretch | None = None
    day_at: int = -10_000
    quarter_at: int = -10_000
    long_at: int = -10_000
    at: int = 0
    year_ahead: int | None = None
    quarter: Stretch | None = None
    speeches: list[Speech] = field(default_factory=list)
    month_first: bool | None = None
    """Order of ambiguous numeric dates: month first, day first, not known."""

    def base(self, offset: int, deictic: bool = False) -> date | None:
        """Give the day that an expression at this offset hangs on.

        Inside dated speech it is the day of the speech; "today", "this week" and the like (`deictic`) follow it only inside
        quotation marks, since a reporter's own words keep the day of the report.
        """
        for speech in self.speeches:
            if (speech.direct or not deictic) and any(a <= offset < b for a, b in speech.content):
                return speech.day
        return self.published

    def tense(self, offset: int) -> int:
        """Give -1 for an expression told in the past, +1 in the future, 0 where the text does not show it."""
        return self.direction(offset, self.at)

    def told(self, offset: int, unit: str = "Y") -> date | None:
        """Give the day that "the next day", "a week earlier" hang on: the date told of last that is sharp enough, else the report's."""
        if self.focus is not None and _RANK.get(self.focus.unit, 4) <= _RANK.get(unit, 4):
            return self.focus.start
        if self.day is not None and unit in ("D", "W", "FN", "WE"):
            return self.day.start
        return self.base(offset)

    def enter(self, offset: int, year_ahead: int | None) -> None:
        """Come to an expression at this offset; `year_ahead` is the year that a list or range gives it further on."""
        self.at, self.year_ahead = offset, year_ahead

    def year_told(self) -> int | None:
        """Give the year that a history speaks of: the one told of last. (Rolling it over from December to January measured worse.)"""
        return self.focus.start.year if self.narrative and self.focus is not None else None

    def compared_quarter(self) -> Stretch | None:
        """Give the quarter that "a year earlier" compares with, None where a longer period was named since, nearby."""
        longer = self.long_at > self.quarter_at and self.at - self.long_at < SENTENCE
        return None if longer or self.narrative else self.quarter

    def same_sentence(self, offset: int) -> bool:
        """Say whether the day told of last stands near before this offset (within SENTENCE characters)."""
        return offset - self.day_at < SENTENCE

    def note(self, out: Reading) -> None:
        """Remember the date told of last."""
        if out.type == "DURATION" and out.value in _LONG_PERIODS:
            self.long_at = self.at
        stretch = out.stretch
        if stretch is None or out.type == "SET" or out.rule.startswith("time/") or (self.narrative and out.rule in _DEICTIC):
            return
        if out.rule in _COMPARING and stretch.unit in ("Y", "Q") and not self.narrative:
            return
        if stretch.unit in ("D", "W", "WE", "M", "Q", "S", "Y", "H"):
            self.focus = stretch
        if stretch.unit == "D":
            self.day, self.day_at = stretch, self.at
        if stretch.unit == "Q" and out.rule in _OWN_QUARTER:
            self.quarter, self.quarter_at = stretch, self.at


def unknown(unit: str) -> str:
    """Give the TIMEX3 value of some unnamed day, week, month ..."""
    return _UNKNOWN[unit]


_UNKNOWN = {
    "D": "XXXX-XX-XX", "W": "XXXX-WXX", "WE": "XXXX-WXX-WE", "FN": "XXXX-WXX", "M": "XXXX-XX", "Q": "XXXX-QX", "H": "XXXX-HX",
    "Y": "XXXX", "DE": "XXX", "CE": "XX", "ML": "X",
}  # fmt: skip
