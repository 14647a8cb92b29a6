"""Values of options that several commands read the same way."""

from __future__ import annotations

import argparse

FIELDS = ("text", "title", "date", "source", "id", "publisher", "authors")
"""The fields of a report that a column of a table may hold."""


def columns(value: str) -> tuple[tuple[str, str], ...]:
    """Read a map of columns: "text=body,date=day"."""
    pairs = tuple((field.strip(), name.strip()) for field, _, name in (part.partition("=") for part in value.split(",")))
    if any(field not in FIELDS or not name for field, name in pairs):
        raise argparse.ArgumentTypeError(f"{value!r}: write FIELD=COLUMN, the fields being {', '.join(FIELDS)}")
    return pairs
