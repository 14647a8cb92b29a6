"""A server in a thread over a small archive of hand-made records: no language model, no network but loopback."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
import urllib3
import uvicorn
from export.records import caracas
from store.made import FEE, WAGE, made

from onrecord.client import Client
from onrecord.compare.update import update
from onrecord.ingest.walk import read_paths
from onrecord.model.record import Record
from onrecord.model.source import Hints, Source
from onrecord.settings import Settings
from onrecord.store import Archive
from onrecord.web.app import create_app
from onrecord.web.connection import connections
from onrecord.web.settings import WebSettings

if TYPE_CHECKING:
    from onrecord.pipeline import Reader


class Site(NamedTuple):
    """A running server: its address, its archive, a client, and plain HTTP."""

    base: str
    path: Path
    client: Client
    http: urllib3.PoolManager

    def get(self, path: str, **headers: str) -> urllib3.BaseHTTPResponse:
        """Ask as a browser does."""
        sent = {"accept": "text/html,*/*", **{k.replace("_", "-"): v for k, v in headers.items()}}
        return self.http.request("GET", self.base + path, headers=sent, redirect=False)

    def page(self, path: str) -> str:
        answer = self.get(path)
        assert answer.status == 200, (path, answer.status, answer.data[:300])
        return answer.data.decode()


@contextmanager
def serving(path: Path, **options: Any) -> Iterator[Site]:
    """Serve an archive while the block runs."""
    settings = WebSettings(archive=path, **{"page_rows": 20, **options})
    config = uvicorn.Config(create_app(settings), log_level="critical", access_log=False, timeout_graceful_shutdown=1, **connections())
    server = uvicorn.Server(config)
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # without the last, every answer waits 40 ms
    listening.bind(("127.0.0.1", 0))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.01)
    assert server.started
    base = f"http://127.0.0.1:{listening.getsockname()[1]}"
    http = urllib3.PoolManager(retries=False, timeout=30, maxsize=32)
    with Client(base, token=options.get("token")) as client:
        yield Site(base, path, client, http)
    http.clear()
    server.should_exit = True
    thread.join(10)
    listening.close()


CHECKED = "We will cut the import fee by half before the harvest begins."


def many() -> Iterator[tuple[Source, Record]]:
    """Give reports enough for several pages, of several days, publishers and languages of names."""
    yield made(FEE, publisher="Example", title="Import fee to be halved", url="https://example.org/fee")
    yield made(WAGE, published="2025-11-30", publisher="Übersee Kurier", title="Wages «rise»")
    yield made("Olga Brandt said: “Nobody will be left waiting at the border this winter.” 5 died.", published=None)
    for n in range(30):
        text = f"Amina Diallo met Juan Pérez on Monday. {n + 20} died. Report number {n} from Dakar."
        yield made(text, published=f"2025-10-{n + 1:02}", publisher="Daily", title=f"Meeting {n}")
    record = caracas()
    yield Source(id=record.report.id, source="caracas.txt", text=record.report.text, kind="text", hints=Hints()), record


def fill(path: Path) -> Path:
    """Make the archive."""
    with Archive(path) as archive:
        assert all(a.outcome == "added" for a in archive.add(many()))
        update(archive)
    return path


@pytest.fixture(scope="session")
def archive_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill(tmp_path_factory.mktemp("web") / "reader.db")


@pytest.fixture(scope="session")
def site(archive_file: Path) -> Iterator[Site]:
    """Give a server that only reads."""
    with serving(archive_file) as running:
        yield running


@pytest.fixture
def own(tmp_path: Path) -> Callable[..., Any]:
    """Give a function that serves an archive of the test's own with options: `with own(edit=True) as site`."""

    def start(**options: Any) -> Any:
        return serving(fill(tmp_path / "own.db"), **options)

    return start


# -- several reports of one story --------------------------------------------------------------------------------------

SAMPLES = Path(__file__).parents[2] / "samples"
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)> \u202egnp.exe \"'` Maduro & Trump"


@pytest.fixture(scope="session")
def news(reader: Reader, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve the samples' story with a hostile report of the same matter and one that stands alone."""
    path = tmp_path_factory.mktemp("news") / "news.db"
    text = "CARACAS - President Nicolas Maduro met <b>President</b> Donald Trump <script>alert(3)</script> in Caracas on Monday, officials said."
    odd = [
        Source(
            id=sha256(words.encode()).hexdigest(), source=f"odd{n}.txt", text=words, kind="text",
            hints=Hints(title=HOSTILE, publisher=HOSTILE, published=day, url="javascript:alert(4)"),
        )
        for n, (words, day) in enumerate(((text + " “It was cordial,” Maduro said.", "2025-12-04"), ("The mayor of Lyon met farmers.", "2020-02-02")), 1)
    ]  # fmt: skip
    with Archive(path) as archive:
        found = list(reader.read_all([*read_paths([str(SAMPLES)], None, Settings()), *odd]))
        assert all(a.outcome == "added" for a in archive.add(found))
        update(archive)
    with serving(path) as running:
        yield running


@pytest.fixture(scope="session")
def story(news: Site) -> str:
    """Give the id of the story that most reports tell."""
    return str(max(json.loads(news.get("/stories.json").data)["rows"], key=lambda r: r["reports"])["story"])


@pytest.fixture(scope="session")
def call(news: Site, story: str) -> str:
    """Give the id of the event that most texts tell."""
    return str(json.loads(news.get(f"/stories/{story}/events.json").data)["rows"][0]["occurrence"])
