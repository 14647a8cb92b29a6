"""What keeps two entries apart, whichever rule would join them."""

from __future__ import annotations

from onrecord.gather.entries import Entries, Entry
from onrecord.model.drafts import ActorDraft
from onrecord.resolve import lexicon

GUESSED = 0.7
"""Confidence from which a country tells actors apart; one guessed from the surroundings does not."""


def clash(entries: Entries, a: Entry, b: Entry) -> bool:
    """Tell two that cannot be one: on two sides of one act, named together, of two countries, a man and a woman."""
    if entries.opposed(a, b) or _coordinated(a, b) or len(_genders(a) | _genders(b)) > 1:
        return True
    one, two = _country(a.actor), _country(b.actor)
    return one is not None and two is not None and one != two


def _genders(entry: Entry) -> set[str]:
    """Give the genders of the nouns that one person is called by: "a *woman*", "the *brother*"."""
    if entry.actor.type != "person":
        return set()
    found = (lexicon.find_noun([r.noun], 0) for r in entry.descriptions if not r.plural)
    return {f.noun.gender for f in found if f is not None and f.noun.gender}


def _country(actor: ActorDraft) -> str | None:
    """Give an actor's country as far as its own words tell it; one guessed from the context tells nothing apart."""
    return actor.country if actor.confidence is None or actor.confidence > GUESSED else None


def _coordinated(a: Entry, b: Entry) -> bool:
    """Tell two named in one breath: "*the attacker* and *Omar Haji*"."""
    return not (a.coordinated.isdisjoint(b.heads) and b.coordinated.isdisjoint(a.heads))
