"""Events by month and quad class as a drawing: cooperation above the line, conflict below; words light, deeds full."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.web.moments import Counted
from onrecord.web.words import day

HALF = 60
"""Height of either half, in units of the drawing."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """One month: its counts, and the bars as (class, y, height)."""

    month: str
    label: str
    quads: tuple[int, int, int, int]
    bars: tuple[tuple[int, float, float], ...]

    @property
    def total(self) -> int:
        return sum(self.quads)


def draw(counted: Sequence[Counted]) -> list[Stretch]:
    """Lay out months. Deeds stand next to the line, words beyond them."""
    most = max((max(c.quads[0] + c.quads[1], c.quads[2] + c.quads[3]) for c in counted), default=0)
    return [Stretch(c.month, day(c.month), c.quads, tuple(_bars(c.quads, HALF / most if most else 0.0))) for c in counted]


def _bars(quads: tuple[int, int, int, int], unit: float) -> list[tuple[int, float, float]]:
    verbal_up, deed_up, verbal_down, deed_down = (round(n * unit, 2) for n in quads)
    found = [
        (2, HALF - deed_up, deed_up), (1, HALF - deed_up - verbal_up, verbal_up), (4, HALF, deed_down), (3, HALF + deed_down, verbal_down),
    ]  # fmt: skip
    return [(q, round(y, 2), height) for q, y, height in found if height]
