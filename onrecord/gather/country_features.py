"""What can be seen of somebody and a country that a report names: the columns by which the head of countries says whether it is theirs."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from onrecord.grammar.between import between, wanted_by
from onrecord.grammar.columns import relation
from onrecord.grammar.phrase import phrase_of
from onrecord.heads.pairs import Pair
from onrecord.model.document import Document, Token
from onrecord.model.drafts import ActorDraft, Drafts, MentionDraft
from onrecord.resolve import world

FAR = 60.0
"""Words between somebody and a country that no sentence near tells of."""
WITH = "scene same other".split()
COUNTRIES, MOST, SIGNS = 12, 24, 100
"""Countries weighed for an actor, those that a report tells of most; its mentions, and words that point to one of them, that are looked at:
work stays in proportion to the text."""
LATE = 9.0
"""Rank of a country that the report does not name."""
TOLD = frozenset("name own-words apposition office general-knowledge".split())
"""Evidence by which rules are right 97 times in 100 or more: no head is asked then."""
Row = dict[str, float]


@dataclass(frozen=True, slots=True)
class Sign:
    """A word that points to a country: a place's, or that of somebody whose country is told."""

    at: int
    sentence: int
    country: str
    kind: str
    whose: ActorDraft | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody and a country that may be theirs."""

    actor: ActorDraft
    country: str
    pair: Pair


@dataclass(frozen=True, slots=True)
class Somebody:
    """An actor as all its pairs see it."""

    actor: ActorDraft
    heads: list[Token]
    """Head words of its mentions."""
    sentences: frozenset[int]
    first: int
    """Number of the sentence that tells of it first."""
    before: str | None
    """The country that is pointed to last before it."""
    here: frozenset[str]
    """The countries of others that its first sentence points to."""
    others: int
    """Words of others that point to a country."""


def candidates(document: Document, drafts: Drafts) -> list[Candidate]:
    """Give for each actor whose country is not plainly told those that the report points to, its own by the rules among them."""
    return list(_Surroundings(document, drafts).candidates())


class _Surroundings:
    def __init__(self, document: Document, drafts: Drafts) -> None:
        self._document, self._drafts = document, drafts
        self._number = {s.start: n for n, s in enumerate(document.sentences)}
        self._signs = sorted(self._found(), key=lambda s: s.at)
        self._of: dict[str, list[Sign]] = defaultdict(list)
        for sign in self._signs:
            self._of[sign.country].append(sign)
        self._at = [s.at for s in self._signs]
        self._in: dict[int, list[Sign]] = defaultdict(list)
        for sign in self._signs:
            self._in[sign.sentence].append(sign)
        self._own = Counter(id(s.whose) for s in self._signs)
        often = sorted(self._of, key=lambda c: -len(self._of[c]))
        self._maybe = [c for c in often if c not in world.SUPRANATIONAL][:COUNTRIES]
        self._rank = {c: float(n) for n, c in enumerate(self._of)}
        self._times = [len(signs) for signs in self._of.values()]
        self._places = Counter(s.country for s in self._signs if s.kind == "place")
        self._main = max(self._places, key=lambda c: self._places[c], default=None)
        self._with: dict[int, set[str]] = defaultdict(set)
        """id of an actor -> how countries take part in its acts: as the scene, on its side, on the other ("scene PER")."""
        for event in drafts.events:
            for side, against in ((event.actors, event.recipients), (event.recipients, event.actors)):
                for actor in side:
                    mine = self._with[id(actor)]
                    if event.place is not None and event.place.country:
                        mine.add(f"scene {event.place.country}")
                    mine.update(f"same {b.country}" for b in side if b is not actor and b.country)
                    mine.update(f"other {b.country}" for b in against if b is not actor and b.country)
        self._alike: Counter[tuple[str, str | None]] = Counter((a.country, a.sector) for a in drafts.cast.actors if a.country and a.sector)

    def _found(self) -> Iterator[Sign]:
        for place in self._drafts.places:
            if place.country:
                yield from self._pointing(place.mentions, place.country, "place", None)
        for actor in self._drafts.cast.actors:
            outlet = actor.sector == "JRN" and actor.type == "organization"  # who is told or tells says nothing of where
            if actor.country and actor.confidence is None and not outlet:
                named = [m for m in actor.mentions if m.form != "pronoun"]
                yield from self._pointing(named, actor.country, actor.type, actor)

    def _pointing(self, mentions: list[MentionDraft], country: str, kind: str, whose: ActorDraft | None) -> Iterator[Sign]:
        for mention in mentions:
            tokens = self._document.tokens_in(mention.span)
            if tokens:
                yield Sign(tokens[0].i, self._number[tokens[0].sentence.start], country, kind, whose)

    def candidates(self) -> Iterator[Candidate]:
        for actor in self._drafts.cast.actors:
            if actor.country_rule in TOLD:
                continue
            heads = self._heads(actor)
            countries = dict.fromkeys([*self._maybe, *([actor.country] if actor.country else [])])
            if not heads or not countries:
                continue
            one = self._one(actor, heads)
            row = self._of_actor(one)
            for country in countries:
                if country != actor.country and self._only_wanted(one, country):
                    continue
                yield Candidate(actor, country, Pair((heads[0].i,), (row, self._of_pair(one, country))))

    def _only_wanted(self, one: Somebody, country: str) -> bool:
        """See a country that is told of nowhere but in what somebody asks another to do: "asked him to help *Iran*"."""
        signs = [s for s in self._of.get(country, ())[:SIGNS] if s.whose is not one.actor]
        tokens = self._document.tokens
        return bool(signs) and all(any(wanted_by(t, tokens[s.at]) for t in one.heads) for s in signs)

    def _one(self, actor: ActorDraft, heads: list[Token]) -> Somebody:
        first = self._number[heads[0].sentence.start]
        at = bisect_left(self._at, heads[0].i)
        before = next((s.country for s in reversed(self._signs[max(0, at - MOST) : at]) if s.whose is not actor), None)
        here = frozenset(s.country for s in self._in[first] if s.whose is not actor)
        others = len(self._signs) - self._own[id(actor)]
        return Somebody(actor, heads, frozenset(self._number[t.sentence.start] for t in heads), first, before, here, others)

    def _heads(self, actor: ActorDraft) -> list[Token]:
        """Give the head words of an actor's mentions; pronouns only of one that has nothing else."""
        named = [m for m in actor.mentions if m.form != "pronoun"] or actor.mentions
        found = (m.head or next(iter(self._document.tokens_in(m.span)[-1:]), None) for m in named)
        return [t for t in islice(found, MOST) if t is not None]

    def _of_actor(self, one: Somebody) -> Row:
        actor, heads = one.actor, one.heads
        first = next((m for m in actor.mentions if m.form != "pronoun"), actor.mentions[0])
        words = self._document.tokens_in(first.span)
        return {
            f"is.{actor.type}": 1.0, f"sector.{actor.sector}": 1.0, f"rule.{actor.country_rule}": 1.0,
            "guessed": float(actor.confidence is not None), "named": float(any(m.form == "name" for m in actor.mentions)),
            "mentions": math.log1p(len(actor.mentions)), "roles": math.log1p(len(actor.roles)),
            "countries": math.log1p(len(self._of)), "first.met": math.log1p(one.first),
            "report.words": math.log1p(len(self._document.tokens)) / 8,
            "in.title": float(any(t.sentence.part.kind == "title" for t in heads)),
            "capitals": math.log1p(sum(t.text[:1].isupper() for t in words)), "words": math.log1p(len(words)),
            "party": float(id(actor) in self._with), "countries.here": math.log1p(len(one.here)),
        }  # fmt: skip

    def _of_pair(self, one: Somebody, country: str) -> Row:
        actor, heads, sentences = one.actor, one.heads, one.sentences
        told = self._of.get(country, [])
        signs = [s for s in told[:SIGNS] if s.whose is not actor]
        inside = [s for s in signs if s.sentence in sentences]
        mine = self._with.get(id(actor), set())
        row = {
            "rule": float(actor.country == country), "told": math.log1p(len(signs)), "share": len(signs) / max(1, one.others),
            "rank": math.log1p(self._rank.get(country, LATE)), "main.place": float(country == self._main),
            "share.of.places": self._places[country] / max(1, self._places.total()),
            "rivals": math.log1p(sum(n >= len(told) for n in self._times) - (country in self._of)),
            "in.sentence": math.log1p(len(inside)), "only.one.here": float(one.here == {country}),
            "last.before": float(one.before == country),
            "of.its.sector": float(self._alike[country, actor.sector] > (actor.country == country)),
        } | {f"in.sentence.{s.kind}": 1.0 for s in inside} | {f"with.{how}": 1.0 for how in WITH if f"{how} {country}" in mine}  # fmt: skip
        pairs = ((abs(s.at - t.i), s.at, t) for t in heads for s in inside if self._number[t.sentence.start] == s.sentence)
        nearest = min(pairs, key=lambda n: n[:2], default=None)
        row["near"] = math.log1p(min(FAR, nearest[0] if nearest else FAR))
        if nearest is not None:
            row |= _way(nearest[2], self._document.tokens[nearest[1]])
        elif signs:
            row["sentences"] = math.log1p(min(abs(s.sentence - n) for s in signs for n in sentences))
        return row


def _way(head: Token, sign: Token) -> Row:
    """Tell how somebody and the word that points to a country hang together."""
    row = {"sign.before": float(sign.i < head.i)}
    way = between(head, sign)
    if way is not None:
        row |= {"up": math.log1p(way.up), "down": math.log1p(way.down), f"preposition.{phrase_of(way.other).preposition}": 1.0}
        row |= relation(way.other, "sign") | relation(way.one, "actor")
    return row
