"""Fetching: limits, redirects, robots, and addresses inside the user's own network, against a server on the loopback."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

import pytest

from onrecord.errors import InputError
from onrecord.ingest.fetch import Fetcher, FetchOptions, is_private


class Site(BaseHTTPRequestHandler):
    """A site with every kind of bad manners."""

    protocol_version = "HTTP/1.1"
    robots = b""

    def do_GET(self) -> None:
        name = self.path.split("?")[0].strip("/").replace("-", "_").replace(".", "_")
        getattr(self, f"page_{name}", self.page_missing)()

    def answer(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        for key, value in headers.items():
            self.send_header(key.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def page_robots_txt(self) -> None:
        self.answer(b"User-agent: *\nDisallow: /private\n")

    def page_good(self) -> None:
        if self.headers.get("If-None-Match") == '"v1"':
            self.answer(b"", 304)
        else:
            self.answer(b"<p>good</p>", ETag='"v1"', Content_Type="text/html; charset=utf-8")

    def page_missing(self) -> None:
        self.answer(b"no", 404)

    def page_busy(self) -> None:
        self.answer(b"later", 503)

    def page_once(self) -> None:
        self.answer(b"", 301, Location="/good")

    def page_circle(self) -> None:
        self.answer(b"", 302, Location="/circle")

    def page_to_nonsense(self) -> None:
        self.answer(b"", 302, Location=unquote(self.path.partition("?")[2]).encode().decode("latin-1"))

    def page_to_file(self) -> None:
        self.answer(b"", 302, Location="file:///etc/passwd")

    def page_to_inside(self) -> None:
        self.answer(b"", 302, Location="http://inside.example/good")

    def page_long(self) -> None:
        self.answer(b"x" * 300_000)

    def page_bomb(self) -> None:
        self.answer(gzip.compress(b"\0" * 30_000_000), Content_Encoding="gzip")

    def page_packed(self) -> None:
        self.answer(b"\x0b\x02\x80junk", Content_Encoding=unquote(self.path.partition("?")[2]), Content_Type="text/html")

    def page_nowhere(self) -> None:
        self.answer(b"", 302)

    def page_cut(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b"only this")
        self.close_connection = True

    def page_slow(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000000")
        self.end_headers()
        for _ in range(40):
            try:
                self.wfile.write(b"x" * 70_000)
                self.wfile.flush()
            except OSError:
                return
            time.sleep(0.1)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()
    thread.join()


PUBLIC = "93.184.216.34"


def fetcher(**options: object) -> Fetcher:
    """A fetcher for which every name is the loopback server, which it is allowed to reach."""
    chosen = FetchOptions(**{"allow_private": True, "delay": 0.0, **options})  # type: ignore[arg-type]
    return Fetcher(chosen, resolve=lambda host, port: ["127.0.0.1"])


def code(port: int, path: str, **options: object) -> str:
    with pytest.raises(InputError) as caught:
        fetcher(**options).fetch(f"http://news.example:{port}/{path}")
    assert f"news.example:{port}/{path}" in str(caught.value)
    return caught.value.code


def test_a_page_comes_with_what_is_needed_to_ask_again(port: int) -> None:
    answer = fetcher().fetch(f"http://news.example:{port}/good")
    assert (answer.body, answer.etag, answer.unchanged) == (b"<p>good</p>", '"v1"', False)
    again = fetcher().fetch(f"http://news.example:{port}/good", etag=answer.etag)
    assert (again.body, again.unchanged) == (b"", True)


def test_a_redirect_is_followed_and_the_last_address_told(port: int) -> None:
    assert fetcher().fetch(f"http://news.example:{port}/once").url.endswith("/good")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("missing", "HTTP_404"),
        ("busy", "HTTP_503"),
        ("circle", "REDIRECT"),
        ("to-file", "REDIRECT"),
        ("private/x", "ROBOTS"),
        ("bomb", "BOMB_RATIO"),
        ("cut", "TRUNCATED"),
    ],
)
def test_bad_answers_are_named(port: int, path: str, expected: str) -> None:
    assert code(port, path) == expected


def test_limits_of_size_and_time(port: int) -> None:
    assert code(port, "long", max_bytes=100_000) == "TOO_LARGE"
    start = time.monotonic()
    assert code(port, "slow", timeout=0.6) == "TIMEOUT"
    assert time.monotonic() - start < 3


@pytest.mark.parametrize("location", ["http://[::1", "http://a]b/", "//[x"])
def test_a_redirect_to_an_address_that_makes_no_sense_is_an_error_with_a_code(port: int, location: str) -> None:
    assert code(port, f"to-nonsense?{location}") in ("REDIRECT", "BAD_URL")


@pytest.mark.parametrize("packing", ["br", "zstd", "compress", "gzip, br"])
def test_a_packing_that_is_not_undone_is_no_report(port: int, packing: str) -> None:
    assert code(port, f"packed?{packing}") == "PACKED"


def test_a_redirect_without_an_address_is_an_error(port: int) -> None:
    assert code(port, "nowhere") == "REDIRECT"


DRIPS = {
    "status line": b"HTTP/1.1 200 " + b"O" * 200,
    "headers": b"HTTP/1.1 200 OK\r\nX-Drip: " + b"x" * 200,
    "chunk size": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"0" * 200,
    "body": b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + b"x" * 200,
    "body to the close": b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + b"x" * 200,
    "redirect": b"HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\nX-Drip: " + b"x" * 200,
}


@contextmanager
def dripping(answer: bytes, every: float) -> Iterator[int]:
    """Serve one answer byte by byte, and again to who asks again."""

    def drip(peer: socket.socket) -> None:
        with suppress(OSError), peer:
            for n in range(len(answer)):
                peer.sendall(answer[n : n + 1])
                time.sleep(every)

    def serve() -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=drip, args=(listening.accept()[0],), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=serve, daemon=True).start()
        yield listening.getsockname()[1]


@pytest.mark.parametrize("where", DRIPS)
def test_a_server_that_drips_is_left_at_the_deadline_wherever_it_drips(where: str) -> None:
    with dripping(DRIPS[where], 0.05) as port:
        start = time.monotonic()
        assert code(port, "page", timeout=1.0, robots=False) == "TIMEOUT"
        assert time.monotonic() - start < 2.5


def test_all_redirects_together_have_one_deadline(port: int) -> None:
    hops = b"HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n"
    with dripping(hops, 0.01) as hopping:  # each hop takes 0.6 s
        start = time.monotonic()
        assert code(hopping, "page", timeout=1.0, robots=False) == "TIMEOUT"
        assert time.monotonic() - start < 2.5


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "gopher://x.example/", "data:text/plain,x", "ftp://x.example/", "//x.example", "", "http://[bad/"]
)
def test_other_schemes_are_never_fetched(url: str) -> None:
    with pytest.raises(InputError) as caught:
        fetcher(robots=False).fetch(url)
    assert caught.value.code in ("BAD_SCHEME", "BAD_URL")


INSIDE = [
    "127.0.0.1", "127.9.9.9", "10.0.0.1", "172.16.5.5", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1", "255.255.255.255",
    "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "::ffff:7f00:1", "64:ff9b::7f00:1", "2002:7f00:1::", "ff02::1",
    "fec0::1", "feff::1", "64:ff9b:1::808:808",
]  # fmt: skip


@pytest.mark.parametrize("address", INSIDE)
def test_addresses_inside_are_refused(address: str) -> None:
    assert is_private(address)
    with pytest.raises(InputError, match="PRIVATE_ADDRESS"):
        Fetcher(FetchOptions(robots=False), resolve=lambda host, port: [PUBLIC, address]).fetch("http://news.example/")


@pytest.mark.parametrize("address", [PUBLIC, "2606:2800:220:1:248:1893:25c8:1946"])
def test_public_addresses_are_not(address: str) -> None:
    assert not is_private(address)


@pytest.mark.parametrize("host", ["0x7f.1", "2130706433", "0177.0.0.1", "127.1"])
def test_odd_spellings_of_the_loopback_are_resolved_before_they_are_judged(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    monkeypatch.setattr(socket, "getaddrinfo", lambda h, p, **k: [(2, 1, 6, "", (socket.inet_ntoa(socket.inet_aton(h)), p))])
    with pytest.raises(InputError, match="PRIVATE_ADDRESS"):
        Fetcher(FetchOptions(robots=False)).fetch(f"http://{host}/")


def test_a_redirect_to_the_inside_is_refused_though_the_first_address_was_public(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.ingest.fetch.is_private", lambda address: address != "127.0.0.1")  # the test server plays the public one
    hosts = {"news.example": "127.0.0.1", "inside.example": "10.0.0.7"}
    guarded = Fetcher(FetchOptions(delay=0.0, robots=False), resolve=lambda host, port: [hosts[host]])
    assert guarded.fetch(f"http://news.example:{port}/good").body
    with pytest.raises(InputError, match="PRIVATE_ADDRESS"):
        guarded.fetch(f"http://news.example:{port}/to-inside")


def test_requests_to_one_host_keep_their_distance(port: int) -> None:
    slept: list[float] = []
    polite = Fetcher(FetchOptions(allow_private=True, delay=5.0, robots=False), resolve=lambda h, p: ["127.0.0.1"], sleep=slept.append)
    for _ in range(2):
        polite.fetch(f"http://news.example:{port}/good")
    assert len(slept) == 1
    assert 4 < slept[0] <= 5
