"""The stems of words that tell of an event: "killed", "killing" and "kills" are one; so are "struck" and "strikes"."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from onrecord.lang import rows

_WORD = re.compile(r"[^\W\d_]+")
_ENDINGS: tuple[tuple[str, str], ...] = (
    ("ations", ""), ("ation", ""), ("ements", ""), ("ement", ""), ("ments", ""), ("ment", ""), ("ings", ""), ("ing", ""),
    ("ions", ""), ("ion", ""), ("ances", ""), ("ance", ""), ("ies", "y"), ("ied", "y"), ("ers", ""), ("ors", ""),
    ("ed", ""), ("es", ""), ("s", ""), ("al", ""), ("er", ""), ("or", ""),
)  # fmt: skip
"""Endings taken off, longest first; what is left must keep a vowel and three letters."""
_SHORT = {
    "died": "die", "dies": "die", "dying": "die", "tied": "tie", "ties": "tie", "lied": "lie", "lies": "lie", "lying": "lie",
    "sued": "sue", "suing": "sue",
}  # fmt: skip
_SMALL = frozenset([
    "a", "an", "the", "of", "in", "on", "at", "to", "for", "with", "by", "from", "into", "up", "out", "off", "down", "over",
    "back", "away", "it", "its", "their", "his", "her", "be", "is", "are", "was", "were", "been", "has", "have", "had", "will",
    "would", "not", "no", "and", "or", "as", "that", "which", "who",
])  # fmt: skip
_VOWEL = re.compile("[aeiouy]")


@cache
def _irregular() -> dict[str, str]:
    return {r[form]: r["lemma"] for r in rows("irregular_verbs") for form in ("past", "participle") if r[form]}


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Give the stem of one word in lower case."""
    word = _irregular().get(word) or _SHORT.get(word, word)
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and not word.endswith("ss"):
            left = word[: -len(ending)]
            if len(left) >= 3 and _VOWEL.search(left):
                word = left + instead
                break
    if len(word) > 4 and word[-1] == word[-2] and word[-1] not in "lsz":
        word = word[:-1]
    return word[:-1] if len(word) > 3 and word.endswith("e") else word


def telling_words(trigger: str) -> tuple[str, ...]:
    """Give a trigger's words in lower case but the small ones; all of them where only small ones stand there."""
    words = [w.lower() for w in _WORD.findall(trigger)]
    return tuple(dict.fromkeys(w for w in words if w not in _SMALL)) or tuple(dict.fromkeys(words))


def stems(trigger: str) -> tuple[str, ...]:
    """Give the stems of a trigger's telling words."""
    return tuple(dict.fromkeys(stem(w) for w in telling_words(trigger)))


def is_small(word: str) -> bool:
    """Say whether a word in lower case tells nothing beside others."""
    return word in _SMALL
