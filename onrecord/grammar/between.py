"""The way between two words of a sentence: up from each to the word that both stand under."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.grammar.phrase import phrase_of
from onrecord.grammar.tree import above
from onrecord.model.document import Token

LONGEST = 14
"""Steps up from a word, at most: sentences that are read well need fewer, and the work stays in proportion to the words."""

MEANS = frozenset(("in", "during", "with", "for", "by"))
"""Prepositions of the act by which another is done: "killed *in* a raid", "meets him *for* talks"."""

BEFORE_OR_AFTER = frozenset(("after", "before", "since", "until"))
"""Words that open a clause on another time."""


@dataclass(frozen=True, slots=True)
class Between:
    """How two words hang together. Either may itself be the word where the ways meet: then it stands for its own side."""

    up: int
    """Steps from the one to where the ways meet."""
    down: int
    """Steps from there to the other."""
    one: Token
    """The last word on the one's way before they meet."""
    other: Token
    """The same on the other's way."""
    meet: Token


def between(one: Token, other: Token) -> Between | None:
    """Give the way between two words; None where they stand in two sentences or too deep."""
    if one.sentence is not other.sentence:
        return None
    way = [other, *above(other, LONGEST)]
    place = {t.i: n for n, t in enumerate(way)}
    last = one
    for up, word in enumerate((one, *above(one, LONGEST))):
        down = place.get(word.i)
        if down is not None:
            return Between(up, down, last, way[max(0, down - 1)], word)
        last = word
    return None


def told_in_one(one: Token, other: Token) -> bool:
    """Say whether one of two words tells more of what the other tells: its subject or object ("*attacks* have *killed* ten", "imposed a
    *curfew*"), a participle beside it ("shelled a town, *killing* ten"), what it was done in or for, what describes such a noun.
    """
    way = between(one, other)
    if way is None or min(way.up, way.down) > 0 or max(way.up, way.down) > 2:
        return False
    upper, lower = (other, one) if way.down == 0 else (one, other)
    if lower.head is upper:
        return _tells_of(lower) or lower.role.describing
    return (lower.role.describing or lower.role.object) and _tells_of(lower.head)


def where_told(word: Token) -> bool:
    """Say whether a word only tells which place is meant: "the shooting took place near *where a guard was stabbed*"."""
    opened = [c for c in (*phrase_of(word).adverbs, *phrase_of(word).obliques) if c.form.where and phrase_of(c).preposition]
    return bool(opened) or (word.role.afterthought and word.head.form.where)


def at_another_time(one: Token, other: Token) -> bool:
    """Say whether a word stands in a clause of its own on what came before or after: "killed ten *after* a bomb *wounded* two"."""
    way = between(one, other)
    if way is None or way.up or not way.down:
        return False
    clause = phrase_of(way.other)
    return way.other.role.adverbial and clause.mark in BEFORE_OR_AFTER and bool(clause.subjects)


def led_to(one: Token, other: Token) -> bool:
    """Say whether one word takes another by *to*: "agreed *to support* them", "agreed *to a truce*"."""
    role, phrase = other.role, phrase_of(other)
    if other.head is not one or other.i < one.i:
        return False
    return phrase.preposition == "to" if role.oblique else (role.complement or role.adverbial) and phrase.mark == "to"


def wanted_by(one: Token, other: Token) -> bool:
    """Say whether a word stands in what the other wants done, or is asked to do: "the *senate* asked *him* to help *Iran*"."""
    last = other
    for word in above(other, LONGEST):
        if last.role.complement and phrase_of(last).mark == "to" and (phrase_of(word).objects or phrase_of(word).indirects):
            return one in (*phrase_of(word).doers, *phrase_of(word).objects, *phrase_of(word).indirects)
        last = word
    return False


def _tells_of(word: Token) -> bool:
    role, phrase = word.role, phrase_of(word)
    if role.adverbial or role.content:
        return not phrase.marks and not phrase.prepositions
    return role.argument and (not role.joined or phrase.preposition in MEANS)
