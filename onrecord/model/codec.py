"""Records to JSON and back, and the JSON Schema of a record."""

from __future__ import annotations

from typing import Any, get_args, get_origin, get_type_hints

import msgspec

from onrecord.errors import RecordError
from onrecord.model.record import Items, Record


def _decode_items(kind: Any, value: Any) -> Any:
    if get_origin(kind) is Items:
        [item] = get_args(kind)
        return Items(msgspec.convert(value, list[item], dec_hook=_decode_items))  # type: ignore[valid-type]
    raise NotImplementedError(kind)


def _schema_items(kind: Any) -> dict[str, Any]:
    if kind is Items or get_origin(kind) is Items:
        return {"type": "array"}
    raise NotImplementedError(kind)


SCHEMA_ID = "https://onrecord.invalid/schema/record-1.json"
"""The schema's name. Nothing is fetched from it: `.invalid` never resolves (RFC 2606)."""


def record_schema() -> dict[str, Any]:
    """Give the JSON Schema (2020-12) of a record. Fields that came later are not required, so that older records still fit."""
    items = {field: get_args(kind)[0] for field, kind in get_type_hints(Record).items() if get_origin(kind) is Items}
    (ref, *_), parts = msgspec.json.schema_components([Record, *items.values()], schema_hook=_schema_items, ref_template="#/$defs/{name}")
    for field, kind in items.items():  # msgspec hands the hook the bare class, without what it holds
        parts["Record"]["properties"][field] = {"type": "array", "items": {"$ref": f"#/$defs/{kind.__name__}"}}
    defs = {name: _described(name, part) for name, part in sorted(parts.items())}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        "title": "onrecord record, format onrecord/1",
        "description": "Everything that was read out of one report. Spans are [start, end] in code points of report.text, end exclusive.",
        **ref,
        "$defs": defs,
    }


def _described(name: str, part: dict[str, Any]) -> dict[str, Any]:
    """Add the descriptions that classes and fields have in the source, and close the object to unknown fields."""
    out: dict[str, Any] = {k: v for k, v in part.items() if k not in ("title", "description")}
    text = (part.get("description") or "").strip()
    fields = FIELD_TEXTS.get(name, {})
    properties = {
        key: {**value, "description": fields[key]} if key in fields else value for key, value in part.get("properties", {}).items()
    }
    return {"title": name, "description": text, **out, "properties": properties, "additionalProperties": False}


FIELD_TEXTS: dict[str, dict[str, str]] = {
    "Record": {
        "format": "The version of this shape.",
        "unresolved": "What was seen but could not be settled, and why.",
    },
    "Report": {
        "id": "SHA-256 of the source bytes, hex.",
        "source": "Path or URL it was read from, or the caller's id.",
        "published": "ISO 8601 date that relative dates hang on.",
        "published_from": "Where that date was found.",
        "text": "The canonical text; all spans index it.",
        "parts": "Anatomy, in text order, without overlap.",
        "agencies": "Wire services credited for the text.",
    },
    "Actor": {
        "country": "ISO 3166-1 alpha-3; IGO, NGO, MNC or IMG for bodies above countries.",
        "sector": "PLOVER sector (GOV, MIL, REB ...).",
    },
    "Place": {"geonames": "GeoNames id.", "country": "ISO 3166-1 alpha-3."},
    "Time": {
        "value": "TIMEX3 value.",
        "mod": "TIMEX3 modifier.",
        "edtf": "Calendar date or interval (EDTF).",
        "anchor": "ISO date it hangs on.",
    },
    "Figure": {
        "value": "The number; of money whole units, of a fraction 0 to 1.",
        "high": "Upper value of a range (bound is between).",
        "unit": "Singular of the counted noun, measure unit, or ISO 4217 code.",
        "measure": "What is counted: killed, injured, arrested ...",
        "counted": "Span of the counted noun.",
        "event": "Id of the event that the figure belongs to.",
    },
    "Statement": {
        "speaker": "Id of the actor who speaks.",
        "cue": "Spans of the cue (said, according to).",
        "content": "Spans of what is said, without quotation marks.",
        "within": "Id of the statement that this one is quoted inside.",
    },
    "Event": {
        "cameo": "CAMEO code.",
        "trigger": "Spans of the words that tell the event.",
        "attributed_to": "Statements that vouch for it; empty: the report's own voice.",
        "rule": "The rule or model that coded it.",
    },
}
"""What fields mean, where the name does not say it all (docs/record.md has the whole)."""


def record_to_json(record: Record, *, indent: int | None = None) -> str:
    """Write a record as JSON, fields in the order of docs/record.md; the same record gives the same bytes."""
    data = msgspec.json.encode(record)
    return (msgspec.json.format(data, indent=indent) if indent else data).decode("utf-8")


def record_from_json(data: str | bytes) -> Record:
    """Read a record from JSON. Raises `RecordError` where it does not fit the schema."""
    try:
        return msgspec.json.decode(data, type=Record, dec_hook=_decode_items)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise RecordError(str(error), stage="decode", code="BAD_JSON", remedy="see `onrecord schema`") from error
