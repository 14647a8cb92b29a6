"""The export formats there are, which kinds of rows each takes, and the one function that writes them."""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from onrecord.errors import UsageError
from onrecord.export.formats.provenance import Provenance

ANY = ("reports", "statements", "events", "figures", "times", "actors", "places")


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """An export format: its module, what it is, which rows it takes, and whether it needs whole records instead of rows."""

    module: str
    about: str
    kinds: tuple[str, ...] = ANY
    records: bool = False
    binary: bool = False
    carries: bool = True
    """Whether the file itself has a place for the provenance."""


FORMATS: dict[str, Format] = {
    "csv": Format(module="table", about="comma-separated values; cells that a spreadsheet would run are neutralised", carries=False),
    "jsonl": Format(module="lines", about="JSON Lines, a row a line, values exact", carries=False),
    "parquet": Format(module="parquet", about="Apache Parquet (needs pyarrow)", binary=True),
    "jsonld": Format(module="jsonld", about="schema.org NewsArticle, Quotation, Event as JSON-LD", records=True),
    "annotations": Format(module="annotations", about="W3C Web Annotation collection", records=True),
    "timeml": Format(module="timeml", about="TimeML documents, one after the other", records=True),
    "plover": Format(module="plover", about="PLOVER event records as JSON", kinds=("events",)),
    "cameo": Format(module="dyads", about="dated CAMEO dyads, tab-separated", kinds=("events",), carries=False),
    "icews": Format(module="dyads", about="rows with the columns of ICEWS", kinds=("events",), carries=False),
    "phoenix": Format(module="dyads", about="rows with the columns of Phoenix", kinds=("events",), carries=False),
    "gdelt": Format(module="dyads", about="rows with the main columns of GDELT 1.0", kinds=("events",), carries=False),
    "timelinejs": Format(module="timelinejs", about="TimelineJS JSON", kinds=("events", "statements", "reports")),
    "csl": Format(module="citations", about="CSL-JSON citations", kinds=("reports",), carries=False),
    "bibtex": Format(module="citations", about="BibTeX citations", kinds=("reports",)),
    "atom": Format(module="feeds", about="Atom feed of the query"),
    "rss": Format(module="feeds", about="RSS 2.0 feed of the query"),
}


def choose(name: str, kind: str) -> Format:
    """Give a format for a kind of rows. Raises `UsageError` where there is none or it does not take such rows."""
    chosen = FORMATS.get(name)
    if chosen is None:
        raise UsageError(f"there is no format {name!r}", stage="export", code="NO_FORMAT", remedy=f"one of {', '.join(FORMATS)}")
    if kind not in chosen.kinds:
        raise UsageError(
            f"{name} takes {' or '.join(chosen.kinds)}, not {kind}", stage="export", code="NO_FORMAT", remedy="choose another format"
        )
    return chosen


def export(name: str, kind: str, items: Iterable[Any], out: IO[Any], provenance: Provenance, *, path: Path | None = None) -> int:
    """Write rows (or records, where the format's `records` is true) and give their number.

    `out` is binary where the format is. Where the format has no place for the provenance, `path` gets a description beside it.
    """
    chosen = choose(name, kind)
    module = importlib.import_module(f"onrecord.export.formats.{chosen.module}")
    written: int = module.write(name, kind, items, out, provenance)
    if path is not None and not chosen.carries:
        beside = path.with_name(path.name + "-metadata.json")
        about = {"url": path.name, "dc:description": chosen.about, "rows": written, "prov:wasGeneratedBy": provenance.as_dict()}
        beside.write_text(json.dumps(about, ensure_ascii=False, indent=2) + "\n", "utf-8")
    return written
