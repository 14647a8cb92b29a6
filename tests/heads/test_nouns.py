"""The head that knows who a common noun stands for by the company it keeps: whom it sees, and that it needs meanings."""

from __future__ import annotations

from dataclasses import replace

import pytest

from onrecord.grammar.build import build_document
from onrecord.heads.nouns import asked, read_nouns
from onrecord.model.document import Document
from onrecord.model.record import Part
from onrecord.pipeline import Reader


def document(reader: Reader, text: str) -> Document:
    part = Part(kind="body", span=(0, len(text)))
    return build_document(text, [part], [part.span], reader.parser.parse_blocks([text]))


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Attendees cheered when the ushers opened the doors.", {"Attendees": "person", "ushers": "person"}),
        ("The mourners carried the coffin past the clinic.", {"mourners": "person"}),
        ("The storm tore the roof off a warehouse and sank a ferry.", {}),
        ("Pirates hijacked a trawler off Ghana on Monday.", {}),
    ],
)
def test_it_sees_who_a_noun_stands_for(reader: Reader, text: str, kinds: dict[str, str]) -> None:
    doc = document(reader, text)
    assert {doc.tokens[i].text: seen.kind for i, seen in read_nouns(doc, list(asked(doc))).items()} == kinds


def test_without_meanings_nobody_is_seen(reader: Reader) -> None:
    doc = document(reader, "Attendees cheered.")
    assert read_nouns(doc, list(asked(doc)))
    bare = replace(doc, meanings=b"")
    assert read_nouns(bare, list(asked(bare))) == {}
