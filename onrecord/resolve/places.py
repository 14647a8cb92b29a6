"""The places of a report: names that say where, with country, GeoNames id and position as fine as the text supports and no finer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from onrecord import data
from onrecord.model.document import Document, Token, span_of
from onrecord.model.drafts import Cast, MentionDraft, PlaceDraft
from onrecord.model.record import Rejected
from onrecord.resolve import lexicon, world
from onrecord.resolve.bodies import capital_acts, country_acts, modifies_actor
from onrecord.resolve.datelines import dateline_names
from onrecord.resolve.gazetteer import Town, towns
from onrecord.resolve.kinds import neighbour
from onrecord.resolve.lexicon import organisation_words, word_set
from onrecord.resolve.named import Named
from onrecord.resolve.states_us import state_code, state_of
from onrecord.text import fold

MILLION = 1000
REGIONS = "places-regions"
SMALL = 100
"""Thousands of people below which a town is believed only with its country somewhere in the report."""
STREETS = "places-streets"
PARTS = "places-parts"
LEADS = "places-leads"
SETTLED = "places-settled"
LINES = "places-lines"
NOT_BEFORE = "places-not-before"
GOVERNING = "places-governing"
ADDRESSING = "places-addressing"
CHAIN = 5
"""Places of one chain: a report that lists 20,000 of them must stay linear."""
KINDS = "places-kinds"
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


def resolve_places(document: Document, cast: Cast) -> list[PlaceDraft]:
    """Find the places on the map. Names that only stand for a government or a person there are no places."""
    names = [n for n in cast.names if isinstance(n, Named) and _is_place(n, document.tokens, cast)]
    datelines = list(dateline_names(document))
    hints = _hints(names + [n for pair in datelines for n in pair if n is not None])
    drafts: dict[tuple[str, str | None, int | None], PlaceDraft] = {}
    settled: dict[str, PlaceDraft] = {}
    for named, larger in datelines:
        for name, around in ((named, larger), *(((larger, None),) if larger is not None else ())):
            draft = _place(name, _larger(around), hints)
            if draft is not None:
                draft = drafts.setdefault((draft.name, draft.country, draft.geonames), draft)
                draft.mentions.append(MentionDraft(span_of(name.tokens), "name", None, "place/dateline"))
                settled.setdefault(fold(name.text), draft)
    for n, named in enumerate(names):
        if n and drafts and _its_district(names[n - 1], named):
            continue
        within = _within(names, n, document.tokens)
        around = _around(named, document.tokens)
        key = fold(named.text) + (" region" if around else "")
        draft = settled.get(key) if within is None else None
        if draft is None:
            made = _place(named, within, hints)
            if made is not None and around and made.rule == "place/town":
                made = PlaceDraft(made.name, made.country, None, None, None, [], "place/region-around-town", made.confidence)
            if made is None:
                continue
            draft = drafts.setdefault((made.name, made.country, made.geonames), made)
            settled.setdefault(key, draft)
        draft.mentions.append(MentionDraft(span_of(named.tokens), "name", named.head, "place/name"))
    placed = sorted(_merged(drafts.values()), key=lambda d: d.mentions[0].span)
    _guess_countries(placed, document, [n for n in cast.names if isinstance(n, Named)])
    return placed


def _its_district(before: Named, named: Named) -> bool:
    """Tell "D.C." after Washington, which it belongs to."""
    return named.text in ("D.C.", "DC", "D.C") and 0 < named.tokens[0].i - before.tokens[-1].i <= 2 and before.text == "Washington"


def _merged(drafts: Iterable[PlaceDraft]) -> list[PlaceDraft]:
    """One entry a place: a name told once with its country and once without is one."""
    rows = list(drafts)
    known = {fold(d.name): d for d in reversed(rows) if d.country is not None}
    out: list[PlaceDraft] = []
    for draft in rows:
        twin = known.get(fold(draft.name))
        if draft.country is None and draft.rule == "place/unknown" and twin is not None:
            twin.mentions = sorted([*twin.mentions, *draft.mentions], key=lambda m: m.span)
        else:
            out.append(draft)
    return out


GUESSED = 0.4
"""How sure a place is whose country is that of the places told of beside it."""


def _guess_countries(drafts: Sequence[PlaceDraft], document: Document, names: Sequence[Named]) -> None:
    """Give a place that no table has the country of the places in its sentence, else of most in the report. Changes the drafts.

    Where no other place is told of, the countries and peoples that are named say it ("Thai soldiers in Chong Mek").
    """
    beside = _by_sentence(document, ((m.span[0], d.country) for d in drafts for m in d.mentions))
    told = [(n.tokens[0].start, n.entries[0].country) for n in names if n.kind in ("country", "people") and n.entries]
    peoples = _by_sentence(document, told)
    places = Counter(c for row in beside.values() for c in row.elements())
    named = Counter(c for row in peoples.values() for c in row.elements())
    for draft in drafts:
        if draft.country is not None or draft.rule != "place/unknown":
            continue
        sentence = document.sentence_at(draft.mentions[0].span[0])
        start = sentence.start if sentence is not None else -1
        best = (beside.get(start) or places or peoples.get(start) or named).most_common(2)
        if best and (len(best) == 1 or best[0][1] > best[1][1]):
            draft.country, draft.rule, draft.confidence = best[0][0], "place/unknown/beside", GUESSED


def _by_sentence(document: Document, told: Iterable[tuple[int, str | None]]) -> dict[int, Counter[str]]:
    """Count the countries that stand in each sentence, by where it starts."""
    out: dict[int, Counter[str]] = {}
    for at, country in told:
        sentence = document.sentence_at(at)
        if country is not None and sentence is not None:
            out.setdefault(sentence.start, Counter())[country] += 1
    return out


def _around(named: Named, tokens: list[Token]) -> bool:
    """Tell "the Luhansk region" from Luhansk: it has the town's name but not its place on the map."""
    after = neighbour(named, tokens, 1)
    return after is not None and after.lower in word_set(REGIONS)


