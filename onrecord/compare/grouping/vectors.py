"""What a report is about, as weighted words, and how alike two reports are.

Weights come from a fixed table of how common English words are, not from the archive, so that how alike two reports are depends on
these two alone: no order of arrival, no recomputing when the archive grows.
"""

from __future__ import annotations

import gzip
import math
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from onrecord.compare.grouping.leads import Lead, unpack_lead
from onrecord.compare.words import fold_word, plain_words

BODY_WORDS = 400
"""Words of the body that count: news tells its story at the top; measured, the whole text brings in background of other stories."""
LEAD_WORDS = 16
"""Words of the body that stand for the title of a report without one."""
COMMON, RAREST = 6.5, 3.0
"""Zipf frequencies: words from the first on weigh nothing ("the"), words to the second all the same (the table thins out there)."""
NAME_COMMON = 7.5
SHARES = (0.5, 0.2, 0.3)
"""Weight of body, title and names in the likeness."""
GAPS = (0.0, 0.02, 0.08, 0.15, 0.22, 0.30, 0.40, 0.50)
UNKNOWN_GAP = 0.06
"""Taken off the likeness for 0, 1, 2 ... 7 days between two reports, no more beyond; for a report without a date. Round-ups, whose
stories are of a day or two, would have more off (0.15 and 0.30: B-cubed 0.941 for 0.939); stories that are followed for a week (our own,
development half) fall apart then (0.69 for 0.84)."""
TOP_TERMS = 24
KNOWN = 300_000
"""Words whose weights are remembered: 40 MB."""

_NAME = re.compile(r"[A-Z](?<!\w[A-Z])(?<![.!?“\"'’:] [A-Z])(?<!\A[A-Z])(?<!\n[A-Z])[\w'’-]+")
"""A capitalised word that begins no sentence. What stands before it is looked at last: places without a capital cost nothing."""
_STOP = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "in",
        "on",
        "at",
        "to",
        "for",
        "and",
        "or",
        "but",
        "with",
        "by",
        "from",
        "as",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "it",
        "its",
        "he",
        "she",
        "they",
        "his",
        "her",
        "their",
        "this",
        "that",
        "these",
        "those",
        "not",
        "has",
        "have",
        "had",
        "will",
        "would",
        "said",
        "says",
    ]
)
Weights = dict[int, float]


@dataclass(frozen=True, slots=True)
class Vector:
    """Unit vectors of body, title and names over hashed terms, the day of publication (ordinal), if known, and what its opening tells."""

    day: int | None
    body: Weights
    title: Weights
    names: Weights
    lead: Lead | None = None

    def top_terms(self) -> list[int]:
        """Give the heaviest terms of body and names: two reports of one story share some of them."""
        merged = dict(self.body)
        for term, weight in self.names.items():
            merged[term] = merged.get(term, 0.0) + weight
        return [t for _, t in sorted([(-x, t) for t, x in merged.items()])[:TOP_TERMS]]


@cache
def _frequencies() -> dict[str, float]:
    data = gzip.decompress((resources.files("onrecord.data") / "word_frequencies.tsv.gz").read_bytes()).decode()
    return {word: int(value) / 100 for word, _, value in (line.partition("\t") for line in data.splitlines())}


def make_vector(title: str | None, body: str, day: int | None, lead: Lead | None = None) -> Vector:
    """Make the vector of a report from its title and the text of its body."""
    heading = _words(title) if title else _words(body, LEAD_WORDS)
    words = _words(body, BODY_WORDS)
    names = (fold_word(m[0]) for m in _NAME.finditer(f"{title or ''}. {body[:4000]}") if len(m[0]) > 2)
    return Vector(day, _weigh([*heading, *heading, *words], COMMON), _weigh(heading, COMMON), _weigh(names, NAME_COMMON), lead)


def rarity(word: str) -> float:
    """Say how much a word in lower case tells: from 0.3 ("the") to 3.5 (one in a million)."""
    return max(0.3, COMMON - max(RAREST, _frequencies().get(word, 0.0)))


def is_stop(word: str) -> bool:
    """Say whether a word in lower case stands in any text."""
    return word in _STOP


def term_weights(text: str) -> Weights:
    """Give the weighted words of a stretch of text, of length 1."""
    return _weigh(_words(text), COMMON)


