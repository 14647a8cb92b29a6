"""Sentences of our own with every event that a careful reader puts on record, and none beside: an event too many fails as well."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from onrecord.model.record import Event, Record

CASES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "exact.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[c["text"][:60] for c in CASES])
def test_events(case: dict[str, Any], read_text: Callable[..., Record]) -> None:
    record = read_text(case["text"], published="2025-12-04")
    assert sorted(_line(record, e) for e in record.events) == sorted(case["events"])


def _line(record: Record, event: Event) -> str:
    """Give an event as "TYPE status: actors > recipients"."""
    names = {a.id: a.name for a in record.actors}
    sides = [" + ".join(sorted(names[i] for i in side)) for side in (event.actors, event.recipients)]
    return f"{event.plover.event} {event.status}: {sides[0]} > {sides[1]}".strip()
