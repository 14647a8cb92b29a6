"""What the quotation rules see of a parse that has gone wrong."""

from __future__ import annotations

from onrecord.extract.quotes.view import build_view
from onrecord.grammar.build import build_document
from onrecord.model.document import BlockParse, TokenRow
from onrecord.model.record import Part

TEXT = "Lee said nobody knew"


def subjects(heads: list[int], deps: list[str]) -> tuple[list[str | None], str | None]:
    """Give the subjects of *said* and *knew* in "Lee said nobody knew", and the one that is tied past *said*, by the words' relations."""
    words = [("Lee", "PROPN", "NNP"), ("said", "VERB", "VBD"), ("nobody", "PRON", "NN"), ("knew", "VERB", "VBD")]
    rows = []
    at = 0
    for (word, upos, xpos), head, dep in zip(words, heads, deps, strict=True):
        rows.append(TokenRow(at, at + len(word), word.lower(), upos, xpos, "", head, dep, at == 0))
        at += len(word) + 1
    block = (0, len(TEXT))
    view = build_view(build_document(TEXT, [Part(kind="body", span=block)], [block], [BlockParse(rows, [])]))
    own = [None if (s := view.subject[i]) is None else s.text for i in (1, 3)]
    return own, view.passed[1].text if 1 in view.passed else None


def test_each_verb_has_its_own_subject() -> None:
    assert subjects([1, 1, 3, 1], ["nsubj", "root", "nsubj", "ccomp"]) == (["Lee", "nobody"], None)


def test_a_subject_tied_to_the_reported_clause_passes_the_verb_of_saying() -> None:
    assert subjects([3, 1, 3, 1], ["nsubj", "root", "obj", "ccomp"]) == ([None, "Lee"], "Lee")
    assert subjects([3, 1, 3, 1], ["nsubj", "root", "nsubj", "ccomp"]) == ([None, "nobody"], "Lee")


def test_a_subject_passes_no_verb_below_its_own() -> None:
    assert subjects([1, 3, 3, 3], ["nsubj", "ccomp", "nsubj", "root"]) == (["Lee", "nobody"], None)
    assert subjects([3, 3, 3, 3], ["nsubj", "acl", "obj", "root"]) == ([None, "Lee"], None)
