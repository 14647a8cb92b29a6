"""Fetches a page, feed or sitemap from the web: politely, within limits, and never from inside the user's own network.

Each host name is resolved once, every address it has is checked, and the connection goes to a checked address, so that a name
cannot point elsewhere between check and use. Each redirect is checked like a first request.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import threading
import time
import urllib.robotparser
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

import certifi
import urllib3

from onrecord import __version__
from onrecord.errors import InputError

MAX_REDIRECTS = 5
CHUNK = 65_536
UNPACKED = frozenset(["", "identity", "gzip", "x-gzip", "deflate"])
"""Packings of a body that are asked for and undone."""
BOMB_RATIO = 200
"""Decoded bytes per byte on the wire beyond which a body is a bomb: news HTML compresses 4 to 12 times."""
BOMB_FLOOR = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchOptions:
    """Limits and manners. Times in seconds, sizes in bytes."""

    allow_private: bool = False
    max_bytes: int = 20_000_000
    timeout: float = 30.0
    """For one fetch from connection to last byte, all redirects together; nothing that a slow server does prolongs it."""
    delay: float = 2.0
    """Between two requests to one host."""
    robots: bool = True
    user_agent: str = f"onrecord/{__version__} (news archive reader)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """An answer. `body` is empty where the server said that nothing has changed."""

    url: str
    body: bytes
    content_type: str
    etag: str | None
    modified: str | None
    unchanged: bool


@dataclass(slots=True)
class Fetcher:
    """Fetches with one set of manners; keeps robots.txt and the time of the last request of each host."""

    options: FetchOptions = field(default_factory=FetchOptions)
    resolve: Callable[[str, int], list[str]] = field(default=lambda host, port: resolve(host, port))
    sleep: Callable[[float], None] = time.sleep
    _last: dict[str, float] = field(default_factory=dict)
    _robots: dict[str, urllib.robotparser.RobotFileParser | None] = field(default_factory=dict)

    def fetch(self, url: str, *, etag: str | None = None, modified: str | None = None) -> Fetched:
        """Fetch one address; with `etag` or `modified`, only if it changed since.

        Raises `InputError`: BAD_URL, BAD_SCHEME, PRIVATE_ADDRESS, REDIRECT, ROBOTS, TOO_LARGE, BOMB_RATIO, TIMEOUT, UNREACHABLE,
        HTTP_<status>.
        """
        _host_and_port(url)
        conditions = {k: v for k, v in (("If-None-Match", etag), ("If-Modified-Since", modified)) if v}
        if self.options.robots and not self._allowed(url):
            raise _error(url, "ROBOTS", "the site's robots.txt asks not to fetch this", "leave it out, or ask the publisher")
        return self._follow(url, conditions)

    def _follow(self, url: str, headers: dict[str, str]) -> Fetched:
        at, left = url, self.options.timeout
        for _ in range(MAX_REDIRECTS + 1):
            with _Answer(self, url, at, headers, left) as answer:
                if answer.status in (301, 302, 303, 307, 308):
                    at, left = _next_hop(url, at, answer.header("Location")), answer.left()
                    continue
                return answer.read(url, at)
        raise _error(url, "REDIRECT", f"more than {MAX_REDIRECTS} redirects", "open it in a browser and add the address it ends at")

    def _allowed(self, url: str) -> bool:
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._robots:
            self._robots[origin] = self._read_robots(origin)
        rules = self._robots[origin]
        return rules is None or rules.can_fetch(self.options.user_agent, url)

    def _read_robots(self, origin: str) -> urllib.robotparser.RobotFileParser | None:
        """Give a host's rules; none where it has no readable robots.txt (RFC 9309: unavailable means no restriction)."""
        try:
            body = self._follow(origin + "/robots.txt", {}).body
        except InputError as error:
            if error.code in ("PRIVATE_ADDRESS", "BAD_SCHEME"):
                raise
            return None
        rules = urllib.robotparser.RobotFileParser()
        rules.parse(body[:500_000].decode("utf-8", "replace").splitlines())
        return rules

    def wait(self, host: str) -> None:
        """Keep the distance between two requests to one host."""
        since = time.monotonic() - self._last.get(host, -1e9)
        if since < self.options.delay:
            self.sleep(self.options.delay - since)
        self._last[host] = time.monotonic()


