"""A record as a notebook shows it: the happenings that matter first, who said what, the figures, and what is less sure."""

from __future__ import annotations

from html import escape

from onrecord.export.gloss import gloss
from onrecord.export.order import Layout, lay_out
from onrecord.export.view import Item, View
from onrecord.model.frames import titled
from onrecord.model.record import Actor, Event, Place, Record, Statement


def record_to_html(record: Record) -> str:
    """Give a short view of a record: the head, then happenings, statements and figures in words, doubtful items last."""
    view = View(record)
    out = lay_out(view)
    report = record.report
    head = " · ".join(x for x in (report.publisher, report.published, report.title or report.source) if x)
    happenings = [[e.id, gloss(view, e), e.date or "", view.name(e.place) or "", view.status(e), _tellings(e)] for e in out.happenings]
    statements = [[s.id, name, s.act, view.words(s.content)] for _, name, said in out.speakers for s in said]
    figures = [[f.id, view.figure(f), record.words(f.span), out.marks.get(f.id, "")] for f in out.figures]
    return "".join(
        (
            f"<p><b>{escape(head)}</b></p>",
            titled("Main happenings", ["", "what", "date", "place", "status", "told"], happenings),
            titled("Statements", ["", "speaker", "act", "content"], statements),
            titled("Figures", ["", "figure", "words", "standing"], figures),
            titled("Less sure, repeats, background", ["", "what", "why"], [_less_sure(view, out, i) for i in out.less_sure]),
        )
    )


def _tellings(e: Event) -> str:
    return f"{len(e.mentions)} times" if len(e.mentions) > 1 else "once"


def _less_sure(view: View, out: Layout, item: Item) -> list[str]:
    if isinstance(item, Event):
        words = gloss(view, item)
    elif isinstance(item, Statement):
        words = f"{view.speaker(item) or 'Speaker not named'}: {view.words(item.content)}"
    else:
        words = item.name if isinstance(item, Actor | Place) else ""
    return [item.id, words, out.marks[item.id]]
