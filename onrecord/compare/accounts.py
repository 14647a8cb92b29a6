"""Where the reports of one story, or of one event, agree and differ: sources against facts, with the words behind each cell.

It shows and does not judge: there is no score for truth or for outlets. Copies of one text are one source; what a party says is the
party's account; a value "differs" where it clashes with one that at least as many independent texts give.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from onrecord.compare import occurrences, stories
from onrecord.compare.tables import figure_facts
from onrecord.compare.tables.account import Accounts, Cell, Fact, FactKind, Print, Source, Toll, TollPoint, Value, Variant, Wording, Words
from onrecord.compare.tables.event_facts import characterisations, label, mentions, readings
from onrecord.compare.tables.facts import Draft, Sources, make_fact
from onrecord.compare.tables.told import Told, load, outlet_sources
from onrecord.compare.tables.tolls import course
from onrecord.compare.tables.wordings import Quote, group, quotes, wordings
from onrecord.errors import StorageError
from onrecord.model.dates_in_words import day
from onrecord.store import Archive
from onrecord.store.clock import instant

__all__ = ["Accounts", "Cell", "Fact", "Print", "Source", "Toll", "TollPoint", "Value", "Variant", "Wording", "Words", "accounts"]

MATTERS = {"status": "whether", "date": "when", "place": "where", "party": "who", "type": "what", "wording": "own words"}
KINDS: tuple[FactKind, ...] = ("status", "date", "place", "party", "type", "figure", "wording")


def accounts(archive: Archive, id: str, *, least: int = 2) -> Accounts:
    """Give the accounts of a story or of an event (occurrence) by its id.

    `least`: independent texts that must speak of a fact for it to be shown; 1 shows all. Raises `StorageError` for an unknown id.
    """
    subject = _subject(archive, id)
    tolds = load(archive, subject.numbers)
    live = [t for t in tolds if t.superseded_by is None]
    labels = _labels(subject.events, {t.id: t for t in live})
    groups = group([q for t in live for q in quotes(t)])
    drafts = _event_drafts(subject.events, live, labels, groups)
    if not subject.whole:
        groups = _about(subject.events, drafts, groups)
    lots = _figures(subject, tolds)
    drafts = [d for d in [*drafts, *_figure_drafts(lots, labels)] if d.origins >= least]
    sources = _columns(tolds, drafts, least)
    facts = [make_fact(d, sources) for d in drafts]
    order = _order(facts, drafts)
    counts = tuple(course(facts[n].id, facts[n].subject, lots[lot], sources) for n in order if (lot := drafts[n].lot) is not None)
    days = sorted(t.published[:10] for t in live if t.published)
    return Accounts(
        id=subject.id, title=subject.title, first=days[0] if days else None, last=days[-1] if days else None, reports=len(live),
        origins=len({t.origin for t in live}), sources=sources.sources, facts=tuple(facts[n] for n in order),
        tolls=tuple(t for t in counts if len({p.value for p in t.points}) > 1), counts=counts, wordings=wordings(groups, sources),
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class _Subject:
    """What the accounts are of. `whole`: a story, with all figures and quotations of its reports; else one event."""

    id: str
    title: str | None
    numbers: list[int]
    events: list[occurrences.Occurrence]
    whole: bool


def _subject(archive: Archive, id: str) -> _Subject:
    story = stories.find_story(archive, id)
    if story is not None:
        ids = [i for g in stories.story_reports(archive, story.id) for i in g]
        events = occurrences.occurrences(archive, story.id)
        return _Subject(id=story.id, title=story.title, numbers=_numbers(archive, ids), events=events, whole=True)
    event = occurrences.find_occurrence(archive, id)
    if event is None:
        raise StorageError(f"there is no story or event {id}", stage="compare", code="NO_STORY", remedy="see `onrecord stories`")
    ids = [m.report for m in event.mentions]
    return _Subject(id=event.id, title=label(event), numbers=_numbers(archive, ids), events=[event], whole=False)


def _numbers(archive: Archive, ids: Iterable[str]) -> list[int]:
    return [int(str(archive.db.execute("select n from report where id = ?", (i,)).get)) for i in sorted(set(ids))]


def _event_drafts(
    events: Sequence[occurrences.Occurrence], live: Sequence[Told], labels: Mapping[str, str], groups: Sequence[Sequence[Quote]]
) -> list[Draft]:
    """Give what is told of each event, and what its parties say of it in quotation marks."""
    by_id = {t.id: t for t in live}
    printed = [(q, g[0].text()) for g in groups for q in g]
    out = []
    for o in events:
        told = mentions(o, by_id)
        for kind, found in {**readings(told), "wording": characterisations(told, printed)}.items():
            out.append(Draft(heading=labels[o.id], matter=MATTERS[kind], kind=kind, readings=found, occurrence=o.id))
    return out


def _about(events: Sequence[occurrences.Occurrence], drafts: Sequence[Draft], groups: Sequence[list[Quote]]) -> list[list[Quote]]:
    """Give the quotations that are of these events: behind a mention of one, or describing it."""
    told = {(m.report, m.event) for o in events for m in o.mentions}
    words = {(w.report, w.item) for d in drafts if d.kind == "wording" for r in d.readings for w in r.words}

    def fits(q: Quote) -> bool:
        behind = any((q.told.id, e.id) in told and q.statement.id in e.attributed_to for e in q.told.record.events)
        return behind or (q.told.id, q.statement.id) in words

    return [g for g in groups if any(fits(q) for q in g)]


def _figures(subject: _Subject, tolds: Sequence[Told]) -> list[list[figure_facts.Counted]]:
    of_event = {(m.report, m.event): o.id for o in subject.events for m in o.mentions}
    lots = figure_facts.group([c for t in tolds for c in figure_facts.counted(t, of_event)])
    return [lot for lot in lots if subject.whole or any(c.occurrence for c in lot)]


def _figure_drafts(lots: Sequence[Sequence[figure_facts.Counted]], labels: Mapping[str, str]) -> list[Draft]:
    out = []
    for n, lot in enumerate(lots):
        shown = _standing([c for c in lot if c.told.superseded_by is None])
        event = figure_facts.common_event(shown)
        matter, heading = figure_facts.subject(lot, labels.get(event or ""))
        found = figure_facts.readings(shown)
        out.append(
            Draft(heading=heading, matter=matter, kind="figure", readings=found, occurrence=event, clashes=figure_facts.clash, lot=n)
        )
    return out


def _standing(figures: Sequence[figure_facts.Counted]) -> list[figure_facts.Counted]:
    """Leave out what each outlet, and each party on whose word it stands, has replaced by a newer count, and what is told as earlier."""
    current = [c for c in figures if not c.was] or list(figures)
    last: dict[tuple[str, str | None], str] = {}
    told = [((c.told.outlet, c.told.voice(c.figure.span)), instant(c.told.published or ""), c) for c in current]
    for key, moment, _ in told:
        last[key] = max(last.get(key, ""), moment)
    return [c for key, moment, c in told if moment == last[key] or not c.value.grows]


def _labels(events: Sequence[occurrences.Occurrence], tolds: Mapping[str, Told]) -> dict[str, str]:
    """Name the events; those of one name are told apart by their day."""
    labels = {o.id: label(o, mentions(o, tolds)) for o in events}
    counts = Counter(labels.values())
    return {o.id: f"{labels[o.id]} ({day(o.day)})" if counts[labels[o.id]] > 1 and o.day else labels[o.id] for o in events}


def _columns(tolds: Sequence[Told], drafts: Sequence[Draft], least: int) -> Sources:
    """Give the outlets, most texts first, then the named parties whose word stands in a fact, most told first.

    A party that one text quotes has a column where its word clashes with another's; else it stands in the outlet's cell only.
    """
    outlets = outlet_sources(tolds)
    of_report = {id: n for n, (_, ids) in enumerate(outlets) for id in ids}
    named = {t.name(a.id) for t in tolds for a in t.record.actors if t.named(a.id)}
    told_by: dict[str, dict[str, Told]] = {}
    for r in (r for d in drafts for r in d.readings):
        if r.party in named:
            told_by.setdefault(str(r.party), {})[r.told.id] = r.told
    clashing = {party for d in drafts for party in d.clashing()}
    parties = [
        _party(name, list(lot.values()))
        for name, lot in told_by.items()
        if name in clashing or len({t.origin for t in lot.values()}) >= least
    ]
    parties.sort(key=lambda p: (-p.origins, p.name))
    of_party = {p.name: n for n, p in enumerate(parties, len(outlets))}
    return Sources(sources=(*(s for s, _ in outlets), *parties), of_report=of_report, of_party=of_party)


def _party(name: str, told: Sequence[Told]) -> Source:
    ordered = sorted(told, key=lambda t: (t.published or "9999", t.id))
    prints = tuple(Print(report=t.id, outlet=t.outlet, title=t.title, published=t.published, copy=t.copy) for t in ordered)
    return Source(name=name, kind="party", origins=len({t.origin for t in told}), prints=prints, identity=told[0].identities.get(name))


def _order(facts: Sequence[Fact], drafts: Sequence[Draft]) -> list[int]:
    """Events and figures on which accounts differ first, then those told most often; the facts of one event stand together."""
    lots: dict[str, list[int]] = {}
    for n, fact in enumerate(facts):
        lots.setdefault(fact.occurrence or fact.id, []).append(n)

    def first(lot: list[int]) -> tuple[object, ...]:
        told = max(drafts[n].origins for n in lot)
        return (not any(facts[n].differs for n in lot), -told, facts[lot[0]].heading, min(facts[n].id for n in lot))

    def within(n: int) -> tuple[object, ...]:
        return (KINDS.index(facts[n].kind), -drafts[n].origins, facts[n].matter, facts[n].id)

    return [n for lot in sorted(lots.values(), key=first) for n in sorted(lot, key=within)]
