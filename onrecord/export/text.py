"""The reading view of a record for a terminal or a text file."""

from __future__ import annotations

import os
from collections.abc import Iterable
from io import StringIO
from typing import TextIO

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from onrecord.export.gloss import gloss
from onrecord.export.order import lay_out
from onrecord.export.view import Item, View, spans_of
from onrecord.export.visible import plain
from onrecord.model.record import Actor, Event, Figure, Place, Record, Statement, Time

FILE_WIDTH = 100
"""Columns where there is no terminal to ask."""
STATUS_STYLES = {
    "reported": "green", "claimed": "yellow", "denied": "red", "planned": "cyan", "hypothetical": "magenta", "negated": "red",
}  # fmt: skip
ASCII = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "…": "...", "·": "-", "→": "->", "↔": "<->", "–": "-", "—": "-", "×": "x"})


def write_text(record: Record, file: TextIO) -> None:
    """Write the reading view of a record; with colour only on a terminal, in ASCII where the file takes no more."""
    terminal = file.isatty()
    width = None if terminal or "COLUMNS" in os.environ else FILE_WIDTH
    console = Console(file=file if terminal else StringIO(), width=width, highlight=False, markup=False, emoji=False)
    Page(record, ascii_only=not (file.encoding or "utf-8").lower().startswith("utf")).write(console)
    if isinstance(console.file, StringIO):
        file.writelines(line.rstrip() + "\n" for line in console.file.getvalue().splitlines())


class Page:
    """Lays a record out, section by section."""

    def __init__(self, record: Record, *, ascii_only: bool = False) -> None:
        self.view = View(record)
        self.record = record
        self.layout = lay_out(self.view)
        self._ascii = ascii_only

    def write(self, console: Console) -> None:
        """Write all sections that have something to say."""
        console.print(self._head())
        out = self.layout
        sections: tuple[tuple[str, Iterable[RenderableType]], ...] = (
            ("Main happenings", map(self._event, out.happenings)),
            ("Their parties", map(self._actor, out.parties)),
            ("Statements", self._statements()),
            ("Figures", map(self._figure, out.figures)),
            ("Times", map(self._time, out.times)),
            ("Places", map(self._place, out.places)),
            ("Other actors", map(self._actor, out.others)),
            ("Less sure, repeats, background", map(self._item, out.less_sure)),
            ("Not resolved", self._unresolved()),
            ("Warnings", self._warnings()),
        )
        for title, content in sections:
            rows = list(content)
            if rows:
                console.print()
                console.print(Text(f"{title.upper()}", style="bold"))
                console.print(Group(*rows))

    def _t(self, text: str, style: str = "") -> Text:
        clean = plain(text)
        return Text(clean.translate(ASCII) if self._ascii else clean, style=style)

    def _row(self, id: str, *lines: RenderableType) -> RenderableType:
        grid = Table.grid(padding=(0, 1))
        grid.add_column(no_wrap=True, min_width=4, style="bold cyan")
        grid.add_column(overflow="fold")
        grid.add_row(id, Group(*lines))
        return grid

    def _head(self) -> RenderableType:
        report = self.record.report
        return Group(
            self._t(self.view.title(), "bold"),
            self._t(" · ".join(self.view.head())),
            self._t(report.url or report.source, "dim"),
        )

    def _item(self, item: Item) -> RenderableType:
        """Lay out an item of any kind, a statement with its speaker."""
        if isinstance(item, Statement):
            return self._statement(item, by=self.view.speaker(item) or "Speaker not named")
        if isinstance(item, Event):
            return self._event(item)
        if isinstance(item, Actor):
            return self._actor(item)
        if isinstance(item, Figure):
            return self._figure(item)
        return self._time(item) if isinstance(item, Time) else self._place(item)

    def _line(self, item: Item, words: str, notes: Iterable[str | None]) -> RenderableType:
        """Lay out an item of one line: what it is, then notes and its mark."""
        line = self._t(words)
        line.append_text(self._t("".join(f" · {n}" for n in notes if n), "dim"))
        line.append_text(self._mark(item))
        return self._row(item.id, line)

    def _mark(self, item: Item) -> Text:
        mark = self.layout.marks.get(item.id)
        return self._t(f" · {mark}", "magenta") if mark else Text()

    def _statements(self) -> Iterable[RenderableType]:
        for id, name, statements in self.layout.speakers:
            head = self._t(name, "bold yellow")
            actor = self.view.items.get(id or "")
            if isinstance(actor, Actor) and (codes := self.view.affiliation(actor)):
                head.append(f" ({codes})", style="dim")
            yield head
            for s in statements:
                yield Padding(self._statement(s), (0, 0, 0, 2))

    def _statement(self, s: Statement, *, by: str | None = None) -> RenderableType:
        words = self.view.words(s.content)
        notes = self._t(" · ".join(([by] if by else []) + self.view.statement_notes(s)), "dim")
        notes.append_text(self._mark(s))
        return self._row(s.id, self._t(f"“{words}”" if s.form == "direct" else words), notes)

    def _event(self, e: Event) -> RenderableType:
        code = self._t(self.view.code(e), "dim")
        code.append_text(self._t(f" · {self.view.status(e)}", STATUS_STYLES[e.status]))
        notes = self._t(" · ".join([*self.view.event_notes(e), f"“{self.view.words(e.trigger)}”"]), "dim")
        notes.append_text(self._mark(e))
        return self._row(e.id, self._t(gloss(self.view, e), "bold"), code, notes)

    def _figure(self, f: Figure) -> RenderableType:
        return self._line(f, self.view.figure(f), (f"“{self.record.words(f.span)}”", f.event))

    def _time(self, t: Time) -> RenderableType:
        edtf = t.edtf if t.edtf != t.value else None
        kind = t.type.lower() if t.type != "DATE" else None
        return self._line(t, t.value, (f"“{self.record.words(t.span)}”", edtf, kind, t.mod))

    def _place(self, p: Place) -> RenderableType:
        name = p.name + (f" ({p.country})" if p.country else "")
        return self._line(p, name, (self.view.where(p), f"×{len(p.mentions)}" if len(p.mentions) > 1 else None))

    def _actor(self, a: Actor) -> RenderableType:
        roles = list(dict.fromkeys(r.title for r in a.roles))
        notes = (a.type, self.view.affiliation(a), ", ".join(roles), f"×{len(spans_of(a))}")
        return self._line(a, self.view.name(a.id) or a.name, notes)

    def _unresolved(self) -> Iterable[RenderableType]:
        for u in self.record.unresolved:
            yield self._row("?", self._t(f"{u.kind} “{self.record.words(u.span)}”: {u.reason}"))

    def _warnings(self) -> Iterable[RenderableType]:
        for w in self.record.report.warnings:
            yield self._row("!", self._t(f"{w.code}: {w.message}"))
