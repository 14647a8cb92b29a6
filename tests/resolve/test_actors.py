"""Who is who in short reports of our own: actors with country, sector and mentions, places, and who speaks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from onrecord.model.record import Actor, Record
from onrecord.model.source import text_source
from onrecord.text import fold

if TYPE_CHECKING:
    from onrecord.pipeline import Reader

CASES: list[dict[str, Any]] = [
    case for path in sorted((Path(__file__).parent / "cases").glob("*.json")) for case in json.loads(path.read_text("utf-8"))
]


@pytest.fixture(scope="module")
def records(reader: Reader) -> dict[str, Record]:
    """Give each case's record, read in one stream, as it is before the entries of one actor are joined and passers-by left out."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("onrecord.pipeline.gather", lambda document, drafts: drafts)
        results = list(reader.read_all(text_source(c["text"], published="2024-05-06") for c in CASES))
    out = {}
    for case, (_, result) in zip(CASES, results, strict=True):
        assert isinstance(result, Record), result
        out[case["id"]] = result
    return out


def called(record: Record, actor: Actor, name: str) -> bool:
    return fold(name) in {fold(actor.name), *(fold(record.words(m.span)) for m in actor.mentions if m.form != "pronoun")}


def find(record: Record, want: dict[str, Any]) -> list[Actor]:
    """Give the actors that fit: called so, with these fields, mentioned by all of these words."""
    out = []
    for actor in record.actors:
        words = [fold(record.words(m.span)) for m in actor.mentions]
        fields = all(getattr(actor, k) == want[k] for k in ("type", "country", "sector", "country_rule", "confidence") if k in want)
        mentioned = all(words.count(fold(w)) >= want["mentions"].count(w) for w in want.get("mentions", []))
        apart = not any(fold(w) in words for w in want.get("without", []))
        if called(record, actor, want["name"]) and fields and mentioned and apart:
            out.append(actor)
    return out


def told(record: Record) -> str:
    """Describe what was found, for a failure's message."""
    actors = [(a.name, a.type, a.country, a.sector, [record.words(m.span) for m in a.mentions]) for a in record.actors]
    return "\n".join(str(x) for x in [*actors, *((p.name, p.country, p.geonames) for p in record.places)])


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["id"])
def test_case(case: dict[str, Any], records: dict[str, Record]) -> None:
    record = records[case["id"]]
    for want in case.get("actors", []):
        assert find(record, want), f"{want} not among\n{told(record)}"
    for name in case.get("no_actors", []):
        assert not any(called(record, a, name) for a in record.actors), f"{name} among\n{told(record)}"
    for want in case.get("places", []):
        fits = [
            p
            for p in record.places
            if fold(p.name) == fold(want["name"]) and all(getattr(p, k) == v for k, v in want.items() if k != "name")
        ]
        assert fits, f"{want} not among\n{told(record)}"
    if "all_places" in case:
        assert [[p.name, p.country] for p in record.places] == case["all_places"]
    for name in case.get("no_places", []):
        assert fold(name) not in {fold(p.name) for p in record.places}, told(record)
    for words, name in case.get("speakers", {}).items():
        speakers = {a.id: a for a in record.actors}
        found = [s for s in record.statements if any(words in record.words(c) for c in s.content)]
        assert found, f"no statement holds {words!r}"
        who = [speakers[s.speaker] if s.speaker else None for s in found]
        right = (a is None if name is None else a is not None and called(record, a, name) for a in who)
        assert any(right), f"{words!r} by {[a and a.name for a in who]}"
    for words, names in case.get("together", {}).items():
        actors = {a.id: a.name for a in record.actors}
        said = [[actors[i] for i in s.speakers] for s in record.statements if any(words in record.words(c) for c in s.content)]
        assert names in said, f"{words!r} by {said}"


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 100
    assert len({c["id"] for c in CASES}) == len(CASES)
