"""Words: cut by our rules as spaCy's tokenizer cuts them by its own, and remembered without changing."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import onrecord
from onrecord.parse import word_cache as cache_module
from onrecord.parse.load import MODELS
from onrecord.parse.tokenizer import RUN_PIECE, read_tokenizer
from onrecord.parse.word_breaks import MARKS, keep_prefixes
from onrecord.parse.word_cache import WordCache

ROOT = Path(onrecord.__file__).parent.parent
TOKENIZER = read_tokenizer(MODELS / "en" / "words.json")
WORDS = WordCache(TOKENIZER, TOKENIZER.exceptions)
PIECES = (
    "minister", "said", "Lima.", "a.", "Gov.", "gov", ".", "Ph", ".D.", "8", "8am", "8a.m.", "10", "p.m.", "'s", "s'", "'", "’", "he's",
    "don’t", "n't", "cannot", "(", ")", ":", ":)", "(-", "-", "--", "---", "—", "!!!", "_", "*", "o.O", "O", "D", "x", "/", "3", "<3", "=",
    "°", "C.", "°C.", "and/or", "w/o", "C++", "pro-Russian", "mid-1990s", "U.S.", "$1,000m", "http://a.example/b", "a@b.example", "''", "”",
)  # fmt: skip
STRETCHES = st.lists(st.sampled_from(PIECES), min_size=1, max_size=9).map("".join).filter(lambda s: len(s) < 200)


@pytest.fixture(scope="module")
def spacy_words() -> Any:
    """spaCy's own tokenizer with our changes of its patterns."""
    english = pytest.importorskip("spacy.lang.en").English()
    from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

    own, tokenizer = english.Defaults, english.tokenizer
    tokenizer.prefix_search = compile_prefix_regex([MARKS, *own.prefixes]).search
    tokenizer.suffix_search = compile_suffix_regex([MARKS, *own.suffixes]).search
    tokenizer.infix_finditer = compile_infix_regex([MARKS, *[keep_prefixes(str(p)) for p in own.infixes]]).finditer
    return lambda text: [(token.text, token.idx, bool(token.whitespace_)) for token in tokenizer(text)]


@given(STRETCHES)
def test_a_stretch_has_the_words_of_spacy(spacy_words: Any, stretch: str) -> None:
    assert list(TOKENIZER(stretch)) == [row[0] for row in spacy_words(stretch)]


@given(st.text(min_size=1, max_size=60).map(lambda s: "".join(s.split())).filter(bool))
def test_any_stretch_has_the_words_of_spacy(spacy_words: Any, stretch: str) -> None:
    assert list(TOKENIZER(stretch)) == [row[0] for row in spacy_words(stretch)]


@pytest.mark.parametrize(
    "path", sorted([*ROOT.glob("samples/**/*.txt"), *ROOT.glob("tests/**/*.txt"), *ROOT.glob("docs/*.md")]), ids=lambda p: p.stem
)
def test_texts_have_the_words_of_spacy(spacy_words: Any, path: Path) -> None:
    text = path.read_text("utf8")
    assert WORDS(text) == spacy_words(text)


@pytest.mark.parametrize("mark", ["", ".", ",", ".,", "?", "'", ")", "-x"])
def test_every_exception_is_that_of_spacy_in_capitals_or_not_before_a_mark(spacy_words: Any, mark: str) -> None:
    texts = {word + mark for key in TOKENIZER.exceptions for word in (key, key.lower(), key.upper(), key + "x", key.rstrip(".,"))} - {""}
    assert [t for t in sorted(texts) if WORDS(t) != spacy_words(t)] == []


def test_the_rules_are_those_of_the_recipe() -> None:
    pytest.importorskip("spacy")
    spec = importlib.util.spec_from_file_location("words", ROOT / "training" / "words.py")
    assert spec is not None
    assert spec.loader is not None
    recipe = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(recipe)
    shipped = json.loads((MODELS / "en" / "words.json").read_text("utf8"))
    assert {**shipped, "source": ""} == {**recipe.word_rules(), "source": ""}


CASES = {
    "an exception behind a blank": ("and :) left", ["and", ":)", "left"]),
    "no exception over a blank": ("and : ) left", ["and", ":", ")", "left"]),
    "quotation marks of two signs, both times": ("''Yes.'' ''No.''", ["''", "Yes", ".", "''", "''", "No", ".", "''"]),
    "an exception among marks": ("“(o.O)”", ["“", "(", "o.O", ")", "”"]),
    "a state and a stop": ("Gov. Ruiz of Lima.", ["Gov.", "Ruiz", "of", "Lima", "."]),
    "an address": ("See http://a.example/b-c.", ["See", "http://a.example/b-c", "."]),
    "blanks": (" two  lines\n\nthree ", [" ", "two", " ", "lines", "\n\n", "three"]),
    "nothing": ("", []),
    "an unbroken run of letters": ("x" * 250, ["x" * RUN_PIECE, "x" * RUN_PIECE, "x" * 50]),
    "an unbroken run of brackets": ("(" * 202, ["(" * RUN_PIECE, "(" * RUN_PIECE, "(", "("]),
}


@pytest.mark.parametrize("name", CASES)
def test_words(name: str) -> None:
    text, words = CASES[name]
    rows = WORDS(text)
    assert [row[0] for row in rows] == words
    assert [text[at : at + len(word)] for word, at, _ in rows] == words


@given(st.text(max_size=300))
def test_words_and_blanks_are_the_text(text: str) -> None:
    assert "".join(word + " " * blank for word, _, blank in WORDS(text)) == text


def test_memory_stays_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache_module, "KEPT", 5)
    cache = WordCache(TOKENIZER, TOKENIZER.exceptions)
    for n in range(40):
        text = f"Item {n} of {n + 7}."
        assert cache(text) == WORDS(text)
        assert len(cache._known) <= 5
    cache("x" * 5_000)
    assert max(map(len, cache._known)) < 200


def test_a_stretch_is_cut_once() -> None:
    asked: list[str] = []

    def cut(stretch: str) -> tuple[str, ...]:
        asked.append(stretch)
        return TOKENIZER(stretch)

    WordCache(cut, {})("Ana's said: she's said: Bo said:")
    assert asked == ["Ana's", "said:", "she's"]
