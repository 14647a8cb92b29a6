"""Facts about the world that hold in every language: CSV tables, one fact a row, and the gazetteer of towns."""

from __future__ import annotations

import csv
import gzip
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """Give the rows of `data/<name>.csv` as dictionaries (read once; do not change them)."""
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def gazetteer() -> bytes:
    """Give the table of towns (training/gazetteer.py): UTF-8 lines sorted by folded name, each between line feeds."""
    return gzip.decompress((HERE / "places.tsv.gz").read_bytes())
