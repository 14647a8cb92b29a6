"""Language pipelines behind the `Parser` protocol: ours, or any spaCy pipeline with Universal Dependencies labels.

The only module that imports spaCy, and it does so when a pipeline is loaded. Ours is spaCy's English tokenizer and one component,
`onrecord_mt`, which runs the network of `encoder_session` and writes sentences, tags, lemmas, tree and names into the `Doc`.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from onrecord.errors import ModelError
from onrecord.model.document import BlockParse, NameRow, Parser, TokenRow
from onrecord.parse.encoder_features import SHAPE_ID
from onrecord.parse.encoder_session import Encoder, Reading, Words
from onrecord.parse.numbers import NUMBERS, find_numbers
from onrecord.parse.word_breaks import MARKS, keep_prefixes
from onrecord.parse.word_cache import Row, WordCache, exceptions_of
from onrecord.text import runs_on

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

MODELS = Path(__file__).parent.parent / "models"
LONG_RUN = re.compile(r"\S{200,}")
RUN_PIECE = 100
"""Characters of an unbroken run that the tokenizer sees at once: its cost on brackets grows with the square (20,000: 43 s)."""
BATCH = 256
"""Blocks read together: enough to fill the network's batches, little enough to bound memory."""
HEAVY = ("torch", "tensorflow", "mxnet", "cupy")
"""Packages that spaCy's backend imports where they are installed, and ours does not use: torch alone takes 4 to 10 seconds."""
SHORT_FORMS = dict.fromkeys(("US", "U.S.", "USA", "UK", "U.K.", "UAE"), "GPE") | dict.fromkeys(("UN", "U.N.", "EU", "NATO"), "ORG")
"""To an uncased encoder "US" is "us" but for its shape: before a title and a name it takes it for a person."""
VOID = SHAPE_ID["unknown"]
SHORT_LINE = 45
"""A line shorter than this, or one that ends a sentence, is a block of its own; longer ones may be wrapped text."""
ENDS = tuple(".!?:…\"'”’)")


def load(model: str | None = None, *, threads: int = 1) -> Parser:
    """Load our pipeline (None or "en"), a spaCy pipeline by name or path, or Stanza ("stanza:en")."""
    if model is None or model == "en":
        return _own(MODELS / "en", threads)
    if model.startswith("stanza:"):
        from onrecord.parse.stanza_pipeline import StanzaParser

        return StanzaParser(model.removeprefix("stanza:"))
    path = Path(model)
    if (path / "manifest.json").is_file():
        return _own(path, threads)
    import spacy

    try:
        return SpacyParser(spacy.load(path if path.exists() else model))
    except (OSError, ValueError) as error:
        raise ModelError(
            f"cannot load the spaCy pipeline {model!r}: {error}",
            stage="load", remedy="name an installed pipeline or a folder, or leave the option out", code="MODEL_MISSING",
        ) from error  # fmt: skip


def _own(folder: Path, threads: int) -> Parser:
    nlp = build(folder, threads=threads)
    component: Any = nlp.get_pipe("onrecord_mt")
    return OwnParser(nlp, component.encoder)


def build(folder: Path, *, threads: int = 1) -> Language:
    """Make the spaCy pipeline of a model folder: tokenizer and the component "onrecord_mt"."""
    _import_without(HEAVY)
    from spacy.lang.en import English

    if not (folder / "manifest.json").is_file():
        raise ModelError(f"no language model in {folder}", stage="load", remedy="install onrecord again", code="MODEL_MISSING")
    encoder = Encoder(folder, threads)
    if not English.has_factory("onrecord_mt"):
        English.factory("onrecord_mt", default_config={"encoder": None}, func=_component)
    nlp = English(meta={"name": encoder.name.replace(" ", "_"), "description": "onrecord's English pipeline"})
    nlp.max_length = 10**9
    _break_words(nlp)
    nlp.tokenizer = RunTokenizer(nlp.tokenizer)
    component: Any = nlp.add_pipe("onrecord_mt")
    component.attach(encoder)
    nlp.meta["version"] = encoder.name.rsplit(" ", 1)[-1]
    return nlp


def _break_words(nlp: Language) -> None:
    """Give spaCy's tokenizer the treebanks' ways with runs of marks and with prefixes."""
    from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

    own, tokenizer = nlp.Defaults, cast(Any, nlp.tokenizer)
    infixes = [keep_prefixes(str(pattern)) for pattern in own.infixes or ()]
    tokenizer.prefix_search = compile_prefix_regex([MARKS, *(own.prefixes or ())]).search
    tokenizer.suffix_search = compile_suffix_regex([MARKS, *(own.suffixes or ())]).search
    tokenizer.infix_finditer = compile_infix_regex([MARKS, *infixes]).finditer


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


class Unit(NamedTuple):
    """A stretch of a document between breaks: the places of its words among the tokens, where they begin, the words."""

    places: list[int]
    offsets: list[int]
    words: Words


