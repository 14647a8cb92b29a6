"""Language pipelines behind the `Parser` protocol: ours, or any spaCy pipeline with Universal Dependencies labels.

The only module that imports spaCy, and it does so when a pipeline is loaded. Ours is spaCy's English tokenizer and one component,
`onrecord_mt`, which runs the network of `encoder_session` and writes sentences, tags, lemmas, tree and names into the `Doc`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from onrecord.errors import ModelError
from onrecord.model.document import BlockParse, NameRow, Parser, TokenRow
from onrecord.parse.encoder_session import Encoder, Reading, Words
from onrecord.parse.numbers import find_numbers

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

MODELS = Path(__file__).parent.parent / "models"
LONG_RUN = re.compile(r"\S{200,}")
RUN_PIECE = 100
"""Characters of an unbroken run that the tokenizer sees at once: its cost on brackets grows with the square (20,000: 43 s)."""
BATCH = 256
"""Blocks read together: enough to fill the network's batches, little enough to bound memory."""
SHORT_LINE = 45
"""A line shorter than this, or one that ends a sentence, is a block of its own; longer ones may be wrapped text."""
ENDS = tuple(".!?:…\"'”’)")


def load(model: str | None = None, *, threads: int = 1) -> Parser:
    """Load our pipeline (None or "en"), a spaCy pipeline by name or path, or Stanza ("stanza:en")."""
    if model is None or model == "en":
        return SpacyParser(build(MODELS / "en", threads=threads))
    if model.startswith("stanza:"):
        from onrecord.parse.stanza_pipeline import StanzaParser

        return StanzaParser(model.removeprefix("stanza:"))
    path = Path(model)
    if (path / "manifest.json").is_file():
        return SpacyParser(build(path, threads=threads))
    import spacy

    try:
        return SpacyParser(spacy.load(path if path.exists() else model))
    except (OSError, ValueError) as error:
        raise ModelError(
            f"cannot load the spaCy pipeline {model!r}: {error}",
            stage="load", remedy="name an installed pipeline or a folder, or leave the option out", code="MODEL_MISSING",
        ) from error  # fmt: skip


def build(folder: Path, *, threads: int = 1) -> Language:
    """Make the spaCy pipeline of a model folder: tokenizer and the component "onrecord_mt"."""
    from spacy.lang.en import English

    if not (folder / "manifest.json").is_file():
        raise ModelError(f"no language model in {folder}", stage="load", remedy="install onrecord again", code="MODEL_MISSING")
    encoder = Encoder(folder, threads)
    if not English.has_factory("onrecord_mt"):
        English.factory("onrecord_mt", default_config={"encoder": None}, func=_component)
    nlp = English(meta={"name": encoder.name.replace(" ", "_"), "description": "onrecord's English pipeline"})
    nlp.max_length = 10**9
    nlp.tokenizer = RunTokenizer(nlp.tokenizer)  # type: ignore[arg-type]
    component: Any = nlp.add_pipe("onrecord_mt")
    component.attach(encoder)
    nlp.meta["version"] = encoder.name.rsplit(" ", 1)[-1]
    return nlp


def _component(nlp: Language, name: str, encoder: None) -> MultiTask:
    return MultiTask(nlp)


class RunTokenizer:
    """spaCy's tokenizer, shielded from unbroken runs."""

    def __init__(self, inner: Any) -> None:
        self.inner = inner
        self.vocab = inner.vocab

    def __call__(self, text: str) -> Doc:
        from spacy.tokens import Doc

        if not LONG_RUN.search(text):
            return self.inner(text)  # type: ignore[no-any-return]
        words: list[str] = []
        spaces: list[bool] = []
        for part in _parts(text):
            if len(part) >= RUN_PIECE and sum(c.isalnum() for c in part) < len(part) // 4:
                words.append(part)
                spaces.append(False)
                continue
            for token in self.inner(part):
                words.append(token.text)
                spaces.append(bool(token.whitespace_))
        return Doc(self.vocab, words=words, spaces=spaces)

    def pipe(self, texts: Iterable[str], batch_size: int = 1000) -> Iterator[Doc]:
        """Tokenize a stream of texts."""
        return map(self, texts)


def _parts(text: str) -> Iterator[str]:
    at = 0
    for run in LONG_RUN.finditer(text):
        if run.start() > at:
            yield text[at : run.start()]
        for i in range(run.start(), run.end(), RUN_PIECE):
            yield text[i : min(i + RUN_PIECE, run.end())]
        at = run.end()
    if at < len(text):
        yield text[at:]


