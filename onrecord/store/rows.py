"""Turns a record into rows of the archive's tables."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
import zlib
from dataclasses import fields, replace
from typing import Any

import msgspec

from onrecord.errors import StorageError
from onrecord.model.edtf import edtf_bounds
from onrecord.model.record import Event, Items, Mention, Record, Span, Statement
from onrecord.model.source import Source
from onrecord.ontology import PLOVER
from onrecord.text import drop_hidden, listed

Row = dict[str, Any]
MAX_RECORD = 256_000_000
"""Bytes of the longest record, unpacked: a text of two million characters that is all short quotations takes half of it."""
DEFLATE = 1
"""Level of zlib: 6 makes records a tenth smaller and keeping them a tenth dearer."""
_WORD = re.compile(r"\w+(?:['’]\w+)*")


def fold(words: str) -> str:
    """Give the words in lower case, without accents, punctuation or invisible characters: what a quotation is compared by."""
    plain = drop_hidden(words).casefold()
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return " ".join(w.replace("’", "'") for w in _WORD.findall(plain))


def name_text(name: str) -> str:
    """Give a name as the tables hold it: without the invisible characters that would hide it from a search."""
    return drop_hidden(sql_text(name))


def searched(text: str) -> str | None:
    """Give what is searched in the place of a text that has invisible characters; None where it has none."""
    plain = drop_hidden(text)
    return None if plain == text else plain


def digest(text: str) -> str:
    """Give the SHA-256 of a text's UTF-8 bytes, lone surrogates included."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def sql_text(text: str) -> str:
    """Give the text as SQL can hold it, of the same length: NUL and lone surrogates become U+FFFD."""
    if "\0" not in text and text.isascii():
        return text
    return re.sub("[\0\ud800-\udfff]", "\ufffd", text)


def pack(record: Record) -> bytes:
    """Give the record's JSON without its text, deflated: the text stands in the report's row."""
    bare = replace(record, report=replace(record.report, text=""))
    return zlib.compress(bare.to_json().encode("utf-8", "surrogatepass"), DEFLATE)


def unpack(body: bytes, text: str) -> Record:
    """Give the record back, with its text. Raises `StorageError` CORRUPT where it unpacks to more than any record."""
    opened = zlib.decompressobj()
    packed = opened.decompress(body, MAX_RECORD)
    if opened.unconsumed_tail or not opened.eof:
        what = f"unpacks to more than {MAX_RECORD:,} bytes" if opened.unconsumed_tail else "was cut"
        raise StorageError(f"the record {what}", stage="store", code="CORRUPT", remedy="read the report again: `onrecord archive reread`")
    record = Record.from_json(packed)
    return replace(record, report=replace(record.report, text=text))


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def report_row(source: Source, record: Record, moment: str) -> Row:
    """Give the row of a report that is added at a moment."""
    report, text = record.report, sql_text(record.report.text)
    exact = None if text == report.text else report.text.encode("utf-8", "surrogatepass")
    return {
        "id": source.id, "text_hash": digest(report.text), "plain_hash": digest(" ".join(report.text.split())), "kind": source.kind,
        "section": source.hints.section and sql_text(source.hints.section),
        "modified": source.hints.modified, "version": source.hints.version, "status": source.hints.status,
        "embargo": source.hints.embargo, **report_metadata(record), "hints": _given(source),
        "source_warnings": _plain_json([[w.code, w.message, w.span] for w in source.warnings]),
        "length": len(report.text), "text": text, "plain": searched(text), "exact": exact, "added": moment,
    }  # fmt: skip


def report_metadata(record: Record) -> Row:
    """Give the columns of a report's row that its record tells."""
    report = record.report
    return {
        "title": report.title and name_text(report.title), "publisher": report.publisher and sql_text(report.publisher),
        "language": report.language, "url": report.url and sql_text(report.url),
        "published": report.published, "published_from": report.published_from,
        "authors": _plain_json(report.authors), "agencies": _plain_json(report.agencies), "encoding": report.encoding,
        "warnings": _plain_json([[w.code, w.message, w.span] for w in report.warnings]), "parts": parts_text(record),
    }  # fmt: skip


def given_metadata(hints: str) -> Row:
    """Give the columns of a report's row that its container said; `hints`: all that it said, as the row has it."""
    given = json.loads(hints)
    return {"status": given.get("status", "usable"), **{name: given.get(name) for name in ("version", "modified", "embargo", "section")}}


def parts_text(record: Record) -> str:
    """Give the parts of a report as its row has them."""
    return json.dumps([[p.kind, *p.span] for p in record.report.parts])


def _plain_json(value: object) -> str:
    return sql_text(json.dumps(value, ensure_ascii=False))


