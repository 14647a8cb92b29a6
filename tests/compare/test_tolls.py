"""Tolls as they moved: which count stands at a moment, what is history, and what is another count altogether."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from onrecord.compare.accounts import Accounts, accounts
from onrecord.compare.firsts import first_report, in_order
from onrecord.compare.tables.account import Toll, TollPoint, Words
from onrecord.compare.update import update
from onrecord.model.source import Hints, Source, text_source
from onrecord.store import Archive

if TYPE_CHECKING:
    from onrecord.pipeline import Reader


def toll(*points: tuple[str, float, int, str]) -> Toll:
    """Make a toll of (published, number, source, how: "", "copy", "earlier", "lowers")."""
    words = Words(report="r", start=0, end=1, words="5")
    return Toll(fact="f", subject="killed", points=tuple(
        TollPoint(published=day, value=f"{n:g} killed", number=n, source=source, report="r", party=None, change="", words=words,
                  counts=how in ("", "lowers"), lowers=how == "lowers")
        for day, n, source, how in points
    ))  # fmt: skip


STANDS = [
    ("it rises", [("2025-03-01T08", 4, 0, ""), ("2025-03-01T18", 9, 1, ""), ("2025-03-02", 12, 0, "")], ["", "9", "12"]),
    ("a late lower count of another paper does not stand", [("2025-03-01", 9, 0, ""), ("2025-03-02", 4, 1, "")], ["", "9", "9"]),
    ("a lowered one does", [("2025-03-01", 9, 0, ""), ("2025-03-02", 4, 1, "lowers")], ["", "9", "4"]),
    ("so does the same paper's", [("2025-03-01", 9, 0, ""), ("2025-03-02", 4, 0, "")], ["", "9", "4"]),
    ("so does what two papers give", [("2025-03-01", 9, 0, ""), ("2025-03-02", 4, 1, ""), ("2025-03-02", 4, 2, "")], ["", "9", "4"]),
    ("a copy adds nothing", [("2025-03-01", 9, 0, ""), ("2025-03-02", 12, 1, "copy")], ["", "9", "9"]),
    ("moments in other offsets are put in order", [("2025-03-02T01:00:00+03:00", 4, 0, ""), ("2025-03-01T21:00:00Z", 3, 1, "")], ["", "4", "4"]),
    ("what is told as earlier neither", [("2025-03-02", 9, 0, ""), ("2025-03-02", 12, 0, "earlier")], ["", "", "9"]),
]


@pytest.mark.parametrize(("what", "points", "stands"), STANDS, ids=[s[0] for s in STANDS])
def test_what_stands(what: str, points: list[tuple[str, float, int, str]], stands: list[str]) -> None:
    made = toll(*points)
    found = [made.current(f"2025-0{m}T23:59:59Z") for m in ("2-28", "3-01", "3-02")]
    assert [f"{p.number:g}" if p else "" for p in found] == stands, what


BEACH = "https://example.org/{n}"
TOLD = [
    ("2015-06-26T13:00:00Z", "Maghreb Agency", "SOUSSE, June 26 - A gunman killed at least 28 people at a beach hotel in Sousse, Tunisia, on Friday, "
     "the interior ministry said."),
    ("2015-06-26T16:00:00Z", "Gulf Paper", "KUWAIT CITY - A suicide bomber killed 25 people in a mosque in Kuwait City on Friday, the interior ministry "
     "said. Hours before, a gunman had shot people on a beach in Tunisia."),
    ("2015-06-26T19:00:00Z", "Continental Herald", "TUNIS, June 26 - Attacks on two continents killed 64 people on Friday. In Sousse in Tunisia a gunman "
     "killed at least 37 people at a hotel. In Kuwait City a bomber killed 27 people in a mosque."),
    ("2015-06-27T09:00:00Z", "Maghreb Agency", "SOUSSE, June 27 - The number of people killed in Friday's attack on a hotel in Sousse, Tunisia, has risen "
     "to 39, the health ministry said. The war in neighbouring Libya has killed more than 4,000 people since 2014."),
    ("2015-06-27T17:00:00Z", "Maghreb Agency", "SOUSSE, June 27 - Tunisia lowered the number of people killed in the attack in Sousse to 38, from 39, the "
     "health ministry said on Saturday."),
]  # fmt: skip


@pytest.fixture(scope="module")
def sousse(reader: Reader, tmp_path_factory: pytest.TempPathFactory) -> Accounts:
    def source(n: int, day: str, paper: str, text: str) -> Source:
        made = text_source(text, published=day, source=f"sousse{n}")
        hints = Hints(title=f"Attack in Sousse ({n})", published=day, published_from="caller", publisher=paper, url=BEACH.format(n=n))
        return Source(id=made.id, source=made.source, text=text, kind="text", hints=hints)

    with Archive(tmp_path_factory.mktemp("tolls") / "a.db") as archive:
        list(archive.add(reader.read_all([source(n, *row) for n, row in enumerate(TOLD)])))
        update(archive)
        [story] = [s for (s,) in archive.db.execute("select id from story where reports = 5")]
        return accounts(archive, str(story), least=1)


def killed(found: Accounts) -> list[list[tuple[str, str]]]:
    """Give the points of each count of the killed: value, and how it stands to those before."""
    return sorted([(p.value, p.change) for p in t.points] for t in found.counts if "killed" in t.subject)


def test_attacks_side_by_side_totals_and_wars_are_counts_of_their_own(sousse: Accounts) -> None:
    lots = [{v for v, _ in lot} for lot in killed(sousse)]
    of = {v: n for n, lot in enumerate(lots) for v in lot}
    assert of["at least 28 killed"] == of["at least 37 killed"] == of["39 killed"] == of["38 killed"]
    assert of["25 killed"] == of["27 killed"] != of["38 killed"]
    assert lots[of["more than 4,000 killed"]] == {"more than 4,000 killed"}
    assert lots[of["64 killed"]] == {"64 killed"}


def test_a_toll_rises_is_lowered_and_is_right_each_day(sousse: Accounts) -> None:
    [beach] = [t for t in sousse.counts if any(p.value == "38 killed" for p in t.points)]
    assert [(p.value, p.change) for p in beach.points if p.counts] == [
        ("at least 28 killed", "first"), ("at least 37 killed", "higher"), ("39 killed", "higher"), ("38 killed", "lower"),
    ]  # fmt: skip
    assert [(m, p.number if (p := beach.current(f"2015-06-{m}")) else None) for m in ("26T14", "26T23", "27T10", "27T23")] == [
        ("26T14", 28), ("26T23", 37), ("27T10", 39), ("27T23", 38),
    ]  # fmt: skip
    newest = {(sousse.sources[p.source].name, p.party, p.value) for p in beach.points if p.newest}
    assert newest == {
        ("Maghreb Agency", "interior ministry", "at least 28 killed"), ("Maghreb Agency", "health ministry", "38 killed"),
        ("Continental Herald", None, "at least 37 killed"),
    }  # fmt: skip
    fact = next(f for f in sousse.facts if f.id == beach.fact)
    assert not fact.differs


def test_the_first_report_by_the_hour_and_before_its_copies(tmp_path: Path, reader: Reader) -> None:
    text = (
        "A ferry with 60 people on board sank off the island on Sunday night after it had struck a rock, the coast guard said. Divers found "
        "the wreck in forty metres of water and brought up the ship's log the next morning, a spokesman for the port told reporters there."
    )
    rows = [("2025-03-03T09:00:00Z", "Asha", text + "\n\n(Bahari)"), ("2025-03-03T07:00:00Z", "Bahari", text), ("2025-03-03T08:00:00Z", "Chuo", text + " It rained."),
            ("2025-03-02", "Dau", "A ferry sank off the island, fishermen said, and nobody knew yet how many had been on it.")]  # fmt: skip
    made = []
    for day, paper, words in rows:
        s = text_source(words, published=day, source=paper)
        made.append(Source(id=s.id, source=s.source, text=words, kind="text", hints=Hints(published=day, publisher=paper, published_from="caller")))
    with Archive(tmp_path / "a.db") as archive:
        list(archive.add(reader.read_all(made)))
        update(archive)
        by = {s.id: s.source for s in made}
        order = [[by[id] for id in lot] for lot in in_order(archive, by)]
        assert order[0] == ["Dau"]
        assert order[1][0] == "Bahari"
        assert sorted(order[1][1:]) == ["Asha", "Chuo"]
        first = first_report(archive, [s.id for s in made[:3]])
        assert first is not None
        assert [by[t.reports[0]] for t in first.texts] == ["Bahari"]
        assert first_report(archive, []) is None


# Reports on one thing: (published, paper, text, agencies); who was first: texts by paper, the agency on whose word; undated papers.
FIRST: dict[str, tuple[list[tuple[str | None, str, str]], list[tuple[list[str], str | None]], list[str]]] = {
    "by the hour": ([("2025-03-03T09:00:00Z", "Asha", "one"), ("2025-03-03T07:00:00Z", "Bahari", "two")], [(["Bahari"], None)], []),
    "hours of two zones": (
        [("2025-03-03T09:00:00+03:00", "Asha", "one"), ("2025-03-03T07:00:00Z", "Bahari", "two")], [(["Asha"], None)], [],
    ),
    "a day and an hour of it": (
        [("2025-03-03T09:00:00Z", "Asha", "one"), ("2025-03-03", "Bahari", "two"), ("2025-03-03T11:00:00Z", "Chuo", "three")],
        [(["Bahari"], None), (["Asha"], None)], [],
    ),
    "two days without hours": (
        [("2025-03-03", "Asha", "one"), ("2025-03-03", "Bahari", "two")], [(["Asha"], None), (["Bahari"], None)], [],
    ),
    "an earlier day without an hour": (
        [("2025-03-03T00:10:00Z", "Asha", "one"), ("2025-03-02", "Bahari", "two")], [(["Bahari"], None)], [],
    ),
    "a copy with an hour dates its text": (
        [("2025-03-03", "Asha", "one"), ("2025-03-03T07:00:00Z", "Bahari", "one (again)"), ("2025-03-03T09:00:00Z", "Chuo", "two")],
        [(["Bahari", "Asha"], None)], [],
    ),
    "no date": ([(None, "Asha", "one"), ("2025-03-03", "Bahari", "two")], [(["Bahari"], None)], ["Asha"]),
    "no dates": ([(None, "Asha", "one"), (None, "Bahari", "two")], [], ["Asha", "Bahari"]),
    "an agency whose own print is not there": (
        [("2025-03-03T09:00:00Z", "Asha", "one\n\n(Reuters)"), ("2025-03-03T07:00:00Z", "Bahari", "two")], [(["Bahari"], None)], [],
    ),
    "all credit one agency": (
        [("2025-03-03T06:00:00Z", "Asha", "one\n\n(Reuters)"), ("2025-03-03T07:00:00Z", "Bahari", "two")], [(["Asha"], "Reuters")], [],
    ),
}  # fmt: skip
TEXTS = {
    "one": "A ferry with 60 people on board sank off the island on Sunday night after it had struck a rock, the coast guard said. Divers found "
    "the wreck in forty metres of water and brought up the ship's log the next morning, a spokesman for the port told reporters there.",
    "two": "Fishermen pulled dozens of passengers out of the sea when the evening boat to the mainland went down within sight of the harbour. "
    "The owner of the line, which has two other ships, spoke of a tragedy and offered the families of those who are missing his help.",
    "three": "Parliament stood in silence for the victims of the shipwreck before it turned to the budget. The minister of transport promised "
    "that lifejackets would be counted before every crossing from now on, and that captains who sailed in a storm would lose their licence.",
}  # fmt: skip


@pytest.mark.parametrize("case", FIRST)
def test_who_was_first_is_no_more_than_can_be_known(case: str, tmp_path: Path, reader: Reader) -> None:
    rows, texts, undated = FIRST[case]
    made = []
    for day, paper, told in rows:
        words = TEXTS[told.split()[0]] + told[len(told.split()[0]) :].replace(" (again)", " It rained.")
        s = text_source(words, published=day, source=paper)
        hints = Hints(published=day, publisher=paper, published_from="caller" if day else None)
        made.append(Source(id=s.id, source=s.source, text=words, kind="text", hints=hints))
    with Archive(tmp_path / "a.db") as archive:
        list(archive.add(reader.read_all(made)))
        update(archive)
        by = {s.id: s.source for s in made}
        first = first_report(archive, by)
        assert first is not None
        assert sorted((sorted(by[id] for id in t.reports), t.agency) for t in first.texts) == sorted((sorted(p), a) for p, a in texts)
        assert sorted(by[id] for id in first.undated) == undated
