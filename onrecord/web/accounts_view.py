"""The accounts of a story or an event as a page shows them: facts under their events, a cell for each source, the words behind each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from difflib import SequenceMatcher
from itertools import groupby
from typing import Any
from urllib.parse import quote

from onrecord.compare.tables.account import Accounts, Cell, Fact, Source, Toll, Value, Variant, Wording, Words
from onrecord.web.across import Named, in_words, letters
from onrecord.web.tollchart import Chart, draw
from onrecord.web.words import count

SIGNS = {"says": "=", "differs": "≠", "silent": "–"}
MATTERS = {"whether": "whether it happened"}
QUOTED = 4
"""Words shown behind one cell; the rest stands in the exports."""
FACTS, CELLS, OWN_CELLS, LEAST = 60, 200, 6000, 8
"""Facts of the table, and its cells, where it is folded among other sections; its cells on a page of its own; the fewest facts beside
however many sources: more than the story shows as differing."""
LONG_VALUE = 170
"""Characters of a value shown in a cell; the words behind it follow whole."""
LONGEST = 150
"""Words of a quotation whose changes are shown in place."""
CHARTS = 6
"""Figures drawn; the exports hold all."""


@dataclass(frozen=True, slots=True)
class Behind:
    """Words behind a cell, with where they stand."""

    words: str
    href: str
    outlet: str
    day: str | None


@dataclass(frozen=True, slots=True)
class Field:
    """One source's cell."""

    says: str
    sign: str
    value: str
    status: str
    behind: tuple[Behind, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Told:
    """One value of a fact with those that give it."""

    value: str
    differs: bool
    who: str
    vouched: str
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class Row:
    """One fact."""

    id: str
    heading: str
    matter: str
    kind: str
    differs: bool
    fields: tuple[Field, ...]
    values: tuple[Told, ...]
    silent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The facts of one event, or of none."""

    heading: str
    occurrence: str | None
    rows: tuple[Row, ...]

    @property
    def differs(self) -> bool:
        return any(r.differs for r in self.rows)


@dataclass(frozen=True, slots=True)
class Column:
    """A source at the head of the table: its mark, its first report, and how many others print its text."""

    mark: str
    name: str
    kind: str
    href: str
    origins: int
    days: tuple[str | None, str | None]
    prints: tuple[tuple[str, str, str], ...]
    """Copies of its text: outlet, what it is to the text, address."""
    agencies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """All of it."""

    columns: tuple[Column, ...]
    outlets: int
    groups: tuple[Group, ...]
    left: int
    """Facts that are not shown."""
    differing: tuple[Row, ...]
    charts: tuple[tuple[Toll, Chart | None, str, str], ...]
    """Figures over time with their drawings, what is counted and of which event."""
    wordings: tuple[tuple[Wording, tuple[tuple[tuple[str, str], ...], ...]], ...]
    """Quotations, with the changes of each print as (what: same, out, in; words)."""
    shares: str
    """"four independent texts"."""
    printed: str
    """"AFP's is printed by 4 others"."""


def facts_shown(told: Accounts, alone: bool) -> int:
    """Say how many facts a page shows: fewer beside many sources, or the table would be all of the page."""
    facts, cells = (4 * FACTS, OWN_CELLS) if alone else (FACTS, CELLS)
    return max(LEAST, min(facts, cells // max(1, len(told.sources))))


def lay_out(told: Accounts, known: Mapping[str, Named], most: int = FACTS) -> Page:
    """Give the page of accounts with its first facts (those that differ come first); `known` names the reports."""
    marks = letters(told.sources)
    names = [s.name for s in told.sources]
    taken: Counter[str] = Counter()

    def anchor(fact: Fact) -> str:
        taken[fact.id] += 1
        return fact.id if taken[fact.id] == 1 else f"{fact.id}-{taken[fact.id]}"

    groups = [
        Group(facts[0].heading, facts[0].occurrence, tuple(_row(f, anchor(f), told.sources, known) for f in facts))
        for facts in (list(g) for _, g in groupby(told.facts[:most], key=lambda f: (f.heading, f.occurrence)))
    ]
    outlets = [s for s in told.sources if s.kind == "outlet"]
    lead = max(outlets, key=lambda s: len(_others(s)), default=None)
    others = _others(lead) if lead else []
    printed = f"{lead.name}’s is printed by {in_words(len(others))} other{'s' if len(others) > 1 else ''}" if lead and others else ""
    named_as = {(f.id, f.subject): (MATTERS.get(f.matter, f.matter) or f.heading, f.heading) for f in told.facts}
    texts = "text" if told.origins == 1 else "texts"
    return Page(
        left=max(0, len(told.facts) - most),
        columns=tuple(_column(s, mark) for s, mark in zip(told.sources, marks, strict=True)), outlets=len(outlets), groups=tuple(groups),
        differing=tuple(r for g in groups for r in g.rows if r.differs), 
        
        wordings=tuple((w, tuple(_changes(w, v) for v in w.variants)) for w in map(_once, told.wordings) if len(w.variants) > 1),
        charts=tuple((t, draw(t, marks, names), *named_as.get((t.fact, t.subject), (t.subject, t.subject))) for t in told.tolls[:CHARTS]),
        shares=f"{in_words(told.origins)} independent {texts}", printed=printed,
    )  # fmt: skip


def _once(wording: Wording) -> Wording:
    """Leave out what a source prints twice in the same words: copies of its text."""
    kept = {(v.source, " ".join(_bare(w) for w in v.words.words.split())): v for v in reversed(wording.variants)}
    return replace(wording, variants=tuple(v for v in wording.variants if v in kept.values()))


def _changes(wording: Wording, variant: Variant) -> tuple[tuple[str, str], ...]:
    """Write a print that left out or changed words into the fullest one: pieces that are the same, out or in."""
    one, two = wording.variants[0].words.words.split(), variant.words.words.split()
    if variant.verdict not in ("cut", "altered") or max(len(one), len(two)) > LONGEST:
        return ()
    out: list[tuple[str, str]] = []
    found = SequenceMatcher(None, [_bare(w) for w in one], [_bare(w) for w in two], autojunk=False)
    for tag, a0, a1, b0, b1 in found.get_opcodes():
        if tag == "equal":
            out.append(("same", " ".join(two[b0:b1])))
        else:
            out += [(what, " ".join(words)) for what, words in (("out", one[a0:a1]), ("in", two[b0:b1])) if words]
    return tuple(out)


def _bare(word: str) -> str:
    return re.sub(r"\W+", "", word.casefold().replace("’", "'")) or word


def _others(source: Source) -> list[str]:
    """Give the other outlets that print a source's text."""
    return sorted({p.outlet for p in source.prints if p.copy and p.outlet != source.name and p.copy != "earlier version"})


def _column(source: Source, mark: str) -> Column:
    days = sorted(p.published[:10] for p in source.prints if p.published)
    href = (
        f"/actors/{quote(source.name, safe='')}"
        if source.kind == "party"
        else f"/reports/{source.prints[0].report}"
        if source.prints
        else ""
    )
    prints = tuple((p.outlet, p.copy, f"/reports/{p.report}") for p in source.prints if p.copy)
    return Column(
        mark, source.name, source.kind, href, source.origins, (days[0], days[-1]) if days else (None, None),
        prints if source.kind == "outlet" else (), source.agencies,
    )  # fmt: skip


def _row(fact: Fact, anchor: str, sources: Sequence[Source], known: Mapping[str, Named]) -> Row:
    return Row(
        id=anchor, heading=fact.heading, matter=MATTERS.get(fact.matter, fact.matter or fact.heading), kind=fact.kind,
        differs=fact.differs, fields=tuple(_field(c, s, known) for c, s in zip(fact.cells, sources, strict=True)),
        values=tuple(_told(v, n in fact.contrary, sources) for n, v in enumerate(fact.values)),
        silent=tuple(s.name for s, c in zip(sources, fact.cells, strict=True) if c.says == "silent" and s.kind == "outlet"),
    )  # fmt: skip


def _told(value: Value, differs: bool, sources: Sequence[Source]) -> Told:
    outlets = [sources[n].name for n in value.sources if sources[n].kind == "outlet"]
    word = [p for p in value.parties if p not in value.value]
    who = ", ".join(outlets) or ", ".join(sources[n].name for n in value.sources)
    if word and not value.own:
        who += f", on the word of {', '.join(word)}"
    return Told(value.value, differs, who, count(value.origins, "independent text"), value.first, value.last)


def _field(cell: Cell, source: Source, known: Mapping[str, Named]) -> Field:
    behind = list(_behind(cell.words, known))
    status = cell.status or ""
    if (
        source.kind == "party"
        or status not in ("claimed", "planned", "hypothetical")
        or any(x in cell.value for x in (" by ", ", says ", status))
    ):
        status = ""
    value = cell.value if len(cell.value) <= LONG_VALUE else cell.value[:LONG_VALUE].rsplit(" ", 1)[0] + " …"
    return Field(cell.says, SIGNS[cell.says], value, status, tuple(behind[:QUOTED]), max(0, len(behind) - QUOTED))


def _behind(words: Sequence[Words], known: Mapping[str, Named]) -> Iterator[Behind]:
    """Give each stretch of words once; a stretch inside another of the same report only names the item to go to."""
    seen: set[str] = set()
    for w in words:
        around = next((o for o in words if o.end - o.start > w.end - w.start and _inside(w, o)), None)
        if around is not None and around.item is None and w.item is not None:
            yield from _one(replace(around, item=w.item), known, seen)
        elif around is None and (w.item is not None or not any(o is not w and _inside(o, w) for o in words)):
            yield from _one(w, known, seen)


def _inside(one: Words, two: Words) -> bool:
    return one.report == two.report and two.start <= one.start and one.end <= two.end


def _one(w: Words, known: Mapping[str, Named], seen: set[str]) -> Iterator[Behind]:
    if w.words.casefold() in seen:
        return
    seen.add(w.words.casefold())
    report = known.get(w.report)
    yield Behind(w.words, href(w), (report.publisher if report else None) or "Report", report.published if report else None)


def href(words: Words) -> str:
    """Give the address of words: the item in its report, where they are one."""
    return f"/reports/{words.report}" + (f"#{words.item}" if words.item else "")


def toll_rows(told: Accounts) -> Iterator[dict[str, Any]]:
    """Give a row for each point of each figure over time."""
    for toll in told.tolls:
        stands = toll.current()
        for p in toll.points:
            yield {
                "figure": toll.subject,
                "published": p.published,
                "value": p.value,
                "number": p.number,
                "source": told.sources[p.source].name,
                "on_the_word_of": p.party,
                "change": p.change,
                "stands": p is stands,
                "newest_of_source": p.newest,
                "words": p.words.words,
                "report": p.report,
                "item": p.words.item,
            }


def quote_rows(told: Accounts) -> Iterator[dict[str, Any]]:
    """Give a row for each print of each quotation."""
    for number, wording in enumerate(told.wordings, 1):
        for v in wording.variants:
            yield {
                "quotation": number,
                "speaker": v.speaker,
                "source": told.sources[v.source].name,
                "verdict": v.verdict,
                "words": v.words.words,
                "changes": [list(c) for c in v.changes],
                "report": v.words.report,
                "item": v.words.item,
            }


def as_document(told: Accounts) -> dict[str, Any]:
    """Give the accounts as plain values."""
    return asdict(told) | {"facts": [asdict(f) | {"contrary": sorted(f.contrary), "differs": f.differs} for f in told.facts]}
