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
from onrecord.export.layouts import LAYOUTS, Layout, files

ANY = ("reports", "statements", "events", "mentions", "figures", "times", "actors", "places")


@dataclass(frozen=True, slots=True)
class Written:
    """How many rows an export has, and which happenings its layout had no place for ("3 planned"; "" for none)."""

    rows: int
    left_out: str


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
    "timelinejs": Format(module="timelinejs", about="TimelineJS JSON", kinds=("events", "mentions", "statements", "reports")),
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


def export(
    name: str,
    kind: str,
    items: Iterable[Any],
    out: IO[Any],
    provenance: Provenance,
    *,
    path: Path | None = None,
    layout: Layout | None = None,
) -> Written:
    """Write rows (or records, where the format's `records` is true); give how many, and what the layout had no place for.

    `out` is binary where the format is. Where the format has no place for the provenance, `path` gets a description beside it: a CSVW
    table schema of the columns, where a `layout` types them. Raises `UsageError` where format, kind and layout do not go together.
    """
    chosen = choose(name, kind)
    if layout is None and kind == "events" and name in files.FORMATS:
        layout = LAYOUTS["onrecord"]
    if layout is not None:
        if kind != "events":
            raise UsageError(f"{kind} have no layouts", stage="export", code="NO_LAYOUT", remedy="export events")
        rows, left = files.write(name, layout, items, out, provenance)
        written = Written(rows, str(left))
    else:
        module = importlib.import_module(f"onrecord.export.formats.{chosen.module}")
        written = Written(module.write(name, kind, items, out, provenance), "")
    if path is not None and not chosen.carries:
        beside = path.with_name(path.name + "-metadata.json")
        about = {"@context": "http://www.w3.org/ns/csvw", "url": path.name, "dc:description": layout.about if layout else chosen.about,
                 "rows": written.rows, "left_out": written.left_out, **(_schema(layout) if layout else {}),
                 "prov:wasGeneratedBy": provenance.as_dict()}  # fmt: skip
        beside.write_text(json.dumps(about, ensure_ascii=False, indent=2) + "\n", "utf-8")
    return written


def _schema(layout: Layout) -> dict[str, Any]:
    """Describe the columns as CSVW does: `string`, `integer`, `double`, `date`; lists with what stands between their values."""
    types = {"integer": "integer", "number": "double", "date": "date", "objects": "json"}
    columns = [
        {"name": c.name, "titles": c.name, "datatype": types.get(c.type, "string"), "dc:description": c.about,
         **({"separator": "; "} if c.type == "texts" else {})}
        for c in layout.columns
    ]
    return {"tableSchema": {"columns": columns}, "dialect": {"header": True, "delimiter": ","}}
