"""Sentences of our own with the events a careful coder reads out of them; no event where none is listed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from onrecord.model.record import Actor, Event, Record

CASES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "sentences.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[c["text"][:60] for c in CASES])
def test_events(case: dict[str, Any], read_text: Callable[..., Record]) -> None:
    record = read_text(case["text"], published="2025-12-04")
    found = [_line(record, e) for e in record.events]
    for want in case["events"]:
        assert any(_fits(record, e, want) for e in record.events), f"{want} not in {found}"
    if not case["events"]:
        assert not [e for e in record.events if e.status in ("reported", "claimed")], found


def _fits(record: Record, event: Event, want: dict[str, Any]) -> bool:
    actors = {a.id: a for a in record.actors}
    return (
        event.plover.event == want["event"]
        and want["mode"] in (None, event.plover.mode)
        and want["cameo"] in (None, event.cameo)
        and want["status"] in (None, event.status)
        and want.get("date") in (None, event.date)
        and want.get("place") in (None, *(p.name for p in record.places if p.id == event.place))
        and all(any(_named(record, actors[i], w) for i in event.actors) for w in want["actors"])
        and all(any(_named(record, actors[i], w) for i in event.recipients) for w in want["recipients"])
    )


def _named(record: Record, actor: Actor, words: str) -> bool:
    return words in actor.name or any(words in record.words(m.span) for m in actor.mentions)


def _line(record: Record, event: Event) -> str:
    names = {a.id: a.name for a in record.actors}
    parties = f"{[names[i] for i in event.actors]} > {[names[i] for i in event.recipients]}"
    return f"{event.plover.event}/{event.plover.mode} {event.cameo} {event.status} {parties} by {event.rule}"
