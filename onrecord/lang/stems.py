"""The stems of words that tell of an event: "killed", "killing" and "kills" are one; so are "struck" and "strikes"."""

from __future__ import annotations

import re

from onrecord.lang import language, per_word

_WORD = re.compile(r"[^\W\d_]+")


@per_word
def stem(word: str) -> str:
    """Give the stem of one word in lower case."""
    return language().stem(word)


def telling_words(trigger: str) -> tuple[str, ...]:
    """Give a trigger's words in lower case but the small ones; all of them where only small ones stand there."""
    words = [w.lower() for w in _WORD.findall(trigger)]
    return tuple(dict.fromkeys(w for w in words if not is_small(w))) or tuple(dict.fromkeys(words))


def stems(trigger: str) -> tuple[str, ...]:
    """Give the stems of a trigger's telling words."""
    return tuple(dict.fromkeys(stem(w) for w in telling_words(trigger)))


@per_word
def is_small(word: str) -> bool:
    """Say whether a word in lower case tells nothing beside others."""
    return language().is_small(word)
