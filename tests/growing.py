"""Documents made to hurt: any number of words of any kind, in trees as deep as their sentences are long."""

from __future__ import annotations

from onrecord.grammar.build import build_document
from onrecord.model.document import BlockParse, Document, NameRow, TokenRow
from onrecord.model.record import Part

Word = tuple[str, str, str]
"""Text, part of speech, label of a one-word name or an empty string."""


def made(words: list[Word], sentence: int) -> Document:
    """Make a document of these words, in sentences of so many; each hangs on the word before it, which makes deep trees."""
    rows, names, at = [], [], 0
    for i, (text, upos, label) in enumerate(words):
        first = i % sentence == 0
        rows.append(TokenRow(at, at + len(text), text.lower(), upos, "", "", i if first else i - 1, "root" if first else "nsubj", first))
        at += len(text) + 1
        if label:
            names.append(NameRow(i, i + 1, label))
    text = " ".join(w for w, _, _ in words)
    return build_document(text, [Part(kind="body", span=(0, len(text)))], [(0, len(text))], [BlockParse(rows, names)])