def _is_place(named: Named, tokens: list[Token], cast: Cast) -> bool:
    actor = cast.of(named.head)
    after = neighbour(named, tokens, 1)
    if after is not None and after.text[0].isupper() and (after.lower in word_set(STREETS) or after.lower in organisation_words()):
        return named.kind == "place" and (after.lower in word_set(REGIONS) or after.lower in word_set(KINDS))
    if named.kind == "country" and _in_chain(named, tokens):
        return True
    if after is not None and (after.lower in word_set(NOT_BEFORE) or _from_there(named, after, tokens)):
        return False
    if not named.entries and named.kind == "place" and not _placed(named, tokens):
        return False
    if _campus(named, tokens):
        return False
    if after is not None and named.kind == "country" and modifies_actor(named, after, tokens):
        return False
    if named.kind == "country":
        return not country_acts(named, tokens) or _also_where(named, tokens)
    if named.kind != "place":
        return False
    if named.entries and named.entries[0].kind == "capital":
        return named.tokens[0].sentence.part.kind == "dateline" or not capital_acts(named, tokens)
    if actor is None or actor.type != "person" or named.entries:
        return True
    case = named.head.child("case")
    return case is not None and case.lower in ("of", "in") and named.label in ("GPE", "LOC")  # "the mayor of *Leeds*"


def _from_there(named: Named, after: Token, tokens: list[Token]) -> bool:
    """Tell "the Singapore-*based* firm" and "*pro-*France": whose it is, not where."""
    i, before = after.i + 1, named.tokens[0].i - 1
    based = after.text == "-" and i < len(tokens) and tokens[i].lower in ("based", "backed", "born", "led", "registered", "flagged")
    return based or (before > 0 and tokens[before].text == "-" and tokens[before - 1].lower in ("pro", "anti"))


def _campus(named: Named, tokens: list[Token]) -> bool:
    """Tell a town that only tells one of a university's seats from the others: "the University of California, *Davis*"."""
    i = named.tokens[0].i - 1
    if i < 3 or tokens[i].text != "," or (named.entries and named.entries[0].kind != "capital"):
        return False
    run = [t.lower for t in tokens[max(0, i - 5) : i]]
    of = len(run) - 1 - run[::-1].index("of") if "of" in run else 0
    return of > 0 and run[of - 1] == "university" and state_of(" ".join(t.text for t in tokens[i - len(run) + of + 1 : i])) is not None


