"""Reading takes time in proportion to the text, whatever stands in it: twice the text, less than 2.6 times the time."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from onrecord.errors import OnRecordError
from onrecord.export.html import render_page
from onrecord.model.source import text_source
from onrecord.settings import Settings

if TYPE_CHECKING:
    from onrecord.pipeline import Reader

MOST = 2.6
SIZE = 6_000
"""Characters of the shorter text."""
TRIES = 5
SMALL = 0.08
"""Seconds under which the clock says more about the machine than about the text."""

FAMILIES = {
    "open brackets": "(",
    "open quotes": "“",
    "straight quotes": '"',
    "apostrophes": "'",
    "quoted words": "“yes” ",
    "open quotes over paragraphs": "“He said that it was so.\n\n",
    "speakers without words": "he said she said ",
    "that": "that ",
    "one sentence without end": "and the minister met the president of the council in the capital ",
    "sentences on one line": "The minister said on Monday that 12 people were killed. ",
    "paragraphs": "“We will sign,” President Jane Doe told reporters on Friday.\n\n",
    "new names": "Minister {n} Smith{n} met Ann{n} Lee. ",
    "one name": "Smith ",
    "numbers": "1,000 2 ",
    "dates": "on Monday, 3 May 2024, ",
    "weekdays": "Monday ",
    "commas": ", ",
    "unbroken run": "a",
    "unbroken digits": "7",
    "dashes": "—",
    "combining marks": "e\u0301\u0300",
    "zero width": "a\u200b",
    "blank lines": "\n\n",
    "short lines": "Go.\n",
    "pipes": "Home | World | ",
    "captions": "People walk in Paris on May 1, 2024 [Jane Doe/ Reuters]\n",
    "datelines": "PARIS (Reuters) - ",
    "markup": "<div>",
    "agencies": "(Reuters) (AFP) ",
    "urls": "https://example.org/a/b ",
}


@pytest.fixture(scope="module")
def english(reader: Reader) -> Reader:
    """Give a reader that takes every text for English: nothing is left unparsed because it looks like no language."""
    return type(reader)(Settings(language="en"), parser=reader.parser)


def text_of(unit: str, size: int) -> str:
    if "{n}" in unit:
        return "".join(unit.replace("{n}", _letters(n)) for n in range(size // len(unit)))
    return "Start. " + unit * (size // len(unit)) + " End."


def _letters(n: int) -> str:
    return "".join(chr(97 + int(d)) for d in str(n))


def seconds(reader: Reader, text: str) -> float:
    start = time.process_time()
    [(_, result)] = reader.read_batch([text_source(text, published="2025-12-04")])
    assert not (isinstance(result, OnRecordError) and result.code == "INTERNAL"), result
    return time.process_time() - start


@pytest.mark.parametrize("family", FAMILIES)
def test_time_grows_with_the_text_and_no_faster(english: Reader, family: str) -> None:
    unit = FAMILIES[family]
    short, long = text_of(unit, SIZE), text_of(unit, 2 * SIZE)
    ratio = 0.0
    for _ in range(TRIES):  # a busy machine can spoil one measurement, not the least of several
        once, twice = seconds(english, short), seconds(english, long)
        ratio = twice / max(once, SMALL)
        if ratio < MOST:
            return
    pytest.fail(f"twice the text took {ratio:.1f} times the time")


def test_a_page_of_a_long_report_is_drawn_in_proportion(english: Reader) -> None:
    def draw(times: int) -> float:
        record = english.read(text_source(FAMILIES["paragraphs"] * times, published="2025-12-04"))
        start = time.process_time()
        render_page(record)
        return time.process_time() - start

    draw(50)
    assert any(draw(240) / max(draw(120), 0.01) < MOST for _ in range(8))  # a busy machine makes one ratio larger, not all
