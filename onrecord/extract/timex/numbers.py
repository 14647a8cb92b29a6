"""Reads how many: "two", "2 1/2", "twenty-four", "a couple of", "several", "three and a half", "a hundred"."""

from __future__ import annotations

from fractions import Fraction

from onrecord.extract.timex.patterns import Match

_JOINING = {"and", "of", "-", "‑", "/"}
HALF = Fraction(1, 2)


def amount(match: Match, label: str = "n") -> Fraction | None:
    """Give the number under a label, None for a vague one ("several", "many", "hundreds of")."""
    tokens = match.at(label)
    if tokens is None:
        return None
    first, last = tokens
    lowers = match.words.lowers[first:last]
    if "/" in lowers:
        return _fraction(lowers)
    total, current = Fraction(0), Fraction(0)
    for n, lower in enumerate(lowers):
        if lower in _JOINING:
            continue
        if lower == "half":
            current += HALF
            continue
        scale = match.lexicon.values.get(("scale", lower))
        if scale:
            total, current = total + max(current, Fraction(1)) * int(scale), Fraction(0)
            continue
        value = _value(match, lower)
        if value is None:
            return None
        current += 0 if lower in ("a", "an") and n + 1 < len(lowers) else value
    return total + current


def _fraction(lowers: list[str]) -> Fraction | None:
    digits = [int(x) for x in lowers if x.isdigit()]
    if len(digits) != 3 or not digits[2]:
        return None
    return digits[0] + Fraction(digits[1], digits[2])


def _value(match: Match, lower: str) -> Fraction | None:
    for category in ("num", "couple", "article", "other"):
        if (category, lower) in match.lexicon.values:
            return Fraction(match.lexicon.values[category, lower])
    digits = lower.replace(",", "")
    return Fraction(digits) if len(digits) <= 12 and digits.replace(".", "", 1).isdigit() else None


PERIOD = {
    "TS": ("T", "S", 1), "TM": ("T", "M", 1), "TH": ("T", "H", 1), "D": ("", "D", 1), "W": ("", "W", 1), "WE": ("", "D", 2),
    "FN": ("", "W", 2),
    "M": ("", "M", 1), "Q": ("", "Q", 1), "Y": ("", "Y", 1), "DE": ("", "Y", 10), "CE": ("", "Y", 100), "ML": ("", "Y", 1000),
}  # fmt: skip
"""Unit -> (T before units of the clock, letter, how many of them)."""

_VAGUE = {"DE": "DE", "CE": "CE", "ML": "ML", "WE": "WE"}
_PARTS = {
    ("", "Y"): [("", "M", 12)], ("", "D"): [("T", "H", 24)], ("T", "H"): [("T", "M", 60)], ("T", "M"): [("T", "S", 60)],
}  # fmt: skip
"""What half a unit is told in."""


def period(n: Fraction | None, unit: str) -> str:
    """Give the ISO duration of n units: P2W, PT36H, P2Y6M (two and a half years), PXD (several days)."""
    clock, letter, times = PERIOD[unit]
    if n is None:
        return f"P{clock}X{_VAGUE.get(unit, letter)}"
    n = n * times
    whole = int(n)
    rest = n - whole
    if not rest:
        return f"P{clock}{whole}{letter}"
    for sub_clock, sub, per in _PARTS.get((clock, letter), []):
        if (rest * per).denominator == 1:
            head = f"P{clock}{whole}{letter}" if whole else f"P{clock}"
            return head + ("" if clock == sub_clock else sub_clock) + f"{int(rest * per)}{sub}"
    decimals = f"{float(n):.3f}".rstrip("0").rstrip(".")
    return f"P{clock}{decimals}{letter}"
