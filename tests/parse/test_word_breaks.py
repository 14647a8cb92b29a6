"""Words as the treebanks cut them: runs of one mark, prefixes, and what stays as it was."""

from __future__ import annotations

import pytest

from onrecord.model.document import Parser
from onrecord.parse.load import load
from onrecord.parse.word_breaks import keep_prefixes

CASES = {
    "a rule above a signature": ("____________ Jane Doe", ["____________", "Jane", "Doe"]),
    "stars around a line": ("*****ADVERTISEMENT*****", ["*****", "ADVERTISEMENT", "*****"]),
    "loud readers": ("Shame on them!!! Really?!", ["Shame", "on", "them", "!!!", "Really", "?!"]),
    "a line of equals signs": ("====\tENDS\t====", ["====", "ENDS", "===="]),
    "prefixes stay": (
        "The ex-minister, an anti-corruption co-founder, was re-elected by non-members.",
        ["The", "ex-minister", ",", "an", "anti-corruption", "co-founder", ",", "was", "re-elected", "by", "non-members", "."],
    ),
    "a name behind a prefix can be looked up": ("pro-Russian rebels", ["pro", "-", "Russian", "rebels"]),
    "words joined by a hyphen are cut": ("state-run al-Watan", ["state", "-", "run", "al", "-", "Watan"]),
    "a capital prefix at a sentence's beginning": ("Anti-government rallies", ["Anti-government", "rallies"]),
    "dashes between words": ("He came--late---and left", ["He", "came", "--", "late", "---", "and", "left"]),
    "brackets and quotes stay single": ('(("What?"))', ["(", "(", '"', "What", "?", '"', ")", ")"]),
    "signed sums": ("$500 or -$7", ["$", "500", "or", "-$7"]),
}


@pytest.fixture(scope="module")
def parser() -> Parser:
    return load()


@pytest.mark.parametrize("name", CASES)
def test_words(parser: Parser, name: str) -> None:
    text, expected = CASES[name]
    (parse,) = parser.parse_blocks([text])
    assert [text[t.start : t.end] for t in parse.tokens] == expected


@pytest.mark.parametrize("rule", ["_" * 40, "*" * 40, "=" * 40, "~" * 40, "#" * 40, "-" * 40])
def test_a_drawn_rule_is_no_row_of_sentences(parser: Parser, rule: str) -> None:
    text = f"The minister resigned on Friday. {rule} Sign up for our newsletter"
    (parse,) = parser.parse_blocks([text])
    assert sum(t.sent_start for t in parse.tokens) <= 3


def test_patterns_without_hyphens_stay() -> None:
    assert keep_prefixes(r"\.\.+") == r"\.\.+"
