"""A site opened from its files, with no network at all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from web.browser.conftest import Known
from web.conftest import Site

from onrecord.cli import main

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def test_it_works_from_files_and_asks_nobody(browser: Browser, live: Site, known: Known, tmp_path: Path) -> None:
    assert main(["site", str(tmp_path / "site"), "--story", known.story, "--archive", str(live.path)]) == 0
    context = browser.new_context(offline=True, viewport={"width": 360, "height": 800})
    page = context.new_page()
    trouble: list[str] = []
    asked: set[str] = set()
    page.on("console", lambda m: trouble.append(m.text))
    page.on("pageerror", lambda e: trouble.append(str(e)))
    page.on("request", lambda r: asked.add(r.url.partition(":")[0]))
    page.goto((tmp_path / "site" / "index.html").as_uri())
    assert page.locator("#world-land").count() == page.locator("svg.map").count()
    page.click(f"a[href^='reports/{known.report}']:visible >> nth=0")
    page.click("article a.m >> nth=0")
    assert "#" in page.url
    for file in sorted((tmp_path / "site").rglob("*.html")):
        page.goto(file.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, file
        assert page.evaluate("getComputedStyle(document.body).fontFamily") != ""
    assert trouble == []
    assert asked <= {"file", "data"}
