"""The way between two words of a sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.grammar.between import LONGEST, between, led_to, told_in_one, wanted_by
from onrecord.grammar.build import build_document
from onrecord.model.document import Document, Token
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


@pytest.mark.parametrize(
    ("text", "one", "other", "in_one"),
    [
        ("Six attacks have killed ten traders.", "attacks", "killed", True),
        ("The army shelled a village, killing ten traders.", "shelled", "killing", True),
        ("Ten traders were killed in a raid.", "killed", "raid", True),
        ("The queen met the king for talks.", "met", "talks", True),
        ("The king signed a decree banning protests.", "signed", "banning", True),
        ("Ten traders were killed after the army shelled a village.", "killed", "shelled", False),
        ("The army shelled a village and rebels burned a bridge.", "shelled", "burned", False),
        ("The king left before he met the queen.", "left", "met", False),
    ],
)
def test_what_tells_more_of_one_act(reader: Reader, text: str, one: str, other: str, in_one: bool) -> None:
    word = _words(reader, text)
    assert told_in_one(word[one], word[other]) is told_in_one(word[other], word[one]) is in_one


def test_what_is_agreed_to(reader: Reader) -> None:
    word = _words(reader, "Chad agreed to open the border, and Mali agreed to a truce.")
    assert led_to(word["agreed"], word["truce"])
    assert not led_to(word["truce"], word["agreed"])
    word = _words(reader, "Chad agreed to open the border.")
    assert led_to(word["agreed"], word["open"])
    assert not led_to(word["agreed"], word["border"])


def test_what_is_wanted_of_somebody(reader: Reader) -> None:
    word = _words(reader, "Congress is asking Obama to help Iran.")
    assert wanted_by(word["Congress"], word["Iran"])
    assert wanted_by(word["Obama"], word["Iran"])
    assert not wanted_by(word["Congress"], word["Obama"])
    word = _words(reader, "Congress thanked Obama in Iran.")
    assert not wanted_by(word["Congress"], word["Iran"])


def _words(reader: Reader, text: str) -> dict[str, Token]:
    parts = [(0, len(text))]
    found = build_document(text, [Part(kind="body", span=parts[0])], parts, reader.parser.parse_blocks([text]))
    return {t.text: t for t in found.tokens}
