"""What a number is measured in, read off its own neighbourhood: money (ISO 4217) and measure units (km, tonne, percent)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from typing import NamedTuple

from onrecord.extract.quantities.lexicon import words
from onrecord.lang import per_language, rows

WINDOW = 40
_MAGNITUDE_AFTER = re.compile(r"[ -]magnitude\b", re.I)
_QUAKE_AFTER = re.compile(r" (?:earth)?quake\b| aftershock\b| tremor\b| temblor\b", re.I)
_MAGNITUDE = re.compile(r"\bmagnitude[ -](?:of )?\Z", re.I)
_WORDS = re.compile(r"[ \u00a0\n-]?([^\W\d_.]+(?:[./][^\W\d_]+\.?)*[²³]?|%|°[CFcf]?|[$€£₹₽₩¥₺₴₦₱])((?:[ \n-](?!of )[^\W\d_]+\.?){0,3})")
_AMOUNT = re.compile(
    r"[0-9]{1,3}(?:,[0-9]{2,3})+|[0-9]{4,}|[0-9]+\.[0-9]{2}\b"
    r"|[0-9.]+[ -]?(?:m|mn|bn|b|k|tn|million|billion|trillion|thousand|crore|lakh)\b", re.I
)  # fmt: skip
_SCALED = re.compile(r"[0-9.,]+[ -]?(?:m|mn|bn|tn|million|billion|trillion)\b", re.I)
_ROAD = re.compile(r"\b(?:on|along|off|the|via)[ \n]\Z", re.I)
_SYMBOL_BEFORE = re.compile(r"(?:[^\W\d_]{1,4}\.?(?:[^\W\d_]\.)?[ ]?)?[$€£¥₹₽₩₪₦₺₱฿₫₴৳₸₡₲₼₾₿][ \u00a0]?\Z|[^\W\d_/]{1,5}[./]?[ \u00a0]?\Z")


class Unit(NamedTuple):
    """A unit found beside a number: `start` and `end` widen the number's span, `factor` turns cents into whole units."""

    start: int
    end: int
    unit: str
    rule: str
    factor: float = 1
    rejected: tuple[str, ...] = ()


@per_language
def _measure_units() -> dict[str, str]:
    return {r["form"]: r["unit"] for r in rows("units")}


@per_language
def _currencies(kind: str) -> dict[str, tuple[tuple[str, str], ...]]:
    """Give form -> (country that the text must name or "", code), for one kind of form."""
    out: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in rows("currencies"):
        if row["kind"] == kind:
            out[row["form"]].append((row["near"], row["iso"]))
    return {form: tuple(choices) for form, choices in out.items()}


Named = Callable[[str], int]
"""Counts how often the document names a country, in lower case."""


def _choose(choices: tuple[tuple[str, str], ...], named: Named) -> tuple[str | None, tuple[str, ...]]:
    """Choose among currencies of one name by the countries that the document names; None where nothing decides."""
    if len(choices) == 1 and not choices[0][0]:
        return choices[0][1], ()
    counted = sorted(((named(near), code) for near, code in choices if near), key=lambda c: (-c[0], c[1]))
    default = next((code for near, code in choices if not near), None)
    best = counted[0][1] if counted and counted[0][0] else default
    return best, tuple(code for _, code in choices if code != best)


def money_before(text: str, start: int, named: Named) -> Unit | None:
    """Read a currency symbol or code right before a number: "$", "A$", "Rs ", "USD "."""
    match = _SYMBOL_BEFORE.search(text, max(0, start - 8), start)
    if match is None:
        return None
    raw = match.group().rstrip(" \u00a0")
    begin = match.start()
    for cut in range(len(raw)):
        symbol = raw[cut:]
        if cut and symbol[0].isalnum() and raw[cut - 1].isalnum():
            continue
        if symbol[0].isalnum() and begin + cut > 0 and text[begin + cut - 1].isalnum():
            continue
        choices = _currencies("symbol").get(symbol) or _currencies("code").get(symbol)
        if choices is None or (symbol.isalpha() and len(symbol) == 1 and match.group() != raw):
            continue
        code, rejected = _choose(choices, named)
        if len(symbol) <= 2 and symbol.isalpha():
            if not _letter_means_money(text, symbol, begin + cut, start):
                return None
            code = code or (choices[0][1] if len(choices) == 1 and _SCALED.match(text, start) else None)
            if code is None:
                return None
        return Unit(begin + cut, start, code or symbol, "money/symbol", 1, rejected)
    return None


