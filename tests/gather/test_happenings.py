"""Reports of our own and what happened in them, each thing once: type, status, day and the words of every telling, the main one first."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from onrecord.grammar.build import build_document
from onrecord.model.record import Event, Part, Record

if TYPE_CHECKING:
    from onrecord.pipeline import Reader

CASES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "happenings.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[c["text"][:60] for c in CASES])
def test_each_happening_once(case: dict[str, Any], read_text: Callable[..., Record]) -> None:
    record = read_text(case["text"], published=case.get("published", "2024-05-14"))
    assert [_line(record, e) for e in record.events] == case["events"]


def _line(record: Record, e: Event) -> str:
    told = " / ".join(" ".join(record.words(t) for t in m.trigger) for m in e.mentions)
    names = {a.id: a.name for a in record.actors}
    parties = f"{', '.join(names[i] for i in e.actors) or '-'} > {', '.join(names[i] for i in e.recipients) or '-'}"
    return f"{e.plover.event} {e.status} {e.date or '-'}: {parties}: {told}"


def test_the_words_of_all_tellings_are_the_trigger_and_ties_are_told(read_text: Callable[..., Record]) -> None:
    record = read_text("Rebels attacked a base in Goma on Monday. The attack killed 14 soldiers.", published="2024-05-14")
    [event] = record.events
    assert event.trigger == tuple(t for m in event.mentions for t in m.trigger)
    assert [m.rule.partition("; ")[2] != "" for m in event.mentions] == [False, True]
    assert {f.value for f in record.figures if f.id in event.figures} == {14}


def test_features_tell_happenings_apart(reader: Reader) -> None:
    from onrecord import pipeline
    from onrecord.gather.event_features import event_rows

    text = "Rebels attacked a base in Goma on Monday, killing 14 soldiers. Kenya's president urged restraint."
    parts = [(0, len(text))]
    document = build_document(text, [Part(kind="body", span=parts[0])], parts, reader.parser.parse_blocks([text]), published="2024-05-14")
    drafts = pipeline.run_stages(document)
    attack, appeal = event_rows(document, drafts)
    assert attack.keys() == appeal.keys()
    assert (attack["type.ASSAULT"], attack["toll"], attack["placed"], attack["rule.verb"], attack["recipient.MIL"]) == (1, 1, 1, 1, 1)
    assert (appeal["type.ASSAULT"], appeal["toll"], appeal["placed"], appeal["actor.GOV"]) == (0, 0, 0, 1)
    assert attack["fit.max"] > 0.5  # the head has seen it
