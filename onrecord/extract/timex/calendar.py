"""Calendar arithmetic: stretches of the calendar with their TIMEX3 value and EDTF form, shifts, feasts.

TIMEX3 values follow TimeML 1.2.1 (a decade is "198", a century "19", a weekend "2025-W48-WE"); EDTF is ISO 8601-2 levels 0 and 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

MONTHS_OF = {"M": 1, "Q": 3, "H": 6, "Y": 12, "DE": 120, "CE": 1200, "ML": 12000}
DAYS_OF = {"D": 1, "W": 7, "WE": 7, "FN": 14}
SEASON_MONTH = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
SEASON_EDTF = {"SP": "21", "SU": "22", "FA": "23", "WI": "24"}


@dataclass(frozen=True, slots=True)
class Stretch:
    """A definite stretch of the calendar: its unit (D W WE M Q H S Y DE CE ML), first day and, for a season, which."""

    unit: str
    start: date
    season: str = ""

    @property
    def end(self) -> date:
        """Give the last day."""
        if self.unit in DAYS_OF:
            return add_days(self.start, {"D": 0, "W": 6, "WE": 1, "FN": 13}[self.unit]) or date.max
        after = add_months(self.start, 3 if self.unit == "S" else MONTHS_OF[self.unit])
        return after - timedelta(1) if after else date.max

    def value(self) -> str:
        """Give the TIMEX3 value."""
        y, m = self.start.year, self.start.month
        if self.unit in ("W", "WE", "FN"):
            iso = self.start.isocalendar()
            return f"{iso.year:04}-W{iso.week:02}" + ("-WE" if self.unit == "WE" else "")
        forms = {
            "D": self.start.isoformat(), "M": f"{y:04}-{m:02}", "Q": f"{y:04}-Q{(m + 2) // 3}", "H": f"{y:04}-H{1 if m < 7 else 2}",
            "S": f"{y:04}-{self.season}", "Y": f"{y:04}", "DE": f"{y // 10:03}", "CE": f"{y // 100:02}", "ML": f"{y // 1000}",
        }  # fmt: skip
        return forms[self.unit]

    def edtf(self) -> str:
        """Give the EDTF date or interval."""
        y, m = self.start.year, self.start.month
        if self.unit == "D":
            return self.start.isoformat()
        if self.unit in DAYS_OF:
            return f"{self.start.isoformat()}/{self.end.isoformat()}"
        if self.unit in ("Q", "H"):
            return f"{y:04}-{m:02}/{self.end.year:04}-{self.end.month:02}"
        forms = {
            "M": f"{y:04}-{m:02}", "S": f"{y:04}-{SEASON_EDTF.get(self.season, '21')}", "Y": f"{y:04}",
            "DE": f"{y // 10:03}X", "CE": f"{y // 100:02}XX", "ML": f"{y // 1000}XXX",
        }  # fmt: skip
        return forms[self.unit]

    def shifted(self, n: int) -> Stretch | None:
        """Give the stretch of the same unit n later (earlier: n below 0); None beyond the calendar's years 1 to 9999."""
        if self.unit == "S":
            start = add_months(self.start, 12 * n)
        elif self.unit in DAYS_OF:
            start = add_days(self.start, n * DAYS_OF[self.unit])
        else:
            start = add_months(self.start, n * MONTHS_OF[self.unit])
        return Stretch(self.unit, start, self.season) if start else None


def stretch_of(unit: str, day: date) -> Stretch:
    """Give the stretch of a unit that holds a day. A weekend is that of the day's ISO week."""
    y, m = day.year, day.month
    if unit in ("W", "FN"):
        return Stretch(unit, add_days(day, -day.weekday()) or day)
    if unit == "WE":
        return Stretch(unit, add_days(day, 5 - day.weekday()) or day)
    if unit == "D":
        return Stretch(unit, day)
    length = MONTHS_OF[unit]
    if length <= 12:
        return Stretch(unit, date(y, (m - 1) // length * length + 1, 1))
    years = length // 12
    return Stretch(unit, date(max(y // years * years, 1), 1, 1))


def month_of(year: int, month: int) -> Stretch | None:
    """Give a month, None for one that the calendar lacks."""
    return Stretch("M", date(year, month, 1)) if 1 <= year <= 9999 and 1 <= month <= 12 else None


def day_of(year: int, month: int, day: int) -> Stretch | None:
    """Give a day, None for one that the calendar lacks (29 February 2025)."""
    try:
        return Stretch("D", date(year, month, day))
    except ValueError:
        return None


def year_of(year: int) -> Stretch | None:
    """Give a year from 1 to 9999."""
    return Stretch("Y", date(year, 1, 1)) if 1 <= year <= 9999 else None


def season_of(year: int, season: str) -> Stretch | None:
    """Give a season of a year; winter is the one that begins in it."""
    return Stretch("S", date(year, SEASON_MONTH[season], 1), season) if 1 <= year <= 9999 and season in SEASON_MONTH else None


def add_days(day: date, n: int) -> date | None:
    """Give the day n days later, None outside years 1 to 9999."""
    try:
        return day + timedelta(n)
    except OverflowError:
        return None


def add_months(day: date, n: int) -> date | None:
    """Give the same day n months later (the month's last day where it has no such day), None outside years 1 to 9999."""
    months = day.year * 12 + day.month - 1 + n
    year, month = divmod(months, 12)
    if not 1 <= year <= 9999:
        return None
    for d in (day.day, 30, 29, 28):
        if d <= day.day and (found := day_of(year, month + 1, d)):
            return found.start
    return None


def easter(year: int) -> date:
    """Give Western Easter Sunday (anonymous Gregorian computus)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, day = divmod(h + k - 7 * m + 114, 31)
    return date(year, month, day + 1)


def feast(rule: str, year: int) -> date | None:
    """Give the day of a feast in a year: "12-25", "easter-2", "nth:11:4:4" (month, ISO weekday, which; -1 the last), "election"."""
    if not 1583 <= year <= 9998:
        return None
    if rule.startswith("easter"):
        return add_days(easter(year), int(rule[6:]))
    if rule == "election":
        first = nth_weekday(year, 11, 1, 1)
        return add_days(first, 1) if first else None
    if rule.startswith("nth:"):
        month, weekday, n = (int(x) for x in rule[4:].split(":"))
        return nth_weekday(year, month, weekday, n)
    return date(year, int(rule[:2]), int(rule[3:]))


def nth_weekday(year: int, month: int, weekday: int, n: int) -> date | None:
    """Give the n-th such weekday (1 Monday) of a month; n = -1 the last."""
    if n < 0:
        last = Stretch("M", date(year, month, 1)).end
        return add_days(last, -((last.isoweekday() - weekday) % 7))
    first = date(year, month, 1)
    return add_days(first, (weekday - first.isoweekday()) % 7 + 7 * (n - 1))


def nearest_weekday(base: date, weekday: int, direction: int) -> date | None:
    """Give the last such weekday up to a day (direction -1) or the first from it on (+1); the day itself counts."""
    step = -((base.isoweekday() - weekday) % 7) if direction < 0 else (weekday - base.isoweekday()) % 7
    return add_days(base, step)
