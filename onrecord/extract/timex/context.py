"""What a time expression is hung on: the day of the report, the day of the speech it stands in, the date told of last, the tense."""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from onrecord.extract.timex.calendar import Stretch, day_of
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

_DAYS_OF = frozenset(("date/day", "date/weekday"))
"""Rules by which a report names the day that it tells of."""

_RANK = {"TS": 1, "TM": 1, "TH": 1, "D": 1, "W": 1, "WE": 1, "FN": 1, "M": 2, "Q": 3, "S": 3, "H": 3}
"""How sharp a unit is: "a week earlier" cannot hang on a year."""

JUST_OVER = 3
"""Days after which a weekday that was told of as over may be named again for the one to come."""
RECENT = 7
"""Days before the report within which what is told of is its news: a clock time without a day is of that day."""
LONG_AGO, VERY_LONG_AGO, SOON, SENTENCES = 2, 15, 45, 500
"""Years before the report from which a named year holds for the days told of soon (so many days) after it, or for all that follow in
that year; and characters within which it does."""
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
    told_days: set[date] = field(default_factory=set)
    of_today: bool = False
    """Whether the report tells of its own day: then its quotations' "today" is that day as well."""
    over: Stretch | None = None
    """The last day told of that is not to come: clock times and "the next day" of what is told in the past hang on it."""
    year_named: tuple[Stretch, int] | None = None
    """The day or month that was last named with its year, and where: the days told of next are of that year, where it is long ago."""
    quarter_at: int = -10_000
    long_at: int = -10_000
    at: int = 0
    year_ahead: int | None = None
    quarter: Stretch | None = None
    speeches: list[Speech] = field(default_factory=list)
    quotations: list[int] = field(default_factory=list)
    """Where quotations start and end, in turn, in the order of the text."""
    month_first: bool | None = None
    """Order of ambiguous numeric dates: month first, day first, not known."""

    def base(self, offset: int, deictic: bool = False) -> date | None:
        """Give the day that an expression at this offset hangs on.

        Inside dated speech it is the day of the speech; "today", "this week" and the like (`deictic`) follow it only inside
        quotation marks, since a reporter's own words keep the day of the report. A quotation without a date of its own is of the
        day told of last: "On Monday the bill passed. 'Today we have won,' the minister wrote."
        """
        for speech in self.speeches:
            if (speech.direct or not deictic) and any(a <= offset < b for a, b in speech.content):
                return speech.day
        if deictic and self.over is not None and self.published is not None and not self.of_today and self._quoted(offset):
            recent = 0 <= (self.published - self.over.start).days <= RECENT
            return self.over.start if recent else self.published
        return self.published

    def _quoted(self, offset: int) -> bool:
        """Tell whether an offset stands between quotation marks."""
        i = bisect.bisect_right(self.quotations, offset)
        return i % 2 == 1

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

    def just_told(self, day: date) -> bool:
        """Say whether the report has told of this day as one that is over, and it is nearer than the same weekday to come."""
        return self.published is not None and day in self.told_days and (self.published - day).days <= JUST_OVER

    def day_told(self, offset: int) -> Stretch | None:
        """Give the day that "the same day" hangs on: the last told of; for what is told in the past, the last that is over."""
        ahead = self.day is not None and self.published is not None and self.day.start > self.published
        return self.over if ahead and self.tense(offset) < 0 else self.day

    def clock_day(self, offset: int) -> Stretch | None:
        """Give the day of a clock time that stands alone: the one told of in its sentence, else the last one of these days."""
        day = self.day_told(offset)
        if day is None or self.narrative or (day is self.day and self.same_sentence(offset)):
            return day
        recent = self.published is not None and 0 <= (self.published - day.start).days <= RECENT
        return day if recent and self.tense(offset) < 0 else None

    def old_year(self, offset: int, month: int, day: int | None) -> int | None:
        """Give the year of the past that the text tells of: "On October 3, 1935, ... On October 5".

        It goes on where the new day follows the one before: soon after it, or, for what is long ago, in the same year.
        """
        if self.year_named is None or self.published is None or self.tense(offset) > 0:
            return None
        told, at = self.year_named
        ago = self.published.year - told.start.year
        found = day_of(told.start.year, month, day or 1)
        if found is None or ago < LONG_AGO or offset - at > SENTENCES:
            return None
        gap = (found.start - told.start).days
        soon = 0 < gap <= SOON and day is not None and told.unit == "D"
        return told.start.year if soon or (gap > 0 and ago >= VERY_LONG_AGO) else None

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
            self.told_days.add(stretch.start)
            self.of_today = self.of_today or (stretch.start == self.published and out.rule in _DAYS_OF and not self._quoted(self.at))
            self.over = self.over if self.published is not None and stretch.start > self.published else stretch
        if stretch.unit == "Q" and out.rule in _OWN_QUARTER:
            self.quarter, self.quarter_at = stretch, self.at


def unknown(unit: str) -> str:
    """Give the TIMEX3 value of some unnamed day, week, month ..."""
    return _UNKNOWN[unit]


_UNKNOWN = {
    "D": "XXXX-XX-XX", "W": "XXXX-WXX", "WE": "XXXX-WXX-WE", "FN": "XXXX-WXX", "M": "XXXX-XX", "Q": "XXXX-QX", "H": "XXXX-HX",
    "Y": "XXXX", "DE": "XXX", "CE": "XX", "ML": "X",
}  # fmt: skip
