"""`onrecord schema` describes what `onrecord read` writes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import jsonschema

Run = Callable[..., tuple[int, str, str]]


def test_a_record_fits_the_schema(onrecord: Run, report: Path) -> None:
    code, schema, err = onrecord("schema")
    assert (code, err) == (0, "")
    _, out, _ = onrecord("read", report, "--format", "json")
    jsonschema.Draft202012Validator.check_schema(json.loads(schema))
    jsonschema.validate(json.loads(out), json.loads(schema), cls=jsonschema.Draft202012Validator)
