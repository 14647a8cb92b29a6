"""A record in words: what the terminal view, the page and the explanations say about each item."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from onrecord.data import rows
from onrecord.model.record import Account, Actor, Event, Figure, Place, Record, Span, Statement, Tally, Time
from onrecord.ontology import PLOVER
from onrecord.text import listed

Item = Actor | Place | Time | Figure | Statement | Event

ACTS = {
    "state": "says", "confirm": "confirms", "deny": "denies", "accuse": "accuses", "promise": "promises", "threaten": "threatens",
    "demand": "demands", "ask": "asks", "praise": "praises", "criticize": "criticizes", "decline_to_say": "declines to say",
}  # fmt: skip
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
POSSESSED = re.compile(r"(?:its|their) (?=\w*(?:forces?|troops|soldiers|army|navy|military|government|police|ministry)\b)", re.IGNORECASE)
"""A name that is a state's own by a pronoun."""
NOUNS = ("casualties", "cases")
"""Measures that are what is counted themselves: "2,000 casualties"."""
IN_UNIT = {"death": "killed", "fatality": "killed", "injury": "injured", "casualty": "casualties"}
"""Units that say the measure."""
KNOWN = "general-knowledge"
"""What a country was read from that no words of the report give."""
UNSURE = 0.7
"""How likely a country has to be to stand without a mark."""
WORD = re.compile(r"\w+")
CURRENCY = re.compile("[A-Z]{3}")
PLURALS = {
    "person": "people", "man": "men", "woman": "women", "child": "children", "aircraft": "aircraft", "percent": "percent",
    "foot": "feet", "series": "series", "magnitude": "magnitude", "C": "°C", "F": "°F", "hertz": "hertz",
}  # fmt: skip
UNCHANGED = ("people", "police", "personnel", "cattle", "sheep", "craft", "women", "children", "ese")
ALREADY = re.compile(r"(?:^[A-Z]\w*[^su\W]|[^suia\W])s$")
"""A plural as the report wrote it: an "s" that no singular ends in ("troops", "Israelis"; not "bus", "gas", "crisis", "class")."""
MEN = re.compile(r"(?:^|[a-z](?<!speci)(?<!regi)(?<!acu)(?<!abdo)(?<!o))men$")
MAN = re.compile(r"(?<![Gg]er)(?<!hu)(?<!Ro)(?<!Ot)(?<!Nor)(?<!sha)man$")
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
    _common: frozenset[str] | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        r = self.record
        self.items = {item.id: item for group in (r.actors, r.places, r.times, r.figures, r.statements, r.events) for item in group}

    def words(self, spans: Sequence[Span]) -> str:
        """Give the words under several spans; a gap shows as an ellipsis."""
        return " … ".join(self.record.words(s) for s in spans)

    def name(self, id: str | None) -> str | None:
        """Give the name of an actor or place; "its forces" by whose they are ("Russia's forces")."""
        item = self.items.get(id) if id else None
        if isinstance(item, Actor) and item.country_rule == "possessor" and (own := POSSESSED.match(item.name)):
            return f"{_countries().get(item.country or '', item.country)}'s {item.name[own.end() :]}"
        if isinstance(item, Actor) and all(m.form == "description" for m in item.mentions):
            first, space, rest = item.name.partition(" ")
            return f"{first.lower()}{space}{rest}" if first.istitle() and first.lower() in self.common else item.name
        return item.name if isinstance(item, Actor | Place) else None

    @property
    def common(self) -> frozenset[str]:
        """Give the words that the report writes small somewhere: what begins a description with a capital began a sentence."""
        if self._common is None:
            self._common = frozenset(w for w in WORD.findall(self.record.report.text) if w.islower())
        return self._common

    def names(self, ids: Sequence[str]) -> list[str]:
        return [name for id in ids if (name := self.name(id))]

    def names_by_id(self, ids: Sequence[str]) -> list[tuple[str, str | None]]:
        """Give names with the ids that they stand for."""
        return [(name, id) for id in ids if (name := self.name(id))]

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
        """Give an event's date, place, figures and how often it is told."""
        notes = [e.date or "no date"]
        if place := self.name(e.place):
            notes.append(place)
        for f in (f for i in e.figures if isinstance(f := self.items.get(i), Figure)):
            notes.append(f"{f.standing}: {self.figure(f)}" if f.standing in ("earlier", "background") else self.figure(f))
        if len(e.mentions) > 1:
            notes.append(f"told {len(e.mentions)} times")
        return notes

    def tellings(self, e: Event) -> list[tuple[str, str]]:
        """Give each further telling of an event with the reason why it is the same happening."""
        rest = [(self.words(m.trigger), m.rule.partition("; ")[2]) for m in e.mentions[1:]]
        return [("Told again", f"“{words}”: {why}" if why else f"“{words}”") for words, why in rest]

    def event_label(self, e: Event) -> str:
        """Give the noun for an event: "air attack", or that of the user's own type."""
        own = self.record.own_type(e)
        return own.label if own else PLOVER.label(e.plover.event, e.plover.mode)

    def code(self, e: Event) -> str:
        """Give the user's own type, PLOVER event, mode, contexts and the CAMEO code on one line."""
        code = " ".join(x for x in (e.own, e.plover.event, e.plover.mode) if x)
        context = f" ({', '.join(e.plover.context)})" if e.plover.context else ""
        return f"{code}{context}" + (f" · CAMEO {e.cameo}" if e.cameo else "")

    def figure(self, f: Figure) -> str:
        """Give a figure with its bound, unit and measure ("at least 83 people killed")."""
        counted = self.counted(f)
        unit = f.unit or ""
        if f.measure in NOUNS and unit == "person":
            return counted.replace(" people", f" {f.measure}").replace(" person", f" {f.measure}")
        if not f.measure or f.measure in (unit, plural(unit), IN_UNIT.get(unit)):
            return counted
        did = f.measure.endswith("ed") and unit.startswith(f.measure[:-2])  # "9 arrests", "203 votes", "thousands of protesters"
        return counted if did else f"{counted} {f.measure}"

    def counted(self, f: Figure) -> str:
        """Give a figure with its bound and what it counts ("at least 83 people")."""
        share = 100 if f.unit == "fraction" else 1
        low, high = round(f.value * share, 4), None if f.high is None else round(f.high * share, 4)
        amount = number(low) if high is None else f"{number(low)} to {number(high)}"
        if f.unit == "fraction":
            return f"{BOUNDS[f.bound]}{number(round(low, 1)) if high is None else amount} percent"
        if f.unit == "magnitude":
            return f"{BOUNDS[f.bound]}magnitude {amount}"
        if f.unit and CURRENCY.fullmatch(f.unit):
            return f"{BOUNDS[f.bound]}{f.unit} {amount}"
        unit = plural(f.unit) if f.unit and (f.value, f.high) != (1, None) else f.unit
        return " ".join(x for x in (f"{BOUNDS[f.bound]}{amount}", unit) if x)

    def where(self, p: Place) -> str | None:
        """Give a place's coordinates."""
        return None if p.lat is None or p.lon is None else f"{p.lat:.2f}, {p.lon:.2f}"

    def affiliation(self, a: Actor) -> str:
        """Give an actor's country and sector codes; a country that is a guess, or no words of the report give, says so."""
        codes = " ".join(x for x in (a.country, a.sector) if x)
        if a.country and a.country_rule == KNOWN:
            return f"{codes}, country from general knowledge"
        unsure = a.country and a.country_confidence is not None and a.country_confidence < UNSURE
        return f"{codes}, country unsure" if unsure else codes

    def country(self, code: str) -> str:
        """Give the name of a country's code."""
        return _countries().get(code, code)

    def belongs(self, a: Actor) -> list[str]:
        """Say in words what an actor is and where it belongs: "person", "Ukraine", "government"."""
        country = self.country(a.country or "")
        unsure = a.country and a.country_confidence is not None and a.country_confidence < UNSURE
        guess = " (from general knowledge)" if a.country_rule == KNOWN else " (unsure)" if unsure else ""
        said = [a.type, "" if country == a.name else f"{country}{guess if country else ''}", _sectors().get(a.sector or "", a.sector or "")]
        return list(dict.fromkeys(x for x in said if x))

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


