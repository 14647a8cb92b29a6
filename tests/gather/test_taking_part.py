"""Who takes part in a happening: what the head adds to the rules' parties, what it takes away, and what it never does."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from onrecord.gather import countries, taking_part
from onrecord.gather.countries import settle_countries
from onrecord.gather.taking_part import ADDED, BESIDE, KEPT, link_parties
from onrecord.grammar.build import build_document
from onrecord.heads.pairs import Pair
from onrecord.model.document import Document
from onrecord.model.drafts import Drafts, EventDraft
from onrecord.model.record import Part, Record
from onrecord.pipeline import Reader, run_stages


class Odds:
    """A head that says of the pairs in their order what it is told to say."""

    def __init__(self, told: dict[str, tuple[float, ...]], rest: tuple[float, ...]) -> None:
        self.told, self.rest = told, rest

    def __call__(self, document: Document, pairs: Sequence[Pair]) -> list[list[float]]:
        return [list(self.told.get(document.tokens[p.words[-1]].text, self.rest)) for p in pairs]


NOBODY = (1.0, 0.0, 0.0)


def read(reader: Reader, monkeypatch: pytest.MonkeyPatch, text: str) -> tuple[Document, Drafts, EventDraft]:
    """Read a sentence with one event by the rules alone."""
    for module in (taking_part, countries):
        monkeypatch.setattr(module, "pair_head", lambda name: None)
    document = build_document(text, [Part(kind="body", span=(0, len(text)))], [(0, len(text))], reader.parser.parse_blocks([text]))
    drafts = run_stages(document)
    [event] = drafts.events
    return document, drafts, event


def sides(event: EventDraft) -> tuple[list[str], list[str]]:
    return [a.name for a in event.actors], [a.name for a in event.recipients]


BY_RULES = "Police in Kenya arrested eleven students while soldiers watched."


@pytest.mark.parametrize(
    ("told", "after"),
    [
        ({"Police": (0.1, 0.9, 0.0), "students": (0.1, 0.0, 0.9)}, (["Police"], ["eleven students"])),
        ({"Police": (0.9, 0.1, 0.0), "students": (0.5, 0.0, 0.5)}, (["Police"], ["eleven students"])),
        ({"Police": (1 - KEPT, KEPT, 0.0), "students": (0.5, 0.0, 0.5)}, (["Police"], ["eleven students"])),
        ({"Police": (0.96, 0.04, 0.0), "students": (0.5, 0.0, 0.5)}, ([], ["eleven students"])),
        ({"Police": (0.0, 0.1, 0.9), "students": (0.0, 0.9, 0.1)}, (["Police"], ["eleven students"])),
        ({"Police": (0.0, 0.0, 1.0), "students": (0.0, 0.9, 0.1)}, ([], ["eleven students"])),
        ({"soldiers": (0.0, BESIDE, 0.0)}, (["soldiers"], [])),
        ({"Police": (0.1, 0.9, 0.0), "students": (0.1, 0.0, 0.9), "soldiers": (0.0, BESIDE, 0.0)}, (["Police", "soldiers"], ["eleven students"])),
        ({"Police": (0.1, 0.9, 0.0), "students": (0.1, 0.0, 0.9), "soldiers": (0.3, BESIDE - 0.01, 0.0)}, (["Police"], ["eleven students"])),
    ],
)
def test_bounds(
    reader: Reader, monkeypatch: pytest.MonkeyPatch, told: dict[str, tuple[float, ...]], after: tuple[list[str], list[str]]
) -> None:
    document, drafts, event = read(reader, monkeypatch, BY_RULES)
    assert sides(event) == (["Police"], ["eleven students"])
    link_parties(document, drafts, head=Odds(told, NOBODY))  # type: ignore[arg-type]
    assert sides(event) == after


def test_a_side_on_which_rules_name_nobody_needs_less(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Eleven students were arrested while soldiers watched."
    for sure, actors in ((ADDED, ["soldiers"]), (ADDED - 0.01, [])):
        document, drafts, event = read(reader, monkeypatch, text)
        link_parties(document, drafts, head=Odds({"students": (0.0, 0.0, 1.0), "soldiers": (0.4, sure, 0.0)}, NOBODY))  # type: ignore[arg-type]
        assert sides(event) == (actors, ["Eleven students"])


def test_the_rule_says_what_the_head_did(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    document, drafts, event = read(reader, monkeypatch, BY_RULES)
    before = event.rule
    told = {"Police": (0.99, 0.01, 0.0), "students": (0.0, 0.0, 1.0), "soldiers": (0.02, 0.98, 0.0)}
    link_parties(document, drafts, head=Odds(told, NOBODY))  # type: ignore[arg-type]
    assert event.rule == f"{before}; head/parties: Police no party 0.99, soldiers actor 0.98"
    assert [(r.value, r.why) for r in event.rejected][-1] == ("Police", "head/parties: no party 0.99")


def test_without_meanings_rules_decide_alone(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    document, drafts, event = read(reader, monkeypatch, BY_RULES)
    document.meanings = b""
    before = [a.country for a in drafts.cast.actors]
    link_parties(document, drafts, head=Odds({}, NOBODY))  # type: ignore[arg-type]
    settle_countries(document, drafts, head=Odds({}, (1.0, 0.0)))  # type: ignore[arg-type]
    assert sides(event) == (["Police"], ["eleven students"])
    assert [a.country for a in drafts.cast.actors] == before


@pytest.mark.parametrize(
    ("text", "event", "actors", "recipients"),
    [
        ("Shelling by the army struck a camp in Idlib on Monday, killing 12 people.", "ASSAULT", {"army"}, {"12 people"}),
        ("Police detained two students and a teacher in Minsk on Friday.", "COERCE", {"Police"}, {"two students", "teacher"}),
        ("Three soldiers were killed in clashes between the army and the rebels in Sagaing.", "ASSAULT", {"army", "rebels"}, {"Three soldiers"}),
        ("Kenya and Uganda signed an agreement on fishing in Kampala on Monday.", "SUPPORT", {"Kenya", "Uganda"}, set()),
        ("Al Qaeda-linked fighters attacked a convoy of soldiers in Sinai.", "ASSAULT", {"Al Qaeda-linked fighters"}, {"convoy"}),
        ("President Lee expressed sorrow for the shootings in Texas.", "ASSAULT", set(), set()),
        ("Opponents of the Senate protested in Lima on Monday.", "PROTEST", {"Opponents"}, set()),
        ("Peru's army arrested four smugglers.", "COERCE", {"army"}, {"four smugglers"}),
        ("The president of Chile resigned on Monday.", "CONCEDE", {"president"}, set()),
    ],
)
def test_parties(read_text: Callable[..., Record], text: str, event: str, actors: set[str], recipients: set[str]) -> None:
    record = read_text(text, published="2024-05-14")
    names = {a.id: a.name.removeprefix("the ").removeprefix("The ").removeprefix("a ").removeprefix("Peru's ") for a in record.actors}
    found = [({names[i] for i in e.actors}, {names[i] for i in e.recipients}) for e in record.events if e.plover.event == event]
    assert found == [(actors, recipients)]
