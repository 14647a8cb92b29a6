"""Figures that can be set side by side: the same measure and unit, of the same act.

Two figures are of one fact where they belong to one event, or where they measure the same and what stands around them is alike.
No fact holds two figures that one report tells as different ones ("four killed", "87 killed in all").
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from onrecord.compare.grouping.vectors import term_weights
from onrecord.compare.tables.facts import Reading
from onrecord.compare.tables.told import Told
from onrecord.compare.tables.values import Number, earlier, is_country, number, plain
from onrecord.lang import rows
from onrecord.model.record import Figure, Span
from onrecord.resolve.lexicon import word_set
from onrecord.store.tolls import MEASURES
from onrecord.text import fold

NEAR, NEAR_NOUN = 0.5, 0.8
"""Smaller figure over larger: tolls of one act are nearer than the first. Plain counts (children, houses) must be nearer than the
second: "two women" and "three women" of one attack are more often two sets than two counts."""
TERMS, BUCKET, TRIED = 6, 100, 60
"""Heaviest words of a sentence by which figures find each other; figures looked at through one of them; and of all for each figure."""
ALIKE = 0.25
"""Likeness of the sentences from which figures without a common event are of one matter."""
VERSION = 0.6
"""Likeness of the sentences from which a figure of a corrected report is the one that was corrected, whatever it was."""


DAY = len("2025-01-01")
FALLING = ("missing",)
"""Measures whose counts fall as news comes in, without anybody saying so."""
SAME = 0.75
"""Smaller over larger below which "at least 37" and "64" of one report are two counts, though both could hold of one."""
BACKGROUND = 0.9
"""Smaller over larger from which a count that one report tells in the background ("since September") is what another tells as news."""


@dataclass(frozen=True, kw_only=True)
class Counted:
    """A figure in a report, with what it is compared by."""

    told: Told
    figure: Figure
    value: Number
    key: tuple[str, str, str]
    """Unit, measure, and whether it is a part: children among the dead are never set beside all of them."""
    occurrence: str | None
    kind: str | None
    day: str | None
    """The day on which its event was, where the text gives one."""
    around: Mapping[int, float]
    site: str | None
    """The town or region that its clause names, or `WIDE` where it counts all of them; else one named around it, or by the dateline."""
    sited: bool
    """Whether its own sentence says where."""
    places: frozenset[str] = frozenset()
    """All places that its sentence names."""
    countries: frozenset[str] = frozenset()
    """The countries that these are in; that of `site` where it names none."""

    @property
    def was(self) -> bool:
        """Whether its report tells it as a count that stood before."""
        return self.figure.standing == "earlier"


def counted(told: Told, occurrences: Mapping[tuple[str, str], str]) -> list[Counted]:
    """Give the figures of a report that count or measure something."""
    out = []
    lowered = _lowered(told)
    for f in told.record.figures:
        if f.unit is None and f.measure is None:
            continue
        event = told.events.get(f.event or "")
        people = f.unit in ("person", None) or f.measure in MEASURES  # "12 *soldiers* killed" are no soldiers held
        measure = f.measure if f.measure and (people or f.unit == f.measure.removesuffix("s")) else None
        a, b = told.sentence(f.span)
        value = _value(told, f, _noun(f, measure), measured=measure is not None)
        site = _site(told, f.span, a, b)
        known = {fold(p.name): p.country for p in told.record.places}
        here, where = _places(told, a, b), site or _around(told, f.span)
        out.append(
            Counted(
                told=told, figure=f, value=replace(value, lowers=f.id in lowered),
                key=(f.unit or "", measure or "", "part" if f.standing == "part" else ""),
                occurrence=occurrences.get((told.id, f.event or "")),
                kind=event.plover.event if event else None,
                day=event.date if event and event.date and len(event.date) == DAY else None,
                around=term_weights(told.record.report.text[a:b]),
                site=where, sited=site is not None, places=here,
                countries=frozenset(country for name in here or (where,) if (country := known.get(name or "")) is not None),
            )
        )  # fmt: skip
    return out


WIDE = "*"
DATELINE = "place/dateline"
_CLAUSE = re.compile(r";|, (?:and|but|while|where|whereas|after|in which|which|who|as)\b| (?:while|whereas|but)\b|\n")


def _site(told: Told, span: Span, start: int, end: int) -> str | None:
    """Give where a figure counts: the place nearest to it in its clause, else in its sentence; whole countries say nothing."""
    text = told.record.report.text
    marks = [m.start() for m in _CLAUSE.finditer(text, start, end)]
    low, high = max((m for m in marks if m < span[0]), default=start), min((m for m in marks if m >= span[1]), default=end)
    if not word_set("toll-wide").isdisjoint(text[low:high].lower().replace(",", " ").split()):
        return WIDE
    return _nearest(told, span, low, high) or _nearest(told, span, start, end)


def _nearest(told: Told, span: Span, start: int, end: int, *, dateline: bool = False) -> str | None:
    """Give the place that is named nearest to a figure, no whole country; that of the dateline only where it is asked for."""
    found = [
        (abs(m.span[0] - span[0]), p.name)
        for p in told.record.places
        for m in p.mentions
        if start <= m.span[0] < end and (dateline or m.rule != DATELINE) and not is_country(fold(p.name))
    ]
    return fold(min(found)[1]) if found else None


def _places(told: Told, start: int, end: int) -> frozenset[str]:
    return frozenset(fold(p.name) for p in told.record.places if any(start <= m.span[0] < end and m.rule != DATELINE for m in p.mentions))


def _around(told: Told, span: Span) -> str | None:
    """Give where a figure counts whose sentence does not say it: the place nearest to it in its paragraph, else that of the dateline."""
    text = told.record.report.text
    end = text.find("\n", span[1])
    start, end = text.rfind("\n", 0, span[0]) + 1, len(text) if end < 0 else end
    return _nearest(told, span, start, end) or _nearest(told, span, start, end, dateline=True)


def _lowered(told: Told) -> set[str]:
    """Give the figures that their report says are lower than before: with the higher one as the earlier, or in words of lowering."""
    out = set()
    earlier: dict[str | None, list[float]] = defaultdict(list)
    for f in told.record.figures:
        if f.standing == "earlier":
            earlier[f.measure].append(float(f.value))
    for f in told.record.figures:
        if f.standing == "earlier" or f.measure is None:
            continue
        a, b = told.sentence(f.span)
        text = told.record.report.text
        end = text.find("\n", b)
        title = told.title or ""
        lowering = _has(text[a:b], "toll-lowerings") or (plain(float(f.value)) in title and _has(title, "toll-lowerings"))
        too_high = any(p in text[a : end if end >= 0 else len(text)].lower() for p in word_set("toll-too-high"))
        if f.measure in FALLING or lowering or too_high or any(v > f.value for v in earlier[f.measure]):
            out.add(f.id)
    return out


def _has(text: str, words: str) -> bool:
    return not word_set(words).isdisjoint(re.split(r"[^a-z]+", text.lower()))


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
    by_key: dict[tuple[str, str, str], list[Counted]] = defaultdict(list)
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
    rivals = _rivals(figures)
    tried = [(i, j) for i, j in _candidates(figures, sorted(groups)) if frozenset((figures[i].site, figures[j].site)) not in rivals]
    pairs = [(-tie, i, j) for i, j in tried if (tie := _tie(figures[i], figures[j])) > 0]
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


def _rivals(figures: Sequence[Counted]) -> set[frozenset[str | None]]:
    """Give the pairs of places for which one report has different counts: two attacks told side by side, a town and the whole country."""
    by_report: dict[str, list[Counted]] = defaultdict(list)
    for c in figures:
        if c.site is not None and not c.was and c.key[1]:
            by_report[c.told.id].append(c)
    return {
        frozenset((a.site, b.site))
        for lot in by_report.values()
        for n, a in enumerate(lot[:TRIED])
        for b in lot[n + 1 : TRIED]
        if a.key == b.key and a.site != b.site and _ratio(a, b) < BACKGROUND
    }


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
    near = _ratio(one, two)
    if one.key[1] and one.day != two.day and None not in (one.day, two.day):
        return 0.0  # two attacks of one week
    if one.key[1] and near < BACKGROUND and (one.figure.standing == "background") != (two.figure.standing == "background"):
        return 0.0  # a war's dead, another attack's
    alike = sum(x * two.around[t] for t, x in one.around.items() if t in two.around)
    if alike >= VERSION and (one.told.id == two.told.superseded_by or two.told.id == one.told.superseded_by):
        return 1.0 + alike
    measured = bool(one.key[1])
    if not measured and near < NEAR_NOUN:
        return 0.0
    if one.occurrence is not None and one.occurrence == two.occurrence:
        return 1.0 + near
    if near >= NEAR or one.value.agrees(two.value):
        if measured and one.kind == two.kind is not None:
            return near * (0.5 + alike / 2)
        if near * alike >= ALIKE or (near == 1.0 and alike > ALIKE / 2):
            return near * alike
    return (near + alike) / 20 if measured and alike > ALIKE / 2 and _grew(one, two, alike) else 0.0


def _two(one: Counted, two: Counted) -> bool:
    """Say whether one report's two figures are two: they exclude each other, or one is far higher and neither as vague as "dozens"."""
    if not one.value.agrees(two.value):
        return True
    vague = any(_vague() & set(c.told.record.words(c.figure.span).lower().split()) for c in (one, two))
    return bool(one.key[1]) and not vague and _ratio(one, two) < SAME


