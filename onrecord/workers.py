"""Reads a stream of sources, in this process or in several, in order and with bounded memory.

Each worker is a child process that is handed batches over its standard input and answers over its standard output, one thread
here waiting on each. A child is started by module name, so a caller's script needs no `if __name__ == "__main__"` and a notebook
works; it ends when its input closes, so none outlives a parent that was killed. Batches are cut the same way whatever the number
of workers, and so the bytes are the same.
"""

from __future__ import annotations

import gc
import io
import os
import pickle
import queue
import signal
import subprocess
import sys
import traceback
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from onrecord.errors import InputError, OnRecordError, UsageError
from onrecord.model.record import Record
from onrecord.model.source import Source

if TYPE_CHECKING:
    from onrecord.pipeline import Reader
    from onrecord.settings import Settings

BATCH_REPORTS = 32
BATCH_CHARS = 400_000
"""A batch closes at so many reports or characters, about a second of work: little lost with a crash, little held in memory."""
AHEAD = 2
"""Batches handed out per worker before the oldest must be answered; bounds memory where one report is slow."""

Outcome = tuple[Source | None, Record | OnRecordError]
"""A source with its record or its error; no source where the input could not even be opened."""
Batch = list[Source | OnRecordError]


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """One input as it came, to be taken apart and read in a worker: `format` None to recognise it, at most `most` reports."""

    name: str
    data: bytes
    format: str | None = None
    published: str | None = None
    most: int = 50


def read_stream(
    items: Iterable[Source | OnRecordError], settings: Settings, *, workers: int = 1, reader: Reader | None = None
) -> Iterator[Outcome]:
    """Read sources in order. Errors among the items pass through in their place.

    `reader` is used where one process is enough. Raises `UsageError` for fewer than one worker. A worker that dies (killed, out
    of memory) gives `WORKER_LOST` for each report of its batch; a new one takes its place.
    """
    if workers < 1:
        raise UsageError(f"{workers} workers asked for", code="BAD_WORKERS", remedy="give a number from 1")
    if workers > 1:
        return _read_parallel(_batches(items), settings, workers)
    return _read_here(_batches(items), settings, reader)


def _batches(items: Iterable[Source | OnRecordError]) -> Iterator[Batch]:
    batch: Batch = []
    chars = 0
    for item in items:
        batch.append(item)
        chars += len(item.text) if isinstance(item, Source) else 0
        if len(batch) >= BATCH_REPORTS or chars >= BATCH_CHARS:
            yield batch
            batch, chars = [], 0
    if batch:
        yield batch


def _read_here(batches: Iterator[Batch], settings: Settings, reader: Reader | None) -> Iterator[Outcome]:
    from onrecord.pipeline import Reader

    reader = reader or Reader(settings)
    for batch in batches:
        yield from _merge(batch, _read_batch(reader, batch))


def _read_batch(reader: Reader, batch: Batch) -> list[Record | OnRecordError]:
    """Give one result for each source of the batch."""
    results = [result for _, result in reader.read_batch([item for item in batch if isinstance(item, Source)])]
    for result in results:
        if isinstance(result, OnRecordError) and result.__cause__ is not None:
            result.trace = "".join(traceback.format_exception(result.__cause__))
    return results


def _merge(batch: Batch, results: list[Record | OnRecordError]) -> Iterator[Outcome]:
    """Put results back beside their sources, and errors of the input between them."""
    left = iter(results)
    for item in batch:
        if isinstance(item, OnRecordError):
            yield None, item
        else:
            yield item, next(left)


def _read_parallel(batches: Iterator[Batch], settings: Settings, workers: int) -> Iterator[Outcome]:
    idle: queue.LifoQueue[Worker] = queue.LifoQueue()
    for _ in range(workers):
        idle.put(Worker(settings))
    everyone = list(idle.queue)

    def work(batch: Batch) -> list[Outcome]:
        worker = idle.get()
        try:
            return list(_merge(batch, worker.read(batch)))
        finally:
            idle.put(worker)

    pool = ThreadPoolExecutor(workers, thread_name_prefix="onrecord-worker")
    waiting: deque[Future[list[Outcome]]] = deque()
    try:
        for batch in batches:
            waiting.append(pool.submit(work, batch))
            if len(waiting) >= AHEAD * workers:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
    finally:
        for worker in everyone:
            worker.kill()
        pool.shutdown(cancel_futures=True)
        for worker in everyone:
            worker.bury()


