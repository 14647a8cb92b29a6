"""Counts of one query, or of two side by side, laid out for drawings whose text keeps its size at any width.

Along the drawing all is in per cent of its width, down it in pixels, as in tollchart.py. Two queries stand over time above and below one
line, on one scale, and as two bars of a value; the second is hollow, so that colour is never the only sign.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from onrecord.store.statistics import Counts
from onrecord.web import charts
from onrecord.web.words import day as day_words

HALF = 130
"""Pixels of the highest column."""
ABOVE, BELOW = 22, 26
"""Pixels above the highest column, and below the axis for its days."""
ROW, THICK, WORDS = 40, 11, 15
"""Pixels of a value's row, of its bars, and of the words above them."""
WIDEST = 82.0
"""Per cent of the width that the longest bar takes: its number stands behind it."""
TICKS = 5


@dataclass(frozen=True, slots=True)
class Column:
    """A stretch of time: where it stands (per cent), how high its bars are (pixels above and below the axis), what they count."""

    value: str
    label: str
    x: float
    width: float
    heights: tuple[float, ...]
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class OverTime:
    """Columns along an axis at `base`."""

    height: int
    base: int
    columns: tuple[Column, ...]
    ticks: tuple[tuple[float, str, str], ...]
    """Where (per cent), in words, and how they are anchored."""
    most: int


@dataclass(frozen=True, slots=True)
class Bar:
    """A value with a bar a query: the bar's place and length (per cent), its count, and its share of that query's whole."""

    y: int
    width: float
    count: int
    share: float


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a ranking."""

    value: str
    label: str
    y: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """Values, most frequent first."""

    height: int
    lines: tuple[Line, ...]
    others: tuple[tuple[int, int], ...]
    """For each query: how many further values there are, and how many rows have them."""


def over_time(counts: Sequence[Sequence[tuple[str, int]]]) -> OverTime | None:
    """Lay out counts by day, month or year (ISO), one sequence or two, on one axis. None where there is nothing."""
    found = [dict(c) for c in counts]
    times = sorted({t for c in found for t in c})
    if not times:
        return None
    found = [_by(c, min(len(t) for t in times)) for c in found]
    while len(steps := charts.steps(*_ends(found))) > charts.MOST_BARS and len(steps[0]) > 4:
        found = [_by(c, len(steps[0]) - 3) for c in found]  # days to months, months to years
    if len(steps) > charts.MOST_BARS:
        steps = sorted({t for c in found for t in c})
    most = max(n for c in found for n in c.values())
    width = 100 / max(len(steps), 8)
    columns = tuple(
        Column(
            t, day_words(t), round(n * width + width * 0.1, 3), round(width * 0.8, 3),
            tuple(_high(c.get(t, 0), most) for c in found), tuple(c.get(t, 0) for c in found),
        )
        for n, t in enumerate(steps)
    )  # fmt: skip
    base = ABOVE + HALF
    height = base + (HALF if len(found) > 1 else 0) + BELOW
    return OverTime(height, base, columns, tuple(_ticks(columns)), most)


def _ends(found: Sequence[Mapping[str, int]]) -> tuple[str, str]:
    times = [t for c in found for t in c]
    return min(times), max(times)


def _by(counts: Mapping[str, int], length: int) -> dict[str, int]:
    out: dict[str, int] = {}
    for t, n in counts.items():
        out[t[:length]] = out.get(t[:length], 0) + n
    return out


def _high(count: int, most: int) -> float:
    return max(2.0, round(HALF * count / most, 1)) if count else 0.0


def _ticks(columns: Sequence[Column]) -> list[tuple[float, str, str]]:
    """Name the first stretch, the last, and some between."""
    many = min(TICKS, len(columns))
    at = sorted({round(n * (len(columns) - 1) / max(many - 1, 1)) for n in range(many)})
    out = []
    for n in at:
        anchor = "start" if n == 0 else "end" if n == len(columns) - 1 and columns[n].x > 60 else "middle"
        x = columns[n].x + {"start": 0.0, "middle": columns[n].width / 2, "end": columns[n].width}[anchor]
        out.append((round(x, 2), columns[n].label, anchor))
    return out


def ranking(counts: Sequence[Counts], wholes: Sequence[int], label: Mapping[str, str], most_lines: int) -> Ranking | None:
    """Lay out one ranking, or two as one: the values that are most frequent in either. `wholes`: what shares are of."""
    found = [dict(c.values) for c in counts]
    shares = {v: max(c.get(v, 0) / (whole or 1) for c, whole in zip(found, wholes, strict=True)) for c in found for v in c}
    order = sorted(shares, key=lambda v: (-shares[v], v))[:most_lines]
    if not order:
        return None
    longest = max(n for c in found for v, n in c.items() if v in order)
    row = ROW + (THICK + 3) * (len(found) - 1)
    lines = tuple(
        Line(
            v, label.get(v, v), n * row + WORDS - 2,
            tuple(
                Bar(n * row + WORDS + 4 + k * (THICK + 3), round(WIDEST * c.get(v, 0) / longest, 2), c.get(v, 0), c.get(v, 0) / (of or 1))
                for k, (c, of) in enumerate(zip(found, wholes, strict=True))
            ),
        )
        for n, v in enumerate(order)
    )  # fmt: skip
    left = tuple(
        (len(c.values) + c.others[0] - sum(v in order for v, _ in c.values), sum(n for v, n in c.values if v not in order) + c.others[1])
        for c in counts
    )
    return Ranking(len(lines) * row, lines, left)
