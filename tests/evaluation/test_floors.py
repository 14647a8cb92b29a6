"""The floors hold on the small gold sets, where these lie beside the checkout; the bookkeeping itself is tested everywhere."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from evaluation import floors, run, suites, table
from evaluation.floors import EPSILON, Floors
from onrecord.pipeline import Reader

ROOT = Path(__file__).parents[2]
ASKED = {"reports.check.full", "reports.check.times", "reports.check.places", "reports.check.once", "acts.quiet",
         "told.dev.happenings", "told.check.happenings", "told.dev.first", "told.check.first", "told.check.toll", "told.dev.row_toll", "told.check.row_toll"}
"""Measures whose first level is asked for and may not be reached yet."""
QUICK = ("gum_dates_dev", "plover_gsr", "cameo_human5", "petr2", "actor_resolution")

needs_gold = pytest.mark.skipif(not (suites.GOLD / "scorers").is_dir(), reason="no ../shared/gold beside this checkout")


@needs_gold
@pytest.mark.parametrize("suite", [s for s in suites.suites() if s.name in QUICK], ids=lambda s: s.name)
def test_no_score_of_the_small_sets_is_lost(suite: suites.Suite, reader: Reader) -> None:
    kept = floors.load()
    assert kept.gold[suite.name] == suite.digest()
    results = run.measure([suite], reader)
    assert results[suite.name]["failed"] == 0
    now = table.take(results)
    lost = floors.lost(kept, now)
    assert not lost, {name: (kept.scores[name], now[name]) for name in lost}


@needs_gold
def test_every_suite_has_its_gold_and_its_digest() -> None:
    kept = floors.load()
    for suite in suites.suites():
        assert suite.path.is_file()
        assert kept.gold[suite.name] == suite.digest()


def test_every_measure_names_a_suite_and_has_a_floor() -> None:
    names = {s.name for s in suites.suites()}
    kept = floors.load()
    for measure in table.measures():
        assert measure.suite in names
        assert measure.id in kept.scores
    assert set(kept.scores) == {m.id for m in table.measures()}


def test_first_levels_are_floors_by_now() -> None:
    kept = floors.load()
    below = [m.id for m in table.measures() if m.first_level is not None and kept.scores[m.id] < m.first_level]
    assert set(below) <= ASKED


def test_a_fall_beyond_epsilon_is_lost_and_a_small_one_is_not() -> None:
    kept = Floors({"a": 50.0, "b": 50.0, "c": 50.0}, {})
    assert floors.lost(kept, {"a": 50.0 - EPSILON - 0.01, "b": 50.0 - EPSILON / 2}) == ["a"]


def test_floors_are_raised_and_never_lowered(tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    assert floors.load(path) == Floors({}, {})
    floors.save(floors.raised(Floors({"a": 50.0, "b": 60.0}, {"x": "1"}), {"a": 55.0, "b": 40.0, "c": 1.0}, {"y": "2"}), path)
    assert floors.load(path) == Floors({"a": 55.0, "b": 60.0, "c": 1.0}, {"x": "1", "y": "2"})


def test_lowered_floors_are_named_in_the_changelog() -> None:
    """A floor below its value in the last commit needs its id in the changelog."""
    git = shutil.which("git")
    if git is None:
        pytest.skip("no git here")
    shown = subprocess.run([git, "show", "HEAD:evaluation/floors.json"], cwd=ROOT, capture_output=True, text=True, check=False)
    if shown.returncode:
        pytest.skip("no earlier floors to compare with")
    earlier = json.loads(shown.stdout)["floors"]
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    now = floors.load().scores
    unsaid = [name for name, value in earlier.items() if now.get(name, 0.0) < value and name not in changelog]
    assert unsaid == []


def test_the_table_marks_what_was_reached_and_lost() -> None:
    first, *_ = [m for m in table.measures() if m.first_level is not None]
    assert first.first_level is not None
    reached = table.render({first.id: first.first_level}, {}, EPSILON).splitlines()[1]
    assert reached.startswith("+ ")
    lost = table.render({first.id: first.first_level}, {first.id: first.first_level + 5}, EPSILON).splitlines()[1]
    assert lost.startswith("! ")


def test_a_missing_score_counts_as_nothing() -> None:
    [measure, *_] = table.measures()
    assert table.take({measure.suite: {}})[measure.id] == 0.0


def test_without_gold_the_command_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    monkeypatch.setattr(suites, "GOLD", tmp_path)
    assert run.main(["--quick"]) == 1
    assert "no gold set found" in capsys.readouterr().err
