"""The first and last day that an EDTF date or interval (Library of Congress) covers."""

from __future__ import annotations

import calendar
import re

_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_SEASON_START = {21: 3, 22: 6, 23: 9, 24: 12}
_QUARTER = {33: 1, 34: 4, 35: 7, 36: 10}


def edtf_bounds(edtf: str | None) -> tuple[str | None, str | None]:
    """Give the first and last day as ISO dates; None for an open or unknown end and for what is no calendar date."""
    if not edtf:
        return (None, None)
    start, slash, end = edtf.partition("/")
    first, last = _bounds(start), _bounds(end if slash else start)
    return (first[0] if first else None, last[1] if last else None)


def _bounds(date: str) -> tuple[str, str] | None:
    match = _DATE.fullmatch(date.rstrip("~?%").partition("T")[0])
    if not match:
        return None
    year, month, day = (int(x) if x else None for x in match.groups())
    assert year is not None
    if month is None:
        return f"{year:04}-01-01", f"{year:04}-12-31"
    if month > 12:
        return _season(year, month)
    if month < 1 or year == 0:
        return None
    last = calendar.monthrange(year, month)[1]
    if day is None:
        return f"{year:04}-{month:02}-01", f"{year:04}-{month:02}-{last:02}"
    return (f"{year:04}-{month:02}-{day:02}",) * 2 if 1 <= day <= last else None


def _season(year: int, code: int) -> tuple[str, str] | None:
    start = _SEASON_START.get(code) or _QUARTER.get(code)
    if start is None:
        return None
    later, month = divmod(start + 1, 12)
    end_year, end_month = year + later, month + 1
    return f"{year:04}-{start:02}-01", f"{end_year:04}-{end_month:02}-{calendar.monthrange(end_year, end_month)[1]:02}"
