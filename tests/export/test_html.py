"""The page's source: self-contained, escaped, complete."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

from export.records import caracas
from export.test_page_in_browser import HOSTILE, hostile
from hypothesis import given
from hypothesis import strategies as st

from onrecord.export.html import render_page
from onrecord.export.marks import Mark, segments
from onrecord.model.record import Account, EventMention, LeftOut, Mention, Record, Tally

PAGE = render_page(caracas())


class Reader(HTMLParser):
    """Collects the report's text, and checks that tags nest."""

    VOID = ("meta", "input", "br", "link", "img")

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: list[str] = []
        self.depth = 0
        self.label = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.VOID:
            return
        self.open.append(tag)
        self.label = ("class", "label") in attrs
        if tag == "main":
            self.depth = len(self.open)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        self.label = False
        if tag == "main":
            self.depth = 0

    def handle_data(self, data: str) -> None:
        if self.depth and not self.label:
            self.words.append(data)


def read_page(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    assert reader.open == []
    return reader


def squeeze(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_nothing_is_fetched() -> None:
    assert re.findall(r"(?:src|url\(|@import|<link|<img|<iframe)", PAGE) == ["src"] * PAGE.count("src")
    assert "script-src 'sha256-" in PAGE
    assert "default-src 'none'" in PAGE
    assert not re.search(r"href=\"(?!#)", PAGE)
    assert " style=" not in PAGE
    assert " onclick=" not in PAGE


def test_the_account_stands_folded_on_the_page() -> None:
    record = caracas()
    left = LeftOut(kind="number", span=(1, 5), fate="set_apart", why="age")
    told = Account(quotations=Tally(used=3), numbers=Tally(used=21, set_apart=1), dates=Tally(used=4), left_out=(left,))
    page = render_page(replace(record, report=replace(record.report, account=told)))
    read_page(page)
    [folded] = re.findall(r'<section class="folded" id="account"><details>.*?</details></section>', page, re.DOTALL)
    assert re.findall(r"<td>(\d+)</td>", folded) == ["3", "0", "0", "21", "1", "0", "4", "0", "0"]
    assert "set apart, age" in folded
    assert 'id="account"' not in render_page(replace(record, report=replace(record.report, account=None)))


def test_the_page_leads_with_happenings_as_clauses_and_ends_with_what_is_doubtful() -> None:
    assert re.findall(r"<h2>([^<]+) <span", PAGE) == [
        "Main happenings", "Their parties", "Statements", "Figures", "Times", "Places", "Less sure, repeats, background", "Not resolved",
    ]  # fmt: skip
    [clause] = re.findall(r'id="E3">.*?<p class="flow" dir="auto">(.*?)</p>', PAGE, re.DOTALL)
    assert clause == (
        '<a class="ref" href="#A3">United States</a> tries to overthrow <a class="ref" href="#A1">Nicolas Maduro</a>, says Nicolas Maduro'
    )
    assert PAGE.index('id="S3"') > PAGE.index("Less sure")
    assert '<span class="mark">doubtful, 0.40</span>' in PAGE


def test_the_page_tells_why_tellings_are_one_happening() -> None:
    record = caracas()
    e = record.events[0]
    again = EventMention(trigger=e.trigger, sentence=e.sentence, status="claimed", rule="consult/call; same <actor>")
    page = render_page(replace(record, events=type(record.events)((replace(e, mentions=(again, again)), *record.events[1:]))))
    assert "<dt>Told again</dt><dd>“phone call”: same &lt;actor&gt;</dd>" in page
    assert "<span>told 2 times</span>" in page


def test_the_same_record_gives_the_same_page() -> None:
    assert render_page(caracas()) == PAGE


def test_every_word_of_the_report_is_on_the_page() -> None:
    shown = squeeze("".join(w for w in read_page(PAGE).words))
    for line in caracas().report.text.split("\n"):
        assert squeeze(line) in shown


def test_text_outside_any_part_is_shown_too() -> None:
    record = caracas()
    bare = replace(record, report=replace(record.report, parts=()))
    assert squeeze(record.report.text) in squeeze("".join(read_page(render_page(bare)).words))


def test_hostile_text_stands_there_literally() -> None:
    page = render_page(hostile())
    read_page(page)
    assert "<script>document" not in page
    assert "&lt;script&gt;document" in page
    assert "\u202e" not in page
    assert "\x00" not in page
    assert "{{7*7}}" in page
    assert HOSTILE not in page


spans = st.tuples(st.integers(0, 60), st.integers(0, 60)).filter(lambda s: s[0] < s[1])


@given(st.lists(spans, max_size=12))
def test_segments_cover_the_text_once_and_name_what_lies_over_them(chosen: list[tuple[int, int]]) -> None:
    marks = [Mark(f"S{n}", "s", span) for n, span in enumerate(chosen)]
    cut = segments((0, 60), marks)
    assert [s.span[0] for s in cut] == [0, *[s.span[1] for s in cut[:-1]]]
    assert cut[-1].span[1] == 60
    for segment in cut:
        for at in range(*segment.span):
            assert {m.id for m in segment.marks} == {m.id for m in marks if m.span[0] <= at < m.span[1]}
        lengths = [m.span[1] - m.span[0] for m in segment.marks]
        assert lengths == sorted(lengths, reverse=True)
    for mark in marks:
        assert sum(mark in s.opens for s in cut) == sum(mark in s.closes for s in cut) == 1


@given(st.lists(spans, min_size=1, max_size=8))
def test_overlapping_marks_make_a_well_formed_page(chosen: list[tuple[int, int]]) -> None:
    record: Record = caracas()
    actor = replace(record.actors[0], mentions=tuple(Mention(span=s, form="name") for s in sorted(set(chosen))))
    page = render_page(replace(record, actors=type(record.actors)((actor, *record.actors[1:]))))
    assert squeeze(record.report.text[:16]) in squeeze("".join(read_page(page).words))
