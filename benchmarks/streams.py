"""Whether a stream of reports without end is read in memory that stays as it is.

usage: python -m benchmarks.streams [--reports 1000000 [--parsed 10] | --mb 300 [--unparsed]] [--workers 1]

`onrecord read - --format jsonl` in a process of its own is fed JSON Lines as fast as it takes them: tiny reports (a sentence, each with
names and numbers that no other has), or with `--mb` reports of some 2,500 characters put together from our own, until so many megabytes
have gone in (300 MB of English are some hours of work; `--unparsed` writes them in French, which passes through all but the language model
in minutes). A million tiny ones are three hours of a core; with `--parsed 10` only each tenth is English, the others are French, and it
takes two. Printed now and again: reports answered, the rate, and the memory of the process and of those that read for it. Asked for: less
than 50 MB more than after the first 20,000 that were parsed (or after the first third, where there are fewer): till then what is kept of
words met before fills up, which has an upper bound.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

WARM = 20_000
MOST = 50.0
"""MB that memory may grow by after the first `WARM` reports."""
FRENCH = "Le président a déclaré mercredi que la conversation avait été cordiale et que les pays allaient reprendre le dialogue.\n\n"
TOLD = 20
"""How often the state is printed."""


def letters(number: int) -> str:
    """Give a word that only this number has."""
    return "".join("bcdfghklmn"[int(d)] + "aeiou"[i % 5] for i, d in enumerate(str(number)))


def tiny(count: int, parsed: int = 1) -> Iterator[bytes]:
    """Give tiny reports, no two with the same names and numbers; each so manieth is in English and parsed."""
    for n in range(count):
        word = letters(n).capitalize()
        text = f"{n + 2:,} people were hurt in {word}, Ann {word}son said."
        if n % parsed:
            text = f"Le maire de {word}, Ann {word}son, a dit mercredi que {n + 2} personnes avaient été blessées dans la ville."
        yield json.dumps({"id": n, "text": text, "date": "2025-12-04"}).encode() + b"\n"


def whole(megabytes: int, *, unparsed: bool) -> Iterator[bytes]:
    """Give reports of real length until so many megabytes have been given."""
    from benchmarks.bench import made_reports

    texts = [FRENCH * 18] if unparsed else made_reports(400, 400, 1)
    given = n = 0
    while given < megabytes * 1_000_000:
        word = letters(n).capitalize()
        text = f"{texts[n % len(texts)]}\n\nMayor Ann {word}son of {word} said on Monday that she would wait."
        line = json.dumps({"id": n, "text": text, "date": "2025-12-04"}).encode() + b"\n"
        given += len(line)
        n += 1
        yield line


def held(pid: int) -> float:
    """Give the MB that a process and its children hold."""
    try:
        own = int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * resource.getpagesize() / 1e6
        tasks = Path(f"/proc/{pid}/task").iterdir()
        return own + sum(held(int(c)) for task in tasks for c in (task / "children").read_text().split())
    except OSError:
        return 0.0


class Stream:
    """A run of `onrecord read` that is fed lines and counted."""

    def __init__(self, lines: Iterator[bytes], workers: int = 1) -> None:
        command = [sys.executable, "-m", "onrecord", "read", "-", "--format", "jsonl", "--quiet", "--workers", str(workers)]
        self.child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._feeder = threading.Thread(target=self._feed, args=(lines,), daemon=True)
        self._feeder.start()

    def _feed(self, lines: Iterator[bytes]) -> None:
        assert self.child.stdin is not None
        with self.child.stdin as pipe:
            for line in lines:
                pipe.write(line)

    def memory(self, every: int) -> Iterator[tuple[int, float]]:
        """Give the number of answers and the MB held, every so many answers. Raises `AssertionError` where an answer is no record."""
        assert self.child.stdout is not None
        with self.child.stdout as answers:
            for n, line in enumerate(answers, 1):
                assert b'"record"' in line[:40], line[:300]
                if n % every == 0:
                    yield n, held(self.child.pid)
        self._feeder.join()
        assert self.child.wait() == 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=1_000_000)
    parser.add_argument("--parsed", type=int, default=1, help="of so many tiny reports one is in English and parsed")
    parser.add_argument("--mb", type=int, help="megabytes of reports of real length, instead of tiny ones")
    parser.add_argument("--unparsed", action="store_true", help="in a language that is not parsed")
    parser.add_argument("--workers", type=int, default=1)
    options = parser.parse_args()
    stream = Stream(whole(options.mb, unparsed=options.unparsed) if options.mb else tiny(options.reports, options.parsed), options.workers)
    expected = options.mb * 400 if options.mb else options.reports
    warm = min(WARM * options.parsed, expected // 3)
    began, early, most, told = time.perf_counter(), 0.0, 0.0, 0
    for n, megabytes in stream.memory(200):
        if n <= warm:
            early = max(early, megabytes)
        most = max(most, megabytes)
        if n >= told:
            told += max(200, expected // TOLD)
            print(f"{n:>9,} reports, {n / (time.perf_counter() - began):6.1f}/s, {megabytes:6.0f} MB", flush=True)
    grown = most - early
    verdict = "flat" if grown < MOST else "GROWN"
    seconds = time.perf_counter() - began
    print(f"{n:,} reports in {seconds:.0f} s: {early:.0f} MB in the first {warm:,}, {most:.0f} MB at most, {grown:+.0f} MB: {verdict}")


if __name__ == "__main__":
    main()
