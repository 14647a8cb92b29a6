"""How reports are cut into goes: fewer where one takes long, but not where fewer would take as long."""

from __future__ import annotations

import pytest

from onrecord.compare import update
from onrecord.compare.update import FIRST, GROUP, HOLD, _Goes


def sizes(monkeypatch: pytest.MonkeyPatch, own: float, each: float, reports: int = 5000) -> list[int]:
    """Give the sizes of the goes where one costs `own` seconds and each of its reports `each`."""
    clock = [0.0]
    monkeypatch.setattr(update.time, "monotonic", lambda: clock[0])
    monkeypatch.setattr(update.time, "sleep", lambda _: None)
    found = []
    for group in _Goes().over(list(range(reports))):
        found.append(len(group))
        clock[0] += own + each * len(group)
    assert sum(found) == reports
    return found


def test_quick_goes_grow(monkeypatch: pytest.MonkeyPatch) -> None:
    assert sizes(monkeypatch, 0.0, 0.001)[:5] == [FIRST, 2 * FIRST, 4 * FIRST, 8 * FIRST, GROUP]


def test_slow_reports_are_taken_few_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    found = sizes(monkeypatch, 0.0, 1.0, 200)
    assert found[:4] == [50, 25, 12, 6]
    assert set(found[-10:]) <= {1, 2}
    assert max(found[8:]) * 1.0 <= HOLD


@pytest.mark.parametrize("slower", [1, 5, 50])
def test_what_a_go_costs_by_itself_is_not_paid_for_each_report(monkeypatch: pytest.MonkeyPatch, slower: int) -> None:
    """However busy the machine, goes stay so large that their own cost is at most about half of all."""
    found = sizes(monkeypatch, 1.5 * slower, 0.03 * slower)
    assert min(found[:-1]) >= 25
    own, all_of_it = 1.5 * slower * len(found), 1.5 * slower * len(found) + 0.03 * slower * 5000
    assert own / all_of_it < 0.6
