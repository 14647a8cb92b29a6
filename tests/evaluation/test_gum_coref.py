"""By which word a mention is known: the head of its tree, of a name and its title the head of both."""

from __future__ import annotations

import pytest

from evaluation.actors import GoldDocument
from onrecord.model.document import BlockParse, TokenRow


def gold(tree: str) -> GoldDocument:
    """Make a document of one sentence: "word/UPOS/head/relation ...", heads counted from 1, the root's 0."""
    rows, at = [], 0
    for n, (word, upos, head, relation) in enumerate(w.split("/") for w in tree.split()):
        rows.append(TokenRow(at, at + len(word), word, upos, "", "", int(head) - 1 if head != "0" else n, relation, n == 0))
        at += len(word) + 1
    return GoldDocument("made", "news", parses=[BlockParse(rows, [])])


@pytest.mark.parametrize(
    ("tree", "first", "last", "head"),
    [
        ("the/DET/3/det Supreme/PROPN/3/compound Court/PROPN/4/nsubj ruled/VERB/0/root", 0, 2, "Court"),
        # A title and a name before each other, whichever of them a system marks.
        ("President/PROPN/2/nmod:desc Ana/PROPN/4/nsubj Ruiz/PROPN/2/flat spoke/VERB/0/root", 0, 2, "Ana"),
        ("President/PROPN/2/nmod:desc Ana/PROPN/4/nsubj Ruiz/PROPN/2/flat spoke/VERB/0/root", 0, 0, "Ana"),
        ("student/NOUN/4/nsubj Bo/PROPN/1/appos Ek/PROPN/2/flat spoke/VERB/0/root", 1, 2, "student"),
        # Set off by a comma, they are two mentions.
        ("Bo/PROPN/4/nsubj ,/PUNCT/3/punct student/NOUN/1/appos spoke/VERB/0/root", 2, 2, "student"),
    ],
)
def test_a_mention_is_known_by_the_head_of_its_tree(tree: str, first: int, last: int, head: str) -> None:
    document = gold(tree)
    assert document.rows[document.head_word(first, last)][0].lemma == head
