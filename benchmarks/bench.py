"""How fast reports are read, what that takes in memory, and what starting costs.

usage: python -m benchmarks.bench [--reports 500] [--words 450] [--seed 1]

Everything is measured in one run on one machine and given beside a peer from the same run, since seconds alone say more about the
machine than about the program: reading beside its own parse (the floor under every reader that uses this model), two workers beside
one, starting beside a bare interpreter and beside importing spaCy. The reports are put together from those in `tests/reports` and
`samples`, paragraph by paragraph, up to the length of a real report; no two are alike.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
STARTS = 3
"""Starts measured of each kind; the median counts."""


class Speed(NamedTuple):
    """What one run over the reports took."""

    seconds: float
    megabytes: float


def made_reports(count: int, words: int, seed: int) -> list[str]:
    """Put reports of about so many words together: a head from one of ours, then paragraphs from many."""
    texts = [p.read_text("utf-8") for folder in ("tests/reports", "samples") for p in sorted((ROOT / folder).glob("*.txt"))]
    cut = [[p for p in text.split("\n\n") if p.strip()] for text in texts]
    heads, bodies = [c[0] for c in cut], [p for c in cut for p in c[1:] if len(p.split()) > 12]
    chance = random.Random(seed)
    out = []
    for n in range(count):
        paragraphs = [heads[n % len(heads)]]
        while sum(len(p.split()) for p in paragraphs) < words:
            paragraphs.append(chance.choice(bodies))
        out.append("\n\n".join(paragraphs))
    return out


class Memory(threading.Thread):
    """Watches the memory of this process and its children while it is entered."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peak = 0.0
        self._over = threading.Event()

    def __enter__(self) -> Memory:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self.join()

    def run(self) -> None:
        while not self._over.wait(0.05):
            self.peak = max(self.peak, sum(map(_resident, [os.getpid(), *_children(os.getpid())])))


def _children(pid: int) -> Iterator[int]:
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        yield from map(int, task.read_text().split())


def _resident(pid: int) -> float:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def read_all(texts: list[str], workers: int) -> Speed:
    """Read all reports once."""
    from onrecord import read_many

    items = [{"id": n, "text": text, "date": "2025-12-04"} for n, text in enumerate(texts)]
    list(read_many(items[:1], workers=workers))
    with Memory() as memory:
        start = time.perf_counter()
        failed = sum(not hasattr(r, "report") for r in read_many(items, workers=workers, on_error="raise"))
        seconds = time.perf_counter() - start
    assert not failed
    return Speed(seconds, memory.peak)


def parse_all(texts: list[str]) -> float:
    """Parse the paragraphs of all reports, and do nothing else."""
    from onrecord.parse.load import load
    from onrecord.workers import BATCH_REPORTS

    parser = load()
    parser.parse_blocks(["Warm up."])
    start = time.perf_counter()
    for at in range(0, len(texts), BATCH_REPORTS):
        parser.parse_blocks([p for text in texts[at : at + BATCH_REPORTS] for p in text.split("\n\n")])
    return time.perf_counter() - start


def started(*command: str) -> float:
    """Give the median time that a command takes, in seconds."""
    times = []
    for _ in range(STARTS):
        start = time.perf_counter()
        subprocess.run([sys.executable, *command], check=True, capture_output=True, cwd=ROOT)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--reports", type=int, default=500)
    options.add_argument("--words", type=int, default=450)
    options.add_argument("--seed", type=int, default=1)
    asked = options.parse_args()
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    texts = made_reports(asked.reports, asked.words, asked.seed)
    words = sum(len(t.split()) for t in texts)
    print(f"{len(texts)} reports, {words:,} words, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n")

    bare, help_, spacy = started("-c", "pass"), started("-m", "onrecord", "--help"), started("-c", "import spacy")
    first = started("-m", "onrecord", "read", "samples/caracas.txt", "--format", "json")
    print(f"{'start':28} {'seconds':>8} {'of bare python':>16} {'of import spacy':>16}")
    for name, took in (("python -c pass", bare), ("onrecord --help", help_), ("python -c 'import spacy'", spacy), ("first read", first)):
        print(f"{name:28} {took:8.2f} {took / bare:16.1f} {took / spacy:16.2f}")

    parse = parse_all(texts)
    one, two = read_all(texts, 1), read_all(texts, 2)
    print(f"\n{'reading':28} {'reports/s':>10} {'words/s':>10} {'MB at most':>11} {'of the parse':>13} {'of one worker':>14}")
    for name, took, memory in (("the parse alone", parse, 0.0), ("one worker", *one), ("two workers", *two)):
        peak = f"{memory:.0f}" if memory else ""
        print(f"{name:28} {len(texts) / took:10.1f} {words / took:10,.0f} {peak:>11} {took / parse:13.2f} {one.seconds / took:14.2f}")


if __name__ == "__main__":
    main()
