"""The queue in a real browser: by keys alone, and without script."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from web.conftest import Site, serving

from onrecord.store import Archive
from onrecord.store.judgements import said

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def words(path: Path) -> list[tuple[str, str, str | None]]:
    with Archive(path, readonly=True) as archive:
        return [(j.verdict, j.field, j.value) for j in said(archive.db)]


def test_accept_skip_correct_and_reject_by_keys(browser: Browser, live: Site, tmp_path: Path) -> None:
    path = tmp_path / "judged.db"
    with Archive(live.path, readonly=True) as archive:
        archive.db.execute("vacuum into ?", (str(path),))
    with serving(path, edit=True) as site:
        page = browser.new_context().new_page()
        page.goto(f"{site.base}/judge/next?kind=statement")
        first = page.inner_text(".in-view mark")
        page.keyboard.press("s")
        page.wait_for_url("**n=1*")
        assert page.inner_text(".in-view mark") != first
        page.go_back()
        page.keyboard.press("a")
        page.wait_for_function("(was) => document.querySelector('.in-view mark')?.innerText !== was", arg=first)
        page.keyboard.press("c")
        assert page.evaluate("document.activeElement.name").startswith("field-")
        page.fill("#field-channel", "radio")
        page.keyboard.press("x")  # a letter in a field is a letter
        page.fill("#field-channel", "radio")
        page.press("#field-channel", "Escape")
        second = page.inner_text(".in-view mark")
        page.click("text=Keep the corrections")
        page.wait_for_function("(was) => document.querySelector('.in-view mark')?.innerText !== was", arg=second)
        assert [(v, f, value) for v, f, value in words(path) if v != "right"] == [("corrected", "channel", "radio")]
        bare = browser.new_context(java_script_enabled=False).new_page()
        bare.goto(f"{site.base}/judge/next?kind=actor")
        bare.fill("#who", "ann")
        bare.click("button[value=wrong]")
        assert bare.input_value("#who") == "ann"
        assert len(words(path)) == 3
    shutil.rmtree(tmp_path)
