"""Records of our own sentences to victims."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from evaluation.victims import victims_of
from onrecord.model.record import Record


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gunmen killed 10 soldiers and five civilians on Friday.", [("10 soldiers", "DEATH", 10, 10), ("five civilians", "DEATH", 5, 5)]),
        ("The blast left 20 dead and at least 60 wounded.", [("20 dead", "DEATH", 20, 20), ("at least 60 wounded", "INJURY", 60, None)]),
        ("Dozens of people were injured in the clashes.", [("Dozens of people", "INJURY", 2, None)]),
        ("A policeman was killed by gunmen in the capital.", [("A policeman", "DEATH", 1, 1)]),
        (
            "A bomb killed three soldiers in Bogota on Friday. The war has killed more than 30,000 people since 1980.",
            [("three soldiers", "DEATH", 3, 3)],
        ),
        ("Unemployment fell to 7 percent.", []),
    ],
)
def test_victims(text: str, expected: list[tuple[object, ...]], read_text: Callable[..., Record]) -> None:
    import json

    found = victims_of(json.loads(read_text(text, published="2025-01-10").to_json()))
    assert [(text[v["start"] : v["end"]], v["effect"], v["min"], v["max"]) for v in found] == expected
