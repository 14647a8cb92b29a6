"""Heads that judge pairs: what they see of one, that company changes nothing, that they can be packed."""

from __future__ import annotations

import io

import numpy as np
import pytest

from onrecord.grammar.build import build_document
from onrecord.heads.pairs import PARTS, Pair, PairHead, packed, pair_head
from onrecord.model.document import Document
from onrecord.model.record import Part
from onrecord.pipeline import Reader


@pytest.fixture(scope="module")
def document(reader: Reader) -> Document:
    text = "Rebels attacked an army base near Goma on Monday."
    return build_document(text, [Part(kind="body", span=(0, len(text)))], [(0, len(text))], reader.parser.parse_blocks([text]))


def head(width: int, classes: int = 3) -> PairHead:
    made = np.random.default_rng(7)
    return PairHead(
        ("near", "said", "told"),
        *(made.normal(0, 0.1, shape).astype(np.float32) for shape in ((2 * width + 3, 8), (8,), (8, classes), (classes,))),
    )


def test_rows_are_put_together_and_what_no_column_is_for_is_left_out() -> None:
    shared = {"said": 2.0, "unknown": 9.0}
    pairs = [Pair((0,), (shared, {"near": 1.0})), Pair((1,), (shared,)), Pair((1,), ())]
    assert head(1).table(pairs).tolist() == [[1.0, 2.0, 0.0], [0.0, 2.0, 0.0], [0.0, 0.0, 0.0]]


def test_a_pair_is_judged_alike_in_any_company(document: Document) -> None:
    judge = head(len(document.meanings) // 2 // len(document.tokens))
    pairs = [Pair((1, i), ({"near": float(i)},)) for i in range(len(document.tokens))]
    together = judge(document, pairs)
    assert np.allclose(together, [judge(document, [p])[0] for p in pairs], atol=1e-6)
    assert np.allclose(np.sum(together, 1), 1)
    assert len({round(odds[0], 6) for odds in together}) > 1
    assert judge(document, []) == []


def test_a_head_survives_its_file() -> None:
    made = head(4)
    found = np.load(io.BytesIO(packed(made)), allow_pickle=False)
    assert str(found["columns"]) == '["near", "said", "told"]'
    assert all(np.allclose(found[part], getattr(made, part), atol=1e-3) for part in PARTS)
    assert packed(made) == packed(made)


@pytest.mark.parametrize(("name", "words", "classes"), [("parties.npz", 2, 3), ("countries.npz", 1, 2)])
def test_the_shipped_heads_fit_the_shipped_encoder(document: Document, name: str, words: int, classes: int) -> None:
    shipped = pair_head(name)
    assert shipped is not None
    [odds] = shipped(document, [Pair(tuple(range(words)), ())])
    assert len(odds) == classes
    assert pair_head("nobody.npz") is None