def _in_chain(named: Named, tokens: list[Token]) -> bool:
    """Tell a country that says where a place before it lies: "Port Said, *Egypt*", "Baalbek, *Lebanon*", not one in a list of countries."""
    first = named.tokens[0]
    i = first.i - 1
    if i < 1 or tokens[i].text != "," or tokens[i - 1].sentence is not first.sentence or tokens[i - 1].upos != "PROPN":
        return False
    name = tokens[i - 1].name
    end = named.tokens[-1].i + 1
    listed = end < len(tokens) and tokens[end].lower in ("and", "or")
    return name is not None and name.label in ("GPE", "LOC", "FAC", "ORG") and not listed and not world.scan([t.text for t in name.tokens])


def _placed(named: Named, tokens: list[Token]) -> bool:
    """Tell that a name the world tables lack stands where a place would, or is a town at least."""
    if towns(named.text) or state_of(named.text) is not None:
        return True
    before, after = neighbour(named, tokens, -1), neighbour(named, tokens, 1)
    if before is not None and before.lower == "of" and before.i > 0 and tokens[before.i - 1].lower in word_set(SETTLED):
        return True  # "the village of Negga"
    if named.label not in ("GPE", "LOC"):
        return False
    last, first = named.words[-1].lower(), named.words[0].lower()
    if len(named.words) > 1 and (last in word_set(REGIONS) or last in word_set(KINDS) or first in ("mount", "lake")):
        return True
    if not all(w.replace("-", "").replace("'", "").isalpha() for w in named.words):
        return False
    if named.label == "GPE" and _after_a_place(named, tokens):
        return True
    if _shares_kind(named, tokens):
        return True
    if after is not None and (after.lower in word_set(KINDS) or (after.text == "," and _followed_by_country(after, tokens))):
        return True
    return before is not None and before.lower in word_set(LEADS) and (after is None or after.upos not in ("NOUN", "PROPN"))


SHARED = 16
"""Words of a list of places to look along for the word that says what they all are."""


def _shares_kind(named: Named, tokens: list[Token]) -> bool:
    """Tell one of several names that one word says the kind of: "the *Nord*, Sud and Est *departments*"."""
    last = named.tokens[-1]
    for t in tokens[last.i + 1 : last.i + 1 + SHARED]:
        if t.sentence is not last.sentence:
            return False
        if t.lower.endswith("s") and (t.lemma.lower() in word_set(SETTLED) or t.lemma.lower() in word_set(REGIONS)):
            return True
        if t.upos != "PROPN" and t.text not in (",", "-") and t.lower not in ("and", "or"):
            return False
    return False


def _after_a_place(named: Named, tokens: list[Token]) -> bool:
    """Tell the second of a chain: "Kamakombe, *Kabare*, ..."."""
    i = named.tokens[0].i - 1
    if i < 1 or tokens[i].text != "," or tokens[i - 1].sentence is not named.tokens[0].sentence:
        return False
    name = tokens[i - 1].name
    return name is not None and name.label in ("GPE", "LOC")


def _followed_by_country(comma: Token, tokens: list[Token]) -> bool:
    i = comma.i + 1
    return i < len(tokens) and bool(world.scan([t.text for t in tokens[i : i + 3]]))


