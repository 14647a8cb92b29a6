"""Linkage: what is merged, by which mean, whatever the order of rows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from onrecord.compare.grouping.linkage import average_linkage, better_half, better_half_linkage

Floats = np.ndarray[Any, np.dtype[np.float64]]


def test_average_linkage_stops_where_the_mean_falls() -> None:
    m = np.array([[0, 0.9, 0.1, 0], [0.9, 0, 0.1, 0], [0.1, 0.1, 0, 0.8], [0, 0, 0.8, 0]])
    assert average_linkage(m, 0.5, "abcd") == [[0, 1], [2, 3]]
    assert average_linkage(m, 0.04, "abcd") == [[0, 1, 2, 3]]
    assert average_linkage(m, 0.95, "dcba") == [[3], [2], [1], [0]]


def test_linkage_by_the_better_half_lets_in_what_is_like_half_of_a_cluster() -> None:
    m = np.array([[0, 2, 1, -3], [2, 0, 1.5, -3], [1, 1.5, 0, 3], [-3, -3, 3, 0]], float)
    assert better_half_linkage(m, 0.0, "abcd") == [[0, 1, 2, 3]]
    assert average_linkage(m, 0.0, "abcd") == [[0, 1], [2, 3]]
    assert better_half_linkage(m, 2.5, "dcba") == [[2, 3], [1], [0]]
    m[0, 3] = m[3, 0] = -1000  # a person said so
    assert better_half_linkage(m, 0.0, "abcd", veto=-500) == [[0, 1], [2, 3]]


@given(arrays(float, 6, elements=st.integers(-9, 9)))
def test_better_half_is_the_mean_of_the_larger_values(values: Floats) -> None:
    best = sorted(values.tolist())[len(values) // 2 :]
    assert better_half(values) == pytest.approx(sum(best) / len(best))
    low = [x for x in sorted(values.tolist())[: len(values) // 2] if x < 0]
    assert better_half(values, veto=0) == pytest.approx((sum(best) + sum(low)) / len(best + low))


@given(st.integers(2, 9).flatmap(lambda n: st.tuples(arrays(float, (n, n), elements=st.floats(-2, 2)), st.permutations(range(n)))))
def test_linkage_does_not_depend_on_the_order_of_rows(drawn: tuple[Floats, list[int]]) -> None:
    m, order = np.minimum(drawn[0], drawn[0].T), drawn[1]
    names = "abcdefghi"[: len(m)]
    plain = better_half_linkage(m, 0.0, names)
    shuffled = better_half_linkage(m[np.ix_(order, order)], 0.0, [names[k] for k in order])
    assert sorted(plain) == sorted(sorted(order[k] for k in group) for group in shuffled)
