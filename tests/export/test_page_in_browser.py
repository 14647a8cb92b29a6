"""The page as its user meets it: in a browser, by mouse, by keyboard, narrow, dark, without script."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from export.records import caracas

from onrecord.export.html import render_page
from onrecord.model.record import Items, Record

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

AXE = Path(__file__).parents[1] / "vendor" / "axe.min.js"
Open = Callable[..., "Page"]


@pytest.fixture
def open_page(browser: Browser, page_file: Path) -> Iterator[Open]:
    """Give a function that opens the page; errors and requests of the page fail the test."""
    contexts = []
    trouble: list[str] = []

    def opened(fragment: str = "", *, file: Path = page_file, width: int = 1280, scheme: str = "light", script: bool = True) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, java_script_enabled=script, reduced_motion="reduce")  # fmt: skip
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda e: trouble.append(str(e)))
        page.on("console", lambda m: trouble.append(m.text) if m.type in ("error", "warning") else None)
        page.on("request", lambda r: trouble.append(r.url) if not r.url.startswith("file:") else None)
        page.goto(file.as_uri() + fragment)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert trouble == []


def picked(page: Page) -> set[str]:
    return set(page.eval_on_selector_all(".picked", "nodes => nodes.map(n => n.id || n.textContent)"))


def test_a_click_in_the_text_selects_the_item_in_the_record(open_page: Open) -> None:
    page = open_page()
    page.click(".report a.m.e >> text=phone call")
    assert picked(page) == {"E1", "phone call"}
    assert page.locator("#E1").is_visible()


def test_clicking_again_goes_on_to_the_item_around_it(open_page: Open) -> None:
    page = open_page()
    mark = page.locator(".report a.m.e >> text=phone call")
    mark.click()
    mark.click()
    assert "S1" in picked(page)
    mark.click()
    assert "E1" in picked(page)


def test_a_click_in_the_record_selects_and_shows_all_its_words(open_page: Open) -> None:
    page = open_page()
    page.click("#A2 .id")
    assert picked(page) == {"A2", "Donald Trump", "Trump"}
    assert page.locator(".report a.picked").count() == 3
    box = page.locator(".report a.picked").first.bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 800


def test_keyboard_alone_reads_the_page(open_page: Open) -> None:
    page = open_page()
    seen = []
    for _ in range(5):
        page.keyboard.press("j")
        seen.append(page.evaluate("document.querySelector('.item.picked').id"))
    assert seen == ["A1", "P1", "T1", "A2", "T2"]
    page.keyboard.press("k")
    assert "A2" in picked(page)
    page.keyboard.press("Escape")
    assert picked(page) == set()


def test_enter_goes_from_words_to_item_and_back(open_page: Open) -> None:
    page = open_page()
    page.focus(".report a.m.e >> text=strikes")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.dataset.item") == "E2"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.textContent") == "strikes"


def test_tab_reaches_every_item_from_the_text_and_from_the_record(open_page: Open) -> None:
    page = open_page()
    stops = page.eval_on_selector_all(".report a.m:not([tabindex])", "nodes => nodes.flatMap(n => n.dataset.items.split(' '))")
    cards = page.eval_on_selector_all(".item", "nodes => nodes.map(n => n.id)")
    assert set(cards) <= set(stops)
    assert page.locator(".item a.id").count() == len(cards)


def test_a_link_to_an_item_opens_on_it(open_page: Open) -> None:
    page = open_page("#E2")
    page.wait_for_selector("#E2.picked")
    for selector in ("#E2", ".report a.picked"):
        box = page.locator(selector).first.bounding_box()
        assert box is not None
        assert 0 <= box["y"] < 800, selector


@pytest.mark.parametrize("script", [True, False])
def test_one_layer_shows_at_first_and_others_when_asked_for(open_page: Open, script: bool) -> None:
    page = open_page(script=script)
    drawn = "getComputedStyle(document.querySelector('.report a.m.{}')).getPropertyValue('{}')"
    assert page.locator("[data-layer]:checked").count() == 1
    assert page.locator("[data-layer=s]:checked").count() == 1
    for letter, name in (("e", "--act"), ("a", "--named"), ("p", "--named"), ("t", "--dated")):
        assert "gradient" not in page.evaluate(drawn.format(letter, name)), letter
        page.check(f"input[data-layer={letter}]")
        assert "gradient" in page.evaluate(drawn.format(letter, name)), letter
        page.uncheck(f"input[data-layer={letter}]")
        assert "gradient" not in page.evaluate(drawn.format(letter, name)), letter


def test_without_script_links_do_the_same(open_page: Open) -> None:
    page = open_page(script=False)
    page.click(".report a.m.e >> text=phone call")
    assert page.url.endswith("#E1")
    assert page.locator("#E1:target").count() == 1
    page.click("#E1 a.id")
    assert page.url.endswith("#t-E1")
    page.click("#E1 summary")
    assert page.locator("#E1 dl").is_visible()


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_nothing_is_wider_than_the_window(open_page: Open, width: int) -> None:
    page = open_page(width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing(open_page: Open, scheme: str, width: int) -> None:
    page = open_page("#E2", scheme=scheme, width=width)
    page.wait_for_selector("#E2.picked")
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run({resultTypes: ['violations']})")
    assert [(v["id"], [n["html"][:120] for n in v["nodes"]][:3]) for v in found["violations"]] == []


def test_dark_is_dark(open_page: Open) -> None:
    colours = [open_page(scheme=s).evaluate("getComputedStyle(document.body).backgroundColor") for s in ("light", "dark")]
    assert colours == ["rgb(251, 250, 247)", "rgb(21, 23, 27)"]


HOSTILE = (
    "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">\u202eevil\u202c {{7*7}} \x00 \u200b '\"><b>"
)


def hostile() -> Record:
    """Give a record with markup, overrides and controls wherever text can stand."""
    record = caracas()
    text = HOSTILE + record.report.text[len(HOSTILE) :]
    report = replace(record.report, text=text, title=HOSTILE, publisher=HOSTILE, source=HOSTILE, authors=(HOSTILE,))
    actors = Items(replace(a, name=HOSTILE, rule=HOSTILE) for a in record.actors)
    return replace(record, report=report, actors=actors)


def test_hostile_text_is_shown_and_never_run(open_page: Open, tmp_path: Path) -> None:
    file = tmp_path / "hostile.html"
    file.write_text(render_page(hostile()), encoding="utf-8")
    page = open_page(file=file)
    assert page.title() != "owned"
    assert page.locator("img, main script, main b").count() == 0
    assert "<script>document.title" in page.inner_text("h1")
    assert "RLO" in page.inner_text("h1")
    assert "\u202e" not in page.inner_text("body")
    assert page.locator("main .hidden-char[title^='U+202E']").count() >= 1
