"""What must hold for the statements of any text: they slice, they come out the same, and time grows with the text, not faster."""

from __future__ import annotations

import itertools
import random
import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.extract.attributions import find_attributions
from onrecord.extract.quotes.marks import find_regions
from onrecord.grammar.build import build_document
from onrecord.model.document import BlockParse, Document, TokenRow
from onrecord.model.record import Part

PIECES = [
    "“", "”", '"', "''", "``", "‘", "’", "'", "«", "»", "„", ",", ".", ":", "?", "—", "(", ")", "said", "that", "Trump", "he", "told",
    "reporters", "according", "to", "bridge", "was", "the", "a", "claim", "accused", "of", "adding", "\n", "\n\n", "90s", "workers",
]  # fmt: skip
TAGS = {"said": ("VERB", "VBD"), "told": ("VERB", "VBD"), "accused": ("VERB", "VBD"), "adding": ("VERB", "VBG"), "was": ("AUX", "VBD")}
RELATIONS = ["nsubj", "obj", "ccomp", "xcomp", "obl", "conj", "cc", "punct", "mark", "case", "acl", "acl:relcl", "parataxis", "nmod", "advcl"]


def made_up(text: str, seed: int = 0, sentence_length: int = 30) -> Document:
    """Build a document with a tree drawn at random: the rules must stand any tree."""
    chance = random.Random(seed)
    blocks, parses, start = [], [], 0
    for line in text.split("\n"):
        rows: list[TokenRow] = []
        at = 0
        for word in line.split(" "):
            if word:
                upos, xpos = TAGS.get(word, ("NOUN", "NN") if word.isalpha() else ("PUNCT", "."))
                head = chance.randrange(max(0, len(rows) - 8), len(rows) + 1)
                sentence_start = len(rows) % sentence_length == 0
                low = len(rows) - len(rows) % sentence_length
                rows.append(TokenRow(at, at + len(word), word, upos, xpos, "", max(head, low), chance.choice(RELATIONS), sentence_start))
            at += len(word) + 1
        if rows:
            blocks.append((start, start + len(line)))
            parses.append(BlockParse(rows, []))
        start += len(line) + 1
    return build_document(text, [Part(kind="body", span=(0, len(text)))], blocks, parses)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=80), st.integers(0, 10**6))
def test_spans_slice_and_runs_agree(pieces: list[str], seed: int) -> None:
    text = " ".join(pieces)
    doc = made_up(text, seed)
    first, second = find_attributions(doc), find_attributions(made_up(text, seed))
    assert [(d.rule, d.content, d.cue, d.source) for d in first] == [(d.rule, d.content, d.cue, d.source) for d in second]
    for draft in first:
        assert draft.content
        assert draft.rule.startswith("quote/")
        for start, end in [*draft.content, *draft.cue, *([draft.source] if draft.source else [])]:
            assert 0 <= start < end <= len(text)
        assert draft.within is not draft


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="“”\"'‘’«»„`ab .,\n", max_size=120))
def test_regions_stand_in_order_inside_their_marks(text: str) -> None:
    blocks, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            blocks.append((start, start + len(line)))
        start += len(line) + 1
    regions = find_regions(text, blocks)
    for region in regions:
        low, high = blocks[region.block]
        assert low <= region.opens <= region.start < region.end <= region.closes <= high
    for before, after in itertools.pairwise(regions):
        assert before.end <= after.start


FAMILIES: dict[str, Callable[[int], str]] = {
    "open marks": lambda n: "“ " * n,
    "straight marks": lambda n: '" ' * n,
    "single marks": lambda n: "‘ a’ " * n,
    "said": lambda n: "said " * n,
    "commas": lambda n: "he said , " * n,
    "quotes": lambda n: "“ bridge , ” he said . " * n,
    "paragraphs": lambda n: "“ bridge\n" * n,
    "according": lambda n: "according to he , " * n,
    "claims": lambda n: "the claim that he told reporters " * n,
}


@pytest.mark.parametrize("family", FAMILIES)
def test_time_grows_with_the_text(family: str) -> None:
    size = 8_000 // len(FAMILIES[family](1).split() or ["x"])
    times = []
    for n in (size // 2, size):
        doc = made_up(FAMILIES[family](n), sentence_length=10**9)
        best = float("inf")
        for _ in range(2):
            start = time.process_time()
            find_attributions(doc)
            best = min(best, time.process_time() - start)
        times.append(best)
    assert times[1] < 2.6 * times[0] + 0.3, f"{family}: {times}"
    assert times[1] < 10
