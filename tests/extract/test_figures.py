"""Figures: our own sentences with the figures expected (data/figures.json), without a parse, and properties on any text."""

from __future__ import annotations

import itertools
import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.extract.figures import find_figures
from onrecord.extract.quantities.counted import singular
from onrecord.extract.quantities.numerals import find_numerals
from onrecord.grammar.build import build_document
from onrecord.model.document import Document
from onrecord.model.drafts import FigureDraft, TimeDraft
from onrecord.model.record import Part
from onrecord.model.source import text_source
from onrecord.pipeline import Reader

CASES = json.loads((Path(__file__).parent / "data" / "figures.json").read_text(encoding="utf-8"))
PLAIN = ("words", "value", "bound", "unit", "high")
"""What the patterns alone give, without a parse."""


@pytest.fixture(scope="module")
def parsed(reader: Reader) -> dict[str, Document]:
    """Parse all sentences in one call."""
    texts = [case["text"] for case in CASES]
    parses = reader.parser.parse_blocks(texts)
    return {text: document(text, parse) for text, parse in zip(texts, parses, strict=True)}


def document(text: str, *parses: object) -> Document:
    span = (0, len(text))
    return build_document(text, [Part(kind="body", span=span)] if text else [], [span][: len(parses)], parses)  # type: ignore[arg-type]


def shown(text: str, figure: FigureDraft) -> dict[str, object]:
    row = {"words": text[slice(*figure.span)], "value": figure.value, "bound": figure.bound, "unit": figure.unit, "measure": figure.measure}
    of = text[slice(*figure.of.span)] if figure.of is not None else None
    more = {"high": figure.high, "of": of}
    return row | {k: v for k, v in more.items() if v is not None}


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["text"][:50])
def test_sentence(case: dict[str, object], parsed: dict[str, Document]) -> None:
    text = str(case["text"])
    assert [shown(text, f) for f in find_figures(parsed[text], [])] == case["figures"]


STANDING = json.loads((Path(__file__).parent / "data" / "figures_standing.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", STANDING, ids=lambda c: c["text"][:50])
def test_standing(case: dict[str, Any], reader: Reader) -> None:
    record = reader.read(text_source(case["text"], published="2024-05-15"))
    assert [[record.report.text[slice(*f.span)], f.standing] for f in record.figures] == case["figures"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("at least 22 vessels", [("at least 22", 22, "at_least", "vessel")]),
        ("une récompense de 50 millions, $5bn", [("$5bn", 5_000_000_000, "exactly", "USD")]),
        ("12,000 people, 45% of them", [("12,000", 12000, "exactly", "person"), ("45%", 45, "exactly", "percent")]),
        ("hundreds of thousands of refugees", [("hundreds of thousands", 200_000, "at_least", "refugee")]),
        ("more than €3.5 million", [("more than €3.5 million", 3_500_000, "more_than", "EUR")]),
    ],
)
def test_without_a_parse(text: str, expected: list[tuple[object, ...]]) -> None:
    found = find_figures(document(text), [])
    assert [(text[slice(*f.span)], f.value, f.bound, f.unit) for f in found if f.unit] == expected


def test_governor_and_head(reader: Reader) -> None:
    text = "The army carried out strikes on at least 22 vessels, killing at least 83."
    vessels, dead = find_figures(document(text, *reader.parser.parse_blocks([text])), [])
    assert vessels.head is not None
    assert (vessels.head.text, vessels.governor and vessels.governor.text) == ("vessels", "strikes")
    assert dead.governor is not None
    assert dead.governor.text == "killing"


def test_a_time_expression_is_no_figure() -> None:
    text = "In 12 months 12 ships"
    time_span = TimeDraft(span=(3, 12), type="DURATION", value="P12M", mod=None, edtf=None, rule="t")
    assert [f.span for f in find_figures(document(text), [time_span])] == [(13, 15)]


