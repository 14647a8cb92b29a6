"""The life of a process that reads: answers tasks until its input closes, within a budget that the system enforces.

Time is counted by the processor's clock: a busy machine refuses no report that a quiet one reads. The model is loaded outside of it.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO

from onrecord.exchange import NO_MEMORY, Answer, Task, answer_of, receive, send, sources_of, traced, unread_of
from onrecord.model.document import Parser
from onrecord.pipeline import Reader
from onrecord.settings import Settings

try:
    import resource
except ImportError:  # Windows: the parent's clock is the only limit there
    resource = None  # type: ignore[assignment]

COLLECT = (20_000, 20, 20)
"""New objects after which the youngest are looked at, and how often the older ones are."""


def spare_collections() -> None:
    """Let a process of ours look for garbage less often: reading makes many small objects, few of them in circles.

    What was loaded before is not looked at again. Who uses the library keeps the settings of their own process.
    """
    gc.freeze()
    gc.set_threshold(*COLLECT)


class Budget:
    """Limits of this process: seconds of a task, megabytes beyond what it holds once its model is loaded."""

    def __init__(self, megabytes: int) -> None:
        self._bytes = megabytes * 1_000_000
        self._seconds = 0
        self.take_stock()

    def allow(self, seconds: int) -> None:
        """Start the clock of a task: the system ends the process when it has worked so long."""
        self._seconds = seconds
        if resource is not None:
            used = resource.getrusage(resource.RUSAGE_SELF)
            _lower(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + 1 + seconds)

    def take_stock(self) -> None:
        """Let the process grow by the budget from here."""
        with suppress(OSError):  # only Linux says so; elsewhere memory is not limited
            with open("/proc/self/statm", encoding="ascii") as file:
                size = int(file.read().split()[0]) * os.sysconf("SC_PAGESIZE")
            _lower(resource.RLIMIT_AS, size + self._bytes)

    @contextmanager
    def lifted(self) -> Iterator[None]:
        """Do something that is no part of any task."""
        if resource is not None:
            for limit in (resource.RLIMIT_CPU, resource.RLIMIT_AS):
                _lower(limit, resource.RLIM_INFINITY)
        try:
            yield
        finally:
            self.take_stock()
            self.allow(self._seconds)


def _lower(limit: int, value: int) -> None:
    _, hard = resource.getrlimit(limit)
    resource.setrlimit(limit, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))


class BudgetReader(Reader):
    """A reader that loads its model outside of any task's budget."""

    def __init__(self, settings: Settings, budget: Budget) -> None:
        super().__init__(settings)
        self._budget = budget

    @property
    def parser(self) -> Parser:
        if self._parser is None:
            with self._budget.lifted():
                return super().parser
        return self._parser


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer tasks until the input closes. Ends the process where memory runs out: what is left of it could not be relied on."""
    settings = receive(requests, Settings)
    budget = Budget(settings.megabytes)
    reader = BudgetReader(settings, budget)
    spare_collections()
    while True:
        try:
            task = receive(requests, Task)
        except EOFError:
            return
        try:
            for answer in _answers(task, reader, budget):
                send(answers, [answer])
            send(answers, [])
        except MemoryError:
            os._exit(NO_MEMORY)


def _answers(task: Task, reader: Reader, budget: Budget) -> Iterator[Answer]:
    budget.allow(task.seconds)
    if task.apart:
        with budget.lifted():  # six megabytes that whoever only reads texts does without
            from onrecord.ingest.apart import take_apart
        for found in take_apart(unread_of(task), reader.settings):
            yield answer_of(traced(found))
            budget.allow(task.seconds)
        return
    for source, result in reader.read_batch(sources_of(task)):
        yield answer_of(traced(result), source.text)


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent decides what ends
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not end up among the answers
    with suppress(BrokenPipeError):
        serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
