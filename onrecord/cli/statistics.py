"""`onrecord statistics`: events by month, type, country and actor, reports by outlet and day; of one query, or of two side by side."""

from __future__ import annotations

from argparse import Namespace

from onrecord.cli.find import bring_together, filters_of, write_found
from onrecord.errors import UsageError
from onrecord.store import Archive, Filters
from onrecord.store.statistics import statistics, statistics_rows
from onrecord.web import params


def run_statistics(options: Namespace) -> int:
    """Count and write. Gives the exit code."""
    queries = [filters_of(options), *([_read(options.versus)] if options.versus else [])]
    bring_together(options)
    with Archive(options.archive, readonly=True) as archive:
        found = statistics_rows([statistics(archive.db, q, top=None) for q in queries])
        write_found("statistics", (row for row in found if not options.by or row["matter"] in options.by), options, archive)
    return 0


def _read(given: list[str]) -> Filters:
    """Read filters written as addresses have them, one a value. Raises `UsageError`."""
    pairs = [pair.partition("=") for pair in given]
    for name, equals, value in pairs:
        if not equals or not value.strip():
            raise UsageError(f"--versus {name!r} is no filter", stage="query", code="NO_FILTER", remedy="write it as country=COL")
    return params.filters_of({"q" if name == "text" else name: value for name, _, value in pairs})
