"""Floors: the scores that may not be lost (floors.json). Scores may rise; to lower a floor, edit the file and say why in the changelog."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PATH = Path(__file__).parent / "floors.json"

EPSILON = 0.3
"""Points that a score may fall below its floor before it counts as lost: a retrained model or another version of a numeric library
moves single items; 0.3 points are one to six items of the sets here."""


@dataclass(frozen=True, slots=True)
class Floors:
    """Scores by measure, and the digests of the gold files that they were measured on, by suite."""

    scores: dict[str, float]
    gold: dict[str, str]


def load(path: Path = PATH) -> Floors:
    """Read the floors; none where there is no file yet."""
    if not path.is_file():
        return Floors({}, {})
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return Floors(dict(data["floors"]), dict(data["gold"]))


def lost(floors: Floors, now: dict[str, float]) -> list[str]:
    """Name the measures that were taken now and lie below their floor."""
    return [name for name, floor in sorted(floors.scores.items()) if name in now and now[name] < floor - EPSILON]


def raised(floors: Floors, now: dict[str, float], digests: dict[str, str]) -> Floors:
    """Give floors raised to the scores of now; none is lowered."""
    scores = {k: max(floors.scores.get(k, 0.0), round(now.get(k, 0.0), 2)) for k in {*floors.scores, *now}}
    return Floors(dict(sorted(scores.items())), dict(sorted({**floors.gold, **digests}.items())))


def save(floors: Floors, path: Path = PATH) -> None:
    """Write the floors."""
    path.write_text(json.dumps({"gold": floors.gold, "floors": floors.scores}, indent=1) + "\n", encoding="utf-8")
