"""The address under which readers meet the server: behind another program it may have another name, and stand below a path.

Pages are written as if they stood at the root. Where `--base-url` names a path, every link that begins with "/" gets it when the page is
done, and every request loses it before anything else sees it, whether the program in front passes it on or not.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from starlette.requests import Request

from onrecord.errors import UsageError

_LINK = re.compile(r'(\s(?:href|src|action|formaction|hx-get|data-svg)=")/(?!/)')
"""An attribute that holds an address on this server. Text from reports cannot look like one: its quotation marks are escaped."""
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\]")
_PATH = re.compile(r"(/[A-Za-z0-9._~-]+)*")


def read_base_url(given: str) -> str:
    """Give a public base without its last slash. Raises `UsageError` for what is no address of http or https, or has more than a path."""
    remedy = "write it as https://example.org or https://example.org/news"
    try:
        parts = urlsplit(given.strip())
        port = parts.port
    except ValueError:
        raise _wrong(given, "is no address", remedy) from None
    if parts.scheme not in ("http", "https"):
        raise _wrong(given, "does not begin with http:// or https://", remedy)
    if parts.username is not None or parts.password is not None:
        raise _wrong(given, "names a user", remedy)
    if parts.query or parts.fragment or "?" in given or "#" in given:
        raise _wrong(given, "has a question or a fragment", remedy)
    host = parts.netloc.rpartition(":")[0] if port is not None else parts.netloc.removesuffix(":")
    if not _HOST.fullmatch(host):
        raise _wrong(given, "has no name of a host", remedy)
    path = parts.path.rstrip("/")
    if not _PATH.fullmatch(path) or "/.." in path or "/./" in f"{path}/":
        raise _wrong(given, "has a path of other signs than letters, digits, . _ ~ -", remedy)
    return f"{parts.scheme}://{parts.netloc.removesuffix(':').lower()}{path}"


def _wrong(given: str, what: str, remedy: str) -> UsageError:
    return UsageError(f"--base-url {given[:80]!r} {what}", stage="serve", code="BAD_BASE_URL", remedy=remedy)


def host_of(base_url: str) -> str:
    """Give the name (without the port) under which a public base is asked for."""
    return (urlsplit(base_url).hostname or "").lower()


def prefix_of(base_url: str | None) -> str:
    """Give the path that a public base stands below: "" or "/news"."""
    return urlsplit(base_url).path if base_url else ""


def public_base(request: Request) -> str:
    """Give the address before every path, as readers use it: the one named by `--base-url`, else the one that was asked."""
    base: str | None = request.app.state.settings.base_url
    return base or f"{request.url.scheme}://{request.url.netloc}"


def own_page(request: Request) -> str:
    """Give the public address of the page that is asked for, with its filters."""
    return public_base(request) + request.url.path + (f"?{request.url.query}" if request.url.query else "")


def under(html: str, prefix: str) -> str:
    """Put a page's own links below a path."""
    return _LINK.sub(lambda m: f"{m[1]}{prefix}/", html) if prefix else html
