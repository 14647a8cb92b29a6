"""The killed and injured of a row are those that the accounts have, whichever report of the story tells them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from onrecord.compare.accounts import accounts
from onrecord.compare.occurrences import find_occurrence
from onrecord.compare.update import update
from onrecord.model.source import Hints, Source, text_source
from onrecord.store import Archive, Filters
from onrecord.store.query import rows

if TYPE_CHECKING:
    from onrecord.pipeline import Reader

MALL = [
    ("2022-06-27T16:00:00Z", "Dnieper Agency", "KREMENCHUK, June 27 - A Russian missile struck a shopping centre in Kremenchuk on Monday, killing at "
     "least 10 people, the governor said. More than 40 people were injured."),
    ("2022-06-27T21:00:00Z", "Continental Herald", "KYIV, June 27 - The death toll in Kremenchuk rose to 13 late on Monday, governor Dmytro Lunin said. "
     "Firefighters searched the rubble of the shopping centre."),
    ("2022-06-28T09:00:00Z", "Dnieper Agency", "KREMENCHUK, June 28 - The death toll in Kremenchuk has risen to 18, emergency services said. Rescuers "
     "searched the rubble of the shopping centre, and 59 people were injured."),
    ("2022-06-29T09:00:00Z", "Harbour Post", "KREMENCHUK, June 29 - The toll of the strike on the shopping centre in Kremenchuk rose to 20, Lunin said on "
     "Wednesday."),
]  # fmt: skip
PROMENADE = [
    ("2016-07-14T23:00:00Z", "Riviera Agency", "NICE, July 14 - A man drove a truck into a crowd on the promenade in Nice on Thursday and killed at least "
     "60 people, the prosecutor said."),
    ("2016-07-15T02:00:00Z", "Continental Herald", "NICE, July 15 - An attacker killed 73 people with a truck on the promenade in Nice on Thursday, and 100 "
     "were injured, the mayor said."),
    ("2016-07-15T18:00:00Z", "Harbour Post", "PARIS, July 15 - Francois Hollande visited Nice on Friday, a day after an attacker killed 84 people with a "
     "truck on the promenade there. The driver was shot by police."),
]  # fmt: skip
MARKET = [
    ("2016-12-19T20:00:00Z", "Spree Agency", "BERLIN, Dec 19 - A truck attack on a Christmas market in Berlin killed at least 9 people on Monday, police "
     "said."),
    ("2016-12-20T08:00:00Z", "Continental Herald", "BERLIN, Dec 20 - Twelve people were killed in Monday's attack on a Christmas market in Berlin, and 48 "
     "were injured, police said on Tuesday."),
]  # fmt: skip


@pytest.fixture
def filled(reader: Reader, tmp_path: Path) -> Callable[..., Any]:
    @contextmanager
    def fill(told: list[tuple[str, str, str]]) -> Iterator[Archive]:
        made = []
        for n, (day, paper, text) in enumerate(told):
            source = text_source(text, published=day, source=f"report{n}")
            hints = Hints(title=text.split(" on ")[0], published=day, published_from="caller", publisher=paper, url=f"https://example.org/{n}")
            made.append(Source(id=source.id, source=source.source, text=text, kind="text", hints=hints))
        with Archive(tmp_path / "a.db") as archive:
            list(archive.add(reader.read_all(made)))
            update(archive)
            yield archive

    return fill


def events(archive: Archive, **filters: Any) -> list[dict[str, Any]]:
    return list(rows(archive.db, "events", Filters(**filters)))


def test_a_row_gives_the_counts_of_reports_that_tell_only_the_toll(filled: Callable[..., Any]) -> None:
    with filled(MALL) as archive:
        [row] = events(archive, event="ASSAULT")
        assert (row["killed"], row["killed_low"], row["killed_high"], row["injured"]) == (20, 20, 20, 59)
        told = [(t["value"], t["by"], t["since"], t["stands"]) for t in row["tolls"] if t["measure"] == "killed"]
        assert told[0] == (20, "Lunin", "2022-06-29", True)
        assert sorted(told[1:])[0] == (10, "governor", "2022-06-27", False)
        [(story,)] = archive.db.execute("select id from story where reports = 4")
        current = {t.subject.split(",")[0]: p.number for t in accounts(archive, str(story), least=1).counts if (p := t.current())}
        assert current == {"killed": 20, "injured": 59}


def test_the_dead_are_an_attacks_and_not_a_visits(filled: Callable[..., Any]) -> None:
    with filled(PROMENADE) as archive:
        assert [r["killed"] for r in events(archive, event="CONSULT")] == [None]
        assert {(r["killed"], r["injured"]) for r in events(archive, event="ASSAULT")} == {(84, 100), (None, None)}


def test_what_only_tells_a_toll_is_no_row_of_its_own(filled: Callable[..., Any]) -> None:
    with filled(MARKET) as archive:
        [row] = events(archive, event="ASSAULT")
        assert (row["killed"], row["injured"], row["reports"]) == (12, 48, 2)
        for (own,) in archive.db.execute("select own from happening_mention"):
            found = find_occurrence(archive, str(own))
            assert found is not None
            assert found.id == row["id"]


def test_a_count_judged_wrong_is_in_no_row_at_once(filled: Callable[..., Any]) -> None:
    with filled(MALL) as archive:
        with archive.writing():
            archive.db.execute("update figure set judged = 'wrong' where value = 20")
        assert [r["killed"] for r in events(archive, event="ASSAULT")] == [18]
        with archive.writing():
            archive.db.execute("update report set withdrawn_by = 'x' where publisher = 'Dnieper Agency' and published > '2022-06-28'")
        assert [r["killed"] for r in events(archive)] == [13]
        update(archive)
        assert [r["killed"] for r in events(archive)] == [13]


def test_no_row_is_old_however_the_reports_came(filled: Callable[..., Any]) -> None:
    with filled(MALL) as archive:
        kept = {table: list(archive.db.execute(f"select * from {table} order by 1")) for table in ("toll", "toll_telling", "happening")}
        with archive.writing():
            archive.db.execute("insert or ignore into toll_stale (story) select id from story")
            archive.db.execute("insert or replace into happening_stale select n, 1 from report")
        update(archive)
        assert {table: list(archive.db.execute(f"select * from {table} order by 1")) for table in kept} == kept
        assert archive.db.execute("select count(*) from toll_stale").get == 0


STREET = [
    ("2022-11-13T14:40:00Z", "Aegean Agency", "IZMIR, Nov 13 - An explosion on Kordon Street, a crowded shopping street in the centre of Izmir, killed "
     "four people on Sunday and wounded 38, Governor Yavuz Kosger said."),
    ("2022-11-13T17:30:00Z", "Continental Herald", "IZMIR, Nov. 13 - Six people were killed and 53 wounded by a bomb in Izmir on Sunday, the president said "
     "before he left for a summit in Bali."),
    ("2022-11-14T05:30:00Z", "Aegean Agency", "IZMIR, Nov 14 - Turkish police have arrested a woman who is suspected of leaving the bomb that killed six "
     "people and wounded 81 in Izmir, the interior minister said on Monday.\n\nIn June 2016 an attack on the airport of Izmir killed 45 people."),
]  # fmt: skip


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2)])
def test_who_counts_the_dead_of_an_explosion_counts_those_of_the_bomb_whatever_the_story(
    reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, order: tuple[int, ...]
) -> None:
    monkeypatch.setattr("onrecord.compare.grouping.ties.LEAST", 2.0)  # each report is a story of its own
    monkeypatch.setattr("onrecord.compare.grouping.ties.MOST", 2.0)
    with Archive(tmp_path / "a.db") as archive:
        for n in order:
            day, paper, text = STREET[n]
            source = text_source(text, published=day, source=f"report{n}")
            hints = Hints(title=paper, published=day, published_from="caller", publisher=paper, url=f"https://example.org/{n}")
            list(archive.add(reader.read_all([Source(id=source.id, source=source.source, text=text, kind="text", hints=hints)])))
            update(archive)
        assert archive.db.execute("select count(*) from story").get == 3
        found = {(r["killed"], r["injured"], r["reports"], r["first_reported"]) for r in events(archive, event="ASSAULT")}
        assert found == {(6, 81, 3, "2022-11-13"), (45, None, 1, "2022-11-14")}
        first = next(r for r in events(archive, event="ASSAULT") if r["killed"] == 6)
        assert {t["value"] for t in first["tolls"]} == {4, 6, 38, 53, 81}


ISLAND = [
    ("2011-07-23T02:00:00Z", "Fjord Agency", "OSLO, July 23 - At least 80 people were killed in the shooting on the island of Utoya, police said early "
     "on Saturday."),
    ("2011-07-25T16:00:00Z", "Fjord Agency", "OSLO, July 25 - Police on Monday lowered the number of people killed on Utoya to 68 from 86. The toll of "
     "the bombing in Oslo rose by one to eight."),
]  # fmt: skip


def test_a_place_that_another_report_knows_says_more_than_the_dateline(filled: Callable[..., Any]) -> None:
    with filled(ISLAND) as archive:
        assert {r["killed"] for r in events(archive, event="ASSAULT")} == {68, 8}


NICE = [
    ("2016-07-14T22:00:00Z", "Riviera Agency", "NICE - A man drove a lorry into a crowd in Nice on Thursday night and killed at least 30 people, police said."),
    ("2016-07-15T08:00:00Z", "Seine Agency", "NICE, July 15 - Eighty people were killed when a man drove a lorry into a crowd in Nice, the prosecutor said."),
    ("2022-12-13T19:00:00Z", "Seine Agency", "PARIS, Dec 13 - A court in Paris sentenced two friends of the man who killed 86 people in Nice in 2016 to 18 "
     "years in prison on Tuesday."),
]  # fmt: skip


def test_who_tells_of_an_attack_years_later_has_its_toll(filled: Callable[..., Any]) -> None:
    with filled(NICE) as archive:
        assert [(r["killed"], r["date"], r["reports"]) for r in events(archive, event="ASSAULT")] == [(86, "2016-07-14", 3)]


AIRPORT = [
    ("2021-08-26T20:44:00Z", "Ledger", "KABUL - Two bombers attacked crowds at the airport of Kabul on Thursday. The attack killed at least 60 Afghans and 12 "
     "foreign soldiers, officials said."),
    ("2021-08-27T08:00:00Z", "Harbour Post", "KABUL - Thirteen foreign soldiers were killed in Thursday's attack on the airport of Kabul, a general said on "
     "Friday."),
]  # fmt: skip


def test_several_kinds_of_people_are_one_toll_and_the_newest_number_is_named(filled: Callable[..., Any]) -> None:
    with filled(AIRPORT) as archive:
        [row] = events(archive, event="ASSAULT")
        assert (row["killed"], row["killed_low"], row["killed_high"]) == (72, 72, 72)
        assert {(t["value"], t["of"]) for t in row["tolls"]} == {(72, "Afghan, soldier"), (60, "Afghan"), (12, "soldier"), (13, "soldier")}
        assert "12 foreign soldiers" not in {p["name"] for p in row["recipients"]}


MORE_HURT = [
    ("2021-08-26T20:44:00Z", "Ledger", "KABUL - Two bombers attacked crowds at the airport of Kabul on Thursday and killed 60 people. Flights went on, a "
     "general said.\n\nAnother 15 soldiers were wounded, the general said. Officials warned that the toll could grow. More than 140 Afghans were "
     "wounded, an Afghan official said."),
]  # fmt: skip


def test_who_says_only_how_many_were_hurt_tells_of_the_one_attack_of_the_report(filled: Callable[..., Any]) -> None:
    with filled(MORE_HURT) as archive:
        [row] = events(archive, event="ASSAULT")
        assert (row["killed"], {t["value"] for t in row["tolls"]}) == (60, {60, 15, 140})


MOURNED = [
    ("2014-05-15T08:00:00Z", "Harbour Post", "ANKARA - Four unions went on strike for a day on Thursday over the deaths of 282 miners in Soma. A court jailed two "
     "managers for the deaths of 39 others."),
]  # fmt: skip
SHIPS = [
    ("2013-10-03T08:00:00Z", "Tyrrhenian Agency", "ROME, Oct 3 - A boat with about 500 African migrants caught fire and sank off the Italian island of Lampedusa "
     "on Thursday, and at least 82 people drowned, the coastguard said."),
    ("2013-10-06T16:00:00Z", "Tyrrhenian Agency", "LAMPEDUSA, Italy, Oct 6 - Divers brought up 83 bodies from the migrant ship off Lampedusa on Sunday, so "
     "that 194 are known to have died."),
    ("2013-10-09T13:00:00Z", "Harbour Post", "LAMPEDUSA - European Commission President Jose Manuel Barroso visited Lampedusa on Wednesday, where residents "
     "shouted \"murderers\". The number of migrants who drowned in last week's shipwreck rose to 297."),
    ("2013-10-11T19:45:00Z", "Tyrrhenian Agency", "VALLETTA, Oct 11 - A boat with more than 200 migrants capsized between Malta and Lampedusa on Friday, and at "
     "least 27 people died, the Maltese navy said, eight days after 339 died in a shipwreck off the island."),
    ("2013-10-12T10:00:00Z", "Continental Herald", "VALLETTA, Oct. 12 - The Mediterranean is becoming a cemetery, Prime Minister Joseph Muscat said on Saturday "
     "after the capsizing of a boat off Malta in which 34 people died."),
    ("2013-10-14T15:00:00Z", "Tyrrhenian Agency", "ROME, Oct 14 - Italy sent warships and drones to the south of the Mediterranean on Monday, after 359 people "
     "drowned off Lampedusa on October 3 and 36 in a second shipwreck last Friday."),
]  # fmt: skip
BOMBS = [
    ("2013-09-27T12:30:00Z", "Khyber Agency", "PESHAWAR, Sept 27 - A bomb on a bus that carried civil servants home killed 17 people near Peshawar on Friday, "
     "police said."),
    ("2013-09-29T08:00:00Z", "Khyber Agency", "PESHAWAR, Sept 29 - A car bomb in the oldest market of Peshawar killed at least 33 people on Sunday, police said."),
    ("2013-09-29T18:00:00Z", "Continental Herald", "PESHAWAR, Sept. 29 - Forty-two people were killed by a bomb in a market in Peshawar on Sunday, police said. It "
     "was the second in three days: on Friday 19 people died on a bus."),
]  # fmt: skip


def test_the_dead_that_people_strike_or_are_jailed_for_are_no_toll_of_that(filled: Callable[..., Any]) -> None:
    with filled(MOURNED) as archive:
        assert {r["event"]: r["killed"] for r in events(archive)} == {"PROTEST": None, "COERCE": None}


def counts_of(archive: Archive) -> set[tuple[float, ...]]:
    """Give the numbers of killed that accounts of all stories set side by side, lot by lot."""
    stories = [str(id) for (id,) in archive.db.execute("select id from story").fetchall()]
    lots = [toll for id in stories for toll in accounts(archive, id, least=1).counts if toll.subject.startswith("killed")]
    return {tuple(p.number for p in toll.points) for toll in lots}


def test_a_count_told_beside_the_news_is_of_another_shipwreck(filled: Callable[..., Any]) -> None:
    with filled(SHIPS) as archive:
        assert not any({27.0, 339.0} <= set(lot) for lot in counts_of(archive))


def test_two_bombs_of_one_week_have_two_tolls(filled: Callable[..., Any]) -> None:
    with filled(BOMBS) as archive:
        assert counts_of(archive) >= {(33.0, 42.0)}
        assert not any({17.0, 42.0} <= set(lot) or {19.0, 42.0} <= set(lot) for lot in counts_of(archive))
