"""spaCy pipelines behind the `Parser` protocol, for who brings one; and ours as a spaCy pipeline (`build`).

The only module that imports spaCy, and only where a pipeline of spaCy's is asked for: `pip install onrecord[spacy]`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray

from onrecord.errors import ModelError
from onrecord.model.document import BlockParse, NameRow, Parser, TokenRow
from onrecord.parse.encoder_session import Encoder, Reading
from onrecord.parse.numbers import NUMBERS
from onrecord.parse.own_parser import OwnParser, Unit, all_names, units_of
from onrecord.parse.word_cache import Row, WordCache

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

BATCH = 256
"""Blocks read together: enough to fill a pipeline's batches, little enough to bound memory."""
HEAVY = ("torch", "tensorflow", "mxnet", "cupy")
"""Packages that spaCy's backend imports where they are installed, and few pipelines use: torch alone takes 4 to 10 seconds."""


def load_pipeline(model: str) -> Parser:
    """Load a spaCy pipeline with Universal Dependencies labels, by name or path."""
    path = Path(model)
    try:
        import spacy

        return SpacyParser(spacy.load(path if path.exists() else model))
    except ModuleNotFoundError as error:
        raise ModelError(
            f"the pipeline {model!r} needs the package {error.name}", stage="load",
            remedy='pip install "onrecord[spacy]" and the pipeline\'s own packages, or leave the option out', code="MODEL_MISSING",
        ) from error  # fmt: skip
    except (OSError, ValueError) as error:
        raise ModelError(
            f"cannot load the spaCy pipeline {model!r}: {error}",
            stage="load", remedy="name an installed pipeline or a folder, or leave the option out", code="MODEL_MISSING",
        ) from error  # fmt: skip


def build(folder: Path, *, threads: int = 1) -> Language:
    """Make a spaCy pipeline of one of our model folders: its words and the component "onrecord_mt"."""
    _import_without(HEAVY)
    from spacy.lang.en import English

    own = OwnParser(folder, threads)
    if not English.has_factory("onrecord_mt"):
        English.factory("onrecord_mt", default_config={"encoder": None}, func=_component)
    nlp = English(meta={"name": own.name.replace(" ", "_"), "description": "onrecord's English pipeline"})
    nlp.max_length = 10**9
    nlp.tokenizer = OwnTokenizer(nlp.vocab, own.words)
    component: Any = nlp.add_pipe("onrecord_mt")
    component.attach(own.encoder)
    nlp.meta["version"] = own.name.rsplit(" ", 1)[-1]
    return nlp


def _import_without(modules: Sequence[str]) -> None:
    """Import spaCy as if these packages were not installed; whoever imports them later still gets them."""
    hidden = [m for m in modules if m not in sys.modules]
    for name in hidden:
        sys.modules[name] = None  # type: ignore[assignment]
    try:
        import_module("spacy")
    finally:
        for name in hidden:
            del sys.modules[name]


def _component(nlp: Language, name: str, encoder: None) -> MultiTask:
    return MultiTask(nlp)


class OwnTokenizer:
    """Our words as a spaCy document."""

    def __init__(self, vocab: Any, words: WordCache) -> None:
        self.vocab, self.words = vocab, words

    def __call__(self, text: str) -> Doc:
        from spacy.tokens import Doc

        rows = self.words(text)
        return Doc(self.vocab, words=[row[0] for row in rows], spaces=[row[2] for row in rows])

    def pipe(self, texts: Iterable[str], batch_size: int = 1000) -> Iterator[Doc]:
        """Tokenize a stream of texts."""
        return map(self, texts)


def _doc_rows(doc: Doc) -> list[Row]:
    return [(token.text, token.idx, bool(token.whitespace_)) for token in doc]