class MultiTask:
    """The pipeline component: reads documents in batches and annotates them."""

    def __init__(self, nlp: Language) -> None:
        self.vocab = nlp.vocab
        self.encoder: Encoder | None = None
        self.keys: dict[str, int] = {}
        self.morphs: dict[str, tuple[int, int]] = {}

    def attach(self, encoder: Encoder) -> None:
        """Give the component its network and register its labels."""
        from spacy.symbols import IDS

        self.encoder = encoder
        add = self.vocab.strings.add
        self.keys = {s: add(s) for s in [*encoder.tags, *encoder.deps, "ROOT", "dep", "_SP", "SPACE"]}
        for label in encoder.bio:
            self.keys[label[2:]] = add(label[2:])
        for label in ("MONEY", "PERCENT", "CARDINAL", "ORDINAL"):
            self.keys[label] = add(label)
        for name in encoder.morphs:
            upos, feats = name.split("|", 1)
            self.morphs[name] = (IDS.get(upos, 0), self.vocab.morphology.add(feats))
        self.space = IDS["SPACE"]

    def __call__(self, doc: Doc) -> Doc:
        return next(iter(self.pipe([doc])))

    def pipe(self, stream: Iterable[Doc], batch_size: int = BATCH) -> Iterator[Doc]:
        """Annotate a stream of documents."""
        from spacy.util import minibatch

        if self.encoder is None:
            raise ModelError("the component onrecord_mt has no network", stage="parse", remedy="use load()", code="MODEL_MISSING")
        for docs in minibatch(stream, batch_size):
            units = [_units(doc) for doc in docs]
            readings = iter(self.encoder.read([words for rows in units for _, words in rows]))
            for doc, rows in zip(docs, units, strict=True):
                self._write(doc, [(index, next(readings)) for index, _ in rows])
                yield doc

    def _write(self, doc: Doc, parts: list[tuple[list[int], Reading]]) -> None:
        from spacy import attrs

        table = np.zeros((len(doc), 8), np.uint64)
        heads = np.zeros(len(doc), np.int64)
        table[:, 0], table[:, 1], table[:, 4] = self.keys["_SP"], self.space, self.keys["dep"]
        table[:, 6] = 2
        table[:, 3] = [t.orth for t in doc]
        for index, reading in parts:
            self._fill(doc, table, heads, index, reading)
        _attach_blanks(doc, table, heads, {i for index, _ in parts for i in index}, self.keys)
        table[:, 5] = heads.view(np.uint64)
        columns = [
            attrs.TAG, attrs.POS, attrs.MORPH, attrs.LEMMA, attrs.DEP, attrs.HEAD, attrs.ENT_IOB, attrs.ENT_TYPE
        ]  # fmt: skip
        doc.from_array(columns, table)

    def _fill(
        self, doc: Doc, table: np.ndarray[Any, Any], heads: np.ndarray[Any, Any], index: list[int], reading: Reading
    ) -> None:
        add = self.vocab.strings.add
        rows = np.array(index)
        morphs = [self.morphs[m] for m in reading.morph]
        table[rows, 0] = [self.keys[t] for t in reading.tag]
        table[rows, 1] = [m[0] for m in morphs]
        table[rows, 2] = np.array([m[1] for m in morphs], np.uint64)
        table[rows, 3] = np.array([add(lemma) for lemma in reading.lemma], np.uint64)
        table[rows, 4] = np.array([self.keys[d] for d in reading.dep], np.uint64)
        heads[rows] = rows[np.array(reading.head)] - rows
        taken = [False] * len(index)
        for first, last, _ in reading.names:
            taken[first:last] = [True] * (last - first)
        forms = [doc[i].text for i in index]
        numbers = find_numbers(forms, [m.split("|", 1)[0] for m in reading.morph], taken)
        for first, last, label in [*reading.names, *numbers]:
            table[index[first] : index[last - 1] + 1, 6] = 1
            table[index[first], 6] = 3
            table[index[first] : index[last - 1] + 1, 7] = self.keys[label]


def _attach_blanks(
    doc: Doc, table: np.ndarray[Any, Any], heads: np.ndarray[Any, Any], read: set[int], keys: dict[str, int]
) -> None:
    """Hang blanks on the word before them (or, at the beginning, on the first word), so that they end its sentence."""
    blank = [i for i in range(len(doc)) if i not in read]
    first = next((i for i in range(len(doc)) if i in read), None)
    for i in blank:
        if first is None:
            heads[i] = -i
            table[i, 4] = keys["dep"] if i else keys["ROOT"]
            continue
        target = i - 1 if i else first
        while target not in read:
            target = target - 1 if target > 0 else first
        heads[i] = target - i


def _units(doc: Doc) -> list[tuple[list[int], Words]]:
    """Cut a document at paragraph breaks into what is read on its own; blanks are left out."""
    out: list[tuple[list[int], Words]] = []
    index: list[int] = []
    line = 0
    for token in doc:
        if not token.is_space:
            if not index:
                line = token.idx
            index.append(token.i)
        elif index and "\n" in token.text:
            last = doc[index[-1]]
            length = last.idx + len(last) - line
            line = token.idx + len(token)
            if token.text.count("\n") > 1 or length < SHORT_LINE or last.text.endswith(ENDS):
                out.append((index, _words(doc, index)))
                index = []
    if index:
        out.append((index, _words(doc, index)))
    return out


def _words(doc: Doc, index: list[int]) -> Words:
    forms = [doc[i].text for i in index]
    spaces = [True] + [bool(doc[i - 1].whitespace_) or doc[i - 1].is_space for i in index[1:]]
    return Words(forms, spaces)


class SpacyParser:
    """Any spaCy pipeline with UD labels, as the rest of onrecord sees it."""

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
    place: dict[int, int] = {}
    words = [t for t in doc if not t.is_space]
    for n, token in enumerate(words):
        place[token.i] = n
    rows = []
    start = True
    for n, token in enumerate(words):
        begins = bool(token.is_sent_start) or start or (token.i > 0 and doc[token.i - 1].is_space and doc[token.i - 1].is_sent_start)
        head = place.get(token.head.i, n)
        end = token.idx + len(token)
        dep = "root" if head == n else token.dep_
        rows.append(
            TokenRow(
                token.idx, end, token.lemma_ or token.text, token.pos_, token.tag_, str(token.morph), head, dep, bool(begins)
            )
        )
        start = False
    names = []
    for ent in doc.ents:
        inside = [place[t.i] for t in ent if t.i in place]
        if inside:
            names.append(NameRow(inside[0], inside[-1] + 1, ent.label_))
    return BlockParse(rows, names)
