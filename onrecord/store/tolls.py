"""The killed and injured of a happening: which counts stand, the best of them, and how they moved."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

Row = dict[str, Any]
MEASURES = ("killed", "injured")
ABOUT = 0.1
"""Share by which "about 80" may miss: 72 to 88."""


class Given(Protocol):
    """A count as a report gives it."""

    @property
    def measure(self) -> str: ...
    @property
    def value(self) -> float: ...
    @property
    def high(self) -> float | None: ...
    @property
    def bound(self) -> str: ...
    @property
    def standing(self) -> str | None: ...
    @property
    def by(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Point:
    """A count, and where and when it was given. `origin`: a number that copies of one text share; `day`: ISO, of publication."""

    count: Given
    outlet: str
    origin: int
    day: str | None

    @property
    def span(self) -> tuple[float, float]:
        """Give the lowest and highest number that its words allow."""
        value = self.count.value
        return {
            "at_least": (value, math.inf), "at_most": (0.0, value), "more_than": (value + 1, math.inf), "less_than": (0.0, value - 1),
            "about": (value - value * ABOUT, value + value * ABOUT), "between": (value, self.count.high or value),
        }.get(self.count.bound, (value, value))  # fmt: skip

    def agrees(self, other: Point) -> bool:
        """Say whether one number fits both."""
        return max(self.span[0], other.span[0]) <= min(self.span[1], other.span[1])


def columns(points: Sequence[Point]) -> tuple[list[Row], Row]:
    """Give every count of killed and injured with who gives it, and for each measure the best, lowest and highest that stands.

    A count that tells of something else, or of a part, is none of the happening's own.
    """
    tolls: list[Row] = []
    scalars: Row = {}
    for measure in MEASURES:
        own = [p for p in points if p.count.measure == measure and p.count.standing not in ("background", "part")]
        stands = standing(own)
        best = _best(stands)
        scalars[measure] = None if best is None else round(best.count.value)
        scalars[f"{measure}_low"] = round(min(p.count.value for p in stands)) if stands else None
        scalars[f"{measure}_high"] = round(max(p.count.high or p.count.value for p in stands)) if stands else None
        tolls += _rows(measure, own, {id(p) for p in stands})
    return tolls, scalars


def standing(points: Sequence[Point]) -> list[Point]:
    """Give the counts that stand: of each outlet and voice the newest, where no later one overtakes it.

    A count of a later day overtakes a lower one ("at least 39" as well: it is what was known then), and one that it clashes with where its
    outlet takes back a higher one of its own.
    """
    newest: dict[tuple[str, str | None], Point] = {}
    for p in sorted((p for p in points if p.count.standing != "earlier"), key=lambda p: (p.day or "", p.count.value)):
        newest[p.outlet, p.count.by] = p
    left = list(newest.values())
    return [p for p in left if not any(_overtakes(q, p, points) for q in left)]


def _overtakes(late: Point, early: Point, points: Sequence[Point]) -> bool:
    if late.day is None or early.day is None or late.day <= early.day:
        return False
    if late.count.value > early.count.value:
        return True
    if late.agrees(early):
        return False
    had = (p for p in points if p.outlet == late.outlet and p.day is not None and p.day < late.day)
    return any(p.count.value >= early.count.value for p in had)


def _best(stands: Sequence[Point]) -> Point | None:
    """Give the count that most texts bear out; of equals one in an outlet's own voice, the highest, an exact one.

    The highest and not the latest: what an outlet repeats late, it need not have asked again.
    """
    if not stands:
        return None

    def weight(p: Point) -> tuple[object, ...]:
        borne = len({q.origin for q in stands if q.agrees(p)})
        return borne, p.count.by is None, p.count.value, p.count.bound == "exactly", p.day or ""

    return max(stands, key=weight)


def _rows(measure: str, points: Sequence[Point], stands: set[int]) -> list[Row]:
    groups: dict[tuple[float, float | None, str, str | None], list[Point]] = defaultdict(list)
    for p in points:
        groups[p.count.value, p.count.high, p.count.bound, p.count.by].append(p)
    out = []
    for (value, high, bound, by), told in groups.items():
        days = sorted(p.day for p in told if p.day)
        out.append(
            {
                "measure": measure, "value": _whole(value), "high": None if high is None else _whole(high), "bound": bound, "by": by,
                "outlets": sorted({p.outlet for p in told}), "origins": len({p.origin for p in told}), "since": days[0] if days else None,
                "last": days[-1] if days else None, "stands": any(id(p) in stands for p in told),
            }
        )  # fmt: skip
    return sorted(out, key=lambda r: (not r["stands"], -r["origins"], r["since"] or "9999", -r["value"], r["by"] or ""))


def _whole(value: float) -> float | int:
    return int(value) if float(value).is_integer() else value
