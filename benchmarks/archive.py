"""What keeping costs beside reading, and how fast an archive answers.

usage: python -m benchmarks.archive [--reports 2000] [--workers 2] [--answers-from 20000] [--wire FILE.jsonl]

1. Reports are read and added in one run; the time inside the store's commits is given beside the whole. 2. The same reports are added
again: nothing changes; the rate beside the first. 3. An archive of `--answers-from` reports (records of step 1 under new names, so
that no hour goes into reading) is asked every kind of question; the 95th percentile of each, in milliseconds.
"""

from __future__ import annotations

import argparse
import dataclasses
import hashlib
import json
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from benchmarks.bench import made_reports
from onrecord.adding import add_sources
from onrecord.model.record import Record
from onrecord.model.source import Source, text_source
from onrecord.settings import Settings
from onrecord.store import Archive, Filters
from onrecord.store.query import count, rows, search
from onrecord.store.quotecheck import check_quote
from onrecord.store.upkeep import content_digest

ASKED = 40


def sources(options: argparse.Namespace) -> list[Source]:
    """Give the reports to add: wire copy if there is a file of it, else reports put together from our own."""
    if options.wire:
        with Path(options.wire).open(encoding="utf-8") as lines:
            texts = [json.loads(line)["text"] for line in islice(lines, options.reports)]
    else:
        texts = made_reports(options.reports, 450, 1)
    return [text_source(t, published="2025-12-04", source=f"{n}.txt") for n, t in enumerate(texts)]


class TimedArchive(Archive):
    """An archive that counts the seconds spent in its commits."""

    seconds = 0.0

    def add_group(self, group):  # type: ignore[no-untyped-def]
        start = time.perf_counter()
        try:
            return super().add_group(group)
        finally:
            self.seconds += time.perf_counter() - start


def renamed(archive: Archive, wanted: int) -> Iterator[tuple[Source, Record]]:
    """Give the archive's records over and over under new ids, publishers and days."""
    ids = list(archive.ids())
    chance = random.Random(3)
    for n in range(wanted):
        record = archive.record(ids[n % len(ids)])
        id = hashlib.sha256(str(n).encode()).hexdigest()
        day = f"20{chance.randrange(10, 26)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"
        text = f"{record.report.text}\n{n}"
        report = dataclasses.replace(record.report, id=id, published=day, publisher=f"Paper {n % 200}", source=f"{n}", text=text)
        source = dataclasses.replace(text_source(report.text, source=f"{n}"), id=id)
        yield source, dataclasses.replace(record, report=report)


def questions(archive: Archive) -> dict[str, Callable[[], object]]:
    """Give the questions asked, each as the first fifty rows that a page or terminal shows."""
    db = archive.db
    quote = next(iter(rows(db, "statements", limit=1)))["content"]

    def first(kind: str, **filters: object) -> Callable[[], object]:
        return lambda: list(rows(db, kind, Filters(**filters), limit=50))  # type: ignore[arg-type]

    return {
        "search, rare words": lambda: list(search(db, "dialogue vessels", limit=50)),
        "search, common words": lambda: list(search(db, "said government", limit=50)),
        "quotes by speaker": first("statements", speaker="Maduro"),
        "quotes by words": first("statements", text="peace"),
        "events by type": first("events", event="CONSULT"),
        "events by country and month": first("events", country="USA", date_from="2020-03-01", date_to="2020-03-31"),
        "events by actor": first("events", actor="Trump"),
        "figures by measure": first("figures", measure="killed"),
        "times in a month": first("times", date_from="2020-03-01", date_to="2020-03-31"),
        "actors by country": first("actors", country="VEN"),
        "reports by publisher": first("reports", publisher="Paper 7"),
        "count of events": lambda: count(db, "events", Filters(quad=4)),
        "check a quote": lambda: check_quote(db, quote),
        "check an altered quote": lambda: check_quote(db, " ".join(quote.split()[1:-2]) + " never mind"),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=2000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--answers-from", type=int, default=20_000)
    parser.add_argument("--wire", help="JSON Lines with a `text` each, instead of our own reports")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        given = sources(options)
        with TimedArchive(Path(folder) / "a.db") as archive:
            start, memory = time.perf_counter(), 0
            for n, _ in enumerate(add_sources(archive, given, Settings(), workers=options.workers), 1):
                if n == len(given) // 2:
                    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            whole = time.perf_counter() - start
            size = archive.path.stat().st_size / max(1, len(list(archive.ids())))
            grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory) / 1024
            print(
                f"add: {len(given) / whole:.1f} reports/s, of it the store {archive.seconds / whole:.1%}; {size / 1024:.1f} KiB a report; "
            )
            print(f"     memory grew by {grown:.0f} MiB in the second half")
            before = content_digest(archive)
            start = time.perf_counter()
            list(add_sources(archive, given, Settings(), workers=options.workers))
            again = time.perf_counter() - start
            print(f"add again: {whole / again:.0f} times as fast, content {'the same' if content_digest(archive) == before else 'CHANGED'}")
            ask(archive, Path(folder) / "b.db", options.answers_from)


def ask(small: Archive, path: Path, wanted: int) -> None:
    """Fill an archive and time the questions."""
    with Archive(path) as archive:
        for _ in archive.add(renamed(small, wanted)):
            pass
        statements = count(archive.db, "statements")
        print(f"answers from {wanted} reports, {statements} statements, {path.stat().st_size / 1e6:.0f} MB:")
        for name, question in questions(archive).items():
            took = []
            for _ in range(ASKED):
                start = time.perf_counter()
                question()
                took.append((time.perf_counter() - start) * 1000)
            print(f"  {name:30} {statistics.quantiles(took, n=20)[-1]:7.1f} ms")


if __name__ == "__main__":
    main()
