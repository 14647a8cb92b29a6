"""What can be seen of an act and somebody told of near it: the columns by which the head of parties says who takes part on which side."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from onrecord.gather.event_features import RULES, TOLLS
from onrecord.gather.mentions import Reads, place_of
from onrecord.gather.parties import named, same
from onrecord.grammar.between import between
from onrecord.grammar.clause import clause_of
from onrecord.grammar.columns import columns, relation
from onrecord.grammar.phrase import phrase_of
from onrecord.heads.pairs import Pair
from onrecord.model.document import Document, Token
from onrecord.model.drafts import ActorDraft, Drafts, EventDraft
from onrecord.model.record import Span

MOST = 100
"""Mentions of one sentence that are looked at: a list of thousands takes time in proportion to its length."""
FAR = 50
"""Steps between an act and whoever hangs together with it in no way that is read; words beyond which nobody is farther."""
Row = dict[str, float]


@dataclass(frozen=True, slots=True)
class Told:
    """A mention of somebody with its head word."""

    actor: ActorDraft
    span: Span
    form: str
    head: Token


@dataclass(slots=True)
class Near:
    """Somebody's mentions in the sentences of a happening's tellings, with how far off: steps in the tree, words."""

    actor: ActorDraft
    mentions: list[tuple[tuple[int, int], EventDraft, Told]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may take part in a happening, and what can be seen of the pair."""

    event: EventDraft
    actor: ActorDraft
    pair: Pair


def candidates(document: Document, drafts: Drafts, reads: Reads | None = None) -> list[Candidate]:
    """Give for each happening everybody told of in the sentences of its tellings.

    Who stands only in a sentence beside them is a party so seldom that no head was ever sure of one.
    """
    return list(_Surroundings(document, drafts, reads or Reads(document)).candidates())


