"""Which names say where: what the head adds to the rules and takes away, and that rules decide alone where it cannot be asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from onrecord.grammar.build import build_document
from onrecord.heads.pairs import Pair
from onrecord.model.document import Document
from onrecord.model.drafts import Cast
from onrecord.model.record import Part, Record
from onrecord.pipeline import Reader
from onrecord.resolve import places
from onrecord.resolve.actors import resolve_actors
from onrecord.resolve.places import ADDED, KEPT, places_among

TEXT = "Chad accused Sudan of raids near Goz Beida."


class Odds:
    """A head that says of each name what it is told to."""

    def __init__(self, told: dict[str, float]) -> None:
        self.told = told

    def __call__(self, document: Document, pairs: Sequence[Pair]) -> list[list[float]]:
        return [[1 - (sure := self.told.get(document.tokens[p.words[0]].text, 0.5)), sure] for p in pairs]


@pytest.fixture(scope="module")
def known(reader: Reader) -> tuple[Document, Cast]:
    document = build_document(TEXT, [Part(kind="body", span=(0, len(TEXT)))], [(0, len(TEXT))], reader.parser.parse_blocks([TEXT]))
    return document, resolve_actors(document, [])[0]


@pytest.mark.parametrize(
    ("told", "names"),
    [
        ({}, ["Goz Beida"]),
        ({"Sudan": ADDED}, ["Sudan", "Goz Beida"]),
        ({"Sudan": ADDED - 0.01}, ["Goz Beida"]),
        ({"Goz": KEPT, "Beida": KEPT}, ["Goz Beida"]),
        ({"Goz": KEPT - 0.01, "Beida": KEPT - 0.01}, []),
    ],
)
def test_bounds(known: tuple[Document, Cast], told: dict[str, float], names: list[str]) -> None:
    assert [n.text for n in places_among(*known, head=Odds(told))] == names  # type: ignore[arg-type]


def test_rules_decide_alone_without_a_head(known: tuple[Document, Cast], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "pair_head", lambda name: None)
    assert [n.text for n in places_among(*known)] == ["Goz Beida"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Germany and Poland summoned the ambassador of Russia on Monday.", []),
        ("Thousands marched in Toulouse, France, and in Turin.", ["Toulouse", "France", "Turin"]),
        ("The ship left Durban for Mombasa with grain from Ukraine.", ["Durban", "Mombasa", "Ukraine"]),
        ("Washington urged Tehran to free the sailors held in Bandar Abbas.", ["Bandar Abbas"]),
    ],
)
def test_places(read_text: Callable[..., Record], text: str, found: list[str]) -> None:
    assert [p.name for p in read_text(text).places] == found
