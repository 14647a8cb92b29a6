"""Comparing beside adding: each go holds the archive for a short while only, and goes of any size find the same."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from onrecord.compare import occurrences
from onrecord.compare.update import update
from onrecord.store import Archive
from tests.store.made import made

WORDS = "Mayor Ann Hill met the crews of {a} ships at the quay of {b} on Monday and \"the harbour of {b} stays shut\" said Ann Hill there."


def reports(count: int) -> list[tuple[object, object]]:
    names = ["Lindford", "Osterby", "Kalmund", "Rivos", "Tammer"]
    return [made(WORDS.format(a=n + 2, b=names[n % 5]) + f" Crew {n} slept.", published="2025-12-04", publisher=f"P{n}") for n in range(count)]


def found(archive: Archive) -> dict[str, set[tuple[object, ...]]]:
    asked = {
        "stories": "select s.id, r.id from story_report sr join story s on s.n = sr.story join report r on r.n = sr.report",
        "copies": "select a.id, b.id, c.kind from copy c join report a on a.n = c.a join report b on b.n = c.b",
    }
    return {name: {tuple(row) for row in archive.db.execute(sql)} for name, sql in asked.items()}


def test_goes_of_any_length_find_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    results = []
    for n, hold in enumerate((1e9, 0.0)):
        monkeypatch.setattr("onrecord.compare.update.HOLD", hold)
        monkeypatch.setattr("onrecord.compare.update.GIVE_WAY", 0.0)
        with Archive(tmp_path / f"{n}.db") as archive:
            list(archive.add(reports(30)))  # type: ignore[arg-type]
            update(archive)
            results.append(found(archive))
    assert results[0] == results[1]
    assert all(results[0].values())


def test_adding_waits_no_longer_than_a_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The one who compares takes a fifth of a second over each report; the one who adds has two seconds' patience."""
    monkeypatch.setattr("onrecord.compare.update.HOLD", 0.1)
    monkeypatch.setattr("onrecord.compare.update.GROUP", 4)
    monkeypatch.setattr("onrecord.store.connection.BUSY_MS", 20_000)
    path = tmp_path / "a.db"
    with Archive(path) as archive:
        list(archive.add(reports(24)))  # type: ignore[arg-type]
    real = occurrences.update

    def slow(archive: Archive, group: list[int] | None = None, window: object = None) -> None:
        time.sleep(0.2 * len(group or ()))
        real(archive, group, window)  # type: ignore[arg-type]

    monkeypatch.setattr(occurrences, "update", slow)
    over = threading.Event()

    def compare() -> None:
        with Archive(path) as own:
            update(own)
        over.set()

    comparing = threading.Thread(target=compare)
    comparing.start()
    waits = []
    with Archive(path) as archive:
        for one in reports(60)[24:]:
            if over.is_set():
                break
            start = time.monotonic()
            assert [a.outcome for a in archive.add([one])] == ["added"]  # type: ignore[list-item]
            waits.append(time.monotonic() - start)
    comparing.join()
    assert len(waits) > 3
    assert sorted(waits)[len(waits) // 2] < 2.0
