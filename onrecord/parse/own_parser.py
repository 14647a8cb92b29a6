"""Our pipeline behind the `Parser` protocol: words by `tokenizer`, the rest by the network of `encoder_session`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from onrecord.errors import ModelError
from onrecord.model.document import BlockParse, NameRow, TokenRow
from onrecord.parse.encoder_session import VOID, Encoder, Reading, Words
from onrecord.parse.numbers import find_numbers
from onrecord.parse.tokenizer import read_tokenizer
from onrecord.parse.word_cache import Row, WordCache
from onrecord.text import runs_on

SHORT_FORMS = dict.fromkeys(("US", "U.S.", "USA", "UK", "U.K.", "UAE"), "GPE") | dict.fromkeys(("UN", "U.N.", "EU", "NATO"), "ORG")
"""To an uncased encoder "US" is "us" but for its shape: before a title and a name it takes it for a person."""
BATCH = 256
"""Blocks whose words and pieces are held at once."""
SHORT_LINE = 45
"""A line shorter than this, or one that ends a sentence, is a block of its own; longer ones may be wrapped text."""
ENDS = tuple(".!?:…\"'”’)")


class OwnParser:
    """The shipped pipeline, or another one made by `training/`. Raises `ModelError` where the folder holds none, or an altered one."""

    def __init__(self, folder: Path, threads: int = 1) -> None:
        if not (folder / "manifest.json").is_file():
            raise ModelError(f"no language model in {folder}", stage="load", remedy="install onrecord again", code="MODEL_MISSING")
        self.encoder = Encoder(folder, threads)
        tokenizer = read_tokenizer(folder / "words.json")
        self.words = WordCache(tokenizer, tokenizer.exceptions)
        self.name = self.encoder.name

    def parse_blocks(self, blocks: Sequence[str]) -> list[BlockParse]:
        """Parse each block on its own."""
        out: list[BlockParse] = []
        for at in range(0, len(blocks), BATCH):
            units = [units_of(self.words(text)) for text in blocks[at : at + BATCH]]
            readings = iter(self.encoder.read([unit.words for rows in units for unit in rows]))
            out += [_block([(unit, next(readings)) for unit in rows]) for rows in units]
        return out


class Unit(NamedTuple):
    """A stretch of a document between breaks: the places of its words among the tokens, where they begin, the words."""

    places: list[int]
    offsets: list[int]
    words: Words


def units_of(rows: Sequence[Row]) -> list[Unit]:
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
    before, after = rows[blank - 1][0], rows[blank + 1][0] if blank + 1 < len(rows) else ""
    return runs_on(before, after) or (before.isupper() and after.isupper())  # in a block of capitals only a stop ends a line's sentence


def all_names(words: Words, reading: Reading) -> list[tuple[int, int, str]]:
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


def _block(parts: list[tuple[Unit, Reading]]) -> BlockParse:
    out = BlockParse([], [])
    for unit, r in parts:
        base = len(out.tokens)
        ends = [at + len(form) for at, form in zip(unit.offsets, unit.words.forms, strict=True)]
        upos, feats = zip(*r.morph, strict=True)
        heads = [base + head for head in r.head]
        columns = (unit.offsets, ends, r.lemma, upos, r.tag, feats, heads, r.dep, r.start)
        out.tokens.extend(map(TokenRow._make, zip(*columns, strict=True)))
        out.names.extend(NameRow(base + a, base + b, label) for a, b, label in all_names(unit.words, r))
    return out._replace(meanings=b"".join(rows for _, r in parts for rows in r.meanings))
