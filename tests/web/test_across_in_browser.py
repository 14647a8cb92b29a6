"""The pages across reports as their readers meet them: wide and narrow, light and dark, with and without script, by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from web.conftest import Site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

AXE = Path(__file__).parents[1] / "vendor" / "axe.min.js"
Open = Callable[..., "Page"]
FOUND = 'axe.run().then(r => r.violations.map(v => v.id + ": " + v.nodes.map(n => n.html.slice(0, 120)).join(" | ")))'
WIDER = """() => [document.documentElement.scrollWidth, innerWidth]"""


@pytest.fixture
def visit(browser: Browser, news: Site) -> Iterator[Open]:
    """Give a function that opens an address; messages, errors and requests elsewhere fail the test."""
    trouble: list[str] = []
    contexts = []

    def opened(path: str, *, width: int = 1280, scheme: str = "light", script: bool = True) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=script, reduced_motion="reduce"
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda e: trouble.append(str(e)))
        page.on("console", lambda m: trouble.append(m.text) if m.type in ("error", "warning") else None)
        page.on("request", lambda r: trouble.append(r.url) if not r.url.startswith((news.base, "data:")) else None)
        page.goto(news.base + path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert trouble == []


def paths(story: str, call: str) -> list[str]:
    return [
        "/stories", f"/stories/{story}", f"/stories/{story}/map", f"/events/{call}", "/who", "/actors/Donald%20Trump", "/timeline",
        "/timeline?country=USA", "/pairs?one=USA&two=VEN", "/compare", f"/embed/timeline?story={story}",
    ]  # fmt: skip


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
def test_axe_finds_nothing_and_nothing_sticks_out(visit: Open, story: str, call: str, width: int, scheme: str) -> None:
    for path in paths(story, call):
        page = visit(path, width=width, scheme=scheme)
        wide, screen = page.evaluate(WIDER)
        assert wide <= screen, path
        page.evaluate(AXE.read_text())
        assert page.evaluate(FOUND) == [], path


def test_a_cell_opens_to_its_words_and_leads_to_the_report_without_script(visit: Open, story: str) -> None:
    page = visit(f"/stories/{story}", script=False)
    page.locator(".s-accounts > summary").click()
    cell = page.locator(".acc td.differs details").first
    link = cell.locator(".behind a").first
    assert not link.is_visible()
    cell.locator("summary").click()
    assert link.is_visible()
    words = link.inner_text().strip("“”")
    link.click()
    assert "/reports/" in page.url
    assert words[:30] in " ".join(page.locator("main").inner_text().split())


def test_only_what_differs_is_left_when_asked_for(visit: Open, story: str) -> None:
    page = visit(f"/stories/{story}", script=False)
    page.locator(".s-accounts > summary").click()
    facts = page.locator(".acc .fact:visible")
    before = facts.count()
    page.check(".only-differing")
    assert 0 < facts.count() == page.locator(".acc .fact.differs").count() < before


def test_the_head_of_the_table_stays_in_sight(visit: Open, story: str) -> None:
    page = visit(f"/stories/{story}/accounts?all=1")
    box = page.locator(".acc-box")
    box.evaluate("n => { n.scrollTop = 400; n.scrollLeft = 300 }")
    outer = box.bounding_box()
    corner = page.locator(".acc .corner").bounding_box()
    assert outer is not None
    assert corner is not None
    assert abs(corner["x"] - outer["x"]) < 3
    assert abs(corner["y"] - outer["y"]) < 3


def test_keys_walk_a_timeline(visit: Open, story: str) -> None:
    page = visit(f"/timeline?story={story}")
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate("[...document.querySelectorAll('.entry')].findIndex(n => n.contains(document.activeElement))") == 1
    page.keyboard.press("Enter")
    page.wait_for_url("**/events/**")


def test_an_analyst_goes_from_a_pair_to_a_month_an_event_and_its_source(visit: Open) -> None:
    page = visit("/pairs")
    page.fill("[name=one]", "United States")
    page.fill("[name=two]", "Venezuela")
    page.click("main button")
    page.click(".quads a >> nth=0")
    assert "month=" in page.url
    page.click(".entry .what a >> nth=0")
    assert "/events/" in page.url
    page.click("#mentions >> xpath=../following-sibling::ol >> .kind >> nth=0")
    assert "/reports/" in page.url


def test_the_map_shows_land_and_marks(visit: Open, story: str) -> None:
    page = visit(f"/stories/{story}/map", script=False)
    assert page.locator(".pin").count() == min(page.locator(".places li").count(), 40) > 0
    assert page.locator(".map .land").first.evaluate("n => n.getBBox().width") > 1000
