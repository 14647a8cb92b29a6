"""Dates and moments as containers write them: ISO 8601, RFC 822 (feeds, mail), Unix time, and what people put in their place.

A moment keeps the offset it was written with: the writer's "today" is the day of that clock, not of Greenwich.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from dateutil import parser as words_parser

from onrecord.model.record import Warn

EARLIEST, LATEST = datetime(1980, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
"""Between these a bare number is taken as Unix time, in seconds or thousandths."""
MAX_LENGTH = 80
"""Characters of the longest date read; no clock is told in more."""
_DAY = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?=$|[T\s])")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:[T ]?(\d\d)(\d\d)(\d\d)?)?(Z|[+-]\d\d:?\d\d)?$")
_NUMBER = re.compile(r"(\d{9,10}|\d{12,13})(?:\.\d*)?$")
_BLANK_BEFORE_OFFSET = re.compile(r" +(?=[+-]\d|Z$)")
_OFFSET = re.compile(r"([+-]\d\d):?(\d\d)?$")
_NAMED_OFFSET = re.compile(r"\s*\b(?:GMT|UTC|UT)\s*([+−-])(\d{1,2})(?::?(\d\d))?$")
"""An offset with the name of what it counts from: "GMT+1", "UTC+02:00"."""
_LEAP = re.compile(r"(?<=:[0-5]\d:)60(?!\d)")
ZERO = "1970-01-01T00:00:00"
"""The zero of Unix clocks: what programs write for a date they do not have."""
_MAIL_DAY = re.compile(r"(?<!\d)\d{1,2}[ -][A-Za-z]{3,9}[ -](?:\d{4}|\d\d)(?!\d)")
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_ZONES = {"UT": 0, "UTC": 0, "GMT": 0, "EST": -18000, "EDT": -14400, "CST": -21600, "CDT": -18000, "MST": -25200, "MDT": -21600,
          "PST": -28800, "PDT": -25200, "BST": 3600, "CET": 3600, "CEST": 7200}  # fmt: skip
"""Seconds east of Greenwich: the zones of RFC 822 and those that European feeds write."""


class Moment(NamedTuple):
    """A date as ISO, or why there is none."""

    iso: str | None
    warnings: tuple[Warn, ...] = ()


def read_moment(value: object) -> Moment:
    """Read a date or moment as its container gives it.

    Two numbers that may both be the month ("03/04/2018") are refused: which one is meant, the words do not say. What is refused is a
    warning BAD_DATE, never silence. None and "" give no date and no warning.
    """
    if value is None or value == "":
        return Moment(None)
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return _refused(value, "is no date")
    words = str(value).strip()
    if not words:
        return Moment(None)
    if len(words) > MAX_LENGTH:
        return _refused(words, "is no date")
    words = _LEAP.sub("59", _NAMED_OFFSET.sub(_plain_offset, words))
    if words.startswith((ZERO, ZERO.replace("T", " "))):
        return _refused(words, "is the zero of clocks, not a date")
    found = _iso(words) or _unix(words) or _mail(words)
    return Moment(found) if found else _in_words(words)


def _plain_offset(match: re.Match[str]) -> str:
    return f" {match[1].replace('−', '-')}{int(match[2]):02}{match[3] or '00'}"


def _iso(words: str) -> str | None:
    """Read ISO 8601; the clock is kept where it reads as one, with its offset."""
    compact = _COMPACT.match(words)
    if compact:
        year, month, day, hour, minute, second, zone = compact.groups()
        words = f"{year}-{month}-{day}" + (f"T{hour}:{minute}:{second or '00'}{zone or ''}" if hour else "")
    match = _DAY.match(words)
    if match is None:
        return None
    try:
        day = date(int(match[1]), int(match[2]), int(match[3])).isoformat()
    except ValueError:
        return None
    clock = _BLANK_BEFORE_OFFSET.sub("", words[match.end() :].strip().removeprefix("T").strip())
    clock = _OFFSET.sub(lambda m: f"{m[1]}:{m[2] or '00'}", clock) if ":" in clock else clock
    try:
        datetime.fromisoformat(f"2000-01-01T{clock}")
    except ValueError:
        return _with_zone_named(day, clock) if clock else day
    return f"{day}T{clock}" if clock else day


def _with_zone_named(day: str, clock: str) -> str:
    """Give a clock before the name of a zone ("11:24:50 EST"); the day alone where it is none."""
    told, _, zone = clock.rpartition(" ")
    try:
        return datetime.fromisoformat(f"{day}T{told}{_offset(_ZONES[zone]) if zone in _ZONES else ''}").isoformat()
    except ValueError:
        return day


def _offset(seconds: int) -> str:
    sign, minutes = "-" if seconds < 0 else "+", abs(seconds) // 60
    return f"{sign}{minutes // 60:02}:{minutes % 60:02}"


def _unix(words: str) -> str | None:
    number = _NUMBER.match(words)
    if number is None:
        return None
    seconds = int(number[1]) / (1000 if len(number[1]) > 10 else 1)
    moment = datetime.fromtimestamp(seconds, UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}" if EARLIEST <= moment < LATEST else None


def _mail(words: str) -> str | None:
    """Read RFC 822 ("Tue, 14 May 2024 21:30:00 -0700"); the day alone where the clock says midnight or nothing."""
    if not _MAIL_DAY.search(words):
        return None
    try:
        moment = parsedate_to_datetime(words)
        return _told(moment)
    except (ValueError, TypeError, IndexError, OverflowError):  # "+9999": the moment is made, but cannot be told
        return None


def _told(moment: datetime) -> str:
    """Give a moment as ISO; the day alone where the clock says midnight, which is what stands where no clock is told."""
    if not (moment.hour or moment.minute or moment.second):
        return f"{moment:%Y-%m-%d}"
    return moment.isoformat().replace("+00:00", "Z")


def _in_words(words: str) -> Moment:
    """Read a date in another order or in words ("15/02/2018", "Thurs, 15 February 2018, 11:24"), where it can be read in one way only."""
    if not _YEAR.search(words):
        return _refused(words, "is no full date")
    readings = {r for first in (False, True) for default in _DEFAULTS if (r := _parsed(words, first, default))}
    if len(readings) != 1:
        return _refused(words, "can be read as two dates" if len(readings) == 2 and _both_ways(words) else "is no full date")
    return Moment(readings.pop())


_DEFAULTS = datetime(2001, 1, 1), datetime(2002, 2, 2)
"""What stands in for a missing part: where the two readings differ, a part was missing."""


def _parsed(words: str, day_first: bool, default: datetime) -> str | None:
    try:
        return _told(words_parser.parse(words, dayfirst=day_first, default=default, tzinfos=_zone))
    except (ValueError, OverflowError, TypeError, AttributeError):
        return None


def _zone(name: str | None, offset: int | None) -> int | None:
    """Give the seconds of a zone; none for a name that stands for several ("ET"): the writer's clock is kept without it."""
    return offset if offset is not None else _ZONES.get(name or "")


def _both_ways(words: str) -> bool:
    return all(_parsed(words, first, _DEFAULTS[0]) == _parsed(words, first, _DEFAULTS[1]) for first in (False, True))


def _refused(value: object, why: str) -> Moment:
    return Moment(None, (Warn(code="BAD_DATE", message=f"the date {str(value)[:60]!r} {why} and was left out"),))
