"""The document as the quotation rules see it: which tokens stand inside which quoted region, and how far each clause reaches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from onrecord.extract.quotes.marks import Region, regions_of
from onrecord.grammar.tree import edges
from onrecord.model.document import Document, Token
from onrecord.model.record import Span

COMMAS = frozenset({",", ";", "–", "—", "-", "--", "―"})
MARKS = frozenset({"“", "”", '"', "''", "``", "‘", "’", "'", "«", "»", "„", "‟", "`"})
STOPS = frozenset({".", "!", "?", "…", "..."})


@dataclass(slots=True, eq=False)
class View:
    """Tokens with their quoted region and their subtree's edges, computed once for the whole report."""

    document: Document
    regions: list[Region]
    inside: list[Region | None]
    """By token: the quoted region it stands in."""
    left: list[int]
    """By token: the index of its subtree's first token."""
    right: list[int]
    """By token: the index of its subtree's last token."""
    subject: list[Token | None] = field(default_factory=list)
    """By token: its subject among the words that hang on it."""
    words: list[tuple[int, int]] = field(default_factory=list)
    """Running counts before each token: words so far, and quoted words among them."""
    block_tokens: list[tuple[int, int]] = field(default_factory=list)
    """By block: first token and end (exclusive)."""

    @property
    def tokens(self) -> list[Token]:
        return self.document.tokens

    def comma(self, i: int) -> bool:
        """Tell a comma, semicolon or dash; the hyphen of "a 14-month war" is none."""
        token = self.tokens[i]
        if token.text != "-" or not 0 < i < len(self.tokens) - 1:
            return token.text in COMMAS
        return self.tokens[i - 1].end < token.start or token.end < self.tokens[i + 1].start

    def at(self, i: int) -> Token | None:
        return self.document.tokens[i] if 0 <= i < len(self.document.tokens) else None

    def back(self, i: int) -> Iterator[Token]:
        """Walk to the left inside the block, from the token before `i`."""
        first = self.block_tokens[self.tokens[i].sentence.block][0] if i < len(self.tokens) else 0
        for n in range(i - 1, first - 1, -1):
            yield self.tokens[n]

    def index_at(self, offset: int) -> int:
        """Give the index of the token at or next after an offset; the number of tokens past the last."""
        token = self.document.token_at(offset)
        return token.i if token else len(self.tokens)

    def quoted_share(self, span: Span) -> tuple[int, int]:
        """Count the words of a span, and those of them inside quotation marks."""
        first, last = self.index_at(span[0]), self.index_at(span[1])
        (w0, q0), (w1, q1) = self.words[first], self.words[last]
        return w1 - w0, q1 - q0

    def span(self, first: int, last: int) -> Span:
        return (self.tokens[first].start, self.tokens[last].end)


def build_view(document: Document) -> View:
    """Find the quoted regions and lay them over the tokens, in one pass each."""
    regions = regions_of(document)
    left, right = edges(document)
    inside = _inside(document, regions)
    subjects = _subjects(document, left, right)
    return View(document, regions, inside, left, right, subjects, _counts(document, inside), _block_tokens(document))


def _inside(document: Document, regions: list[Region]) -> list[Region | None]:
    out: list[Region | None] = [None] * len(document.tokens)
    n = 0
    for token in document.tokens:
        while n < len(regions) and regions[n].end <= token.start:
            n += 1
        if n < len(regions) and regions[n].start <= token.start:
            out[token.i] = regions[n]
    return out


def _counts(document: Document, inside: list[Region | None]) -> list[tuple[int, int]]:
    words = quoted = 0
    out = [(0, 0)]
    for token in document.tokens:
        if token.upos != "PUNCT" and (token.text.isalnum() or any(c.isalnum() for c in token.text)):
            words += 1
            quoted += inside[token.i] is not None
        out.append((words, quoted))
    return out


def _subjects(document: Document, left: list[int], right: list[int]) -> list[Token | None]:
    """Give each word's subject: the last one before it, else one that begins right after it ("said X").

    Where the parse cuts one phrase into two subjects, the person or body counts ("*Ann Lee* of Watch | Kenya said").
    """
    out: list[Token | None] = [None] * len(document.tokens)
    for token in document.tokens:
        head = token.head.i
        behind = out[head] is None and left[token.i] == head + 1 and not token.head.form.gerund
        if token.role.subject and (token.i < head or behind):
            before = out[head]
            if before is None or right[before.i] + 1 != left[token.i] or _may_speak(before) <= _may_speak(token):
                out[head] = token
    return out


def _may_speak(token: Token) -> int:
    label = token.name.label if token.name is not None else ""
    return 2 if label == "PERSON" else 1 if label == "ORG" else 0


def _block_tokens(document: Document) -> list[tuple[int, int]]:
    out = [(0, 0)] * len(document.blocks)
    for sentence in document.sentences:
        first, last = sentence.tokens[0].i, sentence.tokens[-1].i + 1
        start, _ = out[sentence.block]
        out[sentence.block] = (first, last) if out[sentence.block] == (0, 0) else (start, last)
    return out
