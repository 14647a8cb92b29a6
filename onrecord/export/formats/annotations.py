"""W3C Web Annotations: each item as an annotation on the exact characters (TextPositionSelector) and words (TextQuoteSelector)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from onrecord.export.formats.provenance import Provenance
from onrecord.model.record import Record, Span

CONTEXT = 32
"""Characters of prefix and suffix, so that a quote is found again in a text whose offsets have moved."""


def write(name: str, kind: str, records: Iterable[Record], out: TextIO, provenance: Provenance) -> int:
    """Write one AnnotationCollection of all items."""
    head = {"@context": "http://www.w3.org/ns/anno.jsonld", "type": "AnnotationCollection", "generator": provenance.as_dict()}
    out.write(json.dumps(head, ensure_ascii=False)[:-1] + ', "first": {"type": "AnnotationPage", "items": [')
    count = reports = 0
    for record in records:
        reports += 1
        for annotation in annotate(record):
            out.write((",\n" if count else "\n") + json.dumps(annotation, ensure_ascii=False))
            count += 1
    out.write("\n]}}\n")
    return reports


def annotate(record: Record) -> Iterator[dict[str, Any]]:
    """Give the annotations of one report's items."""
    actors = {a.id: a.name for a in record.actors}
    for s in record.statements:
        speaker = actors.get(s.speaker or "", "unknown speaker")
        yield _annotation(record, s.id, f"{speaker}: {s.form} statement ({s.act})", s.content)
    for e in record.events:
        mode = f" {e.plover.mode}" if e.plover.mode else ""
        own = f"{e.own} " if e.own else ""
        yield _annotation(record, e.id, f"{own}{e.plover.event}{mode} ({e.status})", e.trigger)
    for f in record.figures:
        yield _annotation(record, f.id, f"{f.bound} {f.value} {f.unit or ''} {f.measure or ''}".strip(), (f.span,))
    for t in record.times:
        yield _annotation(record, t.id, t.edtf or t.value, (t.span,))
    for a in record.actors:
        yield _annotation(record, a.id, f"{a.name} ({a.type})", tuple(m.span for m in a.mentions))
    for p in record.places:
        yield _annotation(record, p.id, p.name, tuple(m.span for m in p.mentions))


def _annotation(record: Record, id: str, body: str, spans: tuple[Span, ...]) -> dict[str, Any]:
    uri = record.report.url or f"urn:sha256:{record.report.id}"
    return {
        "id": f"urn:onrecord:{record.report.id}:{id}",
        "type": "Annotation",
        "body": {"type": "TextualBody", "value": body, "purpose": "describing"},
        "target": [{"source": uri, "selector": _selectors(record.report.text, span)} for span in spans],
    }


def _selectors(text: str, span: Span) -> list[dict[str, Any]]:
    start, end = span
    quote = {
        "type": "TextQuoteSelector",
        "exact": text[start:end],
        "prefix": text[max(0, start - CONTEXT) : start],
        "suffix": text[end : end + CONTEXT],
    }
    return [{"type": "TextPositionSelector", "start": start, "end": end}, quote]
