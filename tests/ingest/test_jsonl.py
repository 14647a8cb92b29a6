"""JSON Lines: good lines stay character for character, each bad one is named by its number."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import OnRecordError
from onrecord.ingest.jsonl import read_jsonl
from onrecord.model.source import Source
from onrecord.settings import Settings

GOOD = b'{"id": "good", "text": "He said so."}'

BAD = {
    "cut": (b'{"id": "a", "text": "He sa', "BAD_JSON"),
    "no JSON": (b"He said so.", "BAD_JSON"),
    "a number": (b"17", "BAD_JSON"),
    "null": (b"null", "BAD_JSON"),
    "duplicate keys": (b'{"id": "a", "text": "He said so.", "text": "She did."}', "BAD_JSON"),
    "duplicate keys below": (b'{"id": "a", "text": "He said so.", "x": {"y": 1, "y": 2}}', "BAD_JSON"),
    "deep": (b'{"id": "a", "text": "x", "y": ' + b"[" * 200_000 + b"]" * 200_000 + b"}", "BAD_JSON"),
    "digits": (b'{"id": "a", "text": "x", "n": ' + b"9" * 5_000 + b"}", "BAD_JSON"),
    "NaN": (b'{"id": "a", "text": "x", "n": NaN}', "BAD_JSON"),
    "infinity": (b'{"id": "a", "text": "x", "n": -Infinity}', "BAD_JSON"),
    "half a pair": (b'{"id": "a", "text": "x \\ud800 y"}', "BAD_JSON"),
    "half a pair in the title": (b'{"id": "a", "text": "x", "title": "\\udfff"}', "BAD_JSON"),
    "no text": (b'{"id": "a"}', "BAD_JSON"),
    "text of another type": (b'{"id": "a", "text": ["x"]}', "BAD_JSON"),
    "no words": (b'{"id": "a", "text": " \\n "}', "EMPTY"),
}


def read(path: Path, data: bytes, **settings: int) -> list[Source | OnRecordError]:
    path.write_bytes(data)
    return list(read_jsonl(path, Settings(**settings)))


@pytest.mark.parametrize(("line", "code"), BAD.values(), ids=BAD.keys())
def test_bad_line_is_named_and_the_others_go_on(tmp_path: Path, line: bytes, code: str) -> None:
    first, error, last = read(tmp_path / "a.jsonl", GOOD + b"\n" + line + b"\n" + GOOD)
    assert isinstance(first, Source)
    assert isinstance(last, Source)
    assert isinstance(error, OnRecordError)
    assert error.code == code
    assert "line 2" in str(error)
    assert "Recursion" not in str(error)
    assert len(str(error)) < 400


def test_error_keeps_the_callers_id(tmp_path: Path) -> None:
    [error] = read(tmp_path / "a.jsonl", b'{"id": "a", "text": ""}')
    assert isinstance(error, OnRecordError)
    assert error.key == "a"


def test_fields(tmp_path: Path) -> None:
    line = {
        "id": 7,
        "text": "He said so.",
        "date": "2024-03-09",
        "title": "T",
        "source": "https://x.org/a",
        "authors": ["A B"],
        "publisher": "X",
    }
    [item] = read(tmp_path / "a.jsonl", json.dumps(line).encode())
    assert isinstance(item, Source)
    assert (item.key, item.source) == ("7", "https://x.org/a")
    hints = item.hints
    assert (hints.published, hints.published_from, hints.title, hints.url) == ("2024-03-09", "caller", "T", "https://x.org/a")
    assert (hints.authors, hints.publisher) == (("A B",), "X")


@pytest.mark.parametrize(
    ("date", "wanted"),
    [
        ("2024-03-09", "2024-03-09"),
        ("20240309", "2024-03-09"),
        ("2024-03-09T11:05:00Z", "2024-03-09T11:05:00Z"),
        ("2024-03-09 11:05", "2024-03-09T11:05"),
        ("2025-02-29", None),
        ("0000-01-01", None),
        ("yesterday", None),
        (1709942400, "2024-03-09T00:00:00Z"),
        (12, None),
    ],
)
def test_dates(tmp_path: Path, date: object, wanted: str | None) -> None:
    [item] = read(tmp_path / "a.jsonl", json.dumps({"id": "a", "text": "x y", "date": date}).encode())
    assert isinstance(item, Source)
    assert item.hints.published == wanted
    assert [w.code for w in item.warnings] == ([] if wanted else ["BAD_DATE"])


def test_long_line_is_skipped_in_bounded_memory(tmp_path: Path) -> None:
    long = b'{"id": "long", "text": "' + b"x" * 5_000_000 + b'"}'
    error, good = read(tmp_path / "a.jsonl", long + b"\n" + GOOD, max_chars=1_000)
    assert isinstance(error, OnRecordError)
    assert error.code == "TOO_LARGE"
    assert "1,000" in str(error)
    assert isinstance(good, Source)


@given(text=st.text(alphabet=st.characters(exclude_categories=("Cs",)), min_size=1, max_size=80).filter(str.strip), ascii=st.booleans())
def test_text_stays_character_for_character(tmp_path_factory: pytest.TempPathFactory, text: str, ascii: bool) -> None:
    path = tmp_path_factory.getbasetemp() / "text.jsonl"
    [item] = read(path, json.dumps({"id": "a", "text": text}, ensure_ascii=ascii).encode())
    if isinstance(item, OnRecordError):
        assert not text.strip("\ufeff \t\r\n\x0b\x0c\x00\u200b")
    else:
        assert item.text == text
