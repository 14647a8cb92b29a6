"""Lexicons of a language: CSV tables in `lang/<code>/`, one fact a row. A missing table means fewer results, not a crash."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent


@cache
def rows(name: str, language: str = "en") -> tuple[dict[str, str], ...]:
    """Give the rows of `lang/<language>/<name>.csv` as dictionaries (read once; do not change them); none where there is no such table."""
    path = HERE / language / f"{name}.csv"
    if not path.is_file():
        return ()
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))