def _ratio(one: Counted, two: Counted) -> float:
    """Give the smaller value over the larger."""
    low, high = sorted((abs(one.value.value), abs(two.value.value)))
    return low / high if high else 1.0


def _grew(one: Counted, two: Counted, alike: float) -> bool:
    """Say whether one may be what the other grew from: a toll of one place that is tenfold within hours.

    Where a sentence names no town, that of the dateline need not be the place of the dead, and the sentences must be the more alike.
    """
    if None not in (one.occurrence, two.occurrence) or WIDE in (one.site, two.site):
        return False
    here, there = ({c.site, *c.places} if c.sited else {c.site} for c in (one, two))
    named = {place for place in here & there if place is not None and not is_country(place)}
    wide = alike >= ALIKE and not (one.sited and two.sited) and bool(one.countries & two.countries)
    if not named and not wide:
        return False
    early, late = (one, two) if one.value.value < two.value.value else (two, one)
    return earlier(early.told.published, late.told.published)


def _apart(one: Mapping[str, list[Counted]], two: Mapping[str, list[Counted]]) -> bool:
    """Say whether a report tells figures of both groups, in one voice, as different ones."""
    small, large = sorted((one, two), key=len)
    return any(
        not (a.was or b.was) and _two(a, b) and (_in_one_voice(a, b) or _beside_news(a, b))
        for report, told in small.items()
        for a in told
        for b in large.get(report, ())
    )


