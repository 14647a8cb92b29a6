"""Searches under a name, and what is new: what the archive did not have before a moment."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from store.made import FEE, WAGE, made

from onrecord.compare.update import update
from onrecord.errors import UsageError
from onrecord.store import Archive, Filters, archive, clock
from onrecord.store.query import count, last_before, rows
from onrecord.store.searches import arrivals, find_search, new_stories, remove_search, save_search, searches, take_searches
from onrecord.store.upkeep import merge

MORNING, NOON, EVENING = "2026-03-01T08:00:00Z", "2026-03-01T12:00:00Z", "2026-03-01T20:00:00Z"
STRIKE = "Amina Diallo met Juan Pérez in Dakar on 4 December 2025, the presidency said. They signed a fishing agreement."


@pytest.fixture
def three(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Archive]:
    """Give an archive that had a report in the morning, a copy of it and another at noon, one in the evening."""
    with Archive(tmp_path / "a.db") as a:
        lots = (
            (MORNING, [made(STRIKE, publisher="Le Soleil", title="Meeting in Dakar", published="2025-12-05")]),
            (NOON, [made(STRIKE + "\n", publisher="Daily", title="Meeting in Dakar", published="2025-12-04"), made(WAGE, published="2025-01-01")]),
            (EVENING, [made(FEE, published="2024-01-01")]),
        )
        for moment, lot in lots:
            monkeypatch.setattr(archive, "now", lambda moment=moment: moment)
            list(a.add(lot))
        update(a)
        yield a


def test_new_is_what_was_not_there_before(three: Archive) -> None:
    everything = {kind: count(three.db, kind) for kind in ("reports", "statements", "events", "actors")}
    for kind, all_of_them in everything.items():
        since_ever = count(three.db, kind, Filters(new_since="2026-01-01T00:00:00Z"))
        assert since_ever == all_of_them > 0
        assert count(three.db, kind, Filters(new_since=EVENING)) == 0
    assert [r["published"] for r in rows(three.db, "reports", Filters(new_since=NOON))] == ["2024-01-01"]
    assert count(three.db, "reports", Filters(new_since="2026-03-01T11:59:59Z")) == 3
    assert [last_before(three.db, m) for m in ("2026-01-01T00:00:00Z", MORNING, NOON, EVENING)] == [0, 1, 3, 4]


def test_an_event_that_was_told_before_is_not_new(three: Archive) -> None:
    [meeting] = [r for r in rows(three.db, "events") if r["reports"] == 2]
    assert meeting["id"] in {r["id"] for r in rows(three.db, "events", Filters(new_since="2026-02-01T00:00:00Z"))}
    assert meeting["id"] not in {r["id"] for r in rows(three.db, "events", Filters(new_since=MORNING))}
    found = {r["id"]: (r["arrived"], r["touched"]) for r in arrivals(three.db, "events", Filters())}
    assert found[meeting["id"]] == (MORNING, NOON)
    assert set(found) == {r["id"] for r in rows(three.db, "events")}


def test_stories_are_new_or_have_grown(three: Archive) -> None:
    [story] = new_stories(three.db, "2026-02-01T00:00:00Z")
    assert (story["reports"], story["added"]) == (2, 2)
    assert list(new_stories(three.db, MORNING)) == []
    [grown] = new_stories(three.db, MORNING, grown=True)
    assert (grown["story"], grown["added"]) == (story["story"], 1)
    assert list(new_stories(three.db, NOON, grown=True)) == []


@pytest.mark.parametrize("kind", ["reports", "statements", "events", "figures"])
def test_arrivals_are_the_rows_in_the_order_in_which_they_came(three: Archive, kind: str) -> None:
    found = list(arrivals(three.db, kind, Filters()))
    assert [r["arrived"] for r in found] == sorted((r["arrived"] for r in found), reverse=True)
    bare = [{k: v for k, v in r.items() if k not in ("arrived", "touched")} for r in found]
    assert sorted(map(str, bare)) == sorted(str(r) for r in rows(three.db, kind))
    assert list(arrivals(three.db, kind, Filters(), 1)) == found[:1]


def test_a_search_is_kept_found_and_forgotten(three: Archive) -> None:
    with three.writing():
        kept = save_search(three.db, "  Senegal   talks ", "events", Filters(country="SEN", date_from="2025"), who="Ann")
    assert (kept.name, kept.who, kept.id[0]) == ("Senegal talks", "Ann", "q")
    assert find_search(three.db, kept.id) == find_search(three.db, "senegal TALKS") == kept
    assert searches(three.db) == [kept]
    with three.writing():
        assert remove_search(three.db, "Senegal talks") == kept
    with pytest.raises(UsageError, match="NO_SEARCH"):
        find_search(three.db, kept.id)


@pytest.mark.parametrize(
    ("name", "kind", "filters", "code"),
    [
        ("", "events", Filters(), "BAD_NAME"), ("x" * 121, "events", Filters(), "BAD_NAME"), ("a\x1bb", "events", Filters(), "BAD_NAME"), ("a\u202eb", "events", Filters(), "BAD_NAME"),
        ("Taken", "events", Filters(), "NAME_TAKEN"), ("tAKEN", "events", Filters(), "NAME_TAKEN"), ("a", "things", Filters(), "NO_KIND"), ("a", "figures", Filters(), "NO_KIND"),
        ("a", "events", Filters(measure="killed"), "NO_FILTER"), ("a", "events", Filters(text="!"), "NO_WORDS"),
    ],
)  # fmt: skip
def test_what_makes_no_search_is_refused(three: Archive, name: str, kind: str, filters: Filters, code: str) -> None:
    with three.writing():
        save_search(three.db, "Taken", "reports", Filters())
    with pytest.raises(UsageError, match=code), three.writing():
        save_search(three.db, name, kind, filters)
    assert [s.name for s in searches(three.db)] == ["Taken"]


def test_searches_come_along_with_another_archive(three: Archive, tmp_path: Path) -> None:
    with three.writing():
        ours = save_search(three.db, "Wages", "reports", Filters(text="wage"))
    with Archive(tmp_path / "b.db") as other:
        list(other.add([made(WAGE, published="2025-02-01")]))
        with other.writing():
            theirs = save_search(other.db, "wages", "statements", Filters(text="wages"))
        for _ in range(2):
            merge(three, other)
        assert {s.name: s.id for s in searches(three.db)} == {"Wages": ours.id, "wages (2)": theirs.id}
        with three.writing():
            take_searches(three.db, other.db)
        assert len(searches(three.db)) == 2


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("2025-12-04", "2025-12-04T00:00:00Z"), ("2025-12", "2025-12-01T00:00:00Z"), ("2025", "2025-01-01T00:00:00Z"), ("2025-12-04T08:30Z", "2025-12-04T08:30:00Z"), ("2025-12-04T08:30:15", "2025-12-04T08:30:15Z"),
        ("2025-12-04T08:30+02:00", "2025-12-04T06:30:00Z"),
    ],
)  # fmt: skip
def test_moments_are_read_in_utc(given: str, read: str) -> None:
    assert clock.moment(given) == read


@pytest.mark.parametrize("given", ["", "202", "2025-1", "2025-13", "yesterday", "2025-13-01", "2025-12-04 08:30", "20251204", "2025-12-04T25:00Z", "0001-01-01T00:00+14:00"])
def test_what_is_no_moment_is_refused(given: str) -> None:
    with pytest.raises((ValueError, OverflowError)):
        clock.moment(given)
