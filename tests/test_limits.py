"""More than a record holds, and texts longer than can be read: the first is kept, and how much there was is said."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from onrecord.model.record import Record
from onrecord.model.source import text_source
from onrecord.parse.anatomy import read_anatomy
from onrecord.settings import Settings

if TYPE_CHECKING:
    from onrecord.pipeline import Reader

KINDS = {
    "statements": ("“We go,” he said. ", "statements"),
    "figures": ("Police said 12 people were killed. ", "figures"),
    "times": ("The court sat on Monday. ", "times"),
    "actors": ("Ann {n} spoke. ", "actors"),
}
LETTERS = "bcdfghklmn"


def named(unit: str, n: int) -> str:
    return unit.replace("{n}", "".join(LETTERS[int(d)] + "aeiou"[i % 5] for i, d in enumerate(str(n))).capitalize())


@pytest.mark.parametrize("kind", KINDS)
def test_a_record_holds_the_first_items_and_says_how_many_there_were(kind: str, reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.pipeline.MOST_ITEMS", 7)
    unit, field = KINDS[kind]
    text = "".join(named(unit, n) for n in range(30))
    records = [reader.read(text_source(text, published="2025-12-04")) for _ in range(2)]
    assert records[0] == records[1]
    assert len(getattr(records[0], field)) <= 7
    [warning] = [w for w in records[0].report.warnings if w.code == "ITEM_LIMIT" and f" {field} " in w.message]
    assert 20 < int(warning.message.split()[0]) <= 30  # one actor may be taken for another
    assert "the first 7 are kept" in warning.message


def test_an_ordinary_report_meets_no_limit(reader: Reader) -> None:
    record = reader.read(text_source("“We go,” Jane Roe said on Monday. Police said 12 people were killed. " * 40))
    assert not [w for w in record.report.warnings if w.code.endswith("_LIMIT")]


@pytest.mark.parametrize("gap", ["\n\n", " "])
def test_the_beginning_of_a_text_without_end_is_read(gap: str, reader: Reader) -> None:
    """In paragraphs, and as one paragraph."""
    text = gap.join(f"Mayor Jane Roe said on Monday that road {n} would stay shut." for n in range(400)) + "\n\n(Reporting by Tom Ray)"
    small = type(reader)(Settings(megabytes=10), parser=reader.parser)
    record = small.read(text_source(text, published="2025-12-04"))
    assert isinstance(record, Record)
    [warning] = [w for w in record.report.warnings if w.code == "READ_LIMIT"]
    assert warning.span is not None
    assert 3_000 < warning.span[0] < 6_000
    assert f"of {len(text):,} characters" in warning.message
    assert record.report.text == text
    assert 60 < len(record.statements) < 90
    assert max(s.content[-1][1] for s in record.statements) <= warning.span[0]
    parts = record.report.parts
    assert [p.kind for p in parts if p.rule == "body/beyond-limit"] == ["boilerplate"]
    assert all(a.span[1] <= b.span[0] for a, b in pairwise(parts))


def test_the_limit_is_of_words_and_of_characters() -> None:
    def read(text: str) -> int | None:
        report = read_anatomy(text_source(text), Settings(megabytes=1, language="en")).report
        return next((w.span[0] for w in report.warnings if w.code == "READ_LIMIT" and w.span), None)

    assert read("Road " * 90) is None
    assert 300 < (read("Road " * 200) or 0) <= 505
    assert 500 < (read("a" * 3_000) or 0) <= 1_000