class Worker:
    """A child process that reads batches; started when first needed, and again when it died."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._child: subprocess.Popen[bytes] | None = None
        self._stopped = False

    def read(self, batch: Batch) -> list[Record | OnRecordError]:
        """Hand the batch over and wait for its results; those of a worker that died are errors."""
        sources = [item for item in batch if isinstance(item, Source)]
        if not sources:
            return []
        try:
            results: list[Record | OnRecordError] = self._ask(sources)
            return results
        except (OSError, EOFError, pickle.UnpicklingError):
            why = self.bury()
            return [_lost(source.source, why) for source in sources]

    def read_raw(self, raw: Raw) -> list[Outcome]:
        """Hand over one input as it came and wait for what is in it. Where the worker dies, that is the one error given."""
        try:
            results: list[Outcome] = self._ask(raw)
        except (OSError, EOFError, pickle.UnpicklingError):
            return [(None, _lost(raw.name, self.bury()))]
        return results

    def interrupt(self) -> None:
        """End the child's present task; whoever waits for it is told so, and the next task starts a new child."""
        if self._child is not None:
            self._child.kill()

    def _ask(self, task: list[Source] | Raw) -> Any:
        child = self._child or self._start()
        assert child.stdin is not None
        assert child.stdout is not None
        pickle.dump(task, child.stdin, pickle.HIGHEST_PROTOCOL)
        child.stdin.flush()
        return pickle.load(child.stdout)

    def _start(self) -> subprocess.Popen[bytes]:
        if self._stopped:
            raise EOFError
        path = os.pathsep.join([str(Path(__file__).parent.parent), *filter(None, [os.environ.get("PYTHONPATH")])])
        env = {**os.environ, "PYTHONPATH": path, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
        child = subprocess.Popen([sys.executable, "-m", __name__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env)
        self._child = child
        assert child.stdin is not None
        pickle.dump(self._settings, child.stdin, pickle.HIGHEST_PROTOCOL)
        return child

    def bury(self) -> str:
        """End the child, let go of everything it held, and say how it ended."""
        child, self._child = self._child, None
        if child is None:
            return "could not be started"
        child.kill()
        code = child.wait()
        for pipe in (child.stdin, child.stdout):
            with suppress(OSError):  # bytes that the dead child did not take
                if pipe is not None:
                    pipe.close()
        return f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with exit code {code}"

    def kill(self) -> None:
        """End the child at once, for good; whoever waits for its answer is told so. It holds nothing that could be lost."""
        self._stopped = True
        if self._child is not None:
            self._child.kill()


def _lost(report: str, why: str) -> OnRecordError:
    return OnRecordError(
        f"the worker process {why}",
        report=report,
        stage="workers",
        code="WORKER_LOST",
        remedy="read this report again; with fewer workers if memory ran out",
    )


def spare_collections() -> None:
    """Let a process of ours look for garbage less often: reading makes many small objects, few of them in circles.

    What was loaded before is not looked at again. Who uses the library keeps the settings of their own process.
    """
    gc.freeze()
    gc.set_threshold(*COLLECT)


COLLECT = (20_000, 20, 20)
"""New objects after which the youngest are looked at, and how often the older ones are."""


def _serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer batches until the input closes: the child's whole life."""
    from onrecord.pipeline import Reader

    reader = Reader(pickle.load(requests))
    spare_collections()
    while True:
        try:
            task: Batch | Raw = pickle.load(requests)
        except EOFError:
            return
        # Not `isinstance(task, Raw)`: this module runs as __main__ here, what was sent is of `onrecord.workers`.
        results = _read_batch(reader, task) if isinstance(task, list) else _read_raw(reader, task)
        pickle.dump(results, answers, pickle.HIGHEST_PROTOCOL)
        answers.flush()


def _read_raw(reader: Reader, raw: Raw) -> list[Outcome]:
    """Read what is in one input, up to its limit of reports; a last error says where there were more."""
    from onrecord.ingest.inputs import Input
    from onrecord.ingest.kinds import reader_of, recognise

    def found() -> Iterator[Source | OnRecordError]:
        try:
            source = Input(raw.name, io.BytesIO(raw.data), len(raw.data))
            yield from reader_of(raw.format or recognise(source.head, raw.name))(source, replace(reader.settings, published=raw.published))
        except OnRecordError as error:
            yield error

    items = list(islice(found(), raw.most + 1))
    outcomes = [outcome for batch in _batches(iter(items[: raw.most])) for outcome in _merge(batch, _read_batch(reader, batch))]
    if len(items) > raw.most:
        more = InputError(f"more than {raw.most} reports", report=raw.name, stage="read", code="TOO_LARGE", remedy="send fewer at once")
        outcomes.append((None, more))
    return outcomes


def _child_main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent decides what ends
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not end up among the answers
    with suppress(BrokenPipeError):
        _serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    _child_main()
