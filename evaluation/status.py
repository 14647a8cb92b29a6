"""How real an act is told: clauses of our own (status_clauses.txt), answered by reading before anything of ours had read them.

    python -m evaluation.status [--json]      both halves
    python -m evaluation.status --errors      the development half, what was judged wrongly; the other half is only scored

A line is a short text; `[[word|TYPES|statuses]]` marks a word that names an act, with every PLOVER type and status that a careful reader
could defend, best first. What happens under `if`, is asked for, attempted or feared is hypothetical, see docs/events.md. Halves go by the
digest of the text.

`judged`: of all marked words, how many the coder judges rightly, whether it codes an act there or not. `found`: of acts told as real,
claimed, denied or planned, how many are events of the record. `given`: of the marked words that are events of the record, how many have
a right status there; for what is announced ("will send") that is the one of the act to come.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from evaluation.dev import parser as cached_parser
from onrecord.coding.merging import Coded, merge
from onrecord.coding.status import reality_of
from onrecord.gather.gathering import gather
from onrecord.grammar.speech import Speech
from onrecord.model.document import Document, Parser, Token
from onrecord.model.drafts import Drafts
from onrecord.model.record import Event, EventMention, Record
from onrecord.model.source import text_source
from onrecord.pipeline import Reader

CLAUSES = Path(__file__).parent / "status_clauses.txt"
MARK = re.compile(r"\[\[(?P<word>[^|\]]+)\|(?P<types>[^|\]]+)\|(?P<statuses>[^\]]+)\]\]")
UNTOLD = frozenset(("hypothetical", "negated"))
"""What did not happen, or only might, is no event of the record."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A word that names an act, and how real its text makes it."""

    start: int
    end: int
    types: tuple[str, ...]
    statuses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """A text with its marked words."""

    text: str
    marks: tuple[Mark, ...]

    @property
    def half(self) -> str:
        return "held" if hashlib.sha256(self.text.encode()).digest()[0] % 2 else "dev"


@dataclass(frozen=True, slots=True)
class Answer:
    """What was made of a marked word: the status that the coder gives it, and the one in the record, if it is an event there."""

    clause: Clause
    mark: Mark
    judged: str
    given: str | None

    @property
    def right(self) -> bool:
        return self.judged in self.mark.statuses


def read_clauses(lines: Sequence[str]) -> list[Clause]:
    """Read marked lines."""
    return [_clause(line.rstrip("\n")) for line in lines if line.strip()]


def _clause(line: str) -> Clause:
    text, marks, at = "", [], 0
    for found in MARK.finditer(line):
        text += line[at : found.start()]
        start, text, at = len(text), text + found["word"], found.end()
        marks.append(Mark(start, len(text), tuple(found["types"].split("/")), tuple(found["statuses"].split("/"))))
    return Clause(text + line[at:], tuple(marks))


def answers(clauses: Sequence[Clause], parser: Parser) -> Iterator[Answer]:
    """Read each text as a report and give what was made of its marked words."""
    reader = Reader(parser=parser)
    coded: list[Coded] = []
    marks: list[Mark] = []
    judged: list[str] = []

    def keep_coded(found: list[Coded], reckoned: Container[int]) -> Iterator[Coded]:
        coded.extend(found)
        return iter(merge(found, reckoned))

    def judge(document: Document, drafts: Drafts) -> Drafts:
        speech = Speech(document, drafts.attributions)
        judged.extend(_judged(m, document.tokens_in((m.start, m.end))[0], coded, speech) for m in marks)
        return gather(document, drafts)

    for clause in clauses:
        coded.clear()
        judged.clear()
        marks[:] = clause.marks
        with patch("onrecord.coding.events.merge", keep_coded), patch("onrecord.pipeline.gather", judge):
            record = reader.read(text_source(clause.text))
        for mark, status in zip(clause.marks, judged, strict=True):
            yield Answer(clause, mark, status, _given(mark, record))


def _judged(mark: Mark, token: Token, coded: Sequence[Coded], speech: Speech) -> str:
    own = [e for e, _ in coded if e.trigger_head is token] or [
        e for e, _ in coded if e.event in mark.types and any(a <= token.start < b for a, b in e.trigger)
    ]
    return own[0].status if own else reality_of(token, None, speech.of(token)).status


def _given(mark: Mark, record: Record) -> str | None:
    for event in record.events:
        for mention in event.mentions:
            if any(a < mark.end and mark.start < b for a, b in mention.trigger):
                return _status(event, mention)
    return None


def _status(event: Event, mention: EventMention) -> str:
    if not mention.rule.startswith("announced/"):
        return mention.status
    return "negated" if event.plover.event == "REJECT" else "planned"


def scores(found: Sequence[Answer]) -> dict[str, float]:
    """Give the shares of one half, in percent."""
    told = [a for a in found if not UNTOLD & set(a.mark.statuses)]
    given = [a for a in found if a.given is not None]
    return {
        "judged": _share([a.right for a in found]),
        "found": _share([a.given is not None for a in told]),
        "given": _share([a.given in a.mark.statuses for a in given]),
        "clauses": float(len(found)),
    }


def _share(right: Sequence[bool]) -> float:
    return round(100 * sum(right) / len(right), 1) if right else 0.0


def main(argv: Sequence[str] | None = None) -> int:
    """Read the clauses and print the scores of both halves, or the errors of the development half."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--json", action="store_true", help="scores as JSON")
    options.add_argument("--errors", action="store_true", help="what was judged wrongly in the development half")
    args = options.parse_args(argv)
    clauses = read_clauses(CLAUSES.read_text(encoding="utf-8").splitlines())
    if args.errors:
        for a in answers([c for c in clauses if c.half == "dev"], cached_parser()):
            if not a.right:
                word = a.clause.text[a.mark.start : a.mark.end]
                print(f"{a.judged} ({a.given}), right: {'/'.join(a.mark.statuses)}   [{word}] {a.clause.text}")
        return 0
    found = list(answers(clauses, cached_parser()))
    halves = {half: scores([a for a in found if a.clause.half == half]) for half in ("dev", "held")}
    print(json.dumps(halves) if args.json else "\n".join(f"{half:5}{numbers}" for half, numbers in halves.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
