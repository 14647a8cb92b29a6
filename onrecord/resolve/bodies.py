"""Organisations, countries as governments, and peoples: who of the named stands for a body that can act."""

from __future__ import annotations

from onrecord.grammar.phrase import phrase_of
from onrecord.lang import per_language, rows
from onrecord.model.document import Token, span_of
from onrecord.model.record import ActorType
from onrecord.resolve import lexicon, nouns, world
from onrecord.resolve.entities import Actor
from onrecord.resolve.evidence import read_beside
from onrecord.resolve.kinds import LOCATIVE, initials, neighbour
from onrecord.resolve.lexicon import word_set
from onrecord.resolve.named import Named
from onrecord.resolve.phrase import read_phrase
from onrecord.resolve.scene import MAIN_SCENE, SCENE, Scene

STATIVE = "bodies-stative"
GAMES = "bodies-games"
"""What teams named after a region do, and what happens in one: no acts of its government."""
WHENCE = "bodies-whence"
"""What a hyphen ties to a country that only says where something is from ("a *UK-based* group")."""
GATHERINGS = "bodies-gatherings"
"""Heads of names that leave it to the other words what kind of body it is."""
NOT_CAPITAL, ADDRESSING = "bodies-not-capital", "bodies-addressing"
"""Words before a capital that is only a place there; and verbs whose object is a government ("accused *Moscow*")."""
WORLDWIDE = "bodies-worldwide"
"""First words of the names of bodies above countries."""


ACT_ENDINGS = ("tion", "sion", "ment", "ance", "ence", "rule", "change")
"""Endings of nouns that name what somebody does rather than a thing."""


@per_language
def _event_nouns() -> frozenset[str]:
    """Give the nouns that name acts, so that "Russian invasion" has Russia act."""
    table = rows("event_nouns")
    key = next(iter(table[0])) if table else ""
    return frozenset(r.get("noun") or r.get("lemma") or r[key] for r in table)


@per_language
def _state_nouns() -> frozenset[str]:
    """Give the nouns that a capital possesses only as a government ("Moscow's demands")."""
    return frozenset(r["noun"] for r in rows("state_nouns")) | _event_nouns()


def add_organisations(scene: Scene) -> None:
    """Group organisations' names: world names, same words, acronyms in brackets, short forms of longer names."""
    by_words: dict[tuple[str, ...], Actor] = {}
    by_acronym: dict[str, Actor] = {}
    tokens = scene.document.tokens
    for named in (n for n in scene.names if n.kind == "organisation"):
        actor = _organisation(scene, named, by_words, by_acronym, tokens)
        by_words[named.words] = actor
        by_words.setdefault((*named.words, actor.country or ""), actor)
        if len(named.words) > 1:
            by_acronym.setdefault(initials(named.words), actor)
            by_words.setdefault(named.words[:1], actor) if len(named.words[0]) > 3 and named.words[0] not in _common_starts() else None
        covers = [*named.tokens]
        scene.add(actor, span_of(named.tokens), "name", named.head, named.rule or "name/organisation", covers)


@per_language
def _common_starts() -> frozenset[str]:
    words = {r["word"] for r in rows("organisation_words")} | word_set("bodies-common-starts")
    return frozenset(words | {w.casefold() for w in world.main_names().values()})


