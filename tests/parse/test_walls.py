"""Pages that stand in a report's place, and reports that speak of such things."""

from __future__ import annotations

import pytest

from onrecord.errors import InputError
from onrecord.model.source import text_source
from onrecord.parse.anatomy import read_anatomy
from onrecord.parse.parts.signs import text_warnings
from onrecord.parse.parts.walls import wall
from onrecord.settings import Settings

WALLS = [
    ("an error page", "403 Forbidden\n\nnginx"),
    ("an error page", "404\n\nSorry, the page you are looking for could not be found. It may have been moved or deleted."),
    ("an error page", "Not Found\n\nThe requested URL was not found on this server."),
    ("an error page", "Error 503\n\nThe server is temporarily unable to service your request. Please try again later."),
    ("an error page", "502 Bad Gateway"),
    ("an error page", "Too Many Requests"),
    ("a block page", "Access Denied\n\nYou don't have permission to access this page on this server.\n\nReference ID: 18.2f"),
    ("a block page", "Just a moment...\n\nEnable JavaScript and cookies to continue"),
    ("a block page", "Checking your browser before you go on. Please enable JavaScript and cookies. Your IP address: 192.0.2.7. Ray ID: 88ab."),
    ("a block page", "Are you a robot?\n\nWe have seen unusual activity from your network. Please verify you are human."),
    ("a login page", "Log in\n\nForgot your password? Don't have an account? Create an account."),
    ("a login page", "Subscribe to continue reading\n\nAlready a subscriber? Start your free trial. Cancel any time."),
    ("a consent page", "Before you continue\n\nWe use cookies and similar technologies. Accept all or manage your preferences."),
    ("a consent page", "We and our partners store and access information on a device, such as cookies. You may withdraw your consent."),
]
REPORTS = [
    "Parliament passed a law on cookies on Tuesday. Sites that use cookies must ask first, the minister said.",
    "Not found\n\nThe missing trawler Aurora was not found on Monday, the coast guard said. The search goes on off Bergen.",
    "Access denied\n\nObservers were turned away from three polling stations in Lindford on Sunday, the commission said.",
    "The ministry blocked the site on Friday. Readers in the capital saw a page that said access was denied.",
    "Log in to vote\n\nEstonians went to the polls online on Thursday. The first ballots came in at nine, officials said.",
    "The court fined the company 400 million euros. It had stored data of users who pressed Reject all, the ruling said.",
    "Two towns lost power on Monday.",
]


@pytest.mark.parametrize(("kind", "text"), WALLS)
def test_walls(kind: str, text: str) -> None:
    assert wall(text) == kind
    with pytest.raises(InputError, match=kind) as caught:
        read_anatomy(text_source(text), Settings())
    assert caught.value.code == "NOT_A_REPORT"


@pytest.mark.parametrize("text", REPORTS)
def test_reports(text: str) -> None:
    assert wall(text) is None


def test_long_texts_are_reports() -> None:
    assert wall(WALLS[1][1] + "\n\n" + "The council met on Monday and spoke about the bridge. " * 20) is None


SIGNS: list[tuple[str, list[str]]] = [
    ("خامنه‌ای met the envoys.", []),
    ("The word क्‍ष was read out.", []),
    ("The family 👨‍👩‍👧 stayed.", []),
    ("A pass‌word was stolen.", ["HIDDEN_CHARS"]),
    ("The blast killed 12​3 people.", ["HIDDEN_CHARS"]),
    ("Маduro said that he would stay.", ["CONFUSABLE"]),
    ("The head of РayPal resigned.", ["CONFUSABLE"]),
    ("The paper Правда wrote about Maduro and the river Сава.", []),
    ("A dose of 5 μg, a ΔT of 3 and α-particles.", []),
    ("José Núñez said: “It isn’t safe.”", []),
]


@pytest.mark.parametrize(("text", "codes"), SIGNS)
def test_signs(text: str, codes: list[str]) -> None:
    assert [w.code for w in text_warnings(text)] == codes
