"""Which place on the map a name means: by what is written after it, by the countries the report names, by how large it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from onrecord import data
from onrecord.model.document import Token
from onrecord.model.drafts import PlaceDraft
from onrecord.model.record import Rejected
from onrecord.resolve.gazetteer import Town, divisions, towns
from onrecord.resolve.lexicon import word_set
from onrecord.resolve.named import OF_SITES, REGIONS, Named, ends_as_site
from onrecord.resolve.place_names import KINDS, SEAS
from onrecord.resolve.states_us import state_code, state_of

MILLION = 1000
SMALL = 100
"""Thousands of people below which a town is believed only with its country somewhere in the report."""
ALONE_FROM = 50
"""Thousands of people from which a town is believed by its name alone, where no other place has it."""
LARGE = 300
"""The same for a town by another of its names: "Bala" is hardly Basel."""
CHAIN = 5
"""Places of one chain: a report that lists 20,000 of them must stay linear."""
ALONE = 8
"""How many times larger a town must be than its namesakes to be meant without any hint (thousands of people, smoothed)."""


@dataclass(slots=True)
class Hints:
    """Countries and US states that a report names, each with how often."""

    countries: dict[str, int] = field(default_factory=dict)
    states: dict[str, int] = field(default_factory=dict)


class Within(NamedTuple):
    """The country, and the US state, that a town's name is followed by."""

    country: str | None
    state: str | None


def hints_of(names: list[Named]) -> Hints:
    hints = Hints()
    for named in names:
        code = state_of(named.text)
        if code is not None:
            hints.states[code] = hints.states.get(code, 0) + 1
            hints.countries["USA"] = hints.countries.get("USA", 0) + 1
        for entry in named.entries[:1]:
            if entry.country is not None:
                hints.countries[entry.country] = hints.countries.get(entry.country, 0) + 1
    return hints


def within_of(names: Sequence[Named], n: int, tokens: list[Token], depth: int = 0) -> Within | None:
    """Give the larger place written after a town: "Caracas, Venezuela", "Paris, Texas", "Springfield, Ill.", "Tripoli in Lebanon".

    A chain is followed to its end ("Caizi, Leiyang, Hunan, China"), and so are two towns of one country ("Toul and Nabatieh, Lebanon").
    """
    named, following = names[n], names[n + 1] if n + 1 < len(names) else None
    last = named.tokens[-1]
    kind = tokens[last.i + 1] if last.i + 1 < len(tokens) else None
    if kind is not None and (kind.lower in word_set(REGIONS) or kind.lower in word_set(KINDS)) and kind.sentence is last.sentence:
        last = kind  # "Bari *Region*, Puntland"
    comma = tokens[last.i + 1] if last.i + 2 < len(tokens) else None
    if comma is None or tokens[last.i + 2].sentence is not last.sentence:
        return None
    if comma.text == ",":
        state = tokens[last.i + 2]
        code = state_code(state.text) or state_code(state.text + ".")
        if code is not None and (len(state.text) > 2 or state.text.isupper()):
            return Within("USA", code)
    if following is None or following.tokens[0].i not in (last.i + 2, last.i + 3):
        return None
    between = " ".join(t.lower for t in tokens[last.i + 1 : following.tokens[0].i])
    plain = not named.entries and state_of(named.text) is None
    if between not in (",", "in", ", in", "in the", ", the", "and") or (between == "and" and not plain):
        return None
    chained = between != "in the" and depth < CHAIN and not (following.entries and following.entries[0].kind == "country")
    further = within_of(names, n + 1, tokens, depth + 1) if chained else None
    return further or (larger(following) if between != "and" else None)


def larger(named: Named | None) -> Within | None:
    if named is None:
        return None
    code = state_code(named.text)
    if code is not None:
        return Within("USA", code)
    country = named.entries[0].country if named.entries and named.entries[0].kind != "capital" else None
    return Within(country, None) if country is not None else None


