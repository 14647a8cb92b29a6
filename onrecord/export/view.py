"""A record in words: what the terminal view, the page and the explanations say about each item."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from onrecord.model.record import Account, Actor, Event, Figure, Place, Record, Span, Statement, Tally, Time
from onrecord.text import listed

Item = Actor | Place | Time | Figure | Statement | Event

ACTS = {
    "state": "says", "confirm": "confirms", "deny": "denies", "accuse": "accuses", "promise": "promises", "threaten": "threatens",
    "demand": "demands", "ask": "asks", "praise": "praises", "criticize": "criticizes", "decline_to_say": "declines to say",
}  # fmt: skip
GLOSSES = {
    "AGREE": "agrees", "CONSULT": "meets or talks", "SUPPORT": "supports", "CONCEDE": "gives way", "COOPERATE": "works together",
    "AID": "gives aid", "RETREAT": "withdraws", "REQUEST": "asks for", "ACCUSE": "accuses or investigates", "REJECT": "refuses",
    "THREATEN": "threatens", "PROTEST": "protests", "SANCTION": "sanctions or cuts ties", "MOBILIZE": "readies forces",
    "COERCE": "uses coercion", "ASSAULT": "attacks", "YIELD": "yields",
}  # fmt: skip
"""PLOVER's event types in plain words."""
BOUNDS = {
    "exactly": "", "at_least": "at least ", "at_most": "at most ", "more_than": "more than ", "less_than": "fewer than ",
    "about": "about ", "between": "",
}  # fmt: skip
STATUSES = {
    "reported": "the report says so",
    "claimed": "claimed",
    "denied": "denied",
    "planned": "planned",
    "hypothetical": "hypothetical",
    "negated": "did not happen",
}
CURRENCY = re.compile("[A-Z]{3}")
PLURALS = {
    "person": "people", "man": "men", "woman": "women", "child": "children", "aircraft": "aircraft", "percent": "percent",
    "foot": "feet", "series": "series", "magnitude": "magnitude", "C": "°C", "F": "°F", "hertz": "hertz",
}  # fmt: skip
SYMBOLS = frozenset(
    (
        "GB", "GW", "GWh", "Hz", "MB", "MW", "MWh", "Mt", "TB", "TWh", "V", "W", "cal", "cm", "cu ft", "ft", "g", "gal", "ha", "in",
        "kV", "kW", "kWh", "km", "km/h", "km2", "kn", "kt", "l", "lb", "m", "m2", "m3", "mSv", "mm", "mph", "oz", "ppm", "sq ft",
        "sq mi", "yd", "°C", "°F"
    )
)  # fmt: skip
"""Unit symbols: they have no plural."""
FROM = {
    "caller": "given by the caller", "header": "from the header line", "metadata": "from the page's metadata",
    "dateline": "from the dateline", "url": "from the address", "text": "from the text",
}  # fmt: skip


def tallies(account: Account) -> list[tuple[str, Tally]]:
    """Give an account's three counts with what they count."""
    return [("quotations", account.quotations), ("numbers", account.numbers), ("dates", account.dates)]