class _Surroundings:
    def __init__(self, document: Document, drafts: Drafts, reads: Reads) -> None:
        self._document, self._drafts, self._reads = document, drafts, reads
        self._told: dict[int, list[Told]] = defaultdict(list)
        """Start of a sentence -> the mentions in it."""
        for actor in drafts.cast.actors:
            for mention in actor.mentions:
                tokens = document.tokens_in(mention.span) if mention.head is None else [mention.head]
                if tokens and len(self._told[tokens[-1].sentence.start]) < MOST:
                    self._told[tokens[-1].sentence.start].append(Told(actor, mention.span, mention.form, tokens[-1]))
        self._acts = Counter(id(a) for e in drafts.events for a in e.actors)
        self._suffers = Counter(id(a) for e in drafts.events for a in e.recipients)
        self._actors: dict[int, Row] = {}
        self._places: dict[int, Row] = {}

    def candidates(self) -> Iterator[Candidate]:
        for event in self._drafts.events:
            around = self._near(event)
            row = _of_event(event) | {"in.sentence": math.log1p(len(around))}
            for rank, near in enumerate(around):
                _, telling, told = near.mentions[0]
                rows = (row, self._of_actor(near.actor), self._of_place(told), self._of_pair(event, near, rank))
                yield Candidate(event, near.actor, Pair((telling.trigger_head.i, told.head.i), rows))

    def _near(self, event: EventDraft) -> list[Near]:
        """Give who is told of near a happening, the nearest first."""
        found: dict[int, Near] = {}
        for telling in event.mentions or [event]:
            token = telling.trigger_head
            for told in self._told.get(token.sentence.start, ()):
                way = between(told.head, token)
                far = (way.up + way.down if way else FAR, abs(told.head.i - token.i))
                found.setdefault(id(told.actor), Near(told.actor)).mentions.append((far, telling, told))
        for near in found.values():
            near.mentions.sort(key=lambda m: m[0])
        return sorted(found.values(), key=lambda n: n.mentions[0][0])

    def _of_actor(self, actor: ActorDraft) -> Row:
        row = self._actors.get(id(actor))
        if row is None:
            row = self._actors[id(actor)] = {
                "mentions": math.log1p(len(actor.mentions)), "named": float(named(actor)), f"is.{actor.type}": 1.0,
                f"sector.{actor.sector}": 1.0, "country": float(actor.country is not None),
            }  # fmt: skip
        return row

    def _of_place(self, told: Told) -> Row:
        """Tell how a mention is worded and what it does in its clause."""
        row = self._places.get(id(told))
        if row is None:
            head, tokens = told.head, self._document.tokens
            place = place_of(head, tokens[head.i - 1] if head.i > head.sentence.tokens[0].i else None)
            beside = [t for t in self._told[head.sentence.start] if t.actor is not told.actor and t.span != told.span]
            row = self._places[id(told)] = {
                f"form.{told.form}": 1.0, "length": math.log1p(told.span[1] - told.span[0]), f"preposition.{place.preposition}": 1.0,
                "nested": float(any(t.span[0] <= told.span[0] and told.span[1] <= t.span[1] for t in beside)),
                "holds": float(any(told.span[0] <= t.span[0] and t.span[1] <= told.span[1] for t in beside)),
                "subject": float(place.role.subject), "object": float(place.role.object), "agent": float(place.role.agent),
                "possessor": float(place.role.possessor), "modifier": float(place.role.modifier), "joined": float(place.role.joined),
            } | relation(head, "mention")  # fmt: skip
        return row

    def _of_pair(self, event: EventDraft, near: Near, rank: int) -> Row:
        actor, tellings = near.actor, event.mentions or [event]
        _, telling, told = near.mentions[0]
        acts, suffers = on_side(actor, event.actors), on_side(actor, event.recipients)
        row = {
            "rule.actor": float(acts), "rule.recipient": float(suffers),
            "share.actor": sum(on_side(actor, t.actors) for t in tellings) / len(tellings),
            "share.recipient": sum(on_side(actor, t.recipients) for t in tellings) / len(tellings),
            "acts": math.log1p(self._acts[id(actor)] - acts), "suffers": math.log1p(self._suffers[id(actor)] - suffers),
            "rank": math.log1p(rank), "near": math.log1p(len(near.mentions)),
            "words": math.log1p(min(FAR, abs(told.head.i - telling.trigger_head.i))), "before": float(told.head.i < telling.trigger_head.i),
        }  # fmt: skip
        for side, parties in (("actor", event.actors), ("recipient", event.recipients)):
            others = [a for a in parties if a is not actor]
            row[f"like.{side}"] = float(any(same(a, actor) for a in others))
            row[f"country.of.{side}"] = float(any(a.country and a.country == actor.country for a in others))
            heads = {m.head.i for a in others for m in a.mentions if m.head is not None}
            row[f"with.{side}"] = float(any(_coordinated(t.head, heads) for _, _, t in near.mentions))
        return row | self._of_way(telling.trigger_head, told)

    def _of_way(self, act: Token, told: Told) -> Row:
        """Tell how a mention hangs together with an act of its sentence."""
        of = self._drafts.cast.of
        clause = clause_of(act)
        parts = {"subjects": clause.subjects, "objects": clause.objects, "indirect": clause.indirect, "agents": clause.agents}
        row = {f"clause.{part}": float(any(of(t) is told.actor for t in tokens)) for part, tokens in parts.items()}
        row |= {f"clause.{p}": 1.0 for p, tokens in clause.phrases.items() if any(of(t) is told.actor for t in tokens)}
        way = between(told.head, act)
        if way is not None:
            row |= {
                "up": math.log1p(way.up), "down": math.log1p(way.down), "under.act": float(way.down == 0), "over.act": float(way.up == 0),
                "meet.verb": float(way.meet.upos == "VERB"), "meet.passive": float(phrase_of(way.meet).passive),
                f"way.preposition.{phrase_of(way.one).preposition}": 1.0, f"act.preposition.{phrase_of(way.other).preposition}": 1.0,
            } | relation(way.one, "way") | relation(way.other, "act")  # fmt: skip
        return row


def _of_event(event: EventDraft) -> Row:
    tellings = event.mentions or [event]
    main = tellings[0]
    token = main.trigger_head
    return {
        f"type.{event.event}": 1.0, f"mode.{event.mode}": 1.0, "tellings": math.log1p(len(tellings)), "fit": main.fit, "seen": main.seen,
        "actors": math.log1p(len(event.actors)), "recipients": math.log1p(len(event.recipients)),
        "passive": float(phrase_of(token).passive), "noun": float(token.upos in ("NOUN", "PROPN")),
        "toll": float(any(f.measure in TOLLS for f in event.figures)),
    } | {f"told.by.{r}": 1.0 for r in RULES if any(t.rule.startswith(r) for t in tellings)} | columns(token)  # fmt: skip


def on_side(actor: ActorDraft, side: Sequence[ActorDraft]) -> bool:
    """Say whether somebody stands on a side."""
    return any(a is actor for a in side)


def _coordinated(head: Token, others: Iterable[int]) -> bool:
    return (head.role.conjunct and head.head.i in others) or any(t.i in others for t in phrase_of(head).coordinated)
