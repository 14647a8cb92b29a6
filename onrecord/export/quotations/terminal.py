"""The answer on a quotation in the terminal, and as JSON Lines."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import IO, TYPE_CHECKING, Any

from rich.console import Console
from rich.text import Text

from onrecord.export.listing import FILE_WIDTH, ID_SHOWN
from onrecord.export.quotations.words import LABELS, NAMELESS, first_words, how_sure, own, reported_as, sentence

if TYPE_CHECKING:
    from onrecord.compare.quotations.check import QuoteAnswer, QuoteMatch

CLOSEST = 5
"""Wordings shown where none is like the quotation."""


def as_rows(answer: QuoteAnswer) -> list[dict[str, Any]]:
    """Give each wording as a row: how near it is, whose, what differs, the statement; and its place in how the words spread."""
    place = {id(a.match): (n, a) for n, a in enumerate(answer.spread, 1)}
    out = []
    for m in answer.matches:
        n, seen = place.get(id(m), (None, None))
        origin, copy_of = (seen.origin, seen.copy_of) if seen else (None, None)
        out.append(asdict(m) | {"other_speaker": m.other_speaker, "appearance": n, "origin": origin, "copy_of": copy_of})
    return out


def nearest(answer: QuoteAnswer) -> list[QuoteMatch]:
    """Give the wordings to show: those that are like it, else the closest ones."""
    return [m for m in answer.matches if m.wording != "unlike"] or list(answer.matches[:CLOSEST])


def write(answer: QuoteAnswer, out: IO[str], form: str, limit: int) -> None:
    """Write the answer: what is found, who reported it first, how it spread, and the nearest wordings (at most `limit`)."""
    if form == "jsonl":
        out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in as_rows(answer)[:limit])
        return
    console = Console(file=out, width=None if out.isatty() else FILE_WIDTH, markup=False, highlight=False, emoji=False)
    console.print(Text(f"{_cell(sentence(answer))} ({how_sure(answer.sure)})"), style="bold")
    if answer.spread:
        console.print(Text(_cell(first_words(answer))))
    if len(answer.spread) > 1:
        console.print()
        for a in answer.spread[:limit]:
            s = a.match.statement
            where = _cell(s["publisher"] or s["title"] or s["report"][:ID_SHOWN])
            console.print(Text(f"  {_cell(s['published'] or 'no date'):<20}  {where}: {reported_as(a.match, a.copy_of)}"))
    shown = nearest(answer)[:limit]
    for match in shown:
        _write_match(match, console)
    left = len(answer.matches) - len(shown)
    if left:
        more = f"{left} further wording{'s' if left > 1 else ''}, less like it (--format jsonl --limit {len(answer.matches)})"
        console.print(Text(f"\n{more}"))


def _write_match(match: QuoteMatch, console: Console) -> None:
    row = match.statement
    whose = {"other": " (somebody else)", "about": " (of them, not by them)", "unsure": " (not sure who)"}.get(match.whose, "")
    who = "the report itself" if own(match) and match.whose != "unsure" else f"{row['speaker'] or NAMELESS}{whose}"
    when = row["date"] or (f"({row['published']})" if row["published"] else "no date")
    console.print(Text(f"\n{LABELS[match.wording]} ({match.score:.0%} of the words): {_cell(who)}, {when}"))
    console.print(Text(f"  “{_cell(row['content'])}”"))
    if match.changes and match.wording in ("cut", "altered"):
        console.print(Text("  " + _cell("  ".join(change(c.asked, c.said) for c in match.changes))))
    where = " · ".join(filter(None, [row["publisher"], row["title"], row["published"], row["url"]]))
    console.print(Text("  " + _cell(f"{where} · report {row['report'][:ID_SHOWN]} {row['id'] or ''}")))


def change(asked: str, said: str) -> str:
    """Write a difference as [-asked-] {+said+}."""
    return " ".join(([f"[-{asked}-]"] if asked else []) + ([f"{{+{said}+}}"] if said else []))


def _cell(text: str) -> str:
    return "".join(c if c.isprintable() else "·" for c in " ".join(text.split()))
