"""Answers kept for a while: counts over a large archive cost more than a page may."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

from onrecord.errors import OnRecordError

T = TypeVar("T")
KEPT = 500
"""Results kept, of dear ones and of cheap ones each: what many visitors ask in passing drives out nothing that is slow to make."""
DEAR = 0.03
"""Seconds from which a result that can be made again in the background may be given while it is being made."""
LONGEST = 60.0
"""Seconds that a result may be old at most where reports are being added."""


@dataclass(frozen=True, slots=True)
class _Kept:
    state: Hashable
    made: float
    cost: float
    result: object


class Remembered:
    """Results by key, each with the archive's state it belongs to."""

    def __init__(self) -> None:
        self._dear: OrderedDict[Hashable, _Kept] = OrderedDict()
        self._cheap: OrderedDict[Hashable, _Kept] = OrderedDict()
        self._pending: set[Hashable] = set()
        self._lock = threading.Lock()
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="onrecord-counts")

    def get(self, key: Hashable, state: Hashable, work: Callable[[], T], again: Callable[[], T] | None = None) -> tuple[T, bool]:
        """Give the result of `work`, or what it gave before where nothing has changed; and whether it is of this state.

        Where it was dear and `again` can make it anew in another thread, the result from before stands until that is done.
        """
        with self._lock:
            lot = self._dear if key in self._dear else self._cheap
            known = lot.get(key)
            if known is not None:
                lot.move_to_end(key)
        if known is not None and known.state == state:
            return known.result, True  # type: ignore[return-value]
        if known is not None and again is not None and known.cost > DEAR and time.monotonic() - known.made < LONGEST:
            self._renew(key, state, again)
            return known.result, False  # type: ignore[return-value]
        return self._make(key, state, work), True

    def _make(self, key: Hashable, state: Hashable, work: Callable[[], T]) -> T:
        begun = time.monotonic()
        result = work()
        with self._lock:
            made = _Kept(state, time.monotonic(), time.monotonic() - begun, result)
            for lot, holds in ((self._dear, made.cost > DEAR), (self._cheap, made.cost <= DEAR)):
                lot.pop(key, None)
                if holds:
                    lot[key] = made
                if len(lot) > KEPT:
                    lot.popitem(last=False)
        return result

    def _renew(self, key: Hashable, state: Hashable, again: Callable[[], object]) -> None:
        with self._lock:
            if key in self._pending:
                return
            self._pending.add(key)

        def renew() -> None:
            try:
                self._make(key, state, again)
            except OnRecordError:
                pass  # the next visitor asks anew
            finally:
                with self._lock:
                    self._pending.discard(key)

        self._pool.submit(renew)

    def later(self, work: Callable[[], object]) -> None:
        """Do something in the background."""
        self._pool.submit(work)

    def close(self) -> None:
        """End the background."""
        self._pool.shutdown(wait=True, cancel_futures=True)
