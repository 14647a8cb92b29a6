"""What calendar date a time expression gives an event: the one place where EDTF is read back into an ISO date."""

from __future__ import annotations

import re

from onrecord.model.drafts import TimeDraft

_ISO = re.compile(r"-?\d{4}(?:-(?:0[1-9]|1[0-2])(?:-\d\d)?)?")
_SEASON = re.compile(r"(-?\d{4})-(?:2[1-9]|3\d|4[01])")


def date_of(time: TimeDraft) -> str | None:
    """Give the ISO date of a time expression with the precision the text supports: day, month or year; None where it has none.

    An open interval gives its start ("since August" -> "2025-08"), a week, weekend or decade itself: the act may stand anywhere in it.
    A duration hung on the calendar ("in the past two weeks") gives only what its two ends share. A set ("every Monday") gives none.
    """
    if time.edtf is None or time.type == "SET":
        return None
    start, _, end = time.edtf.partition("/")
    first, last = iso_date(start), iso_date(end)
    if time.type == "DURATION" and end:
        return _shared(first, last) if first and last else None
    return f"{first}/{last}" if first and last else first


def calendar_date(time: TimeDraft) -> str | None:
    """Give the date of a time; where the report has none that a weekday could hang on, the weekday as TIMEX3 has it ("XXXX-WXX-1")."""
    return date_of(time) or (time.value[:10] if time.value.startswith("XXXX-WXX-") else None)


def iso_date(edtf: str) -> str | None:
    """Give one EDTF date as ISO: qualifiers and clock time dropped, a season as its year; None where digits are unspecified."""
    day = edtf.rstrip("~?%").partition("T")[0]
    season = _SEASON.fullmatch(day)
    if season:
        return season[1]
    return day if _ISO.fullmatch(day) else None


def _shared(first: str, last: str) -> str | None:
    """Give the longest date that holds both: the day, else the month, else the year."""
    for cut in (10, 7, 4):
        if len(first) >= cut and first[:cut] == last[:cut]:
            return first[:cut]
    return None
