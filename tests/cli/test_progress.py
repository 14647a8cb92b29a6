"""Progress of a long run: how many of how many, how fast, how long still."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from onrecord.cli import main, progress
from onrecord.store import Archive
from tests.store.made import made


def test_comparing_says_how_far_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "LINE_SECONDS", -1.0)
    monkeypatch.setattr("onrecord.compare.update.GROUP", 2)
    with Archive(tmp_path / "p.db") as archive:
        list(archive.add([made(f"Report {n} says that the harvest is in.") for n in range(5)]))
    assert main(["stories", "--archive", str(tmp_path / "p.db")]) == 0
    told = [line for line in capsys.readouterr().err.splitlines() if "compared" in line]
    assert [line.split(",")[0] for line in told] == [f"{n} of 5 reports compared" for n in (2, 4, 5)]
    assert all(re.search(r"compared, [\d.]+/s, \d+ s left$", line) for line in told)


def test_a_short_run_says_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Archive(tmp_path / "p.db") as archive:
        list(archive.add([made("The harvest is in.")]))
    assert main(["stories", "--archive", str(tmp_path / "p.db")]) == 0
    assert "compared" not in capsys.readouterr().err


def test_reports_of_paths_are_counted_as_they_come(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "LINE_SECONDS", -1.0)
    (tmp_path / "a.jsonl").write_text("{}\n{}\n{}\n")
    with progress.Progress([str(tmp_path / "a.jsonl")]) as shown:
        shown.step()
    assert capsys.readouterr().err.startswith("1 of 3 reports, ")
