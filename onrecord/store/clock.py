"""The archive's clock: UTC, to the second. Only sightings, judgements and the change log carry it, never a record."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> str:
    """Give the present moment as ISO 8601 in UTC."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
