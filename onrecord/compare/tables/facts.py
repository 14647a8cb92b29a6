"""From readings (one report, one value, its words) to facts: a cell for each source, and who vouches for each value."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from onrecord.compare.tables import account as table
from onrecord.compare.tables.told import Told
from onrecord.compare.tables.values import Value

SHOWN = 3
"""Values shown in one cell; a report that tells many tolls is read in the facts' values."""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What one report says of a fact, in its own voice or as a party's word."""

    told: Told
    value: Value
    party: str | None
    status: str | None
    words: tuple[table.Words, ...]


@dataclass(frozen=True, kw_only=True)
class Sources:
    """The columns: outlets with their reports, then parties by name."""

    sources: tuple[table.Source, ...]
    of_report: dict[str, int]
    of_party: dict[str, int]


Clash = Callable[[Reading, Reading], bool]


def clash(one: Reading, two: Reading) -> bool:
    """Say whether two readings cannot both hold."""
    return not one.value.agrees(two.value)


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A fact before the columns are known: its name, and what reports say of it."""

    heading: str
    matter: str
    kind: table.FactKind
    readings: Sequence[Reading]
    occurrence: str | None = None
    clashes: Clash = clash
    lot: int | None = None
    """Of a figure: which lot of figures it is made of."""

    @property
    def origins(self) -> int:
        """Independent texts that speak of it."""
        return len({r.told.origin for r in self.readings})

    def clashing(self) -> set[str]:
        """Give the parties whose word clashes with another's or with a report's own."""
        kinds = {(r.value.text, r.told.published, r.party): r for r in self.readings}
        return {r.party for r in kinds.values() if r.party and any(self.clashes(r, other) for other in kinds.values())}


def make_fact(draft: Draft, sources: Sources) -> table.Fact:
    """Make one fact.

    A value differs where it clashes with one that at least as many independent texts bear out; so where two are told equally often,
    both differ, and neither is taken for right.
    """
    readings = sorted(draft.readings, key=lambda r: (r.told.published or "9999", r.told.id, r.words[0].start if r.words else 0))
    texts = sorted({r.value.text for r in readings}, key=lambda t: (-len(_origins(readings, t)), *_first(readings, t)))
    place = {text: n for n, text in enumerate(texts)}
    against = _against(readings, draft.clashes)
    columns: dict[int, list[Reading]] = defaultdict(list)
    by_text: dict[str, list[Reading]] = defaultdict(list)
    for r in readings:
        by_text[r.value.text].append(r)
        for n in _columns(r, sources):
            columns[n].append(r)
    cells = [_cell(columns[n], source.kind, place, against) for n, source in enumerate(sources.sources)]
    values = tuple(_value(text, by_text[text], sources) for text in texts)
    report, start = min((r.words[0].report, r.words[0].start) for r in readings)
    named = draft.matter in ("", draft.heading)
    own = f"{draft.kind} {draft.occurrence or ''} {report} {start}"
    return table.Fact(
        id="f" + sha256(own.encode()).hexdigest()[:12], kind=draft.kind, cells=tuple(cells), values=values,
        subject=draft.heading if named else f"{draft.matter}, {draft.heading}", heading=draft.heading, matter=draft.matter,
        occurrence=draft.occurrence, contrary=tuple(sorted({place[text] for text, _ in against})),
    )  # fmt: skip


def _origins(readings: Iterable[Reading], text: str) -> set[int]:
    return {r.told.origin for r in readings if r.value.text == text}


def _first(readings: Sequence[Reading], text: str) -> tuple[str, str]:
    return min((r.told.published or "9999", text) for r in readings if r.value.text == text)


def _columns(reading: Reading, sources: Sources) -> set[int]:
    found = {sources.of_report[reading.told.id]}
    if reading.party in sources.of_party:
        found.add(sources.of_party[str(reading.party)])
    return found


def _against(readings: Sequence[Reading], clashes: Clash) -> set[tuple[str, str | None]]:
    """Give the (value, day) pairs that clash with one which as many texts bear out, or more."""
    kinds = {(r.value.text, r.told.published): r for r in readings}
    borne = {text: len({r.told.origin for r in readings if not clashes(one, r)}) for (text, _), one in kinds.items()}
    return {
        key
        for key, one in kinds.items()
        if any(borne[two.value.text] >= borne[one.value.text] and clashes(one, two) for two in kinds.values())
    }


def _cell(readings: Sequence[Reading], kind: str, place: dict[str, int], against: set[tuple[str, str | None]]) -> table.Cell:
    if not readings:
        return table.Cell()
    shown: dict[str, list[Reading]] = {}
    for r in readings:
        voice = f", says {r.party}" if r.party and kind == "outlet" and r.party not in r.value.text else ""
        shown.setdefault(r.value.text + voice, []).append(r)
    own = any(_own(r) for r in readings) or kind == "party"
    status = readings[0].status if len({r.status for r in readings}) == 1 else None
    return table.Cell(
        says="differs" if any((r.value.text, r.told.published) in against for r in readings) else "says",
        value="; ".join(list(shown)[:SHOWN]) + (f"; {len(shown) - SHOWN} more" if len(shown) > SHOWN else ""),
        status=status or ("reported" if own else "claimed"),
        words=tuple(dict.fromkeys(w for r in readings for w in r.words)),
        values=tuple(sorted({place[r.value.text] for r in readings})),
    )


def _own(reading: Reading) -> bool:
    """Say whether a report says it in its own voice, and not on the word of somebody, named or not."""
    return reading.party is None and reading.status not in ("claimed", "denied")


def _value(text: str, readings: Sequence[Reading], sources: Sources) -> table.Value:
    days = sorted(r.told.published[:10] for r in readings if r.told.published)
    return table.Value(
        value=text, sources=tuple(sorted({n for r in readings for n in _columns(r, sources)})),
        origins=len({r.told.origin for r in readings}), own=len({r.told.origin for r in readings if _own(r)}),
        parties=tuple(sorted({r.party for r in readings if r.party})), first=days[0] if days else None, last=days[-1] if days else None,
    )  # fmt: skip
