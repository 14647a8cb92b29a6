"""Dates (EDTF) as a reader writes them."""

from __future__ import annotations

import re

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
SEASONS = {21: "spring", 22: "summer", 23: "autumn", 24: "winter", 33: "1st quarter of", 34: "2nd quarter of", 35: "3rd quarter of",
           36: "4th quarter of", 40: "1st half of", 41: "2nd half of"}  # fmt: skip
_PARTS = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:T(\d\d:\d\d))?.*")
_DATE = re.compile(r"\[?[\dX]{4}(?:-[\dX]{2})*(?:T[\d:]+Z?)?[~?%]?(?:(?:/|,|\.\.)\s*[\dX-]*[~?%]?)*\]?|\.\./[\dX-]+")
"""What stands alone in a note and is a date; numbers have a unit or commas."""


def when(note: str) -> str:
    """Give a note as it is, a date in words."""
    return day(note) if _DATE.fullmatch(note) else note


def day(edtf: str | None) -> str:
    """Give an EDTF date as a reader writes it: "29 November 2025", "29 or 30 November 2025", "about May 2024"."""
    if not edtf:
        return ""
    if edtf.startswith("[") and edtf.endswith("]"):
        return _either(edtf[1:-1].replace("..", ",").split(","))
    start, slash, end = edtf.partition("/")
    if not slash:
        return _one(edtf)
    if end in ("..", ""):
        return f"from {_one(start)}"
    if start in ("..", ""):
        return f"until {_one(end)}"
    return _between(start, end)


def _one(date: str) -> str:
    sign = date[-1:] if date[-1:] in "~?%" else ""
    bare = date.rstrip("~?%")
    shown = _plain(bare)
    return {"~": f"about {shown}", "?": f"perhaps {shown}", "%": f"perhaps about {shown}"}.get(sign, shown)


def _plain(date: str) -> str:
    match = _PARTS.fullmatch(date)
    if not match:
        return _open(date)
    year, month, dom, clock = match.groups()
    at = f", {clock}" if clock else ""
    if month is None:
        return year
    if int(month) > 12:
        return f"{SEASONS.get(int(month), month)} {year}"
    if int(month) < 1:
        return date
    name = MONTHS[int(month) - 1]
    return f"{int(dom)} {name} {year}{at}" if dom else f"{name} {year}{at}"


def _open(date: str) -> str:
    """Read dates with unknown digits: "202X" is the 2020s, "XXXX-12-24" a 24 December."""
    if re.fullmatch(r"\d{3}X", date):
        return f"the {date[:3]}0s"
    if re.fullmatch(r"\d\dXX", date):
        return f"the {int(date[:2]) + 1}th century"
    if match := re.fullmatch(r"XXXX-(\d\d)(?:-(\d\d))?", date):
        month = MONTHS[int(match[1]) - 1] if 1 <= int(match[1]) <= 12 else match[1]
        return f"{int(match[2])} {month}, year unknown" if match[2] else f"{month}, year unknown"
    return date


def _between(start: str, end: str) -> str:
    a, b = _PARTS.fullmatch(start.rstrip("~?%")), _PARTS.fullmatch(end.rstrip("~?%"))
    if a and b and a[3] and b[3] and a[1] == b[1]:
        if a[2] == b[2]:
            return f"{int(a[3])} to {_one(end)}"
        return f"{int(a[3])} {MONTHS[int(a[2]) - 1]} to {_one(end)}"
    return f"{_one(start)} to {_one(end)}"


def _either(dates: list[str]) -> str:
    shown = [_one(d.strip()) for d in dates if d.strip()]
    tails = {s.partition(" ")[2] for s in shown}
    if len(shown) > 1 and len(tails) == 1 and (tail := tails.pop()):
        shown = [s.removesuffix(" " + tail) for s in shown[:-1]] + [shown[-1]]
    return ", ".join(shown[:-1]) + (" or " if len(shown) > 1 else "") + shown[-1] if shown else ""
