"""The pages by keyboard alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from web.browser.conftest import Known, Open

FOCUSED = "document.activeElement"
RING = """() => {
    const node = document.activeElement, style = getComputedStyle(node);
    return [node.tagName, parseFloat(style.outlineWidth) || 0, style.outlineStyle, style.boxShadow];
}"""


def focused_row(page: Page) -> int:
    return int(page.evaluate("[...document.querySelectorAll('[data-list] > .row')].findIndex(r => r.contains(document.activeElement))"))


@pytest.mark.parametrize("path", ["/", "/events", "/stories", "/reports?q=cordial", "/who", "/timeline?country=USA"])
def test_j_and_k_walk_and_enter_opens(opened: Open, path: str) -> None:
    page = opened(path)
    last = page.locator("[data-list] > .row").count() - 1
    page.keyboard.press("j")
    assert focused_row(page) == 0
    page.keyboard.press("j")
    assert focused_row(page) == min(1, last)
    page.keyboard.press("k")
    assert focused_row(page) == 0
    page.keyboard.press("k")
    assert focused_row(page) == 0
    for _ in range(last + 3):
        page.keyboard.press("j")
    assert focused_row(page) == last
    box = page.evaluate("(() => { const b = document.activeElement.getBoundingClientRect(); return [b.top, b.bottom, innerHeight]; })()")
    assert 0 <= box[0] < box[2]
    target = str(page.evaluate("document.activeElement.href"))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(re.escape(target.split("#")[0])))


def test_a_slash_goes_to_the_search_and_escape_leaves_it(opened: Open) -> None:
    page = opened("/statements")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("j/k?")
    assert page.input_value("#q") == "j/k?"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.tagName") == "BODY"
    page.keyboard.press("/")
    page.keyboard.type("oil")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("q=oil"))
    expect(page.locator(".rows .row").first).to_contain_text("oil")


def test_a_question_mark_helps(opened: Open) -> None:
    page = opened("/stories")
    page.keyboard.press("?")
    page.wait_for_url(re.compile("/help$"))
    expect(page.get_by_role("heading", name="Keys")).to_be_visible()


def test_a_report_is_read_by_keys(opened: Open, known: Known) -> None:
    page = opened(f"/reports/{known.report}")
    seen = []
    for _ in range(4):
        page.keyboard.press("j")
        seen.append(page.evaluate("document.querySelector('.item.picked').id"))
    assert len(set(seen)) == 4
    page.keyboard.press("k")
    assert page.evaluate("document.querySelector('.item.picked').id") == seen[2]
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('.item').id")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('.report') !== null")
    page.keyboard.press("Escape")
    assert page.locator(".picked").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/", "/events", "/reports/{report}", "/stories/{story}", "/check?q=cordial", "/pairs?one=USA&two=VEN"])
def test_tab_shows_where_one_is(opened: Open, known: Known, path: str, scheme: str) -> None:
    page = opened(path.format(**known._asdict()), scheme=scheme)
    page.evaluate("document.activeElement.blur()")
    met = set()
    for n in range(25):
        page.keyboard.press("Tab")
        tag, width, style, shadow = page.evaluate(RING)
        if tag == "BODY":
            break
        met.add(page.evaluate("document.activeElement.outerHTML"))
        assert (width >= 1 and style != "none") or shadow != "none", page.evaluate("document.activeElement.outerHTML.slice(0, 160)")
        if not n:
            assert page.evaluate("document.activeElement.classList.contains('skip')")
    assert len(met) > 8


def test_skipping_goes_to_the_content(opened: Open) -> None:
    page = opened("/events")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_tab_reaches_every_link_and_field(opened: Open) -> None:
    page = opened("/events")
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    hidden = page.eval_on_selector_all("a[href], button, input:not([type=hidden]), select, summary", "nodes => nodes.filter(n => n.tabIndex < 0).map(n => n.outerHTML)")  # fmt: skip
    assert hidden == []
