"""Pronouns: whom "he", "she", "it", "they", "we" and "I" stand for, by agreement, nearness and who was speaking."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from onrecord.grammar.phrase import phrase_of
from onrecord.grammar.roles import WordRole
from onrecord.model.document import Token
from onrecord.resolve.entities import Actor, Mention
from onrecord.resolve.lexicon import word_set
from onrecord.resolve.scene import Scene

KINDS: dict[str, str] = {
    "he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f",
    "it": "n", "its": "n", "itself": "n", "they": "p", "them": "p", "their": "p", "theirs": "p", "themselves": "p",
    "i": "1", "me": "1", "my": "1", "mine": "1", "myself": "1", "we": "1p", "us": "1p", "our": "1p", "ours": "1p", "ourselves": "1p",
    "you": "2", "your": "2", "yours": "2", "yourself": "2", "who": "r", "whose": "r",
    "which": "w",
    "that": "w",
}  # fmt: skip
WINDOW = 24
"""Mentions looked back over: four to five sentences of news."""
SENTENCES = 4
ENOUGH = 0.5
GOING_ON = "pronouns-going-on"
ADDING = 1.2
"""What it adds besides where the verb says that somebody goes on ("*he* added")."""
SPEAKING = 1.2
"""What being the one who speaks here, or who spoke last, adds."""
SAYING = 1.5
"""What being the subject of the verb of saying adds where the pronoun is the subject of what is said."""
DEPTH = 3
"""Steps from a verb or a name to the word that it goes with."""
GENDERED = 1.5
"""What a known gender adds to one of the last few named, more than being the subject: "Chris praised *Maria*. *She* …"."""
NAMED = 2.0
"""What being named in what the pronoun's bearer says takes off: "*he* said that *Ann Lee* would pay"."""
NEXT = 2
MARGIN = 0.6
"""A choice less than this ahead of the next is marked unsure."""
WEATHER = "pronouns-weather"
FORCES = frozenset({"COP", "MIL", "JUD", "SPY"})
CUSTODY, STREETS = "pronouns-custody", "pronouns-streets"
OPPOSED = 2.0
"""More than being the subject before adds: "police arrested twelve people. *They* had protested …"."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The actor chosen for a pronoun, how sure, and who else came close."""

    actor: Actor | None
    confidence: float
    rejected: tuple[tuple[str, str], ...]
    why: str


def pleonastic(token: Token) -> bool:
    """Tell an "it" that stands for nobody: "it is clear that", "it seems", "it rained", "it was a call"."""
    if token.lower != "it":
        return False
    head = token.head
    around = phrase_of(head)
    if not token.role.subject or head.upos != "VERB" or around.copulas:
        return True  # "it was a call", "wanted it", "about it": mostly things; measured on GUM: one in three right
    if token.role.expletive or head.lemma in word_set(WEATHER):
        return True
    return bool(around.auxiliaries) and any(c.i > head.i for c in (*around.subjects, *around.contents))


def choose(scene: Scene, token: Token, recent: list[Mention], speaker: Actor | None, others: Collection[int] = ()) -> Choice:
    """Choose whom a third-person pronoun stands for among the mentions before it.

    `others`: ids of actors that hardly are meant, being named in what the pronoun's bearer says or does.
    """
    kind = KINDS[token.lower]
    order: list[tuple[float, Actor]] = []
    turned: list[tuple[str, str]] = []
    seen: set[int] = set()
    here = _number(token)
    for back, mention in enumerate(reversed(recent[-WINDOW:])):
        actor = mention.actor
        if actor is None or id(actor) in seen or mention.head.i >= token.i:
            continue
        if here - _number(mention.head) > SENTENCES and token.sentence.block - mention.head.sentence.block > 2:
            break
        why = _clash(scene, kind, token, mention, actor)
        if why is not None:
            turned.append((actor.name, why))
            continue
        seen.add(id(actor))
        order.append((_score(kind, token, mention, actor, back, speaker) - (NAMED if id(actor) in others else 0.0), actor))
    order.sort(key=lambda x: -x[0])
    if order and order[0][1].thing:
        return Choice(None, 0.0, (), f"a thing: {order[0][1].name}")
    if not order or order[0][0] < ENOUGH:
        return Choice(None, 0.0, tuple(turned[:3]), "nobody near fits in number, gender and place")
    top = order[0]
    margin = top[0] - order[1][0] if len(order) > 1 else 2.0
    rest = tuple((a.name, "further off or less prominent") for _, a in order[1:3])
    return Choice(top[1], 0.9 if margin >= MARGIN * 2 else 0.7 if margin >= MARGIN else 0.5, rest + tuple(turned[:2]), "")


def _against_forces(token: Token) -> bool:
    """Tell who is arrested, and who protests: seldom those who arrest and keep order."""
    verb = token.head
    done_to = token.role.undergoing or token.role.object
    return verb.lemma in word_set(CUSTODY if done_to else STREETS) or (done_to and any(c.lower == "custody" for c in phrase_of(verb).words))


