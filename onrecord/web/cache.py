"""Answers kept for a while: counts over a large archive cost more than a page may."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import TypeVar

T = TypeVar("T")
KEPT = 500
STALE = 20.0
"""A count that took a second may be twenty seconds old: counting takes a twentieth of the time at most."""
LONGEST = 60.0


class Remembered:
    """Results by key, each with the archive's state it belongs to."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, tuple[int, float, float, object]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, state: int, work: Callable[[], T]) -> T:
        """Give the result of `work`, or what it gave before where nothing has changed, or not for long."""
        with self._lock:
            known = self._kept.get(key)
            if known is not None:
                self._kept.move_to_end(key)
        moment = time.monotonic()
        if known is not None and (known[0] == state or moment - known[1] < min(LONGEST, known[2] * STALE)):
            return known[3]  # type: ignore[return-value]
        result = work()
        with self._lock:
            self._kept[key] = (state, time.monotonic(), time.monotonic() - moment, result)
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return result
