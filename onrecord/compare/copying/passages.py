"""Aligns two texts: which passages of one stand in the other, word for word or lightly changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.compare.copying.fingerprints import SHINGLE, shingle_hashes

BRIDGE = 6
"""Changed words that may stand between two shared runs of one passage: a swapped name, a figure, a day."""
MAX_PLACES = 8
"""Places of one shingle that are tried: refrains and lists of results repeat a shingle hundreds of times."""


@dataclass(frozen=True, slots=True, order=True)
class Passage:
    """Words [a0, a1) of one text that stand as words [b0, b1) in the other; `same` of them word for word."""

    a0: int
    a1: int
    b0: int
    b1: int
    same: int


def align(a: Sequence[str], b: Sequence[str]) -> list[Passage]:
    """Give the passages that two texts share, in the order of the first; no word of either stands in two passages."""
    runs = _runs(a, b)
    chosen = _disjoint(sorted(runs, key=lambda r: (r[0] - r[1], r[0])), len(a), len(b))
    return _bridge(sorted(chosen))


def _runs(a: Sequence[str], b: Sequence[str]) -> list[tuple[int, int, int]]:
    """Give maximal shared runs as (start in a, end in a, start in b)."""
    places: dict[int, list[int]] = {}
    for at, code in enumerate(shingle_hashes(b).tolist()):
        places.setdefault(code, []).append(at)
    runs: list[tuple[int, int, int]] = []
    covered: dict[int, int] = {}  # diagonal -> end in a of the last run on it
    for at, code in enumerate(shingle_hashes(a).tolist()):
        for other in places.get(code, ())[:MAX_PLACES]:
            if covered.get(at - other, -1) > at:
                continue
            end = at + SHINGLE
            while end < len(a) and other + end - at < len(b) and a[end] == b[other + end - at]:
                end += 1
            covered[at - other] = end
            runs.append((at, end, other))
    return runs


def _disjoint(runs: list[tuple[int, int, int]], size_a: int, size_b: int) -> list[tuple[int, int, int]]:
    """Choose runs, longest first, cutting off what an earlier one already holds."""
    taken_a, taken_b = bytearray(size_a), bytearray(size_b)
    chosen = []
    for start, end, other in runs:
        while start < end and (taken_a[start] or taken_b[other]):
            start, other = start + 1, other + 1
        stop = start
        while stop < end and not taken_a[stop] and not taken_b[other + stop - start]:
            stop += 1
        if stop - start >= SHINGLE:
            taken_a[start:stop] = b"\1" * (stop - start)
            taken_b[other : other + stop - start] = b"\1" * (stop - start)
            chosen.append((start, stop, other))
    return chosen


def _bridge(runs: list[tuple[int, int, int]]) -> list[Passage]:
    """Join runs that follow each other in both texts with only a few changed words between."""
    out: list[Passage] = []
    for start, end, other in runs:
        last = out[-1] if out else None
        length = end - start
        if last is not None and 0 <= start - last.a1 <= BRIDGE and 0 <= other - last.b1 <= BRIDGE:
            out[-1] = Passage(last.a0, end, last.b0, other + length, last.same + length)
        else:
            out.append(Passage(start, end, other, other + length, length))
    return out
