"""A live server over the samples and some reports of our own, read by the shipped model, and pages of it in a real browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

import pytest
from store.made import made
from web.conftest import Site, serving

from onrecord.compare.update import update
from onrecord.ingest.walk import read_paths
from onrecord.settings import Settings
from onrecord.store import Archive
from onrecord.web import who

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

    from onrecord.pipeline import Reader

TESTS = Path(__file__).parents[2]
REPORTS = ("truce-gaza-qatar", "diplomacy-saudi-iran", "war-black-sea-grain", "war-sudan-fighting", "disaster-turkey-earthquake")
WITHDRAWN = "Taken back by its publisher the same day"
Open = Callable[..., "Page"]


class Known(NamedTuple):
    """What the archive holds, for addresses: `"/reports/{report}".format(**known._asdict())`."""

    report: str
    statement: str
    event: str
    figure: str
    wire: str
    print: str
    withdrawn: str
    story: str
    happening: str
    actor: str


@pytest.fixture(scope="session")
def live_file(reader: Reader, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the archive."""
    path = tmp_path_factory.mktemp("live") / "live.db"
    sources = [str(TESTS.parent / "samples"), *(str(TESTS / "reports" / f"{name}.txt") for name in REPORTS)]
    with Archive(path) as archive:
        added = [*archive.add(reader.read_all(read_paths(sources, None, Settings())))]
        added += archive.add([made("The ferry sank. Twelve drowned.", status="canceled", title=WITHDRAWN)])
        assert [a.error for a in added if a.error] == []
        update(archive)
    return path


@pytest.fixture(scope="session")
def live(browser: Browser, live_file: Path) -> Iterator[Site]:
    """Give the server, which lets people judge. Asks for the browser first: without one nothing is read for naught."""
    with serving(live_file, edit=True) as site:
        yield site


@pytest.fixture(scope="session")
def known(live: Site) -> Known:
    """Look up what addresses need."""
    with Archive(live.path, readonly=True) as archive:
        ask = archive.db.execute

        def first(sql: str, *values: str) -> str:
            return str(ask(sql, values).get)

        report = first(
            "select r.id from report r join statement s on s.report = r.n where s.content like ? limit 1",
            "%conversation was respectful, and%",
        )
        of = "select x.id from {} x join report r on r.n = x.report where r.id = ? order by x.start limit 1"
        story = first("select id from story order by reports desc limit 1")
        return Known(
            report, first(of.format("statement"), report), first(of.format("event"), report), first(of.format("figure"), report),
            first("select id from report where kind = 'wire'"),
            first("select id from report where publisher = 'Harbour Post'"),
            first("select id from report where title = ?", WITHDRAWN), story,
            first("select occurrence from occurrence_part group by 1 order by count(*) desc, 1 limit 1"),
            next(who.listed(archive, {"q": "Maduro"}, 1))["identity"],
        )  # fmt: skip


class Contexts:
    """Browser contexts by their settings, opened once: a page in one costs a tenth of a context."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.trouble: list[str] = []
        self.hosts: set[str] = set()
        self._open: dict[tuple[int, str, bool], BrowserContext] = {}

    def page(self, width: int = 1280, scheme: str = "light", script: bool = True) -> Page:
        """Give a page whose errors, and requests to any other host, are written down."""
        key = (width, scheme, script)
        if key not in self._open:
            self._open[key] = self.browser.new_context(
                viewport={"width": width, "height": 800}, color_scheme=scheme, java_script_enabled=script, reduced_motion="reduce"
            )  # fmt: skip
        page = self._open[key].new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda e: self.trouble.append(f"error: {e}"))
        page.on("console", lambda m: self.trouble.append(f"{m.type}: {m.text}") if m.type in ("error", "warning") else None)
        page.on("request", lambda r: self.trouble.append(f"asks {r.url}") if urlsplit(r.url).netloc not in self.hosts and not r.url.startswith("data:") else None)  # fmt: skip
        return page

    def close(self) -> None:
        for context in self._open.values():
            context.close()


@pytest.fixture(scope="session")
def contexts(browser: Browser) -> Iterator[Contexts]:
    """Give the contexts of the whole run."""
    made = Contexts(browser)
    yield made
    made.close()


@pytest.fixture
def opened(contexts: Contexts, live: Site) -> Iterator[Open]:
    """Give a function that opens an address of the server; what goes wrong on the pages, or leaves the machine, fails the test."""
    pages: list[Page] = []
    contexts.hosts.add(urlsplit(live.base).netloc)
    contexts.trouble.clear()

    def open_page(path: str, *, base: str = live.base, **settings: object) -> Page:
        contexts.hosts.add(urlsplit(base).netloc)
        page = contexts.page(**settings)  # type: ignore[arg-type]
        pages.append(page)
        page.goto(base + path)
        return page

    yield open_page
    for page in pages:
        page.close()
    assert contexts.trouble == []
