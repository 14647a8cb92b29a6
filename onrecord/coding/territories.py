"""Countries as the ones acted upon: "bombed a base in southern *Lebanon*", "lashed out at *Hungary*", "the *Ukrainian* city".

The cast holds a country only where it acts. PLOVER's recipient may be one that is only named as a place; it is added to the cast then.
A town or region stands for its country where that is another one than the actor's: "visited *Cairo*", "shelled *Kharkiv*"; a country's
own forces in its own towns do nothing to their government. What a state does to its own, a curfew or an emergency, is done to those who
live there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from onrecord.data import rows
from onrecord.grammar.phrase import phrase_of
from onrecord.model.document import Document, Token, span_of
from onrecord.model.drafts import ActorDraft, AttributionDraft, Cast, MentionDraft, PlaceDraft
from onrecord.model.record import Span

SELF = frozenset(("i", "we", "it", "he", "she", "they"))
SURE = 0.9
"""Confidence of a town from which it stands for its country: no rival of nearly its size."""
HOLDING = frozenset(("of", "in", "inside", "near", "within", "across", "from"))


@cache
def country_names() -> dict[str, str]:
    """Give ISO 3166-1 alpha-3 codes by country name."""
    return {r["name"]: r["iso3"] for r in rows("countries")}


@cache
def main_names() -> dict[str, str]:
    """Give each country's usual name by its code."""
    return {r["iso3"]: r["name"] for r in rows("countries") if r["kind"] == "main"}


@cache
def demonyms() -> dict[str, str]:
    """Give ISO codes by word for a people or its adjective."""
    return {r["word"]: r["iso3"] for r in rows("demonyms")}


class Town(NamedTuple):
    """A town or region as one mention of it names it: its country, the words there, the countries of its namesakes."""

    name: str
    country: str
    span: Span
    rivals: frozenset[str]


@dataclass(slots=True, eq=False)
class Casting(Cast):
    """The cast, with pronouns of speakers and with countries that are only named as places."""

    named: dict[int, tuple[str, Token]] = field(default_factory=dict)
    """Head token of a country named as a place -> its ISO code and head."""
    towns: dict[int, Town] = field(default_factory=dict)
    """Head token of a town or region -> what it says of the country it lies in, where that is sure enough."""
    placed: set[int] = field(default_factory=set)
    """Head tokens of places."""

    def territory(self, token: Token, actors: Sequence[ActorDraft] | None = None) -> ActorDraft | None:
        """Give the country that a noun phrase without an actor belongs to: itself, its adjective or owner, or where it lies.

        A town counts only beside actors of another country (`actors`; none given: no town counts), and where none of theirs is called so.
        """
        near = [c for c in phrase_of(token).words if _within(c) or (c.role.attribute and phrase_of(c).preposition in HOLDING)]
        code = next((c for t in (token, *near) if (c := self._code(t)) is not None), None)
        own = {a.country for a in actors or () if a.country}
        if code is None and own:
            code = next((c for t in (token, *near) if (c := self._held(t, own)) is not None), None)
        return self._state(code, token) if code else None

    def people(self, token: Token, actors: Sequence[ActorDraft]) -> ActorDraft | None:
        """Give the people of a place in the actors' own country: a curfew in *Bamako* is done to those who live there."""
        own = {a.country for a in actors}
        for word in (token, *(c for c in phrase_of(token).attributes if phrase_of(c).preposition in HOLDING)):
            town = self.towns.get(word.i)
            country = town.country if town is not None else self.named[word.i][0] if word.i in self.named else None
            if country is None or country not in own:
                continue
            name = f"people in {town.name if town is not None else main_names().get(country, country)}"
            known = next((a for a in self.actors if a.name == name), None)
            if known is not None:
                return known
            mention = MentionDraft(town.span if town is not None else span_of([word]), "description", word, "event/people")
            self.actors.append(ActorDraft(name, "group", country, "CVL", [mention], "event/people"))
            return self.actors[-1]
        return None

    def _code(self, token: Token) -> str | None:
        found = self.named.get(token.i)
        if found is not None:
            return found[0]
        return demonyms().get(token.text) if _within(token) and self.of(token) is None else None

    def _held(self, token: Token, own: AbstractSet[str] = frozenset()) -> str | None:
        town = self.towns.get(token.i)
        return town.country if town is not None and not own & {town.country, *town.rivals} else None

    def _state(self, code: str, token: Token) -> ActorDraft:
        for actor in self.actors:
            if actor.type == "government" and actor.country == code and actor.rule != "actor/region":
                return actor
        where = next((t for t in (token, *phrase_of(token).words) if code in (self._code(t), self._held(t))), token)
        span = self.towns[where.i].span if where.i in self.towns else span_of([where])
        mention = MentionDraft(span, "name" if where.i in self.named else "description", where, "event/territory")
        actor = ActorDraft(main_names().get(code, code), "government", code, "GOV", [mention], "event/territory")
        self.actors.append(actor)
        return actor


def _within(token: Token) -> bool:
    """Say whether a word describes a noun or owns it: "*Malian* troops", "*Mali*'s capital"."""
    return token.role.modifier or token.role.possessor


def casting(document: Document, cast: Cast, attributions: Sequence[AttributionDraft], places: Iterable[PlaceDraft]) -> Casting:
    """Prepare the cast for events: a pronoun inside a statement that stands for nobody stands for the speaker."""
    by_token = dict(cast.by_token)
    budget = 8 * len(document.tokens)  # statements nest two or three deep in real reports
    for attribution in attributions:
        speaker = cast.speaker(attribution)
        if speaker is None or budget < 0:
            continue
        for span in attribution.content:
            tokens = document.tokens_in(span)
            budget -= len(tokens)
            for token in tokens:
                if token.lower in SELF and token.role.subject:
                    by_token.setdefault(token.i, speaker)
    named: dict[int, tuple[str, Token]] = {}
    held: dict[int, Town] = {}
    placed: set[int] = set()
    for place in places:
        placed.update(m.head.i for m in place.mentions if m.head is not None)
        code = country_names().get(place.name)
        if code is not None and place.country in (None, code):  # no namesake: "Cuba, Missouri"
            named.update((m.head.i, (code, m.head)) for m in place.mentions if m.head is not None)
        elif place.country is not None and (place.confidence is None or place.confidence >= SURE):
            rivals = frozenset(r.value.rpartition(", ")[2] for r in place.rejected)
            held.update((m.head.i, Town(place.name, place.country, m.span, rivals)) for m in place.mentions if m.head is not None)
    return Casting(cast.actors, by_token, cast.speakers, together=cast.together, named=named, towns=held, placed=placed)
