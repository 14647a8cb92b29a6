"""docs/events.md lists every type, mode, context and status that can be coded, and its examples are coded as it says."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest

from onrecord.data import rows
from onrecord.model.record import Record, Status

DOC = (Path(__file__).parents[2] / "docs" / "events.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^### (\w+)\n(.*?)(?=^##)", DOC, re.M | re.S))


def test_every_type_has_a_section_with_its_modes() -> None:
    assert set(SECTIONS) == {r["event"] for r in rows("plover_events")}
    for row in rows("plover_modes"):
        assert f"| `{row['mode']}` | {row['description']} |" in SECTIONS[row["event"]], row


def test_every_context_and_status_is_described() -> None:
    assert [r["context"] for r in rows("plover_contexts") if f"| `{r['context']}` |" not in DOC] == []
    assert [s for s in get_args(Status) if f"| `{s}` |" not in DOC] == []


@pytest.mark.parametrize("event", sorted(SECTIONS))
def test_the_example_of_a_type_is_coded_so(event: str, read_text: Callable[..., Record]) -> None:
    [example] = re.findall(r"^> (.*)$", SECTIONS[event], re.M)
    record = read_text(example, published="2025-12-04")
    assert event in {e.plover.event for e in record.events if e.status == "reported"}
