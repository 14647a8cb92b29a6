"""TimelineJS 3 JSON: a slide for each event, statement or report that has a date."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable
from typing import Any, TextIO

from onrecord.export.formats.feeds import names
from onrecord.export.formats.provenance import Provenance


def write(name: str, kind: str, rows: Iterable[dict[str, Any]], out: TextIO, provenance: Provenance) -> int:
    """Write one JSON document; rows without a date are left out, and their number is said in it."""
    out.write('{"events": [')
    count = undated = 0
    for row in rows:
        day = str(row.get("date") or (kind != "events" and row.get("published")) or "")
        if not day[:4].isdecimal():
            undated += 1
            continue
        out.write((",\n" if count else "\n") + json.dumps(slide(kind, row, day), ensure_ascii=False))
        count += 1
    out.write("\n], " + json.dumps({"onrecord": {**provenance.as_dict(), "without_date": undated}}, ensure_ascii=False)[1:] + "\n")
    return count


def slide(kind: str, row: dict[str, Any], day: str) -> dict[str, Any]:
    """Give one row as a slide. TimelineJS reads headline and text as HTML, so they are escaped."""
    year, _, rest = day[:10].partition("-")
    month, _, date = rest.partition("-")
    start = {"year": int(year), **({"month": int(month)} if month.isdecimal() else {}), **({"day": int(date)} if date.isdecimal() else {})}
    headline, text = _words(kind, row)
    source = f" — {row['publisher']}" if row.get("publisher") else ""
    return {
        "unique_id": row["id"] if kind == "events" else f"r{row.get('report', row['id'])[:16]}-{row['id']}",
        "start_date": start,
        "text": {"headline": html.escape(headline), "text": html.escape(text + source)},
    }


def _words(kind: str, row: dict[str, Any]) -> tuple[str, str]:
    if kind in ("events", "mentions"):
        parties = " → ".join(filter(None, [names(row["actors"]), names(row["recipients"])]))
        status = "" if row["status"] == "reported" else f" ({row['status']})"
        return f"{parties or row['event']}: {row['trigger']}{status}", row["sentence"]
    if kind == "statements":
        return row["speaker"] or "Unknown speaker", row["content"]
    return row["title"] or row["id"], row["url"] or ""
