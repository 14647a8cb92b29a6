"""Drafts become a record: order of first appearance, ids, references."""

from __future__ import annotations

import pytest

from onrecord.assemble import Drafts, assemble
from onrecord.errors import RecordError
from onrecord.model.document import Token
from onrecord.model.drafts import ActorDraft, AttributionDraft, Cast, EventDraft, FigureDraft, MentionDraft, TimeDraft, UnresolvedDraft
from onrecord.model.record import PipelineInfo, Record, Report

TEXT = "On Monday rebels killed 20 soldiers and took 3 more, the army said on Tuesday."


def span(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return (start, start + len(words))


def token(words: str) -> Token:
    start, end = span(words)
    return Token(0, start, end, words, words.lower(), words, "NOUN", "NN", "", "obj")


def report() -> Report:
    return Report(
        id="1", source="x", title=None, language="en", published=None, published_from=None, publisher=None, agencies=(), authors=(),
        text=TEXT, parts=(),
    )  # fmt: skip


def actor(name: str, words: str) -> ActorDraft:
    return ActorDraft(
        name=name, type="group", country=None, sector=None, mentions=[MentionDraft(span(words), "description", None)], rule="r"
    )


def built(drafts: Drafts) -> Record:
    return assemble(report(), drafts, PipelineInfo(version="0", model=None))


def test_ids_follow_the_text_not_the_order_found() -> None:
    army, rebels = actor("army", "the army"), actor("rebels", "rebels")
    late = FigureDraft(span("3"), 3, "exactly", None, None, "figure")
    early = FigureDraft(span("20"), 20, "exactly", "soldier", "killed", "figure", head=token("soldiers"))
    record = built(Drafts(cast=Cast([army, rebels], {}), figures=[late, early]))
    assert [(a.id, a.name) for a in record.actors] == [("A1", "rebels"), ("A2", "army")]
    assert [(f.id, f.value, f.counted) for f in record.figures] == [("F1", 20, span("soldiers")), ("F2", 3, None)]


def test_drafts_that_point_at_each_other_become_ids() -> None:
    army, rebels = actor("army", "the army"), actor("rebels", "rebels")
    figure = FigureDraft(span("20"), 20, "exactly", "soldier", "killed", "figure")
    times = [
        TimeDraft(span("Tuesday"), "DATE", "2025-01-07", None, None, "t"),
        TimeDraft(span("Monday"), "DATE", "2025-01-06", None, None, "t"),
    ]
    said = AttributionDraft(
        "indirect", [span("rebels killed 20 soldiers")], [span("said")], span("the army"), None, "state", "r", time=span("Tuesday")
    )
    event = EventDraft(
        "ASSAULT", None, [], "190", [span("killed")], token("killed"), (0, len(TEXT)), [rebels], [], "claimed", "kill",
        time=times[1], attributed_to=[said], figures=[figure],
    )  # fmt: skip
    cast = Cast([army, rebels], {}, {id(said): army})
    record = built(Drafts([said], times, [figure], cast, [], [event], [UnresolvedDraft("actor", span("3"), "who")]))
    assert record.statements[0].speaker == "A2"
    assert record.statements[0].time == "T2"
    assert record.events[0].actors == ("A1",)
    assert record.events[0].time == "T1"
    assert record.events[0].attributed_to == ("S1",)
    assert record.events[0].figures == ("F1",)
    assert record.figures[0].event == "E1"
    assert record.unresolved[0].reason == "who"


def test_a_reference_to_a_draft_outside_is_dropped() -> None:
    event = EventDraft("ASSAULT", None, [], None, [span("killed")], token("killed"), (0, 5), [actor("x", "rebels")], [], "reported", "kill")
    assert built(Drafts(events=[event])).events[0].actors == ()


def test_a_span_outside_the_text_is_never_written() -> None:
    with pytest.raises(RecordError, match="does not slice"):
        built(Drafts(figures=[FigureDraft((5, 999), 1, "exactly", None, None, "figure")]))


def test_same_drafts_same_bytes() -> None:
    figures = [FigureDraft(span(w), n, "exactly", None, None, "figure") for w, n in (("20", 20), ("3", 3))]
    assert built(Drafts(figures=figures)).to_json() == built(Drafts(figures=figures[::-1])).to_json()
