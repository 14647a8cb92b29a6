"""Accounts as rows: one for each fact and source, for CSV, JSON Lines and spreadsheets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from onrecord.compare.tables.account import Accounts


def cell_rows(found: Accounts) -> Iterator[dict[str, Any]]:
    """Give a row for each cell: the fact, the source, what it says, and the words with their place."""
    for fact in found.facts:
        for source, cell in zip(found.sources, fact.cells, strict=True):
            yield {
                "accounts": found.id,
                "fact": fact.id,
                "occurrence": fact.occurrence,
                "subject": fact.subject,
                "kind": fact.kind,
                "source": source.name,
                "source_kind": source.kind,
                "says": cell.says,
                "value": cell.value,
                "status": cell.status,
                "origins": max((fact.values[n].origins for n in cell.values), default=0),
                "words": " | ".join(w.words for w in cell.words),
                "places": " ".join(f"{w.report}:{w.start}-{w.end}" for w in cell.words),
                "reports": " ".join(source.reports),
            }
