"""Attacks by the heading of an item: items of our own."""

from __future__ import annotations

from typing import Any

import pytest

from evaluation import acts


def item(key: str, category: str, text: str = "Nine people die in a landslide.") -> dict[str, Any]:
    return {"id": key, "category": category, "text": text}


def record(*types: str) -> dict[str, Any]:
    return {"events": [{"plover": {"event": t}} for t in types]}


@pytest.mark.parametrize(
    ("row", "found", "expected"),
    [
        (item("a", "Disasters and accidents"), record("AID"), {"quiet": [1, 1], "plain": [1, 1], "armed": [0, 0]}),
        (item("a", "Disasters and accidents"), record("AID", "ASSAULT"), {"quiet": [0, 1], "plain": [0, 1], "armed": [0, 0]}),
        (item("a", "Sports", "A gunman fires at a team bus."), record("ASSAULT"), {"quiet": [0, 1], "plain": [0, 0], "armed": [0, 0]}),
        (item("a", acts.ARMED), record("ASSAULT"), {"quiet": [0, 0], "plain": [0, 0], "armed": [1, 1]}),
        (item("a", acts.ARMED), record("COERCE"), {"quiet": [0, 0], "plain": [0, 0], "armed": [0, 1]}),
        (item("a", acts.ARMED, "The two armies agree on a truce."), record(), {"quiet": [0, 0], "plain": [0, 0], "armed": [0, 0]}),
        (item("b", "Sports"), record("ASSAULT"), {"quiet": [1, 1], "plain": [1, 1], "armed": [0, 0]}),
    ],
)
def test_counts(row: dict[str, Any], found: dict[str, Any], expected: dict[str, list[int]]) -> None:
    assert acts.score_acts([row], {"a": found})["counts"] == expected


def test_shares() -> None:
    rows = [item(k, "Sports") for k in "abc"]
    scores = acts.score_acts(rows, {"a": record("ASSAULT"), "b": record(), "c": record()})
    assert (scores["quiet"], scores["plain"], scores["armed"]) == (66.67, 66.67, 0.0)


def test_a_third_is_read_and_always_the_same() -> None:
    rows = [item(f"ce-{n}", category) for n in range(600) for category in ("Sports", "Politics and elections")]
    read = acts.chosen(rows)
    assert {r["category"] for r in read} == {"Sports"}
    assert 160 < len(read) < 240
    assert acts.chosen(list(reversed(rows))) == list(reversed(read))
