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
    ("an error page", "Too Many Requests\n\nYou have sent too many requests in a given amount of time. Try again in 60 seconds."),
    ("an error page", "This article is no longer available\n\nThe article you requested has been removed or has expired."),
    ("an error page", "We’ll be back soon!\n\nSorry for the inconvenience but we’re performing some maintenance at the moment."),
    ("an error page", "Error establishing a database connection"),
    ("a block page", "Harbour Post\n\nPlease enable JavaScript and cookies to continue."),
    ("a block page", "Checking if the site connection is secure\n\nexample.org needs to review the security of your connection before proceeding."),
    ("a block page", "451: Unavailable due to legal reasons\n\nWe see that you are attempting to access this website from a country of the "
                     "European Economic Area; access cannot be granted at this time."),
    ("a block page", "It looks like you are using an ad blocker\n\nWe rely on advertising. Please disable your ad blocker and reload the page."),
    ("a login page", "Your session has expired\n\nPlease log in again to continue reading."),
    ("a parked page", "example.org is for sale\n\nThis domain name is parked. Buy this domain. Related searches: loans, hosting."),
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
    "The site was down for maintenance on Monday, the ministry said. It was back online on Tuesday, and the service is for sale.",
    "Ad blocker detected\n\nA court in Hamburg ruled on Tuesday that a firm may sell its ad blocker, judges said, and readers may turn it on.",
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
    ("The bridge fell, and Mayor JosÃ© Lund left.", ["GARBLED"]),
    ("He said: вЂњIt is over.", ["GARBLED"]),
    ("He said: ‚ÄúIt is over.", ["GARBLED"]),
    ("Jos√© and N√∫√±ez left.", ["GARBLED"]),
    ("It isn?t safe, he said.", ["GARBLED"]),
    ("It isnÕt safe, he said.", ["GARBLED"]),
    ("It isnít safe, he said.", ["GARBLED"]),
    ("It isn\ufffdt safe, he said.", ["GARBLED"]),
    ("He said: &ldquo;It is over.&rdquo;", ["GARBLED"]),
    ("Jos&#233; and N&#250;ez left.", ["GARBLED"]),
    ("It isn\\u2019t safe, Jos\\u00e9 said.", ["GARBLED"]),
    ("Jos=C3=A9 said: =E2=80=9CIt is over.", ["GARBLED"]),
    ("Is it that?so he asked. AT&T; and C\\users, √9 is 3, ‚Ja‘, E=mc2.", []),
    ("In Gdańsk the paper Правда and the Serb Ђорђе were seen.", []),
]


@pytest.mark.parametrize(("text", "codes"), SIGNS)
def test_signs(text: str, codes: list[str]) -> None:
    assert [w.code for w in text_warnings(text)] == codes
