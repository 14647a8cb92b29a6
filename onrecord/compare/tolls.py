"""Figures over time: how a toll moved, who gave which number when, what was corrected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from onrecord.compare import account as table
from onrecord.compare.facts import Sources
from onrecord.compare.figure_facts import Counted


def toll(fact: str, subject: str, figures: Sequence[Counted], sources: Sources) -> table.Toll | None:
    """Give the course of one figure; None where it never had but one value."""
    column = sources.of_report
    ordered = sorted(figures, key=lambda c: (c.told.published or "9999", c.value.value, column[c.told.id], c.told.id, c.figure.span))
    if len({c.value.text for c in ordered}) < 2:
        return None
    replaced = _replaced(ordered)
    points: list[table.TollPoint] = []
    seen: set[tuple[str, str | None, int, str | None]] = set()
    for c in ordered:
        party = c.told.voice(c.figure.span)
        key = (c.value.text, (c.told.published or "")[:10], column[c.told.id], party)
        if key in seen and c.told.superseded_by is None:
            continue
        seen.add(key)
        points.append(
            table.TollPoint(
                published=c.told.published, value=c.value.text, number=c.value.value, source=key[2], report=c.told.id, party=party,
                change=replaced.get((c.told.id, c.figure.id)) or _change(c, ordered), words=c.told.words(c.figure.span, c.figure.id),
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


def _change(figure: Counted, figures: Sequence[Counted]) -> str:
    """Say how a figure stands to those published on earlier days and on its own; what its own outlet replaced does not count."""
    day = (figure.told.published or "")[:10]
    others = [c for c in figures if c.told.superseded_by is None and c.told.id != figure.told.id]
    same_day = [c for c in others if (c.told.published or "")[:10] == day]
    before = [c for c in others if (c.told.published or "")[:10] < day]
    if any(not c.value.agrees(figure.value) for c in same_day):
        return "differs"
    if not before:
        return "first" if not same_day or figure is figures[0] else "same"
    last = (before[-1].told.published or "")[:10]
    latest = [c for c in before if (c.told.published or "")[:10] == last]
    if any(c.value.agrees(figure.value) for c in latest) and figure.value.value <= max(c.value.value for c in before):
        return "same"
    return "higher" if figure.value.value > max(c.value.value for c in before) else "lower"
