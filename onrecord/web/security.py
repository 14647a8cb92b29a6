"""Who may ask, and what a browser may do with an answer.

A page elsewhere must neither read this server (Host checked against DNS rebinding, no CORS) nor write to it (Origin and Sec-Fetch-Site
checked, no POST that a plain form could send, forms signed). Beyond loopback every visitor shows the token.
"""

from __future__ import annotations

import hmac
import re
from hashlib import sha256
from http.cookies import CookieError, SimpleCookie
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers

from onrecord.errors import OnRecordError, UsageError
from onrecord.web.public import host_of
from onrecord.web.settings import LOOPBACK, WebSettings

COOKIE = "onrecord"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
CARD_POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *"
"""For cards that other pages may embed: nothing in them runs."""
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",  # with no-referrer browsers send `Origin: null` with our own forms
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
OPEN_PATHS = ("/login", "/static/")
"""What is shown without the token: the page that asks for it."""
SAFE = ("GET", "HEAD", "OPTIONS")
SIMPLE_TYPES = ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data")
"""Bodies that any page's form may send anywhere (the CORS-safelisted types, and none at all)."""


def check_host(headers: Headers, settings: WebSettings) -> None:
    """Raise where the server is asked under a name that is not its own."""
    host = headers.get("host", "")
    if not _HOST.fullmatch(host):
        raise UsageError("the server's name makes no sense", stage="web", code="WRONG_HOST", remedy="start it with --name NAME")
    name = host[1:].partition("]")[0] if host.startswith("[") else host.partition(":")[0]
    name = name.casefold().rstrip(".")
    if name in LOOPBACK or name == settings.host.casefold() or name in (n.casefold() for n in settings.names):
        return
    if settings.base_url is not None and name == host_of(settings.base_url):
        return
    if not settings.loopback and not settings.names and _is_address(name):
        return  # bound to every address of the machine: numbers cannot be rebound
    raise UsageError("the server is not known under this name", stage="web", code="WRONG_HOST", remedy="start it with --name NAME")


_HOST = re.compile(r"(?:\[[0-9a-fA-F:.]+\]|[^\s@/?#:\[\]]+)(?::\d{1,5})?")
"""A name or an address and a port (RFC 3986), nothing before it."""


def check_lengths(headers: Headers) -> None:
    """Raise where a body's end is given twice over: another program on the way may see it elsewhere."""
    if "content-length" in headers and ("transfer-encoding" in headers or len(headers.getlist("content-length")) > 1):
        raise UsageError("the body's length is given twice", stage="web", code="TWO_LENGTHS", remedy="send Content-Length alone")


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


_DEAR = re.compile(r"^/(?:api|export)/|\.(?:json|csv|atom)$")
"""What costs something to give: a link from elsewhere may open a page, not have a whole table written out."""


def check_origin(method: str, path: str, headers: Headers, settings: WebSettings) -> None:
    """Raise where a request that changes or costs something comes from another page."""
    origin, site = headers.get("origin"), headers.get("sec-fetch-site")
    if method in SAFE:
        opened = headers.get("sec-fetch-mode", "navigate") == "navigate" and _DEAR.search(path) is None
        if site == "cross-site" and not opened:
            raise UsageError("another site's page asks for it", stage="web", code="FOREIGN_ORIGIN", remedy="ask from this server's pages")
        return
    ours = {headers.get("host")}
    if settings.base_url is not None:  # the program in front may ask under another name
        ours.add(urlsplit(settings.base_url).netloc)
    if (origin is not None and origin.partition("://")[2] not in ours) or site in ("cross-site", "same-site"):
        raise UsageError(
            "the request comes from another page", stage="web", code="FOREIGN_ORIGIN", remedy="send it from this server's pages"
        )
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    # Forms only POST, and before any other method a browser asks for a leave that nobody is given (no CORS).
    if method == "POST" and path.startswith("/api/") and (kind in SIMPLE_TYPES or not kind):
        raise UsageError(
            f"a body of type {kind or 'unknown'} could come from any page's form", stage="web", code="SIMPLE_POST",
            remedy="send application/json or application/octet-stream",
        )  # fmt: skip


def check_token(path: str, headers: Headers, settings: WebSettings) -> OnRecordError | None:
    """Give what is wrong with the visitor's token, None where nothing is."""
    if settings.token is None or path == OPEN_PATHS[0] or path.startswith(OPEN_PATHS[1]):
        return None
    scheme, _, given = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return None if _same(given.strip(), settings.token) else _refused("WRONG_TOKEN", "the token is not the right one")
    if _same(cookie(headers), session(settings)):
        return None
    return _refused("NO_TOKEN", "a token is needed")


def _refused(code: str, what: str) -> OnRecordError:
    return UsageError(what, stage="web", code=code, remedy="send `Authorization: Bearer TOKEN`, or log in at /login")


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())


def cookie(headers: Headers) -> str:
    """Give the session that a browser shows."""
    try:
        jar = SimpleCookie(headers.get("cookie", ""))
    except CookieError:
        return ""
    return jar[COOKIE].value if COOKIE in jar else ""


def session(settings: WebSettings) -> str:
    """Give the cookie that stands for the token; it ends with the server."""
    return _sign(settings, f"session {settings.token}")


def form_token(settings: WebSettings) -> str:
    """Give what every form of this server carries and no other page can know."""
    return _sign(settings, "form")


def check_form(settings: WebSettings, given: str) -> None:
    """Raise where a form is not ours."""
    if not _same(given, form_token(settings)):
        raise UsageError("the form is from before the server's start, or from elsewhere", stage="web", code="FORM_EXPIRED",
                         remedy="load the page again")  # fmt: skip


def right_token(settings: WebSettings, given: str) -> bool:
    """Say whether this is the token."""
    return settings.token is not None and _same(given, settings.token)


def _sign(settings: WebSettings, what: str) -> str:
    return hmac.new(settings.secret.encode(), what.encode(), sha256).hexdigest()
