"""Fingerprints of a text: a fixed sample of its five-word shingles, so that any two texts that share words share fingerprints.

Sampling by the hash's own value (Broder's mod-p sketch) estimates containment, not only resemblance: a trimmed reprint keeps the
fingerprints of what it kept, however long the original is.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from itertools import accumulate, chain

import numpy as np
from numpy.typing import NDArray

SHINGLE = 5
SAMPLE = 4
"""One shingle in four is kept: about 100 for a report of 400 words, 8 for one of 40."""
_BASE = np.uint64(1_000_003)
_MIX = np.uint64(0x9E3779B97F4A7C15)
_CACHE_LIMIT = 400_000


class _Codes(dict[str, int]):
    """A number for each word, worked out when it is asked for."""

    def __missing__(self, word: str) -> int:
        data = word.encode("utf-8", "surrogatepass")
        if len(self) >= _CACHE_LIMIT:
            self.clear()  # a bound on memory; numbers are the same after
        self[word] = code = zlib.crc32(data) << 32 | zlib.adler32(data)
        return code


_codes = _Codes()


def shingle_hashes(words: Sequence[str]) -> NDArray[np.int64]:
    """Give the hash of each run of five words, in order."""
    return hashes_of_lot([words])[0]


def hashes_of_lot(texts: Sequence[Sequence[str]]) -> list[NDArray[np.int64]]:
    """Give the hashes of the runs of five words of each text; of many at once, which saves most of the time that one takes."""
    words = list(chain.from_iterable(texts))
    if len(words) < SHINGLE:
        return [np.empty(0, np.int64) for _ in texts]
    codes = np.fromiter(map(_codes.__getitem__, words), np.uint64, len(words))
    total = np.zeros(len(words) - SHINGLE + 1, np.uint64)
    with np.errstate(over="ignore"):
        for k in range(SHINGLE):
            total = total * _BASE + codes[k : len(codes) - SHINGLE + 1 + k]
        total = (total ^ (total >> np.uint64(29))) * _MIX
        total ^= total >> np.uint64(32)
    hashes, ends = total.view(np.int64), accumulate(map(len, texts))
    return [hashes[end - len(text) : max(0, end - SHINGLE + 1)] for text, end in zip(texts, ends, strict=True)]


def short(hashes: NDArray[np.int64]) -> NDArray[np.int32]:
    """Give half of each hash: enough to compare texts by, of which no two share one by chance in a hundred thousand words."""
    return (hashes & 0xFFFFFFFF).astype(np.uint32).view(np.int32)


def samples(texts: Sequence[NDArray[np.int32]]) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Give the fingerprints of texts, one text's after the other's, and how many each has. Each text's hashes are ascending."""
    if not texts:
        return np.empty(0, np.int32), np.empty(0, np.int64)
    hashes = np.concatenate(texts)
    owners = np.repeat(np.arange(len(texts)), [len(t) for t in texts])
    at = np.flatnonzero(hashes & (SAMPLE - 1) == 0)
    hashes, owners = hashes[at], owners[at]
    first = np.ones(len(at), bool)
    first[1:] = (hashes[1:] != hashes[:-1]) | (owners[1:] != owners[:-1])
    return hashes[first], np.bincount(owners[first], minlength=len(texts))
