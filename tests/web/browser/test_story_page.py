"""A story's page says first what happened, when, where, how many and on whose word, and takes no more than three screens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, expect
from web.browser.conftest import Known, Open
from web.conftest import Site, serving

from onrecord.compare.update import update
from onrecord.model.source import text_source
from onrecord.store import Archive

if TYPE_CHECKING:
    from onrecord.pipeline import Reader

SCREENS, HIGH = 3, 800
LEADS = (
    "KRAMATORSK, Ukraine - A Russian missile strike on the railway station in Kramatorsk killed at least {toll} people on Friday, governor Pavlo Kyrylenko said.",
    "KYIV - Russian missiles hit a crowded railway station in the eastern city of Kramatorsk on Friday, killing at least {toll} people, the regional governor said.",
    "KRAMATORSK - At least {toll} people were killed on Friday when a missile struck the train station in Kramatorsk, said Pavlo Kyrylenko, governor of Donetsk.",
    "KYIV, Ukraine - Russia attacked the station of Kramatorsk with a missile on Friday, killing at least {toll} people who waited for trains, Ukrainian officials said.",
)
REST = (
    "Thousands of people had been waiting at the station for trains to the west of the country, the mayor said.",
    "Russia's defence ministry denied that its forces had attacked the station.",
    "President Volodymyr Zelenskyy called it “an evil that has no limits”.",
    "The words “for the children” were painted on the side of the missile, which lay on the grass near the entrance.",
    "Hospitals in the city could not treat all the wounded, and some were driven to Dnipro, doctors said.",
    "European Commission President Ursula von der Leyen condemned the attack on her way to Kyiv.",
    "The railway company said that trains would leave from Sloviansk instead.",
    "Families with suitcases had slept on the platforms for two nights, a volunteer said.",
)
CITIES = ("Kyiv", "Dnipro", "Odesa", "Lviv", "Kharkiv", "Poltava", "Sumy", "Vinnytsia", "Rivne", "Lutsk")
TOLLS = (39, 50, 52, 57)
"""The dead of the strike on the station of Kramatorsk on 8 April 2022, as they were counted from hour to hour."""


@pytest.fixture(scope="module")
def large(browser: Browser, reader: Reader, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, str]]:
    """Give a server with a story of twenty reports, and its id. Asks for the browser first, as the live server does."""
    path = tmp_path_factory.mktemp("large") / "large.db"
    made = []
    for n in range(20):
        toll, house = TOLLS[n // 5], f"{CITIES[n % 10]} {'Post' if n < 10 else 'Herald'}"
        rest = [REST[i] for i in sorted({n % 8, (n * 3 + 1) % 8, (n * 5 + 2) % 8})]
        text = "\n\n".join([LEADS[n % 4].format(toll=toll), *rest])
        title = f"Missile kills {toll} at station" if n % 2 else f"{toll} dead in Kramatorsk attack"
        source = text_source(text, published=f"2022-04-08T{n:02}:30:00+00:00", title=title, source=f"{n}.txt")
        made.append(replace(source, hints=replace(source.hints, publisher=house)))
    with Archive(path) as archive:
        assert all(a.outcome == "added" for a in archive.add(reader.read_all(made)))
        update(archive)
        id, reports = archive.db.execute("select id, reports from story order by reports desc").get
        assert reports == 20
    with serving(path) as site:
        yield site, str(id)


@pytest.mark.parametrize("script", [True, False])
def test_a_story_of_twenty_reports_is_three_screens_long(opened: Open, large: tuple[Site, str], script: bool) -> None:
    site, story = large
    page = opened(f"/stories/{story}", base=site.base, script=script)
    height = page.locator("html").bounding_box()["height"]  # type: ignore[index]
    assert height <= SCREENS * HIGH
    box = page.locator(".opening").bounding_box()
    assert box is not None
    assert box["y"] < 300
    assert page.locator(".opening-facts").bounding_box()["y"] < HIGH / 2  # type: ignore[index]


def test_it_says_what_when_where_how_many_on_whose_word(opened: Open, large: tuple[Site, str]) -> None:
    site, story = large
    page = opened(f"/stories/{story}", base=site.base)
    expect(page.locator(".opening > .what")).to_contain_text("→")
    told = dict(zip(page.locator(".opening dt").all_inner_texts(), page.locator(".opening dd").all_inner_texts(), strict=True))
    assert list(told) == ["When", "Where", "Killed", "On whose word"]
    assert told["When"] == "8 April 2022"
    assert told["Where"].startswith("Kramatorsk")
    [row] = [r for r in site.client.rows("events", event="ASSAULT") if r["reports"] == 20]
    assert told["Killed"] == f"{row['killed']} {row['killed_low']} to {row['killed_high']} as outlets and parties have it"
    assert "reported by" in told["On whose word"] or "claimed by" in told["On whose word"]
    assert "first by Kyiv Post" in told["On whose word"]
    page.locator(".opening > .what a").click()
    page.wait_for_url("**/events/e*")


def test_what_an_address_points_at_is_unfolded(opened: Open, known: Known) -> None:
    page = opened(f"/stories/{known.story}#timeline")
    expect(page.locator(".s-timeline .days")).to_be_visible()
    assert not page.locator(".s-map .map").is_visible()
    page.locator(".differing h3 a").first.click()
    expect(page.locator(".acc .fact:target")).to_be_visible()
