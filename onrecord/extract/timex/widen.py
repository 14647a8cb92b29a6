"""Widens an expression by what belongs to it on both sides: "the", "early", "the end of", "about", "or so"."""

from __future__ import annotations

from onrecord.extract.timex.context import Reading
from onrecord.extract.timex.patterns import Match
from onrecord.extract.timex.words import Lexicon, Words

_NO_MOD = ("DURATION", "SET")


def widen(out: Reading, main: Match | None, words: Words, lexicon: Lexicon) -> None:
    """Extend a reading's span to the left and right, in place; what it takes in may set `mod`."""
    article = main is not None and main.pattern.article
    if out.type not in _NO_MOD and not out.value.endswith("_REF"):
        _lead(out, words, lexicon, article)
    elif article:
        _article(out, words)
    _measure(out, words, lexicon)
    _tail(out, words)
    _since(out, words, lexicon)


def _article(out: Reading, words: Words) -> None:
    """Take in "the"; not before a hyphened adjective, whose article is its noun's ("the third-quarter loss")."""
    if words.lower(out.first - 1) == "the" and words.lower(out.last - 2) not in ("-", "‑"):
        out.first -= 1


def _lead(out: Reading, words: Words, lexicon: Lexicon, article: bool) -> None:
    """Take in "early", "mid-", "later", then "the", then "the end of"."""
    before, second = words.lower(out.first - 1), words.lower(out.first - 2)
    long = out.type == "TIME" or (out.stretch is not None and out.stretch.unit in ("D", "W", "Y"))
    if before in ("-", "‑") and ("modadj", second) in lexicon.values:
        out.mod, out.first = lexicon.values["modadj", second], out.first - 2
        if article:
            out.first -= 1
        article = False
    elif ("modadj", before) in lexicon.values:
        out.mod, out.first = lexicon.values["modadj", before], out.first - 1
    elif ("mod", before) in lexicon.values and long:
        out.mod, out.first = lexicon.values["mod", before] or None, out.first - 1
    elif before == "in" and second in ("early", "late"):
        out.mod, out.first = lexicon.values["modadj", second], out.first - 2
    if article:
        _article(out, words)
    _bound(out, words, lexicon)


def _bound(out: Reading, words: Words, lexicon: Lexicon) -> None:
    """Take in "the end of", "the beginning of", "the middle of"."""
    noun = words.lower(out.first - 2)
    if words.lower(out.first - 1) != "of" or ("bound", noun) not in lexicon.values:
        return
    out.mod, out.first = lexicon.values["bound", noun], out.first - 2
    if words.lower(out.first - 1) == "the":
        out.first -= 1


_NEGATED = {"MORE_THAN": "EQUAL_OR_LESS", "LESS_THAN": "EQUAL_OR_MORE"}
_ABOUT = ("about", "around", "approximately", "circa", "roughly")
_NOT_ABOUT = ("just", "only", "barely", "some")


def _measure(out: Reading, words: Words, lexicon: Lexicon) -> None:
    """Take in "about", "nearly", "more than", "at least", "up to", "no more than"."""
    if out.value.endswith("_REF") or out.type == "SET":
        return
    one, two = words.lower(out.first - 1), words.lower(out.first - 2)
    if one == "than" and ("cmp", two) in lexicon.values:
        out.mod, out.first = lexicon.values["cmp", two], out.first - 2
        if words.lower(out.first - 1) == "no":
            out.mod, out.first = _NEGATED[out.mod], out.first - 1
    elif ("least", one) in lexicon.values:
        out.mod, out.first = lexicon.values["least", one], out.first - 2
    elif two == "up" and one == "to" and out.type == "DURATION":
        out.mod, out.first = "EQUAL_OR_LESS", out.first - 2
    elif ("approx", one) in lexicon.values and _approximates(one, out, words):
        out.mod, out.first = lexicon.values["approx", one], out.first - 1
        if out.mod == "APPROX" and out.edtf and out.type == "DATE" and not {"/", "X"} & set(out.edtf):
            out.edtf += "~"


def _approximates(word: str, out: Reading, words: Words) -> bool:
    """Say whether "about", "nearly", "over" before an expression measure it: not "over the past week", "get around Friday's ruling"."""
    amount = out.type == "DURATION" or "ago" in out.rule
    if word in _NOT_ABOUT or "weekday" in out.rule or "rel-unit" in out.rule:
        return False
    if word in ("over", "under"):
        return amount and words.lowers[out.first] not in ("the", "this", "next", "last", "past", "coming", "recent")
    return amount or word in _ABOUT


def _tail(out: Reading, words: Words) -> None:
    """Take in "or so", "or later", "and beyond"."""
    one, two = words.lower(out.last), words.lower(out.last + 1)
    if one == "or" and two == "so":
        out.mod, out.last = "APPROX", out.last + 2
    elif out.stretch is not None and one in ("or", "and") and two in ("later", "beyond", "thereafter"):
        out.mod, out.last = "ON_OR_AFTER", out.last + 2


def _since(out: Reading, words: Words, lexicon: Lexicon) -> None:
    """Leave the interval of "since August" open at its end (EDTF "2025-08/..")."""
    led = out.first > 0 and words.marks[out.first - 1] == lexicon.chars("since")
    if led and out.type == "DATE" and out.stretch is not None and out.edtf:
        out.edtf = f"{out.edtf.partition('/')[0]}/.."