def _words(text: str, limit: int | None = None) -> list[str]:
    """Give the words of a text, of its beginning where there is a limit, without those that say nothing."""
    end = -1 if limit is None else text.find(" ", 10 * limit)
    words = plain_words(text, [(0, len(text) if end < 0 else end)])
    if limit is not None and end >= 0 and len(words) < limit:
        words = plain_words(text, [(0, len(text))])
    return [w for w in words[:limit] if w not in _STOP]


class _Known(dict[str, tuple[int, float]]):
    """Term and weight of each word, worked out when they are asked for. Weight 0: too common to count."""

    def __init__(self, common: float) -> None:
        super().__init__()
        self._common = common

    def __missing__(self, word: str) -> tuple[int, float]:
        if len(self) >= KNOWN:
            self.clear()  # a bound on memory; what is worked out is the same after
        weight = max(0.0, self._common - max(RAREST, _frequencies().get(word, 0.0)))
        self[word] = found = zlib.crc32(word.encode("utf-8", "surrogatepass")), weight
        return found


_known = {common: _Known(common) for common in (COMMON, NAME_COMMON)}
_TIMES = [0.0, *(1 + math.log(n) for n in range(1, BODY_WORDS))]
"""What a word counts that stands so many times."""


def _weigh(words: Iterable[str], common: float) -> Weights:
    known = _known[common]
    weights: Weights = {}
    for word, n in Counter(words).items():
        term, weight = known[word]
        if weight:
            weights[term] = weight * (_TIMES[n] if n < BODY_WORDS else 1 + math.log(n))
    norm = math.sqrt(sum([x * x for x in weights.values()]))
    return {t: x / norm for t, x in weights.items()} if norm else {}


def likeness(a: Vector, b: Vector) -> float:
    """Say how alike two reports are: at most 1, below 0 where the days between them outweigh the words."""
    parts = ((a.body, b.body), (a.title, b.title), (a.names, b.names))
    return sum(share * cosine(x, y) for share, (x, y) in zip(SHARES, parts, strict=True)) - _gap(a.day, b.day)


class Packed(NamedTuple):
    """A vector as arrays: the heaviest terms; the terms of all parts, told apart; weights, so that products give likeness; the opening."""

    tops: NDArray[np.int64]
    keys: NDArray[np.int64]
    weights: NDArray[np.float64]
    lead: Lead | None


def pack_vector(vector: Vector) -> bytes:
    """Give a vector as bytes, 8 a term, what its opening tells behind; the day is left out."""
    parts = (vector.body, vector.title, vector.names)
    tops = vector.top_terms()
    sizes = np.array([len(tops), *map(len, parts)], "<u4")
    terms = np.array([*tops, *(t for part in parts for t in part)], "<u4")
    weights = np.array([x * math.sqrt(share) for share, part in zip(SHARES, parts, strict=True) for x in part.values()], "<f4")
    return sizes.tobytes() + terms.tobytes() + weights.tobytes() + (vector.lead.pack() if vector.lead else b"")


def unpack_vector(data: bytes) -> Packed:
    """Give the arrays of a packed vector."""
    sizes = np.frombuffer(data, "<u4", 4)
    total = int(sizes.sum())
    end = 16 + 4 * (2 * total - int(sizes[0]))
    terms = np.frombuffer(data, "<u4", total, 16).astype(np.int64)
    weights = np.frombuffer(data, "<f4", total - int(sizes[0]), 16 + 4 * total).astype(np.float64)
    keys = terms[sizes[0] :] + (np.repeat(np.arange(3), sizes[1:]) << 32)
    return Packed(terms[: sizes[0]], keys, weights, unpack_lead(data[end:]))


def gaps(days: NDArray[np.int64], day: NDArray[np.int64]) -> NDArray[np.float64]:
    """Give what the days between two reports each take off their likeness; 0 stands for a day that is not known."""
    apart = np.abs(days - day)
    table = _gap_table()
    return np.where((days == 0) | (day == 0), UNKNOWN_GAP, table[np.minimum(apart, len(table) - 1)])


@cache
def _gap_table() -> NDArray[np.float64]:
    return np.array([_gap(1, 1 + k) for k in range(len(GAPS) + 20)])


def cosine(a: Mapping[int, float], b: Mapping[int, float]) -> float:
    """Give the product of two vectors of terms: for unit vectors, the cosine."""
    if len(b) < len(a):
        a, b = b, a
    return sum(x * b[t] for t, x in a.items() if t in b)


def _gap(a: int | None, b: int | None) -> float:
    if a is None or b is None:
        return UNKNOWN_GAP
    days = abs(a - b)
    return GAPS[min(days, len(GAPS) - 1)]
