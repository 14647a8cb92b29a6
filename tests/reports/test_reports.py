"""Every report beside this file, and every sample, gives what a careful reader gets out of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from expectations import check

from onrecord.ingest import read_sources
from onrecord.model.record import Record
from onrecord.settings import Settings

if TYPE_CHECKING:
    from onrecord.pipeline import Reader

HERE = Path(__file__).parent
SAMPLES = HERE.parents[1] / "samples"
REPORTS = sorted([*HERE.glob("*.txt"), *SAMPLES.glob("*.txt")])
MOST_NOT_YET = 0.25
"""Part of all expectations that may wait at most."""


@pytest.fixture(scope="session")
def records(reader: Reader) -> dict[Path, Record]:
    """Give the record of each report, read in one stream."""
    sources = list(read_sources([str(p) for p in REPORTS], settings=Settings()))
    out = {}
    for path, (_, result) in zip(REPORTS, reader.read_all(sources), strict=True):  # type: ignore[arg-type]
        assert isinstance(result, Record), result
        out[path] = result
    return out


def wanted(path: Path) -> dict[str, object]:
    beside = HERE / f"{path.stem}.expected.json"
    return json.loads(beside.read_text("utf-8"))  # type: ignore[no-any-return]


@pytest.mark.parametrize("path", REPORTS, ids=lambda p: p.stem)
def test_report(path: Path, records: dict[Path, Record]) -> None:
    want = wanted(path)
    waiting = set(want["not_yet"])  # type: ignore[call-overload]
    results = check(records[path], want)
    assert waiting <= {r.label for r in results}, "a label under not_yet that names no expectation"
    assert [r.label for r in results if not r.met and r.label not in waiting] == [], "expected, not found"
    assert [r.label for r in results if r.met and r.label in waiting] == [], "met now: take it out of not_yet"


def test_labels_are_distinct(records: dict[Path, Record]) -> None:
    for path in REPORTS:
        labels = [r.label for r in check(records[path], wanted(path))]
        assert len(labels) == len(set(labels)), path.stem


def test_little_is_left_waiting(records: dict[Path, Record]) -> None:
    wants = [wanted(p) for p in REPORTS]
    waiting = sum(len(w["not_yet"]) for w in wants)  # type: ignore[arg-type]
    every = sum(len(check(records[p], w)) for p, w in zip(REPORTS, wants, strict=True))
    assert waiting <= MOST_NOT_YET * every


def test_there_are_enough_reports() -> None:
    assert len(REPORTS) >= 42