def _number(token: Token) -> int:
    return token.sentence.tokens[0].i // 24  # about a sentence of news; cheap stand-in for the sentence's number


def _clash(scene: Scene, kind: str, token: Token, mention: Mention, actor: Actor) -> str | None:
    if kind in ("m", "f"):
        if actor.type != "person":
            return "not a person"
        if actor.gender is not None and actor.gender != kind:
            return "other gender"
    elif kind == "n":
        several = actor.number == "plur" and not mention.head.form.singular  # "the *military* said it", whatever its members are
        if actor.type == "person" or (actor.type == "group" and (several or mention.head.upos == "ADJ")):
            return "a person or several"
    elif kind == "p" and (actor.type == "person" or (actor.thing and actor.number == "sing")):
        return "one person or thing"
    if token.lower == "it" and not _just_before(token, mention, scene):
        return "too far off for it"
    if _same_clause(token, mention.head):
        return "argument of the same verb"
    owned = scene.at.get(token.head.i) if token.role.possessor else None
    if owned is not None and owned.actor is actor:
        return "what it owns"
    return None


def _just_before(token: Token, mention: Mention, scene: Scene) -> bool:
    """Tell a mention of the same sentence, or the subject of the one before: what "it" takes up."""
    here = token.sentence
    if mention.head.sentence is here:
        return True
    first = here.tokens[0].i
    before = scene.document.tokens[first - 1].sentence if first else None
    return mention.head.sentence is before and mention.role.subject


def _same_clause(pronoun: Token, other: Token) -> bool:
    """A plain pronoun cannot stand for another argument of its own verb ("he met him")."""
    if pronoun.role.possessor or pronoun.lower.endswith(("self", "selves")):
        return False
    verb = pronoun.head
    if verb.role.complement and (pronoun.role.object or pronoun.role.indirect) and other.head is verb.head and other.role.acting:
        around = phrase_of(verb.head)
        return not (around.objects or around.indirects)  # "police tried to arrest them": who tries is who would arrest
    return (
        verb is other.head
        and _of_verb(other.role)
        and _of_verb(pronoun.role)
    )


def _of_verb(role: WordRole) -> bool:
    """Tell a verb's own arguments."""
    return role.argument or role.indirect or role.agent or role.bare


def _office_acts(mention: Mention) -> bool:
    """Tell a name beside an office that is the subject: "*The head* of the police, *Neil Lowe*, said"."""
    return mention.form == "name" and any(t.role.subject for t in mention.covers if t.i < mention.head.i)


def _score(kind: str, token: Token, mention: Mention, actor: Actor, back: int, speaker: Actor | None) -> float:
    head = mention.head
    value = 2.0 - 0.12 * back
    same = head.sentence is token.sentence
    distance = _number(token) - _number(head)
    value -= 0.0 if same else 0.5 + 0.4 * distance
    role = mention.role
    if role.subject or _office_acts(mention):
        value += 0.9
    elif role.object or role.indirect or role.agent:
        value += 0.2
    elif role.possessor or role.attribute or role.compound or role.adjective:
        value -= 0.3
    if mention.form == "pronoun":
        value += 0.5
    elif mention.form == "name":
        value += 0.3
    if token.role.subject and role.subject:
        value += 0.4
    if len(actor.mentions) > 2:
        value += min(0.6, 0.1 * len(actor.mentions))
    if speaker is actor:
        value += SPEAKING + (ADDING if token.role.subject and token.head.lemma in word_set(GOING_ON) else 0.0)
    if token.role.acting:
        value += SAYING * _says(token, head)
    if kind in ("m", "f") and actor.gender == kind:
        value += GENDERED if back < NEXT else 0.8
    if kind == "p":
        value += 1.0 if actor.number == "plur" else -0.9
        value -= OPPOSED if actor.sector in FORCES and _against_forces(token) else 0.0
    if kind == "n":
        value += 0.6 if actor.type in ("government", "organization") and mention.form != "description" else 0.2
    if head.sentence.part.kind in ("caption", "title"):
        value -= 0.4
    return value


def _says(pronoun: Token, other: Token) -> float:
    """Tell the subject of what says or does what the pronoun's clause is about: "*the army* confirmed the raid, saying *it* hit ...".

    Less for whoever is named inside that subject ("*militants from al-Shabaab* said it had killed 20").
    """
    clause = pronoun.head
    if not clause.role.content or clause.head.i > pronoun.i:
        return 0.0
    doers = _doers(clause.head)
    if other in doers:
        return 1.0
    for _ in range(DEPTH):
        if other.head is other or not (other.role.attribute or other.role.possessor or other.role.apposition):
            return 0.0
        other = other.head
        if other in doers:
            return 0.8
    return 0.0


def _doers(verb: Token) -> list[Token]:
    """Give who does a verb, or the verb that it goes with ("confirmed it, *saying* ...", "claimed the attack and *said* ...")."""
    for _ in range(DEPTH):
        found = phrase_of(verb).doers
        if found or not (verb.role.conjunct or verb.role.adverbial):
            return list(found)
        verb = verb.head
    return []
