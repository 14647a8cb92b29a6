"""Stanza behind the `Parser` protocol, for who has it installed ("stanza:en")."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from typing import Any

from onrecord.errors import ModelError
from onrecord.model.document import BlockParse, NameRow, TokenRow


class StanzaParser:
    """A Stanza pipeline; its models must already be on this machine, nothing is downloaded."""

    def __init__(self, language: str) -> None:
        try:
            stanza: Any = importlib.import_module("stanza")
            self.pipeline = stanza.Pipeline(language, download_method=None, verbose=False)
        except Exception as error:  # Stanza raises exceptions of its own for a missing model
            raise ModelError(
                f"cannot load Stanza's {language!r}: {error}", stage="load", remedy="pip install stanza and fetch its model first",
                code="MODEL_MISSING",
            ) from error  # fmt: skip
        self.name = f"stanza_{language} {stanza.__version__}"

    def parse_blocks(self, blocks: Sequence[str]) -> list[BlockParse]:
        """Parse each block on its own."""
        return [block_of(self.pipeline(text)) if text.strip() else BlockParse([], []) for text in blocks]


def block_of(document: Any) -> BlockParse:
    """Turn a Stanza document into rows; the words of a multi-word token share its offsets."""
    out = BlockParse([], [])
    starts: dict[int, int] = {}
    ends: dict[int, int] = {}
    for sentence in document.sentences:
        base = len(out.tokens)
        spans = {w.id: (t.start_char, t.end_char) for t in sentence.tokens for w in t.words}
        for n, word in enumerate(sentence.words):
            start, end = spans[word.id] if word.start_char is None else (word.start_char, word.end_char)
            head = base + (word.head - 1 if word.head else n)
            starts.setdefault(start, len(out.tokens))
            ends[end] = len(out.tokens)
            lemma, feats = word.lemma or word.text, word.feats or ""
            dep = word.deprel if word.head else "root"
            out.tokens.append(TokenRow(start, end, lemma, word.upos, word.xpos or "", feats, head, dep, n == 0))
    for name in document.ents:
        if name.start_char in starts and name.end_char in ends:
            out.names.append(NameRow(starts[name.start_char], ends[name.end_char] + 1, name.type))
    return out
