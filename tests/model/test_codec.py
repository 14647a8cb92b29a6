"""JSON there and back, and the schema that describes it."""

from __future__ import annotations

import json
from dataclasses import fields, replace

import jsonschema
import pytest

from onrecord.errors import RecordError
from onrecord.model.codec import record_from_json, record_schema, record_to_json
from onrecord.model.record import Items, Record


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    schema = record_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def test_round_trip_is_byte_identical(record: Record) -> None:
    data = record_to_json(record)
    again = record_from_json(data)
    assert again == record
    assert record_to_json(again) == data


@pytest.mark.parametrize("indent", [None, 1, 2])
def test_indented_json_reads_back(record: Record, indent: int | None) -> None:
    assert record_from_json(record_to_json(record, indent=indent)) == record


def test_items_come_back_as_items(record: Record) -> None:
    again = record_from_json(record_to_json(record))
    assert all(isinstance(getattr(again, f.name), Items) for f in fields(Record) if isinstance(getattr(record, f.name), Items))


def test_a_record_fits_the_schema(record: Record, validator: jsonschema.Draft202012Validator) -> None:
    validator.validate(json.loads(record_to_json(record)))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["format"], "onrecord/2"),
        (["figures", 0, "bound"], "roughly"),
        (["figures", 0, "span"], [1]),
        (["figures", 0, "value"], "20"),
        (["statements", 0, "act"], "shout"),
        (["events", 0, "status"], "true"),
        (["report", "text"], None),
        (["actors", 0, "surprise"], 1),
        (["report", "parts", 0, "kind"], "advert"),
    ],
)
def test_the_schema_refuses(record: Record, validator: jsonschema.Draft202012Validator, path: list[str | int], value: object) -> None:
    data = json.loads(record_to_json(record))
    at = data
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = value
    assert not validator.is_valid(data)


def test_the_schema_names_every_field_and_class(record: Record) -> None:
    schema = record_schema()
    data = json.loads(record_to_json(record))
    assert set(data) == set(schema["$defs"]["Record"]["properties"])
    assert set(data["figures"][0]) == set(schema["$defs"]["Figure"]["properties"])
    assert set(data["report"]) == set(schema["$defs"]["Report"]["properties"])
    assert all(part["description"] for part in schema["$defs"].values())


@pytest.mark.parametrize("data", ["", "{", "[]", '{"format": "onrecord/1"}', b"\xff", '{"format": "other"}'])
def test_what_is_no_record_is_a_clear_error(data: str | bytes) -> None:
    with pytest.raises(RecordError) as error:
        record_from_json(data)
    assert error.value.code == "BAD_JSON"


def test_numbers_keep_their_kind(record: Record) -> None:
    share = replace(record.figures[0], value=0.5, unit="share")
    again = record_from_json(record_to_json(replace(record, figures=Items([share, replace(share, id="F2", value=10**15)]))))
    assert [type(f.value) for f in again.figures] == [float, int]
