"""The stems of English words that tell of an event: "killed", "killing" and "kills" are one; so are "struck" and "strikes"."""

from __future__ import annotations

import re

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


def stem(word: str) -> str:
    """Give the stem of one word in lower case; of an irregular form that of its verb is asked for."""
    word = _SHORT.get(word, word)
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and not word.endswith("ss"):
            left = word[: -len(ending)]
            if len(left) >= 3 and _VOWEL.search(left):
                word = left + instead
                break
    if len(word) > 4 and word[-1] == word[-2] and word[-1] not in "lsz":
        word = word[:-1]
    return word[:-1] if len(word) > 3 and word.endswith("e") else word


def is_small(word: str) -> bool:
    """Say whether a word in lower case tells nothing beside others."""
    return word in _SMALL
