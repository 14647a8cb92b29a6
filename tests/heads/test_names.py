"""The head that knows what a proper name stands for: what it calls persons, bodies, places and things, and that it needs meanings."""

from __future__ import annotations

from dataclasses import replace

import pytest

from onrecord.heads.names import CLASSES, read_names
from onrecord.model.document import Document
from onrecord.pipeline import Reader
from onrecord.resolve.names import find_names
from tests.heads.test_nouns import document


def classes(doc: Document) -> dict[str, str]:
    names = find_names(doc)
    odds = read_names(doc, [n.tokens for n in names])
    return {n.text: CLASSES[row.index(max(row))] for n, row in zip(names, odds, strict=True)}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Angela Meyer praised Siemens in Bottrop.", {"Angela Meyer": "person", "Siemens": "organization", "Bottrop": "place"}),
        ("The Costa Concordia ran aground, Francesco Schettino said.", {"Costa Concordia": "thing", "Francesco Schettino": "person"}),
        ("Falcon 9 lifted off on Tuesday.", {"Falcon 9": "thing"}),
        ("Oppenheimer won seven Oscars, and Emma Thomas thanked Universal Pictures.", {"Oscars": "thing", "Emma Thomas": "person"}),
    ],
)
def test_it_tells_what_a_name_stands_for(reader: Reader, text: str, wanted: dict[str, str]) -> None:
    found = classes(document(reader, text))
    assert {name: found[name] for name in wanted} == wanted


def test_without_meanings_it_says_nothing(reader: Reader) -> None:
    doc = document(reader, "Falcon 9 lifted off on Tuesday.")
    bare = replace(doc, meanings=b"")
    assert read_names(doc, [n.tokens for n in find_names(doc)])
    assert read_names(bare, [n.tokens for n in find_names(bare)]) == []
