"""Data frames and notebook tables."""

from __future__ import annotations

import importlib
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from onrecord.errors import UsageError
from onrecord.model import frames
from onrecord.model.record import Items, Record


class Tags(HTMLParser):
    """Collects the tags and the text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def test_pandas_frame_has_a_row_an_item(record: Record) -> None:
    pandas = pytest.importorskip("pandas")
    frame = record.figures.to_frame()
    assert isinstance(frame, pandas.DataFrame)
    assert frame.loc[0, "value"] == 20
    assert frame.loc[0, "counted"] == list(record.figures[0].counted or ())


def test_polars_where_pandas_is_missing(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    polars = pytest.importorskip("polars")
    _hide(monkeypatch, "pandas")
    frame = record.events.to_frame()
    assert isinstance(frame, polars.DataFrame)
    assert frame["cameo"].to_list() == ["190"]


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_a_late_value_of_another_kind_fits(record: Record, monkeypatch: pytest.MonkeyPatch, library: str) -> None:
    pytest.importorskip(library)
    _hide(monkeypatch, *{"pandas", "polars"} - {library})
    late = replace(record.figures[0], value=0.5, high=0.75, measure=None)
    frame = Items([record.figures[0]] * 150 + [late]).to_frame()
    assert list(frame["value"])[-1] == 0.5
    assert len(Items().to_frame()) == 0


def test_neither_library_names_the_remedy(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    _hide(monkeypatch, "pandas", "polars")
    with pytest.raises(UsageError, match="pandas or polars") as error:
        record.figures.to_frame()
    assert "pip install" in (error.value.remedy or "")


def _hide(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    def find(name: str) -> object:
        if name in names:
            raise ImportError(name)
        return importlib.import_module(name)

    monkeypatch.setattr(frames, "import_module", find)


def test_empty_items_still_show() -> None:
    assert Items()._repr_html_() == "<p>no items</p>"


def test_report_text_is_escaped(record: Record) -> None:
    pages = [record._repr_html_(), record.figures._repr_html_(), record.statements._repr_html_(), record.actors._repr_html_()]
    for page in pages:
        assert set(Tags(page).tags) <= {"p", "b", "table", "thead", "tbody", "tr", "th", "td"}
    assert "A <script>title</script>" in Tags(pages[0]).text
    assert "<b>soldiers</b>" in Tags(pages[0]).text


def test_a_long_list_says_how_many_more(record: Record) -> None:
    page = Items([record.figures[0]] * (frames.SHOWN + 7))._repr_html_()
    assert "7 more" in page
    assert page.count("<tr>") == frames.SHOWN + 1


def test_long_cells_are_cut() -> None:
    assert len(frames._cell("x" * 10_000)) == frames.LONGEST
