"""Stories of our own (told_stories.txt): is each happening one across its reports, is its toll right day by day, who told of it first.

    python -m evaluation.told_stories [--json]     both halves
    python -m evaluation.told_stories --errors     what is wrong in the development half; the other half is only scored

`happenings`: B-cubed F1 over the marked words that tell of a happening, a word that no event of the record stands on being alone.
`counted`: the same where such a word tells of the happening whose killed or injured its sentence counts, as `onrecord event` lists it.
`toll`: of the counts labelled with a day, those that the account of the story gives as the current one at that day's end, as a reader of
the latest report on it finds it. `row_toll`: of the killed and injured of happenings that have a row (`onrecord events`: acts of public
life; an accident or a flood is none), those that the row gives as labelled for the last day; `without_row` says how many others there are.
`first`: of the happenings, those whose first report is named, asked from any mention of them.
`grouped`: B-cubed F1 over the reports: are those of a labelled story in one story, as far as they follow one another within a week.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from pathlib import Path

from evaluation import told
from evaluation.dev import parser as cached_parser
from evaluation.stories import scores as b_cubed
from onrecord.compare.accounts import Accounts, TollPoint, accounts
from onrecord.compare.firsts import first_told
from onrecord.compare.grouping.window import WINDOW
from onrecord.compare.occurrences import find_occurrence
from onrecord.pipeline import Reader
from onrecord.store import Archive
from onrecord.store.tolls import MEASURES

Error = str


class Half:
    """One half of the stories in an archive of its own."""

    def __init__(self, archive: Archive, reader: Reader, half: str) -> None:
        self.archive = archive
        self.stories = [s for s in told.stories() if s.half == half]
        self.ids = told.fill(archive, reader, self.stories)
        self.names = {id: name for name, id in reversed(self.ids.items())}  # one text that two print is one report: that of the first
        self.records = {name: archive.record(id) for name, id in self.ids.items()}
        self.account = cache(self._account)

    def _account(self, report: str) -> Accounts | None:
        """Give the account of the story that a report is in."""
        sql = "select s.id from story s join story_report m on m.story = s.n join report r on r.n = m.report where r.id = ?"
        story = self.archive.db.execute(sql, (self.ids[report],)).get
        return accounts(self.archive, str(story), least=1) if story is not None else None

    def event_of(self, report: str, mark: told.Mark) -> str | None:
        """Give the event of the record that stands on marked words."""
        for event in self.records[report].events:
            spans = [*event.trigger, *(t for m in event.mentions for t in m.trigger)]
            if any(a < mark.span[1] and mark.span[0] < b for a, b in spans):
                return event.id
        return None

    def occurrence_of(self, report: str, mark: told.Mark) -> str | None:
        """Give the happening across reports that marked words are taken to tell of."""
        event = self.event_of(report, mark)
        if event is None:
            return None
        sql = """select h.id from happening_mention m join happening h on h.n = m.happening join event e on e.n = m.event
            join report r on r.n = e.report where r.id = ? and e.id = ?"""
        found = self.archive.db.execute(sql, (self.ids[report], event)).get
        return None if found is None else str(found)

    def counted_by(self, report: str, mark: told.Mark) -> str | None:
        """Give the happening whose row has the nearest count of killed or injured in the sentence of marked words."""
        sql = """select distinct f.start, f."end", h.id from toll t join figure f on f.n = t.figure join report r on r.n = t.report
            join happening_mention m on m.event = t.event join happening h on h.n = m.happening where r.id = ?"""
        text = self.records[report].report.text
        found = []
        for start, end, id in self.archive.db.execute(sql, (self.ids[report],)):
            between = text[min(int(end), mark.span[1]) : max(int(start), mark.span[0])]
            if ". " not in between and "\n" not in between:
                found.append((len(between), str(id)))
        return min(found)[1] if found else None

    # -- happenings ------------------------------------------------------------------------------------------------

    def happenings(self, *, counted: bool = False) -> float:
        """Give B-cubed F1 in percent. `counted`: a word that no event stands on is of what its sentence counts."""
        found, gold = [], []
        for story in self.stories:
            for report in story.reports:
                for n, mark in enumerate(report.marks):
                    if mark.measure is None:
                        known = self.occurrence_of(report.name, mark) or (self.counted_by(report.name, mark) if counted else None)
                        found.append(known or f"{report.name} {n}")
                        gold.append(f"{story.name} {mark.happening}")
        return 100 * b_cubed(found, gold)["b_cubed"]

    # -- stories ---------------------------------------------------------------------------------------------------

    def grouped(self) -> float:
        """Give B-cubed F1 of the reports' stories in percent; a report that comes a week after the last one begins another."""
        sql = "select m.story from story_report m join report r on r.n = m.report where r.id = ?"
        found, gold = [], []
        for story in self.stories:
            run, last = 0, date.min
            for report in sorted(story.reports, key=lambda r: r.published or ""):
                day = date.fromisoformat((report.published or "0001-01-01")[:10])
                run, last = run + ((day - last).days > WINDOW), day
                found.append(self.archive.db.execute(sql, (self.ids[report.name],)).get)
                gold.append((story.name, run))
        return 100 * b_cubed(found, gold)["b_cubed"]

    # -- tolls -----------------------------------------------------------------------------------------------------

    def tolls(self) -> Iterator[tuple[str, bool, Error]]:
        """Say of each labelled count whether it is given."""
        for story in self.stories:
            for happening, measure, day, number in story.tolls:
                given = self._toll(story, happening, measure, day)
                yield f"{story.name} {happening} {measure} {day}", given == number, f"{given}, right: {number:g}"

    def _toll(self, story: told.Story, happening: str, measure: str, day: str) -> float | None:
        """Give the count that a reader of the latest report on it finds as the current one at the end of a day."""
        until = f"{day}T23:59:59Z"
        for report in sorted(story.reports, key=lambda r: r.published or "", reverse=True):
            marks = [m for m in report.marks if m.happening == happening and m.measure == measure]
            account = self.account(report.name) if marks and report.published and report.published <= until else None
            if account is None:
                continue
            for toll in account.counts:
                if any(self._counts(p, report.name, m) for p in toll.points for m in marks):
                    current = toll.current(until)
                    return current.number if current else None
        return None

    def _counts(self, point: TollPoint, report: str, mark: told.Mark) -> bool:
        return point.report == self.ids[report] and point.words.start < mark.span[1] and mark.span[0] < point.words.end

    def row_tolls(self) -> Iterator[tuple[str, bool | None, Error]]:
        """Say of each last labelled count of killed or injured whether the happening's row gives it; None where it has no row."""
        for story in self.stories:
            last = {(happening, measure): number for happening, measure, _, number in story.tolls if measure in MEASURES}
            for (happening, measure), number in last.items():
                row = self._row(story, happening)
                given = self.archive.db.execute(f"select {measure} from happening where id = ?", (row,)).get if row else None
                yield f"{story.name} {happening} row {measure}", None if row is None else given == number, f"{given}, right: {number:g}"

    def _row(self, story: told.Story, happening: str) -> str | None:
        """Give the row that most marked words of a happening are in."""
        marks = [(r.name, m) for r in story.reports for m in r.marks if m.happening == happening and m.measure is None]
        votes = Counter(row for mark in marks if (row := self.occurrence_of(*mark)) is not None)
        return min(votes, key=lambda v: (-votes[v], v)) if votes else None

    # -- first reporters -------------------------------------------------------------------------------------------

    def firsts(self) -> Iterator[tuple[str, bool, Error]]:
        """Say of each happening whether its first report is named."""
        for story in self.stories:
            for happening, first in story.firsts.items():
                given = self._first(story, happening)
                yield f"{story.name} {happening}", given == first, f"{_names(given)}, right: {_names(first)}"

    def _first(self, story: told.Story, happening: str) -> frozenset[str]:
        """Give the first report of a happening; of what is no event of the record, of its counts."""
        marks = [(r.name, m) for r in story.reports for m in r.marks if m.happening == happening]
        votes = Counter(first for mark in marks if (first := self._first_by(*mark)))
        return min(votes, key=lambda v: (-votes[v], sorted(v))) if votes else frozenset()

    def _first_by(self, report: str, mark: told.Mark) -> frozenset[str]:
        if mark.measure is None:
            occurrence = self.occurrence_of(report, mark)
            found = find_occurrence(self.archive, occurrence) if occurrence else None
            first = first_told(self.archive, found) if found else None
            return frozenset(self.names[text.reports[0]] for text in first.texts) if first else frozenset()
        account = self.account(report)
        for toll in account.counts if account else ():
            if any(self._counts(p, report, mark) for p in toll.points):
                return frozenset([self.names[toll.first.report]] if toll.first else ())
        return frozenset()


