"""Facts of an event that reports tell: whether it happened, when, where, between whom, of what kind, and in which words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from onrecord.compare.occurrences import Occurrence
from onrecord.compare.tables import account as table
from onrecord.compare.tables.facts import Reading
from onrecord.compare.tables.told import Told
from onrecord.compare.tables.values import Days, Names, Said, Site, Stand, days
from onrecord.compare.tables.wordings import Quote
from onrecord.lang.stems import stems
from onrecord.model.record import Event, Time
from onrecord.ontology import PLOVER
from onrecord.text import fold

PARTIES = 3
"""Names in an event's label."""
STATUS: dict[str, tuple[bool | None, str]] = {
    "reported": (True, "reported"), "claimed": (True, "claimed"), "denied": (False, "denied"), "negated": (False, "did not happen"),
    "planned": (None, "planned"), "hypothetical": (None, "supposed"),
}  # fmt: skip
ACTS = {"confirm": "confirmed", "deny": "denied"}
"""What a claim is called after the verb that brings it."""


@dataclass(frozen=True, kw_only=True)
class Mentioned:
    """One mention of an event in a report."""

    told: Told
    event: Event
    sure: bool

    @property
    def speakers(self) -> tuple[str | None, ...]:
        """Give on whose word it stands: (None,) for the report's own voice."""
        if self.event.status in ("reported", "negated") or not self.event.attributed_to:
            return (None,)
        statements = [self.told.statements[s] for s in self.event.attributed_to if s in self.told.statements]
        found = [who for s in statements for who in self.told.speakers(s)]
        return tuple(dict.fromkeys(found)) or (None,)


def label(occurrence: Occurrence, found: Sequence[Mentioned] = ()) -> str:
    """Name an event for a reader: "phone call: Donald Trump, Nicolas Maduro". Of its mentions' parties those that reports name."""
    named = {fold(m.told.actors[a].name): m.told.name(a) for m in found for a in m.told.actors if m.told.named(a)}
    sides = []
    for side in (occurrence.actors, occurrence.recipients):
        names = [named.get(fold(n), n) for n in side if not found or fold(n) in named]
        sides.append(", ".join(sorted(dict.fromkeys(names))[:PARTIES]))
    parties = " → ".join(filter(None, sides))
    return PLOVER.label(occurrence.event, occurrence.mode) + (f": {parties}" if parties else "")


def mentions(occurrence: Occurrence, tolds: Mapping[str, Told]) -> list[Mentioned]:
    """Give an event's mentions in these reports."""
    return [
        Mentioned(told=tolds[m.report], event=tolds[m.report].events[m.event], sure=m.sure)
        for m in occurrence.mentions
        if m.report in tolds and m.event in tolds[m.report].events
    ]


def readings(found: Sequence[Mentioned]) -> dict[table.FactKind, list[Reading]]:
    """Give what the reports say of each matter of an event."""
    out: dict[table.FactKind, list[Reading]] = {"date": [], "place": [], "party": [], "type": [], "status": []}
    for m in found:
        for party in m.speakers:
            for kind, value, words in (*_date(m), *_place(m), *_party(m), *_type(m), *_status(m, party)):
                status = m.event.status if party is None or m.event.status != "reported" else "claimed"
                out[kind].append(Reading(told=m.told, value=value, party=party, status=status, words=words))
    if len({m.event.plover.event for m in found}) < 2:
        out["type"] = []
    out["party"] = _fullest(out["party"])
    return out


def _fullest(found: Sequence[Reading]) -> list[Reading]:
    """Leave out what a report says of the parties where it names them and others elsewhere."""
    kept = []
    for r in found:
        held = [o.value for o in found if o.told.id == r.told.id and isinstance(o.value, Names)]
        if isinstance(r.value, Names) and not any(r.value.names < v.names for v in held):
            kept.append(r)
    return kept


Found = Iterable[tuple[table.FactKind, Days | Names | Said | Site | Stand, tuple[table.Words, ...]]]


