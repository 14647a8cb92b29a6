"""Figures over time: how a toll moved, who gave which number when, what was corrected, what stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from onrecord.compare.tables import account as table
from onrecord.compare.tables.facts import Sources
from onrecord.compare.tables.figure_facts import Counted
from onrecord.compare.tables.values import Number
from onrecord.store.clock import instant


def course(fact: str, subject: str, figures: Sequence[Counted], sources: Sources) -> table.Toll:
    """Give the course of one figure, in the order in which its counts were published."""
    column = sources.of_report

    def order(c: Counted) -> tuple[object, ...]:
        return instant(c.told.published or "9999"), c.value.value, column[c.told.id], c.told.id, c.figure.span

    ordered = sorted(figures, key=order)
    replaced, changes = _replaced(ordered), _changes([c for c in ordered if not c.was])
    points: list[table.TollPoint] = []
    seen: set[tuple[str, str | None, int, str | None, bool]] = set()
    for c in ordered:
        party, moment = c.told.voice(c.figure.span), c.told.published or ""
        key = (c.value.text, moment[:10], column[c.told.id], party, c.was)
        if key in seen and c.told.superseded_by is None:
            continue
        seen.add(key)
        change = "earlier" if c.was else replaced.get((c.told.id, c.figure.id)) or changes.get((moment, c.value.text), "undated")
        points.append(
            table.TollPoint(
                published=c.told.published, value=c.value.text, number=c.value.value, source=key[2], report=c.told.id, party=party,
                change=change, words=c.told.words(c.figure.span, c.figure.id), counts=not c.was and not c.told.copied,
                lowers=c.value.lowers, exact=c.value.low == c.value.high,
            )
        )  # fmt: skip
    return table.Toll(fact=fact, subject=subject, points=tuple(_newest(points)))


def _newest(points: Sequence[table.TollPoint]) -> list[table.TollPoint]:
    """Mark of each outlet, and of each party on whose word a count stands, the newest one."""
    last: dict[tuple[int, str | None], str] = {}
    for p in points:
        if p.counts and not p.change.startswith(("superseded", "corrected")):
            key = (p.source, p.party)
            last[key] = max(last.get(key, ""), instant(p.published or ""))
    return [replace(p, newest=p.counts and last.get((p.source, p.party)) == instant(p.published or "")) for p in points]


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
    """Say how each value stands to the others of its moment and to those before; what its own outlet replaced does not count."""
    out: dict[tuple[str, str], str] = {}
    last: list[Number] = []
    highest: float | None = None
    for slot in _slots([c for c in figures if c.told.published and c.told.superseded_by is None]):
        values = {c.value.text: c.value for c in slot}
        for c in slot:
            out[str(c.told.published), c.value.text] = _change(c.value, list(values.values()), last, highest)
        last = list(values.values())
        highest = max([v.value for v in last] + ([] if highest is None else [highest]))
    return out


def _slots(figures: Sequence[Counted]) -> list[list[Counted]]:
    """Gather what was published at one time: by the moment where all reports of a day give one, else by the day."""
    days: dict[str, list[Counted]] = {}
    for c in figures:
        days.setdefault(instant(str(c.told.published))[:10], []).append(c)
    out: list[list[Counted]] = []
    for _, lot in sorted(days.items()):
        timed = all("T" in str(c.told.published) for c in lot)
        moments: dict[str, list[Counted]] = {}
        for c in lot:
            moments.setdefault(instant(str(c.told.published)) if timed else "", []).append(c)
        out += [m for _, m in sorted(moments.items())]
    return out


def _change(value: Number, same_time: Sequence[Number], last: Sequence[Number], highest: float | None) -> str:
    if any(not other.agrees(value) for other in same_time):
        return "differs"
    if highest is None:
        return "first"
    if value.value <= highest and any(other.agrees(value) for other in last):
        return "same"
    return "higher" if value.value > highest else "lower"
