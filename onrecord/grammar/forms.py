"""Which form a word has, in our words: one shared `Form` for each tag of the Penn Treebank with its features."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """Form of a verb, number of a noun, kind of a pronoun."""

    finite: bool = False
    """Past, present or modal: it has a tense of its own."""
    tensed: bool = False
    """Past or present."""
    past: bool = False
    present: bool = False
    base: bool = False
    """The bare form of infinitives and commands."""
    gerund: bool = False
    participle: bool = False
    """Past participle."""
    modal: bool = False
    singular: bool = False
    """A noun or name that stands for one."""
    plural: bool = False
    proper: bool = False
    asking: bool = False
    """Opens a question or a relative clause ("who", "where")."""
    which: bool = False
    """An asking word for things ("which", "that")."""
    where: bool = False
    """An asking word for place, time, reason or manner."""
    possessive: bool = False
    """The *'s* of a possessor."""
    particle: bool = False


_TAGS = {
    "VBD": "past tensed finite", "VBZ": "present tensed finite", "VBP": "present tensed finite", "MD": "modal finite", "VB": "base",
    "VBG": "gerund", "VBN": "participle", "NN": "singular", "NNS": "plural", "NNP": "proper singular", "NNPS": "proper plural",
    "WDT": "asking which", "WP": "asking", "WRB": "asking where", "WP$": "asking", "RP": "particle", "POS": "possessive",
}  # fmt: skip
_VERBS = frozenset(("VB", "VBD", "VBG", "VBN", "VBP", "VBZ"))


@cache
def form_of(tag: str, features: str) -> Form:
    """Give the form of a tag with its features; words of one form share one object."""
    if tag in _VERBS:  # the bare form of a past tense ("police *put*") is told by its features alone
        return _form("VBD" if "Tense=Past" in features and "VerbForm=Fin" in features else tag, plural=False)
    return _form(tag, plural="Number=Plur" in features)  # "they", "these"


@cache
def _form(tag: str, *, plural: bool) -> Form:
    words = set(_TAGS.get(tag, "").split())
    if plural:
        words.add("plural")
    return Form(**dict.fromkeys(words, True))