def _in_one_voice(one: Counted, two: Counted) -> bool:
    return one.told.voice(one.figure.span) == two.told.voice(two.figure.span)


def _beside_news(one: Counted, two: Counted) -> bool:
    """Say whether of two counts of one report that nobody would take for each other the report gives one itself.

    "At least 27 died, the navy said, eight days after 339 died in a shipwreck". Two parties may well give such counts of one battle.
    """
    own = None in (one.told.voice(one.figure.span), two.told.voice(two.figure.span))
    return own and bool(one.key[1]) and _ratio(one, two) < NEAR


def may_be_one(one: Sequence[Counted], two: Sequence[Counted]) -> bool:
    """Say whether figures that are known to count one happening may be of one fact: near in number, and in no report two."""
    apart = (not (a.was or b.was) and a.told.id == b.told.id and _two(a, b) for a in one for b in two)
    return max(_ratio(a, b) for a in one for b in two) >= NEAR and not any(apart)


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
    early, late, lower = (one, two, a) if a.value < b.value else (two, one, b)
    if lower.lowers and earlier(late.told.published, early.told.published):
        return False
    return not earlier(early.told.published, late.told.published)


def common_event(figures: Sequence[Counted]) -> str | None:
    """Give the event that most of these figures belong to."""
    counts = Counter(c.occurrence for c in figures if c.occurrence is not None)
    return min(counts.items(), key=lambda x: (-x[1], x[0]))[0] if counts else None


def subject(figures: Sequence[Counted], event: str | None) -> tuple[str, str]:
    """Name what is counted, and what it stands under: the event it belongs to, else the noun beside it."""
    unit, measure, _ = figures[0].key
    what = measure or ("money" if len(unit) == 3 and unit.isupper() else plural(unit))
    if measure and unit not in ("", "person", measure.removesuffix("s")):
        what = f"{plural(unit)} {measure}"
    if event is not None or measure:
        return what, event or what
    nouns = Counter(" ".join(c.told.record.words(c.figure.counted).lower().split()) for c in figures if c.figure.counted)
    noun = min(nouns.items(), key=lambda x: (-x[1], x[0]))[0] if nouns else ""
    return what, f"{what}, {noun}" if noun and noun not in (what, what.removesuffix("s"), "people") else what
