"""Answers kept for a while: of one state, the dear ones longest."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from onrecord.errors import StorageError
from onrecord.store import Archive
from onrecord.web import cache
from onrecord.web.cache import Remembered
from onrecord.web.pool import Pool
from onrecord.web.settings import WebSettings


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """Give a clock that stands still unless it is moved."""
    made = SimpleNamespace(at=0.0)
    monkeypatch.setattr(cache, "time", SimpleNamespace(monotonic=lambda: made.at))
    return made


def test_a_result_is_made_once_a_state() -> None:
    kept, made = Remembered(), []
    for state in (1, 1, 2, 2, 1):
        assert kept.get("a", state, lambda state=state: made.append(state) or state) == (state, True)  # type: ignore[misc]
    assert made == [1, 2, 1]
    kept.close()


def test_cheap_results_drive_out_no_dear_one(monkeypatch: pytest.MonkeyPatch, clock: SimpleNamespace) -> None:
    monkeypatch.setattr(cache, "KEPT", 5)
    kept, made = Remembered(), []

    def slow() -> str:
        made.append("dear")
        clock.at += 1
        return "dear"

    kept.get("dear", 1, slow)
    for n in range(20):
        kept.get(n, 1, lambda n=n: made.append(n) or n)  # type: ignore[misc]
    kept.get("dear", 1, slow)
    kept.get(19, 1, lambda: made.append("again"))
    kept.get(0, 1, lambda: made.append("again"))
    assert made == ["dear", *range(20), "again"]
    kept.close()


def test_what_became_cheap_is_kept_once(clock: SimpleNamespace) -> None:
    kept = Remembered()
    assert kept.get("a", 1, lambda: setattr(clock, "at", 1.0)) == (None, True)
    assert kept.get("a", 2, lambda: "new") == ("new", True)
    assert kept.get("a", 2, lambda: "other") == ("new", True)
    kept.close()


def test_a_question_that_is_cut_short_wherever_it_stands_is_too_slow(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.db"):
        pass
    endless = "with recursive n (x) as (select 1 union all select x + 1 from n where x < 100000000) select count(*) from n"
    pool = Pool(WebSettings(archive=tmp_path / "a.db"))
    with pytest.raises(StorageError, match="TOO_SLOW"), pool.archive(0.1) as archive:
        archive.db.execute(endless).fetchall()
    pool.close()
