"""Whom "they" and "the two sides" stand for where two or more are meant who were named one by one."""

from __future__ import annotations

from onrecord.grammar.phrase import phrase_of
from onrecord.model.document import Token
from onrecord.resolve.entities import Actor, Mention
from onrecord.resolve.lexicon import singulars, word_set
from onrecord.resolve.scene import Scene

BEFORE = 2
"""Sentences looked at: the pronoun's own up to it, and the one before."""
REACH = 60
"""Words looked at of each; it keeps the search linear in a text without sentence ends."""


def several(scene: Scene, pronoun: Token) -> list[Actor]:
    """Give the people named together before "they": "*Ann Lee and Bo Ek* met", else who met whom: "*Ann Lee* met *Bo Ek*".

    Only people count, each a single one; bodies and groups are antecedents of "they" by themselves.
    """
    end = pronoun.i
    for _ in range(BEFORE):
        if end == 0:
            return []
        sentence = scene.document.tokens[end - 1].sentence
        if sentence.block != pronoun.sentence.block:
            return []
        start = sentence.tokens[0].i
        tokens = scene.document.tokens[max(start, end - REACH) : end]
        found = _joined(scene, tokens) or _partners(scene, tokens)
        if found:
            return found
        end = start
    return []


STATES, LEADERS, SIDES = "several-states", "several-leaders", "several-sides"
"""Nouns for two states, two people, and two of whatever kind that deal with one another."""
LATE = 3
"""Sentences back to the two that "both sides" speaks of."""
WITH = frozenset(("with", "against", "between", "on", "from"))


def pair(scene: Scene, noun: Token) -> list[Actor]:
    """Give the two that "the two countries", "both leaders" or "each side" stands for: the last that were named together."""
    kind = _kind_of_pair(noun)
    if not kind:
        return []
    tokens = scene.document.tokens
    end = noun.sentence.tokens[0].i
    for _ in range(LATE):
        if end == 0:
            break
        start = tokens[end - 1].sentence.tokens[0].i
        for token in reversed(tokens[max(start, end - REACH) : end]):
            found = _two(scene, token)
            found = [_state_of(scene, a) for a in found] if kind == STATES else found
            if len(_apart(found)) == 2 and all(_fits(a, kind) for a in found):
                return found
        end = start
    return []


def _state_of(scene: Scene, actor: Actor) -> Actor:
    """Give the state of whoever acts for one, where the report names it: "*Armenia*'s prime minister"."""
    return next((a for a in scene.actors if a.type == "government" and a.country and a.country == actor.country), actor)


def joined_with(scene: Scene, actor: Actor, before: Token) -> list[Actor]:
    """Give the two states or bodies of which the one that "they" was taken for is the first: "*Armenia* and *Azerbaijan* met. They ..."."""
    if actor.type == "person":
        return []
    named = [m.head for m in actor.mentions if m.head.i < before.i and m.form == "name"]
    found = _two(scene, named[-1]) if named and before.sentence.tokens[0].i - named[-1].i < REACH else []
    return found if len(found) == 2 and all(a.type == actor.type for a in found) else []


def _kind_of_pair(noun: Token) -> str:
    names = {name for name, _ in singulars(noun.lower)}
    kind = next((k for k in (STATES, LEADERS, SIDES) if names & word_set(k)), "")
    before = [t.lower for t in noun.sentence.tokens[: noun.i - noun.sentence.tokens[0].i][-3:]]
    if not kind or not before:
        return ""
    if before[-1] == "both" or (len(before) > 1 and before[-1] == "two" and before[-2] in ("the", "these", "those")):
        return kind
    return kind if before[-1] in ("each", "either", "neither") and kind == SIDES else ""


def _fits(actor: Actor, kind: str) -> bool:
    if kind == STATES:
        return actor.type == "government"
    return (actor.type == "person") == (kind == LEADERS)


def _two(scene: Scene, token: Token) -> list[Actor]:
    """Give the two of "*A* and *B*" or "*A* attacked *B*", "talks between *A* and *B*", by the first of them."""
    if not token.role.argument and not token.role.joined:
        return []
    first = _somebody(scene, token)
    if first is None:
        return []
    rest = [_somebody(scene, c) for c in phrase_of(token).coordinated if c.i > token.i]
    if rest:
        return _apart([first, *(a for a in rest if a is not None)]) if None not in rest else []
    if not token.role.acting:
        return []
    around = phrase_of(token.head)
    others = [_somebody(scene, c) for c in (*around.objects, *around.obliques) if c.role.object or phrase_of(c).preposition in WITH]
    return _apart([first, *(a for a in others if a is not None)])


def _somebody(scene: Scene, token: Token) -> Actor | None:
    mention: Mention | None = scene.at.get(token.i)
    actor = mention.actor if mention is not None else None
    return actor if actor is not None and not actor.thing else None


def suffering(scene: Scene, pronoun: Token) -> list[Actor]:
    """Give those that an act was done to before a "they" that something is done to: "arrested *A and B*; they were charged"."""
    if not pronoun.role.undergoing:
        return []
    tokens = scene.document.tokens[max(0, pronoun.i - REACH) : pronoun.i]
    near = [t for t in tokens if t.sentence.block == pronoun.sentence.block and (t.role.object or t.role.subject)]
    if not near or not near[-1].role.object:
        return []
    mention: Mention | None = scene.at.get(near[-1].i)
    actor = mention.actor if mention is not None else None
    if actor is not None and actor.type == "group" and actor.number == "plur" and not actor.thing:
        return [actor]
    return _coordinated(scene, near[-1])


def _person(scene: Scene, token: Token) -> Actor | None:
    mention: Mention | None = scene.at.get(token.i)
    actor = mention.actor if mention is not None else None
    single = actor is not None and actor.type == "person" and actor.number == "sing" and not actor.thing
    return actor if single else None


def _joined(scene: Scene, tokens: list[Token]) -> list[Actor]:
    """Give the people of the first subject that is several: "A, B and C"."""
    for token in tokens:
        if token.role.subject and (together := _coordinated(scene, token)):
            return together
    return []


def _coordinated(scene: Scene, token: Token) -> list[Actor]:
    """Give the people of a noun phrase of several parts, each of them one person; none otherwise."""
    first = _person(scene, token)
    rest = [_person(scene, c) for c in phrase_of(token).coordinated if c.i > token.i]
    if first is None or not rest or None in rest:
        return []
    together = _apart([first, *(a for a in rest if a is not None)])
    return together if len(together) > 1 else []


def _partners(scene: Scene, tokens: list[Token]) -> list[Actor]:
    """Give the two people of one act, where it is the only act between people in reach: "A met B", "A spoke with B"."""
    found: list[list[Actor]] = []
    for token in tokens:
        if token.role.acting and (first := _person(scene, token)) is not None:
            args = [c for c in phrase_of(token.head).words if c.i > token.i and (c.role.object or c.role.oblique or c.role.indirect)]
            others = [a for c in args if (a := _person(scene, c)) is not None]
            together = _apart([first, *others])
            if len(together) == 2:
                found.append(together)
    return found[0] if len(found) == 1 else []


def _apart(actors: list[Actor]) -> list[Actor]:
    return list({id(a): a for a in actors}.values())
