"""What of a telling is compared with others: meanings of its trigger, its parties and the words around it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from onrecord.compare.events.relatedness import Direction, direction, meaning
from onrecord.compare.events.tellings import Party, Telling
from onrecord.compare.grouping.vectors import is_stop, rarity
from onrecord.compare.words import fold_word
from onrecord.lang.stems import is_small, stem

SIDE = 4
"""Words on either side of a trigger that stand for its surroundings."""
NEAR = 5
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Traits:
    """One telling's. Meanings are directions in one row: trigger, sentence, left, right, actors, recipients, all parties."""

    trigger: Direction
    meanings: NDArray[np.float32]
    sentence: Weights
    around: Weights
    parties: Weights
    stems: frozenset[str]
    """Of the words around the trigger in its sentence."""
    numbers: frozenset[str]
    rarity: float


MEANINGS = ("act", "sentence", "left", "right", "actors", "recipients", "parties")


@lru_cache(maxsize=20_000)
def traits(t: Telling) -> Traits:
    """Give what of a telling is compared."""
    left, right = _around(t.sentence, t.words)
    before, after = _content(left), _content(right)
    actors, recipients = _names(t.actors), _names(t.recipients)
    rows = (t.words, before + after, before[-SIDE:], after[:SIDE], actors, recipients, actors + recipients)
    return Traits(
        trigger=direction(t.words), meanings=np.stack([meaning(words) for words in rows]), sentence=_weigh(before + after),
        around=_weigh(before[-NEAR:] + after[:NEAR]), parties=_weigh(actors + recipients), stems=frozenset(map(stem, left + right)),
        numbers=frozenset(w for w in left + right if any(c.isdigit() for c in w)), rarity=max(map(rarity, t.words), default=0.3),
    )  # fmt: skip


def _around(sentence: str, trigger: Sequence[str]) -> tuple[list[str], list[str]]:
    """Give the words of a sentence before and after its trigger: where the trigger's words stand first."""
    words = [fold_word(m[0]) for m in _WORD.finditer(sentence)]
    first = fold_word(trigger[0]) if trigger else ""
    at = next((n for n, w in enumerate(words) if w == first), len(words))
    end = at + 1
    for word in trigger[1:]:
        end = next((n + 1 for n in range(end, min(end + 4, len(words))) if words[n] == fold_word(word)), end)
    return words[:at], words[end:]


def _content(words: Iterable[str]) -> list[str]:
    return [w for w in words if not is_stop(w) and not is_small(w)]


def _names(parties: Iterable[Party]) -> list[str]:
    return [w for p in parties for w in sorted(p.words)]


def _weigh(words: Iterable[str]) -> Weights:
    weights = {w: rarity(w) * float(1 + np.log(n)) for w, n in Counter(words).items()}
    length = float(np.sqrt(sum(x * x for x in weights.values())))
    return {w: x / length for w, x in weights.items()} if length else {}
