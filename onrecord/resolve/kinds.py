"""Decides what each name is (person, organisation, place, country), over the whole report."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import pairwise
from statistics import fmean

from onrecord.grammar.lexicon import verb_lemmas
from onrecord.grammar.phrase import phrase_of
from onrecord.lang import per_language, rows
from onrecord.model.document import Token
from onrecord.resolve import lexicon, world
from onrecord.resolve.gazetteer import CITY, divisions, towns
from onrecord.resolve.lexicon import word_set
from onrecord.resolve.named import LINKS, OTHERS, REGIONS, STYLES, Named, ends_as_site
from onrecord.resolve.states_us import state_code
from onrecord.resolve.titles import Title, titles_of
from onrecord.resolve.world import Entry, folded

LOCATIVE = "persons-locative"
TAKEN, HELD = "persons-taken", "places-taken"
"""Verbs whose object is more often a town than a person of that name ("shelled *Kharkiv*"), and such as are done to people as well."""
PORTFOLIOS = "persons-portfolios"
"""What ministers are of: no body by itself inside a title."""
KNOWN = 300
"""Thousands of people from which a town's name that speaks is left a town (and its government or club)."""
QUARTERS = "places-quarters"
"""Parts of a country or town after whose name alone they stand: "the Sheikh Maqsood *district*"."""
NEARBY = 50
"""Thousands of people from which another country's town may take a capital's name ("Tripoli" in a report on Lebanon)."""
THING = 0.5
"""How sure the head of names must be that a name is a thing's (heads/names.py)."""
CALLED = "names-called"
"""Words before the names of storms and ships: "*Hurricane* Ian", "*USS* Cole"."""
SOMEBODY = frozenset({"person", "organisation", "unknown"})
NEAR_GEORGIA = frozenset({"RUS", "ARM", "AZE", "TUR", "UKR"})


def classify(names: list[Named], tokens: list[Token], things: dict[int, float], *, in_georgia: bool = False) -> dict[int, list[Title]]:
    """Set each name's kind from its own words, its neighbours and the report's other mentions; give the titles by id(name).

    `things`: how likely a name is a thing's, by id(name); `in_georgia`: the report was filed from the US state.
    """
    _settle_namesakes(names, tokens)
    state = _settle_ambiguous(names, tokens, in_georgia=in_georgia)
    _settle_acronyms(names, tokens)
    titles = {id(n): list(titles_of(n, tokens)) if _may_be_person(n) else [] for n in names}
    for title in (t for found in titles.values() if state for t in found):
        if title.country == "GEO" and any(t.lower == "georgia" for t in title.tokens):
            title.country = "USA"
            title.role = replace(title.role, country="USA")
    votes: dict[tuple[str, ...], Counter[str]] = {}
    for named in names:
        kind = _own_kind(named, titles[id(named)], tokens)
        named.kind = kind  # type: ignore[assignment]
        votes.setdefault(named.words, Counter())[kind] += 1
    surnames = {w for n in names if n.kind == "person" and len(n.words) > 1 for w in _surname_words(n.words)}
    backed = {n.entries[0].country for n in names if n.entries and n.entries[0].kind != "country"}
    for named in names:
        if named.entries and named.entries[0].kind == "country" and named.entries[0].country in backed:
            named.rule = "name/country-meant"
    for named in names:
        _vote(named, votes, surnames, titles[id(named)], tokens)
    inside = {t.i for n in names if n.kind == "person" for title in titles[id(n)] if title.rule == "role/title" for t in title.tokens}
    for named in names:
        if (
            not named.entries
            and named.kind != "person"
            and len(named.tokens) == 1
            and named.tokens[0].i in inside
            and named.tokens[0].lower in word_set(PORTFOLIOS)
        ):
            named.kind = "other"
    _set_things_apart(names, tokens, titles, things)
    return titles


