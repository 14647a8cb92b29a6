"""The killed and injured of a happening: which counts stand, the best of them, and how they moved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeVar

Row = dict[str, Any]
MEASURES = ("killed", "injured")


class Dated(Protocol):
    """A count that a source gave: its number, the outlet, the party on whose word, its day, whether its report says that it was lowered."""

    @property
    def number(self) -> float: ...
    @property
    def source(self) -> object: ...
    @property
    def party(self) -> str | None: ...
    @property
    def lowers(self) -> bool: ...
    @property
    def exact(self) -> bool: ...
    @property
    def day(self) -> str | None: ...


LOWERED = 0.8
"""Smaller over larger from which an exact count of a later day takes the place of a higher one, though nobody says that it was lowered."""
D = TypeVar("D", bound=Dated)


def current(told: Iterable[D]) -> D | None:
    """Give the count that stands after these, which come in the order of their publication.

    A count rises as news comes in: a lower one is only taken over where its report says that it was lowered, where it comes from a
    source of the higher one, where two sources give it, or where it is exact, little below, and of a later day ("at least 80" says nothing
    against 84); else it is merely late.
    """
    now: D | None = None
    holders: set[object] = set()
    waiting: dict[float, D] = {}
    for p in told:
        who = (p.source, p.party)
        twice = p.number in waiting and waiting[p.number].source != p.source
        if now is None or who in holders or twice or p.lowers or p.number >= now.number or _newer(p, now):
            holders = {*holders, who} if now is not None and p.number == now.number else {who}
            now, waiting = p, {}
        else:
            waiting.setdefault(p.number, p)
    return now


def _newer(p: Dated, now: Dated) -> bool:
    return p.exact and None not in (p.day, now.day) and str(p.day) > str(now.day) and p.number >= LOWERED * now.number


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
    @property
    def of(self) -> str | None: ...
    @property
    def at(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Together:
    """Counts of several kinds of people that one report gives side by side, as one: "60 Afghans and 12 soldiers"."""

    measure: str
    value: float
    bound: str
    by: str | None
    of: str
    at: int
    high: float | None = None
    standing: str | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """A count, and where and when it was given. `origin`: a number that copies of one text share; `published`: ISO, a day or moment."""

    count: Given
    source: str
    origin: int
    published: str | None
    lowers: bool = False
    copied: bool = False
    """Whether its report copies an earlier one: what that says is no news of its own."""
    publisher: str | None = None
    """Who printed it, where `source` stands for all who print one text."""
    report: int | None = None
    """Number of the report, where it is one that lists show: it tells of the happening even if a count is all that it tells."""

    @property
    def number(self) -> float:
        return self.count.value

    @property
    def party(self) -> str | None:
        return self.count.by

    @property
    def exact(self) -> bool:
        return self.count.bound == "exactly"

    @property
    def day(self) -> str | None:
        return self.published[:10] if self.published else None


def columns(points: Sequence[Point]) -> tuple[list[Row], Row]:
    """Give every count of killed and injured with who gives it, and for each measure the best, lowest and highest that stands.

    A count that tells of something else, or of a part, is none of the happening's own; nor one of some kind of people beside one of all.
    """
    tolls: list[Row] = []
    scalars: Row = {}
    for measure in MEASURES:
        given = [p for p in points if p.count.measure == measure and p.count.standing not in ("background", "part")]
        own = [*given, *_together(given)]
        told = _wholes(
            sorted((p for p in own if p.count.standing != "earlier" and not p.copied), key=lambda p: (p.published or "", p.number))
        )
        best = current([p for p in told if p.published] or told)
        stands = [] if best is None else [best, *(p for p in _newest(told) if p is not best and not _overtaken(p, best))]
        scalars[measure] = None if best is None else round(best.number)
        scalars[f"{measure}_low"] = round(min(p.number for p in stands)) if stands else None
        scalars[f"{measure}_high"] = round(max(p.count.high or p.number for p in stands)) if stands else None
        tolls += _rows(measure, own, {id(p) for p in stands})
    return tolls, scalars


BESIDE = 90
"""Characters within which counts of several kinds of people are of one sentence."""


def _together(points: Sequence[Point]) -> list[Point]:
    """Give what each report counts of several kinds of people side by side, all of them together."""
    lots: dict[tuple[object, ...], list[Point]] = defaultdict(list)
    for p in sorted(points, key=lambda p: p.count.at):
        if p.count.of is not None and p.count.standing != "earlier":
            key = (p.source, p.origin, p.published, p.count.by, p.copied, p.publisher)
            lot = lots[key]
            if lot and (p.count.at - lot[-1].count.at > BESIDE or any(p.count.of == q.count.of for q in lot)):
                if len(lot) > 1:
                    continue
                lot.clear()
            lot.append(p)
    return [replace(lot[0], count=_sum([p.count for p in lot])) for lot in lots.values() if len(lot) > 1]


def _sum(counts: Sequence[Given]) -> Together:
    bounds = {c.bound for c in counts}
    bound = "exactly" if bounds == {"exactly"} else "at_least" if bounds <= {"exactly", "at_least", "more_than"} else "about"
    first = counts[0]
    return Together(first.measure, sum(c.value for c in counts), bound, first.by, ", ".join(str(c.of) for c in counts), first.at)


def _wholes(told: Sequence[Point]) -> list[Point]:
    """Leave out counts of one kind of people ("12 soldiers") where others count all, and as many or more."""
    whole = max((p.number for p in told if p.count.of is None or isinstance(p.count, Together)), default=0.0)
    return [p for p in told if p.count.of is None or isinstance(p.count, Together) or p.number > whole]


def _newest(told: Sequence[Point]) -> list[Point]:
    """Give of each outlet and voice the newest count; what it gave before is its history."""
    return list({(p.source, p.party): p for p in told}.values())


def _overtaken(p: Point, best: Point) -> bool:
    """Say whether a count is older than the one that stands: of an earlier day, and another number ("at least 39" before 52 as well)."""
    return p.day is not None and best.day is not None and p.day < best.day and p.number != best.number


def _rows(measure: str, points: Sequence[Point], stands: set[int]) -> list[Row]:
    groups: dict[tuple[float, float | None, str, str | None, str | None], list[Point]] = defaultdict(list)
    for p in points:
        groups[p.count.value, p.count.high, p.count.bound, p.count.by, p.count.of].append(p)
    out = []
    for (value, high, bound, by, of), told in groups.items():
        days = sorted(p.day for p in told if p.day)
        stands_now, of_a_kind = any(id(p) in stands for p in told), of is not None and not isinstance(told[0].count, Together)
        out.append(
            {
                "measure": measure, "value": _whole(value), "high": None if high is None else _whole(high), "bound": bound,
                "by": by, "of": of, "outlets": sorted({p.publisher or p.source for p in told}),
                "origins": len({p.origin for p in told}), "since": days[0] if days else None,
                "last": days[-1] if days else None, "stands": stands_now,
                "overtaken": not stands_now and not of_a_kind,
            }
        )  # fmt: skip
    return sorted(out, key=lambda r: (not r["stands"], -r["origins"], r["since"] or "9999", -r["value"], r["by"] or "", r["of"] or ""))


def _whole(value: float) -> float | int:
    return int(value) if float(value).is_integer() else value