def test_numbers_outside_the_news_text_are_left_alone() -> None:
    text = "12 shares\n14 soldiers died"
    parts = [Part(kind="boilerplate", span=(0, 9)), Part(kind="body", span=(10, len(text)))]
    assert [f.value for f in find_figures(build_document(text, parts, [], []), [])] == [14]


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("eighty-three", 83),
        ("two hundred and fifty thousand three hundred and ten", 250_310),
        ("a million and a half", 1_500_000),
        ("nine hundred ninety-nine", 999),
        ("1,234,567.5", 1_234_567.5),
        ("12 500", 12_500),
        ("12\u202f500", 12_500),
        ("1,20,00,000", 12_000_000),
        ("2 lakh crore", 2 * 10**12),
        ("half a dozen", 6),
        ("a quarter of a million", 250_000),
        ("2½", 2.5),
        ("five hundred thousand", 500_000),
        ("3.2bn", 3_200_000_000),
    ],
)
def test_numeral(words: str, value: float) -> None:
    [numeral] = find_numerals(f"about {words} of them")
    assert numeral.value == value
    assert type(numeral.value) is type(value)


@pytest.mark.parametrize("digits", ["9" * 5000, "1" * 19, "1.2.3", "1,2", "0." + "3" * 400])
def test_keys_and_noise_are_no_numerals(digits: str) -> None:
    assert list(find_numerals(f"about {digits} of them")) == []


@given(st.integers(min_value=0, max_value=10**15))
def test_grouped_digits_read_back(number: int) -> None:
    [numeral] = find_numerals(f"{number:,} things")
    assert numeral.value == number


@pytest.mark.parametrize(
    ("plural", "one"),
    [("vessels", "vessel"), ("People", "person"), ("policemen", "policeman"), ("cities", "city"), ("churches", "church"), ("gas", "gas")],
)
def test_singular(plural: str, one: str) -> None:
    assert singular(plural) == one


PIECES = st.sampled_from(
    ["one", "two", "hundred", "thousand", "million", "dozens", "of", "and", "a", "half", "-", " ", "5", "12,000", "$", "%", "between", "to",
     "at least", "more than", "m", "bn", "killed", "people", ",", ".", "\n", "½", "Rs", "9" * 30, "İ", "\u202f", "third", "Article"]
)  # fmt: skip


@settings(deadline=None, max_examples=300)
@given(st.lists(PIECES, max_size=40).map(" ".join) | st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=80))
def test_every_figure_slices_and_order_holds(text: str) -> None:
    found = find_figures(document(text), [])
    spans = [f.span for f in found]
    assert all(0 <= a < b <= len(text) for a, b in spans)
    assert spans == sorted(spans)
    assert all(left[1] <= right[0] for left, right in itertools.pairwise(spans))
    assert all(f.high is None or f.high > f.value for f in found)
    assert all(abs(f.value) <= 10**18 for f in found)
    assert [shown(text, f) for f in find_figures(document(text), [])] == [shown(text, f) for f in found]


HOSTILE = [
    "1 ",
    "one ",
    "two-",
    "$",
    "5-",
    "between 1 and ",
    "dozens of ",
    "hundred thousand ",
    "1,",
    "(",
    "%",
    "and a half ",
    "9",
    "more than ",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_time_grows_with_the_text(piece: str) -> None:
    def seconds(times: int) -> float:
        scene = document(piece * times)
        best = 1e9
        for _ in range(3):
            start = time.process_time()
            find_figures(scene, [])
            best = min(best, time.process_time() - start)
        return best

    seconds(10)
    small, large = seconds(1500), seconds(6000)
    assert large < max(0.2, 4 * 2.6 * small)


def test_days_that_go_on_with_a_date_count_nothing(reader: Reader) -> None:
    text = "Ferries will not run on October 4, 6 and 9."
    [parse] = reader.parser.parse_blocks([text])
    day = TimeDraft(span=(24, 33), type="DATE", value="XXXX-10-04", mod=None, edtf=None, rule="time")
    assert find_figures(document(text, parse), [day]) == []
