"""Calendar dates as they are written in headers, datelines, captions and addresses. Only absolute dates; no guessing."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

MONTHS = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sep sept", "october oct", "november nov", "december dec"), 1)
    for name in names.split()
}  # fmt: skip
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY = r"[0-3]?\d"
_ORD = r"(?:st|nd|rd|th)?"
_YEAR = r"(?:1[5-9]|20)\d\d\b"

_DATE = re.compile(
    rf"(?P<iso>\b(?P<y1>(?:1[5-9]|20)\d\d)[-/.](?P<m1>[01]?\d)[-/.](?P<d1>[0-3]?\d)\b)"
    rf"|(?P<ym>\b(?P<y2>(?:1[5-9]|20)\d\d)-(?P<m2>[01]\d)\b(?!-))"
    rf"|(?P<dmy>\b(?P<d3>{_DAY}){_ORD}[\s\-](?:of\s)?(?P<m3>{_MONTH}),?[\s\-]{{1,2}}(?P<y3>{_YEAR}|\d\d\b(?!:)))"
    rf"|(?P<mdy>\b(?P<m4>{_MONTH})[\s\-]{{1,2}}(?P<d4>{_DAY}){_ORD},?\s{{0,2}}(?P<y4>{_YEAR}))"
    rf"|(?P<num>\b(?P<a5>[0-3]?\d)(?P<sep>[/.\-])(?P<b5>[0-3]?\d)(?P=sep)(?P<y5>{_YEAR}))"
    rf"|(?P<md>\b(?P<m6>{_MONTH})\s{{0,2}}(?P<d6>{_DAY}){_ORD}\b(?![:.]?\d))"
    rf"|(?P<dm>\b(?P<d7>{_DAY}){_ORD}\s{{1,2}}(?P<m7>{_MONTH}))",
    re.IGNORECASE,
)
_FIELDS = {"iso": "y1 m1 d1", "dmy": "y3 m3 d3", "mdy": "y4 m4 d4"}


class Found(NamedTuple):
    """A written date. `value`: ISO date, or month (YYYY-MM), or None where day and month may be swapped or the year is missing."""

    start: int
    end: int
    value: str | None
    month: int | None = None
    day: int | None = None
    other: str | None = None
    """The second reading of an all-figure date whose day and month may be swapped; `value` then holds the day-first one."""


def iso(year: int, month: int, day: int) -> str | None:
    """Give the ISO date where the calendar has it."""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def full_year(digits: str) -> int:
    """Read a year of two or four digits; two digits from 30 on are of the last century (old wires)."""
    year = int(digits)
    return year if year > 99 else year + (1900 if year >= 30 else 2000)


def find_dates(words: str) -> list[Found]:
    """Find the absolute dates in a short text, in order."""
    return [found for match in _DATE.finditer(words) if (found := _read(match)) is not None]


def _read(match: re.Match[str]) -> Found | None:
    kind = match.lastgroup if match.lastgroup in _FIELDS else next(k for k in ("iso", "ym", "dmy", "mdy", "num", "md", "dm") if match[k])
    start, end = match.span()
    if kind in _FIELDS:
        y, m, d = (match[name] for name in _FIELDS[kind].split())
        value = iso(full_year(y), _month(m), int(d))
        return Found(start, end, value) if value else None
    if kind == "ym":
        return Found(start, end, match["ym"]) if 1 <= int(match["m2"]) <= 12 else None
    if kind == "num":
        return _figures(start, end, int(match["a5"]), int(match["b5"]), int(match["y5"]))
    month, day = (match["m6"], match["d6"]) if kind == "md" else (match["m7"], match["d7"])
    return Found(start, end, None, _month(month), int(day)) if 1 <= int(day) <= 31 else None


def _month(words: str) -> int:
    return int(words) if words.isdigit() else MONTHS.get(words.lower().rstrip("."), 0)


def _figures(start: int, end: int, a: int, b: int, year: int) -> Found | None:
    day_first, month_first = iso(year, b, a), iso(year, a, b)
    if day_first and month_first and day_first != month_first:
        return Found(start, end, day_first, other=month_first)
    value = day_first or month_first
    return Found(start, end, value) if value else None


def with_year(found: Found, near: str | None) -> str | None:
    """Give a date its missing year: the one that brings it closest to a known date."""
    if found.value is not None or found.month is None or found.day is None or near is None or len(near) < 10:
        return found.value
    try:
        anchor = date.fromisoformat(near[:10])
    except ValueError:
        return None
    years = [value for year in (anchor.year - 1, anchor.year, anchor.year + 1) if (value := iso(year, found.month, found.day))]
    return min(years, key=lambda v: abs((date.fromisoformat(v) - anchor).days), default=None)


_URL_DATE = re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<s>[/_-]?)(?P<m>0[1-9]|1[0-2])(?P=s)(?P<d>0[1-9]|[12]\d|3[01])(?!\d)")
_URL_MONTH = re.compile(r"/(?P<y>(?:19|20)\d\d)/(?P<m>[a-z]{3}|0?[1-9]|1[0-2])/(?:(?P<d>0?[1-9]|[12]\d|3[01])/)?", re.IGNORECASE)


def url_date(url: str | None) -> str | None:
    """Read the date out of an address (/2025/12/04/, 20251204, 2025/dec/04); None without a full one."""
    if not url:
        return None
    path = url[:2000]
    match = _URL_DATE.search(path)
    if match:
        return iso(int(match["y"]), int(match["m"]), int(match["d"]))
    match = _URL_MONTH.search(path)
    if match and match["d"]:
        month = int(match["m"]) if match["m"].isdigit() else MONTHS.get(match["m"].lower(), 0)
        return iso(int(match["y"]), month, int(match["d"]))
    return None