def _set_things_apart(names: list[Named], tokens: list[Token], titles: dict[int, list[Title]], things: dict[int, float]) -> None:
    """Take what all mentions of a name together say is a ship, a storm, a film or a law for no person and no body.

    Who bears a title or says something is somebody, whatever the head makes of the name.
    """
    mentions: dict[tuple[str, ...], list[Named]] = {}
    called: set[tuple[str, ...]] = set()
    for named in names:
        words = named.words
        if len(words) > 1 and words[0] in word_set(CALLED):
            words = words[1:]
            called.add(words)
        elif (before := neighbour(named, tokens, -1)) is not None and before.lower in word_set(CALLED) and before.text[0].isupper():
            called.add(words)
        mentions.setdefault(words, []).append(named)
    for words, same in mentions.items():
        odds = [things[id(n)] for n in same if id(n) in things]
        if words not in called and (not odds or fmean(odds) < THING):
            continue
        if any(titles[id(n)] or _is_somebody(n, tokens) for n in same):
            continue
        for named in same:
            if named.kind in SOMEBODY:
                named.kind = "other"


def _is_somebody(named: Named, tokens: list[Token]) -> bool:
    """Tell who says something, what is called a body beside its name, and a word for people that a sentence begins with."""
    if _says(named) or _called_body(neighbour(named, tokens, -1)) or _set_beside_body(named):
        return True
    return len(named.tokens) == 1 and lexicon.find_noun([named.tokens[0].lower], 0) is not None


def _says(named: Named) -> bool:
    return named.head.role.subject and named.head.head.lemma in _speech_verbs()


def neighbour(named: Named, tokens: list[Token], step: int) -> Token | None:
    """Give the token right before (-1) or after (+1) the name in its sentence."""
    edge = named.tokens[0] if step < 0 else named.tokens[-1]
    i = edge.i + step
    if 0 <= i < len(tokens) and tokens[i].sentence is edge.sentence:
        return tokens[i]
    return None


def _settle_namesakes(names: list[Named], tokens: list[Token]) -> None:
    """Take a country's name before a US state for the town there: "Cuba, *Missouri*", "Peru, *Ind.*".

    Where the state goes on a list ("Mexico, Texas and ...") or is Georgia, the town must be one that is known.
    """
    for named in names:
        comma = neighbour(named, tokens, 1)
        if not named.entries or named.entries[0].kind != "country" or comma is None or comma.text != ",":
            continue
        run = [t for t in tokens[comma.i + 1 : comma.i + 3] if t.sentence is comma.sentence]
        words = next((run[:n] for n in (2, 1) if len(run) >= n and state_code(" ".join(t.text for t in run[:n]))), [])
        if not words or (len(words[0].text) == 2 and not words[0].text.isupper()):
            continue
        state = state_code(" ".join(t.text for t in words))
        known = any(t.country == "USA" and t.admin == state for t in towns(named.text))
        after = tokens[words[-1].i + 1] if words[-1].i + 1 < len(tokens) else None
        listed = after is not None and after.sentence is comma.sentence and after.lower in ("and", "or")
        if known or not (listed or words[0].text == "Georgia"):
            named.entries, named.label = (), "GPE"


def _settle_ambiguous(names: list[Named], tokens: list[Token], *, in_georgia: bool) -> bool:
    """Read "Georgia" as the US state, and "Congo" as Brazzaville's, where the rest of the report says so; tell whether it is the state."""
    others = {n.entries[0].country for n in names if n.entries and n.words != ("georgia",)}
    capitals = {w for n in names for w in n.words}
    told = {n.entries[0].country for n in names if n.entries and n.words != ("georgia",) and n.entries[0].kind != "organisation"}
    inland = told == {"USA"} and not _deals_abroad(names)
    american = any(n.entries and n.entries[0].scope == "us-state" for n in names) or "atlanta" in capitals or inland
    american = american or in_georgia or any(n.words == ("georgia",) and _has_state_offices(n, tokens) for n in names)
    state = american and not NEAR_GEORGIA & others and not {"tbilisi", "abkhazia", "ossetia"} & capitals
    by_country: dict[str, set[tuple[str, ...]]] = {}
    for named in names:
        if named.entries and named.entries[0].country:
            by_country.setdefault(named.entries[0].country, set()).add(named.words)
    for named in names:
        if named.entries and named.entries[0].kind == "capital" and by_country[named.entries[0].country or ""] == {named.words}:
            rivals = {t.country for t in towns(named.text) if t.population >= NEARBY} - {named.entries[0].country}
            if any(country in by_country for country in rivals):
                named.entries, named.label = (), "GPE"
        if named.words == ("georgia",) and state:
            named.entries = (Entry("region", "Georgia", "USA", None, "group", "us-state", "Georgia"),)
        elif named.words in (("congo",), ("congolese",)) and "brazzaville" in capitals and "kinshasa" not in capitals and named.entries:
            first = named.entries[0]
            named.entries = (Entry(first.kind, first.name, "COG", first.sector, first.type, first.scope, first.alias),)
    return state


