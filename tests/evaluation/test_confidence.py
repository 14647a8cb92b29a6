"""Confidence held against what was right: counts of our own, and a stand-in for the fixed scorer."""

from __future__ import annotations

from collections import defaultdict
from types import ModuleType
from typing import Any

import pytest

from evaluation import confidence


def share(right: int, given: int) -> dict[str, Any]:
    return {"right": right, "given": given, "share": round(100 * right / given, 1)}


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ([], {"meant": 0.0}),
        ([(1.0, True)], {"0.9-1": share(1, 1), "meant": 100.0}),
        ([(0.9, True)], {"0.9-1": share(1, 1), "meant": 90.0}),
        ([(0.85, True)] * 8 + [(0.75, False)] * 2, {"0.7-0.8": share(0, 2), "0.8-0.9": share(8, 8), "meant": 73.0}),
        ([(0.8, True)] * 4 + [(0.8, False)], {"0.8-0.9": share(4, 5), "meant": 100.0}),
        ([(0.3, False), (0.65, True)], {"0-0.6": share(0, 1), "0.6-0.7": share(1, 1), "meant": 67.5}),
    ],
)
def test_bins(answers: list[tuple[float, bool]], expected: dict[str, Any]) -> None:
    assert confidence.by_bin(answers) == expected


def scorer(taken: dict[int, int], best: dict[int, int]) -> ModuleType:
    """Give a scorer that pairs as told, asks for events by type and then with sides, and counts how often it was asked."""
    out: Any = ModuleType("scorer")
    out.Count = list
    out.tally = lambda count, *_: count.append(1)

    def report(gold: dict[str, Any], record: dict[str, Any], counts: Any, extra: Any) -> None:
        for name in ("events: type", "events"):
            out.tally(counts[name], record["events"], gold["events"], taken, best, None, None)
        assert counts["events"] == counts["events: type"] == [1], "the scorer's own count goes on"
        assert isinstance(extra, defaultdict)

    out.report = report
    return out  # type: ignore[no-any-return]


def test_each_item_that_counts_is_asked_once() -> None:
    gold = [{"id": 7, "events": [{"core": True}, {"core": False}, {}]}]
    sure = (0.95, 0.92, 0.85, 0.75, None, 0.65)  # right, optional, told twice, not there, no confidence, right
    records = {"7": {"events": [{"confidence": c} for c in sure]}}
    found = confidence.confidence(scorer({0: 0, 1: 1, 5: 2}, {0: 0, 1: 1, 2: 0, 5: 2}), gold, records)
    events = {"0.6-0.7": share(1, 1), "0.7-0.8": share(0, 1), "0.8-0.9": share(0, 1), "0.9-1": share(1, 1), "meant": 50.0}
    assert found == {"events": events, "statements": {"meant": 0.0}, "actors": {"meant": 0.0}}


def test_lines() -> None:
    results = {"a": {"confidence": {"events": confidence.by_bin([(0.95, True), (0.95, False)])}}, "b": {"F1": 3}}
    assert confidence.lines(results) == ["  a: events by confidence, right of given: 0.9-1 1/2 (50 %)"]
