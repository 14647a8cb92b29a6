"""Figures that can be set side by side: the same measure and unit, of the same act.

Two figures are of one fact where they belong to one event, or where they measure the same and what stands around them is alike.
No fact holds two figures that one report tells as different ones ("four killed", "87 killed in all").
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from onrecord.compare.grouping.vectors import term_weights
from onrecord.compare.tables.facts import Reading
from onrecord.compare.tables.told import Told
from onrecord.compare.tables.values import Number, earlier, number
from onrecord.lang import rows
from onrecord.model.record import Figure

NEAR, NEAR_NOUN = 0.5, 0.8
"""Smaller figure over larger: tolls of one act are nearer than the first. Plain counts (children, houses) must be nearer than the
second: "two women" and "three women" of one attack are more often two sets than two counts."""
TERMS, BUCKET, TRIED = 6, 100, 60
"""Heaviest words of a sentence by which figures find each other; figures looked at through one of them; and of all for each figure."""
ALIKE = 0.25
"""Likeness of the sentences from which figures without a common event are of one matter."""
VERSION = 0.6
"""Likeness of the sentences from which a figure of a corrected report is the one that was corrected, whatever it was."""


@dataclass(frozen=True, kw_only=True)
class Counted:
    """A figure in a report, with what it is compared by."""

    told: Told
    figure: Figure
    value: Number
    key: tuple[str, str]
    occurrence: str | None
    kind: str | None
    around: Mapping[int, float]


def counted(told: Told, occurrences: Mapping[tuple[str, str], str]) -> list[Counted]:
    """Give the figures of a report that count or measure something."""
    out = []
    for f in told.record.figures:
        if f.unit is None and f.measure is None:
            continue
        event = told.events.get(f.event or "")
        measure = f.measure if f.measure and f.unit in ("person", None, f.measure.removesuffix("s")) else None
        a, b = told.sentence(f.span)
        out.append(
            Counted(
                told=told, figure=f, value=_value(told, f, _noun(f, measure), measured=measure is not None),
                key=(f.unit or "", measure or ""), occurrence=occurrences.get((told.id, f.event or "")),
                kind=event.plover.event if event else None, around=term_weights(told.record.report.text[a:b]),
            )
        )  # fmt: skip
    return out


def grows(unit: str | None) -> bool:
    """Say whether what is counted only grows as news comes in: people, boats, strikes; not sums of money or shares."""
    return unit is None or (unit.islower() and unit not in _measures())


@cache
def _measures() -> frozenset[str]:
    return frozenset(r["unit"] for r in rows("units"))


def _value(told: Told, figure: Figure, noun: str, *, measured: bool) -> Number:
    """Give the figure as a value; "dozens" stays "dozens" for the reader."""
    value = number(figure, noun, grows(figure.unit))
    words = told.record.words(figure.span).lower().split()
    if _vague() & set(words):
        of = words[: words.index("of")] if "of" in words else words
        return replace(value, text=" ".join([*of, noun] if measured else [*of, "of", noun]).strip())
    return value


def _noun(figure: Figure, measure: str | None) -> str:
    unit = figure.unit or ""
    if unit == "person" or not unit:
        return measure or ("people" if unit else "")
    if len(unit) == 3 and unit.isupper():
        return unit
    return unit if figure.value == 1 or unit == "percent" else plural(unit)


@cache
def _plurals() -> dict[str, str]:
    return {r["singular"]: r["plural"] for r in reversed(rows("plurals"))}


@cache
def _vague() -> frozenset[str]:
    return frozenset(r["form"] for r in rows("numerals") if r["kind"] == "plural")


def plural(noun: str) -> str:
    """Give the plural of a noun: "vessels", "women", "bodies"."""
    head, _, last = noun.rpartition(" ")
    known = _plurals().get(last)
    if known is None:
        if last.endswith(("s", "x", "ch", "sh")):
            known = last if last.endswith("s") else last + "es"
        else:
            known = last[:-1] + "ies" if last.endswith("y") and last[-2:-1] not in "aeiou" else last + "s"
    return f"{head} {known}".strip()


def group(figures: Sequence[Counted]) -> list[list[Counted]]:
    """Group the figures that are of one fact, each group by report and place."""
    by_key: dict[tuple[str, str], list[Counted]] = defaultdict(list)
    for c in sorted(figures, key=lambda c: (c.told.id, c.figure.span)):
        by_key[c.key].append(c)
    return [g for key in sorted(by_key) for g in _group(by_key[key])]


def _group(figures: list[Counted]) -> list[list[Counted]]:
    """Join the most alike first; a group never takes two figures that one report keeps apart.

    Equal figures of one event, and of one text and its copies, are one from the start; the rest is tried where sentences share
    telling words, so that a story of a thousand reports takes seconds.
    """
    starts: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for n, c in enumerate(figures):
        starts[(c.occurrence or c.told.origin, c.value.text)].append(n)
    groups = {lot[0]: lot for lot in starts.values()}
    home = {n: lot[0] for lot in starts.values() for n in lot}
    reports = {head: _by_report(figures, lot) for head, lot in groups.items()}
    pairs = [(-tie, i, j) for i, j in _candidates(figures, sorted(groups)) if (tie := _tie(figures[i], figures[j])) > 0]
    for _, i, j in sorted(pairs):
        a, b = sorted((home[i], home[j]))
        if a == b or _apart(reports[a], reports[b]):
            continue
        for n in groups[b]:
            home[n] = a
        groups[a] += groups.pop(b)
        for report, told in reports.pop(b).items():
            reports[a][report] += told
    return [[figures[n] for n in sorted(g)] for _, g in sorted(groups.items())]


def _candidates(figures: Sequence[Counted], heads: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Give the pairs worth looking at: of one event, or with telling words in common; of each figure the likeliest."""
    buckets: dict[object, list[int]] = defaultdict(list)
    for j in heads:
        c = figures[j]
        terms = sorted(c.around, key=lambda t: (-c.around[t], t))[:TERMS]
        keys = [("event", c.occurrence), *terms] if c.occurrence is not None else terms
        shared: Counter[int] = Counter()
        for key in keys:
            shared.update(buckets[key][:BUCKET])
            buckets[key].append(j)
        yield from ((i, j) for i, _ in sorted(shared.items(), key=lambda x: (-x[1], x[0]))[:TRIED])


