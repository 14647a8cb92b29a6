"""Every page in the browser: for all eyes, in every light, on a telephone, on paper, and with no word to anybody else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from web.browser.conftest import Contexts, Known, Open
from web.conftest import Site, serving

from onrecord.ontology import PLOVER
from onrecord.store import Archive

if TYPE_CHECKING:
    from playwright.sync_api import Page

AXE = (Path(__file__).parents[2] / "vendor" / "axe.min.js").read_text("utf-8")
STORY = ("accounts", "figures", "quotes", "timeline", "map", "events", "reports")
ACTOR = ("statements", "company", "events", "roles", "reports")
PAGES = [
    "/", "/reports", "/reports?q=cordial", "/statements", "/events", "/mentions", "/figures", "/times", "/actors", "/places", "/events?country=VEN&quad=4",
    "/events?country=SEN&event=PROTEST", "/reports/{report}", "/reports/{print}", "/reports/{wire}/original", "/reports/{withdrawn}",
    "/reports/{report}/{statement}", "/reports/{report}/{event}", "/reports/{report}/{figure}", "/reports/{report}/{statement}/card",
    "/stories", "/stories?q=nothinghere", "/stories/{story}", *(f"/stories/{{story}}/{s}" for s in STORY), "/events/{happening}",
    "/events/{happening}/mentions", "/who", "/who?q=nobodyhere", "/actors/{actor}", *(f"/actors/{{actor}}/{s}" for s in ACTOR), "/timeline",
    "/timeline?story={story}", "/timeline?country=USA", "/embed/timeline?story={story}", "/pairs", "/pairs?one=USA&two=VEN",
    "/pairs?one=USA&two=VEN&month=2025-11", "/compare", "/compare?a={wire}", "/compare?a={wire}&b={print}", "/check",
    "/check?q=the+conversation+was+respectful", "/check?q=nothing+like+it", "/data", "/data?kind=events&country=VEN", "/method", "/new?since=2020-01-01", "/new?since=2099-01-01", "/stories?new=2020-01-01", "/searches", "/statistics", "/statistics?country=USA&vs_country=VEN", "/statistics?country=ISL", "/help", "/docs",
    "/judge", "/judge/next", "/judge/next?why=merge", "/judge/next?kind=actor",
    "/nothing",
]  # fmt: skip
BARE = ("/card", "/embed/")
"""Pages made to stand in others: no head, no navigation."""
FINDINGS = """async (rules) => {
    document.querySelectorAll("details").forEach((d) => { d.open = true; });
    const found = await axe.run({resultTypes: ["violations"], ...rules});
    return found.violations.map((v) => [v.id, v.nodes.slice(0, 3).map((n) => n.html.slice(0, 140))]);
}"""
WIDE = "[document.documentElement.scrollWidth, document.body.scrollWidth, innerWidth]"
STICKING_OUT = """() => [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > innerWidth + 1)
    .map((e) => e.outerHTML.slice(0, 90)).slice(0, 5)"""


@pytest.fixture(scope="module", params=PAGES)
def shown(request: pytest.FixtureRequest, contexts: Contexts, live: Site, known: Known) -> Iterator[Page]:
    """Open a page once for all that is asked of it."""
    contexts.hosts.add(live.base.removeprefix("http://"))
    contexts.trouble.clear()
    page = contexts.page()
    answer = page.goto(live.base + request.param.format(**known._asdict()))
    assert answer is not None
    assert answer.status == (404 if request.param == "/nothing" else 200)
    yield page
    page.close()


def at(page: Page, *, width: int = 1280, scheme: str = "light", media: str = "screen") -> Page:
    """Show the page in another way."""
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme, media=media)  # type: ignore[arg-type]
    return page


def findings(page: Page, *rules: str) -> list[object]:
    """Give what axe finds on the page as it is shown now."""
    if not page.evaluate("'axe' in globalThis"):
        page.evaluate(AXE)
    found: list[object] = page.evaluate(FINDINGS, {"runOnly": list(rules)} if rules else {})
    return found


def test_nothing_goes_wrong_and_nobody_else_is_asked(shown: Page, contexts: Contexts) -> None:
    shown.wait_for_load_state("networkidle")
    expected = ["error: Failed to load resource"] if shown.url.endswith("/nothing") else []
    assert [t for t in contexts.trouble if not any(t.startswith(e) for e in expected)] == []


INTERNALS = re.compile(
    r"\b(?:" + "|".join(sorted(PLOVER.types)) + r")\b|\b[a-z]+_[a-z_]+\b|\b\d{4}-\d\d-\d\d(?:T[\d:]+Z?)?\b"
    r"|(?<![\w/#-])[APTFSE]\d{1,3}(?![\w.-])|(?<![\w./])\w+/\w+-?\w*/[\w=@-]+|asked for"
)
"""Codes, names of tables and columns, dates as programs write them, ids of items, rules."""
FOR_PROGRAMS = ("/docs", "/method", "/help", "/data", "/nothing", "/original", "/judge", "/statistics")
"""Pages that tell of these: how to ask by program, what was measured, what a filter is called."""


def test_a_reader_meets_no_internals(shown: Page, live: Site) -> None:
    if any(shown.url.partition("?")[0].endswith(p) or (p in ("/judge",) and p in shown.url) for p in FOR_PROGRAMS):
        pytest.skip("for programs")
    told = "\n".join(line for line in shown.inner_text("main" if shown.locator("main").count() else "body").splitlines() if "http" not in line)
    with Archive(live.path, readonly=True) as archive:  # what a report itself says so is its own words
        texts = "\n".join(f"{title}\n{text}" for title, text in archive.db.execute("select title, text from report"))
    assert [found for found in INTERNALS.findall(told) if found not in texts] == []


def test_a_headline_stands_once(shown: Page) -> None:
    if "/reports/" in shown.url and not any(b in shown.url for b in BARE):
        title = shown.locator("h1").inner_text() if shown.locator("h1").count() else ""
        assert not title or shown.inner_text("main").count(title) <= 1


def test_it_says_what_it_is(shown: Page) -> None:
    assert shown.locator("h1").count() == 1 or any(b in shown.url for b in BARE)
    assert shown.title().strip(" ·") not in ("", "onrecord") or shown.url.endswith("/")


def test_axe_finds_nothing(shown: Page) -> None:
    assert findings(at(shown)) == []


def test_axe_finds_nothing_in_the_dark_on_a_telephone(shown: Page) -> None:
    assert findings(at(shown, width=320, scheme="dark")) == []


def test_contrast_is_enough_in_the_dark(shown: Page) -> None:
    assert findings(at(shown, scheme="dark"), "color-contrast") == []


def test_a_narrow_window_scrolls_one_way(shown: Page) -> None:
    page = at(shown, width=320)
    assert page.evaluate(WIDE) == [320, 320, 320], page.evaluate(STICKING_OUT)


def test_no_link_in_a_row_of_links_is_cut_off(shown: Page) -> None:
    cut = """() => [...document.querySelectorAll("nav a")].filter((a) => a.getClientRects().length
        && (a.getBoundingClientRect().right > innerWidth || a.getBoundingClientRect().left < 0)).map((a) => a.innerText)"""
    assert at(shown, width=360).evaluate(cut) == []


def test_paper_shows_the_content_alone(shown: Page) -> None:
    page = at(shown, width=700, media="print")  # browsers print as in the light
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)")
    for selector in ("header nav", "input[type=search]", ".pager", ".bar"):
        assert not page.locator(selector).filter(visible=True).count(), selector
    assert page.evaluate(WIDE)[0] <= 700, page.evaluate(STICKING_OUT)


def test_the_door_is_a_page_like_the_others(opened: Open, live: Site) -> None:
    with serving(live.path, token="a long secret") as site:
        page = opened("/reports", base=site.base)
        assert page.url.endswith("/login")
        assert findings(page) == []
        page.emulate_media(color_scheme="dark")
        assert findings(page, "color-contrast") == []
        page.keyboard.type("a long secret")
        page.keyboard.press("Enter")
        page.wait_for_url(site.base + "/")
        assert page.locator("h1").inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_light_and_dark_are_what_they_say(opened: Open, scheme: str) -> None:
    red, green, blue = opened("/", scheme=scheme).evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)")
    assert (min(red, green, blue) > 200) if scheme == "light" else (max(red, green, blue) < 60)


def test_the_instruments_see_faults(contexts: Contexts, live: Site) -> None:
    contexts.hosts.add(live.base.removeprefix("http://"))
    contexts.trouble.clear()
    page = contexts.page()
    page.goto(live.base + "/help")
    assert findings(page) == []
    page.evaluate("""() => {
        document.querySelector("main").insertAdjacentHTML("beforeend", '<img src="/static/favicon.svg"><p class="pale">pale</p><div class="wide">wide</div>');
        document.querySelector(".pale").style.color = "#ddd";
        document.querySelector(".wide").style.width = "2000px";
    }""")
    assert {"image-alt", "color-contrast"} <= {found[0] for found in findings(page)}  # type: ignore[index]
    assert page.evaluate(WIDE)[0] > 1280
    assert page.evaluate(STICKING_OUT)
    assert contexts.trouble == []
    page.evaluate("fetch('http://192.0.2.1/').catch(() => null)")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">styled</p>')")
    page.wait_for_timeout(200)
    assert any("192.0.2.1" in t for t in contexts.trouble)
    assert any("style" in t for t in contexts.trouble)
    page.close()
