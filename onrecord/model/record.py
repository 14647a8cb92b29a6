"""The record: what one report becomes. Plain frozen classes; offsets are code points into `Report.text`, end exclusive.

The shape is that of docs/record.md. `rule` on an item names the rule or model that made it (`quote/direct/after-cue`),
`rejected` the candidates that were considered and why each was turned down.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

T = TypeVar("T")
Span = tuple[int, int]

PartKind = Literal["header", "title", "byline", "caption", "standfirst", "dateline", "body", "subheading", "credit", "boilerplate"]
ActorType = Literal["person", "organization", "government", "group"]
MentionForm = Literal["name", "description", "pronoun"]
TimexType = Literal["DATE", "TIME", "DURATION", "SET"]
Bound = Literal["exactly", "at_least", "at_most", "more_than", "less_than", "about", "between"]
Standing = Literal["current", "earlier", "part", "background"]
StatementForm = Literal["direct", "indirect", "mixed"]
Act = Literal[
    "state", "confirm", "deny", "accuse", "promise", "threaten", "demand", "ask", "praise", "criticize", "decline_to_say"
]
Status = Literal["reported", "claimed", "denied", "planned", "hypothetical", "negated"]


class Items(tuple[T, ...]):
    """A tuple of record items that also gives a data frame and shows itself in a notebook."""

    __slots__ = ()

    def to_frame(self) -> Any:
        """Give a pandas (else polars) data frame, one row per item.

        Raises `UsageError` where neither library is installed.
        """
        from onrecord.model.frames import to_frame

        return to_frame(self)

    def _repr_html_(self) -> str:
        from onrecord.model.frames import to_html

        return to_html(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A candidate that was considered for a field and turned down."""

    value: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Warn:
    """Something odd about the input that did not stop the reading."""

    code: str
    message: str
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A stretch of the text with one function in the report (anatomy). Parts stand in order and do not overlap."""

    kind: PartKind
    span: Span
    credit: str | None = None
    agency: str | None = None
    date: str | None = None
    place: str | None = None
    rule: str = ""


Fate = Literal["set_apart", "not_understood"]
Counted = Literal["quotation", "number", "date"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many of a report's quotations, numbers or date expressions came to what end."""

    used: int = 0
    set_apart: int = 0
    not_understood: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A quotation, number or date of the body that no item of the record holds, and why."""

    kind: Counted
    span: Span
    fate: Fate
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What became of everything in the body that could have been an item: nothing is dropped silently."""

    quotations: Tally = Tally()
    numbers: Tally = Tally()
    dates: Tally = Tally()
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The report as read: text, anatomy and metadata."""

    id: str
    source: str
    title: str | None
    language: str | None
    published: str | None
    published_from: str | None
    publisher: str | None
    agencies: tuple[str, ...]
    authors: tuple[str, ...]
    text: str
    parts: tuple[Part, ...]
    url: str | None = None
    encoding: str | None = None
    warnings: tuple[Warn, ...] = ()
    account: Account | None = None
    """What became of the body's quotations, numbers and dates; None in records made before there was an account."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """An office or function that the text gives an actor ("Venezuelan President")."""

    title: str
    country: str | None
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One place in the text that stands for an actor or place."""

    span: Span
    form: MentionForm
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Whoever can speak or act: a person, organisation, government or group."""

    id: str
    name: str
    type: ActorType
    country: str | None
    sector: str | None
    roles: tuple[Role, ...]
    mentions: tuple[Mention, ...]
    rule: str = ""
    confidence: float | None = None
    rejected: tuple[Rejected, ...] = ()
    country_rule: str | None = None
    """What the country was read from ("own-words", "office", "scene", "general-knowledge" ...); None where there is no country."""
    country_confidence: float | None = None
    """How likely the country is right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place on the map, with its GeoNames id where the text supports one."""

    id: str
    name: str
    country: str | None
    geonames: int | None
    lat: float | None
    lon: float | None
    mentions: tuple[Mention, ...]
    rule: str = ""
    confidence: float | None = None
    rejected: tuple[Rejected, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """A time expression (TIMEX3), with its calendar date or interval in EDTF where there is one."""

    id: str
    span: Span
    type: TimexType
    value: str
    mod: str | None
    edtf: str | None
    anchor: str | None = None
    rule: str = ""
    rejected: tuple[Rejected, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number that counts or measures something. `high` is the upper value of a range (`bound` is "between")."""

    id: str
    span: Span
    value: float | int
    bound: Bound
    unit: str | None
    measure: str | None
    event: str | None
    high: float | int | None = None
    counted: Span | None = None
    """The noun that is counted ("soldiers" in "20 soldiers"), where the text has one."""
    rule: str = ""
    rejected: tuple[Rejected, ...] = ()
    standing: Standing | None = None
    """Whether the count stands now, was put forward earlier, is a part of another (`of`), or tells of something else in the background."""
    of: str | None = None
    """The figure that this one is a part of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Who said what: source, cue and content of one attribution (PARC, PolNeAR)."""

    id: str
    form: StatementForm
    speaker: str | None
    speaker_span: Span | None
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    act: Act
    time: str | None
    channel: str | None
    addressee: str | None
    within: str | None
    speakers: tuple[str, ...] = ()
    """All who say it together, the speaker first; empty where one alone speaks."""
    rule: str = ""
    confidence: float | None = None
    rejected: tuple[Rejected, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plover:
    """A PLOVER code: event type, mode and contexts."""

    event: str
    mode: str | None
    context: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventMention:
    """One place where the report tells of an event: the words, the sentence, how real it is there and on whose word."""

    trigger: tuple[Span, ...]
    sentence: Span
    status: Status
    attributed_to: tuple[str, ...] = ()
    rule: str = ""
    """The rule that coded the mention, and after `;` why it was taken for the same happening as the one before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Who did what to whom, when and where, with its status and who vouches for it."""

    id: str
    plover: Plover
    cameo: str | None
    trigger: tuple[Span, ...]
    sentence: Span
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    time: str | None
    date: str | None
    place: str | None
    status: Status
    attributed_to: tuple[str, ...]
    figures: tuple[str, ...]
    rule: str
    confidence: float | None = None
    rejected: tuple[Rejected, ...] = ()
    mentions: tuple[EventMention, ...] = ()
    """Every place where the report tells of it, the main one first; `trigger` holds the words of all of them."""
    own: str | None = None
    """The user's own type, a kind of `plover.event`, where a row of the user's lexicon coded it (`pipeline.lexicon`)."""

    @property
    def told(self) -> Span:
        """Span from the first to the last word of the main mention."""
        words = self.mentions[0].trigger if self.mentions else self.trigger
        return (words[0][0], words[-1][1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Unresolved:
    """Something that was seen but could not be settled, and why: not knowing is a result."""

    kind: str
    span: Span
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnType:
    """A type of events that the user named: a kind of one of PLOVER's, with a quad class and a CAMEO code of its own."""

    name: str
    parent: str
    quad: int
    cameo: str
    label: str
    """Words for a reader: "walkout"."""
    gloss: str
    """What who does it does, with {} for whom it is done to: "walk out on {}"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LexiconInfo:
    """Which rows of the user's own the record was read with."""

    digest: str
    """SHA-256 of what the rows say."""
    event_types: tuple[OwnType, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PipelineInfo:
    """Which program and model made the record, and with which words of the user's own."""

    version: str
    model: str | None
    lexicon: LexiconInfo | None = None
    """None where only the shipped tables were used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Everything that was read out of one report."""

    format: Literal["onrecord/1"] = "onrecord/1"
    pipeline: PipelineInfo
    report: Report
    actors: Items[Actor] = field(default_factory=Items)
    places: Items[Place] = field(default_factory=Items)
    times: Items[Time] = field(default_factory=Items)
    figures: Items[Figure] = field(default_factory=Items)
    statements: Items[Statement] = field(default_factory=Items)
    events: Items[Event] = field(default_factory=Items)
    unresolved: Items[Unresolved] = field(default_factory=Items)

    def words(self, span: Span) -> str:
        """Give the exact words under a span."""
        return self.report.text[span[0] : span[1]]

    def own_type(self, event: Event) -> OwnType | None:
        """Give the user's own type of an event, None where it has none."""
        types = self.pipeline.lexicon.event_types if self.pipeline.lexicon else ()
        return next((t for t in types if t.name == event.own), None)

    def to_json(self, *, indent: int | None = None) -> str:
        """Write the record as JSON (docs/record.md)."""
        from onrecord.model.codec import record_to_json

        return record_to_json(self, indent=indent)

    @staticmethod
    def from_json(data: str | bytes) -> Record:
        """Read a record back from its JSON. Raises `RecordError` where it does not fit the schema."""
        from onrecord.model.codec import record_from_json

        return record_from_json(data)

    def _repr_html_(self) -> str:
        from onrecord.model.frames import record_to_html

        return record_to_html(self)
