"""What the stages hand to one another before ids exist: mutable drafts that point at each other as objects.

`assemble.py` turns them into the frozen `Record`. Every draft says which rule made it and what that rule turned down.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from onrecord.model.document import Token
from onrecord.model.record import (
    Account,
    Act,
    ActorType,
    Bound,
    MentionForm,
    Rejected,
    Role,
    Span,
    Standing,
    StatementForm,
    Status,
    TimexType,
    Warn,
)


@dataclass(slots=True, eq=False)
class AttributionDraft:
    """Source, cue and content of one attribution, before anybody knows who the source is.

    `source` is the span of the source's noun phrase head with its modifiers, as written ("the leftist leader", "he");
    `source_head` its head token. Both are None where the text names no source in reach; `inherited` then may point at
    the attribution that carries on (a second quoted paragraph by the same speaker).
    """

    form: StatementForm
    content: list[Span]
    cue: list[Span]
    source: Span | None
    source_head: Token | None
    act: Act
    rule: str
    cue_head: Token | None = None
    time: Span | None = None
    """Span of the time expression that dates the speaking ("confirmed *Wednesday* that"), set by `extract.times`."""
    channel: str | None = None
    addressee: Span | None = None
    within: AttributionDraft | None = None
    inherited: AttributionDraft | None = None
    negated: bool = False
    hypothetical: bool = False
    uttered: bool = True
    """Whether somebody said or wrote it; a wish, a ruling or a request's content is not, and stays out of the record."""
    confidence: float | None = None
    rejected: list[Rejected] = field(default_factory=list)

    @property
    def stated(self) -> bool:
        """Whether it becomes a statement: words were uttered, and neither never nor only perhaps."""
        return self.uttered and not self.negated and not self.hypothetical


@dataclass(slots=True, eq=False)
class TimeDraft:
    """A time expression with its value. `anchor` is the ISO date it was hung on, where it was hung on one."""

    span: Span
    type: TimexType
    value: str
    mod: str | None
    edtf: str | None
    rule: str
    anchor: str | None = None
    rejected: list[Rejected] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class FigureDraft:
    """A number that counts or measures. `head` is the token of the counted noun, if any ("vessels")."""

    span: Span
    value: float | int
    bound: Bound
    unit: str | None
    measure: str | None
    rule: str
    high: float | int | None = None
    head: Token | None = None
    governor: Token | None = None
    """The verb or noun whose count this is ("killing" in "killing at least 83"): events claim figures through it."""
    standing: Standing | None = None
    of: FigureDraft | None = None
    """The figure that this one is a part of."""
    rejected: list[Rejected] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class MentionDraft:
    """One mention of an actor or place; `head` is its head token."""

    span: Span
    form: MentionForm
    head: Token | None
    rule: str = ""


@dataclass(slots=True, eq=False)
class ActorDraft:
    """One actor of the report with all its mentions."""

    name: str
    type: ActorType
    country: str | None
    sector: str | None
    mentions: list[MentionDraft]
    rule: str
    roles: list[Role] = field(default_factory=list)
    confidence: float | None = None
    rejected: list[Rejected] = field(default_factory=list)
    sure: float | None = None
    """How likely it belongs on record and is one actor (gather/judging.py); `confidence` is that of its country."""
    country_rule: str | None = None
    """The evidence that gave the country ("own-words", "office", "scene" ...)."""


@dataclass(slots=True, eq=False)
class PlaceDraft:
    """One place of the report with all its mentions."""

    name: str
    country: str | None
    geonames: int | None
    lat: float | None
    lon: float | None
    mentions: list[MentionDraft]
    rule: str
    confidence: float | None = None
    rejected: list[Rejected] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Cast:
    """All actors of a report, found again by token: events and statements ask who stands behind a word."""

    actors: list[ActorDraft]
    by_token: dict[int, ActorDraft]
    """Index of a mention's head token -> actor."""
    speakers: dict[int, ActorDraft] = field(default_factory=dict)
    """id(attribution draft) -> speaker, inheritance and pronouns resolved."""
    names: Sequence[object] = ()
    """The report's names as resolution classified them; places are found among them."""
    joining: dict[int, list[ActorDraft]] = field(default_factory=dict)
    """id(attribution draft) -> those who say it together with the speaker."""
    together: dict[int, list[ActorDraft]] = field(default_factory=dict)
    """Index of a pronoun -> the several people that it stands for."""

    def of(self, token: Token | None) -> ActorDraft | None:
        """Give the actor that this token heads a mention of."""
        return self.by_token.get(token.i) if token is not None else None

    def speaker(self, attribution: AttributionDraft) -> ActorDraft | None:
        """Give the actor who speaks in this attribution."""
        return self.speakers.get(id(attribution))


@dataclass(slots=True, eq=False)
class EventDraft:
    """A coded event."""

    event: str
    mode: str | None
    context: list[str]
    cameo: str | None
    trigger: list[Span]
    trigger_head: Token
    sentence: Span
    actors: list[ActorDraft]
    recipients: list[ActorDraft]
    status: Status
    rule: str
    time: TimeDraft | None = None
    date: str | None = None
    place: PlaceDraft | None = None
    attributed_to: list[AttributionDraft] = field(default_factory=list)
    figures: list[FigureDraft] = field(default_factory=list)
    confidence: float | None = None
    rejected: list[Rejected] = field(default_factory=list)
    mentions: list[EventDraft] = field(default_factory=list)
    """The tellings that were gathered into this happening, the main one first; empty before `gather`."""
    doubt: str = ""
    """Why this may be no act of public life; `gather` leaves it out where no other telling of the happening takes the doubt away."""
    seen: float = 0.0
    """How likely the learned head (heads/acts.py) takes its words for an act at all, and"""
    fit: float = 0.0
    """for an act of this type."""
    own: str | None = None
    """The user's own type of event, a kind of `event`."""
    tied: str = ""
    """Why this telling was taken for the same happening as the main one."""


@dataclass(slots=True, eq=False)
class UnresolvedDraft:
    """Something seen but not settled."""

    kind: str
    span: Span
    reason: str


@dataclass(slots=True)
class Drafts:
    """Everything the stages found in one report, handed from stage to stage."""

    attributions: list[AttributionDraft] = field(default_factory=list)
    times: list[TimeDraft] = field(default_factory=list)
    figures: list[FigureDraft] = field(default_factory=list)
    cast: Cast = field(default_factory=lambda: Cast([], {}))
    places: list[PlaceDraft] = field(default_factory=list)
    events: list[EventDraft] = field(default_factory=list)
    unresolved: list[UnresolvedDraft] = field(default_factory=list)
    account: Account | None = None
    limited: tuple[Warn, ...] = ()
    """Where there was more than a record holds."""
