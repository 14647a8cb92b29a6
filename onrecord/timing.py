"""What each stage of reading costs in processor time: `onrecord read --profile`."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class StageTimes:
    """Processor seconds by stage, in the order in which stages were first run. Stages do not hold one another."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._begun = time.perf_counter()

    def run(self, stage: str, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do a stage's work and count its time."""
        begun = time.process_time()
        try:
            return work(*args, **kwargs)
        finally:
            self.seconds[stage] = self.seconds.get(stage, 0.0) + time.process_time() - begun

    def each(self, stage: str, items: Iterable[T]) -> Iterator[T]:
        """Hand items on and count the time that making them takes."""
        left = iter(items)
        none = object()
        while (item := self.run(stage, next, left, none)) is not none:
            yield item  # type: ignore[misc]

    def table(self, reports: int) -> str:
        """Write the table that `--profile` prints."""
        took, total = time.perf_counter() - self._begun, sum(self.seconds.values())
        lines = [f"{'processor time':16}{'seconds':>9}{'ms a report':>13}{'share':>7}"]
        for stage, seconds in [*self.seconds.items(), ("all stages", total)]:
            lines.append(f"{stage:16}{seconds:9.2f}{1000 * seconds / max(1, reports):13.2f}{seconds / (total or 1):7.0%}")
        rates = f"{reports / took:.1f} a second; {reports / (total or 1):.1f} a second of processor time"
        return "\n".join([*lines, f"{reports} reports in {took:.1f} s, {rates}", ""])
