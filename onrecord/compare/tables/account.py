"""What an accounts page holds: sources against facts, with the words behind each cell. Plain frozen classes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from onrecord.store.clock import instant
from onrecord.store.tolls import current

Says = Literal["says", "differs", "silent"]
Verdict = Literal["fullest", "same", "part", "spelling", "cut", "altered", "paraphrase"]
FactKind = Literal["date", "place", "party", "figure", "status", "wording", "type"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Words of a report behind a cell: offsets in code points, end exclusive; `item` is the record's item, where there is one."""

    report: str
    start: int
    end: int
    words: str
    item: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What one source says of one fact. `value` is for people; `values` are the places in the fact's values that it holds."""

    says: Says = "silent"
    value: str = ""
    status: str | None = None
    """Of an act: reported, claimed, denied, planned, hypothetical, negated. Of the rest: "claimed" where only a party says so."""
    words: tuple[Words, ...] = ()
    values: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One value of a fact and who vouches for it."""

    value: str
    sources: tuple[int, ...]
    """Outlets and parties that give it, by their place in the accounts' sources."""
    origins: int
    """Independent texts that give it, copies of one text counted once, in their own voice or as a party's word."""
    own: int
    """Those of them that say it in their own voice."""
    parties: tuple[str, ...]
    """On whose word, where it is claimed."""
    first: str | None
    last: str | None
    """First and last day it was published on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One matter that reports can agree or differ on. Cells stand in the order of the accounts' sources."""

    id: str
    subject: str
    """All of it for a reader: "killed in attack: United States"."""
    heading: str
    """The event it stands under ("attack: United States"), else the subject: facts of one event follow one another."""
    matter: str
    """What it is of the event: "date", "killed"."""
    kind: FactKind
    cells: tuple[Cell, ...]
    values: tuple[Value, ...]
    contrary: tuple[int, ...] = ()
    """Which of its values clash with one that as many independent texts bear out."""
    occurrence: str | None = None
    """The event it belongs to, where it belongs to one."""

    @property
    def differs(self) -> bool:
        """Whether any two sources give values that cannot both hold."""
        return bool(self.contrary)


@dataclass(frozen=True, slots=True, kw_only=True)
class Print:
    """One report of a source; `copy` says what it is to the source's text ("" for the text itself)."""

    report: str
    outlet: str
    title: str | None
    published: str | None
    copy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An outlet with its reports, copies of one text included, or a party that the reports quote."""

    name: str
    kind: Literal["outlet", "party"]
    origins: int
    """Independent texts: of an outlet its own, of a party those that tell its words."""
    prints: tuple[Print, ...]
    agencies: tuple[str, ...] = ()
    identity: str | None = None
    """Of a party: the actor it is across reports, where it is known as one."""

    @property
    def reports(self) -> tuple[str, ...]:
        """Give the ids of its reports."""
        return tuple(p.report for p in self.prints)


@dataclass(frozen=True, slots=True, kw_only=True)
class TollPoint:
    """A figure as one source gave it on one day."""

    published: str | None
    value: str
    number: float
    source: int
    report: str
    party: str | None
    """On whose word; None: the report's own voice."""
    change: str
    """Beside what was published before: "first", "same", "higher", "lower", "differs" (another number that stands at the same time),
    "earlier" (the report says that it was so before), "undated", or "corrected to 21" and "superseded" for what its outlet has since
    replaced."""
    words: Words
    counts: bool = True
    """Whether it is given as the count of its day: no copy of another report's, and not told as an earlier one."""
    lowers: bool = False
    """Whether its report says that the count was lowered."""
    exact: bool = False
    """Whether it is given as the very number: no "at least", no "about"."""
    newest: bool = True
    """Whether it is the newest count of its outlet in its own voice, or on this party's word; older ones are its history."""

    @property
    def day(self) -> str | None:
        """Give the day on which it was published, in UTC."""
        return instant(self.published)[:10] if self.published else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Toll:
    """How one figure moved: its points by the day they were published."""

    fact: str
    subject: str
    points: tuple[TollPoint, ...]

    def current(self, until: str | None = None) -> TollPoint | None:
        """Give the count that stands, as far as was published by a moment (ISO, in UTC; None: all of it)."""
        told = sorted((p for p in self.points if p.counts and p.published), key=lambda p: instant(str(p.published)))
        return current(p for p in told if until is None or _by(instant(str(p.published)), until))

    @property
    def first(self) -> TollPoint | None:
        """Give the first count that was published."""
        told = [p for p in self.points if p.counts and p.published]
        return min(told, key=lambda p: instant(str(p.published)), default=None)


def _by(published: str, until: str) -> bool:
    """Say whether something was published by a moment; a day alone counts from its beginning."""
    return published[: len(until)] <= until


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """The words of a quotation as one source prints them, beside the fullest print."""

    source: int
    verdict: Verdict
    """"part": word for word, with more in the fullest; "spelling": the same but for spelling; "cut": words left out within; "altered":
    changed here and there; "paraphrase": the same in other words, as between two translations."""
    speaker: str | None
    other_speaker: bool
    """Attributed to another than the fullest print does."""
    changes: tuple[tuple[str, str], ...]
    """Differences as (words of the fullest print, words here)."""
    words: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """One quotation in the words of several sources, the fullest print first."""

    speaker: str | None
    variants: tuple[Variant, ...]

    @property
    def differs(self) -> bool:
        """Whether any print has other words or another speaker."""
        return any(v.other_speaker or v.verdict not in ("fullest", "same", "part") for v in self.variants)


@dataclass(frozen=True, slots=True, kw_only=True)
class Accounts:
    """Where the reports of one story or event agree and differ. It shows; it does not judge."""

    id: str
    title: str | None
    first: str | None
    last: str | None
    reports: int
    origins: int
    sources: tuple[Source, ...]
    facts: tuple[Fact, ...]
    tolls: tuple[Toll, ...]
    """Counts that moved, or on which sources differ."""
    counts: tuple[Toll, ...]
    """Every count, those that never had but one value too."""
    wordings: tuple[Wording, ...]
