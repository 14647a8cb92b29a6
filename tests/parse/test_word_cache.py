"""Remembered words are the tokenizer's own, whatever stands beside them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.parse import word_cache as cache_module
from onrecord.parse.spacy_pipeline import RunTokenizer, _break_words, _doc_rows, word_cache
from onrecord.parse.word_cache import WordCache

PIECES = (
    "The minister", "said", "Lima.", "a.", "Gov.", "gov", ".", "Ph", ".D.", "8", "8am", "8a.m.", "10", "p.m.", "'s", "s'", "'", "’", "he's",
    "don’t", "n't", "cannot", "(", ")", ":", ":)", "(-", "-", "--", "---", "—", "!!!", "_", "*", "o.O", "O", "D", "x", "/", "3", "<3", "=",
    "°", "C.", "°C.", "and/or", "w/o", "C++", "pro-Russian", "mid-1990s", "U.S.", "$1,000m", "http://a.example/b", "\u00a0", "\t", "\n",
    "\n\n", " ", "e" * 230,
)  # fmt: skip
TEXTS = st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(["", " ", " ", "  ", "\n"])), max_size=9)


@pytest.fixture(scope="module")
def nlp() -> Any:
    from spacy.lang.en import English

    found = English()
    _break_words(found)
    found.tokenizer = RunTokenizer(found.tokenizer)
    return found


@pytest.fixture(scope="module")
def cache(nlp: Any) -> WordCache:
    return word_cache(nlp)


@given(TEXTS)
def test_words_are_the_tokenizers(nlp: Any, cache: WordCache, pieces: list[tuple[str, str]]) -> None:
    text = "".join(word + blank for word, blank in pieces)
    assert list(cache(text)) == _doc_rows(nlp.make_doc(text))


@given(st.text(max_size=60))
def test_any_text_has_the_tokenizers_words(nlp: Any, cache: WordCache, text: str) -> None:
    assert list(cache(text)) == _doc_rows(nlp.make_doc(text))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("and :) left", ["and", ":)", "left"]),
        ("and:) ) left", ["and", ":", ")", ")", "left"]),
        ("(-' 's. O", ["(", "-", "'", "'", "s.", "O"]),
        ("Gov. Ruiz of Lima.", ["Gov.", "Ruiz", "of", "Lima", "."]),
        (" two  lines\n\nthree ", [" ", "two", " ", "lines", "\n\n", "three"]),
        ("", []),
    ],
)
def test_words(nlp: Any, cache: WordCache, text: str, words: list[str]) -> None:
    assert [row[0] for row in cache(text)] == words
    assert list(cache(text)) == _doc_rows(nlp.make_doc(text))


def test_no_exception_of_the_tokenizer_holds_a_blank(nlp: Any) -> None:
    """Else it could be found over the blank between two stretches, which are read apart."""
    assert [key for key in nlp.tokenizer.inner.rules if not key.isspace() and any(c.isspace() for c in key)] == []


def test_memory_stays_bounded(nlp: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache_module, "KEPT", 5)
    cache = word_cache(nlp)
    for n in range(40):
        text = f"Item {n} of {n + 7}."
        assert list(cache(text)) == _doc_rows(nlp.make_doc(text))
        assert len(cache._known) <= 5
    cache("x" * 5_000)
    assert max(map(len, cache._known)) < 200


def test_a_stretch_is_cut_once(nlp: Any) -> None:
    asked: list[str] = []

    def tokenize(text: str) -> list[tuple[str, int, bool]]:
        asked.append(text)
        return _doc_rows(nlp.make_doc(text))

    cache = WordCache(tokenize, {}, {})
    cache("Ana's said: she's said: Bo said:")
    assert asked == ["Ana's", "said:", "she's"]


@pytest.mark.parametrize("mark", ["", ".", ",", ".,", "?", "'"])
def test_every_rule_of_the_tokenizer_is_kept_in_capitals_or_not_before_a_mark(nlp: Any, cache: WordCache, mark: str) -> None:
    rules = [key for key in nlp.tokenizer.inner.rules if not key.isspace()]
    texts = [word + mark for key in rules for word in (key, key.lower(), key.upper(), key + "x", key.rstrip(".,"))]
    assert [t for t in texts if list(cache(t)) != _doc_rows(nlp.make_doc(t))] == []


@given(st.text("aIiMmNnOoTtUuSs.,'", max_size=8))
def test_short_words_are_the_tokenizers(nlp: Any, cache: WordCache, text: str) -> None:
    assert list(cache(text)) == _doc_rows(nlp.make_doc(text))
