"""Citations of a quotation: authors, days and titles as the styles want them."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest

from onrecord.compare.quotations.check import QuoteMatch
from onrecord.export.quotations.citing import cite


def match(speaker: str | None) -> QuoteMatch:
    row = {"speaker": speaker, "report": "ab" * 32, "id": "S1"}
    return QuoteMatch(
        verdict="exact", wording="exact", whose="speaker", score=1.0, sure=0.9, changes=(), said='He said "no" to it', statement=row
    )


REPORT: dict[str, Any] = {
    "id": "ab" * 32, "title": "Is it so?", "publisher": "Harbour Post", "authors": ["Jane Q. Roe", "Li Wei"], "language": "en",
    "published": "2024-03-05T10:00:00Z", "url": "https://example.org/1",
}  # fmt: skip


@pytest.mark.parametrize(("style", "more", "expected"), [
    ("apa", {}, "“He said ‘no’ to it” (Ann Poe, as cited in Roe & Wei, 2024)\n\n"
                "Roe, J. Q., & Wei, L. (2024, March 5). Is it so? Harbour Post. https://example.org/1\n"),
    ("apa", {"authors": [], "published": None, "url": None, "title": "So it is"},
     "“He said ‘no’ to it” (Ann Poe, as cited in “So it is,” n.d.)\n\nSo it is. (n.d.). Harbour Post.\n"),
    ("apa", {"authors": ["Cedar Wire staff and agencies in Beirut"], "title": "So"},
     "“He said ‘no’ to it” (Ann Poe, as cited in Cedar Wire staff and agencies in Beirut, 2024)\n\n"
     "Cedar Wire staff and agencies in Beirut. (2024, March 5). So. Harbour Post. https://example.org/1\n"),
    ("chicago", {}, "“He said ‘no’ to it” Ann Poe, quoted in Jane Q. Roe and Li Wei, “Is it so?” Harbour Post, March 5, 2024, "
                    "https://example.org/1.\n"),
    ("chicago", {"authors": [], "publisher": None, "url": None, "published": "2024"}, "“He said ‘no’ to it” Ann Poe, quoted in “Is it so?” n.d.\n"),
])  # fmt: skip
def test_styles(style: str, more: dict[str, Any], expected: str) -> None:
    assert cite(style, match("Ann Poe"), REPORT | more) == expected


def test_bibtex_escapes_what_tex_would_run() -> None:
    text = cite("bibtex", match("A & B_{c}"), REPORT | {"title": r"50% \input{x}"})
    assert r"\input" not in text.replace(r"\textbackslash{}", "")
    assert r"A \& B\_\{c\}" in text


def test_bibtex_holds_no_control_characters() -> None:
    """A terminal that shows the entry would run them."""
    report = REPORT | {"title": "Is it\x1b]0;so\x07?", "publisher": "Harbour\x9b31m Post", "authors": ["Jane \x1b[2JRoe"]}
    text = cite("bibtex", match("Ann\x1b[31m Poe"), report)
    assert not [c for c in text if unicodedata.category(c) == "Cc" and c != "\n"]
    assert "Jane" in text
