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
