"""Mentions and the actors they stand for, while a report is being resolved."""

from __future__ import annotations

from dataclasses import dataclass, field

from onrecord.grammar.roles import WordRole
from onrecord.lang.language import Number
from onrecord.model.document import Token
from onrecord.model.drafts import ActorDraft, MentionDraft
from onrecord.model.record import ActorType, MentionForm, Rejected, Role, Span
from onrecord.resolve.lexicon import Gender


@dataclass(slots=True, eq=False)
class Actor:
    """An actor under construction: what its mentions say of it."""

    name: str
    type: ActorType
    country: str | None = None
    sector: str | None = None
    gender: Gender | None = None
    number: Number = "sing"
    words: tuple[str, ...] = ()
    nouns: set[str] = field(default_factory=set)
    """Nouns and offices it has been called by, in the singular."""
    roles: list[Role] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    rule: str = ""
    confidence: float | None = None
    rejected: list[Rejected] = field(default_factory=list)
    modifiers: frozenset[str] = frozenset()
    """Of an actor that was first described: the words before its noun."""
    owner: Actor | None = None
    left: set[str] = field(default_factory=set)
    """Offices that the text says it held once."""
    thing: bool = False
    """No actor at all: a noun that competes with actors for "it" and "they"."""
    country_sure: bool = False
    """The text itself gives the country; otherwise it was taken from the context."""
    country_rule: str | None = None
    """The evidence for the country, where `belong` gave it: "own-words", "title", "possessor", "body", "scene" ..."""

    def belong(self, country: str | None, rule: str, *, sure: bool = True, confidence: float | None = None) -> None:
        """Give the actor a country with the evidence for it; `confidence` only for a guess."""
        self.country = country
        self.country_rule = rule if country is not None else None
        self.country_sure = sure and country is not None
        self.confidence = confidence if country is not None else None

    def draft(self) -> ActorDraft:
        """Give the draft of this actor with its mentions in text order, each span once."""
        seen: dict[Span, MentionDraft] = {}
        for m in self.mentions:
            seen.setdefault(m.span, MentionDraft(m.span, m.form, m.head, m.rule))
        mentions = sorted(seen.values(), key=lambda m: m.span)
        return ActorDraft(
            self.name,
            self.type,
            self.country,
            self.sector,
            mentions,
            self.rule,
            list(self.roles),
            self.confidence,
            self.rejected[:4],
            country_rule=self.country_rule,
        )


@dataclass(slots=True, eq=False)
class Mention:
    """A place in the text that stands for an actor. `covers` are the tokens that lead to the actor, head first."""

    span: Span
    form: MentionForm
    head: Token
    rule: str
    covers: list[Token] = field(default_factory=list)
    actor: Actor | None = None
    _role: WordRole | None = None

    @property
    def role(self) -> WordRole:
        """Give the role by which the whole phrase hangs in its clause, whichever of its words the tree made the head."""
        if self._role is None:
            self._role = self._climb()
        return self._role

    def _climb(self) -> WordRole:
        token, inside = self.head, {t.i for t in self.covers}
        for _ in range(6):
            if token.head is token or token.head.i not in inside:
                break
            token = token.head
        return token.role

    def link(self, actor: Actor) -> None:
        """Make this a mention of the actor."""
        self.actor = actor
        actor.mentions.append(self)
