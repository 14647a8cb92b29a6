"""One tab-separated line for each pair of source and target, with the columns that CAMEO, ICEWS, Phoenix or GDELT users know.

Only what is asserted or claimed is an act there: planned, denied, supposed and negated events are left out, as those sets have no
column to say so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TextIO

from onrecord.export.formats.provenance import Provenance

GOLDSTEIN: dict[str, float] = {
    "01": 0.0, "02": 3.0, "03": 4.0, "04": 1.0, "05": 3.5, "06": 6.0, "07": 7.0, "08": 5.0, "09": -2.0, "10": -5.0,
    "11": -2.0, "12": -4.0, "13": -6.0, "14": -6.5, "15": -7.2, "16": -4.0, "17": -7.0, "18": -9.0, "19": -10.0, "20": -10.0,
}  # fmt: skip
"""Goldstein's conflict-cooperation scale at CAMEO's root level (Goldstein 1992, as carried over to CAMEO)."""

ACTS = ("reported", "claimed")
Party = dict[str, Any]
NOBODY: Party = {"name": "", "country": None, "sector": None}


def write(name: str, kind: str, rows: Iterable[dict[str, Any]], out: TextIO, provenance: Provenance) -> int:
    """Write a header line and the dyads of event rows with `parties`; gives the number of events written."""
    columns = LAYOUTS[name]
    out.write("\t".join(columns) + "\n")
    count = 0
    for row in rows:
        if row["status"] not in ACTS:
            continue
        for source, target in dyads(row):
            out.write("\t".join(_cell(make(row, source, target)) for make in columns.values()) + "\n")
        count += 1
    return count


def dyads(row: dict[str, Any]) -> Iterator[tuple[Party, Party]]:
    """Give every pair of source and target; a reciprocal act of several actors pairs them with each other."""
    sources = [p for p in row["parties"] if p["side"] == "actor"] or [NOBODY]
    targets = [p for p in row["parties"] if p["side"] == "recipient"]
    if not targets and len(sources) > 1:
        yield from ((a, b) for n, a in enumerate(sources) for b in sources[n + 1 :])
        return
    yield from ((a, b) for a in sources for b in targets or [NOBODY])


def code(party: Party) -> str:
    """Give an actor code: country and sector ("VENGOV"), or "---" for nobody known."""
    return f"{party['country'] or ''}{party['sector'] or ''}" or "---"


def _cell(value: object) -> str:
    return "" if value is None else " ".join(str(value).split())


def _date(row: dict[str, Any]) -> str:
    return str(row["date"] or row["published"] or "")


def _compact(row: dict[str, Any]) -> str:
    return _date(row)[:10].replace("-", "")


def _root(row: dict[str, Any]) -> str:
    return str(row["cameo"] or "")[:2]


def _id(row: dict[str, Any]) -> str:
    return f"{row['report'][:16]}-{row['id']}"


Column = Callable[[dict[str, Any], Party, Party], object]
LAYOUTS: dict[str, dict[str, Column]] = {
    "cameo": {
        "date": lambda r, s, t: _date(r), "source": lambda r, s, t: code(s), "target": lambda r, s, t: code(t),
        "cameo": lambda r, s, t: r["cameo"], "id": lambda r, s, t: _id(r), "url": lambda r, s, t: r["url"],
    },
    "icews": {
        "Event ID": lambda r, s, t: _id(r), "Event Date": lambda r, s, t: _date(r), "Source Name": lambda r, s, t: s["name"],
        "Source Sectors": lambda r, s, t: s["sector"], "Source Country": lambda r, s, t: s["country"],
        "Event Text": lambda r, s, t: r["trigger"], "CAMEO Code": lambda r, s, t: r["cameo"],
        "Intensity": lambda r, s, t: GOLDSTEIN.get(_root(r)), "Target Name": lambda r, s, t: t["name"],
        "Target Sectors": lambda r, s, t: t["sector"], "Target Country": lambda r, s, t: t["country"],
        "Story ID": lambda r, s, t: r["report"], "Publisher": lambda r, s, t: r["publisher"], "Country": lambda r, s, t: r["place_country"],
        "Location": lambda r, s, t: r["place"],
    },
    "phoenix": {
        "EventID": lambda r, s, t: _id(r), "Date": lambda r, s, t: _compact(r), "Year": lambda r, s, t: _compact(r)[:4],
        "Month": lambda r, s, t: _compact(r)[4:6], "Day": lambda r, s, t: _compact(r)[6:8], "SourceActorFull": lambda r, s, t: code(s),
        "SourceActorEntity": lambda r, s, t: s["country"], "SourceActorRole": lambda r, s, t: s["sector"],
        "TargetActorFull": lambda r, s, t: code(t), "TargetActorEntity": lambda r, s, t: t["country"],
        "TargetActorRole": lambda r, s, t: t["sector"], "EventCode": lambda r, s, t: r["cameo"], "EventRootCode": lambda r, s, t: _root(r),
        "QuadClass": lambda r, s, t: r["quad"], "GoldsteinScore": lambda r, s, t: GOLDSTEIN.get(_root(r)),
        "Issues": lambda r, s, t: ";".join(r["context"]), "LocationName": lambda r, s, t: r["place"],
        "CountryCode": lambda r, s, t: r["place_country"], "SentenceID": lambda r, s, t: f"{r['report'][:16]}_{r['start']}",
        "URLs": lambda r, s, t: r["url"], "NewsSources": lambda r, s, t: r["publisher"],
    },
    "gdelt": {
        "GLOBALEVENTID": lambda r, s, t: _id(r), "SQLDATE": lambda r, s, t: _compact(r), "MonthYear": lambda r, s, t: _compact(r)[:6],
        "Year": lambda r, s, t: _compact(r)[:4], "Actor1Code": lambda r, s, t: code(s), "Actor1Name": lambda r, s, t: s["name"].upper(),
        "Actor1CountryCode": lambda r, s, t: s["country"], "Actor1Type1Code": lambda r, s, t: s["sector"],
        "Actor2Code": lambda r, s, t: code(t), "Actor2Name": lambda r, s, t: t["name"].upper(),
        "Actor2CountryCode": lambda r, s, t: t["country"], "Actor2Type1Code": lambda r, s, t: t["sector"],
        "EventCode": lambda r, s, t: r["cameo"], "EventRootCode": lambda r, s, t: _root(r), "QuadClass": lambda r, s, t: r["quad"],
        "GoldsteinScale": lambda r, s, t: GOLDSTEIN.get(_root(r)), "ActionGeo_FullName": lambda r, s, t: r["place"],
        "ActionGeo_CountryCode": lambda r, s, t: r["place_country"], "SOURCEURL": lambda r, s, t: r["url"],
    },
}  # fmt: skip
