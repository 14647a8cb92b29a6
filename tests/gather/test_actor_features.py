"""What a judge is told of an actor: the same questions for everybody, and the answers that a reader would give."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from onrecord.gather.actor_features import features, surroundings
from onrecord.gather.entries import Entries
from onrecord.model.document import Document
from onrecord.model.drafts import Drafts
from onrecord.model.source import text_source

if TYPE_CHECKING:
    from onrecord.pipeline import Reader

TEXT = "Rebels seize Gao\n\nRebels seized the town of Gao in Mali on Monday, killing two soldiers. They had come from Niger, Ana Ruiz of the Gao Club said."


@pytest.fixture(scope="module")
def told(reader: Reader) -> dict[str, dict[str, float]]:
    """Give the features of the actors of a short report as they are found, by name."""
    found: dict[str, dict[str, float]] = {}

    def look(document: Document, drafts: Drafts) -> Drafts:
        entries = Entries(document, drafts)
        around = surroundings(entries)
        found.update({e.actor.name: features(e, entries, around) for e in entries.all})
        return drafts

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("onrecord.pipeline.gather", look)
        reader.read(text_source(TEXT, published="2024-05-14"))
    return found


def test_everybody_is_asked_the_same(told: dict[str, dict[str, float]]) -> None:
    assert len({tuple(f) for f in told.values()}) == 1


@pytest.mark.parametrize(
    ("name", "feature", "value"),
    [
        ("Rebels", "in title", 1.0),
        ("Rebels", "acts", 2.0),
        ("Rebels", "named", 0.0),
        ("two soldiers", "numbered", 1.0),
        ("two soldiers", "suffers", 1.0),
        ("two soldiers", "plural", 1.0),
        ("Ana Ruiz", "speaks", 1.0),
        ("Ana Ruiz", "party", 0.0),
        ("Ana Ruiz", "named", 1.0),
    ],
)
def test_answers(told: dict[str, dict[str, float]], name: str, feature: str, value: float) -> None:
    assert told[name][feature] == value
