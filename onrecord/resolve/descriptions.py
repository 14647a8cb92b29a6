"""Actors named by common nouns: "the leftist leader", "police", "two soldiers", "the government"; new ones, or ones met before."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.model.document import Token
from onrecord.model.record import Rejected
from onrecord.resolve import lexicon, nouns, world
from onrecord.resolve.entities import Actor, Mention
from onrecord.resolve.lexicon import Found
from onrecord.resolve.phrase import Reading, read_phrase
from onrecord.resolve.scene import Scene, country_here

STATE_SECTORS = frozenset({"GOV", "MIL", "COP", "LEG", "JUD", "SPY", "OPP"})
"""Sectors whose bodies belong to the country a report is set in, where it names no other."""
WINDOW = 40
"""Mentions looked back over for a description's antecedent; about six sentences of news."""
LINK_AT = 2.0


@dataclass(frozen=True, slots=True)
class Described:
    """A common noun phrase that may stand for an actor."""

    head: Token
    first: Token
    article: nouns.Article
    found: Found
    reading: Reading
    country: str | None
    owner: Actor | None

    @property
    def noun(self) -> str:
        return self.found.noun.noun


def describe(scene: Scene, head: Token) -> Described | None:
    """Read the noun phrase at `head` as an actor; None where it is none."""
    tokens = scene.document.tokens
    if not nouns.is_head(head, tokens) or head.dep == "xcomp" or head.child("cop") is not None:
        return None
    start = nouns.left_edge(head, tokens)
    run = tokens[start : head.i + 1]
    found = lexicon.find_noun([t.lower for t in run], len(run) - 1)
    if found is None or (
        head.upos == "PROPN" and head.name is not None and head.i not in scene.named_at and head.name.label in ("PERSON", "WORK_OF_ART")
    ):
        return None
    first = tokens[start]
    owner_token = nouns.possessor(first, head, tokens)
    owner = mention.actor if owner_token is not None and (mention := scene.at.get(owner_token.i)) is not None else None
    own = run if owner is None or owner.type != "person" else run[_after(owner_token, run) :]
    words = [t.text for t in own] + [t.text for t in _complement(head, tokens)]
    reading = read_phrase(words, len(own) - 1)
    country = reading.country
    if country is None and owner is not None and (owner.country_sure or owner.country):
        country = owner.country
    return Described(head, first, nouns.article(first, head, tokens), found, reading, country, owner)


def _after(owner: Token | None, run: list[Token]) -> int:
    return next((n + 1 for n, t in enumerate(run) if t is owner), 0) if owner is not None else 0


def _complement(head: Token, tokens: list[Token]) -> list[Token]:
    """Give the prepositional phrase that belongs to the noun: "of Kenya", "in Nairobi", "from the ruling party"."""
    i = head.i + 1
    if i >= len(tokens) or tokens[i].sentence is not head.sentence or tokens[i].lower not in ("of", "in", "from", "at", "for"):
        return []
    out = [tokens[i]]
    for token in tokens[i + 1 : i + 8]:
        if token.sentence is not head.sentence or token.upos in ("VERB", "AUX", "PUNCT", "ADP", "CCONJ", "SCONJ", "PRON"):
            break
        out.append(token)
    return out


def add_description(scene: Scene, d: Described, recent: list[Mention]) -> Mention | None:
    """Link a described actor to one met before, or start a new one; None where it is too weak to be one."""
    span = (d.first.start, d.head.end)
    covers = [t for t in scene.document.tokens[d.first.i : d.head.i + 1] if t.upos in ("NOUN", "PROPN", "ADJ")]
    if d.owner is not None:
        covers = [t for t in covers if t.i not in scene.at]
    state = _state_of(scene, d)
    if state is not None:
        return scene.add(state, span, "description", d.head, "description/government", covers)
    antecedent = _apposed(scene, d) or _antecedent(d, recent)
    if antecedent is not None:
        antecedent.nouns.add(d.noun)
        return scene.add(antecedent, span, "description", d.head, f"description/{d.found.noun.type}", covers)
    if d.found.noun.force == "link" or (d.found.words == 1 and d.noun in ("man", "woman") and d.head.i + 1 == len(scene.document.tokens)):
        return None
    actor = _new(scene, d)
    return scene.add(actor, span, "description", d.head, "description/new", covers)


def _state_of(scene: Scene, d: Described) -> Actor | None:
    """Give the country actor behind "the French government", "his government", "the country"."""
    if d.found.noun.type != "government":
        return None
    country = d.country
    if d.noun in ("country", "nation", "republic", "kingdom", "state", "superpower", "capital", "ally", "neighbour", "neighbor"):
        return None
    if (d.found.words > 1 and d.noun not in ("military junta",)) or any(
        t.lower in ("local", "regional", "state", "provincial", "city", "municipal") for t in _between(scene, d)
    ):
        return None
    if country is None and d.article in ("definite", "bare", "possessive"):
        country = country_here(scene, d.head.sentence)
    if country is None or country in world.SUPRANATIONAL:
        return None
    return scene.state(country)