def _deals_abroad(names: list[Named]) -> bool:
    """Tell whether the United States has its forces where Georgia is told of: "the US will take its *troops* out of Georgia"."""
    told = {id(n.tokens[0].sentence) for n in names if n.words == ("georgia",)}
    acting = (n for n in names if n.entries and n.entries[0].kind == "country" and n.entries[0].country == "USA" and n.head.role.subject)
    sentences = [n.tokens[0].sentence for n in acting if id(n.tokens[0].sentence) in told]
    return any(t.upos == "NOUN" and _is_force(t) for s in sentences for t in s.tokens)


def _is_force(token: Token) -> bool:
    found = lexicon.find_noun([token.lower], 0)
    return found is not None and found.noun.sector == "MIL"


STATE_OFFICES = "state-offices"
"""Offices and bodies that a US state has and the country Georgia has not."""


def _has_state_offices(named: Named, tokens: list[Token]) -> bool:
    """Tell a Georgia with a governor or senators of its own: "*Georgia* Gov. NAME", "*Georgia*'s governor", "the governor of *Georgia*"."""
    last, first = named.tokens[-1].i, named.tokens[0].i
    after = [t for t in tokens[last + 1 : last + 4] if t.sentence is named.tokens[0].sentence]
    after = after[1:] if after and after[0].lower in ("'s", "’s") else after
    before = tokens[first - 2] if first > 1 and tokens[first - 1].lower == "of" else None
    near = [*after[:1], *([before] if before is not None and before.sentence is named.tokens[0].sentence else [])]
    return any(t.lower in word_set(STATE_OFFICES) for t in near)


def _settle_acronyms(names: list[Named], tokens: list[Token]) -> None:
    """Let an acronym that the text itself spells out stand for that body, whatever else in the world is called so."""
    meant: dict[tuple[str, ...], Named] = {}
    for before, named in pairwise(names):
        i = named.tokens[0].i
        bracketed = i > 0 and tokens[i - 1].text == "(" and before.tokens[-1].i == i - 2
        if bracketed and len(named.words) == 1 and len(before.words) > 1 and initials(before.words) == named.words[0]:
            meant[named.words] = before
            if before.label in (None, "PERSON") and len(before.words) > 2 and before.tokens[0].text not in lexicon.given_names():
                before.label = "ORG"  # people are not shortened to their initials
    for named in names:
        whole = meant.get(named.words) if named.text.isupper() else None
        if whole is not None:
            named.entries = whole.entries


def initials(words: tuple[str, ...]) -> str:
    """Give the acronym of a name: "African Union" -> "au"."""
    return "".join(w[0] for w in words if w not in ("of", "the", "and", "for", "in", "on") and folded(w))


@per_language
def _given() -> frozenset[str]:
    return frozenset(folded(w) for w in lexicon.given_names())


def _surname_words(words: tuple[str, ...]) -> list[str]:
    given = _given()
    out = [words[-1]]
    if words[0] not in given and len(words) > 1:
        out.append(words[0])
    if len(words) > 2:
        out.extend(w for w in words[1:-1] if w not in given and w not in word_set(LINKS) and len(w) > 2)
    return out


def _may_be_person(named: Named) -> bool:
    if named.label in OTHERS:
        return False
    return not named.entries or (len(named.words) == 1 and named.entries[0].kind in ("country", "capital", "region"))


