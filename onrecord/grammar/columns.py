"""A word's tag and its relation as columns of numbers, for the judges and heads that learn from them."""

from __future__ import annotations

from onrecord.model.document import Token

TAGS = ("VBD", "VBZ", "VBP", "VBN", "VBG", "VB", "NN", "NNS")
RELATIONS = (
    "root", "conj", "advcl", "acl", "acl:relcl", "ccomp", "xcomp", "amod", "compound", "nsubj", "nsubj:pass", "obj", "obl", "nmod",
    "parataxis",
)  # fmt: skip


def columns(token: Token) -> dict[str, float]:
    """Give the columns that are one for a word: of its tag and of its relation, where they have one."""
    row = {f"tag.{token.xpos}": 1.0} if token.xpos in TAGS else {}
    if token.dep in RELATIONS:
        row[f"relation.{token.dep}"] = 1.0
    return row


def relation(token: Token, name: str) -> dict[str, float]:
    """Give the column that is one for a word's relation, whatever it is, named by what the word is asked for."""
    return {f"{name}.{token.dep}": 1.0}
