"""A record that breaks its own rules is refused, and the message says which."""

from __future__ import annotations

from dataclasses import replace

import pytest

from onrecord.errors import RecordError
from onrecord.model.check import check_record, references, spans
from onrecord.model.record import Items, Part, Record


def test_a_sound_record_passes(record: Record) -> None:
    check_record(record)


@pytest.mark.parametrize("span", [(-1, 4), (4, 4), (5, 4), (0, 10_000)])
@pytest.mark.parametrize("field", ["figures", "times"])
def test_a_span_that_does_not_slice(record: Record, field: str, span: tuple[int, int]) -> None:
    items = getattr(record, field)
    with pytest.raises(RecordError, match="does not slice"):
        check_record(replace(record, **{field: Items([replace(items[0], span=span)])}))


def test_the_counted_noun_is_checked(record: Record) -> None:
    with pytest.raises(RecordError, match="F1 counted"):
        check_record(replace(record, figures=Items([replace(record.figures[0], counted=(9, 9))])))


def test_overlapping_parts(record: Record) -> None:
    parts = (Part(kind="body", span=(0, 20)), Part(kind="credit", span=(19, 30)))
    with pytest.raises(RecordError, match="overlaps"):
        check_record(replace(record, report=replace(record.report, parts=parts)))


def test_an_id_twice(record: Record) -> None:
    with pytest.raises(RecordError, match="used twice"):
        check_record(replace(record, figures=Items([record.figures[0], record.figures[0]])))


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("figures", {"event": "E9"}),
        ("statements", {"speaker": "A9"}),
        ("statements", {"within": "S9"}),
        ("statements", {"time": "T9"}),
        ("events", {"actors": ("A9",)}),
        ("events", {"place": "P9"}),
        ("events", {"figures": ("F9",)}),
        ("events", {"attributed_to": ("S9",)}),
    ],
)
def test_a_reference_to_nothing(record: Record, field: str, change: dict[str, object]) -> None:
    broken = replace(getattr(record, field)[0], **change)
    with pytest.raises(RecordError, match="is not in the record"):
        check_record(replace(record, **{field: Items([broken])}))


def test_every_span_and_reference_is_seen(record: Record) -> None:
    assert {name.split()[0] for name, _ in spans(record)} >= {"part", "warning", "A1", "P1", "T1", "F1", "S1", "E1", "unresolved"}
    assert {ref for _, ref in references(record)} == {"P1", "E1", "A1", "T1", "S1", "F1"}
