"""The process beside `onrecord serve` that keeps what is known across reports up to date. It ends when its input closes."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import apsw

from onrecord.compare.update import update
from onrecord.errors import OnRecordError
from onrecord.store import Archive

EVERY = 60.0
"""Seconds between two looks for reports that were added and not yet compared."""
NICE = 5
"""How much less than others it wants the processor."""


def compare(path: Path) -> None:
    """Compare what is new, again and again; an archive that cannot be written stays as it is."""
    with suppress(OnRecordError), Archive(path, create=False) as archive:
        while True:
            try:
                update(archive)
            except (OnRecordError, apsw.Error) as error:
                print(f"onrecord: the comparison across reports waits: {error}", file=sys.stderr)
            time.sleep(EVERY)


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; who serves decides when it ends
    if hasattr(os, "nice"):
        os.nice(NICE)
    threading.Thread(target=compare, args=(Path(sys.argv[1]),), daemon=True).start()
    sys.stdin.buffer.read()  # until whoever serves has ended
    os._exit(0)


if __name__ == "__main__":
    main()
