"""The pipeline's parts on their own: features, lemma edits, trees, label paths, numbers. No model is loaded."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.parse.encoder_features import SHAPES, Pieces, apply_edit, lemma_edit, normalise, shape, shapes
from onrecord.parse.encoder_labels import best_path, greedy_path, spans, transitions, viterbi
from onrecord.parse.encoder_lemmas import Lemmas
from onrecord.parse.encoder_trees import sentence_heads
from onrecord.parse.numbers import find_numbers
from onrecord.parse.stanza_pipeline import block_of


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("said", "lower"), ("Lomé", "title"), ("NATO", "upper"), ("A", "letter"), ("McKay", "mixed"), ("12.5", "number"),
        ("40bn", "alphanumeric"), ("—", "mark"), ("“", "open"), ("”", "close"), ("U.S.", "dotted"), ("n't", "lower"),
    ],
)  # fmt: skip
def test_shape(word: str, name: str) -> None:
    assert shape(word) == name


def test_text_in_capitals_has_no_case() -> None:
    assert {SHAPES[i] for i in shapes(["THE", "MINISTER", "SAID", "21", "MEN", "DIED", "."])} == {"unknown", "number", "mark"}
    assert SHAPES[shapes(["NATO", "said", "no"])[0]] == "upper"


@pytest.mark.parametrize(("word", "same"), [("Café", "cafe"), ("“", '"'), ("—", "-"), ("n’t", "n't"), ("Đà", "đa")])
def test_normalise(word: str, same: str) -> None:
    assert normalise(word) == same


def test_pieces_are_longest_first() -> None:
    pieces = Pieces(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "un", "unhcr", "##hcr", "##s", "-", "led"])
    assert pieces("UNHCRs") == (6, 8)
    assert pieces("UN-led") == (5, 9, 10)
    assert pieces("xyz") == (1,)
    assert pieces("\u200b") == (1,)


@pytest.mark.parametrize(
    ("form", "lemma"),
    [("was", "be"), ("n’t", "not"), ("Officials", "official"), ("Trump", "Trump"), ("children", "child"), ("ran", "run"), ("$", "$")],
)
def test_lemma_edits(form: str, lemma: str) -> None:
    assert apply_edit(form, lemma_edit(form, lemma)) == lemma


def test_lemma_of_a_name_in_capitals() -> None:
    assert apply_edit("MADURO", "0||K", recase=True) == "Maduro"
    assert apply_edit("KILLED", "2||L") == "kill"
    assert apply_edit("a", "5|be|L") == "a"


@pytest.mark.parametrize(
    ("form", "tag", "edit", "lemma"),
    [
        ("met", "VBD", "1||L", "meet"), ("studies", "NNS", "1||L", "study"), ("planned", "VBD", "2||L", "plan"),
        ("people", "NNS", "1||L", "people"), ("Agencies", "NNS", "3|y|L", "agency"), ("KILLED", "VBN", "1||L", "kill"),
        ("States", "NNPS", "1||K", "State"), ("blorfed", "VBD", "2||L", "blorf"),
    ],
)  # fmt: skip
def test_lemmas(form: str, tag: str, edit: str, lemma: str) -> None:
    lemmas = Lemmas({"VBD": {"met": "meet"}}, frozenset(["study", "plan", "people", "agency", "kill"]))
    assert lemmas.of(form, tag, edit, recase=False) == lemma


@given(st.integers(1, 12), st.integers(0, 2**32 - 1))
def test_heads_make_a_tree(size: int, seed: int) -> None:
    table = np.random.default_rng(seed).normal(size=(size, size + 1)).astype(np.float32)
    np.fill_diagonal(table[:, 1:], -1e9)
    heads = sentence_heads(table)
    assert (heads == 0).sum() == 1
    for word in range(1, size + 1):
        seen, at = set(), word
        while at:
            assert at not in seen
            seen.add(at)
            at = int(heads[at - 1])


def test_paths_keep_names_whole() -> None:
    labels = ["O", "B-ORG", "I-ORG", "B-GPE", "I-GPE"]
    inner = np.array([x.startswith("I-") for x in labels])
    scores = np.log(np.array([[0.1, 0.1, 0.6, 0.1, 0.1], [0.1, 0.3, 0.1, 0.1, 0.4]], np.float32))
    path = [labels[i] for i in best_path(scores, transitions(labels), inner)]
    assert path in (["B-GPE", "I-GPE"], ["O", "B-ORG"])
    assert spans(["O", "B-ORG", "I-ORG", "B-ORG"]) == [(1, 3, "ORG"), (3, 4, "ORG")]


LABELS = ["O", "B-ORG", "I-ORG", "B-GPE", "I-GPE"]
INNER = np.array([x.startswith("I-") for x in LABELS])
TABLE = transitions(LABELS)


def _scores(seed: int, words: int, spread: float, lead: float, digits: int) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    """Give scores under which an allowed path leads by so much."""
    rng = np.random.default_rng(seed)
    scores = (rng.normal(size=(words, len(LABELS))) * spread).round(digits).astype(np.float32)
    at = 0
    for i in range(words):
        allowed = np.flatnonzero(~INNER if i == 0 else TABLE[at] == 0)
        at = int(rng.choice(allowed))
        scores[i, at] = scores[i].max() + np.float32(lead)
    return scores


@given(
    st.integers(0, 2**32 - 1), st.integers(1, 60), st.sampled_from([0.001, 1.0, 30.0, 3000.0]),
    st.sampled_from([0.0, 1e-7, 1e-5, 1e-3, 1.0, -1.0]), st.integers(0, 8),
)  # fmt: skip
def test_best_labels_of_single_words_are_the_best_path(seed: int, words: int, spread: float, lead: float, digits: int) -> None:
    scores = _scores(seed, words, spread, lead, digits)
    assert best_path(scores, TABLE, INNER).tolist() == viterbi(scores, TABLE, INNER).tolist()


def test_paths_are_only_searched_where_single_words_disagree() -> None:
    clear = _scores(1, 50, 3.0, 0.1, 8)
    assert greedy_path(clear, TABLE, INNER) is not None
    inside = clear.copy()
    inside[0, 2] = 50
    tied = clear.copy()
    tied[20] = 0
    wrong = np.where(np.arange(50)[:, None] == 7, np.float32("nan"), clear)
    for scores in (inside, tied, wrong):
        assert greedy_path(scores, TABLE, INNER) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("$ 2.5 million went", ["$ 2.5 million MONEY"]),
        ("US $ 40bn more", ["US $ 40bn MONEY"]),
        ("12 per cent of 300 Canadian dollars", ["12 per cent PERCENT", "300 Canadian dollars MONEY"]),
        ("twenty - one men , dozens of boats", ["twenty - one CARDINAL", "dozens CARDINAL"]),
        ("the third boat", ["third ORDINAL"]),
        ("a million", ["million CARDINAL"]),
        ("he left", []),
    ],
)
def test_numbers(text: str, found: list[str]) -> None:
    words = text.split()
    rows = find_numbers(words, ["ADJ"] * len(words), [False] * len(words))
    assert [f"{' '.join(words[a:b])} {label}" for a, b, label in rows] == found


def test_numbers_keep_off_names() -> None:
    assert find_numbers(["Channel", "4"], ["PROPN", "NUM"], [True, True]) == []


def test_stanza_documents_become_rows() -> None:
    def word(n: int, text: str, head: int, dep: str, span: tuple[int, int] | None) -> SimpleNamespace:
        start, end = span or (None, None)
        return SimpleNamespace(
            id=n, text=text, lemma=text, upos="X", xpos=None, feats=None, head=head, deprel=dep, start_char=start, end_char=end
        )

    he, do, nt = word(1, "He", 0, "root", (0, 2)), word(2, "do", 1, "aux", None), word(3, "n't", 1, "advmod", None)
    tokens = [SimpleNamespace(start_char=0, end_char=2, words=[he]), SimpleNamespace(start_char=3, end_char=8, words=[do, nt])]
    document = SimpleNamespace(
        sentences=[SimpleNamespace(words=[he, do, nt], tokens=tokens)],
        ents=[SimpleNamespace(start_char=3, end_char=8, type="ORG")],
    )
    parse = block_of(document)
    assert [(t.start, t.end, t.head, t.dep) for t in parse.tokens] == [(0, 2, 0, "root"), (3, 8, 0, "aux"), (3, 8, 0, "advmod")]
    assert parse.names == [(1, 3, "ORG")]
