"""The way between two words of a sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.grammar.between import LONGEST, between
from onrecord.grammar.build import build_document
from onrecord.model.document import Document
from onrecord.model.record import Part
from onrecord.pipeline import Reader

TEXT = "The army of Chad shelled a village that rebels had held. Ministers met in Lima."


@pytest.fixture(scope="module")
def document(reader: Reader) -> Document:
    return build_document(TEXT, [Part(kind="body", span=(0, len(TEXT)))], [(0, len(TEXT))], reader.parser.parse_blocks([TEXT]))


@pytest.mark.parametrize(
    ("one", "other", "up", "down", "meet"),
    [
        ("army", "shelled", 1, 0, "shelled"),
        ("shelled", "army", 0, 1, "shelled"),
        ("Chad", "shelled", 2, 0, "shelled"),
        ("Chad", "village", 2, 1, "shelled"),
        ("rebels", "shelled", 3, 0, "shelled"),
        ("rebels", "army", 3, 1, "shelled"),
        ("village", "village", 0, 0, "village"),
    ],
)
def test_the_way(document: Document, one: str, other: str, up: int, down: int, meet: str) -> None:
    word = {t.text: t for t in document.tokens}
    way = between(word[one], word[other])
    assert way is not None
    assert (way.up, way.down, way.meet.text) == (up, down, meet)
    assert way.one is word[one] or way.one.head is way.meet
    assert way.other is word[other] or way.other.head is way.meet


def test_no_way_leads_over_a_full_stop(document: Document) -> None:
    word = {t.text: t for t in document.tokens}
    assert between(word["army"], word["Ministers"]) is None


@given(data=st.data())
def test_the_way_back_is_as_long(document: Document, data: st.DataObject) -> None:
    one, other = (data.draw(st.sampled_from(document.tokens)) for _ in range(2))
    there, back = between(one, other), between(other, one)
    assert (there is None) == (back is None) == (one.sentence is not other.sentence)
    if there is not None and back is not None:
        assert (there.up, there.down, there.meet) == (back.down, back.up, back.meet)
        assert there.up + there.down <= 2 * LONGEST
