"""What every test shares: one loaded reader, one browser, and a network that is shut."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from onrecord.model.record import Record
from onrecord.model.source import text_source
from onrecord.settings import Settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from onrecord.pipeline import Reader

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the command line does; read when numpy is first imported
settings.register_profile("house", deadline=None, derandomize="CI" in os.environ)  # a busy machine is no finding
settings.load_profile("house")
LOOPBACK = ("127.0.0.1", "::1")


def _stays_inside(family: int, address: object) -> bool:
    return family == socket.AF_UNIX or (isinstance(address, tuple) and address[0] in LOOPBACK)


def _refuse(self: socket.socket, address: object) -> None:
    raise AssertionError(f"a test reached for the network: {address!r}")


@pytest.fixture(autouse=True, scope="session")
def no_network() -> None:
    """Let every attempt to leave the machine fail loudly; sockets inside the machine (AF_UNIX, loopback) work."""
    real, real_lookup = socket.socket.connect, socket.getaddrinfo

    def guarded(self: socket.socket, address: object) -> None:
        if not _stays_inside(self.family, address):
            _refuse(self, address)
        real(self, address)  # type: ignore[arg-type]

    socket.socket.connect = guarded  # type: ignore[method-assign,assignment]
    socket.socket.connect_ex = guarded  # type: ignore[method-assign,assignment]

    def lookup(host: object, *args: object, **kwargs: object) -> object:
        if host not in LOOPBACK:
            _refuse(None, host)  # type: ignore[arg-type]
        return real_lookup(host, *args, **kwargs)  # type: ignore[arg-type]

    socket.getaddrinfo = lookup  # type: ignore[assignment]


@pytest.fixture(scope="session")
def reader() -> Reader:
    """Give a reader with the shipped language pipeline, or with the one that $ONRECORD_MODEL names."""
    from onrecord.pipeline import Reader

    return Reader(Settings(model=os.environ.get("ONRECORD_MODEL")))


@pytest.fixture(scope="session")
def read_text(reader: Reader) -> Callable[..., Record]:
    """Give a function that reads a text handed over as such: `read_text(text, published="2025-12-04")`."""

    def read(text: str, published: str | None = None, **hints: str) -> Record:
        return reader.read(text_source(text, published=published, **hints))

    return read


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Give the system's Chromium. Where there is none the page tests are skipped, save on CI, where they fail."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        assert not os.environ.get("CI"), "CI has no browser: .ci/run should have installed chromium"
        pytest.skip("no chromium on this machine (apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()