@cache
def _countries() -> dict[str, str]:
    return {r["iso3"]: r["name"] for r in rows("countries") if r["kind"] == "main"}


@cache
def _sectors() -> dict[str, str]:
    return {r["sector"]: r["label"] for r in rows("sectors")}


def listed_pieces(names: Sequence[tuple[str, str | None]]) -> list[tuple[str, str | None]]:
    """Write names one after the other ("A, B and C") in pieces that keep their ids."""
    out: list[tuple[str, str | None]] = []
    for n, name in enumerate(names):
        if n:
            out.append((" and " if n == len(names) - 1 else ", ", None))
        out.append(name)
    return out


def plural(unit: str) -> str:
    """Give the plural of a unit as a reader expects it; units that have none, or are one already, stay ("Israelis", "troops")."""
    head, of, rest = unit.partition(" of ")
    if of:
        return f"{plural(head)}{of}{rest}"  # "members of parliament"
    if unit in PLURALS or unit in SYMBOLS:
        return PLURALS.get(unit, unit)
    if unit.endswith(UNCHANGED) or ALREADY.search(unit) or MEN.search(unit):
        return unit
    if MAN.search(unit):
        return f"{unit[:-3]}men"  # servicemen, policewomen, Frenchmen
    if unit.endswith("child"):
        return f"{unit}ren"
    if unit.endswith(("wife", "knife", "life")):
        return f"{unit[:-2]}ves"
    if unit.endswith(("s", "x", "z", "ch", "sh")):
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
