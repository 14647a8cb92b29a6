"""The rewritten rules come to the same results, and say of each condition whether it decided anything."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest

from evaluation.ablation import trial, watch
from evaluation.ablation.conditions import Condition, rewrite

SOURCE = '''
"""A module."""
from __future__ import annotations
from functools import cache

LIMIT = 3 if True else 4

def both(a, b):
    return a > 0 and b > 0

def guarded(x):
    if x is not None and x.real > 1:
        return "big"
    return "small" if x else "none"

def once(x, seen):
    return x not in seen and not seen.append(x)

def named(x):
    return (y := x + 1) and y > 1

def kept(values):
    n = 0
    while n < 2 and values:
        n += 1
    return [v for v in values if v or n]

@cache
def table(word):
    return word or "nothing"

class Things:
    size = 1 or 2

    @property
    def ready(self):
        return self.size and self.size < 2
'''


@pytest.fixture
def rules() -> Iterator[dict[str, Any]]:
    """Give the rewritten module's names, with its conditions under `found`."""
    found: list[Condition] = []
    names: dict[str, Any] = {"found": found}
    exec(compile(rewrite(SOURCE, "rules", found), "rules", "exec"), names)
    watch.take()
    kept = dict(vars(watch))
    yield names
    watch.take()
    vars(watch).update(kept)


def number(found: list[Condition], words: str, kind: str) -> int:
    return next(n for n, c in enumerate(found) if c.words == words and c.kind == kind)


def decided(rules: dict[str, Any]) -> set[str]:
    return {rules["found"][n].words for n in watch.take().decided}


def test_results_are_the_same(rules: dict[str, Any]) -> None:
    plain: dict[str, Any] = {}
    exec(compile(SOURCE, "plain", "exec"), plain)
    calls = [
        ("both", (1, 0)),
        ("both", (1, 1)),
        ("guarded", (None,)),
        ("guarded", (0,)),
        ("guarded", (2,)),
        ("named", (-1,)),
        ("named", (4,)),
    ]
    calls += [("kept", ([0, 5],)), ("kept", ([],)), ("once", (1, [1])), ("once", (1, [2])), ("table", ("",))]
    for name, arguments in calls:
        assert rules[name](*deepcopy(arguments)) == plain[name](*deepcopy(arguments)), name
    assert rules["Things"]().ready == plain["Things"]().ready


@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [
        ("both", (1, 0), {"b > 0"}),
        ("both", (0, 1), {"a > 0"}),
        ("both", (0, 0), set()),
        ("guarded", (None,), {"x is not None"}),
        ("guarded", (1,), {"x.real > 1"}),
        ("once", (1, [1]), {"x not in seen"}),
        ("named", (-1,), {"y := x + 1"}),
        ("kept", ([3],), {"n < 2"}),
    ],
)
def test_an_operand_decides_where_the_others_would_not_say_the_same(
    rules: dict[str, Any], name: str, arguments: tuple[Any, ...], expected: set[str]
) -> None:
    rules[name](*arguments)
    assert decided(rules) == expected


def test_what_is_remembered_is_marked_apart(rules: dict[str, Any]) -> None:
    rules["table"]("")
    assert decided(rules) == set()
    assert number(rules["found"], '"nothing"', "or") in watch.tables.decided


def test_a_test_says_how_it_came_out(rules: dict[str, Any]) -> None:
    rules["guarded"](0)
    marks = watch.take()
    tested = number(rules["found"], "x", "test")
    assert tested in marks.false
    assert tested not in marks.true


@pytest.mark.parametrize(
    ("words", "kind", "force", "name", "arguments", "expected"),
    [
        ("a > 0", "and", None, "both", (0, 1), True),
        ("b > 0", "and", None, "both", (1, 0), True),
        ("x", "test", False, "guarded", (1,), "none"),
        ("x", "test", True, "guarded", (0,), "small"),
        ("v or n", "filter", False, "kept", ([1],), []),
        ("v", "or", None, "kept", ([0],), [0]),
        ("y > 1", "and", None, "named", (0,), True),
    ],
)
def test_a_condition_is_dropped_or_forced(
    rules: dict[str, Any], words: str, kind: str, force: bool | None, name: str, arguments: tuple[Any, ...], expected: object
) -> None:
    watch.drop(number(rules["found"], words, kind), force)
    assert rules[name](*arguments) == expected


def test_a_draw_is_the_same_for_the_same_seed(rules: dict[str, Any]) -> None:
    found = rules["found"]
    numbers = range(len(found))
    drawn = trial.draw(found, numbers, 5, seed=3)
    assert len(drawn) == 5
    assert drawn == trial.draw(found, reversed(numbers), 5, seed=3)
    assert not any(found[m.number].whole or found[m.number].kind == "function" for m in drawn)


def test_each_mutant_gets_its_verdict_or_is_stopped() -> None:
    def judge(mutant: trial.Mutant) -> trial.Verdict:
        while mutant.number == 1:
            pass
        return trial.Verdict("a test" if mutant.number else None, None)

    jobs = [trial.Mutant(n, None) for n in range(3)]
    found = dict(trial.in_children(jobs, judge, workers=2, limit_s=1))
    assert found[jobs[0]].survives
    assert found[jobs[1]] == trial.Verdict("(stopped)", "(stopped)")
    assert found[jobs[2]] == trial.Verdict("a test", None)
