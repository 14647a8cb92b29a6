"""Values of facts: how a person reads them, and whether two can both hold."""

from __future__ import annotations

import math
from calendar import month_name
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Protocol

from onrecord.data import rows
from onrecord.model.edtf import edtf_bounds
from onrecord.model.record import Figure
from onrecord.text import fold

ABOUT = 0.1
"""Share by which "about 80" may miss: 72 to 88."""
SAYS = {
    "exactly": "", "at_least": "at least ", "at_most": "at most ", "more_than": "more than ", "less_than": "less than ", "about": "about ",
}  # fmt: skip


class Value(Protocol):
    """What a source says of a fact."""

    @property
    def text(self) -> str:
        """Give it as a person reads it."""

    def agrees(self, other: Value) -> bool:
        """Say whether both can hold."""


@dataclass(frozen=True, slots=True)
class Number:
    """A figure with its bound; `counted` is what follows the number ("killed", "strikes")."""

    low: float
    high: float
    text: str
    value: float
    grows: bool = False
    """Whether it is a count that can only rise as news comes in."""
    lowers: bool = False
    """Whether its report says that the count was lowered to it."""

    def agrees(self, other: Value) -> bool:
        """Two numbers agree where one number fits both bounds: "more than 80" and "83"."""
        return isinstance(other, Number) and max(self.low, other.low) <= min(self.high, other.high)


def number(figure: Figure, counted: str, grows: bool = False) -> Number:
    """Give a figure as a value; `counted` follows the number for the reader."""
    value = float(figure.value)
    step = 1 if value.is_integer() else abs(value) * 1e-9
    low, high = {
        "exactly": (value, value), "at_least": (value, math.inf), "at_most": (-math.inf, value),
        "more_than": (value + step, math.inf), "less_than": (-math.inf, value - step),
        "about": (value - abs(value) * ABOUT, value + abs(value) * ABOUT), "between": (value, float(figure.high or value)),
    }[figure.bound]  # fmt: skip
    shown = f"{plain(value)} to {plain(float(figure.high))}" if figure.bound == "between" and figure.high is not None else plain(value)
    return Number(low, high, f"{SAYS.get(figure.bound, '')}{shown} {counted}".strip(), value, grows)


def plain(value: float) -> str:
    """Give a number as news writes it: 1,200; 2.5; 50 million."""
    for unit, size in (("trillion", 1e12), ("billion", 1e9), ("million", 1e6)):
        if abs(value) >= size and (value / size * 100).is_integer():
            return f"{value / size:g} {unit}"
    return f"{int(value):,}" if value.is_integer() else f"{value:,g}"


@dataclass(frozen=True, slots=True)
class Days:
    """A day or interval; None for an open end."""

    start: str | None
    end: str | None
    text: str

    def agrees(self, other: Value) -> bool:
        """Two dates agree where one holds the other: the weekend and Sunday, November and 23 November."""
        return isinstance(other, Days) and (_holds(self, other) or _holds(other, self))


def days(edtf: str) -> Days | None:
    """Give an EDTF date or interval as a value; None for what is no calendar date."""
    start, end = edtf_bounds(edtf)
    return Days(start, end, written_days(start, end)) if start or end else None


def _holds(outer: Days, inner: Days) -> bool:
    return (outer.start or "") <= (inner.start or "") and (outer.end or "9999") >= (inner.end or "9999")


def written_days(start: str | None, end: str | None) -> str:
    """Write an interval of ISO days as people do: "23 November 2025", "29 or 30 November 2025", "since August 2025"."""
    if start is None or end is None:
        return f"since {_since(start)}" if start else f"until {_day(str(end))}"
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    if first == last:
        return _day(start)
    if (last - first).days == 1:
        return f"{first.day} or {_day(end)}" if first.month == last.month else f"{first.day} {month_name[first.month]} or {_day(end)}"
    if first.day == 1 and (last.month, last.day) == (12, 31) and first.month == 1 and first.year == last.year:
        return str(first.year)
    if first.day == 1 and first.month == last.month and first.year == last.year and (last.day >= 28 and not _same_month_next(last)):
        return f"{month_name[first.month]} {first.year}"
    year = "" if first.year == last.year else f" {first.year}"
    month = "" if (first.month, first.year) == (last.month, last.year) else f" {month_name[first.month]}"
    return f"{first.day}{month}{year} to {_day(end)}"


def _same_month_next(day: date) -> bool:
    return date.fromordinal(day.toordinal() + 1).month == day.month


def _since(start: str) -> str:
    return f"{month_name[int(start[5:7])]} {start[:4]}" if start.endswith("-01") else _day(start)


def _day(iso: str) -> str:
    day = date.fromisoformat(iso)
    return f"{day.day} {month_name[day.month]} {day.year}"


@dataclass(frozen=True, slots=True)
class Names:
    """Who takes part: folded names, and the codes of their countries."""

    names: frozenset[str]
    text: str

    def agrees(self, other: Value) -> bool:
        """Two sets agree where they share a name or country: reports leave out one of several, or name an officer for a state."""
        return isinstance(other, Names) and bool(self.names & other.names)


@dataclass(frozen=True, slots=True)
class Stand:
    """That something happened, or that it did not."""

    holds: bool | None
    """None: neither (planned, possible)."""
    text: str

    def agrees(self, other: Value) -> bool:
        """Only yes and no exclude each other."""
        return not isinstance(other, Stand) or self.holds is None or other.holds is None or self.holds == other.holds


@dataclass(frozen=True, slots=True)
class Said:
    """Words: shown beside others, never counted as a difference."""

    text: str

    def agrees(self, other: Value) -> bool:
        """Different words may describe one thing."""
        return True


def earlier(one: str | None, two: str | None) -> bool:
    """Say whether the first was published before the second, as far as both dates tell: by the hour, else by the day."""
    if not one or not two:
        return False
    if "T" in one and "T" in two:
        try:
            return datetime.fromisoformat(one) < datetime.fromisoformat(two)
        except (ValueError, TypeError):
            pass  # one with a time zone and one without: only the days compare
    return one[:10] < two[:10]


@dataclass(frozen=True, slots=True)
class Site:
    """A place: two agree where either is the other's country, or where one lies in no country (a sea, a region)."""

    name: str
    country: str | None
    text: str

    def agrees(self, other: Value) -> bool:
        """Two towns of one country differ; a town and its country do not."""
        if not isinstance(other, Site) or self.country is None or other.country is None or self.name == other.name:
            return True
        return self.country == other.country and (is_country(self.name) or is_country(other.name))


@cache
def _countries() -> frozenset[str]:
    return frozenset(fold(r["name"]) for r in rows("countries"))


def is_country(name: str) -> bool:
    """Say whether a folded name is a country's."""
    return name in _countries()