class MultiTask:
    """The pipeline component: reads documents in batches and annotates them."""

    def __init__(self, nlp: Language) -> None:
        self.vocab = nlp.vocab
        self.encoder: Encoder | None = None
        self.keys: dict[str, int] = {}
        self.morphs: dict[tuple[str, str], tuple[int, int]] = {}

    def attach(self, encoder: Encoder) -> None:
        """Give the component its network and register its labels."""
        self.encoder = encoder
        names = [label[2:] for label in encoder.bio]
        for label in [*encoder.tags, *encoder.deps, *names, "ROOT", "dep", "_SP", *NUMBERS]:
            self.keys[label] = self.vocab.strings.add(label)
        self.keys["root"] = self.keys["ROOT"]
        for upos, feats in encoder.morphs:
            self.morphs[upos, feats] = (self.vocab.strings[upos], self.vocab.morphology.add(feats))
        self.space = self.vocab.strings["SPACE"]

    def __call__(self, doc: Doc) -> Doc:
        return next(iter(self.pipe([doc])))

    def pipe(self, stream: Iterable[Doc], batch_size: int = BATCH) -> Iterator[Doc]:
        """Annotate a stream of documents."""
        import spacy.util

        if self.encoder is None:
            raise ModelError("the component onrecord_mt has no network", stage="parse", remedy="use load()", code="MODEL_MISSING")
        for docs in spacy.util.minibatch(stream, batch_size):  # type: ignore[no-untyped-call]
            units = [units_of(_doc_rows(doc)) for doc in docs]
            readings = iter(self.encoder.read([unit.words for rows in units for unit in rows]))
            for doc, rows in zip(docs, units, strict=True):
                self._write(doc, [(unit, next(readings)) for unit in rows])
                yield doc

    def _write(self, doc: Doc, parts: list[tuple[Unit, Reading]]) -> None:
        from spacy import attrs

        table = np.zeros((len(doc), 8), np.uint64)
        heads = np.zeros(len(doc), np.int64)
        table[:, 0], table[:, 1], table[:, 4], table[:, 6] = self.keys["_SP"], self.space, self.keys["dep"], 2
        table[:, 3] = [t.orth for t in doc]
        for unit, reading in parts:
            self._fill(table, heads, unit, reading)
        self._attach_blanks(table, heads, {i for unit, _ in parts for i in unit.places})
        table[:, 5] = heads.view(np.uint64)
        columns = (attrs.TAG, attrs.POS, attrs.MORPH, attrs.LEMMA, attrs.DEP, attrs.HEAD, attrs.ENT_IOB, attrs.ENT_TYPE)
        doc.from_array(list(columns), cast(Any, table))

    def _fill(self, table: NDArray[np.uint64], heads: NDArray[np.int64], unit: Unit, reading: Reading) -> None:
        add, rows = self.vocab.strings.add, np.array(unit.places)
        morphs = [self.morphs[m] for m in reading.morph]
        for column, values in (
            (0, [self.keys[t] for t in reading.tag]), (1, [m[0] for m in morphs]), (2, [m[1] for m in morphs]),
            (3, [add(lemma) for lemma in reading.lemma]), (4, [self.keys[d] for d in reading.dep]),
        ):  # fmt: skip
            table[rows, column] = np.array(values, np.uint64)
        heads[rows] = rows[np.array(reading.head)] - rows
        for first, last, label in all_names(unit.words, reading):
            a, b = unit.places[first], unit.places[last - 1] + 1
            table[a:b, 6], table[a:b, 7] = 1, self.keys[label]
            table[a, 6] = 3

    def _attach_blanks(self, table: NDArray[np.uint64], heads: NDArray[np.int64], read: set[int]) -> None:
        """Hang blanks on the word before them (at the beginning, on the first word): they end its sentence."""
        before = min(read, default=0)
        for i in range(len(heads)):
            if i in read:
                before = i
            else:
                heads[i] = before - i
        if not read and len(heads):
            table[0, 4] = self.keys["ROOT"]


class SpacyParser:
    """Any spaCy pipeline with UD labels."""

    def __init__(self, nlp: Language) -> None:
        self.nlp = nlp
        self.name = f"{nlp.meta.get('lang', '')}_{nlp.meta.get('name', '')} {nlp.meta.get('version', '')}".strip()

    def parse_blocks(self, blocks: Sequence[str]) -> list[BlockParse]:
        """Parse each block on its own; strings that only these blocks need are given back to memory after each batch."""
        out: list[BlockParse] = []
        for at in range(0, len(blocks), BATCH):
            with self.nlp.memory_zone():
                out += [_rows(doc) for doc in self.nlp.pipe(blocks[at : at + BATCH], batch_size=BATCH)]
        return out


def _rows(doc: Doc) -> BlockParse:
    words = [t for t in doc if not t.is_space]
    place = {t.i: n for n, t in enumerate(words)}
    out = BlockParse([], [])
    sentence = -1
    for n, token in enumerate(words):
        head, end = place.get(token.head.i, n), token.idx + len(token)
        dep = "root" if head == n else token.dep_
        begins = token.sent.start != sentence
        sentence = token.sent.start
        feats, lemma = str(token.morph), token.lemma_ or token.text
        out.tokens.append(TokenRow(token.idx, end, lemma, token.pos_, token.tag_, feats, head, dep, begins))
    for ent in doc.ents:
        inside = [place[t.i] for t in ent if t.i in place]
        if inside:
            out.names.append(NameRow(inside[0], inside[-1] + 1, ent.label_))
    return out
