"""schema.org JSON-LD: a NewsArticle for each report, with its Quotations, Events and the parties they name."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, TextIO

from onrecord.export.formats.provenance import Provenance
from onrecord.model.record import Actor, Event, Record, Statement

_TYPES = {"person": "Person", "government": "GovernmentOrganization"}


def write(name: str, kind: str, records: Iterable[Record], out: TextIO, provenance: Provenance) -> int:
    """Write one JSON-LD document with a graph of articles."""
    about = json.dumps(provenance.as_dict(), ensure_ascii=False)
    out.write('{"@context": "https://schema.org", "description": ' + json.dumps(about, ensure_ascii=False) + ', "@graph": [')
    count = 0
    for record in records:
        out.write(",\n" if count else "\n")
        out.write(json.dumps(article(record), ensure_ascii=False))
        count += 1
    out.write("\n]}\n")
    return count


def article(record: Record) -> dict[str, Any]:
    """Give one report as a schema.org NewsArticle."""
    report = record.report
    uri = report.url or f"urn:sha256:{report.id}"
    actors = {a.id: a for a in record.actors}
    return _bare(
        {
            "@type": "NewsArticle",
            "@id": uri,
            "url": report.url,
            "headline": report.title,
            "datePublished": report.published,
            "inLanguage": report.language,
            "publisher": {"@type": "Organization", "name": report.publisher} if report.publisher else None,
            "author": [{"@type": "Person", "name": a} for a in report.authors] or None,
            "sourceOrganization": [{"@type": "Organization", "name": a} for a in report.agencies] or None,
            "hasPart": [_quotation(s, record, actors, uri) for s in record.statements] or None,
            "mentions": [_event(e, record, actors, uri) for e in record.events] or None,
            "contentLocation": [_place(p.name, p.lat, p.lon, p.geonames) for p in record.places] or None,
        }
    )


def _quotation(s: Statement, record: Record, actors: dict[str, Actor], uri: str) -> dict[str, Any]:
    return _bare(
        {
            "@type": "Quotation" if s.form != "indirect" else "Statement",
            "@id": f"{uri}#{s.id}",
            "text": " … ".join(record.words(c) for c in s.content),
            "creator": _party(actors[s.speaker]) if s.speaker else None,
            "isPartOf": {"@id": uri},
        }
    )


def _event(e: Event, record: Record, actors: dict[str, Actor], uri: str) -> dict[str, Any]:
    status = {"planned": "https://schema.org/EventScheduled"}.get(e.status)
    first, _, last = (e.date or "").partition("/")
    return _bare(
        {
            "@type": "Event",
            "@id": f"{uri}#{e.id}",
            "name": " … ".join(record.words(t) for t in e.trigger),
            "additionalType": f"plover:{e.plover.event}" + (f"-{e.plover.mode}" if e.plover.mode else ""),
            "startDate": None if first.startswith("X") else first or None,
            "endDate": last or None,
            "eventStatus": status,
            "disambiguatingDescription": e.status,
            "actor": [_party(actors[i]) for i in e.actors] or None,
            "participant": [_party(actors[i]) for i in e.recipients] or None,
            "location": next((_place(p.name, p.lat, p.lon, p.geonames) for p in record.places if p.id == e.place), None),
        }
    )


def _party(actor: Actor) -> dict[str, Any]:
    return _bare({"@type": _TYPES.get(actor.type, "Organization"), "name": actor.name, "nationality": actor.country})


def _place(name: str, lat: float | None, lon: float | None, geonames: int | None) -> dict[str, Any]:
    geo = {"@type": "GeoCoordinates", "latitude": lat, "longitude": lon} if lat is not None else None
    same = f"https://sws.geonames.org/{geonames}/" if geonames else None
    return _bare({"@type": "Place", "name": name, "geo": geo, "sameAs": same})


def _bare(value: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in value.items() if v is not None}