def _organisation(
    scene: Scene, named: Named, by_words: dict[tuple[str, ...], Actor], by_acronym: dict[str, Actor], tokens: list[Token]
) -> Actor:
    if named.entries:
        entry, country, evidence = _known_body(scene, named, tokens)
        guess = MAIN_SCENE if evidence == "main-scene" else None
        if country is None and (told := by_words.get(named.words)) is not None:
            return told
        key = tuple(entry.name.casefold().split())
        actor = by_words.get(key)
        if actor is None or actor.country != country:
            name = entry.name if country == entry.country else named.text  # Nigeria's Peoples' Democratic Party is not Turkey's HDP
            actor = Actor(name, entry.type, country, entry.sector, words=named.words, rule="actor/world")
            actor.belong(country, evidence, sure=guess is None, confidence=guess)
            by_words[key] = actor
        return actor
    known = by_words.get(named.words)
    if known is None and len(named.words) == 1:
        before = neighbour(named, tokens, -1)
        previous = _bracketed(named, scene, tokens) if before is not None and before.text == "(" else None
        known = previous or (by_acronym.get(named.words[0]) if named.text.isupper() else None)
    beside_it = _modifier(named, scene, tokens)
    if known is not None and known.country_sure and beside_it not in (None, known.country):
        known = by_words.get((*named.words, beside_it or ""))  # "the *Ukrainian* Foreign Ministry" where Russia's was told of
    if known is not None:
        return known
    reading = read_phrase([t.text for t in named.tokens], len(named.tokens) - 1)
    sector, kind = _by_words(named, reading.sector)
    country = scene.as_meant(reading.country, named.words) or beside_it
    if country == "IGO" and sector in (None, "GOV", "SOC"):
        sector = "IGO"
    if country is None and named.words[0] in word_set(WORLDWIDE) and len(named.words) > 1 and sector in ("GOV", "LEG", "JUD"):
        country, sector = "IGO", "IGO" if sector == "GOV" else sector  # "International Water Office": no country's, whatever its setting
    beside = read_beside(named, tokens)
    strong = beside is not None and beside.noun is not None and beside.noun.noun.force != "weak"
    if beside is not None and beside.sector is not None and (sector is None or strong):
        sector = beside.sector
    actor = Actor(named.text, kind, None, sector, words=named.words, rule="actor/organisation")
    actor.belong(country, "own-words")
    if country is None and beside is not None and beside.country is not None:
        country = beside.country
        actor.belong(country, "apposition")
    if country is None and sector in ("GOV", "MIL", "COP", "LEG", "JUD", "SPY"):
        local = scene.local.get(id(named.tokens[0].sentence))
        if local is not None:
            actor.belong(local, "scene", sure=False, confidence=SCENE)
        else:
            actor.belong(scene.main(named.head), "main-scene", sure=False, confidence=MAIN_SCENE)
    return actor


def _by_words(named: Named, read: str | None) -> tuple[str | None, ActorType]:
    table = lexicon.organisation_words()
    words = [t.lower for t in named.tokens]
    if words[:2] == ["bank", "of"] and any(w in world.folded_countries() for w in words[2:]):
        return "GOV", "organization"
    heads = [len(words) - 1, *(n - 1 for n, w in enumerate(words) if w in ("of", "for", "in", "on") and n), 0]
    faith = any(lexicon.sector_adjectives().get(w) == "REL" for w in words)
    if faith and any(words[n] in word_set(GATHERINGS) for n in heads):
        return "REL", "organization"  # "the Episcopal *Conference*", "the Islamic *Council*"
    for n in heads:
        if words[n] in table and table[words[n]][1] is not None:
            kind, sector = table[words[n]]
            return sector, kind
    return read, "organization"


def _bracketed(named: Named, scene: Scene, tokens: list[Token]) -> Actor | None:
    """Give the organisation whose acronym this is: "African Union (AU)"."""
    i = named.tokens[0].i - 2
    mention = scene.at.get(i) if i >= 0 else None
    return mention.actor if mention is not None and mention.actor is not None and mention.actor.type != "person" else None


def _known_body(scene: Scene, named: Named, tokens: list[Token]) -> tuple[world.Entry, str | None, str]:
    """Give which of the bodies of this name is meant, its country, and the evidence.

    Bodies that several countries have under one name ("the Foreign Office", "the Labour Party") are those of the country named beside
    them, in their sentence, or that the report is about; the table may list more than one ("PTI").
    """
    entry = named.entries[0]
    if entry.scope != "context":
        return entry, entry.country, "body"
    bodies = [e for e in named.entries if e.kind == "organisation"]
    country, evidence = _modifier(named, scene, tokens), "own-words"
    if country is None:
        sentence = named.tokens[0].sentence
        others = (n for n in scene.names if n.entries and n.tokens[0].sentence is sentence and n.entries[0].name != entry.name)
        here = {scene.focus, *(n.entries[0].country for n in others)}
        body = next((e for e in bodies if e.country in here), None)
        if body is not None:
            return body, body.country, "body"
        country, evidence = scene.main(named.head), "main-scene"
    return next((e for e in bodies if e.country == country), entry), country, evidence


