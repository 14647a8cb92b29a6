"""The samples' story end to end: read, kept, grouped, and set side by side, in whatever order they come."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from onrecord.cli import main
from onrecord.compare.accounts import accounts
from onrecord.compare.tables.account import Accounts, Fact
from onrecord.compare.update import update
from onrecord.ingest.walk import read_paths
from onrecord.model.record import Record
from onrecord.model.source import Source
from onrecord.settings import Settings
from onrecord.store import Archive

if TYPE_CHECKING:
    from onrecord.pipeline import Reader

SAMPLES = Path(__file__).parents[2] / "samples"
EXPECTED: dict[str, Any] = json.loads((Path(__file__).parent / "data" / "story.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def read(reader: Reader) -> list[tuple[Source, Record]]:
    found = list(reader.read_all(read_paths([str(SAMPLES)], None, Settings())))
    assert all(isinstance(record, Record) for _, record in found)
    return found  # type: ignore[return-value]


def told(path: Path, read: list[tuple[Source, Record]]) -> Accounts:
    with Archive(path) as archive:
        list(archive.add(read))
        update(archive)
        [story] = [str(r[0]) for r in archive.db.execute("select id from story")]
        return accounts(archive, story)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("story") / "a.db"


@pytest.fixture(scope="module")
def found(read: list[tuple[Source, Record]], path: Path) -> Accounts:
    return told(path, read)


def names(found: Accounts, places: tuple[int, ...]) -> set[str]:
    return {found.sources[n].name for n in places}


def test_copies_of_one_text_are_one_source(found: Accounts) -> None:
    assert (found.reports, found.origins) == (EXPECTED["reports"], EXPECTED["origins"])
    prints = {(s.name, p.outlet, p.copy) for s in found.sources if s.kind == "outlet" for p in s.prints}
    assert {tuple(p) for p in EXPECTED["prints"]} <= prints


@pytest.mark.parametrize("expected", EXPECTED["facts"], ids=lambda e: e["heading"] + e["matter"])
def test_what_agrees_and_what_differs(found: Accounts, expected: dict[str, Any]) -> None:
    fact = the_fact(found, expected["heading"], expected["matter"])
    assert fact.differs == expected["differs"], expected["why"]
    assert [fact.values[n].value for n in fact.contrary] == expected["contrary"]
    for start, wanted in expected["values"].items():
        [at] = [n for n, v in enumerate(fact.values) if v.value.startswith(start)][:1]
        assert names(found, fact.values[at].sources) == set(wanted["sources"])
        assert fact.values[at].origins == wanted.get("origins", fact.values[at].origins)
        cells = [c for c in fact.cells if at in c.values]
        assert {w.words for c in cells for w in c.words} >= set(wanted.get("words", ()))
        assert all(c.words for c in cells)
    silent = {found.sources[n].name for n, c in enumerate(fact.cells) if c.says == "silent"}
    assert silent >= set(expected.get("silent", ()))


def the_fact(found: Accounts, heading: str, matter: str) -> Fact:
    facts = [f for f in found.facts if f.heading.startswith(heading) and f.matter == matter]
    assert len(facts) == 1
    return facts[0]


def test_facts_have_ids_of_their_own(found: Accounts) -> None:
    assert len({f.id for f in found.facts}) == len(found.facts)


def test_figures_over_time(found: Accounts) -> None:
    for expected in EXPECTED["tolls"]:
        [toll] = [t for t in found.tolls if t.subject.startswith(expected["matter"])]
        points = {((p.published or "")[:10], p.value, found.sources[p.source].name, p.change) for p in toll.points}
        assert {tuple(p) for p in expected["points"]} <= points


def test_one_quotation_in_several_wordings(found: Accounts) -> None:
    variants = [(w.speaker, found.sources[v.source].name, v.verdict, v.words.words) for w in found.wordings for v in w.variants]
    for speaker, source, verdict, words in EXPECTED["wordings"]:
        assert any(v[:3] == (speaker, source, verdict) and words in v[3] for v in variants), words


def test_every_cell_shows_the_words_of_its_report(found: Accounts, read: list[tuple[Source, Record]]) -> None:
    texts = {source.id: record.report.text for source, record in read}
    words = [w for f in found.facts for c in f.cells for w in c.words] + [v.words for w in found.wordings for v in w.variants]
    assert len(words) > 100
    for w in words:
        assert " ".join(texts[w.report][w.start : w.end].split()) == w.words


@pytest.mark.parametrize("turn", [1, 4, 7])
def test_the_order_of_adding_makes_no_difference(found: Accounts, read: list[tuple[Source, Record]], tmp_path: Path, turn: int) -> None:
    path = tmp_path / "b.db"
    turned = [*read[turn:], *read[:turn]][:: -1 if turn % 2 else 1]
    with Archive(path) as archive:
        for one in turned:
            list(archive.add([one]))
            update(archive)
    with Archive(path) as archive:
        assert accounts(archive, found.id) == found


def test_an_event_has_accounts_of_its_own(found: Accounts, path: Path) -> None:
    call = the_fact(found, "phone call: ", "when").occurrence
    with Archive(path) as archive:
        one = accounts(archive, str(call))
    assert one.title == "phone call: Donald Trump, Nicolas Maduro"
    assert {f.occurrence for f in one.facts} == {call}
    assert the_fact(one, "phone call: ", "when").differs


def test_the_page_fits_a_terminal(found: Accounts, path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["accounts", found.id, "--archive", str(path)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 100
    [strikes] = [n for n, line in enumerate(lines) if line.startswith("  strikes ")]
    assert "22 strikes" in lines[strikes]
    assert "≠" in next(line for line in lines[strikes:] if " 21 strikes " in line)
    assert any("excerpt in Harbour Post" in line for line in lines)


def test_a_timeline_is_written_for_other_programs(found: Accounts, path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["timeline", found.id, "--archive", str(path), "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    [call] = [r for r in rows if r["event"] == "CONSULT"]
    assert (call["day"], call["other_days"], call["origins"]) == ("2025-11-23", "2025-11-21", "7")
    assert "2025-11-24" in {r["day"] for r in rows}
    assert main(["timeline", found.id, "--archive", str(path), "--format", "timelinejs"]) == 0
    slides = json.loads(capsys.readouterr().out)["events"]
    assert len(slides) == len(rows)
    assert {"year": 2025, "month": 11, "day": 23} in [s["start_date"] for s in slides]
    assert len({s["unique_id"] for s in slides}) == len(slides)
