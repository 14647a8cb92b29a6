"""`onrecord accounts ID`: where the reports of a story or an event agree and differ."""

from __future__ import annotations

import csv
import json
import shutil
import textwrap
from argparse import Namespace
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from typing import IO

from onrecord.cli.find import output
from onrecord.compare.accounts import accounts
from onrecord.compare.tables.account import Accounts, Cell, Fact, Source, TollPoint, Variant, Wording, Words
from onrecord.compare.tables.rows import cell_rows
from onrecord.export.formats import table
from onrecord.store import Archive

WIDTH, MATTER, LEAST_ROOM = 100, 14, 26
"""Columns of the page, of the first column, and the least that values need beside the marks of all sources."""
DIFFERS, TEXTS = "≠", "  99 texts"
EXAMPLES = (1, 3)
"""Words shown behind a value; of dates more, as one day may be given as "10 days ago" here and by its date there."""


def run_accounts(archive: Archive, options: Namespace) -> int:
    """Write the accounts in the form asked for. Gives the exit code."""
    found = accounts(archive, options.id, least=1 if options.all else 2)
    with output(options.out) as out:
        if options.format == "json":
            out.write(json.dumps(asdict(found), ensure_ascii=False, indent=1) + "\n")
        elif options.format == "jsonl":
            out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in cell_rows(found))
        elif options.format == "csv":
            _csv(found, out)
        else:
            width = min(WIDTH, shutil.get_terminal_size((WIDTH, 24)).columns) if out.isatty() else WIDTH
            out.writelines(_plain(line) + "\n" for line in page(found, width, options.explain))
    return 0


def _plain(line: str) -> str:
    """Give a line without what a terminal would obey: escapes, controls, reversed writing."""
    return "".join(c if c.isprintable() else "·" for c in line).rstrip()


def _csv(found: Accounts, out: IO[str]) -> None:
    writer = csv.writer(out, lineterminator="\r\n")
    for n, row in enumerate(cell_rows(found)):
        if n == 0:
            writer.writerow(row)
        writer.writerow([table.cell(value) for value in row.values()])


def page(found: Accounts, width: int, explain: bool = False) -> Iterator[str]:
    """Give the lines of the accounts for a terminal: sources by letter, facts with their values, figures over time, quotations."""
    letters = list(source_letters(found.sources))
    yield _clip(found.title or found.id, width)
    span = found.first if found.first == found.last else f"{found.first} to {found.last}"
    counts = f"{_count(found.reports, 'report')}, {_count(found.origins, 'independent text')}"
    yield from _wrap("", f"{found.id} · {counts} · {span or 'undated'}", width)
    yield ""
    for letter, source in zip(letters, found.sources, strict=True):
        yield from _wrap(f"{letter:>3}  ", _source(source), width)
    yield ""
    yield from _wrap("", f"A outlets, a parties quoted   = says so   {DIFFERS} differs from what as many texts bear out   · silent", width)
    if not found.facts:
        yield "No fact is told by two independent texts (--all: every fact)."
    under = None
    room = width - MATTER - 3 - sum(len(x) + 1 for x in letters) - len(TEXTS)
    matrix = room >= LEAST_ROOM
    alike = [f for f in found.facts if _alike(f)]
    for fact in [*(f for f in found.facts if not _alike(f)), *alike]:
        if fact in alike:
            fact = replace(fact, heading="figures told alike", matter="")
        if (fact.heading, fact.occurrence) != under:
            under = (fact.heading, fact.occurrence)
            yield ""
            head = _clip(fact.heading, MATTER + 2 + room) if matrix else _clip(fact.heading, width)
            yield f"{head:<{MATTER + 3 + room}}{' '.join(letters)}" if matrix else head
        yield from _fact(fact, letters, width, room if matrix else width - MATTER - 3, matrix)
        if explain:
            yield from _explained(fact, letters, width)
    yield from _tolls(found, letters, width)
    yield from _wordings(found.wordings, letters, width)


def source_letters(sources: Iterable[Source]) -> Iterator[str]:
    """Give a short mark for each source: A, B, ... for outlets, a, b, ... for parties."""
    counts = {"outlet": 0, "party": 0}
    for source in sources:
        n = counts[source.kind]
        counts[source.kind] += 1
        mark = ""
        while True:
            mark = chr(ord("A") + n % 26) + mark
            n = n // 26 - 1
            if n < 0:
                break
        yield mark if source.kind == "outlet" else mark.lower()


def _source(source: Source) -> str:
    days = sorted(p.published[:10] for p in source.prints if p.published)
    when = "undated" if not days else days[0] if days[0] == days[-1] else f"{days[0]} to {days[-1]}"
    if source.kind == "party":
        return f"{source.name}, quoted in {_count(source.origins, 'text')}"
    credit = f" with {', '.join(source.agencies)}" if source.agencies else ""
    copies = "; ".join(f"{p.copy} in {p.outlet}" for p in source.prints if p.copy)
    return f"{source.name}{credit}, {_count(source.origins, 'text')}, {when}" + (f" ({copies})" if copies else "")