def _modifier(named: Named, scene: Scene, tokens: list[Token]) -> str | None:
    """Give the country whose name stands right before an organisation's, or after it with "of" or "in"."""
    i = named.tokens[0].i - 1
    if i >= 0 and tokens[i].lower in nouns.MARKS:
        i -= 1
    for at in (i, named.tokens[-1].i + 2):
        other = scene.named_at.get(at)
        if at != i and (at - 1 >= len(tokens) or tokens[at - 1].lower not in ("of", "in")):
            continue
        if at != i and at < len(tokens) and tokens[at].lower == "the":
            other = scene.named_at.get(at + 1)
        if other is not None and other.entries and other.entries[0].country and other.tokens[0].sentence is named.tokens[0].sentence:
            return other.entries[0].country
    return None


def add_states(scene: Scene) -> None:
    """Add countries, capitals and peoples where they stand for a government or a group."""
    tokens = scene.document.tokens
    for named in scene.names:
        if not named.entries or named.tokens[0].i in scene.at or named.tokens[0].sentence.part.kind == "dateline":
            continue
        entry = named.entries[0]
        if entry.country is None:
            continue
        if named.kind == "country" and country_acts(named, tokens):
            before = neighbour(named, tokens, -1)
            whole = [before, *named.tokens] if before is not None and before.lower == "the" else named.tokens
            scene.add(scene.state(entry.country), span_of(whole), "name", named.head, "name/country", named.tokens)
        elif entry.kind == "capital" and named.kind == "place" and capital_acts(named, tokens):
            scene.add(scene.state(entry.country), span_of(named.tokens), "name", named.head, "name/capital-as-government", named.tokens)
        elif entry.kind == "region" and named.kind == "place" and region_acts(named, tokens):
            scene.add(_province(scene, entry), span_of(named.tokens), "name", named.head, "name/region-as-government", named.tokens)
        elif named.kind == "people":
            _add_people(scene, named, tokens)


def country_acts(named: Named, tokens: list[Token]) -> bool:
    """A country acts unless it only says where: "in Peru", "Caracas, Venezuela", or modifies a place or an actor noun."""
    before, after = neighbour(named, tokens, -1), neighbour(named, tokens, 1)
    before = _before_list(named, _without_article(before, tokens), tokens)
    case = phrase_of(named.head).preposition
    if case in word_set(LOCATIVE) and not (after is not None and after.upos in ("NOUN", "PROPN", "ADJ")):
        return False  # "in Houthi-controlled Yemen"
    if after is not None and after.text in nouns.HYPHENS and (whence := neighbour_at(after, tokens)) and whence.lower in word_set(WHENCE):
        return False
    first = named.head.head if named.head.role.conjunct else None  # "Chile, *Peru* and Bolivia", not "Lima, Peru"
    listed = first is not None and not phrase_of(first).prepositions and first.name is not None
    if before is not None and (before.lower in word_set(LOCATIVE) or (before.text == "," and not listed and _after_place(before, tokens))):
        return False
    return not (after is not None and modifies_actor(named, after, tokens))


LISTED = 30
"""Countries of one list to look back over."""


def _without_article(before: Token | None, tokens: list[Token]) -> Token | None:
    """Give what stands before "the", where that is what stands before a name."""
    if before is None or before.lower != "the":
        return before
    return tokens[before.i - 1] if before.i > 0 and tokens[before.i - 1].sentence is before.sentence else None


def _before_list(named: Named, before: Token | None, tokens: list[Token]) -> Token | None:
    """Give what stands before a list of countries that a name goes on: "*in* Chad, Niger and Mali", "*leaders* of Peru, Chile".

    Whoever is named further on in a list is there, or acts, as the first does.
    """
    nearest = before
    for _ in range(LISTED):
        if before is None or before.lower not in (",", "and", "or"):
            return before
        linked = before.lower != ","
        at = before.i - 1
        if linked and at > 0 and tokens[at].text == ",":
            at -= 1
        run = _country_before(at, tokens)
        name = tokens[at].name
        if run is None and linked and name is not None and name.label in ("GPE", "LOC"):
            run = name.tokens
        if run is None or tokens[at].sentence is not before.sentence or (linked and not named.head.role.conjunct):
            return nearest  # "Baalbek, Lebanon": where that is
        opening = tokens[run[0].i - 1] if run[0].i > 0 else None
        before = _without_article(opening if opening is not None and opening.sentence is run[0].sentence else None, tokens)
    return nearest


