"""Accounts: what agrees, what differs, what is one figure, one quotation; and how it is written."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.cli import main
from onrecord.cli.accounts import page, source_letters
from onrecord.compare.accounts import accounts
from onrecord.compare.quotations.tokens import tokens
from onrecord.compare.quotations.wording import compare
from onrecord.compare.tables import figure_facts, values
from onrecord.compare.tables.account import Accounts, Source
from onrecord.compare.tables.rows import cell_rows
from onrecord.compare.update import update
from onrecord.errors import StorageError
from onrecord.model.record import Figure
from onrecord.store import Archive
from tests.store.made import made

CASES: dict[str, Any] = json.loads((Path(__file__).parent / "data" / "values.json").read_text("utf-8"))


def figure(bound: str, value: float, high: float | None) -> values.Number:
    return values.number(
        Figure(id="F1", span=(0, 1), value=value, high=high, bound=bound, unit="person", measure="killed", event=None),  # type: ignore[arg-type]
        "killed",
    )


@pytest.mark.parametrize(("one", "two", "agree"), CASES["figures"])
def test_figures_agree_where_one_number_fits_both(one: list[Any], two: list[Any], agree: bool) -> None:
    a, b = figure(*one), figure(*two)
    assert a.agrees(b) == b.agrees(a) == agree


@pytest.mark.parametrize(("one", "two", "agree"), CASES["days"])
def test_dates_agree_where_one_holds_the_other(one: str, two: str, agree: bool) -> None:
    a, b = values.days(one), values.days(two)
    assert a is not None
    assert b is not None
    assert a.agrees(b) == b.agrees(a) == agree


@pytest.mark.parametrize(("edtf", "words"), CASES["written"])
def test_dates_are_written_for_people(edtf: str, words: str) -> None:
    day = values.days(edtf)
    assert day is not None
    assert day.text == words


@pytest.mark.parametrize(("number", "words"), CASES["numbers"])
def test_numbers_are_written_for_people(number: float, words: str) -> None:
    assert values.plain(float(number)) == words


@pytest.mark.parametrize(("one", "two", "is_earlier"), CASES["earlier"])
def test_what_was_published_before(one: str | None, two: str | None, is_earlier: bool) -> None:
    assert values.earlier(one, two) == is_earlier


@given(st.sampled_from(["exactly", "at_least", "at_most", "more_than", "less_than", "about"]), st.integers(0, 10**6))
def test_a_figure_agrees_with_itself(bound: str, value: int) -> None:
    assert figure(bound, value, None).agrees(figure(bound, value, None))


# -- whole accounts of small archives ------------------------------------------------------------------------------------------------------

# Too short to be compared as copies, so that each is a text of its own.


def ferry(outlet: str, number: int, day: str = "2025-03-02", more: str = "", **hints: Any) -> Any:
    text = f"{outlet}: {number} died when waves struck Olga Brandt and her ferry off Zanzibar. {more}"
    return made(text, title=hints.pop("title", "Ferry sinks off Zanzibar"), published=day, publisher=outlet, **hints)


def told(path: Path, reports: list[Any]) -> Accounts:
    with Archive(path) as archive:
        list(archive.add(reports))
        update(archive)
        story = str(archive.db.execute("select id from story order by reports desc limit 1").get)
        return accounts(archive, story)


def killed(found: Accounts) -> dict[str, tuple[int, bool]]:
    facts = [f for f in found.facts if f.matter == "killed"]
    return {v.value: (v.origins, n in f.contrary) for f in facts for n, v in enumerate(f.values)}


def test_two_numbers_of_one_day_differ_and_none_is_preferred(tmp_path: Path) -> None:
    found = told(tmp_path / "a.db", [ferry("Asha", 14), ferry("Bahari", 17)])
    assert killed(found) == {"14 killed": (1, True), "17 killed": (1, True)}


def test_what_more_texts_say_is_not_marked(tmp_path: Path) -> None:
    found = told(tmp_path / "a.db", [ferry("Asha", 14), ferry("Bahari", 17), ferry("Chuo", 14)])
    assert killed(found) == {"14 killed": (2, False), "17 killed": (1, True)}


def test_a_later_higher_toll_is_no_contradiction(tmp_path: Path) -> None:
    found = told(tmp_path / "a.db", [ferry("Asha", 14), ferry("Bahari", 17, "2025-03-03")])
    assert killed(found) == {"14 killed": (1, False), "17 killed": (1, False)}
    assert [(p.value, p.change) for t in found.tolls for p in t.points] == [("14 killed", "first"), ("17 killed", "higher")]


def test_of_money_and_shares_each_number_stands_for_itself() -> None:
    for unit, grows in (("person", True), ("vessel", True), ("km", False), ("USD", False), ("percent", False)):
        assert figure_facts.grows(unit) == grows


def test_a_later_lower_toll_is_one(tmp_path: Path) -> None:
    found = told(tmp_path / "a.db", [ferry("Asha", 17), ferry("Bahari", 14, "2025-03-03")])
    assert killed(found) == {"14 killed": (1, True), "17 killed": (1, True)}
    assert [p.change for t in found.tolls for p in t.points] == ["first", "lower"]


def test_figures_far_apart_are_two_facts(tmp_path: Path) -> None:
    found = told(tmp_path / "a.db", [ferry("Asha", 3), ferry("Bahari", 3), ferry("Chuo", 90), ferry("Dau", 90)])
    assert len([f for f in found.facts if f.matter == "killed"]) in (1, 2)
    with Archive(tmp_path / "b.db") as archive:
        list(archive.add([made("Asha: Soldiers struck Olga Brandt near Zanzibar. 3 died here, 90 died in the war.", publisher="Asha")]))
        update(archive)
        alone = accounts(archive, str(archive.db.execute("select id from story").get), least=1)
    assert sorted(v.value for f in alone.facts if f.matter == "killed" for v in f.values) == ["3 killed", "90 killed"]
    assert len([f for f in alone.facts if f.matter == "killed"]) == 2


def test_a_corrected_number_is_history_and_no_account(tmp_path: Path) -> None:
    first = ferry("Asha", 41, title="Ferry sinks off Zanzibar coast")
    second = ferry("Asha", 14, title="CORRECTED-Ferry sinks off Zanzibar coast")
    found = told(tmp_path / "a.db", [first, second, ferry("Bahari", 14)])
    assert killed(found) == {"14 killed": (2, False)}
    points = {(p.value, p.change) for t in found.tolls for p in t.points}
    assert ("41 killed", "corrected to 14 killed") in points
    assert {p.copy for s in found.sources if s.name == "Asha" for p in s.prints} == {"", "earlier version"}


def test_what_a_person_judged_wrong_is_left_out(tmp_path: Path) -> None:
    reports = [ferry("Asha", 14), ferry("Bahari", 17), ferry("Chuo", 17)]
    found = told(tmp_path / "a.db", reports)
    assert killed(found)["14 killed"] == (1, True)
    [words] = [c.words[0] for f in found.facts if f.matter == "killed" for c in f.cells if c.value == "14 killed"]
    assert main(["judge", words.report, str(words.item), "wrong", "--archive", str(tmp_path / "a.db")]) == 0
    with Archive(tmp_path / "a.db") as archive:
        assert killed(accounts(archive, found.id)) == {"17 killed": (2, False)}


def test_an_unknown_id_is_said(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.db") as archive, pytest.raises(StorageError, match="no story or event"):
        accounts(archive, "s123")


# -- quotations ----------------------------------------------------------------------------------------------------------------------------

QUOTES = [
    ("We will open the port before winter comes", "We will open the port before winter comes", "exact"),
    ("We will open the port", "We will open the port before winter comes", "exact"),
    ("We will open the port, winter comes", "We will open the port before winter comes", "cut"),
    ("We shall open the port before winter comes", "We will open the port before winter comes", "altered"),
    ("The port is going to open before winter", "We will open the port before winter comes", "paraphrase"),
    ("Fish prices rose in May", "We will open the port before winter comes", "unlike"),
]


@pytest.mark.parametrize(("here", "fullest", "verdict"), QUOTES)
def test_prints_of_one_quotation(here: str, fullest: str, verdict: str) -> None:
    assert compare(tokens(here), fullest).wording == verdict


def test_the_same_words_of_another_speaker_are_shown(tmp_path: Path) -> None:
    said = "“We will open the port to every ship before winter.”"
    cut = "“We will open the port before winter.”"
    lines = [("Asha", "Olga Brandt", said), ("Bahari", "Juan Pérez", said), ("Chuo", "Olga Brandt", cut)]
    reports = [made(f"{p}: Soldiers struck Zanzibar. {who} said: {q}", publisher=p, title="Port of Zanzibar") for p, who, q in lines]
    found = told(tmp_path / "a.db", reports)
    with Archive(tmp_path / "a.db") as archive:
        [wording] = accounts(archive, found.id, least=1).wordings
    variants = {(found.sources[v.source].name, v.verdict, v.other_speaker) for v in wording.variants}
    assert variants == {("Asha", "fullest", False), ("Bahari", "same", True), ("Chuo", "cut", False)}
    assert wording.differs


# -- writing -------------------------------------------------------------------------------------------------------------------------------


def test_many_sources_have_letters() -> None:
    outlets = [Source(name=f"O{n}", kind="outlet", origins=1, prints=()) for n in range(30)]
    letters = list(source_letters([*outlets, Source(name="P", kind="party", origins=1, prints=())]))
    assert letters[0] == "A"
    assert letters[25:28] == ["Z", "AA", "AB"]
    assert letters[-1] == "a"
    assert len(set(letters)) == 31


@pytest.fixture(scope="module")
def ferries(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Accounts]:
    path = tmp_path_factory.mktemp("ferries") / "a.db"
    outlets = [f"=Outlet{chr(65 + n)}" for n in range(26)]
    return str(path), told(path, [ferry(name, 14 + n % 3, more=f"Port {n}.") for n, name in enumerate(outlets)])


@pytest.mark.parametrize("width", [60, 80, 100])
def test_a_page_keeps_to_its_width(ferries: tuple[str, Accounts], width: int) -> None:
    for explain in (False, True):
        lines = list(page(ferries[1], width, explain))
        assert len(lines) > 20
        assert max(map(len, lines)) <= width


def test_nothing_in_a_report_reaches_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hostile = [ferry(f"Out\x1b[31m{n}\u202e", 14 + n) for n in range(3)]
    found = told(tmp_path / "a.db", hostile)
    assert main(["accounts", found.id, "--archive", str(tmp_path / "a.db"), "--explain"]) == 0
    out = capsys.readouterr().out
    assert "Out·[31m" in out
    assert not any(c in out for c in "\x1b\u202e")


def test_rows_have_a_cell_for_each_source(ferries: tuple[str, Accounts]) -> None:
    found = ferries[1]
    rows = list(cell_rows(found))
    assert len(rows) == len(found.facts) * len(found.sources)
    assert {r["says"] for r in rows} <= {"says", "differs", "silent"}
    assert all(bool(r["words"]) == (r["says"] != "silent") for r in rows)


def test_every_format_is_written(ferries: tuple[str, Accounts], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, found = ferries
    for form in ("table", "csv", "jsonl", "json"):
        assert main(["accounts", found.id, "--archive", path, "--format", form, "--out", str(tmp_path / form)]) == 0
    with (tmp_path / "csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len((tmp_path / "jsonl").read_text("utf-8").splitlines()) == len(list(cell_rows(found)))
    assert all(r["source"].startswith("'=") or r["source_kind"] == "party" for r in rows)
    whole = json.loads((tmp_path / "json").read_text("utf-8"))
    assert [f["id"] for f in whole["facts"]] == [f.id for f in found.facts]
    assert main(["accounts", "nothing", "--archive", path]) == 4
    assert "there is no story or event nothing" in capsys.readouterr().err
