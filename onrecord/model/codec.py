"""Records to JSON and back, and the JSON Schema of a record."""

from __future__ import annotations

from typing import Any, get_args, get_origin

import msgspec

from onrecord.errors import RecordError
from onrecord.model.record import Items, Record


def _decode_items(kind: Any, value: Any) -> Any:
    if get_origin(kind) is Items:
        [item] = get_args(kind)
        return Items(msgspec.convert(value, list[item], dec_hook=_decode_items))
    raise NotImplementedError(kind)


def _schema_items(kind: Any) -> dict[str, Any]:
    if get_origin(kind) is Items:
        [item] = get_args(kind)
        return {"type": "array", "items": {"$ref": f"#/$defs/{item.__name__}"}}
    raise NotImplementedError(kind)


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