def locate(named: Named, within: Within | None, hints: Hints, *, region: bool = False) -> PlaceDraft | None:
    """Find a name on the map; `region`: a word that calls it one follows it ("the *Bari* region")."""
    state = state_of(named.text)
    american = within is not None and within.country == "USA" and (within.state is not None or state is not None)
    if american and named.entries and named.entries[0].kind == "country" and named.entries[0].country != "USA":
        pass  # "Lebanon, Pennsylvania", "Ellabell, Georgia, United States"
    elif named.entries and named.entries[0].scope != "us-state":
        return _known(named, within, hints)
    if state is not None and not _city_meant(named):
        row = next(r for r in data.rows("us_states") if r["code"] == state)
        return PlaceDraft(row["name"], "USA", int(row["geonames"]), None, None, [], "place/us-state")
    last = named.words[-1].lower()
    called = " ".join(named.words[:-1]) if last in word_set(REGIONS) else named.text if region else ""
    country = _division(called, within, hints)
    if country is not None and (country in hints.countries or within is not None or not _hinted(called, hints)):
        return PlaceDraft(named.text, country, None, None, None, [], "place/division", 0.8)
    return _town(named, within, hints, None)


def _division(name: str, within: Within | None, hints: Hints) -> str | None:
    """Give the country that the first-level division of this name is of: as the text says, else the one named most, else the only one."""
    countries = divisions(name)
    if within is not None and within.country is not None:
        return within.country if within.country in countries else None
    told = sorted(((hints.countries[c], c) for c in countries if c in hints.countries), reverse=True)
    if told:
        return told[0][1] if len(told) == 1 or told[0][0] > told[1][0] else None
    return countries[0] if len(countries) == 1 else None


def _of_several(name: str, within: Within | None, hints: Hints) -> str | None:
    """Give whose division is meant of those that several countries have: "Punjab" in a report on Pakistan; the Sahel is no country's."""
    return _division(name, within, hints) if len(divisions(name)) > 1 else None


def _hinted(name: str, hints: Hints) -> bool:
    """See a town of this name in a country that the report names."""
    return any(t.country in hints.countries for t in towns(name))


def _city_meant(named: Named) -> bool:
    """New York is the city unless the text says state: a town of that name that holds a million people or more."""
    return any(t.population >= MILLION and t.country == "USA" for t in towns(named.text)[:1])


def _known(named: Named, within: Within | None, hints: Hints) -> PlaceDraft | None:
    kinds = {e.kind: e for e in reversed(named.entries)}
    region = kinds.get("region")
    country = kinds.get("country")
    if (
        country is not None
        and country.country is not None
        and (region is None or region.country is None or region.country == country.country)
    ):
        number = next((r["geonames"] for r in data.rows("countries") if r["iso3"] == country.country and r["geonames"]), "")
        return PlaceDraft(country.name, country.country, int(number) if number else None, None, None, [], "place/country")
    if region is not None:
        return PlaceDraft(region.name, region.country or _of_several(named.text, within, hints), None, None, None, [], "place/region")
    capital = kinds.get("capital")
    if capital is not None:
        return _town(named, within, hints, capital.country)
    return None


