"""Codes that no declaration names: mainframes' EBCDIC, mail's UTF-7, and what only looks like them."""

from __future__ import annotations

import pytest

from onrecord.ingest.decode import decode

TEXT = 'The mayor of the port said "We go" on Monday.\nIt cost 12 million, the mayor\'s office said; nobody was hurt.'
TYPED = "The mayor of the port said “We go” on Monday – it cost £12 million, the mayor’s office said."


@pytest.mark.parametrize("code", ["cp037", "cp500", "cp1140"])
def test_ebcdic_is_read_and_said(code: str) -> None:
    found = decode(TEXT.encode(code))
    assert (found.text, found.encoding, [w.code for w in found.warnings]) == (TEXT, "cp037", ["ENC_GUESS"])


def test_utf7_is_read_and_said() -> None:
    found = decode(TYPED.encode("utf-7"))
    assert (found.text, found.encoding, [w.code for w in found.warnings]) == (TYPED, "utf-7", ["ENC_GUESS"])


@pytest.mark.parametrize(
    "text",
    [
        "Call +44 20 7946 0958 or +1-202-555-0123, the office said.",
        "Profits rose: a+bcd-e, C+ABC- and x+yzw-q are codes of shares.",
        "A+ and B- were given; 3+4-5 is two. +--+ is no word.",
        "@@@@ said the account @mayor to @police and @army",
    ],
)
def test_what_only_looks_like_them_stays(text: str) -> None:
    assert decode(text.encode()).text == text