def _also_where(named: Named, tokens: list[Token]) -> bool:
    """A country that acts may be where as well: "to France", "from Syria", "Kenya's coast", "invaded Kuwait"."""
    head = named.head
    while head.dep == "conj" and head.head is not head and head.head.name is not None:
        head = head.head
    before, after = neighbour(named, tokens, -1), neighbour(named, tokens, 1)
    if before is not None and before.lower in word_set(PARTS):
        return True
    if after is not None and after.upos in ("NOUN", "PROPN", "ADJ"):
        return False
    case = head.child("case")
    above = head.head
    opening = tokens[head.i - 1] if head.i > 0 else None
    opening = tokens[head.i - 2] if opening is not None and opening.lower == "the" and head.i > 1 else opening
    if opening is not None and opening.lower in ("including", "as", "like") and _told_as_places(opening, tokens):
        return True
    if opening is not None and opening.lower == "with" and tokens[opening.i - 1].lower in word_set(LINES):
        return True  # "the border with Mexico"
    if case is not None and case.lower == "between" and above.lower in word_set(LINES):
        return True  # "the border between Peru and Chile"
    governed = above.lemma.lower()
    if case is not None and case.lower in ("to", "of", "for") and (governed in lexicon.offices() or governed in word_set(GOVERNING)):
        return False  # "the ambassador to Peru", "the government of Mali"
    if case is not None and case.lower in ("to", "from", "into", "of", "for", "through", "over"):
        return True
    if head.dep == "nmod:poss":
        return above.lower in word_set(KINDS) or above.lower in word_set(LINES)
    if head.dep == "obj":
        return above.lemma not in word_set(ADDRESSING)
    return head.dep in ("root", "appos") and not (case is not None and case.lower in ("with", "against", "by", "between"))


def _told_as_places(opening: Token, tokens: list[Token]) -> bool:
    """Tell "in countries *including* Spain", "other destinations *such as* Panama"."""
    near = tokens[max(0, opening.i - 3) : opening.i]
    return any(t.lemma in word_set(KINDS) or t.lemma in ("country", "nation", "destination", "place", "location") for t in near)


def _hints(names: list[Named]) -> Hints:
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


def _within(names: Sequence[Named], n: int, tokens: list[Token], depth: int = 0) -> Within | None:
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
    further = _within(names, n + 1, tokens, depth + 1) if chained else None
    return further or (_larger(following) if between != "and" else None)


def _larger(named: Named | None) -> Within | None:
    if named is None:
        return None
    code = state_code(named.text)
    if code is not None:
        return Within("USA", code)
    country = named.entries[0].country if named.entries and named.entries[0].kind != "capital" else None
    return Within(country, None) if country is not None else None


def _place(named: Named, within: Within | None, hints: Hints) -> PlaceDraft | None:
    state = state_of(named.text)
    american = within is not None and within.country == "USA" and (within.state is not None or state is not None)
    if american and named.entries and named.entries[0].kind == "country" and named.entries[0].country != "USA":
        pass  # "Lebanon, Pennsylvania", "Ellabell, Georgia, United States"
    elif named.entries and named.entries[0].scope != "us-state":
        return _known(named, within, hints)
    if state is not None and not _city_meant(named):
        row = next(r for r in data.rows("us_states") if r["code"] == state)
        return PlaceDraft(row["name"], "USA", int(row["geonames"]), None, None, [], "place/us-state")
    return _town(named, within, hints, None)


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
        return PlaceDraft(region.name, region.country, None, None, None, [], "place/region")
    capital = kinds.get("capital")
    if capital is not None:
        return _town(named, within, hints, capital.country)
    return None


def _town(named: Named, within: Within | None, hints: Hints, capital_of: str | None) -> PlaceDraft | None:
    found = towns(named.text)
    shown = named.text.title() if named.text.isupper() and len(named.text) > 3 else named.text
    if named.entries and named.entries[0].alias.startswith("The "):
        shown = named.entries[0].alias
    if not found and capital_of is not None:
        return PlaceDraft(shown, capital_of, None, None, None, [], "place/capital")
    if not found and (named.label not in ("GPE", "LOC") or len(shown) < 3):
        return None
    if not found:
        region = _region(named, within, hints) if named.words[-1].lower() in word_set(REGIONS) else None
        if region is not None:
            return region
        return PlaceDraft(shown, within.country if within is not None else None, None, None, None, [], "place/unknown", 0.4)
    ranked = sorted(found, key=lambda t: (-_weight(t, within, hints, capital_of), t.geonames))
    best = ranked[0]
    if within is not None and within.country is not None and best.country != within.country:
        return PlaceDraft(shown, within.country, None, None, None, [], "place/unknown", 0.6)  # "Kampala, DRC": not the one the table has
    if within is None and capital_of is None and best.population < SMALL and hints.countries and best.country not in hints.countries:
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
    """Give "Samara Oblast" the country of Samara, without its place on the map."""
    found = towns(" ".join(named.words[:-1]))
    if not found:
        return None
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


__all__ = ["resolve_places"]
