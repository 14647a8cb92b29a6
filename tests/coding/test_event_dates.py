"""The date of a happening: the words that say when it was, not those that say when it ends or that tell one election from another."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from onrecord.model.record import Record


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("The army said a bombing killed five people in Kabul last week.", "2024-05-06/2024-05-12"),
        ("Police arrested 20 people in Lyon over the weekend.", "2024-05-11/2024-05-12"),
        ("Governor Lee extended the curfew in Austin until May 20.", None),
        ("Police imposed a curfew in Nice till Friday.", None),
        ("Bernie Sanders endorsed Joe Biden in the 2024 presidential election on Monday.", "2024-05-13"),
        ("The opposition boycotted the 2023 vote in Harare on Thursday.", "2024-05-09"),
        ("Two soldiers have been killed in Gao since Thursday.", "2024-05-09"),
        ("In Saturday's attack, two men were killed in Gao.", "2024-05-11"),
    ],
)
def test_date(read_text: Callable[..., Record], text: str, date: str | None) -> None:
    record = read_text(text, published="2024-05-14")
    assert [e.date for e in record.events] == [date]
