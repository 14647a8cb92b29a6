"""Text that would like to run, open in a real browser: nothing of it runs, asks, turns the line around or leads astray."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from web.browser.conftest import Contexts
from web.conftest import Site, serving
from web.test_hostile import URLS, hostile, pages

from onrecord.compare.update import update
from onrecord.store import Archive

INERT = """() => [
    typeof window.owned,
    [...document.querySelectorAll("a[href]")].map(a => a.getAttribute("href"))
        .filter(h => !["http:", "https:"].includes(new URL(h, location.href).protocol)),
    document.querySelectorAll("img, iframe, object, embed, math, base, svg script, svg foreignObject, form[action^='http']").length,
    document.body.innerText.includes("\\u202e"),
]"""


@pytest.fixture(scope="module")
def foul(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve reports with markup wherever text can stand."""
    path = tmp_path_factory.mktemp("foul") / "foul.db"
    with Archive(path) as archive:
        assert [a.outcome for a in archive.add(hostile(n) for n in range(len(URLS)))] == ["added"] * len(URLS)
        update(archive)
    with serving(path, edit=True) as site:
        yield site


def across(site: Site) -> list[str]:
    """Give the pages across reports."""
    with Archive(site.path, readonly=True) as archive:
        first, second = list(archive.ids())[:2]
        story = archive.db.execute("select id from story order by reports desc limit 1").get
        event = archive.db.execute("select occurrence from occurrence_part limit 1").get
    return [
        "/stories", f"/stories/{story}", "/who", f"/actors/of/{first}/A1", "/timeline", f"/timeline?story={story}", "/pairs?one=USA&two=VEN",
        f"/compare?a={first}&b={second}", *([f"/events/{event}", f"/events/{event}/mentions"] if event else []), f"/embed/timeline?story={story}",
    ]  # fmt: skip


def test_nothing_of_a_report_runs(contexts: Contexts, foul: Site) -> None:
    contexts.hosts.add(urlsplit(foul.base).netloc)
    page = contexts.page()
    dialogs: list[str] = []
    page.on("dialog", lambda d: (dialogs.append(d.message), d.dismiss()))
    visited = 0
    for path in [*pages(foul), *across(foul)]:
        contexts.trouble.clear()
        answer = page.goto(foul.base + path)
        assert answer is not None
        assert answer.status in (200, 404), path
        owned, links, elements, turned = page.evaluate(INERT)
        assert (owned, links, elements, turned) == ("undefined", [], 0, False), path
        assert [t for t in contexts.trouble if "404" not in t] == [], path
        visited += answer.status == 200
    page.close()
    assert dialogs == []
    assert visited > 30


def test_a_text_that_turns_the_line_around_is_fenced_in(contexts: Contexts, foul: Site) -> None:
    contexts.hosts.add(urlsplit(foul.base).netloc)
    page = contexts.page()
    page.goto(f"{foul.base}/reports/{1:064x}")
    hidden = page.locator("main .hidden-char")
    assert hidden.count() > 1
    assert {"U+202E", "U+202C"} <= {str(t)[:6] for t in hidden.evaluate_all("nodes => nodes.map(n => n.title)")}
    isolated = page.evaluate("getComputedStyle(document.querySelector('.report p')).unicodeBidi")
    assert isolated in ("isolate", "plaintext", "isolate-override")
    page.close()
