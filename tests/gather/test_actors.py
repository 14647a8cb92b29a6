"""One entry an actor, and nobody who only passes by: short reports of our own with all their actors, each with all its mentions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from onrecord.model.record import Record
from onrecord.model.source import text_source

if TYPE_CHECKING:
    from onrecord.pipeline import Reader

CASES: list[dict[str, Any]] = [
    case for path in sorted((Path(__file__).parent / "cases").glob("*.json")) for case in json.loads(path.read_text("utf-8"))
]


@pytest.fixture(scope="module")
def records(reader: Reader) -> dict[str, Record]:
    """Give each case's record, read in one stream."""
    results = reader.read_all(text_source(c["text"], published="2024-05-14") for c in CASES)
    out = {}
    for case, (_, result) in zip(CASES, results, strict=True):
        assert isinstance(result, Record), result
        out[case["id"]] = result
    return out


def told(record: Record) -> dict[str, list[str]]:
    """Give each actor's names and descriptions by its name; a second one of that name as another."""
    out: dict[str, list[str]] = {}
    for a in record.actors:
        name = a.name if a.name not in out else f"{a.name} ({a.id})"
        out[name] = [record.words(m.span) for m in a.mentions if m.form != "pronoun"]
    return out


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["id"])
def test_case(case: dict[str, Any], records: dict[str, Record]) -> None:
    assert told(records[case["id"]]) == case["actors"]


def test_ids_are_unique() -> None:
    assert len({c["id"] for c in CASES}) == len(CASES)
