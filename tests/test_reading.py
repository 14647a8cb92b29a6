"""The Python API: read, read_text, read_many."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import onrecord
from onrecord import InputError, OnRecordError, Record, UsageError
from onrecord.model.document import Token
from onrecord.model.source import text_source

if TYPE_CHECKING:
    from onrecord.pipeline import Reader

TEXT = "  Police arrested five people on Wednesday.\r\n\r\n“We were calm,” said Mayor Jane Doe. "


@pytest.fixture(autouse=True)
def shared_parser(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    """Use the session's language pipeline."""
    parser = reader.parser
    monkeypatch.setattr("onrecord.parse.load.load", lambda model=None: parser)


def test_the_public_surface_is_what_it_says() -> None:
    assert onrecord.__all__ == sorted(onrecord.__all__)
    assert dir(onrecord) == sorted(onrecord.__all__)
    for name in onrecord.__all__:
        assert getattr(onrecord, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'reed'"):
        onrecord.reed  # type: ignore[attr-defined]  # noqa: B018
    assert set(onrecord.__all__) == {
        "InputError", "ModelError", "OnRecordError", "Record", "RecordError", "Source", "StorageError", "UsageError", "__version__",
        "read", "read_many", "read_text",
    }  # fmt: skip


def test_types_are_shipped() -> None:
    assert (Path(onrecord.__file__).parent / "py.typed").exists()


def test_text_in_is_text_out() -> None:
    record = onrecord.read_text(TEXT, published="2024-05-03", title="Arrests", source="my-id")
    assert isinstance(record, Record)
    assert record.report.text == TEXT
    assert (record.report.published, record.report.published_from) == ("2024-05-03", "caller")
    assert (record.report.title, record.report.source) == ("Arrests", "my-id")


def test_the_date_may_be_a_date() -> None:
    assert onrecord.read_text(TEXT, published=date(2024, 5, 3)) == onrecord.read_text(TEXT, published="2024-05-03")


@pytest.mark.parametrize("wrong", ["3 May 2024", "2024-13-01", "", 20240503])
def test_a_wrong_date_is_wrong_usage(wrong: object) -> None:
    with pytest.raises(UsageError, match="2025-12-04"):
        onrecord.read_text(TEXT, published=wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("empty", ["", "  \n\t ", "\ufeff"])
def test_nothing_to_read_is_an_input_error(empty: str) -> None:
    with pytest.raises(InputError) as caught:
        onrecord.read_text(empty)
    assert caught.value.code == "EMPTY"


def test_half_a_surrogate_pair_is_no_text() -> None:
    with pytest.raises(InputError, match="half a surrogate pair at 7"):
        onrecord.read_text("Police \ud800 arrested five people.")
    [error] = onrecord.read_many([{"id": "x", "text": "\ud800"}])
    assert isinstance(error, InputError)
    assert (error.key, error.code) == ("x", "BAD_CHARACTER")


def test_bytes_are_no_text() -> None:
    with pytest.raises(UsageError, match="bytes is no text"):
        onrecord.read_text(b"Police arrested five people.")  # type: ignore[arg-type]


def test_a_file(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(TEXT.encode())
    record = onrecord.read(path, published="2024-05-03")
    assert record.report.text == TEXT
    assert record.report.source == str(path)
    assert record == onrecord.read(str(path), published="2024-05-03", input_format="text")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="gone"):
        onrecord.read(tmp_path / "gone.txt")


def test_a_file_of_several_reports_is_for_read_many(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text("".join(json.dumps({"id": n, "text": f"Police arrested {n} people."}) + "\n" for n in (3, 4)), encoding="utf-8")
    with pytest.raises(UsageError, match="read_many"):
        onrecord.read(path)
    assert [r.report.text[-9:] for r in onrecord.read_many([path]) if isinstance(r, Record)] == ["3 people.", "4 people."]


def test_read_many_takes_everything_in_order(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Police arrested two people.", encoding="utf-8")
    items = [
        {"id": "x", "text": "Police arrested one person.", "date": "2024-05-03", "title": "One", "other": object()},
        path,
        {"id": "y", "text": None},
        text_source("Police arrested four people."),
        str(tmp_path / "gone.txt"),
    ]
    results = list(onrecord.read_many(items))
    assert [type(r) for r in results] == [Record, Record, InputError, Record, InputError]
    assert isinstance(results[0], Record)
    assert (results[0].report.source, results[0].report.published, results[0].report.title) == ("x", "2024-05-03", "One")
    assert isinstance(results[2], OnRecordError)
    assert (results[2].key, results[2].code) == ("y", "BAD_FIELD")


def test_read_many_can_skip_or_raise() -> None:
    items = [{"id": "x", "text": ""}, {"id": "y", "text": "Police arrested one person."}]
    assert [r.report.source for r in onrecord.read_many(items, on_error="skip") if isinstance(r, Record)] == ["y"]
    with pytest.raises(InputError):
        list(onrecord.read_many(items, on_error="raise"))


def test_read_many_is_a_stream() -> None:
    taken = 0

    def endless() -> Iterator[dict[str, object]]:
        nonlocal taken
        while True:
            taken += 1
            yield {"id": taken, "text": "Police arrested one person."}

    stream = onrecord.read_many(endless())
    assert isinstance(next(stream), Record)
    assert taken <= 64


@pytest.mark.parametrize("wrong", ["a.txt", Path("a.txt"), {"text": "x"}])
def test_one_item_is_not_a_stream(wrong: object) -> None:
    with pytest.raises(UsageError, match=r"onrecord\.read"):
        onrecord.read_many(wrong)  # type: ignore[arg-type]


def test_records_travel() -> None:
    import pickle

    record = onrecord.read_text(TEXT, published="2024-05-03")
    assert pickle.loads(pickle.dumps(record)) == record
    assert Record.from_json(record.to_json()) == record
    assert "<" in record._repr_html_()


def test_the_words_of_a_report_are_freed_once_it_is_read(reader: Reader) -> None:
    """They point at one another; left to the garbage collector, they took a twentieth of the time after the parse."""
    text = "Police in Lima arrested eleven people on Monday, the interior minister said. They will be tried. " * 20
    gc.collect()
    gc.disable()
    try:
        before = sum(type(o) is Token for o in gc.get_objects())
        reader.read(text_source(text))
        left = sum(type(o) is Token for o in gc.get_objects()) - before
    finally:
        gc.enable()
    assert left < len(text.split()) / 2
