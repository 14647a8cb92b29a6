"""What a reader of one report meets first, and what comes last: the order of the views, and the marks of what is doubtful.

Happenings are ordered by points that can be told: told in title or lead 2, confidence 0 to 1, each further telling 0.5 (at most
three), a toll up to 2 by its size, a public party 0.5; what only might happen, or did not, loses 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from math import log10

from onrecord.export.view import Item, View
from onrecord.model.record import Actor, Event, Figure, Place, Record, Span, Statement, Time

DOUBTFUL = 0.5
"""Confidence below which an item is shown last."""
UNKNOWN = 0.7
"""What an item without a confidence counts as: another parser was asked, or the record was made by hand."""
LEAD = 400
"""Characters of the body's first paragraph that count as its lead."""
PRIVATE = frozenset((None, "CVL", "REF", "ELI", "MED", "JRN"))
TOLLS = ("killed", "injured", "missing", "kidnapped", "displaced", "casualties")
STANDINGS = {"earlier": "an earlier count", "background": "background"}


@dataclass(slots=True)
class Layout:
    """A record's items in reading order. Every item stands in one list."""

    happenings: list[Event] = field(default_factory=list)
    parties: list[Actor] = field(default_factory=list)
    speakers: list[tuple[str | None, str, list[Statement]]] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    times: list[Time] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    others: list[Actor] = field(default_factory=list)
    less_sure: list[Item] = field(default_factory=list)
    marks: dict[str, str] = field(default_factory=dict)
    """By item: why it stands last, or what kind of count a figure is."""

    @property
    def statements(self) -> list[Statement]:
        """Give the statements of all speakers."""
        return [s for _, _, statements in self.speakers for s in statements]


def lay_out(view: View) -> Layout:
    """Put the items of a record in the order in which they are shown."""
    record = view.record
    out = Layout(marks=dict(_marks(view)))
    last = {id for id, why in out.marks.items() if not isinstance(view.items[id], Figure)}
    lead = lead_of(record)
    out.happenings = sorted((e for e in record.events if e.id not in last), key=lambda e: -points(view, e, lead))
    sides = dict.fromkeys(i for e in out.happenings for i in (*e.actors, *e.recipients))
    out.parties = [a for i in sides if isinstance(a := view.items.get(i), Actor)]
    out.speakers = _speakers(view, [s for s in record.statements if s.id not in last])
    out.figures = list(_figures(view))
    out.times = [t for t in record.times if t.id not in last]
    out.places = [p for p in record.places if p.id not in last]
    out.others = [a for a in record.actors if a.id not in sides and a.id not in last]
    out.less_sure = [
        item
        for group in (record.events, record.statements, record.places, record.actors)
        for item in group
        if item.id in last and item.id not in sides
    ]
    return out


def points(view: View, e: Event, lead: list[Span]) -> float:
    """Weigh a happening for its place in the view."""
    return sum(n for n, _ in reasons(view, e, lead))


def reasons(view: View, e: Event, lead: list[Span]) -> list[tuple[float, str]]:
    """Give what speaks for a happening's place in the view, with its points."""
    found = [(e.confidence if e.confidence is not None else UNKNOWN, "confidence")]
    if _told_in(e, lead):
        found.append((2.0, "told in title or lead"))
    if len(e.mentions) > 1:
        found.append((min(len(e.mentions) - 1, 3) / 2, f"told {len(e.mentions)} times"))
    own = [f for i in e.figures if isinstance(f := view.items.get(i), Figure)]
    tolls = [f.value for f in own if f.measure in TOLLS and f.standing not in STANDINGS]
    if tolls and max(tolls) >= 1:
        found.append((min(log10(max(tolls) + 1), 4) / 2, "toll"))
    if any(isinstance(a := view.items.get(i), Actor) and a.sector not in PRIVATE for i in (*e.actors, *e.recipients)):
        found.append((0.5, "public party"))
    if e.status in ("hypothetical", "negated"):
        found.append((-1.0, "did not happen, or only might"))
    return found


def lead_of(record: Record) -> list[Span]:
    """Give the title, the standfirst and the first paragraph of the body."""
    spans = [p.span for p in record.report.parts if p.kind in ("title", "standfirst")]
    body = next((p.span for p in record.report.parts if p.kind == "body"), None)
    if body is not None:
        first = record.words(body).split("\n", 1)[0]
        spans.append((body[0], body[0] + min(len(first), LEAD)))
    return spans


