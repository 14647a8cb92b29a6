"""Countries that the text gives an actor only by the way: through the report's setting, or through whom its office belongs to."""

from __future__ import annotations

from onrecord.grammar.phrase import phrase_of
from onrecord.resolve import world
from onrecord.resolve.entities import Actor
from onrecord.resolve.lexicon import word_set
from onrecord.resolve.named import Named
from onrecord.resolve.scene import MAIN_SCENE, SCENE, Scene, country_here
from onrecord.resolve.titles import Title

NATIONAL = frozenset({"GOV", "MIL", "LEG", "JUD", "COP", "SPY", "PTY", "OPP", "REB", "ELI"})
"""Sectors whose people and bodies belong to one country."""
HEADS = "belonging-heads"
SOLE = 0.75
"""Share of a report's country mentions from which its office holders without a country are taken to be that country's."""
ALONE = 0.85
"""Share from which hardly anybody of another country is in a report: a foreigner would have brought a second one."""
REACH = 30
"""Words looked back over for the person whose counterpart somebody is."""


def hang_by_context(scene: Scene) -> None:
    """Give office holders and named national bodies without a country that of the setting, marked as unsure.

    A second head of state is left open: the report's own country has one already.
    """
    taken = {a.country for a in scene.actors if a.country_sure and a.nouns & word_set(HEADS)}
    for actor in scene.actors:
        if actor.country is not None or not actor.words:
            continue
        national = actor.sector in NATIONAL
        first = actor.mentions[0].head
        sentence = first.sentence
        filed = scene.dateline if national and actor.type == "person" and scene.dateline_named else None
        local = scene.local.get(id(sentence))
        local = local if local in (None, scene.focus) or actor.type != "person" else None  # people speak abroad too
        country = local or filed or (scene.main(first) if actor.type == "person" else country_here(scene, first))
        if not national and (scene.share < SOLE or actor.type != "person" or (actor.sector is None and not actor.roles)):
            continue
        alone = scene.share >= ALONE and country == scene.focus
        if country is None or country in world.SUPRANATIONAL or (actor.nouns & word_set(HEADS) and country in taken and not alone):
            continue
        here = scene.share >= SOLE or country in (scene.dateline, scene.headline, local)
        if actor.type == "person" and (not here or (not alone and _faces(scene, actor, country))):
            continue
        rule = "scene" if country == local else "main-scene"
        actor.belong(country, rule, sure=False, confidence=SCENE if rule == "scene" else MAIN_SCENE)
        actor.rule += "+context"


def _faces(scene: Scene, actor: Actor, country: str) -> bool:
    """Tell a foreigner: the country's own government or fighters stand beside the person in the sentence of the first mention."""
    sentence = actor.mentions[0].head.sentence
    if scene.dateline == country:
        return False
    for token in sentence.tokens:
        mention = scene.at.get(token.i)
        other = mention.actor if mention is not None else None
        if other is None or other is actor or other.country != country or other.type == "person":
            continue
        if other.type == "government" or other.sector in ("GOV", "MIL", "REB"):
            return scene.local.get(id(sentence)) != country
    for token in sentence.tokens[:-1]:
        after = scene.document.tokens[token.i + 1]
        if after.lower in ("government", "regime") and (named := scene.named_at.get(token.i)) is not None and named.entries:
            return named.entries[0].country == country
    return False


def hang_by_owner(scene: Scene, titles: dict[int, list[Title]], names: list[Named]) -> None:
    """Give persons without a sure country that of the body their title names: "the party's chairman, Jane Doe"."""
    for named in names:
        for title in titles[id(named)]:
            mention = scene.at.get(named.head.i)
            actor = mention.actor if mention is not None else None
            if actor is None or actor.type != "person" or title.head not in title.tokens:
                continue
            if title.noun == "counterpart" and actor.sector is None:
                actor.sector = _counterpart_of(scene, title, actor)
            owner = _called_so(scene, title, named) or _owner(scene, title, actor)
            if owner is None or actor.country_sure:
                continue
            actor.belong(owner.country, "body", sure=False)
            if actor.sector is None:
                actor.sector = owner.sector


def hang_by_list(scene: Scene) -> None:
    """Give bodies of which nothing else tells what the noun says that lists them: "two *rebel groups*, the FLN and the SLA"."""
    for mention in list(scene.mentions):
        group = mention.actor
        if group is None or mention.form != "description" or not mention.head.form.plural:
            continue
        first = next((c for c in phrase_of(mention.head).appositions if c.name is not None), None)
        for token in (first, *phrase_of(first).coordinated) if first is not None else ():
            found = scene.at.get(token.i)
            body = found.actor if found is not None else None
            if body is None or body is group or body.type == "government" or body.sector is not None:
                continue
            body.sector = group.sector
            if body.country is None and group.country is not None:
                body.belong(group.country, group.country_rule or "own-words", sure=False, confidence=SCENE)


def _owner(scene: Scene, title: Title, person: Actor) -> Actor | None:
    for token in title.tokens:
        mention = scene.at.get(token.i)
        if (
            mention is not None
            and mention.actor is not None
            and mention.actor is not person
            and mention.actor.country
            and mention.head is token
        ):
            return mention.actor
    return None


def _called_so(scene: Scene, title: Title, named: Named) -> Actor | None:
    """Give the body named last that a title's bare noun may stand for: "*Pakistan's army* said ... *Army* spokesman Asif Ghafoor"."""
    bodies = (m.actor for t in title.tokens if (m := scene.at.get(t.i)) is not None and m.head is t and m.actor is not None)
    bare = next((a for a in bodies if a.type != "person" and not a.country_sure and a.words), None)
    if bare is None:
        return None
    noun = " ".join(bare.words)
    before = (m.actor for m in reversed(scene.mentions) if m.head.i < named.tokens[0].i and m.actor is not bare)
    for body in before:
        known = body is not None and body.type in ("organization", "group") and body.country_sure
        if known and body is not None and (noun in body.nouns or body.words[-len(bare.words) :] == bare.words):
            return body
    return None


def _counterpart_of(scene: Scene, title: Title, person: Actor) -> str | None:
    """Give the sector of the person whose counterpart this is: of the possessive before it, else of the person named last."""
    first = title.tokens[0].i
    for i in range(first - 1, max(-1, first - REACH), -1):
        mention = scene.at.get(i)
        if mention is not None and mention.actor is not None and mention.actor is not person and mention.actor.type == "person":
            return mention.actor.sector
    return None
