"""Batches of reports become batches of records and flat rows: the same whatever they are cut into, and one bad report is one row."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from onrecord import arrow
from onrecord.arrow import flatten, read_batches, schema_of
from onrecord.errors import UsageError
from onrecord.model.record import Record
from onrecord.model.source import text_source
from onrecord.pipeline import Reader
from onrecord.settings import Settings
from onrecord.store import Archive
from onrecord.store.flat import ITEMS, flat_rows
from onrecord.store.query import rows

SAMPLES = sorted((Path(__file__).parents[1] / "samples").rglob("*.txt"))
TEXTS = [p.read_text("utf8") for p in SAMPLES][:3]
REPORTS = [{"id": n, "text": text, "date": date(2025, 12, 4), "source": f"Paper {n}"} for n, text in enumerate(TEXTS)]
FAILING = {"id": 99, "text": None, "date": None, "source": "Paper 99"}
LONG = "The council of the town voted for the bridge on Monday, the mayor said. " * 2_500
"""Some seconds of work."""


@pytest.fixture(scope="module", autouse=True)
def _no_process_is_left() -> Iterator[None]:
    yield
    arrow.close()


def batches(reports: list[dict[str, object]], size: int) -> list[pa.RecordBatch]:
    return pa.Table.from_pylist(reports).to_batches(max_chunksize=size)


@pytest.fixture(scope="module")
def records() -> list[pa.RecordBatch]:
    return list(read_batches(batches([*REPORTS, FAILING], 2)))


def table(found: list[pa.RecordBatch]) -> list[dict[str, object]]:
    return pa.Table.from_batches(found).to_pylist()


def test_records_are_those_of_the_reader(records: list[pa.RecordBatch], reader: Reader) -> None:
    alone = [reader.read(text_source(t, published="2025-12-04", source=f"Paper {n}", key=str(n))).to_json() for n, t in enumerate(TEXTS)]
    found = table(records)
    assert [row["record"] for row in found] == [*alone, None]
    assert [row["key"] for row in found] == ["0", "1", "2", "99"]
    assert {row["published"] for row in found[:3]} == {"2025-12-04"}
    assert [row["error"] for row in found] == [None] * 3 + ["BAD_FIELD"]


@pytest.mark.parametrize("size", [1, 3])
def test_rows_do_not_hang_on_how_batches_are_cut(records: list[pa.RecordBatch], size: int) -> None:
    assert table(list(read_batches(batches([*REPORTS, FAILING], size)))) == table(records)


@pytest.mark.parametrize("kind", ITEMS)
def test_flat_rows_are_those_of_an_archive(records: list[pa.RecordBatch], kind: str, tmp_path: Path, reader: Reader) -> None:
    whole = [Record.from_json(str(row["record"])) for row in table(records)[:3]]
    with Archive(tmp_path / "a.db") as archive:
        list(archive.add((text_source(t, source=f"Paper {n}"), r) for n, (t, r) in enumerate(zip(TEXTS, whole, strict=True))))
        kept = [{k: v for k, v in row.items() if k != "judged"} for row in rows(archive.db, "mentions" if kind == "events" else kind)]
    flat = [row for record in whole for row in flat_rows(record, kind)]
    assert flat
    assert [*flat[0]] == [*kept[0]]
    assert sorted(map(json.dumps, flat)) == sorted(map(json.dumps, kept))


@pytest.mark.parametrize("kind", ITEMS)
def test_records_are_flattened_as_reports_are(records: list[pa.RecordBatch], kind: str) -> None:
    found = list(flatten(records, kind))
    assert all(batch.schema == schema_of(kind) for batch in found)
    assert table(found) == table(list(read_batches(batches([*REPORTS, FAILING], 5), kind)))
    [failed] = [row for row in table(found) if row["error"]]
    assert failed == dict.fromkeys(schema_of(kind).names) | {
        "key": "99", "error": "BAD_FIELD", "stage": "ingest", "message": "text is not a string", "remedy": "see onrecord.read_many",
    }  # fmt: skip


def test_a_report_beyond_its_budget_is_a_row_among_the_others() -> None:
    reports = [REPORTS[0], {**REPORTS[0], "id": "long", "text": LONG}, REPORTS[1]]
    found = table(list(read_batches(batches([{**r, "id": str(r["id"])} for r in reports], 3), settings=Settings(seconds=1))))
    assert [(row["key"], row["error"]) for row in found] == [("0", None), ("long", "TIME_LIMIT"), ("1", None)]


def test_documents_are_taken_apart() -> None:
    page = "<html><head><title>Parliament votes</title></head><body><article><p>{}</p></article></body></html>"
    lines = "\n".join(json.dumps({"id": f"r{n}", "text": TEXTS[n]}) for n in range(2))
    said = "The vote ended a debate of several weeks, the speaker of parliament told reporters in Stockholm on Tuesday."
    documents = [{"path": "a.html", "content": page.format(said).encode()}, {"path": "b.jsonl", "content": lines.encode()}]
    found = table(list(read_batches(batches(documents, 1))))
    assert [row["key"] for row in found] == ["a.html", "r0", "r1"]
    assert all(row["record"] for row in found)


def test_a_batch_without_texts_is_refused() -> None:
    with pytest.raises(UsageError, match="no column text or content among words"):
        list(read_batches([pa.RecordBatch.from_pylist([{"words": "x"}])]))


def test_a_table_that_is_none_is_refused() -> None:
    with pytest.raises(UsageError, match="no table 'quotes'"):
        list(read_batches([], "quotes"))


def test_the_reader_stays_between_calls(records: list[pa.RecordBatch]) -> None:
    list(read_batches(batches(REPORTS[:1], 1)))
    [worker] = arrow._crew(Settings())._everyone
    child = worker._child
    list(read_batches(batches(REPORTS[1:2], 1)))
    assert child is not None
    assert worker._child is child
