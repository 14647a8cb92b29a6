"""Which actor met before a description takes up again: the rules for persons, bodies and groups, strict ones for plain plurals."""

from __future__ import annotations

from onrecord.grammar.phrase import phrase_of
from onrecord.model.record import Rejected
from onrecord.resolve import lexicon
from onrecord.resolve.described import Described
from onrecord.resolve.entities import Actor, Mention
from onrecord.resolve.lexicon import word_set

WINDOW = 40
"""Mentions looked back over; about six sentences of news."""
LINK_AT = 2.0
PROMINENT = 0.15
"""What each mention of a named body, up to six, adds to its being meant by "the company"."""
NEAR_BLOCKS = 8
GENERIC = "antecedents-generic"
"""Nouns whose bare plural or bare singular speaks of the kind, or of others each time."""
OPEN = frozenset({"leader", "official", "politician", "candidate", "minister", "man", "woman"})
"""Weak nouns by which a person named before is often taken up."""
KIN = "antecedents-kin"
"""Nouns that say whose: linked only where the owner is the same."""


def find_antecedent(d: Described, recent: list[Mention]) -> Actor | None:
    """Find the actor met before that this phrase takes up again; None starts a new one."""
    if not _may_link(d):
        return None
    best: tuple[float, Actor] | None = None
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
            best = (value, actor)
    if best is None:
        return None
    best[1].rejected.extend(turned[:1] if len(best[1].rejected) < 3 else [])
    return best[1]


def _may_link(d: Described) -> bool:
    """Tell whether the phrase's article lets it take something up again."""
    match d.article:
        case "definite":
            return True
        case "counted":
            return d.first.lower in ("the", "both", "these", "those")
        case "possessive":
            return d.owner is not None
        case "bare":
            return d.noun not in word_set(GENERIC) and d.plain and (d.found.number == "plur" or d.found.noun.type != "person")
        case _:
            return False


def _clash(d: Described, actor: Actor) -> str | None:
    """Say why an actor cannot be meant by this phrase, if it cannot."""
    kind = d.found.noun.type
    plural = d.found.number == "plur"
    wanted = _wanted(kind, plural)
    if actor.type not in wanted:
        return f"a {actor.type}"
    gender = d.found.noun.gender
    if gender and actor.gender and gender != actor.gender:
        return "other gender"
    if d.country and d.country != actor.country and (actor.country_sure or actor.type == "group"):
        return f"of {actor.country}, not {d.country}"
    if d.base and actor.country and d.base != actor.country:
        return f"of {actor.country}, not based in {d.base}"
    if d.owner is not None and d.owner is actor:
        return "its owner"
    if (d.possessed or d.noun in word_set(KIN)) and not actor.words and actor.owner is not d.owner:
        return "somebody else's"
    if not d.plain and d.country is None and ((d.noun in actor.nouns and not actor.words) or d.found.number == "plur"):
        return "told apart by what follows"
    return None


def _wanted(kind: str, plural: bool) -> tuple[str, ...]:
    if kind == "person":
        return ("group",) if plural else ("person",)
    if kind == "government":
        return ("government",)
    return ("organization", "group")


def _score(d: Described, actor: Actor, mention: Mention, back: int) -> float:
    """Weigh an actor as antecedent: same noun or office most, then sector, then nearness."""
    blocks = max(0, d.head.sentence.block - mention.head.sentence.block)
    value = -0.05 * back - 0.15 * blocks
    kind = d.found.noun.type
    if kind == "person" and d.found.number == "sing":
        return value + _person(d, actor)
    if kind == "government":
        subject = d.head.role.subject or (bool(phrase_of(d.head).prepositions) and d.head.role.possessor)
        fits = d.article == "definite" and d.plain and not d.modifiers and back < 12 and subject
        return value + (2.3 if fits else -9.0)
    if kind == "organization" and d.noun not in actor.nouns:
        return value + _body(d, actor) + PROMINENT * min(6, len(actor.mentions))
    if d.noun not in actor.nouns or blocks > NEAR_BLOCKS:
        return -9.0
    if not actor.words and not d.modifiers <= actor.modifiers:
        return -9.0
    if d.article == "bare" and not actor.words and (d.modifiers != actor.modifiers or _counted(actor)):
        return -9.0
    return value + 4.0


def _counted(actor: Actor) -> bool:
    """Tell those who were counted where they were first met: "*eight soldiers*" are not who "soldiers" without an article are."""
    return bool(actor.mentions) and bool(phrase_of(actor.mentions[0].head).counts)


def _person(d: Described, actor: Actor) -> float:
    if d.noun in actor.nouns:
        return 4.0
    value = 0.0 if d.found.noun.force != "weak" or d.noun in OPEN else -1.0
    sector = d.reading.sector
    if sector is not None and sector == actor.sector:
        value += 2.6 if actor.words else 1.2
    elif sector is not None and actor.sector is not None:
        value -= 2.0
    if d.country and d.country == actor.country:
        value += 0.5
    if not d.plain and not d.country:
        value -= 1.0
    return value


def _body(d: Described, actor: Actor) -> float:
    if d.article == "bare" or not actor.words or not d.plain:
        return -9.0
    sector = d.reading.sector
    if any(w in actor.words for w, _ in lexicon.singulars(d.noun)) or d.noun + "s" in actor.words:
        return 3.5
    if actor.country == "IGO" and d.noun in ("alliance", "bloc", "union", "body", "organization", "organisation", "agency", "world body"):
        return 2.4
    if actor.type == "organization" and sector is not None and sector == actor.sector:
        return 2.2
    if sector == "BUS" and actor.sector is None:
        return 2.1
    if actor.type == "group" and d.noun in ("group", "movement", "organization", "organisation"):
        return 2.6
    return 2.1 if d.noun in ("group", "organization", "organisation", "body", "agency") and actor.sector != "BUS" else -9.0
