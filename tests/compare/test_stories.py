"""Stories: the same groups in whatever order, ids that last, late arrivals, timelines by the day of the event."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.cli import main
from onrecord.compare import stories
from onrecord.compare.grouping import window as windows
from onrecord.compare.grouping.vectors import likeness, make_vector, pack_vector, unpack_vector
from onrecord.compare.grouping.window import Vectors, Window
from onrecord.compare.timeline import timeline
from onrecord.compare.update import update
from onrecord.store import Archive
from onrecord.store.query import rows
from tests.store.made import made

DAM = [
    (
        "Dam bursts near Derna after storm Daniel",
        "Two dams burst above the Libyan port of Derna after storm Daniel, sweeping whole districts into the sea.",
    ),
    (
        "Thousands feared dead in Derna flood",
        "Storm Daniel broke two dams in the hills behind Derna in eastern Libya; thousands are missing in the flood.",
    ),
    (
        "Libya flood: Derna counts its dead",
        "In Derna, where two dams gave way in storm Daniel, rescuers in Libya pull bodies out of the flood's mud.",
    ),
]
QUAKE = [
    (
        "Earthquake kills hundreds in Morocco's High Atlas",
        "A strong earthquake struck Morocco's High Atlas at night; villages near Marrakesh lie in rubble.",
    ),
    (
        "Marrakesh shaken as quake hits the High Atlas",
        "The quake in the High Atlas of Morocco destroyed villages and damaged the old walls of Marrakesh.",
    ),
]
ALONE = [
    (
        "Central bank of Norway raises its key rate",
        "Norges Bank raised its key policy rate by a quarter of a point in Oslo and signalled one more step.",
    )
]
ALL = [*[(t, b, "2023-09-12") for t, b in DAM], *[(t, b, "2023-09-09") for t, b in QUAKE], *[(t, b, "2023-09-12") for t, b in ALONE]]


def reports() -> list:
    return [made(f"{body} {body[::-1][:3]}{n}.", title=title, published=day, publisher=f"P{n}") for n, (title, body, day) in enumerate(ALL)]


def groups(archive: Archive) -> set[frozenset[str]]:
    found: dict[str, set[str]] = {}
    for story, report in archive.db.execute(
        "select s.id, r.id from story_report sr join story s on s.n = sr.story join report r on r.n = sr.report"
    ):
        found.setdefault(str(story), set()).add(str(report))
    return {frozenset(v) for v in found.values()}


def ids(archive: Archive) -> set[str]:
    return {str(r[0]) for r in archive.db.execute("select id from story")}


def test_reports_on_one_happening_are_one_story(tmp_path: Path) -> None:
    with Archive(tmp_path / "s.db") as archive:
        list(archive.add(reports()))
        update(archive)
        assert sorted(map(len, groups(archive))) == [1, 2, 3]
        story = stories.find_story(archive, max(ids(archive), key=lambda i: sum(map(len, stories.story_reports(archive, i)))))
        assert story is not None
        assert (story.reports, story.origins, story.first, story.last) == (3, 3, "2023-09-12", "2023-09-12")
        assert story.title in {t for t, _ in DAM}


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(len(ALL))), cut=st.integers(1, len(ALL) - 1))
def test_the_order_of_adding_makes_no_difference(tmp_path_factory: pytest.TempPathFactory, order: list[int], cut: int) -> None:
    made_reports = reports()
    seen = []
    for plan in ([list(range(len(ALL)))], [order[:cut], order[cut:]]):
        with Archive(tmp_path_factory.mktemp("o") / "s.db") as archive:
            for lot in plan:
                list(archive.add([made_reports[n] for n in lot]))
                update(archive)
            seen.append((groups(archive), ids(archive)))
    assert seen[0] == seen[1]


def test_a_permalink_outlives_a_late_arrival(tmp_path: Path) -> None:
    made_reports = reports()
    with Archive(tmp_path / "s.db") as archive:
        for n in (2, 1, 0):
            list(archive.add([made_reports[n]]))
            update(archive)
            if n == 2:
                [first] = ids(archive)
        story = stories.find_story(archive, first)
        assert story is not None
        assert story.reports == 3
        assert {str(r[0]) for r in archive.db.execute("select kind from story_change")} <= {"new", "grew", "moved", "merged", "split"}


def test_a_week_apart_is_another_story() -> None:
    a, b = (make_vector(DAM[0][0], DAM[0][1], day) for day in (100, 110))
    assert likeness(a, a) == pytest.approx(1.0)
    assert likeness(a, b) == pytest.approx(0.5)
    assert likeness(a, make_vector(None, "", None)) < 0


def test_a_timeline_counts_origins_and_goes_by_the_events_day(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "Amina Diallo met Juan Pérez in the capital on the second day of the visit to speak about fishing rights and the new harbour of the north."
    with Archive(tmp_path / "t.db") as archive:
        prints = [made(f"{town} - {text}", publisher=f"P{town}", published="2025-12-04") for town in ("Dakar", "Lagos")]
        later = made("Soldiers struck a village. Amina Diallo struck Olga Brandt.", published="2025-12-06")
        list(archive.add([*prints, later]))
        update(archive)
        days = timeline(archive, rows(archive.db, "mentions"))
        assert [d.day for d in days] == ["2025-12-04", "2025-12-06"]
        [met] = days[0].entries
        assert (met.origins, len(met.mentions), days[0].quads) == (1, 2, (1, 0, 0, 0))
        assert timeline(archive, rows(archive.db, "mentions"), last="2025-12-05")[-1].day == "2025-12-04"
        where = ["--archive", str(archive.path)]
        assert main(["timeline", "--dyad", "SEN,MEX", *where]) == 0
        assert main(["timeline", *where]) == 2
        assert main(["stories", *where]) == 0
        assert main(["story", "s000", *where]) == 4
        assert "CONSULT" in capsys.readouterr().out


def test_all_likenesses_at_once_are_those_of_each_pair(tmp_path: Path) -> None:
    with Archive(tmp_path / "w.db") as archive:
        list(archive.add(reports()))
        update(archive)
        numbers = [int(n) for (n,) in archive.db.execute("select n from report order by n")]
        window = Window.of(archive, numbers)
        titles = {n: archive.db.execute("select title, text, published from report where n = ?", (n,)).get for n in numbers}
        vectors = [make_vector(t, x, date.fromisoformat(d).toordinal()) for t, x, d in (titles[n] for n in numbers)]
        seen = 0
        for i, a in enumerate(vectors):
            for j, b in enumerate(vectors):
                found = window.alike(i)[j]
                assert found in (0.0, pytest.approx(likeness(a, b), abs=1e-5))
                seen += found > 0
        assert seen >= 6


def test_likenesses_of_a_lot_are_the_same_with_those_remembered_of_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(windows, "LARGE", 2)
    with Archive(tmp_path / "w.db") as archive:
        list(archive.add(reports()))
        update(archive)
        numbers = [int(n) for (n,) in archive.db.execute("select n from report order by n")]
        remembered = Vectors(archive)
        for rows_of in (numbers[::2], numbers[1:4], numbers, numbers[:5], numbers[2:]):
            found, fresh = remembered.alike(rows_of), Vectors(archive).alike(rows_of)
            assert found.tolist() == fresh.tolist()
        assert fresh.any()


def test_packed_vectors_keep_their_terms() -> None:
    empty, full = (unpack_vector(pack_vector(make_vector(t, b, None))) for t, b in ((None, ""), DAM[0]))
    assert (len(empty.tops), len(empty.keys), len(empty.weights)) == (0, 0, 0)
    assert len(full.keys) == len(full.weights) == len(set(full.keys.tolist())) > 20
    assert float(full.weights @ full.weights) == pytest.approx(1.0, abs=1e-5)
