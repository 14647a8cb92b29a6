"""Two tellings side by side, in numbers: what the trees of telling_likeness.py are asked about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from onrecord.compare.events.tellings import Party, Telling
from onrecord.compare.events.traits import MEANINGS, Traits, Weights, traits
from onrecord.compare.grouping.vectors import rarity

Floats = NDArray[np.float32]
Numbers = NDArray[np.int64]


class Nearness(NamedTuple):
    """How near two reports are: how alike their texts, and by how much beyond what either is alike to others of its own story."""

    alike: float
    beyond: float


ONE_REPORT = Nearness(1.2, 0.5)
AS_NEAR = Nearness(0.35, 0.1)
"""The same act by the same party, or in the same town, on the same day needs no other tie: the reports count as at least so near."""
Near = Callable[[int, int], Nearness]
"""How near two reports are, by their numbers."""
UNLIKE_MEANING, UNLIKE_WORDS = 0.2, 0.3
"""Up to these likenesses, words with no stem in common have nothing to do with one another: of the pairs of one event on ECB+ an eighth
lies below, of all pairs two thirds."""
SAME_TYPE, SAME_MODE = 0.42, 0.58
"""Two acts of one type, or of one type and mode, are at least so much alike."""
COLUMNS = (
    *MEANINGS, "words", "prefix", "shared stems", "rarity least", "rarity most", "in the other sentence", "saying", "sentence terms",
    "terms around", "party terms", "shared party", "words most", "alike", "beyond", "one sentence", "numbers",
)  # fmt: skip


class Table(NamedTuple):
    """Pairs that are worth comparing (rows of the tellings) and their features, a row a pair."""

    one: Numbers
    other: Numbers
    features: Floats


def table(tellings: Sequence[Telling], one: Numbers, other: Numbers, near: Near) -> Table:
    """Give the features of pairs of tellings; pairs whose acts have nothing to do with one another are left out."""
    known = [traits(t) for t in tellings]
    acts, triggers = np.stack([x.meanings[0] for x in known]), np.stack([x.trigger for x in known])
    act, words = _dots(acts, one, other), _dots(triggers, one, other)
    ties = np.array([_tie(tellings[i], tellings[j]) for i, j in zip(one.tolist(), other.tolist(), strict=True)], np.float32).reshape(-1, 2)
    kept = (ties[:, 0] > 0) | (ties[:, 1] > 0) | (act > UNLIKE_MEANING) | (words > UNLIKE_WORDS)
    one, other, ties, act, words = one[kept], other[kept], ties[kept], act[kept], words[kept]
    meanings = np.stack([x.meanings for x in known])
    columns = [np.maximum(act, ties[:, 1])]
    columns += [_dots(meanings[:, k], one, other) for k in range(1, len(MEANINGS))]
    columns += [np.maximum(words, ties[:, 1])]
    pairs = zip(one.tolist(), other.tolist(), strict=True)
    rest = np.array([_pair(tellings[i], tellings[j], known[i], known[j], near) for i, j in pairs], np.float32)
    return Table(one, other, np.column_stack([*columns, rest.reshape(-1, len(COLUMNS) - len(columns))]).astype(np.float32))


def _dots(rows: Floats, one: Numbers, other: Numbers) -> Floats:
    """Give the products of pairs of rows, all pairs at once where there are many."""
    if len(one) > len(rows) ** 2 // 4:
        return np.asarray((rows @ rows.T)[one, other], np.float32)
    return np.asarray(np.einsum("ij,ij->i", rows[one], rows[other]), np.float32)


def _tie(a: Telling, b: Telling) -> tuple[float, float]:
    """Say whether two triggers share a stem, and how much alike their types make them."""
    typed = bool(a.type) and a.type == b.type
    return float(not set(a.stems).isdisjoint(b.stems)), (SAME_MODE if a.mode and a.mode == b.mode else SAME_TYPE) if typed else 0.0


def _pair(a: Telling, b: Telling, x: Traits, y: Traits, near: Near) -> tuple[float, ...]:
    shared, either = set(a.stems) & set(b.stems), set(a.stems) | set(b.stems)
    party = max(shared_party(a.actors, b.actors), shared_party(a.recipients, b.recipients))
    reports = near(a.report, b.report)
    there = not a.sites.isdisjoint(b.sites)
    if a.type and a.type == b.type and (party or there) and a.days is not None and a.days == b.days and a.days[0] == a.days[1]:
        reports = max(reports, AS_NEAR)
    numbers = 0.0 if not (x.numbers and y.numbers) else 1.0 if x.numbers.isdisjoint(y.numbers) else 2.0
    return (
        prefix(a.stems, b.stems), len(shared) / len(either) if either else 0.0, min(x.rarity, y.rarity), max(x.rarity, y.rarity),
        float(not x.stems.isdisjoint(b.stems)) + float(not y.stems.isdisjoint(a.stems)), float(a.says) + float(b.says),
        product(x.sentence, y.sentence), product(x.around, y.around), product(x.parties, y.parties),
        party, max(len(a.words), len(b.words)),
        reports.alike, reports.beyond, float(a.report == b.report and a.sentence == b.sentence), numbers,
    )  # fmt: skip


@lru_cache(maxsize=100_000)
def prefix(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """Say how much two stems have in common from their beginning, of the longer: "acquir" and "acquisit" five eighths."""
    best = 0.0
    for a in one:
        for b in other:
            same = next((n for n, (p, q) in enumerate(zip(a, b, strict=False)) if p != q), min(len(a), len(b)))
            best = max(best, same / max(len(a), len(b), 1))
    return best


def product(a: Weights, b: Weights) -> float:
    """Give the product of two weighted bags of words."""
    small, large = (a, b) if len(a) < len(b) else (b, a)
    return sum(x * large[w] for w, x in small.items() if w in large)


def shared_party(mine: Sequence[Party], theirs: Sequence[Party]) -> float:
    """Say how much of a name two sides have in common: by the weight of its words, of the shorter name."""
    best = 0.0
    for x in mine:
        for y in theirs:
            words = x.words & y.words
            if words and not (x.country and y.country and x.country != y.country):
                best = max(best, _weight(words) / min(_weight(x.words), _weight(y.words)))
    return best


@lru_cache(maxsize=50_000)
def _weight(words: frozenset[str]) -> float:
    """Give the weight of a name's words. The same names are met in hundreds of pairs: remembering them saves a fifth of all."""
    return sum(map(rarity, sorted(words)))
