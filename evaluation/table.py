"""The table of measures (measures.csv): what it was before, what it is now, the first level asked for, and the best known."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Measure:
    """One row: an id, the suite and the path of the score in what its scorer prints ("recall x 100": times 100), a title, comparisons."""

    id: str
    suite: str
    score: str
    title: str
    first_level: float | None
    best_known: str


def measures() -> list[Measure]:
    """Give every measure, in the order of the table."""
    with (HERE / "measures.csv").open(encoding="utf-8", newline="") as file:
        return [
            Measure(r["id"], r["suite"], r["score"], r["title"], float(r["first_level"]) if r["first_level"] else None, r["best_known"])
            for r in csv.DictReader(file)
        ]


def take(results: Mapping[str, Mapping[str, Any]]) -> dict[str, float]:
    """Take the measures out of the suites' scores, by id; a score that a suite does not give counts as 0."""
    return {m.id: _value(results[m.suite], m.score) for m in measures() if m.suite in results}


def _value(scores: Mapping[str, Any], path: str) -> float:
    path, _, factor = path.partition(" x ")
    found: Any = scores
    for key in path.split("/"):
        found = found.get(key) if isinstance(found, Mapping) else None
    return float(found) * float(factor or 1) if isinstance(found, int | float) else 0.0


def render(now: Mapping[str, float], before: Mapping[str, float], epsilon: float) -> str:
    """Lay the table out in plain text: a mark stands before scores that were lost (!) or reach the first level (+)."""
    width = max(len(m.title) for m in measures())
    lines = [f"  {'measure':{width}} {'before':>7} {'now':>7} {'first':>7}  best known"]
    for m in measures():
        if m.id not in now:
            continue
        score, floor = now[m.id], before.get(m.id)
        reached = m.first_level is not None and score >= m.first_level
        mark = "!" if floor is not None and score < floor - epsilon else "+" if reached else " "
        first = f"{m.first_level:g}" if m.first_level is not None else ""
        was = "" if floor is None else f"{floor:.1f}"
        lines.append(f"{mark} {m.title:{width}} {was:>7} {score:7.1f} {first:>7}  {m.best_known}".rstrip())
    return "\n".join(lines)