def _by_report(figures: Sequence[Counted], lot: Sequence[int]) -> dict[str, list[Counted]]:
    out: dict[str, list[Counted]] = defaultdict(list)
    for n in lot:
        out[figures[n].told.id].append(figures[n])
    return out


def _tie(one: Counted, two: Counted) -> float:
    """Say how surely two figures are of one fact: 0 where nothing says so."""
    if one.told.id == two.told.id or (one.told.origin == two.told.origin and one.value.value == two.value.value):
        return 2.0 if one.value.value == two.value.value else 0.0
    low, high = sorted((abs(one.value.value), abs(two.value.value)))
    near = low / high if high else 1.0
    alike = sum(x * two.around[t] for t, x in one.around.items() if t in two.around)
    if alike >= VERSION and (one.told.id == two.told.superseded_by or two.told.id == one.told.superseded_by):
        return 1.0 + alike
    measured = bool(one.key[1])
    if not measured and near < NEAR_NOUN:
        return 0.0
    if one.occurrence is not None and one.occurrence == two.occurrence:
        return 1.0 + near
    if near < NEAR and not one.value.agrees(two.value):
        return 0.0
    if measured and one.kind == two.kind is not None:
        return near * (0.5 + alike / 2)
    return near * alike if near * alike >= ALIKE or (low == high and alike > ALIKE / 2) else 0.0


def _apart(one: Mapping[str, list[Counted]], two: Mapping[str, list[Counted]]) -> bool:
    """Say whether a report tells figures of both groups, in one voice, as different ones."""
    small, large = sorted((one, two), key=len)
    return any(
        not a.value.agrees(b.value) and a.told.voice(a.figure.span) == b.told.voice(b.figure.span)
        for report, told in small.items()
        for a in told
        for b in large.get(report, ())
    )


def readings(figures: Sequence[Counted]) -> list[Reading]:
    """Give what reports say with these figures."""
    out = []
    for c in figures:
        party = c.told.voice(c.figure.span)
        words = (c.told.words(c.figure.span, c.figure.id), c.told.words(c.told.sentence(c.figure.span)))
        out.append(Reading(told=c.told, value=c.value, party=party, status="claimed" if party else "reported", words=words))
    return out


def clash(one: Reading, two: Reading) -> bool:
    """Say whether two figures exclude each other. A lower count that was published before a higher one is only earlier."""
    a, b = one.value, two.value
    if a.agrees(b) or not isinstance(a, Number) or not isinstance(b, Number):
        return False
    if not (a.grows and b.grows):
        return True
    early, late = (one, two) if a.value < b.value else (two, one)
    return not earlier(early.told.published, late.told.published)


def common_event(figures: Sequence[Counted]) -> str | None:
    """Give the event that most of these figures belong to."""
    counts = Counter(c.occurrence for c in figures if c.occurrence is not None)
    return min(counts.items(), key=lambda x: (-x[1], x[0]))[0] if counts else None


def subject(figures: Sequence[Counted], event: str | None) -> tuple[str, str]:
    """Name what is counted, and what it stands under: the event it belongs to, else the noun beside it."""
    unit, measure = figures[0].key
    what = measure or ("money" if len(unit) == 3 and unit.isupper() else plural(unit))
    if event is not None or measure:
        return what, event or what
    nouns = Counter(" ".join(c.told.record.words(c.figure.counted).lower().split()) for c in figures if c.figure.counted)
    noun = min(nouns.items(), key=lambda x: (-x[1], x[0]))[0] if nouns else ""
    return what, f"{what}, {noun}" if noun and noun not in (what, what.removesuffix("s"), "people") else what
