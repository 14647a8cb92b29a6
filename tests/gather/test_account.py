"""The account of a report: short reports of our own with exact counts and reasons; each quotation, number and date counted once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.model.record import Account, Record, Tally
from onrecord.model.source import text_source

if TYPE_CHECKING:
    from onrecord.pipeline import Reader

CASES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "accounts.json").read_text("utf-8"))


def account_of(reader: Reader, text: str) -> tuple[Record, Account]:
    record = reader.read(text_source(text, published="2024-05-14"))
    assert record.report.account is not None
    return record, record.report.account


def counts(tally: Tally) -> list[int]:
    return [tally.used, tally.set_apart, tally.not_understood]


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["name"])
def test_case(case: dict[str, Any], reader: Reader) -> None:
    record, account = account_of(reader, case["text"])
    assert [counts(account.quotations), counts(account.numbers), counts(account.dates)] == [
        case["quotations"], case["numbers"], case["dates"],
    ]  # fmt: skip
    assert [[x.kind, record.words(x.span), x.fate, x.why] for x in account.left_out] == case["left_out"]


PIECES = [
    ("“It is not safe,” the mayor of Lindford told reporters. ", 1, 0, 0),
    ("The film “Bridge over Lindford” was shot there. ", 1, 0, 0),
    ("The town has 12,000 people. ", 0, 1, 0),
    ("Tom Ray, 29, left the room. ", 0, 1, 0),
    ("The council voted on May 10, 2024. ", 0, 0, 1),
    ("It votes again on Monday. ", 0, 0, 1),
    ("The doors were shut at 3:1 in the plan. ", 0, 1, 0),
    ("Bus 42 and Flight 610 were late. ", 0, 2, 0),
    ("Nobody spoke. ", 0, 0, 0),
    ("“Nobody should ever cross it again, and nobody will.” ", 1, 0, 0),
    ("Two of the 14 men were hurt on Tuesday. ", 0, 2, 1),
]
"""Sentences with the quotations, numbers and dates in each."""


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=8))
def test_each_is_counted_once(reader: Reader, pieces: list[tuple[str, int, int, int]]) -> None:
    text = "The council of Lindford met in the town hall. " + "".join(p[0] for p in pieces)
    record, account = account_of(reader, text)
    found = [sum(counts(t)) for t in (account.quotations, account.numbers, account.dates)]
    assert found == [sum(p[n] for p in pieces) for n in (1, 2, 3)]
    assert len({(x.kind, x.span) for x in account.left_out}) == len(account.left_out)
    assert all(record.words(x.span).strip() for x in account.left_out)
    tallies = (account.quotations, account.numbers, account.dates)
    assert sum(t.set_apart + t.not_understood for t in tallies) == len(account.left_out)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from([*(p[0] for p in PIECES), "“", "”", '"', "'", "7", "10:30", "May", "-", "\n\n", "G7 ", "½"]), max_size=12))
def test_any_text_is_accounted_for(reader: Reader, pieces: list[str]) -> None:
    record = reader.read(text_source("Nobody spoke. " + "".join(pieces)))
    account = record.report.account
    assert account is not None
    for kind, tally in (("quotation", account.quotations), ("number", account.numbers), ("date", account.dates)):
        left = [x for x in account.left_out if x.kind == kind]
        assert [sum(x.fate == fate for x in left) for fate in ("set_apart", "not_understood")] == counts(tally)[1:]
        ends = [0, *(x.span[1] for x in left)]
        assert all(a <= x.span[0] < x.span[1] for a, x in zip(ends, left, strict=False)), "no two of a kind overlap"


def test_another_language_has_no_account(reader: Reader) -> None:
    record = reader.read(text_source("Der Rat von Lindford hat am Freitag die alte Brücke geschlossen und will sie nicht mehr öffnen."))
    assert record.report.language != "en"
    assert record.report.account is None
