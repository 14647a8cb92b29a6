"""The parsed document that every extraction stage reads: tokens with a Universal Dependencies tree, sentences, names.

A `Parser` (parse/own_parser.py is ours; any other with UD labels will do) turns blocks of text, usually paragraphs, into
`BlockParse` rows with offsets relative to the block. `grammar/build.py` hangs those rows on the report's text. Stages never see
spaCy.
"""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Protocol

from onrecord.model.record import Part, Span

if TYPE_CHECKING:
    from onrecord.extract.quantities.numerals import Numeral
    from onrecord.extract.quotes.marks import Region
    from onrecord.grammar.clause import Clause
    from onrecord.grammar.forms import Form
    from onrecord.grammar.phrase import Phrase
    from onrecord.grammar.roles import WordRole


class TokenRow(NamedTuple):
    """One token of a block, as a parser gives it. `head` is an index into the block's rows (its own index: root)."""

    start: int
    end: int
    lemma: str
    upos: str
    xpos: str
    feats: str
    head: int
    dep: str
    sent_start: bool


class NameRow(NamedTuple):
    """A name in a block: token indices, end exclusive, and OntoNotes-like label (PERSON ORG GPE LOC NORP FAC EVENT DATE ...)."""

    first: int
    last: int
    label: str


class BlockParse(NamedTuple):
    """The parse of one block of text."""

    tokens: list[TokenRow]
    names: list[NameRow]
    meanings: bytes = b""
    """What the parser's network knows of each token before it turns to trees: rows of 16-bit floats; empty where it tells nothing."""


class Parser(Protocol):
    """What the pipeline needs of a language pipeline."""

    name: str
    """Name and version, written into each record ("en_news 0.1.0")."""

    def parse_blocks(self, blocks: Sequence[str]) -> list[BlockParse]:
        """Parse each block on its own, in order. A block never shares a sentence with another."""
        ...


@dataclass(slots=True, eq=False)
class Token:
    """A word with its place in the text and in the tree. The root's `head` is the token itself."""

    i: int
    start: int
    end: int
    text: str
    lower: str
    lemma: str
    upos: str
    xpos: str
    feats: str
    dep: str
    head: Token = field(init=False, repr=False)
    sentence: Sentence = field(init=False, repr=False)
    name: Name | None = field(default=None, repr=False)
    children: Sequence[Token] = field(default=(), repr=False)
    role: WordRole = field(init=False, repr=False)
    """What it is to the word it hangs on (grammar/roles.py)."""
    form: Form = field(init=False, repr=False)
    """Form of a verb, number of a noun (grammar/forms.py)."""
    _phrase: Phrase | None = field(default=None, init=False, repr=False)
    """Kept for `phrase_of` (grammar/phrase.py)."""
    _clause: Clause | None = field(default=None, init=False, repr=False)
    """Kept for `clause_of` (grammar/clause.py)."""

    @property
    def span(self) -> Span:
        return (self.start, self.end)


@dataclass(slots=True, eq=False)
class Name:
    """A run of tokens that a model marked as a name."""

    tokens: list[Token]
    label: str
    text: str

    @property
    def start(self) -> int:
        return self.tokens[0].start

    @property
    def end(self) -> int:
        return self.tokens[-1].end

    @property
    def span(self) -> Span:
        return (self.start, self.end)

    @property
    def head(self) -> Token:
        """Give the name's syntactic head: the token whose own head lies outside the name."""
        inside = {t.i for t in self.tokens}
        return next((t for t in self.tokens if t.head.i not in inside or t.head is t), self.tokens[-1])


@dataclass(slots=True, eq=False)
class Sentence:
    """A sentence: its tokens, its block (paragraph) number and the anatomy part it stands in."""

    tokens: list[Token]
    block: int
    part: Part

    @property
    def start(self) -> int:
        return self.tokens[0].start

    @property
    def end(self) -> int:
        return self.tokens[-1].end

    @property
    def span(self) -> Span:
        return (self.start, self.end)

    @property
    def root(self) -> Token:
        return next((t for t in self.tokens if t.head is t), self.tokens[0])


@dataclass(slots=True, eq=False)
class Document:
    """A report's text with anatomy, metadata that resolution needs, and parse."""

    text: str
    parts: tuple[Part, ...]
    published: str | None = None
    publisher: str | None = None
    language: str | None = "en"
    title: str | None = None
    blocks: list[Span] = field(default_factory=list)
    tokens: list[Token] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    names: list[Name] = field(default_factory=list)
    meanings: bytes = field(default=b"", repr=False)
    """Rows of 16-bit floats, one a token: the encoder's own knowledge of the word in its sentence. Empty with another parser."""
    regions: list[Region] | None = field(default=None, repr=False)
    """Kept for `regions_of` (extract/quotes/marks.py)."""
    numerals: dict[Span, list[Numeral]] = field(default_factory=dict, repr=False)
    """Kept for `numerals_in` (extract/quantities/numerals.py)."""
    _starts: list[int] = field(default_factory=list, repr=False)
    _part_starts: list[int] = field(default_factory=list, repr=False)

    def token_at(self, offset: int) -> Token | None:
        """Give the token that covers this offset, or the next one after it; None past the last."""
        i = bisect.bisect_right(self._starts, offset) - 1
        if i >= 0 and offset < self.tokens[i].end:
            return self.tokens[i]
        return self.tokens[i + 1] if i + 1 < len(self.tokens) else None

    def tokens_in(self, span: Span) -> list[Token]:
        """Give the tokens that begin inside the span."""
        lo = bisect.bisect_left(self._starts, span[0])
        hi = bisect.bisect_left(self._starts, span[1])
        return self.tokens[lo:hi]

    def sentence_at(self, offset: int) -> Sentence | None:
        """Give the sentence of the token at (or next after) this offset."""
        token = self.token_at(offset)
        return token.sentence if token else None

    def part_at(self, offset: int) -> Part | None:
        """Give the anatomy part that holds this offset."""
        if not self._part_starts:
            self._part_starts = [p.span[0] for p in self.parts]
        i = bisect.bisect_right(self._part_starts, offset) - 1
        return self.parts[i] if i >= 0 and offset < self.parts[i].span[1] else None

    def words(self, span: Span) -> str:
        return self.text[span[0] : span[1]]

    def let_go(self) -> None:
        """Cut the words loose from one another, so that they are freed at once: in circles, only the garbage collector finds them."""
        for token in self.tokens:
            del token.head, token.sentence, token.children
            token.name = token._phrase = token._clause = None


def span_of(tokens: Sequence[Token]) -> Span:
    """Give the span from the first token's start to the last one's end (tokens in text order)."""
    return (tokens[0].start, tokens[-1].end)
