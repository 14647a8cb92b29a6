"""Statements: sentences of our own with the statements that a careful reader finds in them, and what must hold for any text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from onrecord.extract.attributions import find_attributions
from onrecord.grammar.build import build_document
from onrecord.model.document import Document
from onrecord.model.drafts import AttributionDraft
from onrecord.model.source import text_source
from onrecord.parse.anatomy import read_anatomy
from onrecord.settings import Settings

if TYPE_CHECKING:
    from onrecord.pipeline import Reader

DATA = Path(__file__).parent / "data"


def cases() -> Iterator[Any]:
    """Give every case of the data files, named by its first words."""
    for path in sorted(DATA.glob("attributions_*.json")):
        for number, case in enumerate(json.loads(path.read_text(encoding="utf-8")), 1):
            yield pytest.param(case, id=f"{path.stem.removeprefix('attributions_')}-{number}-{case['text'][:40]}")


_documents: dict[str, Document] = {}


def document(reader: Reader, text: str) -> Document:
    """Parse a text once a session."""
    if text not in _documents:
        anatomy = read_anatomy(text_source(text), Settings())
        blocks = anatomy.blocks
        parses = reader.parser.parse_blocks([text[a:b] for a, b in blocks])
        _documents[text] = build_document(text, anatomy.report.parts, blocks, parses)
    return _documents[text]


@cache
def _bare(words: str) -> str:
    return words.strip(" .,;:!?“”\"'‘’«»`")


def shown(doc: Document, draft: AttributionDraft) -> dict[str, Any]:
    """Give a draft as a data file writes it."""
    return {
        "source": doc.words(draft.source) if draft.source else None,
        "cue": " ".join(doc.words(c) for c in draft.cue) or None,
        "content": [_bare(doc.words(c)) for c in draft.content],
        "form": draft.form,
        "act": draft.act,
        "channel": draft.channel,
        "to": doc.words(draft.addressee) if draft.addressee else None,
    }


def _agrees(found: dict[str, Any], wanted: dict[str, Any]) -> bool:
    if found["content"] != [_bare(w) for w in wanted["content"]]:
        return False
    return all(found[k] == wanted[k] for k in wanted if k not in ("content", "cue")) and (wanted["cue"] is None or wanted["cue"] in (found["cue"] or ""))


@pytest.mark.parametrize("case", list(cases()))
def test_case(reader: Reader, case: dict[str, Any]) -> None:
    doc = document(reader, case["text"])
    drafts = find_attributions(doc)
    asserted = [shown(doc, d) for d in drafts if d.uttered and not d.negated and not d.hypothetical]
    missing = [w for w in case["statements"] if not any(_agrees(f, w) for f in asserted)]
    assert not missing, f"not found: {missing}\nfound: {asserted}"
    unsaid = [shown(doc, d) for d in drafts if not d.uttered]
    missing = [w for w in case.get("unsaid", []) if not any(_agrees(f, w) for f in unsaid)]
    assert not missing, f"not found among what nobody said: {missing}\nfound: {unsaid}"
    if case["only"]:
        assert len(asserted) == len(case["statements"]), f"more than wanted: {asserted}"
    for words in case.get("not", []):
        assert not any(words in c for f in asserted for c in f["content"]), asserted
    for words in case.get("flagged", []):
        assert not any(words in c for f in asserted for c in f["content"]), f"asserted: {asserted}"