def _country_before(last: int, tokens: list[Token]) -> list[Token] | None:
    """Give the words of the country's name that ends with this token."""
    near = tokens[max(0, last - 4) : last + 1]
    match = next((m for m in world.scan([t.text for t in near]) if m.last == len(near)), None)
    if match is None:
        return None
    listed = match.entries[0].kind == "region" and near[match.first].role.conjunct  # "Canada, *England*, France"
    return near[match.first :] if match.entries[0].kind == "country" or listed else None


def neighbour_at(token: Token, tokens: list[Token]) -> Token | None:
    """Give the token right after one, in its sentence."""
    after = tokens[token.i + 1] if token.i + 1 < len(tokens) else None
    return after if after is not None and after.sentence is token.sentence else None


def _after_place(comma: Token, tokens: list[Token]) -> bool:
    name = tokens[comma.i - 1].name if comma.i > 0 else None
    if name is None or name.label not in ("GPE", "LOC", "FAC"):
        return False
    before = tokens[name.tokens[0].i - 1] if name.tokens[0].i > 0 else None
    return before is not None and (
        before.lower in word_set(LOCATIVE) or before.lower in ("of", "from", "to") or before.text in ("-", "(") or before.upos == "PUNCT"
    )


def modifies_actor(named: Named, after: Token, tokens: list[Token]) -> bool:
    """Tell whether the name only modifies a noun that is itself an actor or a title ("US officials", "Iran's president")."""
    i = after.i
    if tokens[i].lower in nouns.MARKS:
        i += 1
    low, limit = i, min(len(tokens), i + 5)
    while (
        i < limit
        and tokens[i].sentence is after.sentence
        and (tokens[i].upos in ("ADJ", "NOUN", "PROPN", "NUM") or tokens[i].text in nouns.HYPHENS)
    ):
        i += 1
    for j in range(i - 1, low - 1, -1):
        found = lexicon.find_noun([t.lower for t in tokens[low : j + 1]], j - low)
        if (found is not None and found.noun.force != "link") or tokens[j].lower in lexicon.offices():
            return j == i - 1 or tokens[j + 1].upos == "PROPN"
    return False


def _province(scene: Scene, entry: world.Entry) -> Actor:
    """Give the actor that stands for the government of a region, a province or a state of a federation."""
    actor = scene.provinces.get(entry.name)
    if actor is None:
        actor = Actor(entry.name, "government", entry.country, "GOV", rule="actor/region", country_sure=True, country_rule="name")
        scene.provinces[entry.name] = actor
    return actor


def region_acts(named: Named, tokens: list[Token]) -> bool:
    """A region stands for its government as the subject of saying or doing: "*Texas* sued", "*Catalonia* declared independence"."""
    if named.entries[0].scope not in ("region", "us-state") or not capital_acts(named, tokens):
        return False
    head = _standing_for(named.head)
    return (head.role.acting or head.role.agent) and head.head.lemma.lower() not in word_set(GAMES)


def _standing_for(head: Token) -> Token:
    """Give the noun that a list of names tells of: "six *states* - Alabama, Ohio and four others - sued"."""
    first = head.head if head.role.conjunct and head.head.name is not None else head
    whole = first.head
    return whole if first.role.apposition and whole.form.plural and whole.lemma in MANY else first


MANY = frozenset(("country", "government", "member", "nation", "power", "province", "region", "republic", "state", "territory"))


def capital_acts(named: Named, tokens: list[Token]) -> bool:
    """A capital stands for its government as the subject of saying or doing, as an agent, or as owner of a policy."""
    before, after = neighbour(named, tokens, -1), neighbour(named, tokens, 1)
    if before is not None and before.lower in word_set(NOT_CAPITAL):
        return False
    if before is not None and before.lower in ("with", "against", "between"):
        return True
    if after is not None and after.text == "," and (before is None or before.upos == "ADP"):
        return False
    if after is not None and after.lower in nouns.MARKS:
        owned = next((t for t in tokens[after.i + 1 : after.i + 5] if t.upos == "NOUN"), None)
        return owned is not None and owned.lemma in _state_nouns()
    head = _standing_for(named.head)
    if head.role.conjunct and head.head.name is not None:
        head = head.head
    if head.role.agent:
        return True
    if head.role.acting and head.head.upos in ("VERB", "AUX"):
        return head.head.lemma not in word_set(STATIVE)
    return (head.role.object or head.role.indirect) and head.head.lemma in word_set(ADDRESSING)


