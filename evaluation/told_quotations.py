"""Quotations put to an archive of reports of our own (told_quotations.txt, told_stories.txt), and what `onrecord check` says of them.

    python -m evaluation.told_quotations [--json]     both halves
    python -m evaluation.told_quotations --errors     what was wrong in the development half; the other half is only scored

Each half is asked of an archive of its own stories. `verdict`: verdicts that are a careful fact-checker's. `first`: of the quotations that
somebody reported, those whose first report is named. `reports`: of those that are counted, those found in as many reports, word for word.
`sure`: 100 less the mean distance between how sure the answers are and how many are right, in bins of it.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from evaluation import told
from evaluation.dev import parser as cached_parser
from onrecord.compare.quotations.check import QuoteAnswer, check_quotation
from onrecord.pipeline import Reader
from onrecord.store import Archive

BINS = (0.0, 0.8, 0.9, 0.95, 1.01)


@dataclass(frozen=True, slots=True)
class Answered:
    """A quotation, what was said of it, and the name of the report that was said to be the first."""

    asked: told.Asked
    answer: QuoteAnswer
    first: str | None

    @property
    def right(self) -> bool:
        """Whether the verdict is the one asked for."""
        return self.answer.verdict == self.asked.verdict

    @property
    def reports(self) -> int:
        """Reports that have the words exactly."""
        return sum(a.match.wording == "exact" for a in self.answer.spread)


def answers(half: str, reader: Reader) -> Iterator[Answered]:
    """Put the quotations of a half to an archive of its stories."""
    with tempfile.TemporaryDirectory() as folder, Archive(Path(folder) / "told.db") as archive:
        names = {id: name for name, id in told.fill(archive, reader, [s for s in told.stories() if s.half == half]).items()}
        for asked in told.quotations():
            if asked.half == half:
                answer = check_quotation(archive, asked.words, speaker=asked.speaker)
                yield Answered(asked, answer, names[answer.first.match.statement["report"]] if answer.first else None)


def scores(found: Sequence[Answered]) -> dict[str, float]:
    """Give the shares of one half, in percent."""
    return {
        "verdict": _share([a.right for a in found]),
        "first": _share([a.first == a.asked.first for a in found if a.asked.first]),
        "reports": _share([a.reports == a.asked.reports for a in found if a.asked.reports]),
        "sure": round(100 - _distance(found), 1),
        "quotations": float(len(found)),
    }


def _share(right: Sequence[bool]) -> float:
    return round(100 * sum(right) / len(right), 1) if right else 0.0


def _distance(found: Sequence[Answered]) -> float:
    total = 0.0
    for low, high in pairwise(BINS):
        lot = [a for a in found if low <= a.answer.sure < high]
        if lot:
            total += abs(sum(a.answer.sure for a in lot) - sum(a.right for a in lot))
    return 100 * total / len(found)


def main(argv: Sequence[str] | None = None) -> int:
    """Put the quotations and print the scores of both halves, or the errors of the development half."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--json", action="store_true", help="scores as JSON")
    options.add_argument("--errors", action="store_true", help="what was wrong in the development half")
    args = options.parse_args(argv)
    reader = Reader(parser=cached_parser())
    if args.errors:
        for a in answers("dev", reader):
            if not a.right or (a.asked.first and a.first != a.asked.first):
                print(f"{a.answer.verdict} {a.first}, right: {a.asked.verdict} {a.asked.first}   {a.asked.speaker}: {a.asked.words}")
        return 0
    halves = {half: scores(list(answers(half, reader))) for half in told.HALVES}
    print(json.dumps(halves) if args.json else "\n".join(f"{half:6}{numbers}" for half, numbers in halves.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