def _told_in(e: Event, lead: list[Span]) -> bool:
    tellings = [m.trigger for m in e.mentions] or [e.trigger]
    return any(a <= span[0] < b for words in tellings for span in words[:1] for a, b in lead)


def _marks(view: View) -> Iterator[tuple[str, str]]:
    """Give the items that come last, each with the reason: doubtful, told before, or of another time."""
    record = view.record
    lead = lead_of(record)
    published = record.report.published or ""
    year_before = f"{int(published[:4]) - 1}{published[4:10]}" if published[:4].isdigit() else ""
    told: set[object] = set()
    for e in record.events:
        key = (e.plover.event, e.plover.mode, e.actors, e.recipients, e.status, e.date, e.place)
        if (e.actors or e.recipients) and key in told:
            yield e.id, "repeat"
        elif is_doubtful(e):
            yield e.id, doubt(e)
        elif not _told_in(e, lead) and (_long_ago(e, year_before) or _of_background(view, e)):
            yield e.id, "background"
        else:
            told.add(key)
    for s in record.statements:
        said = (s.speaker, "".join(c for c in view.words(s.content).casefold() if c.isalnum()))
        if s.speaker and said in told:
            yield s.id, "repeat"
        elif is_doubtful(s):
            yield s.id, doubt(s)
        else:
            told.add(said)
    named: tuple[Actor | Place, ...] = (*record.actors, *record.places)
    yield from ((item.id, doubt(item)) for item in named if is_doubtful(item))
    for f in record.figures:
        if f.standing in STANDINGS:
            yield f.id, STANDINGS[f.standing]
        elif f.standing == "part" or f.of:
            whole = view.items.get(f.of or "")
            yield f.id, f"part of {whole.id} ({view.figure(whole)})" if isinstance(whole, Figure) else "a part"


def is_doubtful(item: Event | Statement | Actor | Place) -> bool:
    """See an item that is more likely wrong than right."""
    return item.confidence is not None and item.confidence < DOUBTFUL


def doubt(item: Event | Statement | Actor | Place) -> str:
    """Mark a doubtful item with its confidence."""
    return f"doubtful, {item.confidence:.2f}"


def _long_ago(e: Event, year_before: str) -> bool:
    return bool(e.date and year_before and e.date[:4].isdigit() and e.date[:10] < year_before[: len(e.date[:10])])


def _of_background(view: View, e: Event) -> bool:
    own = [f.standing for i in e.figures if isinstance(f := view.items.get(i), Figure)]
    return bool(own) and all(s == "background" for s in own)


def _speakers(view: View, statements: Iterable[Statement]) -> list[tuple[str | None, str, list[Statement]]]:
    """Group statements by speaker: who says more, and more surely, first; those without a name last."""
    groups: dict[tuple[str | None, str], list[Statement]] = {}
    for s in statements:
        groups.setdefault((s.speaker, view.speaker(s) or "Speaker not named"), []).append(s)
    found = [(id, name, said) for (id, name), said in groups.items()]
    return sorted(found, key=lambda g: (g[0] is None, -sum(s.confidence if s.confidence is not None else UNKNOWN for s in g[2])))


def _figures(view: View) -> Iterator[Figure]:
    """Give figures, current tolls first, parts behind their whole, earlier counts and the background last."""
    parts: dict[str, list[Figure]] = {}
    ids = {f.id for f in view.record.figures}
    own = []
    for f in view.record.figures:
        if f.of in ids and f.of and f.of != f.id:
            parts.setdefault(f.of, []).append(f)
        else:
            own.append(f)
    shown: set[str] = set()
    waiting = sorted(own, key=_figure_rank, reverse=True)
    while waiting:
        f = waiting.pop()
        if f.id not in shown:
            shown.add(f.id)
            yield f
            waiting += reversed(parts.get(f.id, []))
    yield from (f for f in view.record.figures if f.id not in shown)  # parts of each other: no whole leads to them


def _figure_rank(f: Figure) -> tuple[int, int]:
    standing = {"earlier": 2, "background": 3}.get(f.standing or "", 0)
    return (standing or (0 if f.measure in TOLLS else 1), f.span[0])
