"""Progress of a long run, on standard error: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import glob
import os
import sys
import time
from collections.abc import Sequence
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

QUIET_SECONDS = 2.0
"""Shorter runs show nothing."""
LINE_SECONDS = 30.0
"""Where standard error is no terminal, a line so often."""
CHUNK = 1 << 20


class Progress:
    """Counts reports; shows rate and time left once a run turns out long."""

    def __init__(self, paths: Sequence[str] = (), *, what: str = "reports", shown: bool = True) -> None:
        """Take the paths that reports come from, unless `reach` is told how many there are; `what`: what is counted, for the reader."""
        self._paths = paths
        self._what = what
        self._shown = shown
        self._terminal = sys.stderr.isatty()
        self._count = 0
        self._start = self._last = time.monotonic()
        self._total: int | None = None
        self._bar: Bar | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._bar is not None:
            self._bar.stop()

    def begin(self, what: str) -> None:
        """Say at once, on a terminal, what begins: the first report may take a while."""
        if self._shown and self._terminal:
            self.say(f"onrecord: {what}")

    def step(self) -> None:
        """Count one more report."""
        self._count += 1
        self._show()

    def reach(self, count: int, total: int) -> None:
        """Say how many reports are done, of how many; 0 starts the clock."""
        self._count, self._total = count, total
        if count:
            self._show()
        else:
            self._start = self._last = time.monotonic()

    def _show(self) -> None:
        if not self._shown:
            return
        now = time.monotonic()
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, completed=self._count, rate=self._count / (now - self._start))
        elif self._terminal and now - self._start > QUIET_SECONDS:
            self._open_bar()
        elif not self._terminal and now - self._last > LINE_SECONDS:
            self._last = now
            self.say(self._line(now))

    def say(self, text: str) -> None:
        """Write a line to standard error, above the bar where there is one."""
        if self._bar is not None:
            self._bar.console.print(text, markup=False, highlight=False, soft_wrap=True)
        else:
            print(text, file=sys.stderr)

    def _open_bar(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        columns = (
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn(f"{self._what}, " "{task.fields[rate]:.1f}/s,"),
            TimeRemainingColumn(compact=True),
            TextColumn("left"),
        )
        if self._total is None:
            self._total = count_reports(self._paths)
        self._bar = Bar(*columns, console=Console(stderr=True), transient=True)
        rate = self._count / (time.monotonic() - self._start)
        self._task = self._bar.add_task(self._what, total=self._total, completed=self._count, rate=rate)
        self._bar.start()

    def _line(self, now: float) -> str:
        if self._total is None:
            self._total = count_reports(self._paths)
        rate = self._count / (now - self._start)
        if self._total is None:
            return f"{self._count} {self._what}, {rate:.1f}/s"
        left = max(self._total - self._count, 0) / rate
        return f"{self._count} of {self._total} {self._what}, {rate:.1f}/s, {left:.0f} s left"


def count_reports(paths: Sequence[str]) -> int | None:
    """Estimate the reports under the paths, files by number and JSON Lines by lines; None where that cannot be told beforehand."""
    total = 0
    for path in paths:
        if path == "-":
            return None
        names = [path] if os.path.lexists(path) else glob.glob(path, recursive=True)
        total += sum(_count(name) for name in names)
    return total


def _count(path: str) -> int:
    if os.path.isdir(path):
        return sum(_count_file(os.path.join(folder, name)) for folder, _, names in os.walk(path) for name in names)
    return _count_file(path)


def _count_file(path: str) -> int:
    if not path.endswith((".jsonl", ".ndjson", ".jsonlines")):
        return 1
    try:
        with open(path, "rb") as file:
            return sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(CHUNK), b""))
    except OSError:
        return 1
