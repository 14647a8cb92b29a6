"""What the rewritten rules call: how each condition came out in the text being read, or (in a trial) as if one of them were dropped.

Three marks a condition: it was true, it was false, it decided. Of an operand the second says that it ended the asking, the third that
without it the `and` or `or` would have come out otherwise (the operands after it are asked as well).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from typing import Any, NamedTuple, ParamSpec, TypeVar

import numpy as np

MOST_ASKED = 20_000
"""Conditions met in operands asked out of turn, after which asking is given up."""
MOST_MARKED = 60_000
"""Numbers fit into 16 bits."""
Ask = Callable[[], Any]
P = ParamSpec("P")
T = TypeVar("T")

TRUE, FALSE, DECIDED = bytearray(MOST_MARKED), bytearray(MOST_MARKED), bytearray(MOST_MARKED)
NOTHING = bytes(MOST_MARKED)
aside = 0
"""Above nought: an operand is asked out of turn, nothing is marked."""


class Deep(Exception):
    """An operand asked out of turn doesn't come to an end."""


class Marks(NamedTuple):
    """Numbers of conditions that were true, were false, decided."""

    true: np.ndarray
    false: np.ndarray
    decided: np.ndarray

    @classmethod
    def none(cls) -> Marks:
        return cls(*(np.zeros(0, dtype=np.uint16) for _ in range(3)))

    def with_those(self, others: Marks) -> Marks:
        return Marks(*(np.union1d(a, b) for a, b in zip(self, others, strict=True)))


tables = Marks.none()
"""What was marked while something was made that is remembered across texts."""


def take() -> Marks:
    """Give what was marked since the last call."""
    marks = Marks(*(np.frombuffer(m, dtype=np.uint8).nonzero()[0].astype(np.uint16) for m in (TRUE, FALSE, DECIDED)))
    _put(NOTHING, NOTHING, NOTHING)
    return marks


def _put(*marks: bytes) -> None:
    for into, new in zip((TRUE, FALSE, DECIDED), marks, strict=True):
        into[:] = new


@contextmanager
def apart() -> Iterator[None]:
    """Keep the marks made meanwhile in `tables`: what is remembered counts for all texts to come, not for this one."""
    global tables, aside
    outer, outer_aside = (bytes(TRUE), bytes(FALSE), bytes(DECIDED)), aside
    _put(NOTHING, NOTHING, NOTHING)
    aside = 0
    try:
        yield
    finally:
        tables, aside = tables.with_those(take()), outer_aside
        _put(*outer)


def remembered(function: Callable[P, T]) -> Callable[P, T]:
    """Wrap a function whose results are kept (`functools.cache`)."""

    @wraps(function)
    def inner(*args: P.args, **kwargs: P.kwargs) -> T:
        with apart():
            return function(*args, **kwargs)

    return inner


def called(number: int) -> None:
    """A function was entered."""
    if not aside:
        TRUE[number] = 1


def asked(number: int, value: Any) -> Any:
    """The test of an if, a while, a ternary or a filter."""
    if aside:
        _count()
    elif value:
        TRUE[number] = 1
    else:
        FALSE[number] = 1
    return value


def part(stop: bool, number: int, value: Any) -> Any:
    """An operand that must stay where it is. `stop`: what ends the asking, True in an `or`, False in an `and`."""
    if not aside and bool(value) is stop:
        FALSE[number] = DECIDED[number] = 1
    return value


def parts(stop: bool, numbers: tuple[int, ...], truth_only: bool, askable: bool, *asks: Ask) -> Any:
    """Ask operands in turn."""
    before = value = None
    for place, ask in enumerate(asks):
        before, value = value, ask()
        if bool(value) is stop:
            if not DECIDED[numbers[place]]:
                _weigh(numbers[place], value, asks[place + 1 :] if askable else (), truth_only, stop)
            return value
    if not truth_only and not aside and not _same(value, before):
        DECIDED[numbers[-1]] = 1
    return value


def _weigh(number: int, value: Any, rest: Sequence[Ask], truth_only: bool, stop: bool) -> None:
    """Mark an operand where the ones after it would not have said the same, or can't be asked."""
    global aside
    if aside:
        _count()
        return
    FALSE[number] = 1
    aside = 1
    other: Any = None
    try:
        for ask in rest:
            other = ask()
            if bool(other) is stop:
                break
        same = bool(rest) and (bool(other) is stop if truth_only else _same(other, value))
    except Exception:
        same = False
    finally:
        aside = 0
    if not same:
        DECIDED[number] = 1


def _same(one: Any, other: Any) -> bool:
    return one is other or (type(one) is type(other) and bool(one == other))


def _count() -> None:
    global aside
    aside += 1
    if aside > MOST_ASKED:
        raise Deep


def drop(number: int, force: bool | None) -> None:
    """From now on (in this process) nothing is marked, and one condition is as if dropped or always came out so."""
    global called, asked, part, parts, apart

    def asked(n: int, value: Any) -> Any:
        return force if n == number else value

    def part(stop: bool, n: int, value: Any) -> Any:
        return not stop if n == number else value

    def parts(stop: bool, numbers: tuple[int, ...], truth_only: bool, askable: bool, *asks: Ask) -> Any:
        value: Any = not stop
        for n, ask in zip(numbers, asks, strict=True):
            if n != number and bool(value := ask()) is stop:
                break
        return value

    def called(n: int) -> None:
        return None

    @contextmanager
    def apart() -> Iterator[None]:
        yield
