"""Times: our own sentences with the expressions expected (data/times.json), and properties on any text."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.extract.attributions import find_attributions
from onrecord.extract.times import find_times
from onrecord.grammar.build import build_document
from onrecord.model.document import Document
from onrecord.model.drafts import AttributionDraft, TimeDraft
from onrecord.model.record import Part
from onrecord.pipeline import Reader

CASES = json.loads((Path(__file__).parent / "data" / "times.json").read_text(encoding="utf-8"))

_DAY = r"-?\d{4}(?:-(?:0[1-9]|1[0-2]|2[1-4])(?:-(?:0[1-9]|[12]\d|3[01]))?)?"
_CLOCK = r"T(?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d)(?:Z|[+-]\d\d:\d\d)?"
_ONE = rf"(?:{_DAY}(?:{_CLOCK})?~?|\d{{3}}X|\d\dXX|\dXXX|XXXX-(?:0[1-9]|1[0-2])(?:-\d\d)?)"
EDTF = re.compile(rf"{_ONE}(?:/(?:{_ONE}|\.\.))?")
"""The part of EDTF (ISO 8601-2, levels 0 and 1) that times are given in."""

VALUE = re.compile(
    r"(?:PAST|PRESENT|FUTURE)_REF|PT?(?:X|[\d.]+)[A-Z]{1,2}(?:T?[\d.]+[A-Z])*"
    r"|(?:BC\d{2,4}|[\dX]{1,4})(?:-(?:W[\dX]{2}(?:-WE|-\d)?|Q[1-4X]|H[12X]|SP|SU|FA|WI|[\dX]{2}(?:-[\dX]{2})?))?(?:T(?:[A-Z]{2}|[\dX]{2}:[\dX]{2}(?::\d\d)?Z?))?"
)
"""The shapes of a TIMEX3 value."""


@pytest.fixture(scope="module")
def parsed(reader: Reader) -> dict[str, Document]:
    """Parse all sentences in one call."""
    parses = reader.parser.parse_blocks([case["text"] for case in CASES])
    out = {}
    for case, parse in zip(CASES, parses, strict=True):
        body = (0, len(case["text"]))
        out[case["text"]] = build_document(case["text"], [Part(kind="body", span=body)], [body], [parse], published=case["published"])
    return out


def _shown(text: str, times: list[TimeDraft]) -> list[list[str | None]]:
    return [[text[t.span[0] : t.span[1]], t.type, t.value, t.mod, t.edtf] for t in times]


def _plain(text: str, published: str | None = "2025-12-04", language: str = "en") -> list[TimeDraft]:
    """Find times in a text that has no parse."""
    return find_times(Document(text, (Part(kind="body", span=(0, max(len(text), 1))),), published=published, language=language), [])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:60])
def test_sentence(case: dict[str, object], parsed: dict[str, Document]) -> None:
    text = str(case["text"])
    document = parsed[text]
    assert _shown(text, find_times(document, find_attributions(document))) == case["times"]


def test_most_sentences_need_no_parse() -> None:
    """Patterns and defaults alone get four of five sentences right: what a text in doubt of language or layout still has."""
    right = sum(_shown(c["text"], _plain(c["text"], c["published"])) == c["times"] for c in CASES)
    assert right >= 0.8 * len(CASES)


def test_every_item_names_its_rule(parsed: dict[str, Document]) -> None:
    for document in parsed.values():
        for item in find_times(document, []):
            assert re.fullmatch(r"time/[a-z]+/[a-z0-9-]+", item.rule), item


def test_ambiguous_order_is_told() -> None:
    [item] = _plain("Filed on 11/04/2025.")
    assert [(r.value, r.why) for r in item.rejected] == [("2025-04-11", "month first by default")]
    first, second = _plain("Filed on 12/04/2025, paid on 25/04/2025.")
    assert (first.value, second.value) == ("2025-04-12", "2025-04-25")
    assert first.rejected[0].why == "day first as elsewhere in the report"


def test_the_day_of_publication_tells_the_order() -> None:
    """The report was published on 2025-12-04."""
    assert [t.value for t in _plain("Updated: 04-12-2025. Filed on 02/11/2025.")] == ["2025-12-04", "2025-11-02"]
    assert [t.value for t in _plain("Updated: 12/04/2025. Filed on 11/02/2025.")] == ["2025-12-04", "2025-11-02"]


def test_impossible_day_is_told() -> None:
    [item] = _plain("It was dated 29 February 2025.")
    assert (item.value, item.rejected[0].value) == ("2025-02", "2025-02-29")


def test_history_hangs_on_the_year_told_of() -> None:
    text = (
        "The war began in 1861. In April 1862 the fleet sailed. In 1863 the siege was lifted. In 1864 the general fell. "
        "The capital was taken in May 1865. In June the last army surrendered. The next day the treaty of 1865 was signed."
    )
    values = {text[t.span[0] : t.span[1]]: t.value for t in _plain(text)}
    assert values["June"] == "1865-06"


def test_other_language_gives_digits_only() -> None:
    text = "Le 12 mai, la Cour a publié le texte daté 2025-11-30; il may march."
    assert _shown(text, _plain(text, language="fr")) == [["2025-11-30", "DATE", "2025-11-30", None, "2025-11-30"]]


def test_boilerplate_is_left_out() -> None:
    text = "Read also: What happened on Tuesday"
    parts = (Part(kind="boilerplate", span=(0, len(text))),)
    assert find_times(Document(text, parts, published="2025-12-04"), []) == []


def _said(reader: Reader, text: str) -> tuple[list[TimeDraft], list[AttributionDraft]]:
    body = (0, len(text))
    document = build_document(
        text, [Part(kind="body", span=body)], [body], reader.parser.parse_blocks([text]), published="2025-12-04"
    )
    attributions = find_attributions(document)
    return find_times(document, attributions), attributions


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The minister said on Tuesday that the talks had failed.", "Tuesday"),
        ("The minister on Tuesday said that the talks had failed.", "Tuesday"),
        ("“The talks have failed,” the minister said on Monday.", "Monday"),
        ("The general said the raid took place on Monday.", None),
        ("Since Sunday, the ministry has said that the border is closed.", None),
    ],
)
def test_date_of_the_speaking(reader: Reader, text: str, words: str | None) -> None:
    times, attributions = _said(reader, text)
    [attribution] = attributions
    assert (attribution.time and text[attribution.time[0] : attribution.time[1]]) == words
    assert attribution.time is None or attribution.time in [t.span for t in times]


def test_quoted_speech_hangs_on_its_own_day(reader: Reader) -> None:
    text = "“We signed the deal yesterday,” the minister said on Tuesday."
    times, _ = _said(reader, text)
    assert [t.value for t in times] == ["2025-12-01", "2025-12-02"]


PIECES = """May march 5 31 2025 1990s '99 0 9999 the of early late last next this Friday Sunday night a.m. p.m. GMT 0412 12:30 3 p.m. quarter third
two years ago days later 29 February weekend - – / , . ( decade century BC AD every half a couple of 1/2 12/13/14 Easter week since 10000000000
noon 24:00 in and 2024-02-30 fiscal spring second now that year before"""
WORDS = st.sampled_from([*PIECES.split(), "\n\n", ""])
TEXTS = st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=30).map(" ".join), st.lists(WORDS, max_size=20).map("".join))
DATES = st.one_of(st.none(), st.dates().map(str), st.sampled_from(["0000-00-00", "0001-01-01", "9999-12-31", "2024-02-29", "x", "2025-12-04T10:00"]))


@settings(max_examples=400, deadline=None)
@given(TEXTS, DATES)
def test_any_text_any_date(text: str, published: str | None) -> None:
    items = _plain(text, published)
    assert items == sorted(items, key=lambda t: t.span)
    end = 0
    for item in items:
        assert end <= item.span[0] < item.span[1] <= len(text)
        assert text[item.span[0] : item.span[1]].strip()
        assert VALUE.fullmatch(item.value), item
        assert item.edtf is None or EDTF.fullmatch(item.edtf), item
        end = item.span[1]
    assert [vars_of(t) for t in items] == [vars_of(t) for t in _plain(text, published)]


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("1000000 1/2SEC", None),
        ("the current weekend", "9999-12-31"),
        ("fy00 or '99", "9999-12-31"),
        ("yesterday in the '90s, 5 years ago", "0001-01-01"),
        ("morning overnight, night hours later", "2025-12-04"),
    ],
)
def test_edges_of_the_calendar(text: str, published: str | None) -> None:
    for item in _plain(text, published):
        assert VALUE.fullmatch(item.value), item
        assert item.edtf is None or EDTF.fullmatch(item.edtf), item


def vars_of(item: TimeDraft) -> tuple[object, ...]:
    return (item.span, item.type, item.value, item.mod, item.edtf, item.rule, item.anchor, item.rejected)


HOSTILE = ["(", "may ", "5 ", "12:30 ", "2025-12-04 ", "two ", "the last ", "early ", "Easter ", "a.", "'", "1/", "\n \n", "Monday and ", "the end of ", "9"]


@pytest.mark.parametrize("piece", HOSTILE)
def test_time_grows_with_the_text(piece: str) -> None:
    def cost(n: int) -> float:
        text = piece * n
        start = time.process_time()
        _plain(text)
        return time.process_time() - start

    cost(100)
    small, large = (min(cost(n) for _ in range(3)) for n in (4_000, 16_000))
    assert large < 0.2 + 11 * small  # four times the text; quadratic would be 16
