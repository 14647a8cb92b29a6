"""Anatomy: texts of our own with their parts, metadata and blocks; what holds for any text; time that grows with length only."""

from __future__ import annotations

import json
import re
import time
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import InputError
from onrecord.model.record import Part
from onrecord.model.source import Anatomy, text_source
from onrecord.parse.anatomy import read_anatomy
from onrecord.settings import Settings

DATA = Path(__file__).parent / "data"
CASES = [case for name in ("anatomy.json", "anatomy_pages.json") for case in json.loads((DATA / name).read_text("utf8"))]


def anatomy(text: str, **hints: str) -> Anatomy:
    return read_anatomy(text_source(text, **hints), Settings())


def fits(words: str, wanted: str) -> bool:
    """Tell whether words are those wanted, " … " standing for any words between."""
    first, gap, last = wanted.partition(" … ")
    return words == wanted if not gap else words.startswith(first) and words.endswith(last)


@pytest.mark.parametrize("case", CASES, ids=[c["name"] for c in CASES])
def test_case(case: dict[str, Any]) -> None:
    text = case["text"]
    result = anatomy(text, **{k: case[k] for k in ("published", "title", "source") if k in case})
    report = result.report
    found = [(p.kind, text[p.span[0] : p.span[1]]) for p in report.parts]
    assert len(found) == len(case["parts"]), found
    for part, (kind, words, *fields) in zip(report.parts, case["parts"], strict=True):
        assert part.kind == kind, found
        assert fits(text[part.span[0] : part.span[1]], words), found
        for name, value in fields[0].items() if fields else ():
            assert getattr(part, name) == value, part
    for name, value in case["report"].items():
        got = getattr(report, name)
        assert (list(got) if isinstance(got, tuple) else got) == value, name
    assert [w.code for w in report.warnings] == case.get("warnings", [])
    if "blocks" in case:
        assert [text[a:b] for a, b in result.blocks] == case["blocks"]


def test_an_article_is_english_whatever_stands_below_it() -> None:
    article = "The army said on Monday that its troops had taken the town of Goma and that the rebels were in the hills to the west of it.\n\n"
    results = "".join(f"Kovač - Šimić {n}:{n + 1}\n\n" for n in range(3_000))
    assert anatomy(article + results).report.language == "en"
    assert anatomy(results).report.language == "und"


def covers(text: str, parts: tuple[Part, ...]) -> None:
    at = 0
    for part in parts:
        assert part.span[0] >= at
        assert part.span[0] < part.span[1]
        assert not text[at : part.span[0]].replace("\ufeff", "").strip(), "only white space stands between parts"
        at = part.span[1]
    assert not text[at:].replace("\ufeff", "").strip()


NEWS = st.sampled_from([
    " date 2024-03-09 ", "JUBA, Dec 26 (Reuters) - ", "CARACAS- ", "WASHINGTON — ", "By Ann Doe", "(AP Photo/Ann Doe)", "[Ann Doe/ Reuters]",
    "The army said on Friday that it had retaken a town in the north of the country.", "“We hold the bridge,” a spokesman said.",
    "Read also: more", "Advertisement", "(FRANCE 24 with AFP)", "Reporting by Ann Doe; Editing by Bob Roe", "Copyright 2024 The Associated Press",
    "\n", "\n\n", "\r\n", " ", "  ", "\t", "3 comments", "March 9, 2024", "Image caption ", "FILE PHOTO: ", "-- [TEXT] ", "(", "[", "«", "\ufeff",
    "\u200b", "\x00", "İß", "\u2028", "•", "| ", "...",
])  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(NEWS | st.text(max_size=12), min_size=1, max_size=30).map("".join))
def test_parts_cover_the_text_and_blocks_lie_in_parts(text: str) -> None:
    if not text.replace("\ufeff", "").strip():
        with pytest.raises(InputError, match="no text"):
            anatomy(text)
        return
    result = anatomy(text)
    assert result.report.text == text
    covers(text, result.report.parts)
    for a, b in pairwise(result.blocks):
        assert a[1] <= b[0]
    for start, end in result.blocks:
        assert start < end
        assert not text[start].isspace()
        assert any(p.span[0] <= start and end <= p.span[1] for p in result.report.parts)
    assert read_anatomy(text_source(text), Settings()) == result


def test_empty_text_is_an_error() -> None:
    with pytest.raises(InputError) as caught:
        anatomy(" \n ")
    assert caught.value.code == "EMPTY"


def test_limit_is_named() -> None:
    with pytest.raises(InputError, match="limit is 10") as caught:
        read_anatomy(text_source("x" * 11), Settings(max_chars=10))
    assert caught.value.code == "TOO_LARGE"


def test_caller_comes_before_everything() -> None:
    report = read_anatomy(
        text_source(" date 2024-03-09 The army said so on Friday.", source="https://x.org/2024/03/09/a"), Settings(published="2024-03-10")
    ).report
    assert (report.published, report.published_from) == ("2024-03-10", "caller")


def test_long_paragraph_is_cut_into_blocks_after_sentences() -> None:
    text = "The army said on Friday that it had retaken a town. " * 2_000
    result = anatomy(text)
    assert all(b - a <= 10_000 for a, b in result.blocks)
    assert all(text[b - 1] == "." for _, b in result.blocks)
    assert re.sub(r"\s", "", "".join(text[a:b] for a, b in result.blocks)) == re.sub(r"\s", "", text)


HOSTILE = {
    "opening brackets": "(",
    "square brackets": "[",
    "opening quotes": "“",
    "capitals": "CARACAS ",
    "capitals and commas": "CARACAS, ",
    "dates": "March 9, 2024 ",
    "agencies": "(Reuters) - ",
    "dashes": "- ",
    "newlines": "\n",
    "short lines": "Home\n",
    "lines of capitals": "JUBA - \n",
    "captions": "A man [Ann Doe/ Reuters] ",
    "one word": "x",
    "spaces": " a",
    "tabs": "\t\t\ta",
    "pipes": "| ",
    "addresses": "https://a.b/c ",
    "paragraphs": "The army said on Friday that it had retaken a town in the north.\n\n",
    "wrapped lines": "The army said on Friday that it had retaken a town in the north of the\n",
    "combining marks": "\u0301",
    "credit lines": "(FRANCE 24 with AFP)\n",
    "hidden": "\u200b",
    "speakers": "HOST: Good evening and welcome to the programme from all of us.\n",
}
SIZE = 20_000


ATTEMPTS = 5
"""A loaded machine may slow one measurement down; quadratic time shows in all of them."""


def cost(text: str) -> float:
    """Give the least processor time of two readings."""
    times = []
    for _ in range(2):
        start = time.process_time()
        with suppress(InputError):
            anatomy(text)
        times.append(time.process_time() - start)
    return min(times)


def grows_with_length_only(unit: str) -> bool:
    one, two = (cost(unit * (size // len(unit))) for size in (SIZE, 2 * SIZE))
    return two < 2 and two < 2.6 * one + 0.02


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE.keys())
def test_time_grows_with_length_only(unit: str) -> None:
    assert any(grows_with_length_only(unit) for _ in range(ATTEMPTS))