class _Deadline:
    """Cuts a connection off at a moment, whatever it is doing then: a server that drips a byte a second meets no timeout of reads."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds
        self._cut: socket.socket | None = None
        self._timer = threading.Timer(max(0.0, seconds), self._shut)
        self._timer.daemon = True
        self._timer.start()

    def watch(self, connected: socket.socket) -> socket.socket:
        """Watch a connection, from before its TLS handshake on."""
        self._cut = connected.dup()  # TLS takes the socket itself over
        if self.over():
            self._shut()
        return connected

    def left(self) -> float:
        return self._end - time.monotonic()

    def over(self) -> bool:
        return self.left() <= 0

    def close(self) -> None:
        self._timer.cancel()
        self._timer.join()  # it must not shut another connection that was given the same number
        if self._cut is not None:
            self._cut.close()

    def _shut(self) -> None:
        if self._cut is not None:
            with suppress(OSError):
                self._cut.shutdown(socket.SHUT_RDWR)


class _Answer:
    """One request and its answer, complete within `seconds`."""

    def __init__(self, fetcher: Fetcher, asked: str, url: str, headers: dict[str, str], seconds: float) -> None:
        """Ask for `url`, to which `asked` has led."""
        self._options = fetcher.options
        host, port = _host_and_port(url)
        parts = urlsplit(url)
        address = _checked_address(fetcher, url, host, port)
        fetcher.wait(host)
        self._deadline = _Deadline(seconds)
        self._pool = _pool(parts.scheme, host, address, port, self._deadline)
        sent = {
            "Host": parts.netloc.rpartition("@")[2],
            "User-Agent": self._options.user_agent,
            "Accept-Encoding": "gzip, deflate",
            **headers,
        }
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        try:
            self._response = self._pool.urlopen("GET", target, headers=sent, preload_content=False, redirect=False)
        except (urllib3.exceptions.HTTPError, http.client.HTTPException, OSError) as error:
            self._close()
            if self._deadline.over() or isinstance(error, urllib3.exceptions.TimeoutError):
                raise self._late(asked, "no answer") from error
            raise _error(
                url, "UNREACHABLE", f"the server cannot be reached: {error}"[:200], "check the address, try again later"
            ) from error
        except ValueError as error:
            self._close()
            raise _error(url, "BAD_URL", f"the address cannot be asked for: {error}"[:200], "check it") from error
        if self._deadline.over():  # a head that was cut off reads like a short one
            self.__exit__()
            raise self._late(asked, "no answer")
        self.status = self._response.status

    def _late(self, url: str, what: str) -> InputError:
        return _error(url, "TIMEOUT", f"{what} within {self._options.timeout:g} s", "try again later")

    def left(self) -> float:
        """Give the seconds that are left of the fetch."""
        return self._deadline.left()

    def __enter__(self) -> _Answer:
        return self

    def __exit__(self, *_: object) -> None:
        self._response.close()
        self._close()

    def _close(self) -> None:
        self._pool.close()
        self._deadline.close()

    def header(self, name: str) -> str | None:
        value: str | None = self._response.headers.get(name)
        return value

    def read(self, asked: str, final: str) -> Fetched:
        """Read the body within the limits."""
        if self.status != 304 and self.status != 200:
            again = "try again later" if self.status >= 500 or self.status == 429 else "check the address"
            raise _error(asked, f"HTTP_{self.status}", f"the server answered {self.status}", again)
        packed = {e.strip() for e in (self.header("Content-Encoding") or "").lower().split(",")}
        if self.status == 200 and not packed <= UNPACKED:
            raise _error(asked, "PACKED", f"the body is packed by {', '.join(sorted(packed))[:40]}", "save the page from a browser")
        body = b"" if self.status == 304 else b"".join(self._chunks(asked))
        return Fetched(
            url=final,
            body=body,
            content_type=self.header("Content-Type") or "",
            etag=self.header("ETag"),
            modified=self.header("Last-Modified"),
            unchanged=self.status == 304,
        )

    def _chunks(self, url: str) -> Iterator[bytes]:
        size, limit = 0, self._options.max_bytes
        try:
            for chunk in self._response.stream(CHUNK, decode_content=True):
                size += len(chunk)
                wire = max(self._response.tell(), 1)
                if size > BOMB_FLOOR and size > wire * BOMB_RATIO:
                    raise _error(url, "BOMB_RATIO", f"the body unpacks to more than {BOMB_RATIO} times its size", "leave it out")
                if size > limit:
                    raise _error(url, "TOO_LARGE", f"the body is longer than {limit} bytes", "download it and add the file")
                yield chunk
        except (urllib3.exceptions.HTTPError, OSError) as error:
            if self._deadline.over():
                raise self._late(url, "not complete") from error
            raise _error(url, "TRUNCATED", f"the body broke off: {error}"[:200], "try again later") from error
        if self._deadline.over():  # a body that ends with the connection reads like a whole one where it was cut off
            raise self._late(url, "not complete")


def _pool(scheme: str, host: str, address: str, port: int, deadline: _Deadline) -> urllib3.HTTPConnectionPool:
    """Give what asks the server at an address that was checked, each connection under the deadline."""
    pool: urllib3.HTTPConnectionPool
    wait = urllib3.Timeout(total=max(0.01, deadline.seconds), connect=min(10.0, max(0.01, deadline.seconds)))
    if scheme == "https":
        pool = urllib3.HTTPSConnectionPool(
            address, port, timeout=wait, retries=False, server_hostname=host, assert_hostname=host, ca_certs=certifi.where()
        )
    else:
        pool = urllib3.HTTPConnectionPool(address, port, timeout=wait, retries=False)

    class Watched(pool.ConnectionCls):  # type: ignore[name-defined,misc]
        def _new_conn(self) -> socket.socket:
            return deadline.watch(super()._new_conn())

    pool.ConnectionCls = Watched
    return pool


def resolve(host: str, port: int) -> list[str]:
    """Give the addresses of a host name. Raises `OSError`."""
    return list(dict.fromkeys(str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))


def is_private(address: str) -> bool:
    """Tell whether an address is anything but a public unicast one: loopback, private, link-local, mapped or tunnelled forms of these."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else None)
        if inner is not None:
            return is_private(str(inner))
        if ip.is_site_local or ip in _NAT64_LOCAL:
            return True
    return not ip.is_global or ip.is_multicast


