"""Trees answered by bit patterns give what walking down them gives, few rows, many, or chunks of them."""

from __future__ import annotations

import numpy as np

from onrecord.compare.events.pair_features import COLUMNS, prefix
from onrecord.compare.events.telling_likeness import trees
from onrecord.compare.events.traits import _around
from onrecord.heads import trees as boosted_trees
from onrecord.heads.trees import LEAVES, Trees


def walked(row: list[float]) -> float:
    """Two trees: (a > 0.5 ? (b > 2 ? 3 : 2) : 1) and (b > 1 ? 20 : 10)."""
    a, b = row
    return (1.0 if a <= 0.5 else 2.0 if b <= 2 else 3.0) + (10.0 if b <= 1 else 20.0)


def made() -> Trees:
    values = np.zeros((2, LEAVES), np.float32)
    values[0, :3], values[1, :2] = (1, 2, 3), (10, 20)
    return Trees(
        np.array([0, 0, 1], np.uint16), np.array([0, 1, 1], np.uint8), np.array([0.5, 2, 1], np.float32),
        np.array([0xFFFF & ~0b001, 0xFFFF & ~0b010, 0xFFFF & ~0b01], np.uint16), values,
    )  # fmt: skip


def test_patterns_give_what_walking_gives() -> None:
    rows = [[a, b] for a in (0.0, 0.5, 0.75) for b in (0.0, 1.0, 1.5, 2.0, 4.0)]
    many = rows * (boosted_trees.CHUNK // len(rows) + 2)
    assert made().sums(np.array(many, np.float32)).tolist() == [walked(r) for r in many]
    assert made().sums(np.array(rows, np.float32)).tolist() == [walked(r) for r in rows]
    assert len(rows) <= boosted_trees.FEW < boosted_trees.CHUNK
    assert made().sums(np.zeros((0, 2), np.float32)).tolist() == []


def test_what_was_learned_fits_what_it_is_asked() -> None:
    learned = trees()
    assert int(learned.column.max()) < len(COLUMNS)
    assert learned.values.shape[1] == LEAVES
    assert len(learned.values) > int(learned.tree.max())


def test_stems_share_their_beginning() -> None:
    assert prefix(("acquir",), ("acquisit",)) == 5 / 8
    assert prefix((), ("strik",)) == 0


def test_words_around_a_trigger_leave_it_out() -> None:
    assert _around("The minister stepped quietly down on Friday.", ("stepped", "down")) == (["the", "minister"], ["on", "friday"])
    assert _around("Nothing of it.", ("missing",)) == (["nothing", "of", "it"], [])
