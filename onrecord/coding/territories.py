"""Countries as the ones acted upon: "bombed a base in southern *Lebanon*", "lashed out at *Hungary*", "the *Ukrainian* city".

The cast holds a country only where it acts. PLOVER's recipient may be one that is only named as a place; it is added to the cast then.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from onrecord.coding.clause import preposition_of
from onrecord.coding.tree import kids
from onrecord.data import rows
from onrecord.model.document import Document, Token, span_of
from onrecord.model.drafts import ActorDraft, AttributionDraft, Cast, MentionDraft, PlaceDraft

SELF = frozenset(("i", "we", "it", "he", "she", "they"))
HOLDING = frozenset(("of", "in", "inside", "near", "within", "across", "from"))
MODIFIERS = frozenset(("amod", "compound", "nmod:poss", "nmod:desc"))


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


@dataclass(slots=True, eq=False)
class Casting(Cast):
    """The cast, with pronouns of speakers and with countries that are only named as places."""

    named: dict[int, tuple[str, Token]] = field(default_factory=dict)
    """Head token of a country named as a place -> its ISO code and head."""
    placed: set[int] = field(default_factory=set)
    """Head tokens of places."""

    def territory(self, token: Token) -> ActorDraft | None:
        """Give the country that a noun phrase without an actor belongs to: itself, its adjective or owner, or where it lies."""
        code = self._code(token)
        for child in kids(token):
            if code is None and (child.dep in MODIFIERS or (child.dep == "nmod" and preposition_of(child) in HOLDING)):
                code = self._code(child)
        return self._state(code, token) if code else None

    def _code(self, token: Token) -> str | None:
        found = self.named.get(token.i)
        if found is not None:
            return found[0]
        return demonyms().get(token.text) if token.dep in MODIFIERS and self.of(token) is None else None

    def _state(self, code: str, token: Token) -> ActorDraft:
        for actor in self.actors:
            if actor.type == "government" and actor.country == code:
                return actor
        where = next((t for t in (token, *kids(token)) if self._code(t) == code), token)
        mention = MentionDraft(span_of([where]), "name" if where.i in self.named else "description", where, "event/territory")
        actor = ActorDraft(main_names().get(code, code), "government", code, "GOV", [mention], "event/territory")
        self.actors.append(actor)
        return actor


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
                if token.lower in SELF and token.dep in ("nsubj", "nsubj:pass"):
                    by_token.setdefault(token.i, speaker)
    named: dict[int, tuple[str, Token]] = {}
    placed: set[int] = set()
    for place in places:
        placed.update(m.head.i for m in place.mentions if m.head is not None)
        code = country_names().get(place.name)
        if code is not None:
            named.update((m.head.i, (code, m.head)) for m in place.mentions if m.head is not None)
    return Casting(cast.actors, by_token, cast.speakers, named=named, placed=placed)
