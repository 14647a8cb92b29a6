"""What is asked of people beside unsure items: pairs of events that may be one happening or not, and reports of one that differ."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from onrecord.compare import occurrences
from onrecord.compare.update import update
from onrecord.store import Archive
from onrecord.store.judgements import judgement_of, store
from onrecord.store.upkeep import check
from onrecord.store.worth_judging import waiting
from tests.store.made import made

TEXTS = (
    "Soldiers of the army struck the market of Dakar on Monday, Amina Diallo said. 14 died.",
    "Amina Diallo struck at the market of Dakar on Monday, and 14 died there, soldiers of the army said.",
    "Juan Pérez met Olga Brandt in Dakar on Monday about the strike on the market.",
)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "a.db") as archive:
        list(archive.add([made(text, publisher=f"Paper {n}") for n, text in enumerate(TEXTS)]))
        update(archive)
        yield archive


def events(archive: Archive) -> list[tuple[int, str]]:
    sql = "select e.n, r.id from event e join report r on r.n = e.report order by e.n"
    return [(int(str(n)), str(id)) for n, id in archive.db.execute(sql)]


def doubted(archive: Archive, alike: float) -> list[dict[str, Any]]:
    """Give what is asked where the first two events are a doubtful pair."""
    (a, _), (b, _), *_ = events(archive)
    with archive.writing():
        archive.db.execute("insert or replace into occurrence_doubt values (?, ?, ?, 'same word')", (a, b, alike))
    return list(waiting(archive.db, why="merge"))


def tie(archive: Archive) -> None:
    (_, one), (_, two), *_ = events(archive)
    with archive.writing():
        occurrences.judge(archive, (one, "E1"), (two, "E1"), "same")


def test_a_pair_is_asked_about_until_somebody_says(archive: Archive) -> None:
    [row] = doubted(archive, 0.4)
    (_, one), (_, two), *_ = events(archive)
    assert (row["kind"], row["report"], row["item"], row["other"]) == ("link", one, "E1", f"{two}:E1")
    together = archive.db.execute("select count(distinct happening) from happening_mention where report in (1, 2)").get == 1
    assert row["says"].startswith("one happening (same word)" if together else "two happenings, though same word")
    assert row["confidence"] == pytest.approx(0.5987 if together else 0.4013, abs=1e-3)
    assert list(waiting(archive.db, why="merge", report=two)) == [row]
    assert list(waiting(archive.db, kind="event", why="merge")) == []
    tie(archive)
    assert doubted(archive, 0.4) == []
    assert not list(check(archive))


def test_a_mention_that_says_otherwise_than_its_happening_is_asked_about(archive: Archive) -> None:
    tie(archive)
    two = events(archive)[1][1]
    asked = lambda: [(r["report"], r["item"], r["says"]) for r in waiting(archive.db, why="differs")]  # noqa: E731
    before = asked()
    assert all("type" not in says for _, _, says in before)
    with archive.writing():
        archive.db.execute("update event set type = 'COERCE' where report = (select n from report where id = ?)", (two,))
    off = [found for found in asked() if "type" in found[2]]
    assert len(off) == 1
    assert "in most reports of it" in off[0][2]
    with archive.writing():
        store(archive.db, judgement_of(archive.db, off[0][0], off[0][1], "right"))
    assert [found for found in asked() if "type" in found[2]] == []


def test_counts_that_stand_side_by_side_are_asked_about(archive: Archive) -> None:
    tie(archive)
    (_, one), *_ = events(archive)
    with archive.writing():
        archive.db.execute("update figure set event = 'E1' where report in (select n from report)")
        archive.db.execute("update figure set value = 9 where report = (select n from report where id = ?)", (one,))
    found = [r for r in waiting(archive.db, why="differs") if r["kind"] == "figure"]
    assert [(r["item"], r["says"].partition(":")[0]) for r in found] == [("F1", "killed")]


@pytest.mark.parametrize("limit", [0, 1, 2])
def test_no_more_is_given_than_asked_for(archive: Archive, limit: int) -> None:
    doubted(archive, 0.1)
    assert len(list(waiting(archive.db, limit=limit))) <= limit
