"""Values of options that several commands read the same way."""

from __future__ import annotations

import argparse
from datetime import date

FIELDS = ("text", "title", "date", "url", "id", "publisher", "authors", "source")
"""The fields of a report that a column of a table or a key of JSON Lines may hold (ingest/fields.py)."""


def columns(value: str) -> tuple[tuple[str, str], ...]:
    """Read a map of columns: "text=body,date=day"."""
    pairs = tuple((field.strip(), name.strip()) for field, _, name in (part.partition("=") for part in value.split(",")))
    if any(field not in FIELDS or not name for field, name in pairs):
        raise argparse.ArgumentTypeError(f"{value!r}: write FIELD=COLUMN, the fields being {', '.join(FIELDS)}")
    return pairs


def day(value: str) -> str:
    """Read a day: "2025-12-04"."""
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise argparse.ArgumentTypeError(f"{value!r} is not a date; write it as 2025-12-04") from None


def moment(value: str) -> str:
    """Read a day or a moment: "2025-12-04", "2025-12-04T08:00Z"."""
    from onrecord.store import clock  # the help needs no archive

    try:
        return clock.moment(value)
    except (ValueError, OverflowError):
        raise argparse.ArgumentTypeError(f"{value!r} is no moment; write it as 2025-12-04T08:00Z, or a day as 2025-12-04") from None


def process_count(value: str) -> int:
    """Read a number of processes."""
    if not value.isdecimal() or not 1 <= int(value) <= 256:
        raise argparse.ArgumentTypeError(f"{value!r} is not a number of processes from 1 to 256")
    return int(value)


def amount(value: str) -> int:
    """Read a number from 1."""
    if not value.isdecimal() or not 1 <= int(value) <= 1_000_000:
        raise argparse.ArgumentTypeError(f"{value!r} is not a number from 1 to 1,000,000")
    return int(value)