def scores(half: Half) -> dict[str, float]:
    """Give the scores of one half, in percent."""
    rows = [right for _, right, _ in half.row_tolls()]
    return {
        "happenings": round(half.happenings(), 1), "counted": round(half.happenings(counted=True), 1),
        "row_toll": _share([right for right in rows if right is not None]),
        "without_row": float(rows.count(None)), "toll": _share([right for _, right, _ in half.tolls()]),
        "first": _share([right for _, right, _ in half.firsts()]), "grouped": round(half.grouped(), 1), "stories": float(len(half.stories)),
    }  # fmt: skip


def _names(reports: Iterable[str]) -> str:
    return ", ".join(sorted(reports)) or "none"


def _share(right: Sequence[bool]) -> float:
    return round(100 * sum(right) / len(right), 1) if right else 0.0


def main(argv: Sequence[str] | None = None) -> int:
    """Read the stories and print the scores of both halves, or the errors of the development half."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--json", action="store_true", help="scores as JSON")
    options.add_argument("--errors", action="store_true", help="what is wrong in the development half")
    args = options.parse_args(argv)
    reader = Reader(parser=cached_parser())
    result = {}
    for name in ("dev",) if args.errors else told.HALVES:
        with tempfile.TemporaryDirectory() as folder, Archive(Path(folder) / "told.db") as archive:
            half = Half(archive, reader, name)
            result[name] = scores(half)
            for what, right, why in [*half.tolls(), *half.row_tolls(), *half.firsts()] if args.errors else ():
                if right is False:
                    print(f"{what}: {why}")
    print(json.dumps(result) if args.json else "\n".join(f"{name:6}{numbers}" for name, numbers in result.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
