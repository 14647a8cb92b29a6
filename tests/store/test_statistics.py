"""Counts for charts: each event once, each report once, nothing left out unsaid."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest
from store.made import FEE, WAGE, made

from onrecord.compare.update import update
from onrecord.errors import UsageError
from onrecord.store import Archive, Filters
from onrecord.store.query import rows
from onrecord.store.statistics import Counts, statistics, statistics_rows

MEETING = "Amina Diallo met Juan Pérez on Monday. {n} died. Report number {n} from Dakar."


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with Archive(tmp_path_factory.mktemp("s") / "a.db") as a:
        outcomes = [made(FEE, publisher="Le Soleil", title="Fee"), made(WAGE, publisher="Daily", published=None)]
        outcomes += [made(MEETING.format(n=n), publisher="Daily", published=f"2025-10-{n + 1:02}") for n in range(6)]
        list(a.add(outcomes))
        update(a)
        yield a


@pytest.mark.parametrize(
    "filters", [Filters(), Filters(country="SEN"), Filters(text="wage"), Filters(event="CONSULT"), Filters(publisher="Daily"), Filters(wrong=True)]
)
def test_the_counts_are_those_of_the_rows(archive: Archive, filters: Filters) -> None:
    found = statistics(archive.db, filters, top=None)
    happened = list(rows(archive.db, "events", filters))
    assert found.events == len(happened)
    months = Counter(day[:7] for r in happened if (day := r["date_from"] or r["date_to"]))
    assert dict(found.months) == months
    assert found.undated == len(happened) - months.total()
    assert dict(found.by["type"].values) == Counter(r["event"] for r in happened)
    for matter, key in (("country", "country"), ("actor", "name")):
        told = Counter(v for r in happened for v in {p[key] for p in (*r["actors"], *r["recipients"]) if p[key]})
        assert dict(found.by[matter].values) == told


def test_reports_count_once_and_only_those_that_are_asked_for(archive: Archive) -> None:
    everything = statistics(archive.db, top=None)
    telling = {r["report"]: r for r in rows(archive.db, "mentions")}
    assert everything.reports == len(telling)
    assert dict(everything.attention) == Counter(r["published"] for r in telling.values() if r["published"])
    assert everything.undated_reports == sum(not r["published"] for r in telling.values())
    assert dict(everything.by["outlet"].values) == Counter(r["publisher"] for r in telling.values())
    daily = statistics(archive.db, Filters(publisher="Daily"), top=None)
    assert dict(daily.by["outlet"].values) == {"Daily": everything.by["outlet"].values[0][1]}


def test_what_is_left_out_is_counted(archive: Archive) -> None:
    whole, short = (statistics(archive.db, top=top).by["actor"] for top in (None, 1))
    assert whole.others == (0, 0)
    assert short.values == whole.values[:1]
    assert short.others == (len(whole.values) - 1, sum(n for _, n in whole.values[1:]))
    assert statistics(archive.db, Filters(country="ISL")).by["actor"] == Counts(())


def test_rows_of_two_queries_stand_side_by_side(archive: Archive) -> None:
    one, other = statistics(archive.db, Filters(country="SEN"), top=None), statistics(archive.db, top=None)
    side_by_side = {(r["matter"], r["value"]): (r["count"], r["versus"]) for r in statistics_rows([one, other])}
    alone = {(r["matter"], r["value"]): r["count"] for r in statistics_rows([one])}
    assert {k: a for k, (a, _) in side_by_side.items() if a or k[1] is None} == alone
    assert side_by_side["month", None] == (one.undated, other.undated)
    assert {v: b for (m, v), (_, b) in side_by_side.items() if m == "type"} == dict(other.by["type"].values)
    assert [r["value"] for r in statistics_rows([other]) if r["matter"] == "day"][:-1] == [d for d, _ in other.attention]


def test_a_filter_that_events_do_not_take_is_refused(archive: Archive) -> None:
    with pytest.raises(UsageError, match="NO_FILTER"):
        statistics(archive.db, replace(Filters(), measure="killed"))
