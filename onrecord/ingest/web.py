"""Web addresses as inputs: a page, a feed with the pages it links to, or a sitemap."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from onrecord.errors import InputError, OnRecordError
from onrecord.ingest.apart import take_apart
from onrecord.ingest.feeds import FEED_LISTING, SITEMAP_LISTING, Entry, Feed, entry_of, feed_listed, sitemap_listed
from onrecord.ingest.fetch import Fetched, Fetcher
from onrecord.ingest.inputs import unforeseen
from onrecord.ingest.kinds import Outcome, recognise
from onrecord.ingest.walk import DOCUMENTS
from onrecord.model.source import Source, Unread
from onrecord.settings import Settings

_URL = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_CHARSET = re.compile(r"charset=[\"']?([\w-]{2,30})", re.IGNORECASE)
MAX_SITEMAPS = 200


Opener = Callable[[Unread], Iterator[Source | OnRecordError]]
"""What takes documents apart: the processes that read, or `take_apart` in this one."""


def is_url(path: str) -> bool:
    """Tell a web address from a path."""
    return _URL.match(path) is not None


def read_urls(urls: Iterable[str], fetcher: Fetcher, settings: Settings, opener: Opener | None = None) -> Iterator[Outcome]:
    """Fetch and read each address: a page as a report, a feed's and a sitemap's entries as reports. Errors come in their place.

    `opener` takes feeds and sitemaps apart; without one this process does.
    """
    for url in urls:
        try:
            yield from read_fetched(fetcher.fetch(url), fetcher, settings, opener=opener)
        except OnRecordError as error:
            yield error
        except Exception as error:
            yield unforeseen(url, error)


def read_fetched(
    answer: Fetched, fetcher: Fetcher, settings: Settings, *, follow: bool = True, opener: Opener | None = None
) -> Iterator[Outcome]:
    """Read what was fetched, and what it leads to if it is a feed or a sitemap. Raises `InputError` where it is neither nor a report.

    Without `follow` a feed or sitemap is an error: one that links to another, or to itself, is not gone around in circles.
    """
    kind = kind_of(answer)
    if kind in ("sitemap", "feed") and not follow:
        raise InputError(
            f"it leads to a {kind}, not to a report", report=answer.url, stage="fetch", code="NOT_A_REPORT", remedy=f"add the {kind} itself"
        )
    if kind == "sitemap":
        yield from _read_sitemap(answer, fetcher, settings, opener)
    elif kind == "feed":
        feed = feed_of(answer, settings, opener)
        for entry in feed.entries:
            yield read_entry(entry, feed, answer.url, fetcher, settings)
    elif kind == "html":
        charset = _CHARSET.search(answer.content_type)
        unread = Unread(name=answer.url, data=answer.body, kind=kind, url=answer.url, charset=charset[1] if charset else None)
        yield from [unread] if settings.apart else take_apart(unread, settings)
    else:
        unread = Unread(name=answer.url, data=answer.body, kind=kind, url=answer.url)
        yield from [unread] if settings.apart and kind in DOCUMENTS else take_apart(unread, settings)


def read_entry(entry: Entry, feed: Feed, name: str, fetcher: Fetcher, settings: Settings) -> Outcome:
    """Read an entry: the feed's own text where that is the whole article, else the page it links to."""
    try:
        if entry.full or not entry.link:
            return entry_of(entry, feed, name, settings)
        found = next(iter(read_fetched(fetcher.fetch(entry.link), fetcher, settings, follow=False)), None)
        return found if found is not None else entry_of(entry, feed, name, settings)
    except OnRecordError as error:
        return error
    except Exception as error:
        return unforeseen(entry.link or entry.guid, error)


def feed_of(answer: Fetched, settings: Settings, opener: Opener | None) -> Feed:
    """Give what a fetched feed lists. Raises `InputError`, of the limits too that the opener enforces."""
    return feed_listed(_listing(answer, FEED_LISTING, settings, opener))


def _listing(answer: Fetched, kind: str, settings: Settings, opener: Opener | None) -> Source:
    unread = Unread(name=answer.url, data=answer.body, kind=kind)
    found = next(iter(opener(unread) if opener is not None else take_apart(unread, settings)))
    if isinstance(found, OnRecordError):
        raise found
    return found


def kind_of(answer: Fetched) -> str:
    """Name what was fetched: feed, sitemap, html, or another kind of `onrecord.ingest.kinds`."""
    head = answer.body[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if re.search(rb"<(?:\w+:)?(?:urlset|sitemapindex)[\s>]", head):
        return "sitemap"
    if re.search(rb"<(?:\w+:)?(?:rss|feed|RDF)[\s>]", head) or (head[:1] == b"{" and b"jsonfeed.org" in head):
        return "feed"
    if "html" in answer.content_type.lower():
        return "html"
    return recognise(answer.body[:65_536], answer.url)


def _read_sitemap(answer: Fetched, fetcher: Fetcher, settings: Settings, opener: Opener | None) -> Iterator[Outcome]:
    waiting, seen = [answer], {answer.url}
    while waiting:
        try:
            pages, more = sitemap_listed(_listing(waiting.pop(0), SITEMAP_LISTING, settings, opener))
        except OnRecordError as error:
            yield error
            continue
        for page in pages:
            try:
                yield from read_fetched(fetcher.fetch(page), fetcher, settings, follow=False)
            except OnRecordError as error:
                yield error
            except Exception as error:
                yield unforeseen(page, error)
        for url in more:
            if url in seen or len(seen) >= MAX_SITEMAPS:
                continue
            seen.add(url)
            try:
                waiting.append(fetcher.fetch(url))
            except OnRecordError as error:
                yield error