def _add_people(scene: Scene, named: Named, tokens: list[Token]) -> None:
    """Add "the Russians", "two Kenyans", "an Iraqi" as people, and "Israeli raids" as the state's act."""
    entry, token = named.entries[0], named.tokens[-1]
    after = neighbour(named, tokens, 1)
    assert entry.country is not None
    follows_noun = after is not None and (after.upos in ("NOUN", "PROPN", "ADJ") or after.text in nouns.HYPHENS)
    shared = _shared_noun(named, after, tokens)
    if shared is not None:
        reading = read_phrase([named.text, shared.text], 1)
        if reading.noun is not None and reading.noun.noun.type == "government":
            scene.add(scene.state(entry.country), span_of(named.tokens), "name", named.head, "name/shared-noun", named.tokens)
        elif reading.noun is not None:
            actor = Actor(
                f"{named.text} {shared.text}", reading.type, entry.country, reading.sector, rule="actor/shared-noun", country_sure=True
            )
            actor.country_rule = "own-words"
            actor.number = reading.noun.number
            actor.nouns = {reading.noun.noun.noun}
            scene.add(actor, span_of(named.tokens), "description", named.head, "description/shared-noun", named.tokens)
        return
    if follows_noun and not token.lower.endswith("s"):
        assert after is not None
        if not modifies_actor(named, after, tokens) and _acts_noun(after, tokens):
            scene.add(scene.state(entry.country), span_of(named.tokens), "name", named.head, "name/adjective-of-act", named.tokens)
        return
    if (token.upos == "ADJ" and token.role.adjective) or (
        token.lower in ("english", "french") and token.head.upos == "VERB" and token.role.object
    ):
        return
    plural = (token.lower.endswith("s") and not token.lower.endswith("ss")) or token.lower.endswith("men")
    first = tokens[nouns.left_edge(token, tokens)]
    counted = nouns.article(first, token, tokens)
    same = scene.peoples.get(entry.country) if plural and counted != "counted" else None
    if same is None:
        text = scene.document.text[first.start : token.end]
        text = text.removeprefix("The ").removeprefix("the ").removeprefix("An ").removeprefix("an ").removeprefix("A ").removeprefix("a ")
        before = scene.named_at.get(token.i - len(named.tokens)) if token.i else None
        if (
            before is not None
            and before.entries
            and before.entries[0].kind == "people"
            and before.entries[0].country
            and entry.country != "CYP"
        ):
            entry = before.entries[0]  # "Bosnian Serbs" are Bosnia's
        own = None if any(t.lower == "ethnic" for t in tokens[first.i : token.i]) else entry.country
        same = Actor(
            text, "group" if plural or first.lower == "the" else "person", own, "CVL", rule="actor/people", country_sure=own is not None
        )
        same.country_rule = "own-words" if own is not None else None
        same.number = "plur" if same.type == "group" else "sing"
        same.nouns = {"people"}
        if plural and own is not None:
            scene.peoples.setdefault(own, same)
    scene.add(same, (first.start, token.end), "description", token, "name/people", named.tokens)


def _shared_noun(named: Named, after: Token | None, tokens: list[Token]) -> Token | None:
    """Give the noun that "Hungarian and Romanian officials" shares with its second adjective."""
    if after is None or after.lower not in ("and", "or", ",") or named.tokens[-1].lower.endswith("s"):
        return None
    for i in range(after.i + 1, min(len(tokens), after.i + 6)):
        token = tokens[i]
        if token.sentence is not after.sentence:
            return None
        match token.upos:
            case "NOUN":
                other = world.scan([t.text for t in tokens[after.i + 1 : i]])
                return token if other and other[0].entries[0].kind == "people" and lexicon.find_noun([token.lower], 0) else None
            case "ADJ" | "PROPN" | "CCONJ":
                continue
            case _:
                if token.text != ",":
                    return None
    return None


def _acts_noun(after: Token, tokens: list[Token]) -> bool:
    """Tell whether the noun phrase that an adjective of country opens names an act or a policy."""
    i = after.i
    while (
        i + 1 < len(tokens)
        and i < after.i + 4
        and tokens[i + 1].sentence is after.sentence
        and tokens[i + 1].upos in ("NOUN", "PROPN", "ADJ")
    ):
        i += 1
    head = tokens[i].lemma.lower()
    return head.endswith(ACT_ENDINGS) or any(tokens[j].lemma.lower() in _state_nouns() for j in range(after.i, i + 1))
