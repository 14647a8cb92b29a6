"""A mention's words are read once, and each reading is the one that `read_mention` gives."""

from __future__ import annotations

from onrecord.gather.mentions import Reads, read_mention
from onrecord.grammar.build import build_document
from onrecord.model.document import BlockParse, NameRow, TokenRow
from onrecord.model.drafts import MentionDraft
from onrecord.model.record import Part

TEXT = "Three officers met her"


def test_a_mention_is_read_once() -> None:
    rows = [
        TokenRow(0, 5, "three", "NUM", "CD", "", 1, "nummod", True), TokenRow(6, 14, "officer", "NOUN", "NNS", "Number=Plur", 2, "nsubj", False),
        TokenRow(15, 18, "meet", "VERB", "VBD", "", 2, "root", False), TokenRow(19, 22, "she", "PRON", "PRP", "", 2, "obj", False),
    ]  # fmt: skip
    names: list[NameRow] = []
    document = build_document(TEXT, [Part(kind="body", span=(0, 22))], [(0, 22)], [BlockParse(rows, names)])
    officers = MentionDraft((0, 14), "description", document.tokens[1])
    same_words = MentionDraft((0, 14), "description", document.tokens[1])
    reads = Reads(document)
    first, fresh = reads(officers), read_mention(document, officers)
    assert first is not None
    assert fresh is not None
    assert reads(officers) is first
    assert [getattr(first, n) for n in first.__slots__] == [getattr(fresh, n) for n in first.__slots__]
    other = reads(same_words)
    assert other is not None
    assert other.draft is same_words
    assert reads(MentionDraft((19, 22), "pronoun", document.tokens[3])) is None