@dataclass(slots=True)
class View:
    """A record with its items found by id, and phrases for each."""

    record: Record
    items: dict[str, Item] = field(init=False)

    def __post_init__(self) -> None:
        r = self.record
        self.items = {item.id: item for group in (r.actors, r.places, r.times, r.figures, r.statements, r.events) for item in group}

    def words(self, spans: Sequence[Span]) -> str:
        """Give the words under several spans; a gap shows as an ellipsis."""
        return " … ".join(self.record.words(s) for s in spans)

    def name(self, id: str | None) -> str | None:
        """Give the name of an actor or place."""
        item = self.items.get(id) if id else None
        return item.name if isinstance(item, Actor | Place) else None

    def names(self, ids: Sequence[str]) -> list[str]:
        return [name for id in ids if (name := self.name(id))]

    def speaker(self, s: Statement) -> str | None:
        """Give the speaker's name (all names where several say it together), else the words that stand for the speaker."""
        if s.speakers:
            return listed(self.names(s.speakers))
        if name := self.name(s.speaker):
            return name
        return f"“{self.record.words(s.speaker_span)}”" if s.speaker_span else None

    def day(self, time: str | None) -> str | None:
        """Give a time item's calendar date, else its TIMEX3 value."""
        item = self.items.get(time) if time else None
        return (item.edtf or item.value) if isinstance(item, Time) else None

    def by_speaker(self) -> Iterator[tuple[str | None, str, list[Statement]]]:
        """Group statements by speaker in order of first statement: actor id, name to show, statements."""
        groups: dict[tuple[str | None, str], list[Statement]] = {}
        for s in self.record.statements:
            groups.setdefault((s.speaker, self.speaker(s) or "Speaker not named"), []).append(s)
        for (id, name), statements in groups.items():
            yield id, name, statements

    def statement_notes(self, s: Statement) -> list[str]:
        """Say how, when and where something was said."""
        notes = [ACTS[s.act], s.form if s.form != "direct" else "in direct speech"]
        if s.time and (day := self.day(s.time)):
            notes.append(day)
        if s.channel:
            notes.append(f"via {s.channel}")
        if addressee := self.name(s.addressee):
            notes.append(f"to {addressee}")
        if s.within:
            notes.append(f"inside {s.within}")
        return notes

    def vouchers(self, e: Event) -> list[str]:
        """Name those on whose word an event stands, each once."""
        speakers = [self.speaker(s) for i in e.attributed_to if isinstance(s := self.items.get(i), Statement)]
        return list(dict.fromkeys(x for x in speakers if x))

    def status(self, e: Event) -> str:
        """Say whether an event happened and on whose word."""
        who = ", ".join(self.vouchers(e))
        if e.status == "reported":
            return f"reported, on the word of {who}" if who else "reported"
        word = STATUSES[e.status]
        by = "by" if e.status in ("claimed", "denied") else "on the word of"
        return f"{word} {by} {who}" if who else word

    def event_notes(self, e: Event) -> list[str]:
        """Give an event's date, place and figures."""
        notes = [e.date or "no date"]
        if place := self.name(e.place):
            notes.append(place)
        notes += [self.figure(f) for i in e.figures if isinstance(f := self.items.get(i), Figure)]
        return notes

    def code(self, e: Event) -> str:
        """Give PLOVER event, mode, contexts and the CAMEO code on one line."""
        code = " ".join(x for x in (e.plover.event, e.plover.mode) if x)
        context = f" ({', '.join(e.plover.context)})" if e.plover.context else ""
        return f"{code}{context}" + (f" · CAMEO {e.cameo}" if e.cameo else "")

    def figure(self, f: Figure) -> str:
        """Give a figure with its bound, unit and measure ("at least 83 people killed")."""
        amount = number(f.value) if f.high is None else f"{number(f.value)} to {number(f.high)}"
        if f.unit and CURRENCY.fullmatch(f.unit):
            amount = f"{f.unit} {amount}"
            return " ".join(x for x in (f"{BOUNDS[f.bound]}{amount}", f.measure) if x)
        unit = plural(f.unit) if f.unit and (f.value, f.high) != (1, None) else f.unit
        measure = None if f.measure in (f.unit, unit) or f"{f.unit}ed" == f.measure else f.measure  # "22 strikes", "9 arrests": both
        return " ".join(x for x in (f"{BOUNDS[f.bound]}{amount}", unit, measure) if x)

    def where(self, p: Place) -> str | None:
        """Give a place's coordinates."""
        return None if p.lat is None or p.lon is None else f"{p.lat:.2f}, {p.lon:.2f}"

    def affiliation(self, a: Actor) -> str:
        """Give an actor's country and sector codes."""
        return " ".join(x for x in (a.country, a.sector) if x)

    def head(self) -> list[str]:
        """Give the report's publisher with agencies, authors, date and where it is from."""
        r = self.record.report
        credit = " with ".join(x for x in (r.publisher, ", ".join(r.agencies)) if x)
        origin = FROM.get(r.published_from or "", r.published_from or "source unknown")
        date = f"{r.published} ({origin})" if r.published else "no date found"
        return [x for x in (credit, ", ".join(r.authors), date, f"language {r.language or 'unknown'}") if x]

    def title(self) -> str:
        """Give the report's title, else its first words of running text."""
        r = self.record.report
        if r.title:
            return r.title
        span = next((p.span for k in ("title", "standfirst", "body") for p in r.parts if p.kind == k), (0, len(r.text)))
        words = " ".join(r.text[span[0] : min(span[1], span[0] + 400)].split())
        return words if len(words) <= 80 else words[:80].rsplit(" ", 1)[0] + " …"


def plural(unit: str) -> str:
    """Give the plural of a unit as a reader expects it; units that have none stay."""
    if unit in PLURALS or unit in SYMBOLS:
        return PLURALS.get(unit, unit)
    if unit.endswith(("s", "x", "ch", "sh")):
        return f"{unit}es"
    if unit.endswith("y") and unit[-2:-1] not in "aeiou":
        return f"{unit[:-1]}ies"
    return f"{unit}s"


def number(value: float) -> str:
    """Write a number with thousands separators, without a needless fraction."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,}"


def spans_of(item: Item) -> list[Span]:
    """Give the stretches of text that an item is marked on, in order."""
    if isinstance(item, Actor | Place):
        return [m.span for m in item.mentions]
    if isinstance(item, Time | Figure):
        return [item.span]
    return sorted(item.content) if isinstance(item, Statement) else sorted(item.trigger)