def _own_kind(named: Named, titles: list[Title], tokens: list[Token]) -> str:
    before = neighbour(named, tokens, -1)
    if before is not None and before.lower in word_set(STYLES) and len(named.words) == 1 and not named.style and titles:
        named.style = [before]
    named.titles = [t for title in titles if title.rule in ("role/title", "role/honorific") for t in title.tokens]
    if named.entries:
        if titles and titles[0].rule == "role/honorific" and len(named.words) == 1:
            return "person"  # "Mr *Kingston*"
        if (
            named.label == "PERSON"
            and titles
            and titles[0].rule == "role/title"
            and not (before is not None and before.lower in word_set(LOCATIVE))
        ):
            return "person"
        return {"country": "country", "capital": "place", "region": "place", "people": "people", "organisation": "organisation"}[
            named.entries[0].kind
        ]
    if named.label in OTHERS:
        return "other"
    raw = [t.text for t in named.tokens]
    if named.label in ("GPE", "LOC") and len(raw) > 1 and raw[-1].lower() in word_set("places-features"):
        return "place"  # "Logan Township"
    if ends_as_site(raw) or _called_region(named, raw, tokens):
        return "place"
    if any(t.rule in ("role/title", "role/honorific") for t in titles) and not _office_in_body(named, raw):
        return "person"
    if _town_like(named, before, tokens):
        return "place"
    if len(raw) > 1 and raw[-1].lower() in word_set("places-streets") and raw[0] not in lexicon.given_names():
        return "place"
    if _organisation_like(raw) and named.label != "PERSON":
        return "organisation"
    if named.label in (None, "PERSON") and raw[0] not in lexicon.given_names() and _called_body(before):
        return "organisation"
    if named.label == "PERSON":
        body = (_organisation_like(raw) or _set_beside_body(named)) and raw[0] not in lexicon.given_names()
        return "organisation" if body else "person"
    there = named.label == "GPE" and before is not None and before.lower in word_set(LOCATIVE)  # "held in *Bandar Abbas*"
    if len(raw) > 1 and raw[0] in lexicon.given_names() and named.label not in ("ORG", "FAC", "LOC") and not there:
        return "person"
    if named.label in ("ORG", "NORP"):
        return "organisation"
    if named.label in ("GPE", "LOC", "FAC"):
        return "person" if _surname_speaks(named, before) else "place"
    if titles or _surname_acts(named):
        return "person"
    if len(raw) == 1 and raw[0].isupper() and 2 <= len(raw[0]) <= 6:
        return "organisation"
    return "unknown"


def _called_region(named: Named, raw: list[str], tokens: list[Token]) -> bool:
    """Tell a country's first-level division by its whole name, and "the Sheikh Maqsood *district*".

    American states are no such names: their name and "Department" or "State" is a body's.
    """
    if len(raw) > 1 and raw[-1].lower() in word_set(REGIONS):
        return any(c != "USA" for c in divisions(" ".join(raw[:-1])))
    after = neighbour(named, tokens, 1)
    first = named.style[0] if named.style else named.titles[0] if named.titles else named.tokens[0]
    article = tokens[first.i - 1] if first.i > 0 else None
    called = after is not None and after.lower in word_set(QUARTERS) and article is not None and article.lower == "the"
    return called and named.label != "ORG"


def _called_body(before: Token | None) -> bool:
    """Tell a name that a word for a body stands before: "the German *carmaker* NAME"."""
    found = lexicon.find_noun([before.lower], 0) if before is not None and before.upos == "NOUN" else None
    return found is not None and found.noun.type == "organization" and found.number == "sing"


def _set_beside_body(named: Named) -> bool:
    """Tell a name that is said to be a body: "Norl Vest, *a subsidiary* of Acme"."""
    found = (lexicon.find_noun([t.lower], 0) for t in phrase_of(named.head).appositions if t.upos == "NOUN" and t.i > named.head.i)
    bodies = (f for f in found if f is not None and f.number == "sing" and f.noun.force != "vehicle")
    return any(f.noun.type in ("organization", "group") for f in bodies)


def _office_in_body(named: Named, raw: list[str]) -> bool:
    """Tell a body that follows an office held in it without "of": "Secretary *Lower River Electoral Commission*"."""
    if named.label == "PERSON" or len(raw) < 2 or raw[0] in lexicon.given_names():
        return False
    return raw[-1].lower() in lexicon.organisation_words() or raw[0].lower() in lexicon.organisation_words()


def _organisation_like(raw: list[str]) -> bool:
    table = lexicon.organisation_words()
    return len(raw) > 1 and (raw[-1].lower() in table or any(w.lower() in table and w[0].isupper() for w in raw if w != raw[0]))