def _given(source: Source) -> str:
    """Give what the source's container said, without what it left open."""
    hints = source.hints
    return _plain_json({f.name: v for f in fields(hints) if (v := getattr(hints, f.name)) != f.default})


def record_rows(record: Record) -> dict[str, list[Row]]:
    """Give the rows of every item table. Party rows carry the event's id under `event`."""
    text = sql_text(record.report.text)
    actors = {a.id: a for a in record.actors}
    times = {t.id: t for t in record.times}
    places = {p.id: p for p in record.places}

    def words(span: Span) -> str:
        return text[span[0] : span[1]]

    def names(ids: tuple[str, ...]) -> str:
        return _json([name_text(actors[i].name) for i in ids])

    def statement(s: Statement) -> Row:
        speaker = actors.get(s.speaker or "")
        when = times.get(s.time or "")
        content = " … ".join(words(c) for c in s.content)
        return {
            "id": s.id, "form": s.form, "act": s.act, "speaker": s.speaker,
            "speaker_name": listed([name_text(actors[i].name) for i in s.speakers or ((s.speaker,) if s.speaker else ())])
            or (drop_hidden(words(s.speaker_span)) if s.speaker_span else None),
            "speaker_country": speaker.country if speaker else None, "speaker_sector": speaker.sector if speaker else None,
            "content": content, "plain": searched(content), "cue": " ".join(words(c) for c in s.cue),
            "date": when.edtf if when else None,
            "date_from": edtf_bounds(when.edtf if when else None)[0] or record.report.published, "channel": s.channel,
            "addressee": name_text(actors[s.addressee].name) if s.addressee else None, "within": s.within,
            "start": s.content[0][0], "end": s.content[-1][1], "rule": s.rule, "confidence": s.confidence,
        }  # fmt: skip

    def event(e: Event) -> Row:
        place = places.get(e.place or "")
        main = e.mentions[0].trigger if e.mentions else e.trigger
        own = record.own_type(e)
        return {
            "id": e.id, "type": e.plover.event, "mode": e.plover.mode, "own": e.own,
            "quad": own.quad if own else PLOVER.quad[e.plover.event],
            "context": _json(list(e.plover.context)), "cameo": e.cameo, "trigger": " … ".join(words(t) for t in main),
            "sentence": words(e.sentence), "actors": names(e.actors), "recipients": names(e.recipients), "status": e.status,
            "attributed_to": _json(list(e.attributed_to)), "date": e.date,
            "date_from": edtf_bounds(e.date)[0] or record.report.published, "date_given": int(e.date is not None),
            "place": name_text(place.name) if place else None, "place_country": place.country if place else None,
            "figures": _json(list(e.figures)), "start": e.told[0], "end": e.told[1],
            "rule": e.rule, "confidence": e.confidence, "mentions": len(e.mentions) or None,
        }  # fmt: skip

    return {
        "actor": [
            {"id": a.id, "name": name_text(a.name), "type": a.type, "country": a.country, "sector": a.sector,
             "roles": _json([{"title": sql_text(r.title), "country": r.country} for r in a.roles]), "mentions": len(a.mentions),
             **_first(a.mentions), "rule": a.rule, "confidence": a.confidence, "country_rule": a.country_rule}
            for a in record.actors
        ],
        "place": [
            {"id": p.id, "name": name_text(p.name), "country": p.country, "geonames": p.geonames, "lat": p.lat, "lon": p.lon,
             **_first(p.mentions), "rule": p.rule, "confidence": p.confidence}
            for p in record.places
        ],
        "time": [
            {"id": t.id, "words": words(t.span), "type": t.type, "value": t.value, "mod": t.mod, "edtf": t.edtf,
             "date_from": first, "date_to": last, "anchor": t.anchor,
             "start": t.span[0], "end": t.span[1], "rule": t.rule}
            for t in record.times
            for first, last in [edtf_bounds(t.edtf)]
        ],
        "figure": [
            {"id": f.id, "words": words(f.span), "value": float(f.value), "high": None if f.high is None else float(f.high),
             "bound": f.bound, "unit": f.unit, "measure": f.measure, "event": f.event, "start": f.span[0], "end": f.span[1], "rule": f.rule,
             "standing": f.standing, "part_of": f.of}
            for f in record.figures
        ],
        "statement": [statement(s) for s in record.statements],
        "event": [event(e) for e in record.events],
        "party": [
            {"event": e.id, "side": side, "actor": i, "name": name_text(actors[i].name),
             "country": actors[i].country, "sector": actors[i].sector}
            for e in record.events
            for side, ids in (("actor", e.actors), ("recipient", e.recipients))
            for i in ids
        ],
    }  # fmt: skip


def _first(mentions: tuple[Mention, ...] | Items[Mention]) -> Row:
    return {"start": mentions[0].span[0], "end": mentions[0].span[1]}
