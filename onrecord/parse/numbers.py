"""Numbers among the words: money, percentages, cardinals, ordinals, as names beside those that the network finds."""

from __future__ import annotations

import re
from collections.abc import Sequence

NUMBERS = ("MONEY", "PERCENT", "CARDINAL", "ORDINAL")
FIGURE = re.compile(r"[+-]?\d[\d,.]*(?:/\d+)?(?:bn|tn|mn|m|k)?$", re.I)
_NUMBER_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion trillion "
    "dozen"
)
NUMBER_WORDS = frozenset(_NUMBER_WORDS.split())
SCALE = frozenset(["hundred", "thousand", "million", "billion", "trillion", "m", "bn", "tn", "k", "dozen", "crore", "lakh"])
VAGUE = frozenset(["dozens", "scores", "hundreds", "thousands", "millions", "billions"])
SIGNS = frozenset(["$", "€", "£", "¥", "₹", "US$", "A$", "C$", "HK$", "S$", "NT$", "Rs", "Rs.", "RM", "R$", "C$"])
_CURRENCIES = (
    "dollar dollars euro euros pound pounds yen yuan rupee rupees ruble rubles rouble roubles peso pesos rand naira "
    "shilling shillings dirham dirhams riyal riyals cent cents won franc francs usd eur gbp renminbi bolivar bolivars lira"
)
CURRENCIES = frozenset(_CURRENCIES.split())
PLACES = frozenset(["us", "u.s.", "canadian", "australian", "british", "hong", "kong"])
PERCENT = frozenset(["%", "percent", "pct"])
ORDINALS = frozenset(["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"])

Found = tuple[int, int, str]


def find_numbers(words: Sequence[str], upos: Sequence[str], taken: Sequence[bool]) -> list[Found]:
    """Give (first, last, label) of numbers outside the words already taken by names."""
    low = [w.lower() for w in words]
    out: list[Found] = []
    i = 0
    while i < len(words):
        found = _amount(low, words, i) or _ordinal(low, upos, i)
        if found is None or any(taken[found[0] : found[1]]):
            i += 1
            continue
        out.append(found)
        i = found[1]
    return out


def _amount(low: Sequence[str], words: Sequence[str], i: int) -> Found | None:
    sign = words[i] in SIGNS or (low[i] == "us" and words[i + 1 : i + 2] == ["$"])
    start = i + (2 if sign and words[i] not in SIGNS else 1) if sign else i
    end = _number(low, start)
    if end == start:
        return (i, i + 1, "CARDINAL") if low[i] in VAGUE else None
    if sign:
        return (i, end, "MONEY")
    after = low[end : end + 2]
    if after[:1] and after[0] in PERCENT:
        return (i, end + 1, "PERCENT")
    if after == ["per", "cent"]:
        return (i, end + 2, "PERCENT")
    last = end
    while last < len(low) and low[last] in PLACES:
        last += 1
    if last < len(low) and low[last] in CURRENCIES:
        return (i, last + 1, "MONEY")
    return (i, end, "CARDINAL")


def _number(low: Sequence[str], i: int) -> int:
    """Give the end of the number that begins here, its scale words included; `i` itself where none does."""
    end = i
    while end < len(low) and (is_number(low[end]) or (end > i and low[end] in SCALE)):
        end += 1
        if end + 1 < len(low) and low[end] == "-" and is_number(low[end + 1]) and low[end + 1].isalpha():
            end += 1
    return end


def is_number(word: str) -> bool:
    """Say whether a word in lower case is a figure or a number word."""
    return word in NUMBER_WORDS or FIGURE.match(word) is not None


def _ordinal(low: Sequence[str], upos: Sequence[str], i: int) -> Found | None:
    if low[i] in ORDINALS and upos[i] in ("ADJ", "ADV"):
        return (i, i + 1, "ORDINAL")
    return None