def _apposed(scene: Scene, d: Described) -> Actor | None:
    """Give the organisation named beside the phrase: "the company, Acme Corp,", "Acme Corp, the oil giant,"."""
    if (d.found.noun.type == "person" and d.found.number == "sing") or d.article == "bare":
        return None
    tokens = scene.document.tokens
    for comma, name in ((d.head.i + 1, d.head.i + 2), (d.first.i - 1, d.first.i - 2)):
        if not (0 <= name < len(tokens) and comma >= 0 and tokens[comma].text == "," and tokens[name].sentence is d.head.sentence):
            continue
        mention = scene.at.get(name)
        if mention is None or mention.form != "name" or mention.actor is None or mention.actor.type in ("person", "government"):
            continue
        edge = mention.covers[-1].i + 1 if name > comma else d.head.i + 1
        if edge < len(tokens) and tokens[edge].text in (",", ".", ")"):
            return mention.actor
    return None


def _between(scene: Scene, d: Described) -> list[Token]:
    return scene.document.tokens[d.first.i : d.head.i]


def _new(scene: Scene, d: Described) -> Actor:
    text = scene.document.text[d.first.start : d.head.end]
    for opener in ("the ", "The ", "a ", "A ", "an ", "An "):
        text = text.removeprefix(opener)
    kind = d.reading.type if d.reading.noun else d.found.noun.type
    if kind == "person" and d.found.number == "plur":
        kind = "group"
    actor = Actor(" ".join(text.split()), kind, d.country, d.reading.sector, d.found.noun.gender, d.found.number, rule="actor/described")
    actor.country_sure = d.country is not None
    actor.nouns.add(d.noun)
    if actor.country is None and (actor.sector in STATE_SECTORS or kind == "group"):
        actor.country = country_here(scene, d.head.sentence)
        actor.confidence = 0.5 if actor.country else None
    return actor


def _antecedent(d: Described, recent: list[Mention]) -> Actor | None:
    """Find the actor met before that this phrase takes up again; None starts a new one."""
    if d.article in ("indefinite", "counted") and not (d.article == "counted" and d.first.lower in nouns.DEFINITE):
        return None
    best: tuple[float, int, Actor] | None = None
    turned: list[Rejected] = []
    seen: set[int] = set()
    for back, mention in enumerate(reversed(recent[-WINDOW:])):
        actor = mention.actor
        if actor is None or id(actor) in seen:
            continue
        seen.add(id(actor))
        why = _clash(d, actor)
        if why is not None:
            turned.append(Rejected(value=actor.name, why=why))
            continue
        value = _score(d, actor, mention, back)
        if value >= LINK_AT and (best is None or value > best[0]):
            best = (value, back, actor)
    if best is None:
        return None
    best[2].rejected.extend(turned[:1] if len(best[2].rejected) < 3 else [])
    return best[2]


def _clash(d: Described, actor: Actor) -> str | None:
    """Say why an actor cannot be meant by this phrase, if it cannot."""
    kind = d.found.noun.type
    plural = d.found.number == "plur"
    if kind == "person" and not plural and actor.type != "person":
        return "not a person"
    if (kind != "person" and actor.type == "person") or (kind == "person" and plural and actor.type == "person"):
        return "a person"
    if kind == "government" and actor.type != "government":
        return "not a country"
    if kind in ("organization", "group") and actor.type == "government":
        return "a country"
    if kind == "person" and plural and actor.type not in ("group",):
        return "not a group of people"
    gender = d.found.noun.gender
    if gender and actor.gender and gender != actor.gender:
        return "other gender"
    if d.country and d.country != actor.country and (actor.country_sure or (kind in ("group", "person") and actor.type == "group")):
        return f"of {actor.country}, not {d.country}"
    if d.owner is not None and d.owner is actor:
        return "its owner"
    return None


def _score(d: Described, actor: Actor, mention: Mention, back: int) -> float:
    """Weigh an actor as antecedent: same noun or office most, then sector, then nearness."""
    value = -0.05 * back - 0.15 * max(0, d.head.sentence.block - mention.head.sentence.block)
    if d.noun in actor.nouns:
        value += 4.0
    kind = d.found.noun.type
    sector = d.reading.sector
    if kind == "person" and d.found.number == "sing":
        if d.article == "bare":
            return -9.0
        if d.noun not in actor.nouns:
            if d.found.noun.force == "weak" and d.noun not in ("leader", "official", "politician", "candidate"):
                value -= 1.0
            if sector is not None and sector == actor.sector:
                value += 2.6 if actor.mentions[0].form == "name" or len(actor.mentions) > 1 else 1.2
            elif sector is not None and actor.sector is not None:
                value -= 2.0
            if d.country and d.country == actor.country:
                value += 0.5
        return value
    if kind == "organization" and d.noun not in actor.nouns:
        if d.article == "bare":
            return -9.0
        if d.noun in actor.words or d.noun + "s" in actor.words:
            value += 3.5
        elif actor.type == "organization" and sector is not None and sector == actor.sector and actor.words:
            value += 2.2
        elif sector == "BUS" and actor.type == "organization" and actor.words and actor.sector is None:
            value += 2.1
        elif actor.type == "group" and actor.words and d.noun in ("group", "movement", "organization", "organisation"):
            value += 2.6
        elif d.noun in ("group", "organization", "organisation", "body", "agency") and actor.words and actor.sector != "BUS":
            value += 2.1
        return value
    if kind == "group" or kind == "person":
        if d.noun in actor.nouns and (actor.words or d.article in ("definite", "bare", "possessive")):
            return value
        return -9.0 if d.noun not in actor.nouns else value
    if kind == "government":
        return value + (2.3 if d.article in ("definite", "possessive") and back < 12 else -9.0)
    return value
