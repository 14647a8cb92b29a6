"""Rows as people read them."""

from __future__ import annotations

import time
from types import SimpleNamespace

import pytest
from fastapi import FastAPI, Request
from hypothesis import given
from hypothesis import strategies as st

from onrecord.store.facets import _grained
from onrecord.web import charts, labels
from onrecord.web.cache import Remembered
from onrecord.web.marked import highlight, snippet
from onrecord.web.params import DAY
from onrecord.web.view import remembered, tagged
from onrecord.web.words import day, figure, web_link


@pytest.mark.parametrize(("edtf", "shown"), [
    ("2025-11-29", "29 November 2025"), ("2025-11", "November 2025"), ("2025", "2025"), ("[2025-11-29,2025-11-30]", "29 or 30 November 2025"),
    ("[2025-11-29,2025-12-01]", "29 November 2025 or 1 December 2025"), ("2025-11-29/2025-11-30", "29 to 30 November 2025"),
    ("2025-11-29/2025-12-02", "29 November to 2 December 2025"), ("2024-05~", "about May 2024"), ("2025-21", "spring 2025"), ("2025-33", "1st quarter of 2025"),
    ("2025-12-01/..", "from 1 December 2025"), ("../2025-12-01", "until 1 December 2025"), ("202X", "the 2020s"), ("19XX", "the 20th century"),
    ("XXXX-12-24", "24 December, year unknown"), ("2025-12-04T09:30", "4 December 2025, 09:30"), (None, ""), ("", ""), ("-0043", "-0043"), ("2025-00", "2025-00"),
])  # fmt: skip
def test_dates_are_readable(edtf: str | None, shown: str) -> None:
    assert day(edtf) == shown


@given(st.text(alphabet="0123456789-/X~?%.[],T:Z ", max_size=25))
def test_any_date_is_shown_somehow(edtf: str) -> None:
    assert isinstance(day(edtf), str)


@pytest.mark.parametrize(("row", "shown"), [
    ({"value": 83.0, "high": None, "bound": "at_least", "unit": "person", "measure": "killed"}, "at least 83 people killed"),
    ({"value": 1.0, "high": None, "bound": "exactly", "unit": "person", "measure": "killed"}, "1 person killed"),
    ({"value": 20.0, "high": 30.0, "bound": "between", "unit": "vessel", "measure": None}, "20 to 30 vessels"),
    ({"value": 5e7, "high": None, "bound": "about", "unit": "USD", "measure": None}, "about USD 50,000,000"),
    ({"value": 2.5, "high": None, "bound": "less_than", "unit": "percent", "measure": None}, "fewer than 2.5 percent"),
])  # fmt: skip
def test_figures_are_readable(row: dict[str, object], shown: str) -> None:
    assert figure(row) == shown


def test_only_the_web_is_linked() -> None:
    assert web_link("https://example.org/a?b=c") == "https://example.org/a?b=c"
    assert not [
        u for u in ("javascript:alert(1)", "data:,x", "file:///x", " https://x", "https://x y", 'https://x"', None, "") if web_link(u)
    ]


def test_found_words_are_marked_and_escaped() -> None:
    assert highlight("Der <b>Präsident</b> sprach", "prasident -b") == "Der &lt;b&gt;<mark>Präsident</mark>&lt;/b&gt; sprach"
    assert highlight("presidential", "presid*") == "<mark>presidential</mark>"
    assert snippet("a \x1e<i>\x1f [b]") == "a <mark>&lt;i&gt;</mark> [b]"


@given(st.text(max_size=60), st.text(max_size=20))
def test_marking_loses_no_text(text: str, terms: str) -> None:
    from lxml import html

    shown = html.fragment_fromstring(f"<p>{highlight(text, terms)}</p>").text_content() if text.isprintable() else None
    assert shown is None or shown == text


def test_bars_leave_no_gap() -> None:
    assert [b.count for b in charts.bars([("2025-11", 2), ("2026-02", 4)])] == [2, 0, 0, 4]
    assert [b.value for b in charts.bars([("2025-12-30", 1), ("2026-01-02", 1)])] == [
        "2025-12-30",
        "2025-12-31",
        "2026-01-01",
        "2026-01-02",
    ]
    assert charts.bars([]) == []
    assert len(charts.bars([("0001", 1), ("2025", 1)])) == 2
    [month] = charts.months([("2025-12-04", 3)])
    assert month.label == "December 2025"
    assert [d.count for week in month.weeks for d in week if d and d.count] == [3]


def test_days_far_apart_become_months_and_years() -> None:
    assert _grained([("2025-01-01", 1), ("2025-01-31", 2)]) == [("2025-01-01", 1), ("2025-01-31", 2)]
    assert _grained([("2025-01-01", 1), ("2025-01-31", 2), ("2025-06-01", 3)]) == [("2025-01", 3), ("2025-06", 3)]
    assert _grained([("1999-01-01", 1), ("2025-01-31", 2)]) == [("1999", 1), ("2025", 2)]


def test_codes_have_words() -> None:
    assert labels.country("VEN") == "Venezuela"
    assert labels.event("CONSULT", "phone") == "phone call"
    assert labels.value("quad", "4") == "material conflict"
    assert labels.value("speaker", "Ban Ki-moon") == "Ban Ki-moon"


@given(st.dates())
def test_every_day_is_a_day(value: object) -> None:
    assert DAY.fullmatch(str(value))


def test_cheap_results_are_always_fresh_and_dear_ones_soon() -> None:
    kept = Remembered()
    assert kept.get("a", 1, lambda: 1) == (1, True)
    assert kept.get("a", 1, lambda: 2) == (1, True)
    assert kept.get("a", 2, lambda: 3, lambda: 4) == (3, True)

    def dear() -> int:
        time.sleep(0.05)
        return 5

    assert kept.get("b", 1, dear) == (5, True)
    assert kept.get("b", 2, lambda: 6, lambda: 7) == (5, False)
    kept.close()
    assert kept.get("b", 2, lambda: 8) == (7, True)


def test_an_answer_of_an_earlier_state_has_no_tag() -> None:
    """Else its visitor would be told for good that nothing has changed since."""
    request = Request({"type": "http", "app": FastAPI(), "state": {}})
    assert tagged(request, 'W/"new"') == {"etag": 'W/"new"'}
    request.app.state.remembered = kept = Remembered()
    request.app.state.pool = SimpleNamespace(state=lambda: next(states))
    states = iter([1, 2])

    def dear() -> int:
        time.sleep(0.05)
        return 5

    assert remembered(request, "counts", dear, lambda _: 6) == 5
    assert tagged(request, 'W/"new"') == {"etag": 'W/"new"'}
    assert remembered(request, "counts", dear, lambda _: 6) == 5
    assert tagged(request, 'W/"new"') == {}
    kept.close()
