"""Whose report it is, and whether two reports are one article: what decides who may supersede, correct or withdraw whom.

A page can say of itself whatever it likes: that its canonical address is another paper's, that it withdraws another agency's item.
What counts is where it was fetched from, else the provider that an agency's format names, else what the files that a user
collected say of themselves.
"""

from __future__ import annotations

import re
from email.utils import parseaddr
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit

from onrecord.model.source import Hints
from onrecord.store.rows import fold

_ADDRESS = re.compile(r"https?://[^/\s]", re.IGNORECASE)
_UNIVERSAL = re.compile(r"(?:https?://|urn:|tag:|doi:|<[^<>@\s]+@[^<>\s]+>$)", re.IGNORECASE)
_FRONT = re.compile(r"^(?:www\d?|m|amp|mobile)\.(?=[^.]+\.)")
_TRACKING = re.compile(r"(?:utm|at|ns|wt|mc|pk|mtm|hsa|cmp)_|(?:cmp|cmpid|ocid|smid|smtyp|xtor|ito|igshid|ref_src)$", re.IGNORECASE)
"""Parameters that say by which way a reader came, beyond those that courlan knows."""
WORDS, GRAM, ALIKE, ALIKE_APART = 3_000, 4, 0.25, 0.6
"""Two texts are of one article where this share of the shorter one's runs of four words stands in the other: versions of one share
most of them, articles that one template frames a few."""
SHORT = 3
"""Letters of a title's words that say nothing."""


class Publisher(NamedTuple):
    """Who brings a report, as far as it can be known; empty: not known."""

    fetched: str
    """Host that it was fetched from: what no page can make up."""
    provider: str
    """The provider that an agency's format names."""
    name: str
    address: str
    """Host of the address that it gives as its own."""

    def key(self) -> str:
        return self.fetched or self.provider or self.name or self.address


def publisher_of(kind: str, name: str | None, url: str | None, hints: Hints) -> Publisher:
    """Give who brings a report."""
    extra = dict(reversed(hints.extra))
    provider = (extra.get("provider") or _sender(extra.get("from")) or name) if kind == "wire" else None
    return Publisher(host(hints.fetched), fold(provider or ""), fold(name or ""), host(url or hints.url))


def _sender(header: str | None) -> str | None:
    """Give the domain that a mail says it is from: two senders' mails that bear one id are two mails."""
    return parseaddr(header or "")[1].rpartition("@")[2].strip().rstrip(".") or None


def same_publisher(one: Publisher, two: Publisher) -> bool:
    """Tell whether two reports come from one publisher; where that cannot be known, they do not."""
    if one.fetched or two.fetched:
        if one.fetched and two.fetched:
            return one.fetched == two.fetched
        fetched, kept = (one, two) if one.fetched else (two, one)
        return not kept.provider and kept.address == fetched.fetched and (kept.name == fetched.name or not (kept.name and fetched.name))
    if one.provider or two.provider:
        return (one.provider or one.name) == (two.provider or two.name)
    if one.name and two.name:
        return one.name == two.name
    return one.address == two.address and (bool(one.address) or one.name == two.name)


def host(address: str | None) -> str:
    """Give an address's host, without what only says for which screen a page is made."""
    try:
        parts = urlsplit(address or "")
        port = parts.port
    except ValueError:
        return ""
    name = _FRONT.sub("", (parts.hostname or "").rstrip("."))
    return name if port in (None, 80, 443) else f"{name}:{port}"


def universal(name: str) -> bool:
    """Tell whether an identifier names one thing everywhere: an address, a URN, a mail's id. "0" is everybody's."""
    return _UNIVERSAL.match(name) is not None


@lru_cache(maxsize=4096)
def name_key(name: str) -> str:
    """Give the one form under which an identifier is compared: of an address, without scheme, www, tracking, fragment, last slash."""
    if not _ADDRESS.match(name):
        return name
    from courlan.clean import normalize_url

    try:
        parts = urlsplit(normalize_url(name))
        where = host(name)
    except ValueError:
        return name
    asked = [(key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.match(key)]
    inside = f"#{parts.fragment}" if parts.fragment.startswith(("!", "/")) else ""  # pages that a script makes are told apart so
    return f"//{where}{parts.path.rstrip('/')}{'?' + urlencode(asked) if asked else ''}{inside}"


@lru_cache(maxsize=512)
def grams(text: str) -> frozenset[int]:
    """Give what a text is compared by: its runs of words."""
    words = fold(text).split(None, WORDS)[:WORDS]
    return frozenset(hash(tuple(words[n : n + GRAM])) for n in range(max(1, len(words) - GRAM + 1)))


def alike(one: str, two: str, *, titles: tuple[object, object] = (None, None)) -> bool:
    """Tell whether two texts are of one article. Where their titles have no word in common, more of them must be the same."""
    a, b = grams(one), grams(two)
    words = [{w for w in fold(str(title)).split() if len(w) > SHORT} for title in titles if title]
    apart = len(words) == 2 and all(words) and not words[0] & words[1]
    return len(a & b) >= (ALIKE_APART if apart else ALIKE) * min(len(a), len(b))
