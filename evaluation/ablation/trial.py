"""Conditions dropped or forced one at a time, each in a process of its own, and who notices: a test, a development text, nobody."""

from __future__ import annotations

import json
import os
import random
import select
import signal
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from evaluation.ablation.conditions import Condition


class Mutant(NamedTuple):
    """A condition by its number, dropped (`force` None: an operand) or forced to come out so."""

    number: int
    force: bool | None

    @property
    def how(self) -> str:
        return "dropped" if self.force is None else f"always {str(self.force).lower()}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Who noticed: the first test, the first text; None where nobody did."""

    test: str | None
    text: str | None

    @property
    def survives(self) -> bool:
        return self.test is None and self.text is None


def mutants(conditions: Sequence[Condition] | Mapping[int, Condition], numbers: Iterable[int]) -> list[Mutant]:
    """Give every way to drop these conditions."""
    out = []
    for n in numbers:
        kind = conditions[n].kind
        if kind in ("and", "or"):
            out.append(Mutant(n, None))
        elif kind == "while":
            out.append(Mutant(n, False))
        elif kind in ("test", "filter"):
            out += [Mutant(n, True), Mutant(n, False)]
    return out


def draw(conditions: Sequence[Condition], numbers: Iterable[int], count: int, seed: int) -> list[Mutant]:
    """Draw conditions by a seed, from those without conditions in them; of a test's two ways out one is drawn."""
    by_place = sorted((n for n in numbers if not conditions[n].whole), key=lambda n: (conditions[n].module, conditions[n].line, n))
    ways = [ms for n in by_place if (ms := mutants(conditions, [n]))]
    chance = random.Random(seed)
    return [chance.choice(ms) for ms in chance.sample(ways, min(count, len(ways)))]


def in_children(
    jobs: Sequence[Mutant], work: Callable[[Mutant], Verdict], workers: int = 1, limit_s: float = 120
) -> Iterator[tuple[Mutant, Verdict]]:
    """Do each job in a forked process, a few at a time. One that doesn't come back in time was noticed: its tests would hang."""
    waiting = list(reversed(jobs))
    running: dict[int, tuple[Mutant, int, float]] = {}
    while waiting or running:
        while waiting and len(running) < workers:
            job = waiting.pop()
            pid, pipe = _fork(job, work)
            running[pipe] = (job, pid, time.monotonic() + limit_s)
        ready, _, _ = select.select(list(running), [], [], 1)
        late = [p for p, (_, _, until) in running.items() if p not in ready and time.monotonic() > until]
        for pipe in [*ready, *late]:
            job, pid, _ = running.pop(pipe)
            if pipe in late:
                os.kill(pid, signal.SIGKILL)
            with os.fdopen(pipe, "rb") as file:
                said = file.read()
            os.waitpid(pid, 0)
            assert said or pipe in late, f"the trial of {job} broke down"
            yield job, Verdict(*json.loads(said)) if said else Verdict("(stopped)", "(stopped)")


def _fork(job: Mutant, work: Callable[[Mutant], Verdict]) -> tuple[int, int]:
    out, into = os.pipe()
    pid = os.fork()
    if pid:
        os.close(into)
        return pid, out
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        verdict = work(job)
        os.write(into, json.dumps([verdict.test, verdict.text]).encode())
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(0)
