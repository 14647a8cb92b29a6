"""What keeping costs beside reading, and how fast an archive answers.

usage: python -m benchmarks.archive [--reports 2000] [--workers 2] [--alone 400] [--answers-from 20000] [--wire FILE.jsonl]
the long run: python -m benchmarks.archive --reports 20000 --alone 2000

1. Some reports are read alone, for the rate. 2. All are read and added in one run; the share of the store in all processor seconds
(wall clock says little where workers and store share the cores), and the memory of this process and of the workers after 2,000 reports
and at the end. 3. The same reports are added again: nothing changes; the rate beside the first. 4. An archive of `--answers-from`
reports (records of step 2 under new names, so that no hour goes into reading) is asked every kind of question; the 95th percentile of
each, in milliseconds.
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
from onrecord.compare.quotations.check import check_quotation
from onrecord.model.record import Record
from onrecord.model.source import Source, text_source
from onrecord.settings import Settings
from onrecord.store import Archive, Filters
from onrecord.store.query import count, rows, search
from onrecord.store.upkeep import content_digest
from onrecord.workers import read_stream

ASKED = 40
WARM = 2_000
"""Reports after which memory should have stopped growing."""


def sources(options: argparse.Namespace) -> list[Source]:
    """Give the reports to add: wire copy if there is a file of it, else reports put together from our own."""
    if options.wire:
        with Path(options.wire).open(encoding="utf-8") as lines:
            texts = [json.loads(line)["text"] for line in islice(lines, options.reports)]
    else:
        texts = made_reports(options.reports, 450, 1)
    return [text_source(t, published="2025-12-04", source=f"{n}.txt") for n, t in enumerate(texts)]


class TimedArchive(Archive):
    """An archive that counts the processor seconds spent in its commits."""

    seconds = 0.0

    def add_group(self, group):  # type: ignore[no-untyped-def]
        start = time.process_time()
        try:
            return super().add_group(group)
        finally:
            self.seconds += time.process_time() - start


def processor_seconds() -> float:
    """Give the seconds of this process and of the workers that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(u.ru_utime + u.ru_stime for u in used)


def memory() -> tuple[float, float]:
    """Give the MiB held now by this process and by its workers together."""
    children = [pid for task in Path("/proc/self/task").iterdir() for pid in (task / "children").read_text().split()]

    def held(pid: str) -> float:
        try:
            return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * resource.getpagesize() / 2**20
        except OSError:
            return 0.0

    return held("self"), sum(map(held, children))


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
        "check a quote": lambda: check_quotation(archive, quote),
        "check an altered quote": lambda: check_quotation(archive, " ".join(quote.split()[1:-2]) + " never mind"),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=2000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--alone", type=int, default=400)
    parser.add_argument("--answers-from", type=int, default=20_000)
    parser.add_argument("--wire", help="JSON Lines with a `text` each, instead of our own reports")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        given = sources(options)
        start = time.perf_counter()
        alone = len(list(read_stream(given[: options.alone], Settings(), workers=options.workers)))
        alone_rate = alone / (time.perf_counter() - start)
        print(f"read alone: {alone_rate:.1f} reports/s", flush=True)
        with TimedArchive(Path(folder) / "a.db") as archive:
            add(archive, given, options, alone_rate)
            ask(archive, Path(folder) / "b.db", options.answers_from)


def add(archive: TimedArchive, given: list[Source], options: argparse.Namespace, alone_rate: float) -> None:
    """Add the reports, and add them again."""
    start, used, mine = time.perf_counter(), processor_seconds(), time.process_time()
    early = late = (0.0, 0.0)
    for n, _ in enumerate(add_sources(archive, given, Settings(), workers=options.workers), 1):
        if n == min(WARM, len(given) // 2):
            early = memory()
        elif n == int(len(given) * 0.95):  # before the first worker ends
            late = memory()
    mine = time.process_time() - mine
    whole, used = time.perf_counter() - start, processor_seconds() - used
    archive.db.execute("pragma wal_checkpoint(truncate)")
    kept = sum(1 for _ in archive.ids())
    rate = len(given) / whole
    print(f"add: {rate:.1f} reports/s ({rate / alone_rate:.2f} of reading alone), {used / len(given) * 1000:.0f} ms of processor each")
    print(f"     of that the store {archive.seconds / used:.1%}, all of this process {mine / used:.1%}")
    print(f"     {archive.path.stat().st_size / kept / 1024:.1f} KiB a report")
    print(f"     memory here {early[0]:.0f}, later {late[0]:.0f} MiB; workers together {early[1]:.0f}, later {late[1]:.0f} MiB", flush=True)
    before = content_digest(archive)
    start = time.perf_counter()
    list(add_sources(archive, given, Settings(), workers=options.workers))
    again = time.perf_counter() - start
    same = "the same" if content_digest(archive) == before else "CHANGED"
    print(f"add again: {whole / again:.0f} times as fast, content {same}", flush=True)


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
