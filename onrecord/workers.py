"""Reads a stream of sources in processes of their own, in order, with bounded memory, each report within a budget.

Each worker is a child process (`onrecord.child`) that is handed tasks over its standard input and answers over its standard output.
A child is started by module name, so a caller's script needs no `if __name__ == "__main__"` and a notebook works; it ends when its
input closes, so none outlives a parent that was killed. Reports are read in batches; no record hangs on its batch. Where a batch ends
its process, its reports are read again one by one, and only the one that does it again is given up.
"""

from __future__ import annotations

import math
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from onrecord.errors import InputError, OnRecordError, UsageError
from onrecord.exchange import NO_MEMORY, Answer, Task, found_in, receive, send, task_to_open, task_to_read, traced
from onrecord.model.record import Record
from onrecord.model.source import Source, Unread

if TYPE_CHECKING:
    from onrecord.pipeline import Reader
    from onrecord.settings import Settings

BATCH_REPORTS = 32
BATCH_CHARS = 400_000
"""A batch closes at so many reports or characters, a few seconds of work: little lost with a crash, little held in memory."""
BATCH_SECONDS = 1.0
"""It closes as well when its first report has waited so long for others: pages that come slowly are read as they come."""
AHEAD = 2
"""Batches handed out per worker before the oldest must be answered; bounds memory where one report is slow."""
SIZE = 500_000
"""Characters, or bytes of a document, for which the budget of time is meant; more have more in proportion."""
PATIENCE = 10
"""Seconds waited for each second of processor time that a task may take: a child that hangs without working is ended too."""

Outcome = tuple[Source | None, Record | OnRecordError]
"""A source with its record or its error; no source where the input could not even be opened."""
Item = Source | Unread | OnRecordError
Batch = list[Source | OnRecordError]


