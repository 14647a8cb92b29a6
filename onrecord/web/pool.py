"""Connections to the archive for the server's threads: read-only, one at a time to each, reused.

SQLite in WAL mode serves readers beside a writer, so pages go on while `onrecord add` writes.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import apsw

from onrecord.errors import StorageError, UsageError
from onrecord.store import Archive
from onrecord.store.clock import now
from onrecord.web.settings import WebSettings

KEPT = 40
"""Open connections kept for the next request: as many as threads work at once."""
CACHE_KB, MMAP_BYTES = 4_096, 512 * 1024 * 1024
STEPS = 20_000
"""Steps of SQLite's machine between two looks at the clock: about a millisecond."""


class Pool:
    """Read-only connections to one archive."""

    def __init__(self, settings: WebSettings) -> None:
        self.settings = settings
        self._idle: queue.LifoQueue[Archive] = queue.LifoQueue(KEPT)
        self._watch: Archive | None = None
        self._lock = threading.Lock()

    @contextmanager
    def archive(self, seconds: float | None = None) -> Iterator[Archive]:
        """Lend a connection whose questions end after so many seconds (a `StorageError`)."""
        try:
            archive = self._idle.get_nowait()
        except queue.Empty:
            archive = self._open()
        deadline = time.monotonic() + (self.settings.answer_seconds if seconds is None else seconds)
        archive.db.set_progress_handler(lambda: time.monotonic() > deadline, STEPS)
        try:
            yield archive
        except UsageError:
            self._put_back(archive)
            raise
        except apsw.InterruptError as error:
            archive.db.close(True)
            what, remedy = "the answer takes too long", "narrow the question by filters"
            raise StorageError(what, stage="web", code="TOO_SLOW", remedy=remedy) from error
        except BaseException:
            archive.db.close(True)  # a question was left half answered
            raise
        self._put_back(archive)

    def state(self) -> tuple[int, int]:
        """Give what changes whenever anybody commits to the archive, or an embargo ends."""
        with self._lock:
            if self._watch is None:
                self._watch = self._open()
            db = self._watch.db
            lifted = db.execute("select count(*) from report where embargo is not null and embargo <= ?", (now(),)).get
            return int(db.execute("pragma data_version").get), int(lifted)

    def close(self) -> None:
        """Close what is open."""
        with self._lock:
            if self._watch is not None:
                self._watch.close()
                self._watch = None
        with suppress(queue.Empty):
            while True:
                self._idle.get_nowait().close()

    def _open(self) -> Archive:
        archive = Archive(self.settings.archive, readonly=True)
        archive.db.execute(f"pragma cache_size = -{CACHE_KB}")
        archive.db.execute(f"pragma mmap_size = {MMAP_BYTES}")
        return archive

    def _put_back(self, archive: Archive) -> None:
        archive.db.set_progress_handler(None)
        try:
            self._idle.put_nowait(archive)
        except queue.Full:
            archive.close()