def _alike(fact: Fact) -> bool:
    """Say whether a fact is a figure of no event that all give alike: such are listed together."""
    return fact.kind == "figure" and fact.occurrence is None and len(fact.values) == 1


def _fact(fact: Fact, letters: list[str], width: int, room: int, matrix: bool) -> Iterator[str]:
    """Give the lines of one fact: a line a value, with a mark for each source, or their letters where there are too many."""
    label = fact.matter
    for n, value in enumerate(fact.values):
        lines = textwrap.wrap(value.value, room - matrix, break_on_hyphens=False) or [""]
        texts = _count(value.origins, "text")
        if matrix:
            marks = " ".join(f"{_mark(fact, n, c):>{len(x)}}" for x, c in zip(letters, fact.cells, strict=True))
            yield f"  {_clip(label, MATTER - 1):<{MATTER}} {lines[0]:<{room}}{marks}  {texts}"
        else:
            yield f"  {_clip(label, MATTER - 1):<{MATTER}} {lines[0]}"
        yield from (f"{'':<{MATTER + 3}}{line}" for line in lines[1:])
        if not matrix:
            marks = " ".join(_mark(fact, n, c) + letters[k] for k, c in enumerate(fact.cells) if n in c.values)
            yield from _wrap(" " * (MATTER + 5), f"{texts}: {marks}", width)
        words = list(dict.fromkeys(w for c in fact.cells if c.values == (n,) for w in _example(fact, c)))
        yield from (_clip(f"{'':<{MATTER + 5}}{line}", width) for line in words[: EXAMPLES[fact.kind == "date"]])
        label = ""


def _mark(fact: Fact, value: int, cell: Cell) -> str:
    if value not in cell.values:
        return "·"
    return DIFFERS if value in fact.contrary else "="


def _example(fact: Fact, cell: Cell) -> list[str]:
    """Give the words behind a value, short: of figures the sentence around the number, of dates every expression."""
    if fact.kind == "date":
        return [" · ".join(dict.fromkeys(f"“{w.words}”" for w in cell.words))]
    if fact.kind == "figure" and len(cell.words) > 1:
        return [f"“{_around(cell.words[1].words, cell.words[0].words)}”"]
    return []


def _around(sentence: str, words: str, reach: int = 36) -> str:
    at = max(sentence.find(words), 0)
    start, end = max(0, at - reach), min(len(sentence), at + len(words) + reach)
    return ("…" if start else "") + sentence[start:end].strip() + ("…" if end < len(sentence) else "")


def _explained(fact: Fact, letters: list[str], width: int) -> Iterator[str]:
    for letter, cell in zip(letters, fact.cells, strict=True):
        for words in cell.words:
            yield from _wrap(f"        {letter:>3}  ", f"{_place(words)} “{words.words}”", width)


def _place(words: Words) -> str:
    return f"{words.report[:10]} {words.start}-{words.end}" + (f" {words.item}" if words.item else "")


def _tolls(found: Accounts, letters: list[str], width: int) -> Iterator[str]:
    for toll in found.tolls:
        yield ""
        now = toll.current()
        yield _clip(f"Over time: {toll.subject}" + (f" (stands at {now.value}, {(now.published or '')[:10]})" if now else ""), width)
        lines: dict[tuple[str, str, str], list[TollPoint]] = {}
        for p in toll.points:
            change = p.change + (f", says {p.party}" if p.party else "")
            lines.setdefault(((p.published or "undated")[:10], p.value, change), []).append(p)
        for (day, value, change), points in lines.items():
            who = " ".join(dict.fromkeys(letters[p.source] for p in points))
            yield _clip(f"  {day:<10}  {value:<28} {who:<12} {change}", width)


def _wordings(wordings: Iterable[Wording], letters: list[str], width: int) -> Iterator[str]:
    for wording in wordings:
        yield ""
        yield _clip(f"Quotation: {wording.speaker or 'unknown speaker'}" + ("  (words differ)" if wording.differs else ""), width)
        lines: dict[tuple[str, str], list[Variant]] = {}
        for v in wording.variants:
            other = f", of {v.speaker or 'nobody named'}" if v.other_speaker else ""
            lines.setdefault((v.verdict + other, v.words.words.strip(" .,")), []).append(v)
        for (verdict, words), variants in lines.items():
            who = " ".join(dict.fromkeys(letters[v.source] for v in variants))
            yield from _wrap(f"  {verdict:<10} ", f"{who}: “{words}”", width)
            if variants[0].verdict in ("spelling", "cut", "altered", "paraphrase"):
                changes = "  ".join(" ".join(([f"[-{a}-]"] if a else []) + ([f"{{+{b}+}}"] if b else [])) for a, b in variants[0].changes)
                yield from _wrap(" " * 15, changes, width)


def _count(n: int, noun: str) -> str:
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"


def _clip(line: str, width: int) -> str:
    return line if len(line) <= width else line[: width - 1] + "…"


def _wrap(head: str, text: str, width: int) -> Iterator[str]:
    yield from textwrap.wrap(text, width, initial_indent=head, subsequent_indent=" " * len(head), break_on_hyphens=False) or [head]
