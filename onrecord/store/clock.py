"""The archive's clock: UTC, to the second. Only sightings, judgements and the change log carry it, never a record. Moments to compare."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import lru_cache

_MOMENT = re.compile(r"\d{4}(-\d\d)?|\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)?)?")


def now() -> str:
    """Give the present moment as ISO 8601 in UTC."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def moment(given: str) -> str:
    """Read a moment, or a day, month or year (its beginning), ISO 8601, in UTC where it says no offset; give it as `now` does.

    Raises `ValueError`, or `OverflowError` for a moment before all years.
    """
    given = given.strip()
    if not _MOMENT.fullmatch(given):
        raise ValueError(given)
    read = datetime.fromisoformat(given + "-01-01"[len(given) - 4 :] if len(given) < 10 else given)
    return (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@lru_cache(maxsize=10_000)
def instant(published: str) -> str:
    """Give a moment of publication in UTC, so that moments sort as text; a day, and a moment without an offset, as they are."""
    if "T" not in published:
        return published
    try:
        moment = datetime.fromisoformat(published)
    except ValueError:
        return published
    return published if moment.tzinfo is None else moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
