"""What holds for every record of whatever text."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING

import jsonschema
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from properties.conftest import REPORTS, texts

from onrecord.errors import OnRecordError
from onrecord.model.check import check_record, spans
from onrecord.model.codec import record_schema
from onrecord.model.record import Record
from onrecord.model.source import Source, text_source

if TYPE_CHECKING:
    from onrecord.pipeline import Reader

VALIDATOR = jsonschema.Draft202012Validator(record_schema())
PIPELINE = settings.get_profile("pipeline")


def read(reader: Reader, text: str) -> Record:
    [(_, result)] = reader.read_batch([text_source(text, published="2025-12-04")])
    if isinstance(result, OnRecordError):
        assert result.code == "EMPTY", result
        pytest.skip("nothing to read in it")
    return result


@PIPELINE
@given(texts())
@example("The United States imposed sanctions on Tuesday on the leader of the forces, a((((nd said that his fighters had fled.")
def test_text_in_is_text_out_and_spans_slice(reader: Reader, text: str) -> None:
    record = read(reader, text)
    assert record.report.text == text
    check_record(record)
    for where, span in spans(record):
        words = record.words(span)
        assert words, where
        assert words == words.strip() or where.startswith("part"), (where, words)


@PIPELINE
@given(texts())
def test_json_fits_the_schema_and_comes_back_equal(reader: Reader, text: str) -> None:
    record = read(reader, text)
    data = record.to_json()
    VALIDATOR.validate(json.loads(data))
    again = Record.from_json(data)
    assert again == record
    assert again.to_json() == data


@PIPELINE
@given(texts())
def test_every_item_names_its_rule(reader: Reader, text: str) -> None:
    record = read(reader, text)
    for group in (record.actors, record.places, record.times, record.figures, record.statements, record.events):
        for item in group:
            assert item.rule
            assert all(r.value and r.why for r in item.rejected)


@settings(PIPELINE, max_examples=6)
@given(st.lists(st.sampled_from(REPORTS), min_size=2, max_size=8), st.randoms(use_true_random=False))
def test_a_report_gives_the_same_bytes_in_any_company(reader: Reader, paths: list[object], shuffle: random.Random) -> None:
    sources = [text_source(p.read_text("utf-8"), published="2025-12-04") for p in paths]  # type: ignore[attr-defined]

    def bytes_of(batch: list[Source]) -> dict[str, str]:
        return {s.id: r.to_json() for s, r in reader.read_batch(batch) if isinstance(r, Record)}

    together = bytes_of(sources)
    mixed = list(sources)
    shuffle.shuffle(mixed)
    alone = {k: v for s in sources for k, v in bytes_of([s]).items()}
    assert together == bytes_of(mixed) == alone