def _town_like(named: Named, before: Token | None, tokens: list[Token]) -> bool:
    """Tell a town that the model took for something else: "in Karlovo", "Atlanta, Georgia"."""
    if before is None or named.label == "GPE" or len(named.words) > 3:
        return False
    after = neighbour(named, tokens, 1)
    taken = _taken_from(named.head)
    if taken and named.text not in lexicon.given_names():
        return any(t.population >= taken and not t.alternative for t in towns(named.text))
    near = ("in", "near", "outside", "to", "from") if named.label == "PERSON" and len(named.words) == 1 else ("in", "near", "outside")
    if named.label == "PERSON" and len(named.words) > 1 and before.upos == "ADP" and named.tokens[0].text not in lexicon.given_names():
        return any(not t.alternative for t in towns(named.text))  # "shells fell on *Chasiv Yar*"
    if before.lower in near and (after is None or after.upos in ("PUNCT", "ADP", "NUM", "CCONJ", "ADV")):
        return bool(towns(named.text))
    following = tokens[after.i + 1] if after is not None and after.text == "," and after.i + 1 < len(tokens) else None
    if following is None or following.sentence is not before.sentence or before.upos not in ("ADP", "VERB", "PUNCT"):
        return False
    match = world.scan([t.text for t in tokens[following.i : following.i + 3]])
    if state_code(following.text) is not None:
        return any(t.admin == state_code(following.text) for t in towns(named.text))
    return bool(match) and match[0].first == 0 and match[0].entries[0].country in {t.country for t in towns(named.text)}


def _taken_from(head: Token) -> int:
    """Give the thousands of people from which the object of a verb that is done to places is a town: "bombed *Tyre and Sidon*"; 0: none."""
    first = head.head if head.role.conjunct and head.head.upos == "PROPN" else head
    if not first.role.object:
        return 0
    verbs = {first.head.lemma.lower(), first.head.lower, verb_lemmas().get(first.head.lower, "")}
    return CITY if verbs & word_set(TAKEN) else KNOWN if verbs & word_set(HELD) else 0


@per_language
def _speech_verbs() -> frozenset[str]:
    return frozenset(r["lemma"] for r in rows("cue_verbs") if r.get("group") in ("speech", "act"))


def _surname_speaks(named: Named, before: Token | None) -> bool:
    """Tell a bare surname that the model took for a place: the subject of a verb of speech, and no town to speak of."""
    if len(named.tokens) > 1 or (before is not None and before.lower in word_set(LOCATIVE)) or named.text.isupper():
        return False
    if not _says(named):
        return False
    return all(t.population < KNOWN for t in towns(named.text))


def _surname_acts(named: Named) -> bool:
    """Tell a bare capitalised word that nothing else explains: the subject of a verb is somebody."""
    word = named.text
    if len(named.tokens) > 1 or word.isupper() or not word.isalpha() or named.head.upos != "PROPN":
        return False
    if named.tokens[0].lemma.lower() != word.lower():
        return False  # "Models show": a plural at the head of a sentence
    return named.head.role.acting and named.head.head.upos == "VERB"


def _vote(named: Named, votes: dict[tuple[str, ...], Counter[str]], surnames: set[str], titles: list[Title], tokens: list[Token]) -> None:
    """Repair a name's kind by what the same words, or a full name that holds them, are elsewhere in the report."""
    before = neighbour(named, tokens, -1)
    spatial = before is not None and before.lower in word_set(LOCATIVE)
    if len(named.words) == 1 and named.words[0] in surnames and named.kind not in ("person", "people"):
        if named.entries and (spatial or named.rule == "name/country-meant"):
            return
        acronym = named.text.isupper() and len(named.text) <= 5 and named.label == "ORG"
        if not acronym and not (spatial and named.label in ("GPE", "LOC") and votes[named.words]["place"] > 1 and named.entries):
            named.rule = "name/carried-over"
            named.kind = "person"
        return
    if named.entries or (named.kind == "person" and named.words[-1] in surnames):
        return
    counts = votes[named.words]
    best = max(counts, key=lambda k: (counts[k] if k != "unknown" else 0, k == "person", k))
    if (best != "unknown" and counts[best] > counts[named.kind]) or named.kind == "unknown":
        named.kind = best  # type: ignore[assignment]
