"""The actors of a report as entries that can be joined: what is known of each, and how two become one everywhere they are pointed at."""

from __future__ import annotations

from collections.abc import Iterable

from onrecord.gather.mentions import Read, Reads
from onrecord.model.document import Document, Token
from onrecord.model.drafts import ActorDraft, Drafts
from onrecord.ontology import PLOVER


class Entry:
    """One actor with its mentions read: names and descriptions apart, each in text order as long as nothing was joined to it."""

    __slots__ = (
        "actor",
        "coordinated",
        "descriptions",
        "done",
        "first",
        "heads",
        "names",
        "sides",
        "start",
    )

    def __init__(self, actor: ActorDraft, read: Reads) -> None:
        self.actor = actor
        reads = [r for m in actor.mentions if (r := read(m)) is not None]
        self.names = [r for r in reads if r.named]
        self.descriptions = [r for r in reads if not r.named]
        self.first: Read | None = reads[0] if reads else None
        """The first mention that is no pronoun."""
        self.heads = {r.head.i for r in reads}
        """The head words of its mentions."""
        self.coordinated = {r.head.head.i for r in reads if r.head.role.conjunct}
        """The words that its mentions are coordinated with."""
        self.start = min((m.span[0] for m in actor.mentions), default=0)
        """Where it is first met."""
        self.sides: dict[tuple[int, str], str] = {}
        """The acts it takes part in: id of the event and side -> type of the event."""
        self.done: set[tuple[str, str]] = set()
        """Type and side of those that are told as having happened."""

    @property
    def reads(self) -> list[Read]:
        """Give all mentions but pronouns."""
        return self.names + self.descriptions


class Entries:
    """All actors of a report, and the drafts that point at them. `settle` writes what was joined and left out back to the drafts."""

    def __init__(self, document: Document, drafts: Drafts, reads: Reads | None = None) -> None:
        self.document = document
        self.drafts = drafts
        read = reads or Reads(document)
        self._all = [Entry(a, read) for a in drafts.cast.actors]
        self._of = {id(e.actor): e for e in self._all}
        self._into: dict[int, Entry | None] = {}
        """id of an actor that is gone -> the entry it was joined to; None where it was left out."""
        for event in drafts.events:
            for side, parties in (
                ("actor", event.actors),
                ("recipient", event.recipients),
            ):
                for party in parties:
                    if id(party) in self._of:
                        entry = self._of[id(party)]
                        entry.sides[id(event), side] = event.event
                        if event.status in ("reported", "claimed"):
                            entry.done.add((event.event, side))

    @property
    def all(self) -> list[Entry]:
        """Give the entries that are left, in the order in which they were found."""
        return [e for e in self._all if id(e.actor) not in self._into]

    def of(self, actor: ActorDraft | None) -> Entry | None:
        """Give the entry that an actor has become part of; None for one that was left out."""
        entry = self._of.get(id(actor)) if actor is not None else None
        path: list[int] = []
        while entry is not None and id(entry.actor) in self._into:
            path.append(id(entry.actor))
            entry = self._into[id(entry.actor)]
        for key in path:
            self._into[key] = entry
        return entry

    def at(self, token: Token | None) -> Entry | None:
        """Give the entry that a token leads to."""
        return self.of(self.drafts.cast.of(token))

    def opposed(self, a: Entry, b: Entry) -> bool:
        """Tell two who stand on the two sides of one act."""
        few, many = sorted((a, b), key=lambda e: len(e.sides))
        other = {"actor": "recipient", "recipient": "actor"}
        return any(kind not in PLOVER.mutual and (key, other[side]) in many.sides for (key, side), kind in few.sides.items())

    def join(self, keep: Entry, gone: Entry, why: str) -> None:
        """Make one entry of two: mentions and facts of `gone` go to `keep`; `settle` lets everything that points at it follow."""
        old, new = gone.actor, keep.actor
        for mention in old.mentions:
            if mention.form != "pronoun":
                mention.rule = f"{mention.rule}; {why}"
        new.mentions.extend(old.mentions)
        keep.names.extend(gone.names)
        keep.descriptions.extend(gone.descriptions)
        keep.sides.update(gone.sides)
        keep.done.update(gone.done)
        keep.heads |= gone.heads
        keep.coordinated |= gone.coordinated
        keep.start = min(keep.start, gone.start)
        keep.first = min(
            (r for r in (keep.first, gone.first) if r is not None),
            key=lambda r: r.start,
            default=None,
        )
        guessed = new.confidence is not None and old.confidence is None
        if old.country is not None and (new.country is None or guessed):
            new.country, new.country_rule, new.confidence = (
                old.country,
                old.country_rule,
                old.confidence,
            )
        new.sector = new.sector or old.sector
        new.roles.extend(r for r in old.roles if all(r.span != known.span for known in new.roles))
        new.rejected.extend(old.rejected[: max(0, 4 - len(new.rejected))])
        self._into[id(old)] = keep

    def forget(self, entry: Entry, read: Read) -> None:
        """Take one mention from an entry: its words belong to another's name."""
        entry.actor.mentions.remove(read.draft)
        (entry.names if read.named else entry.descriptions).remove(read)
        entry.start = min((m.span[0] for m in entry.actor.mentions), default=0)
        entry.first = min(entry.reads, key=lambda r: r.start, default=None)

    def leave_out(self, gone: Entry) -> None:
        """Take an entry off the list."""
        self._into[id(gone.actor)] = None

    def settle(self) -> None:
        """Write what is left to the drafts: the cast, who speaks, who takes part."""
        cast = self.drafts.cast
        cast.actors[:] = [e.actor for e in self.all]
        for actor in cast.actors:
            spans = {m.span: m for m in reversed(actor.mentions)}
            actor.mentions = [spans[s] for s in sorted(spans)]
        for index in (cast.by_token, cast.speakers):
            for key, actor in list(index.items()):
                entry = self.of(actor)
                if entry is None:
                    del index[key]
                else:
                    index[key] = entry.actor
        for groups in (cast.joining, cast.together):
            for key, actors in groups.items():
                groups[key] = self._now(actors)
        for event in self.drafts.events:
            event.actors = self._now(event.actors)
            event.recipients = [a for a in self._now(event.recipients) if all(a is not b for b in event.actors)]

    def _now(self, actors: Iterable[ActorDraft]) -> list[ActorDraft]:
        found = [e.actor for a in actors if (e := self.of(a)) is not None]
        return list({id(a): a for a in found}.values())
