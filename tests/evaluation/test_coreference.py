"""The scorer of groups against examples worked by hand from the measures' definitions."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.coref_scores import b_cubed, best_sum, ceaf_e, clusters, conll, muc


def groups(words: str) -> list[frozenset[object]]:
    return [frozenset(w) for w in words.split()]


@pytest.mark.parametrize(
    ("key", "response", "measure", "recall", "precision"),
    [
        # Pradhan et al. 2014, section 4: key {a b c} {d e f g}; response {a b} {c d} {f g h i}. Mentions differ on both sides.
        ("abc defg", "ab cd fghi", muc, 2 / 5, 2 / 5),
        ("abc defg", "ab cd fghi", b_cubed, (4 / 3 + 1 / 3 + 1 / 4 + 4 / 4) / 7, (4 / 2 + 1 / 2 + 1 / 2 + 4 / 4) / 8),
        ("abc defg", "ab cd fghi", ceaf_e, (4 / 5 + 4 / 8) / 2, (4 / 5 + 4 / 8) / 3),
        # Vilain et al. 1995: one link is missing of three; none is wrong.
        ("abcd", "ab cd", muc, 2 / 3, 1.0),
        ("ab cd", "abcd", muc, 1.0, 2 / 3),
        # Bagga and Baldwin 1998, figure 1: the second of two ways to join clusters of 5, 2 and 5 costs more.
        ("12345 67 89ABC", "12345 6789ABC", b_cubed, 1.0, (5 + 2 * 2 / 7 + 5 * 5 / 7) / 12),
        ("12345 67 89ABC", "1234589ABC 67", b_cubed, 1.0, (5 * 5 / 10 + 2 + 5 * 5 / 10) / 12),
        # Luo 2005: everything in one cluster pairs with one key cluster only.
        ("12345 67 89ABC", "123456789ABC", ceaf_e, 2 * 5 / 17 / 3, 2 * 5 / 17),
    ],
)
def test_worked_by_hand(key: str, response: str, measure: object, recall: float, precision: float) -> None:
    found = measure(groups(key), groups(response))  # type: ignore[operator]
    assert found[:2] == pytest.approx((recall, precision))
    assert found[2] == pytest.approx(2 * recall * precision / (recall + precision))


labels = st.lists(st.integers(0, 4), min_size=1, max_size=12)


@given(labels)
def test_the_key_itself_is_right(chosen: list[int]) -> None:
    same = clusters(dict(enumerate(chosen)))
    found = conll(same, same)
    assert (found["b_cubed"], found["ceaf_e"]) == pytest.approx((1.0, 1.0))
    assert found["muc"] == (1.0 if any(len(c) > 1 for c in same) else 0.0)


@given(st.integers(1, 4), st.integers(1, 5), st.randoms(use_true_random=False))
def test_the_best_pairing_is_found(rows: int, columns: int, random: object) -> None:
    gain = np.array([[random.choice((0.0, 0.25, random.random())) for _ in range(columns)] for _ in range(rows)])  # type: ignore[attr-defined]
    wide = gain if rows <= columns else gain.T
    every = permutations(range(wide.shape[1]), wide.shape[0])
    assert best_sum(gain) == pytest.approx(max(sum(wide[i, j] for i, j in enumerate(p)) for p in every))


@given(labels, st.data())
def test_names_and_order_of_clusters_do_not_matter(chosen: list[int], data: st.DataObject) -> None:
    other = data.draw(st.lists(st.integers(0, 4), min_size=len(chosen), max_size=len(chosen)))
    key, response = clusters(dict(enumerate(chosen))), clusters(dict(enumerate(other)))
    assert conll(key, response) == pytest.approx(conll(key[::-1], response[::-1]))
