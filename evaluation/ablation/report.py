"""What the pass found, in words: conditions that decide nothing, and the share of the tried ones that nobody misses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from evaluation.ablation.conditions import Condition
from evaluation.ablation.ledger import Outcomes
from evaluation.ablation.trial import Mutant, Verdict, mutants


class Idle(NamedTuple):
    """A condition that decides nothing in any text; `tests`: those in which it does."""

    condition: Condition
    how: str
    tests: tuple[str, ...]

    def line(self) -> str:
        held = f"  (held by {len(self.tests)}: {self.tests[0]})" if self.tests else ""
        return f"{self.condition} -> {self.how}{held}"


def idle(
    conditions: Sequence[Condition], outcomes: Outcomes, numbers: Iterable[int], texts: set[str], tests: dict[str, set[str]]
) -> Iterator[Idle]:
    """Give what could go without a change in any development text.

    `texts`: the units that are development texts. `tests`: unit -> the tests that read it (a test is a unit of its own, too).
    """
    for number in numbers:
        for how, units, once in _ways(conditions[number], number, outcomes):
            if not once and texts.isdisjoint(units):
                yield Idle(conditions[number], how, tuple(sorted({t for u in units for t in tests.get(u, ())})))


def _ways(condition: Condition, number: int, outcomes: Outcomes) -> Iterator[tuple[str, list[str], bool]]:
    """Give each way to drop a condition, the units in which that may change something, and whether it counts before any text is read."""
    if condition.kind == "function":
        yield "never called", outcomes.true[number], number in outcomes.tables[0] or "import" in outcomes.true[number]
    for mutant in mutants({number: condition}, [number]):
        units = outcomes.units(*mutant)
        how = mutant.how if mutant.force is not None else "the others say the same" if outcomes.false[number] else "never counts"
        yield how, units, outcomes.in_tables(*mutant) or "import" in units


def shares(verdicts: Sequence[tuple[Mutant, Verdict]]) -> str:
    """Say how many of the mutants are missed by no test, by no text, by neither."""
    count = len(verdicts)
    if not count:
        return "nothing tried"
    by = {
        "no test": sum(v.test is None for _, v in verdicts),
        "no text": sum(v.text is None for _, v in verdicts),
        "nobody": sum(v.survives for _, v in verdicts),
    }
    return f"of {count} conditions " + ", ".join(f"{n} ({100 * n / count:.0f} %) are missed by {who}" for who, n in by.items())