def _trigger(m: Mentioned) -> table.Words:
    return m.told.words(m.event.told, m.event.id)


def _date(m: Mentioned) -> Found:
    time = m.told.times.get(m.event.time or "")
    value = days(time.edtf if time and time.edtf else m.event.date or "")
    if value is None or m.event.date is None:
        return
    words = [m.told.words(time.span, time.id), *_anchor(m.told, time)] if time else [_trigger(m)]
    yield "date", value, tuple(words)


def _anchor(told: Told, time: Time) -> list[table.Words]:
    """Give the words of the day that a relative date counts from, where they are not the day of publication."""
    if not time.anchor or time.anchor == (told.published or "")[:10]:
        return []
    a, b = told.sentence(time.span)
    return [told.words(t.span, t.id) for t in told.record.times if t.value == time.anchor and a <= t.span[0] and t.span[1] <= b][:1]


def _place(m: Mentioned) -> Found:
    place = next((p for p in m.told.record.places if p.id == m.event.place), None)
    if place is not None:
        at = min(place.mentions, key=lambda x: abs(x.span[0] - m.event.trigger[0][0])).span
        yield "place", Site(fold(place.name), place.country, place.name), (m.told.words(at, place.id),)


def _party(m: Mentioned) -> Found:
    sides = [[a for a in side if a in m.told.actors and m.told.named(a)] for side in (m.event.actors, m.event.recipients)]
    if not sides[0]:
        return
    keys = frozenset(k for side in sides for a in side for k in (fold(m.told.name(a)), m.told.actors[a].country) if k)
    text = " → ".join(filter(None, (", ".join(sorted({m.told.name(a) for a in side})) for side in sides)))
    yield "party", Names(keys, text), (m.told.words(m.event.sentence, m.event.id),)


def _type(m: Mentioned) -> Found:
    yield "type", Said(PLOVER.label(m.event.plover.event, m.event.plover.mode)), (_trigger(m),)


def _status(m: Mentioned, party: str | None) -> Found:
    holds, text = STATUS[m.event.status]
    acts = {m.told.statements[s].act for s in m.event.attributed_to if s in m.told.statements}
    if m.event.status == "claimed":
        text = next((ACTS[a] for a in sorted(acts) if a in ACTS and a != "deny"), text)
    if party and holds is not None:
        text = f"{text} by {party}"
    elif m.event.status == "claimed":
        text = f"{text}, by whom is not said"
    yield "status", Stand(holds, text), (_trigger(m),)


def characterisations(found: Sequence[Mentioned], quotes: Sequence[tuple[Quote, str]]) -> list[Reading]:
    """Give what the event's own parties say of it, in quotation marks; only where two of them or more do.

    `quotes`: each with the fullest print of the same words. A quotation is about the event where a print of it stands behind a mention
    of the event, or names it by a word that mentions are told by.
    """
    parties = {m.told.name(a) for m in found for a in (*m.event.actors, *m.event.recipients) if m.told.named(a)}
    told_by = Counter(s for m in found for s in stems(" ".join(m.told.record.words(t) for t in m.event.trigger)) if len(s) > 2)
    nouns = {s for s, n in told_by.items() if n > 1}
    reports = {m.told.id for m in found}
    behind = {(m.told.id, s) for m in found for s in m.event.attributed_to}
    mine = [(q, fullest) for q, fullest in quotes if q.told.id in reports and q.speaker in parties]
    about = {fullest for q, fullest in mine if (q.told.id, q.statement.id) in behind or nouns & set(stems(" ".join(q.words)))}
    out = [_quoted(q, fullest) for q, fullest in mine if fullest in about]
    return out if len({r.party for r in out}) > 1 else []


def _quoted(quote: Quote, fullest: str) -> Reading:
    words = (quote.told.words(quote.span, quote.statement.id),)
    return Reading(told=quote.told, value=Said(f"{quote.speaker}: “{fullest}”"), party=quote.speaker, status="said", words=words)