def _town(named: Named, within: Within | None, hints: Hints, capital_of: str | None) -> PlaceDraft | None:
    found = towns(named.text) or (towns(f"Al {named.text}") if named.label == "GPE" and len(named.words) == 1 else ())
    shown = named.text.title() if named.text.isupper() and len(named.text) > 3 else named.text
    if named.entries and named.entries[0].alias.startswith("The "):
        shown = named.entries[0].alias
    if not found and capital_of is not None:
        return PlaceDraft(shown, capital_of, None, None, None, [], "place/capital")
    if not found and ((named.label not in ("GPE", "LOC", "FAC") and not ends_as_site(named.words)) or len(shown) < 3):
        return None
    if not found:
        last = named.words[-1].lower()
        region = _region(named, within, hints) if last in word_set(REGIONS) or ends_as_site(named.words) else None
        if region is not None:
            return region
        if last in word_set(SEAS):
            return PlaceDraft(shown, None, None, None, None, [], "place/sea", 0.6)
        return PlaceDraft(shown, within.country if within is not None else None, None, None, None, [], "place/unknown", 0.4)
    known = _division(named.text, within, hints) if within is None and not any(t.country in hints.countries for t in found) else None
    if known in hints.countries:  # "Bari" in a report on Somalia
        return PlaceDraft(shown, known, None, None, None, [], "place/division", 0.6)
    ranked = sorted(found, key=lambda t: (-_weight(t, within, hints, capital_of), t.geonames))
    best = ranked[0]
    if within is not None and within.country is not None and best.country != within.country:
        return PlaceDraft(shown, within.country, None, None, None, [], "place/unknown", 0.6)  # "Kampala, DRC": not the one the table has
    small = best.population < (LARGE if best.alternative else SMALL)
    alone = len(found) == 1 and not best.alternative  # no other place is called "Chasiv Yar", "Kherson"
    small = small and not (alone and (len(named.words) > 1 or best.population >= ALONE_FROM))
    if within is None and capital_of is None and small and hints.countries and best.country not in hints.countries:
        turned = [Rejected(value=f"{best.name}, {best.country}", why="a small town in a country that the report does not name")]
        return PlaceDraft(shown, None, None, None, None, [], "place/unknown", 0.3, turned)
    rest = [t for t in ranked[1:] if t.geonames != best.geonames][:3]
    sure = _sure(best, rest, within, hints, capital_of)
    rejected = [
        Rejected(
            value=f"{t.name}, {t.admin + ', ' if t.country == 'USA' else ''}{t.country}", why=f"{t.population},000 people; {_why(t, best)}"
        )
        for t in rest
    ]
    name = shown if best.alternative or shown.startswith("The ") else best.name
    return PlaceDraft(name, best.country, best.geonames, best.lat, best.lon, [], "place/town", sure, rejected)


def _region(named: Named, within: Within | None, hints: Hints) -> PlaceDraft | None:
    """Give "Samara Oblast", "Oslo Airport" the country of the town they are named for, without its place on the map."""
    found = towns(" ".join(w for w in named.words[:-1] if w.lower() not in word_set(OF_SITES)))
    if not found:
        return None
    if within is not None and within.country is not None:
        return PlaceDraft(named.text, within.country, None, None, None, [], "place/region-around-town", 0.8)
    best = min(found, key=lambda t: (-_weight(t, within, hints, None), t.geonames))
    if best.population < SMALL and best.country not in hints.countries:
        return None
    return PlaceDraft(named.text, best.country, None, None, None, [], "place/region-around-town", 0.7)


def _why(town: Town, best: Town) -> str:
    return "another country" if town.country != best.country else "another part of the country"


def _weight(town: Town, within: Within | None, hints: Hints, capital_of: str | None) -> float:
    value = (town.population + 1.0) * (0.1 if town.alternative else 1.0)
    if within is not None:
        if town.country == within.country and (within.state is None or town.admin == within.state):
            return value * 1e6
        return value * 1e-3
    if capital_of is not None:
        return value * (1e3 if town.country == capital_of else 1.0)
    if town.country in hints.countries:
        value *= 4 + 4 * min(4, hints.countries[town.country])
    if town.country == "USA" and town.admin in hints.states:
        value *= 30
    return value


def _sure(best: Town, rest: list[Town], within: Within | None, hints: Hints, capital_of: str | None) -> float:
    if not rest or within is not None or capital_of is not None:
        return 0.95
    ratio = _weight(best, within, hints, capital_of) / max(1e-9, _weight(rest[0], within, hints, capital_of))
    return 0.9 if ratio >= ALONE else 0.7 if ratio >= 2 else 0.5


__all__ = ["Hints", "Within", "hints_of", "larger", "locate", "within_of"]
