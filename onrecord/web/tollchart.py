"""How a figure moved: who gave which number on which day, laid out for a drawing whose text keeps its size at any width.

Days are placed in per cent of the width, numbers in pixels: so the drawing needs no script to fit a narrow screen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from onrecord.compare.tables.account import Toll, TollPoint
from onrecord.web.words import MONTHS
from onrecord.web.words import day as day_words

STEP, TOP, BOTTOM = 32, 28, 40
"""Pixels between two numbers at least, above the highest, below the lowest."""
TALL = 260
SHOWN = 3
"""Dots of one number on one day; the rest is counted."""
TICKS = 5
WIDTH = 22
"""Pixels from dot to dot of one number on one day."""


@dataclass(frozen=True, slots=True)
class Level:
    """A number that was given: its words and its height."""

    words: str
    y: int


@dataclass(frozen=True, slots=True)
class Dot:
    """One source giving one number on one day; `x` in per cent, `dx` in pixels beside it."""

    x: float
    dx: float
    y: int
    mark: str
    title: str
    href: str
    party: bool
    gone: bool


@dataclass(frozen=True, slots=True)
class Step:
    """A source's number from one day to the next that it spoke on."""

    x: float
    y: int
    to_x: float
    to_y: int


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing of one toll."""

    height: int
    levels: tuple[Level, ...]
    dots: tuple[Dot, ...]
    steps: tuple[Step, ...]
    ticks: tuple[tuple[float, str], ...]
    """Days on the axis: where (per cent), and in words."""


def draw(toll: Toll, marks: Sequence[str], names: Sequence[str]) -> Chart | None:
    """Lay out a toll; `marks` and `names` are those of the accounts' sources. None where no point has a day."""
    points = [p for p in toll.points if p.published and p.change != "earlier"]
    if not points:
        return None
    place = _levels(points)
    days = sorted({_day(p) for p in points})
    span = (days[-1] - days[0]).days

    def x(day: date) -> float:
        return 50.0 if not span else round(12 + 76 * (day - days[0]).days / span, 2)

    height = max(place.values()) + BOTTOM
    spots: dict[tuple[date, int], list[TollPoint]] = defaultdict(list)
    for p in points:
        spots[_day(p), place[p.value]].append(p)
    dots = [dot for (day, y), found in sorted(spots.items()) for dot in _dots(found, x(day), y, marks, names)]
    levels = [Level(v, y) for v, y in sorted(place.items(), key=lambda v: v[1])]
    return Chart(height, tuple(levels), tuple(dots), tuple(_steps(points, place, x)), tuple(_ticks(days, x)))


def _day(point: TollPoint) -> date:
    return date.fromisoformat(str(point.published)[:10])


def _levels(points: Sequence[TollPoint]) -> dict[str, int]:
    """Give each value its height: true to scale as far as the words keep apart."""
    numbers = {p.value: p.number for p in points}
    ordered = sorted(numbers, key=lambda v: (-numbers[v], v))
    high, low = numbers[ordered[0]], numbers[ordered[-1]]
    scale = min(TALL, max(STEP * (len(ordered) - 1), 60)) / (high - low) if high > low else 0.0
    out: dict[str, int] = {}
    last = TOP - STEP
    for value in ordered:
        last = max(last + STEP, TOP + round((high - numbers[value]) * scale))
        out[value] = last
    return out


def _dots(found: Sequence[TollPoint], x: float, y: int, marks: Sequence[str], names: Sequence[str]) -> list[Dot]:
    """Give the dots of one number on one day side by side, each source once."""
    seen: dict[tuple[int, bool, bool], list[TollPoint]] = defaultdict(list)
    for p in found:
        seen[p.source, p.party is not None, _gone(p)].append(p)
    out = []
    shown = list(seen.items()) if len(seen) <= SHOWN + 1 else list(seen.items())[:SHOWN]
    more = len(seen) - len(shown)
    for n, ((source, party, gone), lot) in enumerate(shown):
        dx = (n - (len(shown) + bool(more) - 1) / 2) * WIDTH
        title = f"{names[source]}: {_said(lot[0])}"
        href = f"/reports/{lot[0].report}" + (f"#{lot[0].words.item}" if lot[0].words.item else "")
        out.append(Dot(x, dx, y, marks[source], title, href, party, gone))
    if more:
        others = ", ".join(names[s] for s, _, _ in list(seen)[SHOWN:])
        out.append(
            Dot(
                x,
                (SHOWN / 2) * WIDTH,
                y,
                f"+{more}",
                f"{others}: {found[0].value}, {day_words(str(found[0].published)[:10])}",
                "",
                False,
                False,
            )
        )
    return out


def _gone(p: TollPoint) -> bool:
    return p.change == "superseded" or p.change.startswith("corrected")


def _said(p: TollPoint) -> str:
    on = f", on the word of {p.party}" if p.party else ""
    change = f"; {p.change}" if _gone(p) else "" if p.newest else "; its count since then is another"
    return f"{p.value}{on}, {day_words(str(p.published)[:10])}{change}"


def _steps(points: Sequence[TollPoint], place: dict[str, int], x: Callable[[date], float]) -> list[Step]:
    """Join what one source gave on different days."""
    courses: dict[int, dict[date, int]] = defaultdict(dict)
    for p in points:
        if not p.party:
            courses[p.source][_day(p)] = place[p.value]
    out: dict[Step, None] = {}
    for course in courses.values():
        days = sorted(course)
        for a, b in pairwise(days):
            out[Step(x(a), course[a], x(b), course[b])] = None
    return list(out)


def _ticks(days: Sequence[date], x: Callable[[date], float]) -> list[tuple[float, str]]:
    if len(days) > TICKS:
        step = (len(days) - 1) / (TICKS - 1)
        days = [days[round(n * step)] for n in range(TICKS)]
    same_year = days[0].year == days[-1].year
    out = []
    for n, day in enumerate(days):
        words = f"{day.day} {MONTHS[day.month - 1][:3]}"
        out.append((x(day), words if same_year and n else f"{words} {day.year}"))
    return out
