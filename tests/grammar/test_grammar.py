"""What the grammar answers for sentences of our own. Only the questions that a row lists are asked; their answers are exact."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from onrecord.grammar.build import build_document
from onrecord.grammar.clause import clause_of, is_infinitive
from onrecord.grammar.phrase import phrase_of
from onrecord.grammar.speech import Speech
from onrecord.grammar.tense import tense_of
from onrecord.model.document import Document, Token
from onrecord.model.drafts import AttributionDraft
from onrecord.model.record import Part
from onrecord.pipeline import Reader

HERE = Path(__file__).parent
CLAUSES: list[dict[str, Any]] = json.loads((HERE / "clauses.json").read_text("utf8"))
PHRASES: list[dict[str, Any]] = json.loads((HERE / "phrases.json").read_text("utf8"))
_documents: dict[str, Document] = {}


def _word(reader: Reader, case: dict[str, Any]) -> Token:
    text = case["text"]
    if text not in _documents:
        part = Part(kind="body", span=(0, len(text)))
        _documents[text] = build_document(text, [part], [part.span], reader.parser.parse_blocks([text]))
    return next(t for t in _documents[text].tokens if t.text == case["word"])


def _plain(value: object) -> object:
    """Give words for tokens, so that answers can be compared with data."""
    if isinstance(value, Token):
        return value.text
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    return [_plain(v) for v in value] if isinstance(value, list | set) else value


def _asked(case: dict[str, Any], thing: object) -> dict[str, object]:
    return {k: _plain(getattr(thing, k)) for k in case if k not in ("text", "word")}


@pytest.mark.parametrize("case", CLAUSES, ids=lambda c: f"{c['word']}: {c['text'][:50]}")
def test_clause(reader: Reader, case: dict[str, Any]) -> None:
    assert {**case, **_asked(case, clause_of(_word(reader, case)))} == case


@pytest.mark.parametrize("case", PHRASES, ids=lambda c: f"{c['word']}: {c['text'][:50]}")
def test_phrase(reader: Reader, case: dict[str, Any]) -> None:
    assert {**case, **_asked(case, phrase_of(_word(reader, case)))} == case


@pytest.mark.parametrize(
    ("text", "word", "tense"),
    [
        ("Police arrested two men.", "arrested", "past"),
        ("The bank has closed its branch.", "closed", "perfect"),
        ("Talks will begin in May.", "begin", "ahead"),
        ("The minister is ill.", "ill", "present"),
        ("They plan to leave.", "leave", ""),
        ("The town was captured.", "captured", "past"),
    ],
)
def test_tense(reader: Reader, text: str, word: str, tense: str) -> None:
    assert tense_of(_word(reader, {"text": text, "word": word})) == tense


@pytest.mark.parametrize(
    ("text", "word", "infinitive"),
    [
        ("The minister promised to resign.", "resign", True),
        ("He hopes to be elected.", "elected", True),
        ("The aim was to end the war.", "end", False),
        ("Soldiers returned to guarding the port.", "guarding", False),
    ],
)
def test_infinitive(reader: Reader, text: str, word: str, infinitive: bool) -> None:
    assert is_infinitive(_word(reader, {"text": text, "word": word})) is infinitive


def test_speech_is_told_from_the_inside_out(reader: Reader) -> None:
    said = _word(reader, {"text": SAID, "word": "said"})
    document = _documents[SAID]
    outer, inner = (
        AttributionDraft("indirect", [(SAID.index(a), len(SAID) - 1)], [said.span], None, None, "state", "test") for a in ("Bo", "the bridge")
    )
    speech = Speech(document, [outer, inner])
    assert speech.of(said) == []
    assert [speech.of(t) for t in document.tokens if t.text in ("Bo", "fell")] == [[outer], [inner, outer]]


SAID = "Ann said Bo claimed the bridge fell."


def test_answers_are_worked_out_once(reader: Reader) -> None:
    token = _word(reader, CLAUSES[0])
    assert clause_of(token) is clause_of(token)
    assert phrase_of(token) is phrase_of(token)
