"""One report as one self-contained page: its text with the items marked in place, and the record beside it.

Nothing leaves the page: styles and script stand in it and are allowed by their digests alone, everything from the report is escaped.
"""

from __future__ import annotations

import base64
import hashlib
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from onrecord.export.gloss import gloss, gloss_pieces
from onrecord.export.marks import Mark, Segment, segments
from onrecord.export.order import lay_out
from onrecord.export.view import Item, View, spans_of, tallies
from onrecord.export.visible import hides, pieces, plain
from onrecord.model.dates_in_words import day, when
from onrecord.model.record import Actor, Event, Figure, Place, Record, Span, Statement, Time

if TYPE_CHECKING:
    from jinja2 import Environment

HERE = Path(__file__).parent
KINDS: dict[type[Item], str] = {Statement: "s", Event: "e", Actor: "a", Place: "p", Time: "t", Figure: "f"}
"""The letter that stands for a kind in classes and layers."""
LAYERS = (
    ("s", "Statements"), ("e", "Events"), ("a", "Parties"), ("t", "Times"), ("f", "Figures"), ("p", "Places"),
)  # fmt: skip
PART_NAMES = {
    "header": "Header", "title": "Title", "byline": "Byline", "caption": "Caption", "standfirst": "Standfirst", "dateline": "Dateline",
    "body": "", "subheading": "", "credit": "Credit", "boilerplate": "Page furniture", "gap": "",
}  # fmt: skip
INLINE_PARTS = ("dateline",)
"""Parts that run on into the next one on the same line."""
SIGNS = {"reported": "●", "claimed": "◐", "denied": "✕", "planned": "▷", "hypothetical": "?", "negated": "⊘"}


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the report on the page: its kind and its paragraphs, each a run of segments."""

    kind: str
    label: str
    paragraphs: tuple[tuple[Segment, ...], ...]


def render_page(record: Record) -> str:
    """Give the page of a record. The same record gives the same bytes."""
    style, script = _static("page.css"), _static("page.js")
    view = View(record)
    return (
        _templates()
        .get_template("page.html")
        .render(
            style=Markup(style),
            script=Markup(script),
            style_digest=_digest(style),
            script_digest=_digest(script),
            **page_context(view),
        )
        + "\n"
    )


def page_context(view: View) -> dict[str, Any]:
    """Give what the templates of a report (text.html, items.html) need to know."""
    record = view.record
    blocks = _blocks(record, view)
    headline = next((b for b in blocks if b.kind == "title" and _words(record, b) == view.title().split()), None)
    return {
        "record": record,
        "report": record.report,
        "view": view,
        "blocks": [b for b in blocks if b is not headline],
        "headline": headline.paragraphs[0] if headline else None,
        "layers": [(k, name, sum(KINDS[type(i)] == k for i in view.items.values())) for k, name in LAYERS],
        "opener": _Openers(),
        "out": lay_out(view),
        "gloss_pieces": lambda event: gloss_pieces(view, event),
        "signs": SIGNS,
        "tip": lambda segment: _tip(view, segment),
    }


def _words(record: Record, block: Block) -> list[str]:
    return record.words((block.paragraphs[0][0].span[0], block.paragraphs[0][-1].span[1])).split() if len(block.paragraphs) == 1 else []


def _blocks(record: Record, view: View) -> list[Block]:
    """Cut the text into parts and paragraphs, and those into segments. Text outside any part is shown too."""
    stretches = [(kind, list(_paragraphs(record.report.text, span))) for kind, span in _covering(record)]
    marks = [Mark(item.id, KINDS[type(item)], span) for item in view.items.values() for span in spans_of(item)]
    over = _marks_over([p for _, paragraphs in stretches for p in paragraphs], marks)
    return [
        Block(kind, PART_NAMES[kind], tuple(tuple(segments(p, over[p])) for p in paragraphs))
        for kind, paragraphs in stretches
        if paragraphs
    ]


def _marks_over(paragraphs: list[Span], marks: list[Mark]) -> dict[Span, list[Mark]]:
    """Give the marks over each paragraph; a mark may lie over several."""
    over: dict[Span, list[Mark]] = {p: [] for p in paragraphs}
    ends = [p[1] for p in paragraphs]
    for mark in sorted(marks, key=lambda m: m.span):
        at = bisect_right(ends, mark.span[0])
        while at < len(paragraphs) and paragraphs[at][0] < mark.span[1]:
            over[paragraphs[at]].append(mark)
            at += 1
    return over


def _covering(record: Record) -> Iterator[tuple[str, Span]]:
    """Give the parts and what lies between them, so that no character of the text is lost."""
    at = 0
    for part in record.report.parts:
        if part.span[0] > at:
            yield "gap", (at, part.span[0])
        yield part.kind, part.span
        at = part.span[1]
    if at < len(record.report.text):
        yield "gap", (at, len(record.report.text))


def _paragraphs(text: str, span: Span) -> Iterator[Span]:
    """Give the lines of a stretch that hold anything to see."""
    start = span[0]
    for line in text[span[0] : span[1]].splitlines(keepends=True):
        end = start + len(line)
        words = line.strip()
        if words:
            begin = start + line.index(words)
            yield (begin, begin + len(words))
        start = end


class _Openers:
    """Remembers which items were met: the first place of each is where its link leads, and the only one the tab key stops at."""

    def __init__(self) -> None:
        self._met: set[str] = set()

    def __call__(self, segment: Segment) -> list[str]:
        new = [m.id for m in segment.opens if m.id not in self._met]
        self._met.update(new)
        return new


def _tip(view: View, segment: Segment) -> str:
    return "\n".join(f"{m.id} {plain(_summary(view, view.items[m.id]))}" for m in reversed(segment.marks))


def _summary(view: View, item: Item) -> str:
    if isinstance(item, Statement):
        return f"{view.speaker(item) or 'speaker not named'} {view.statement_notes(item)[0]}"
    if isinstance(item, Event):
        return f"{gloss(view, item)} ({view.status(item)})"
    if isinstance(item, Actor | Place):
        return item.name
    return item.value if isinstance(item, Time) else view.figure(item)


def show(text: str) -> Markup:
    """Escape a text; hidden characters become marks that name them and have no effect."""
    if not hides(text):  # nearly always
        return escape(text)
    return Markup("").join(
        Markup('<span class="hidden-char" title="{}">{}</span>').format(p.hidden, p.text) if p.hidden else escape(p.text)
        for p in pieces(text)
    )


def _static(name: str) -> str:
    return (HERE / "static" / name).read_text("utf-8")


def _digest(content: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()


@cache
def _templates() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["show"] = show
    environment.filters["plain"] = plain
    environment.filters["tallies"] = tallies
    environment.filters["when"] = when
    environment.filters["day"] = day
    return environment