class Worker:
    """A child process that reads; started when first needed, and again when it ended."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._child: subprocess.Popen[bytes] | None = None
        self._stopped = self._late = False

    def read(self, sources: list[Source]) -> list[Record | OnRecordError]:
        """Hand sources over and wait for their records. One that ends the process twice over is an error, the others are read."""
        if not sources:
            return []
        seconds = self._seconds(sum(len(s.text) for s in sources))
        task = task_to_read(sources, seconds)
        found: list[Record | OnRecordError] = []
        try:
            with self._asked(task) as answers:
                for source, answer in zip(sources, answers, strict=True):
                    result = found_in(answer, source.text)
                    if isinstance(result, Source):
                        raise EOFError
                    found.append(result)
                return found
        except (OSError, EOFError, ValueError):
            error = self._lost(sources[0].source, "the report", seconds)
        if len(sources) == 1:
            error.key = sources[0].key
            return [error]
        return [self.read([source])[0] for source in sources] if not self._stopped else [error] * len(sources)

    def open(self, unread: Unread) -> Iterator[Source | OnRecordError]:
        """Hand a document over and give its reports. Where it ends the process, a last error says so."""
        seconds = self._seconds(len(unread.data))
        try:
            with self._asked(task_to_open(unread, seconds)) as answers:
                for answer in answers:
                    found = found_in(answer)
                    if isinstance(found, Record):
                        raise EOFError
                    yield found
        except (OSError, EOFError):
            yield self._lost(unread.name, "the document", seconds)
        except GeneratorExit:  # whoever asked has enough; the child would go on answering
            self.interrupt()
            self.bury()
            raise

    def _seconds(self, size: int) -> int:
        return max(1, round(self.settings.seconds * (1 + size / SIZE)))

    def interrupt(self) -> None:
        """End the child; whoever waits for its answer is told so."""
        if self._child is not None:
            self._child.kill()

    @contextmanager
    def _asked(self, task: Task) -> Iterator[Iterator[Answer]]:
        """Hand a task over and give its answers as they come. A child that is left before its last answer is ended."""
        child = self._child or self._start()
        requests, replies = cast(BinaryIO, child.stdin), cast(BinaryIO, child.stdout)
        timer = threading.Timer(PATIENCE * (task.seconds + 6), self._overdue)
        timer.daemon = True
        timer.start()
        whole = False

        def answers() -> Iterator[Answer]:
            nonlocal whole
            while lot := receive(replies, list[Answer]):
                yield from lot
            whole = True

        try:
            send(requests, task)
            yield answers()
        finally:
            timer.cancel()
            if not whole:
                child.kill()  # it has ended already, or says what nobody understands

    def _overdue(self) -> None:
        self._late = True
        self.interrupt()

    def _start(self) -> subprocess.Popen[bytes]:
        if self._stopped:
            raise EOFError
        path = os.pathsep.join([str(Path(__file__).parent.parent), *filter(None, [os.environ.get("PYTHONPATH")])])
        env = {**os.environ, "PYTHONPATH": path, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
        child = subprocess.Popen([sys.executable, "-m", "onrecord.child"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env)
        self._child, self._late = child, False
        send(cast(BinaryIO, child.stdin), self.settings)
        return child

    def _lost(self, report: str, what: str, seconds: int) -> OnRecordError:
        """Say why there is no answer."""
        code, why = self.bury()
        if self._late or code == -getattr(signal, "SIGXCPU", 0):
            return InputError(f"{what} took more than {seconds} s of work", report=report, stage="workers", code="TIME_LIMIT",
                              remedy="leave it out, or raise --time-limit")  # fmt: skip
        if code == NO_MEMORY:
            return InputError(f"{what} needs more than {self.settings.megabytes} MB", report=report, stage="workers", code="MEMORY_LIMIT",
                              remedy="leave it out, or raise --memory-limit")  # fmt: skip
        return OnRecordError(f"the worker process {why}", report=report, stage="workers", code="WORKER_LOST",
                             remedy="read it again; where memory ran out leave it out, or raise --memory-limit")  # fmt: skip

    def bury(self) -> tuple[int, str]:
        """End the child, let go of everything it held, and say how it ended: its code, and in words."""
        child, self._child = self._child, None
        if child is None:
            return 0, "could not be started"
        for pipe in (child.stdin, child.stdout):
            with suppress(OSError):  # bytes that the dead child did not take
                if pipe is not None:
                    pipe.close()
        try:
            code = child.wait(1.0)  # one that ended by itself says why
        except subprocess.TimeoutExpired:
            child.kill()
            code = child.wait()
        return code, f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with exit code {code}"

    def kill(self) -> None:
        """End the child at once, for good; whoever waits for its answer is told so. It holds nothing that could be lost."""
        self._stopped = True
        self.interrupt()


class Workers:
    """Several workers with the same settings."""

    def __init__(self, settings: Settings, count: int = 1) -> None:
        """Raises `UsageError` for fewer than one."""
        if count < 1:
            raise UsageError(f"{count} workers asked for", code="BAD_WORKERS", remedy="give a number from 1")
        self.settings = settings
        self._everyone = [Worker(settings) for _ in range(count)]
        self._idle: queue.LifoQueue[Worker] = queue.LifoQueue()
        for worker in self._everyone:
            self._idle.put(worker)
        self._pool = ThreadPoolExecutor(count, thread_name_prefix="onrecord-worker")

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._everyone:
            worker.kill()
        self._pool.shutdown(cancel_futures=True)
        for worker in self._everyone:
            worker.bury()

    @contextmanager
    def _one(self) -> Iterator[Worker]:
        worker = self._idle.get()
        try:
            yield worker
        finally:
            self._idle.put(worker)

    def open(self, items: Iterable[Item]) -> Iterator[Source | OnRecordError]:
        """Take documents apart; sources and errors pass through in their place."""
        for item in items:
            if isinstance(item, Unread):
                with self._one() as worker:
                    found = list(worker.open(item))
                yield from found
            else:
                yield item

    def read(self, items: Iterable[Source | OnRecordError]) -> Iterator[Outcome]:
        """Read sources in order; errors pass through in their place."""
        waiting: deque[Future[list[Outcome]]] = deque()
        try:
            for batch in batches(items):
                waiting.append(self._pool.submit(self._work, batch))
                while len(waiting) >= AHEAD * len(self._everyone) or (waiting and waiting[0].done()):
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()

    def _work(self, batch: Batch) -> list[Outcome]:
        with self._one() as worker:
            return list(merge(batch, worker.read([item for item in batch if isinstance(item, Source)])))


def read_stream(items: Iterable[Item], settings: Settings, *, workers: int = 1, reader: Reader | None = None) -> Iterator[Outcome]:
    """Read sources in order. Errors among the items pass through in their place.

    With `reader` they are read in this process, where no budget can be enforced. Raises `UsageError` for fewer than one worker.
    """
    if reader is not None and workers == 1:
        return read_here(items, reader)
    return _read_apart(items, Workers(settings, workers))


def _read_apart(items: Iterable[Item], workers: Workers) -> Iterator[Outcome]:
    with workers:
        yield from workers.read(workers.open(items))


def read_here(items: Iterable[Item], reader: Reader) -> Iterator[Outcome]:
    """Read sources in this process."""
    for batch in batches(opened_here(items, reader)):
        yield from merge(batch, [traced(result) for _, result in reader.read_batch([item for item in batch if isinstance(item, Source)])])


def opened_here(items: Iterable[Item], reader: Reader) -> Iterator[Source | OnRecordError]:
    """Take documents apart in this process."""
    from onrecord.ingest.apart import take_apart

    for item in items:
        yield from take_apart(item, reader.settings) if isinstance(item, Unread) else [item]


def batches(items: Iterable[Source | OnRecordError], most: int | None = None) -> Iterator[Batch]:
    """Cut a stream into batches to read, or into those of at most so many items, whatever their length."""
    reports, longest = (BATCH_REPORTS, BATCH_CHARS) if most is None else (most, math.inf)
    batch: Batch = []
    chars, begun = 0, 0.0
    for item in items:
        begun = begun if batch else time.monotonic()
        batch.append(item)
        chars += len(item.text) if isinstance(item, Source) else 0
        if len(batch) >= reports or chars >= longest or time.monotonic() - begun > BATCH_SECONDS:
            yield batch
            batch, chars = [], 0
    if batch:
        yield batch


def merge(batch: Batch, results: list[Record | OnRecordError]) -> Iterator[Outcome]:
    """Put results back beside their sources, and errors of the input between them."""
    left = iter(results)
    for item in batch:
        if isinstance(item, OnRecordError):
            yield None, item
        else:
            yield item, next(left)
