"""Events that tell nothing but a toll: "84 were killed in the bombings, and 284 were injured" tells of one happening, not of two."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from onrecord.lang import per_language, rows
from onrecord.ontology import PLOVER
from onrecord.store.tolls import MEASURES

HAPPENED = ("reported", "claimed")


class Told(NamedTuple):
    """A report's event, with what says whether it only counts. `counts`: measures of the figures that stand for it."""

    event: int
    report: int
    start: int
    type: str
    trigger: str
    sentence: str
    alone: bool
    """Whether nobody is told to have done it."""
    status: str
    date: str | None
    place: str | None
    counts: frozenset[str]

    @property
    def bare(self) -> bool:
        """Whether it tells a toll only: words of harm, a count of those harmed, and nobody who did it."""
        return bool(self.counts) and self.alone and self.type == PLOVER.violence and self.status in HAPPENED and only_harms(self.trigger)


@per_language
def _harms() -> frozenset[str]:
    return frozenset(r["form"] for r in rows("measures") if r["measure"] in MEASURES and r["kind"] != "noun")


def only_harms(trigger: str) -> bool:
    """Say whether a trigger tells that people came to harm, and not by what: "killed", "killed ... injured"; not "killed ... bombings"."""
    return _harms().issuperset(trigger.lower().split(" … "))


def in_one_sentence(events: Iterable[Told]) -> Iterator[tuple[int, int]]:
    """Give the events that only tell more of the toll of another one in their sentence, each with that one.

    Two counts of the dead, two days or two places in a sentence are two happenings.
    """
    sentences: dict[tuple[int, str], list[Told]] = defaultdict(list)
    for told in events:
        if told.type == PLOVER.violence and told.status in HAPPENED:
            sentences[told.report, told.sentence].append(told)
    for lot in sentences.values():
        yield from _beside(sorted(lot, key=lambda t: (t.bare, t.start, t.event)) if len(lot) > 1 else ())


def _beside(lot: Sequence[Told]) -> Iterator[tuple[int, int]]:
    """Look through the events of one sentence, those that tell more than a toll first."""
    kept: list[tuple[Told, set[str]]] = []
    for told in lot:
        fits = [(t, counts) for t, counts in kept if told.bare and _fit(told, t, counts)]
        if fits:
            other, counts = min(fits, key=lambda f: (abs(f[0].start - told.start), f[0].start))
            counts |= told.counts
            yield told.event, other.event
        else:
            kept.append((told, set(told.counts)))


def _fit(bare: Told, other: Told, counts: set[str]) -> bool:
    return bare.counts.isdisjoint(counts) and bare.date in (None, other.date) and bare.place in (None, other.place)
