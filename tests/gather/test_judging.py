"""Judges of happenings, statements and actors: probabilities, what leaves the record, and what is never left out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.gather import judging
from onrecord.gather.actor_features import actor_rows
from onrecord.gather.event_features import event_rows
from onrecord.gather.statement_features import statement_rows
from onrecord.model.record import Record

LONG = (
    "President Ana Ruiz of Peru dismissed her interior minister on Monday after police shot dead three protesters in Cusco.\n\n"
    + "The minister, Luis Mora, had ordered the police to clear the main square, officials said. Thousands had marched there for a week "
    "against a new tax on fuel. The shops were open again on Tuesday and buses ran.\n\n" * 3
    + "“We will find out who gave the order,” Ruiz told reporters. Bakers in the town said that they had sold little bread."
)


@pytest.mark.parametrize("kind", ["events", "statements", "actors"])
def test_a_judge_is_shipped_for_each_kind(kind: str) -> None:
    judge = judging.judge(kind)
    assert judge is not None
    assert judge([]) == []
    assert all(0 <= p <= 1 for p in judge([{}, {judge.columns[0]: 1.0}]))
    assert judging.packed(judge) == judging.packed(judge)


@given(st.lists(st.dictionaries(st.integers(0, 60), st.floats(-5, 5, width=32), max_size=20), min_size=1, max_size=6))
def test_what_a_row_does_not_tell_is_nought(rows: list[dict[int, float]]) -> None:
    judge = judging.judge("actors")
    assert judge is not None
    few = [{"of no column": 3.0} | {judge.columns[i]: x for i, x in row.items() if i < len(judge.columns)} for row in rows]
    assert judge(few) == judge([{name: row.get(name, 0.0) for name in judge.columns} for row in few])


def test_every_item_of_ours_says_how_sure_it_is(read_text: Callable[..., Record]) -> None:
    record = read_text(LONG, published="2024-05-14")
    assert record.events
    assert record.statements
    assert all(e.confidence is not None and e.confidence >= judging.KNOWN for e in record.events)
    assert all(s.confidence is not None and s.confidence >= judging.SAID for s in record.statements)
    assert all(a.confidence is not None for a in record.actors)
    speakers = {s.speaker for s in record.statements if s.speaker}
    parties = {i for e in record.events for i in (*e.actors, *e.recipients)}
    assert speakers | parties <= {a.id for a in record.actors}


def test_what_is_less_likely_than_the_bound_leaves(read_text: Callable[..., Record], monkeypatch: pytest.MonkeyPatch) -> None:
    before = read_text(LONG, published="2024-05-14")
    shipped = judging.judge("events")
    assert shipped is not None
    none = replace(shipped, offset=-99.0)
    monkeypatch.setattr(judging, "judge", lambda kind: none if kind == "events" else None)
    record = read_text(LONG, published="2024-05-14")
    assert before.events
    assert not record.events
    assert record.statements


@pytest.mark.parametrize(("sure", "given"), [(judging.SAID, 2), (judging.SAID - 0.01, 0)])
def test_the_judge_has_the_last_word_on_what_was_said(
    read_text: Callable[..., Record], monkeypatch: pytest.MonkeyPatch, sure: float, given: int
) -> None:
    """Rules take a belief for no statement, and only tell the judge so; what it turns down still says whose claim an act is."""
    monkeypatch.setattr(judging, "judge", lambda kind: (lambda rows: [sure] * len(rows)) if kind == "statements" else None)
    record = read_text("Police believe the guards shot two farmers. The mayor said the guards had fled.", published="2024-05-14")
    assert len(record.statements) == given
    assert [e.status for e in record.events] == ["claimed"]


def test_without_a_judge_rules_say_what_is_worth_telling(read_text: Callable[..., Record], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "judge", lambda kind: None)
    record = read_text(LONG, published="2024-05-14")
    assert [e.plover.event for e in record.events if e.confidence is None]
    assert "ASSAULT" in {e.plover.event for e in record.events}


def test_the_columns_of_judges_are_features_that_exist(reader, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    """A feature renamed in the code would silently be nought for the judge."""
    from onrecord import pipeline
    from onrecord.grammar.build import build_document
    from onrecord.model.record import Part

    part = Part(kind="body", span=(0, len(LONG)))
    document = build_document(LONG, [part], [part.span], reader.parser.parse_blocks([LONG]), published="2024-05-14")
    monkeypatch.setattr(judging, "judge", lambda kind: None)
    drafts = pipeline.run_stages(document)
    monkeypatch.undo()
    open_ended = ("rule.", "sector.", "sector ")
    for kind, rows in (("events", event_rows), ("statements", statement_rows), ("actors", actor_rows)):
        judge = judging.judge(kind)
        assert judge is not None
        known = {name for row in rows(document, drafts) for name in row}
        assert {c for c in judge.columns if not c.startswith(open_ended)} <= known