def _doc_rows(doc: Doc) -> list[Row]:
    return [(token.text, token.idx, bool(token.whitespace_)) for token in doc]


def _units(rows: Sequence[Row]) -> list[Unit]:
    """Cut the words of a text at paragraph breaks into what is read on its own; blanks are left out."""
    out: list[Unit] = []
    unit = Unit([], [], Words([], []))
    space, line, end = True, 0, 0
    for i, (text, start, blank) in enumerate(rows):
        if text.isspace():
            if unit.places and "\n" in text:
                if text.count("\n") > 1 or unit.words.forms[-1].endswith(ENDS) or (end - line < SHORT_LINE and not _runs_on(rows, i)):
                    out.append(unit)
                    unit = Unit([], [], Words([], []))
                line = start + len(text)
            space = True
            continue
        if not unit.places:
            line, space = start, True
        unit.places.append(i)
        unit.offsets.append(start)
        unit.words.forms.append(text)
        unit.words.spaces.append(space)
        space, end = blank, start + len(text)
    return [*out, unit] if unit.places else out


def _runs_on(rows: Sequence[Row], blank: int) -> bool:
    """Tell whether a sentence goes on behind a line end, though the line is short ("… said\non Tuesday that …")."""
    after = rows[blank + 1][0] if blank + 1 < len(rows) else ""
    return runs_on(rows[blank - 1][0], after)


def _all_names(words: Words, reading: Reading) -> list[tuple[int, int, str]]:
    """Give the network's names, short forms that stand for one thing only, and, among the other words, numbers."""
    names = [n if n[1] - n[0] > 1 else _short_form(words, n) for n in reading.names]
    taken = [False] * len(words.forms)
    for first, last, _ in names:
        taken[first:last] = [True] * (last - first)
    for i, form in enumerate(words.forms):
        if form in SHORT_FORMS and not taken[i] and words.shapes[i] != VOID:
            names.append((i, i + 1, SHORT_FORMS[form]))
            taken[i] = True
    numbers = find_numbers(words.forms, [m[0] for m in reading.morph], taken)
    return sorted([*names, *numbers])


def _short_form(words: Words, name: tuple[int, int, str]) -> tuple[int, int, str]:
    first, last, label = name
    return name if words.shapes[first] == VOID else (first, last, SHORT_FORMS.get(words.forms[first], label))


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
            units = [_units(_doc_rows(doc)) for doc in docs]
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
        for first, last, label in _all_names(unit.words, reading):
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


def word_cache(nlp: Language) -> WordCache:
    """Remember the words of our pipeline's tokenizer."""
    from spacy import attrs

    own = cast(Any, nlp.tokenizer).inner
    affixes = {"prefix_search": own.prefix_search, "suffix_search": own.suffix_search, "infix_finditer": own.infix_finditer}
    plain = type(own)(nlp.vocab, rules={}, token_match=own.token_match, url_match=own.url_match, **affixes)
    with nlp.memory_zone():
        rules = {key: [part[attrs.ORTH] for part in parts] for key, parts in own.rules.items()}
        exceptions = exceptions_of(rules, lambda text: [token.text for token in plain(text)])
    return WordCache(lambda text: _doc_rows(nlp.make_doc(text)), rules, exceptions)


class OwnParser:
    """Our pipeline without the detour over annotated documents: a fifth faster than through `SpacyParser`."""

    def __init__(self, nlp: Language, encoder: Encoder) -> None:
        self.nlp, self.encoder = nlp, encoder
        self.words = word_cache(nlp)
        self.name = encoder.name

    def parse_blocks(self, blocks: Sequence[str]) -> list[BlockParse]:
        """Parse each block on its own; strings that only these blocks need are given back to memory after each batch."""
        out: list[BlockParse] = []
        for at in range(0, len(blocks), BATCH):
            with self.nlp.memory_zone():
                units = [_units(self.words(text)) for text in blocks[at : at + BATCH]]
            readings = iter(self.encoder.read([unit.words for rows in units for unit in rows]))
            out += [_block([(unit, next(readings)) for unit in rows]) for rows in units]
        return out


def _block(parts: list[tuple[Unit, Reading]]) -> BlockParse:
    out = BlockParse([], [])
    for unit, r in parts:
        base = len(out.tokens)
        columns = (unit.offsets, unit.words.forms, r.lemma, r.morph, r.tag, r.head, r.dep, r.start)
        for at, form, lemma, morph, tag, head, dep, start in zip(*columns, strict=True):
            out.tokens.append(TokenRow(at, at + len(form), lemma, morph[0], tag, morph[1], base + head, dep, start))
        out.names.extend(NameRow(base + a, base + b, label) for a, b, label in _all_names(unit.words, r))
    return out._replace(meanings=b"".join(rows for _, r in parts for rows in r.meanings))


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