def _letter_means_money(text: str, symbol: str, at: int, start: int) -> bool:
    """Tell "a ransom of N50m" and "P250 million" from the M23, the G20, a K9 unit and the R510: by how the number is written."""
    if symbol in ("Rs", "Sh", "Rp", "Tk", "Fr", "RM"):
        return True
    amount = _AMOUNT.match(text, start) is not None
    return amount or (symbol == "R" and not _ROAD.search(text, max(0, at - 12), at))


def magnitude_before(text: str, start: int, end: int) -> Unit | None:
    """Read "magnitude 6.5", "a magnitude of 6.5", "a 6.5 magnitude quake", "a 6.5 quake": the size of an earthquake."""
    if _MAGNITUDE_AFTER.match(text, end) or ("." in text[start:end] and _QUAKE_AFTER.match(text, end)):
        return Unit(start, end, "magnitude", "unit")
    match = _MAGNITUDE.search(text, max(0, start - 18), start)
    return Unit(start, end, "magnitude", "unit") if match else None


def unit_after(text: str, start: int, end: int, value: float, named: Named) -> Unit | None:
    """Read the currency or measure unit right after a number: "million euros" is asked at the end of "million"."""
    match = _WORDS.match(text, end, min(len(text), end + WINDOW))
    if match is None:
        return None
    first, more = match.group(1), match.group(2)
    if first in "%°$€£₹₽₩¥₺₴₦₱":
        more = "" if first != "°" else more
    following = [first.rstrip("."), *re.findall(r"[^\W\d_]+", more)]
    for size in range(len(following), 0, -1):
        stop = _end_of(text, match.start(1), following[:size])
        form = " ".join(following[:size])
        found = _unit(text, form, start, end, stop, value, named)
        if found is not None:
            return found
    return None


def _end_of(text: str, start: int, words: list[str]) -> int:
    at = start
    for word in words:
        at = text.index(word, at) + len(word)
    return at


def _unit(text: str, form: str, start: int, end: int, stop: int, value: float, named: Named) -> Unit | None:
    lower = form.lower()
    if form in _currencies("code") or form in ("$", "€", "£", "₹", "₽", "₩", "¥", "₺", "₴", "₦", "₱"):
        choices = _currencies("code").get(form) or _currencies("symbol")[form]
        return Unit(start, stop, choices[0][1], "money/code")
    cent = _currencies("cent").get(lower)
    if cent is not None:
        return Unit(start, stop, cent[0][1], "money/cent", 0.01)
    names = _currencies("name").get(lower)
    if names is not None and not _no_money(text, lower, end, stop, value):
        code, rejected = _choose(names, named)
        return Unit(start, stop, code or lower.rstrip("s"), "money/name", 1, rejected)
    if lower in ("pound", "pounds"):
        return Unit(start, stop, "lb", "unit")
    unit = _measure_units().get(lower)
    if unit is None or (len(lower) == 1 and lower.isalpha()) or (lower in ("foot", "inch") and text[end : end + 1] != "-"):
        return None
    return Unit(start, stop, unit, "unit")


def _no_money(text: str, form: str, end: int, stop: int, value: float) -> bool:
    """Pounds of something are weights; "won" and the like after a small number are other words."""
    if form in ("pound", "pounds"):
        return text[stop : stop + 4] == " of " or (form == "pound" and text[end : end + 1] == "-")
    return form in words("small-money") and value < 50
