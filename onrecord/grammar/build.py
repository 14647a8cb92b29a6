"""Hangs a parser's rows on a report's text: the document that every stage reads."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.grammar.forms import form_of
from onrecord.grammar.repairs import repaired
from onrecord.grammar.roles import role_of
from onrecord.model.document import BlockParse, Document, Name, Sentence, Token
from onrecord.model.record import Part, Span


def build_document(
    text: str,
    parts: Sequence[Part],
    blocks: Sequence[Span],
    parses: Sequence[BlockParse],
    *,
    published: str | None = None,
    publisher: str | None = None,
    language: str | None = "en",
    title: str | None = None,
) -> Document:
    """Hang the parses of blocks (spans of `text`, in order, each inside one part) on the text."""
    document = Document(
        text, tuple(parts), published=published, publisher=publisher, language=language, title=title, blocks=list(blocks)
    )
    for number, (block, parse) in enumerate(zip(blocks, parses, strict=True)):
        _hang_block(document, number, block, parse)
    document._starts = [t.start for t in document.tokens]
    if all(p.meanings or not p.tokens for p in parses):
        document.meanings = b"".join(p.meanings for p in parses)
    return document


def lone_name(word: str, start: int, end: int) -> Token:
    """Make a word of a name that stands in no sentence, as in a dateline."""
    token = Token(-1, start, end, word, word.lower(), word.lower(), "PROPN", "NNP", "", "root")
    token.role, token.form = role_of(token.dep), form_of(token.xpos, token.feats)
    return token


def _hang_block(document: Document, number: int, block: Span, parse: BlockParse) -> None:
    offset, base = block[0], len(document.tokens)
    part = document.part_at(offset) or Part(kind="body", span=block)
    new: list[Token] = []
    text = document.text
    arcs = repaired(parse.tokens, parse.names, [text[offset + row.start : offset + row.end] for row in parse.tokens])
    for start, end, lemma, upos, xpos, feats, _, dep, opens in parse.tokens:
        if arcs and len(new) in arcs:
            dep = arcs[len(new)][1]
        word = text[offset + start : offset + end]
        token = Token(base + len(new), offset + start, offset + end, word, word.lower(), lemma, upos, xpos, feats, dep)
        token.role, token.form = role_of(dep), form_of(xpos, feats)
        if opens or not new:
            sentence = Sentence([], number, part)
            document.sentences.append(sentence)
        token.sentence = sentence
        sentence.tokens.append(token)
        new.append(token)
    children: list[list[Token] | None] = [None] * len(new)
    for row, token in zip(parse.tokens, new, strict=True):
        at = arcs[token.i - base][0] if arcs and token.i - base in arcs else row.head
        token.head = head = new[at]
        if head is not token:
            under = children[at]
            if under is None:
                head.children = children[at] = [token]
            else:
                under.append(token)
    document.tokens.extend(new)
    for first, last, label in parse.names:
        tokens = new[first:last]
        name = Name(tokens, label, document.text[tokens[0].start : tokens[-1].end])
        for token in tokens:
            token.name = name
        document.names.append(name)
