"""Figures over time: how a toll moved, who gave which number when, what was corrected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from onrecord.compare.tables import account as table
from onrecord.compare.tables.facts import Sources
from onrecord.compare.tables.figure_facts import Counted
from onrecord.compare.tables.values import Number


def toll(fact: str, subject: str, figures: Sequence[Counted], sources: Sources) -> table.Toll | None:
    """Give the course of one figure; None where it never had but one value."""
    column = sources.of_report
    ordered = sorted(figures, key=lambda c: (c.told.published or "9999", c.value.value, column[c.told.id], c.told.id, c.figure.span))
    if len({c.value.text for c in ordered}) < 2:
        return None
    replaced, changes = _replaced(ordered), _changes(ordered)
    points: list[table.TollPoint] = []
    seen: set[tuple[str, str | None, int, str | None]] = set()
    for c in ordered:
        party, day = c.told.voice(c.figure.span), (c.told.published or "")[:10]
        key = (c.value.text, day, column[c.told.id], party)
        if key in seen and c.told.superseded_by is None:
            continue
        seen.add(key)
        change = replaced.get((c.told.id, c.figure.id)) or changes.get((day, c.value.text), "undated")
        points.append(
            table.TollPoint(
                published=c.told.published, value=c.value.text, number=c.value.value, source=key[2], report=c.told.id, party=party,
                change=change, words=c.told.words(c.figure.span, c.figure.id),
            )
        )  # fmt: skip
    return table.Toll(fact=fact, subject=subject, points=tuple(points))


def _replaced(figures: Sequence[Counted]) -> Mapping[tuple[str, str], str]:
    """Say of figures in superseded reports what the later version has in their place."""
    latest: dict[str, list[Counted]] = {}
    for c in figures:
        latest.setdefault(c.told.id, []).append(c)
    out = {}
    for c in figures:
        if c.told.superseded_by is None:
            continue
        new = sorted({d.value.text for d in latest.get(c.told.superseded_by, ())})
        same = not new or c.value.text in new
        out[c.told.id, c.figure.id] = "superseded" if same else f"corrected to {', '.join(new)}"
    return out


def _changes(figures: Sequence[Counted]) -> dict[tuple[str, str], str]:
    """Say how each value of a day stands to the others of that day and to those before; what its own outlet replaced does not count."""
    days: dict[str, dict[str, Number]] = {}
    for c in figures:
        if c.told.published and c.told.superseded_by is None:
            days.setdefault(c.told.published[:10], {})[c.value.text] = c.value
    out: dict[tuple[str, str], str] = {}
    last: list[Number] = []
    highest: float | None = None
    for day, values in sorted(days.items()):
        for text, value in values.items():
            out[day, text] = _change(value, list(values.values()), last, highest)
        last = list(values.values())
        highest = max([v.value for v in last] + ([] if highest is None else [highest]))
    return out


def _change(value: Number, same_day: Sequence[Number], last: Sequence[Number], highest: float | None) -> str:
    if any(not other.agrees(value) for other in same_day):
        return "differs"
    if highest is None:
        return "first"
    if value.value <= highest and any(other.agrees(value) for other in last):
        return "same"
    return "higher" if value.value > highest else "lower"
