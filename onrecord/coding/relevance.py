"""Which candidates are acts of public life: sport, business results, accidents and private crime are not.

Measured on the five-coder sentences (development half): without these rules 73 % of the event-free sentences stay free of events.
"""

from __future__ import annotations

from onrecord.coding.matching import lemma
from onrecord.coding.victims import HARM
from onrecord.grammar.lexicon import noun_lemmas, word_class
from onrecord.grammar.phrase import phrase_of
from onrecord.model.document import Token
from onrecord.model.drafts import ActorDraft, EventDraft
from onrecord.ontology import PLOVER

PRIVATE = frozenset(("CVL", "EDU", "MED", "BUS", "AGR", "SPT", "SOC", "CRM", "REL"))
"""Sectors whose members act in private unless somebody of another sector takes part."""

BODIES = frozenset(("SOC", "REL", "MED", "EDU"))
"""Of these sectors the organisations are public, their members are not: a relief agency acts, a doctor lives."""


def doubt_of(event: EventDraft, *, violent: bool) -> str:
    """Say why an event may not be of public life, by its parties, else by its manner (`violent`: its sentence tells of an attack).

    Empty where it is of public life.
    """
    if event.event in PLOVER.of_words and event.rule.startswith("noun") and not event.actors:
        return "an act of words that nobody speaks"
    parties = [*event.actors, *event.recipients]
    if _by_authority(event):
        return ""
    if not parties:
        known = _public_subject(event.trigger_head)
        bare = known or (event.mode in PLOVER.war_modes and event.rule.startswith("verb"))
        return "" if bare or (violent and _counted_harm(event)) else "nobody takes part"
    return "" if _of_public_life(event, parties, violent) else "nobody of public life takes part"


def _of_public_life(event: EventDraft, parties: list[ActorDraft], violent: bool) -> bool:
    if any(public(a) for a in parties if not (event.event == PLOVER.talks and a.sector == "JRN")):
        return True  # talking to the press is no diplomacy
    if event.event not in PLOVER.private and (_protesters(event.actors) or _public_subject(event.trigger_head)):
        return True
    if event.mode in PLOVER.public_modes or event.cameo in PLOVER.public_codes:
        return True
    if event.event not in PLOVER.private:
        return _foreign(parties)
    if violent and _deadly_attack(event):
        return True
    violent = event.event == PLOVER.violence and bool(PLOVER.violent_contexts.intersection(event.context))
    return violent or event.event == PLOVER.protest or event.cameo == "082" or _foreign(parties)


def _by_authority(event: EventDraft) -> bool:
    """See what police and courts do, whoever it is done to and though they are not named: "Sara Kane was sentenced to two years"."""
    official = event.cameo in PLOVER.by_authority or event.rule.startswith("verb/impeach")
    if not official or event.rule.startswith("verb/fine"):  # who parks wrongly is fined as well
        return False
    return bool(event.recipients) or (event.event == PLOVER.constraint and event.rule.startswith("noun/"))


def _deadly_attack(event: EventDraft) -> bool:
    """See an attack on somebody, or with its counted dead or hurt, whoever they are and whoever did it: "*three* people were killed"."""
    told = event.rule.startswith("noun/") and bool(event.recipients)
    return event.event == PLOVER.violence and (told or bool(event.figures) or _attackers(event.actors))


def _counted_harm(event: EventDraft) -> bool:
    """See an attack with its toll, of whom nobody is named: "the number of dead in the *bombing* rose to 99"."""
    return event.event == PLOVER.violence and any(f.measure in HARM for f in event.figures)


def _attackers(actors: list[ActorDraft]) -> bool:
    """Say whether a band attacks, "bandits", "a mob": that is no private quarrel."""
    bands = word_class("attacker")
    return any(noun_lemmas().get(word.lower(), "") in bands for a in actors if a.type == "group" for word in a.name.split())


def _protesters(actors: list[ActorDraft]) -> bool:
    """Say whether a crowd in protest acts: private people who act in public."""
    crowd = word_class("protester")
    return any(noun_lemmas().get(word.lower(), "") in crowd for a in actors if a.type == "group" for word in a.name.split())


def _public_subject(trigger: Token) -> bool:
    """Say whether the subject is a public body that the cast does not hold ("nearly 200 *countries* agreed")."""
    return any(lemma(c) in word_class("many") for c in phrase_of(trigger).subjects)


def public(actor: ActorDraft) -> bool:
    """Say whether an actor is of public life: a government or country, or of an official, political or armed sector."""
    if actor.type == "government":
        return True
    if actor.sector is None:
        return actor.type != "person" and actor.country is not None
    return actor.sector not in PRIVATE or (actor.type == "organization" and actor.sector in BODIES)


def _foreign(parties: list[ActorDraft]) -> bool:
    """Say whether parties of two countries meet: then even private people's acts cross a border. Trade between firms always does."""
    return len({a.country for a in parties if a.country and a.sector != "BUS"}) > 1