_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_NAT64_LOCAL = ipaddress.ip_network("64:ff9b:1::/48")
"""RFC 8215: a network's own translation, whose addresses lead anywhere inside."""


def _checked_address(fetcher: Fetcher, url: str, host: str, port: int) -> str:
    try:
        addresses = fetcher.resolve(host, port)
    except (OSError, UnicodeError) as error:
        raise _error(url, "UNREACHABLE", f"the host name cannot be resolved: {error}"[:200], "check the address") from error
    if not addresses:
        raise _error(url, "UNREACHABLE", "the host name has no address", "check the address")
    if not fetcher.options.allow_private and any(map(is_private, addresses)):
        raise _error(
            url, "PRIVATE_ADDRESS", "the address lies on this machine or in a private network", "use --allow-private if you mean it"
        )
    return addresses[0]


def _host_and_port(url: str) -> tuple[str, int]:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise _error(url, "BAD_URL", f"the address makes no sense: {error}", "check it") from error
    if parts.scheme not in ("http", "https") or not host:
        raise _error(url, "BAD_SCHEME", "only http and https addresses are fetched", "give a file by its path")
    return host, port or (443 if parts.scheme == "https" else 80)


def _next_hop(asked: str, at: str, location: str | None) -> str:
    try:
        hop = urljoin(at, location or "")
        scheme = urlsplit(hop).scheme
    except ValueError as error:
        raise _error(asked, "REDIRECT", f"it redirects to an address that makes no sense: {error}", "check the address") from error
    if not location:
        raise _error(asked, "REDIRECT", "it redirects without saying where to", "check the address")
    if scheme not in ("http", "https"):
        raise _error(asked, "REDIRECT", f"it redirects to a {scheme or 'missing'} address", "check the address")
    if at.startswith("https:") and scheme == "http":
        raise _error(asked, "REDIRECT", "it redirects from https to http", "open it in a browser and add the address it ends at")
    return hop


def _error(url: str, code: str, message: str, remedy: str) -> InputError:
    return InputError(message, report=url, stage="fetch", code=code, remedy=remedy)
