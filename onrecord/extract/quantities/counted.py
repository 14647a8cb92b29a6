"""The counted noun: "22 *vessels*", "83 of the *soldiers*", "dozens of *people*", and its singular (lang/en/plurals.csv).

The noun group after the number is read left to right; a parser's attachment is used where it agrees with that order.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Container

from onrecord.extract.quantities.lexicon import words
from onrecord.lang import language, per_language, per_word, rows
from onrecord.model.document import Token

REACH = 9
"""Tokens looked at after a number; longer noun groups are rare and mostly mis-tagged."""

_INSIDE = frozenset({"DET", "ADJ", "NUM", "NOUN", "PROPN", "SYM", "X"})


@per_word
def singular(word: str) -> str:
    """Give the singular of a noun as written: "vessels" -> "vessel", "people" -> "person"."""
    return language().singular(word)


@per_language
def _persons() -> frozenset[str]:
    return frozenset(r["noun"] for r in rows("actor_nouns") if r["type"] == "person")


def is_person(noun: str) -> bool:
    """Tell whether a noun, in lower case, names people by what they are: "soldiers", "fighters"."""
    return singular(noun) in _persons()


def counted_noun(number: list[Token], blocked: Container[int]) -> tuple[Token | None, list[Token]]:
    """Find the head of the counted noun group after a number, and the group's tokens.

    `blocked` are tokens of time expressions, which end a group ("killed 20 people *Sunday*").
    """
    last = number[-1]
    tokens = last.sentence.tokens
    at = last.i - tokens[0].i + 1
    after = tokens[at : at + REACH]
    if after and after[0].lower == "of":
        after = after[1:]
        if after and after[0].upos == "PRON" and not after[0].role.possessor:
            return None, []
    elif after and after[0].upos == "DET" and number[-1].lower != "half":
        return None, []  # "$3 a share"
    group = _group(after, blocked)
    nouns = [t for t in group if t.upos in ("NOUN", "PROPN") and t.text[0].isalpha()]
    if not nouns:
        return None, group
    head = nouns[-1]
    tree = number[-1].head
    plain = tree in nouns and number[-1].role.count and tree.text.isalpha()
    while plain and (tree.role.compound or tree.role.flat) and tree.head in nouns and tree.head.i > tree.i:
        tree = tree.head
    if plain and not any(t.i > tree.i and (t.role.compound or t.role.flat) for t in nouns):
        head = tree
    while head.role.compound and head.i < head.head.i <= last.i + REACH:
        head = head.head  # "thousands of film and television *writers*"
    return head, [t for t in after if t.i <= head.i]


def _group(after: list[Token], blocked: Container[int]) -> list[Token]:
    """Give the tokens that can belong to one noun group, from the left."""
    group: list[Token] = []
    noun = False
    for n, token in enumerate(after):
        following = after[n + 1] if n + 1 < len(after) else None
        if token.i in blocked or not _belongs(group[-1] if group else None, token, following, n, noun):
            break
        group.append(token)
        noun = noun or token.upos in ("NOUN", "PROPN")
    return group


def _belongs(before: Token | None, token: Token, following: Token | None, n: int, noun: bool) -> bool:
    """Tell whether a token carries on the noun group; `noun`: the group has its first noun already."""
    to_noun = following is not None and following.upos in ("NOUN", "PROPN")
    if token.upos in _INSIDE or token.role.possessor or token.form.possessive:
        owned = token.upos == "NUM" and before is not None and before.lower in ("'s", "’s")
        return owned or not (noun and (token.upos in ("DET", "NUM") or (token.upos == "ADJ" and not to_noun)))
    if following is None:
        return token.lower in words("more")
    if token.upos == "VERB" and following.text in ("-", "‑"):
        return not noun  # "three guided-missile destroyers"
    if token.upos == "VERB":
        return (token.form.participle or token.form.gerund or token.form.past) and not noun and (to_noun or following.upos == "ADJ")
    if token.text == "-" or token.lower in words("more"):
        return True
    if noun:
        return False
    if token.upos == "ADV":
        return following.upos in ("ADJ", "VERB")
    if token.text == ",":
        return n > 0 and (following.upos == "ADJ" or following.upos == "CCONJ")
    if token.upos == "CCONJ" and before is not None and before.text == ",":
        return to_noun or following.upos == "ADJ"  # "40 hypersonic, ballistic, and cruise missiles"
    return n == 0 and token.lower in ("or", "and") and following.lower in ("more", "so")


def total_of(number: list[Token]) -> Token | None:
    """Find the noun of a stated total: "put the number of *protesters* at 3.5 million"."""
    tokens = number[0].sentence.tokens
    at = number[0].i - tokens[0].i
    back = tokens[max(0, at - 16) : at]
    if not back or not any(t.lower in words("toll-verb") for t in back):
        return None
    for n in range(len(back) - 2, -1, -1):
        if back[n].text in (".", ";", ":"):
            return None
        if back[n].lower in words("total") and back[n + 1].lower == "of":
            counted = itertools.takewhile(lambda t: t.lower not in words("toll-verb"), back[n + 2 : n + 2 + REACH])
            group = _group(list(counted), ())
            return next((t for t in reversed(group) if t.upos in ("NOUN", "PROPN")), group[-1] if group else None)
    return None


_WORD_AFTER = re.compile(r"(?: (?:or more|or so|more|other|of the|of|additional|new))? ([a-z]+)\b", re.I)


def counted_word(text: str, end: int) -> str | None:
    """Without a parse: the next word, where it looks like a plural noun."""
    match = _WORD_AFTER.match(text, end, end + 40)
    if match is None:
        return None
    word = match.group(1)
    return word if language().is_plural(word) else None
