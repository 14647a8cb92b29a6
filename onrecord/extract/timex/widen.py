"""Widens an expression by what belongs to it on both sides: "the", "early", "the end of", "about", "or so"."""

from __future__ import annotations

from onrecord.extract.timex.context import Reading
from onrecord.extract.timex.patterns import Match
from onrecord.extract.timex.words import Lexicon, Words

_NO_MOD = ("DURATION", "SET")
_MOD_ONLY_AFTER_ARTICLE = frozenset(("later", "earlier", "sometime"))


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
    if words.lower(out.first - 1) == "the" and not any(w in ("-", "‑") for w in words.lowers[out.first : out.last]):
        out.first -= 1


def _lead(out: Reading, words: Words, lexicon: Lexicon, article: bool) -> None:
    before = words.lower(out.first - 1)
    if before in ("-", "‑") and ("modadj", words.lower(out.first - 2)) in lexicon.values:
        out.mod, out.first = lexicon.values["modadj", words.lower(out.first - 2)], out.first - 2
        if article and words.lower(out.first - 1) == "the":
            out.first -= 1
        article = False
    elif ("modadj", before) in lexicon.values and before != "later":
        out.mod, out.first = lexicon.values["modadj", before], out.first - 1
    elif before in ("earlier", "later", "sometime") and (out.type == "TIME" or out.stretch is not None and out.stretch.unit in ("D", "W", "Y")):
        out.mod, out.first = lexicon.values["mod", before] or None, out.first - 1
    elif before == "in" and words.lower(out.first - 2) in ("early", "late") and out.value[-3:] != "REF":
        out.mod, out.first = lexicon.values["modadj", words.lower(out.first - 2)], out.first - 2
    if article:
        _article(out, words)
    _bound(out, words, lexicon)


def _bound(out: Reading, words: Words, lexicon: Lexicon) -> None:
    """Take in "the end of", "the beginning of", "the middle of"."""
    noun = words.lower(out.first - 2)
    if words.lower(out.first - 1) != "of" or ("bound", noun) not in lexicon.values or out.value.endswith("REF"):
        return
    out.mod, out.first = lexicon.values["bound", noun], out.first - 2
    if words.lower(out.first - 1) in ("early", "very"):
        out.first -= 1
    if words.lower(out.first - 1) == "the":
        out.first -= 1


def _measure(out: Reading, words: Words, lexicon: Lexicon) -> None:
    """Take in "about", "nearly", "more than", "at least", "up to", "no more than"."""
    if out.value.endswith("_REF") or out.type == "SET":
        return
    one, two = words.lower(out.first - 1), words.lower(out.first - 2)
    if one == "than" and ("cmp", two) in lexicon.values:
        more, out.first = lexicon.values["cmp", two], out.first - 2
        if words.lower(out.first - 1) == "no":
            more, out.first = {"MORE_THAN": "EQUAL_OR_LESS", "LESS_THAN": "EQUAL_OR_MORE"}[more], out.first - 1
        out.mod = more
    elif two == "at" and ("least", one) in lexicon.values:
        out.mod, out.first = lexicon.values["least", one], out.first - 2
    elif two == "up" and one == "to" and out.type == "DURATION":
        out.mod, out.first = "EQUAL_OR_LESS", out.first - 2
    elif ("approx", one) in lexicon.values and (out.type == "DURATION" or one in ("about", "around", "approximately", "circa", "roughly") or "ago" in out.rule):
        if one in ("over", "under", "some") and out.type != "DURATION" and "ago" not in out.rule:
            return
        if one in ("over", "under") and words.lowers[out.first] in ("the", "this", "next", "last", "past", "coming", "recent"):
            return
        if one in ("just", "only", "barely", "some") or "weekday" in out.rule or "rel-unit" in out.rule:
            return
        out.mod, out.first = lexicon.values["approx", one], out.first - 1
        if out.mod == "APPROX" and out.edtf and out.type == "DATE" and "/" not in out.edtf:
            out.edtf += "~"


def _tail(out: Reading, words: Words) -> None:
    one, two = words.lower(out.last), words.lower(out.last + 1)
    if one == "or" and two == "so":
        out.mod, out.last = "APPROX", out.last + 2
    elif out.type == "DATE" and out.stretch is not None and one in ("or", "and") and two in ("later", "beyond", "thereafter"):
        out.mod, out.last = "ON_OR_AFTER", out.last + 2


def _since(out: Reading, words: Words, lexicon: Lexicon) -> None:
    """Leave the interval of "since August" open at its end (EDTF "2025-08/..")."""
    if words.marks[out.first - 1 : out.first] == lexicon.chars("since") and out.first and out.type == "DATE" and out.stretch is not None and out.edtf:
        out.edtf = f"{out.edtf.partition('/')[0]}/.."
