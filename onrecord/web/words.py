"""Rows in a reader's words: numbers, dates and how sure they are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from onrecord.export.view import BOUNDS, CURRENCY, number, plural
from onrecord.model.dates_in_words import MONTHS as MONTHS
from onrecord.model.dates_in_words import day as day

WEB = re.compile(r"https?://[^\s<>\"']+", re.IGNORECASE)


def figure(row: Mapping[str, Any]) -> str:
    """Give a figure row with its bound, unit and measure: "at least 83 people killed"."""
    value, high, unit, measure = row["value"], row["high"], row["unit"], row["measure"]
    amount = number(value) if high is None else f"{number(value)} to {number(high)}"
    bound = BOUNDS.get(row["bound"], "")
    if unit and CURRENCY.fullmatch(unit):
        return " ".join(x for x in (f"{bound}{unit} {amount}", measure) if x)
    shown = plural(unit) if unit and (value, high) != (1, None) else unit
    kept = None if measure in (unit, shown) or f"{unit}ed" == measure else measure
    return " ".join(x for x in (f"{bound}{amount}", shown, kept) if x)


def count(number: int, word: str, words: str | None = None) -> str:
    """Give a number with its noun: "1 report", "2 stories"."""
    return f"{number:,} {word if number == 1 else words or word + 's'}"


def web_link(url: str | None) -> str | None:
    """Give an address that may be a link: http and https alone."""
    return url if url and WEB.fullmatch(url) else None
