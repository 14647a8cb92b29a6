"""PLOVER event records as JSON, in the field names of the PLOVER manual."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, TextIO

from onrecord.export.formats.provenance import Provenance


def write(name: str, kind: str, rows: Iterable[dict[str, Any]], out: TextIO, provenance: Provenance) -> int:
    """Write one JSON document of events. `rows` are event rows with `parties` (see store.query.with_parties)."""
    out.write('{"meta": ' + json.dumps(provenance.as_dict(), ensure_ascii=False) + ', "events": [')
    count = 0
    for row in rows:
        out.write((",\n" if count else "\n") + json.dumps(event(row), ensure_ascii=False))
        count += 1
    out.write("\n]}\n")
    return count


def event(row: dict[str, Any]) -> dict[str, Any]:
    """Give one event row as a PLOVER record."""
    sides: dict[str, list[dict[str, Any]]] = {"actor": [], "recipient": []}
    for p in row["parties"]:
        sides[p["side"]].append({"name": p["name"], "country": p["country"], "sector": p["sector"]})
    return {
        "id": f"{row['report']}-{row['id']}",
        "date": row["date"] or row["published"],
        "date_given": row["date"] is not None,
        "source": sides["actor"],
        "target": sides["recipient"],
        "event": row["event"],
        "own": row["own"],
        "mode": row["mode"],
        "context": row["context"],
        "cameo": row["cameo"],
        "status": row["status"],
        "attributed_to": row["attributed_to"],
        "geolocation": {"name": row["place"], "country": row["place_country"]} if row["place"] else None,
        "text": row["sentence"],
        "eventText": row["trigger"],
        "offsets": [row["start"], row["end"]],
        "publisher": row["publisher"],
        "url": row["url"],
        "report": row["report"],
        "coder": row["rule"],
    }
