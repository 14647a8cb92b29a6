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

from onrecord.export.view import GLOSSES, View, spans_of
from onrecord.export.visible import plain
from onrecord.model.record import Event, Record, Statement

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
        self._ascii = ascii_only

    def write(self, console: Console) -> None:
        """Write all sections that have something to say."""
        console.print(self._head())
        sections: tuple[tuple[str, Iterable[RenderableType]], ...] = (
            ("Statements", self._statements()),
            ("Events", map(self._event, self.record.events)),
            ("Figures", self._figures()),
            ("Times", self._times()),
            ("Places", self._places()),
            ("Parties", self._actors()),
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

    def _statements(self) -> Iterable[RenderableType]:
        for id, name, statements in self.view.by_speaker():
            head = self._t(name, "bold yellow")
            actor = next((a for a in self.record.actors if a.id == id), None)
            if actor is not None and (codes := self.view.affiliation(actor)):
                head.append(f" ({codes})", style="dim")
            yield head
            for s in statements:
                yield Padding(self._statement(s), (0, 0, 0, 2))

    def _statement(self, s: Statement) -> RenderableType:
        words = self.view.words(s.content)
        return self._row(
            s.id, self._t(f"“{words}”" if s.form == "direct" else words), self._t(" · ".join(self.view.statement_notes(s)), "dim")
        )

    def _event(self, e: Event) -> RenderableType:
        code = self._t(self.view.code(e), "bold")
        code.append_text(self._t(f" · {self.view.status(e)}", STATUS_STYLES[e.status]))
        return self._row(
            e.id,
            code,
            self._t(self._parties(e)),
            self._t(" · ".join([*self.view.event_notes(e), f"“{self.view.words(e.trigger)}”"]), "dim"),
        )

    def _parties(self, e: Event) -> str:
        actors, recipients = " and ".join(self.view.names(e.actors)), " and ".join(self.view.names(e.recipients))
        gloss = GLOSSES.get(e.plover.event, e.plover.event.lower())
        if not recipients:
            return f"{actors or 'Somebody'}: {gloss}"
        return f"{actors or 'Somebody'} → {recipients}: {gloss}"

    def _figures(self) -> Iterable[RenderableType]:
        for f in self.record.figures:
            line = self._t(self.view.figure(f))
            line.append_text(self._t(f" · “{self.record.words(f.span)}”" + (f" · {f.event}" if f.event else ""), "dim"))
            yield self._row(f.id, line)

    def _times(self) -> Iterable[RenderableType]:
        for t in self.record.times:
            line = self._t(t.value)
            notes = [
                f"“{self.record.words(t.span)}”",
                t.edtf if t.edtf != t.value else None,
                t.type.lower() if t.type != "DATE" else None,
                t.mod,
            ]
            line.append_text(self._t("".join(f" · {n}" for n in notes if n), "dim"))
            yield self._row(t.id, line)

    def _places(self) -> Iterable[RenderableType]:
        for p in self.record.places:
            line = self._t(p.name + (f" ({p.country})" if p.country else ""))
            notes = [self.view.where(p), f"×{len(p.mentions)}" if len(p.mentions) > 1 else None]
            line.append_text(self._t("".join(f" · {n}" for n in notes if n), "dim"))
            yield self._row(p.id, line)

    def _actors(self) -> Iterable[RenderableType]:
        for a in self.record.actors:
            line = self._t(a.name)
            roles = list(dict.fromkeys(r.title for r in a.roles))
            notes = [a.type, self.view.affiliation(a) or None, ", ".join(roles) or None, f"×{len(spans_of(a))}"]
            line.append_text(self._t("".join(f" · {n}" for n in notes if n), "dim"))
            yield self._row(a.id, line)

    def _unresolved(self) -> Iterable[RenderableType]:
        for u in self.record.unresolved:
            yield self._row("?", self._t(f"{u.kind} “{self.record.words(u.span)}”: {u.reason}"))

    def _warnings(self) -> Iterable[RenderableType]:
        for w in self.record.report.warnings:
            yield self._row("!", self._t(f"{w.code}: {w.message}"))
