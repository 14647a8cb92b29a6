"""Boosted trees, learned with lightgbm and packed as onrecord/heads/trees.py reads them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from onrecord.heads.trees import LEAVES, Trees


def pack(structures: Sequence[dict[str, Any]], share: float = 1.0) -> Trees:
    """Turn trees as nested dictionaries (lightgbm's `dump_model`) into questions and leaves; `share` is what a tree counts."""
    questions: list[tuple[int, int, float, int]] = []
    values = np.zeros((len(structures), LEAVES), np.float32)

    def walk(tree: int, node: dict[str, Any], first: int) -> int:
        """Number the leaves from `first` on; give the number after the last."""
        if "leaf_value" in node:
            values[tree, first] = node["leaf_value"] * share
            return first + 1
        middle = walk(tree, node["left_child"], first)
        ruled_out = sum(1 << n for n in range(first, middle))
        questions.append((tree, node["split_feature"], node["threshold"], 0xFFFF & ~ruled_out))
        return walk(tree, node["right_child"], middle)

    for n, structure in enumerate(structures):
        walk(n, structure, 0)
    tree, column, bound, left_over = zip(*sorted(questions), strict=True)
    return Trees(
        np.array(tree, np.uint16), np.array(column, np.uint8), np.array(bound, np.float32), np.array(left_over, np.uint16), values
    )
