"""What the quotation rules see of a parse that has gone wrong."""

from __future__ import annotations

from onrecord.extract.quotes.view import build_view
from onrecord.grammar.build import build_document
from onrecord.model.document import BlockParse, TokenRow
from onrecord.model.record import Part

TEXT = "Lee said nobody knew"


def subjects(heads: list[int], deps: list[str]) -> list[str | None]:
    """Give the subjects of *said* and *knew* in "Lee said nobody knew", by the words' relations."""
    words = [("Lee", "PROPN", "NNP"), ("said", "VERB", "VBD"), ("nobody", "PRON", "NN"), ("knew", "VERB", "VBD")]
    rows = []
    at = 0
    for (word, upos, xpos), head, dep in zip(words, heads, deps, strict=True):
        rows.append(TokenRow(at, at + len(word), word.lower(), upos, xpos, "", head, dep, at == 0))
        at += len(word) + 1
    block = (0, len(TEXT))
    view = build_view(build_document(TEXT, [Part(kind="body", span=block)], [block], [BlockParse(rows, [])]))
    return [None if (s := view.subject[i]) is None else s.text for i in (1, 3)]


def test_each_verb_has_its_own_subject() -> None:
    assert subjects([1, 1, 3, 1], ["nsubj", "root", "nsubj", "ccomp"]) == ["Lee", "nobody"]
    assert subjects([3, 1, 3, 1], ["nsubj", "root", "obj", "ccomp"]) == [None, "Lee"]
