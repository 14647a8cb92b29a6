"""Feeds: RSS and Atom through feedparser, JSON Feed, and sitemaps; their entries as reports or as addresses to fetch.

An entry's own text is read where the feed carries the article whole; a mere teaser is worth only its link.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, TypeVar
from urllib.parse import urljoin

import msgspec
from lxml import etree

from onrecord.errors import InputError, OnRecordError
from onrecord.ingest.decode import in_utf8
from onrecord.ingest.inputs import Input
from onrecord.ingest.moments import read_moment
from onrecord.ingest.page import page_source
from onrecord.ingest.page_tree import lighten
from onrecord.model.record import Warn
from onrecord.model.source import Source, Unread
from onrecord.settings import Settings

L = TypeVar("L")
FEED_LISTING, SITEMAP_LISTING = "feed-listing", "sitemap-listing"
"""Kinds of documents of which only what they list is wanted."""
MAX_FEED = 50_000_000
MAX_SITEMAP_ENTRIES = 50_000
"""The sitemap protocol's own limit."""
FULL_WORDS = 120
"""Words from which an entry's text counts as the whole article; teasers have 15 to 80."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a feed. `guid` names it within the feed; `html` is its text, as markup."""

    guid: str
    link: str | None
    title: str | None
    published: object
    """As the feed writes it, whatever that is; read where a report is made of it."""
    modified: str | None
    authors: tuple[str, ...]
    html: str

    @property
    def full(self) -> bool:
        """Tell whether the feed carries the article whole."""
        return len(self.html.split()) >= FULL_WORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed's entries, oldest last as a rule, and what was odd about it."""

    title: str | None
    language: str | None
    entries: tuple[Entry, ...]
    warnings: tuple[Warn, ...] = ()


def read_input(source: Input, settings: Settings) -> Iterator[Source | OnRecordError]:
    """Read the entries of a feed file as reports. Raises `InputError` (BAD_FEED, TOO_LARGE)."""
    data = source.read(MAX_FEED, f"{MAX_FEED:,} bytes for a feed")
    feed = parse_feed(data, source.name)
    for entry in feed.entries:
        try:
            yield entry_source(entry, feed, source.name, settings)
        except OnRecordError as error:
            yield error


def parse_feed(data: bytes, name: str) -> Feed:
    """Read a feed of any kind. Raises `InputError` BAD_FEED where no entry can be made out."""
    if data.lstrip()[:1] == b"{":
        return _json_feed(data, name)
    return _xml_feed(data, name)


def listed(data: bytes, name: str, kind: str) -> Source:
    """Give what a feed or sitemap lists in the shape in which another process hands it over: JSON, as the text of a source.

    Raises `InputError` (BAD_FEED, BAD_SITEMAP).
    """
    found = asdict(parse_feed(data, name)) if kind == FEED_LISTING else parse_sitemap(data, name)
    return Source(id="", source=name, text=json.dumps(found), kind="text")


def feed_listed(listing: Source) -> Feed:
    """Give the feed that `listed` handed over. Raises `InputError` BAD_FEED where it is none."""
    return _listing(listing, Feed)


def sitemap_listed(listing: Source) -> tuple[list[str], list[str]]:
    """Give the sitemap that `listed` handed over. Raises `InputError` BAD_FEED where it is none."""
    return _listing(listing, tuple[list[str], list[str]])


def _listing(listing: Source, kind: type[L]) -> L:
    try:
        return msgspec.convert(json.loads(listing.text), kind)
    except (msgspec.ValidationError, ValueError) as error:
        what = f"its list cannot be read: {error}"[:200]
        raise InputError(what, report=listing.source, stage="ingest", code="BAD_FEED", remedy="check the address") from error


def entry_of(entry: Entry, feed: Feed, name: str, settings: Settings) -> Source | Unread:
    """Give an entry's own text as a report, or as what another process is to make one of."""
    if not settings.apart:
        return entry_source(entry, feed, name, settings)
    bare = replace(feed, entries=())
    data = json.dumps([asdict(entry), asdict(bare), name]).encode()
    return Unread(name=entry.link or f"{name}#{entry.guid}", data=data, kind="entry")


def unpacked_entry(data: bytes, settings: Settings) -> Source:
    """Make a report of an entry that was handed on. Raises `InputError` EMPTY where it has no text."""
    entry, feed, name = msgspec.convert(json.loads(data), tuple[Entry, Feed, str])
    return entry_source(entry, feed, name, settings)


def entry_source(entry: Entry, feed: Feed, name: str, settings: Settings) -> Source:
    """Make a report of an entry's own text. Raises `InputError` EMPTY where it has none."""
    if not entry.html.strip():
        raise InputError(
            "the entry has no text", report=entry.link or entry.guid, stage="ingest", code="EMPTY", remedy="add the page it links to"
        )
    markup = f"<html><body><article><h1>{_escape(entry.title or '')}</h1>{entry.html}</article></body></html>".encode()
    label = entry.link or f"{name}#{entry.guid}"
    page = page_source(markup, Input(label, io.BytesIO(b"")), settings, url=entry.link, charset="utf-8")
    published, warnings = read_moment(entry.published)
    hints = replace(
        page.hints,
        title=entry.title or page.hints.title,
        published=published or page.hints.published,
        published_from="metadata" if published else page.hints.published_from,
        modified=entry.modified,
        authors=entry.authors or page.hints.authors,
        publisher=page.hints.publisher or feed.title,
        language=feed.language or page.hints.language,
        url=entry.link,
        fetched=name if "://" in name else None,
        identifiers=tuple(dict.fromkeys(i for i in (entry.guid, entry.link) if i)),
    )
    identity = hashlib.sha256(
        json.dumps([entry.guid, entry.link, entry.title, entry.html], ensure_ascii=False).encode("utf-8", "surrogatepass")
    )
    return replace(page, id=identity.hexdigest(), source=label, hints=hints, warnings=(*page.warnings, *feed.warnings, *warnings))


_DECLARED = re.compile(rb"<\?xml[^>]*\?>")
"""What an XML document says of its encoding: no longer so of one that was brought into UTF-8."""


def _xml_feed(data: bytes, name: str) -> Feed:
    import feedparser

    narrow = in_utf8(data)
    if narrow is not data:
        narrow = _DECLARED.sub(b"", narrow, count=1)
    light = lighten(narrow.decode("latin-1")).encode("latin-1")
    parsed = feedparser.parse(light, sanitize_html=False, resolve_relative_uris=False)
    if not parsed.entries:
        why = f": {parsed.bozo_exception}"[:160] if parsed.get("bozo") else ""
        raise InputError(f"no entry of a feed can be made out{why}", report=name, stage="ingest", code="BAD_FEED", remedy="check the file")
    warnings: tuple[Warn, ...] = ()
    # A wrong or missing content type is feedparser's complaint about the transport, not about the feed.
    if parsed.get("bozo") and not isinstance(parsed.bozo_exception, feedparser.exceptions.ThingsNobodyCaresAboutButMe):
        warnings = (Warn(code="FEED_MALFORMED", message=f"the feed is not well-formed: {parsed.bozo_exception}"[:200]),)
    entries = tuple(_xml_entry(e) for e in parsed.entries)
    return Feed(title=parsed.feed.get("title"), language=parsed.feed.get("language"), entries=entries, warnings=warnings)


def _xml_entry(e: dict[str, Any]) -> Entry:
    contents = [c.get("value") or "" for c in e.get("content", [])] + [e.get("summary") or ""]
    link = e.get("link") or None
    updated = dict.get(e, "updated")  # feedparser's own `get` gives the date of publication for it
    return Entry(
        guid=str(e.get("id") or link or hashlib.sha256(repr(contents).encode()).hexdigest()),
        link=link,
        title=e.get("title") or None,
        published=e.get("published") or updated or None,
        modified=read_moment(updated).iso,
        authors=tuple(a["name"] for a in e.get("authors", []) if a.get("name")),
        html=max(contents, key=len),
    )


def _json_feed(data: bytes, name: str) -> Feed:
    try:
        feed = json.loads(data)
        items = feed["items"]
        entries = tuple(_json_entry(item) for item in items if isinstance(item, dict))
    except (ValueError, RecursionError, KeyError, TypeError) as error:
        why = "it nests too deeply" if isinstance(error, RecursionError) else error
        what = f"the JSON is no feed: {why}"[:200]
        raise InputError(what, report=name, stage="ingest", code="BAD_FEED", remedy="check the file") from error
    return Feed(title=_string(feed.get("title")), language=_string(feed.get("language")), entries=entries)


def _json_entry(item: Mapping[str, Any]) -> Entry:
    html = _string(item.get("content_html")) or "".join(
        f"<p>{_escape(p)}</p>" for p in (_string(item.get("content_text")) or _string(item.get("summary")) or "").split("\n") if p.strip()
    )
    authors = item.get("authors") or ([item["author"]] if isinstance(item.get("author"), dict) else [])
    link = _string(item.get("url"))
    return Entry(
        guid=str(item.get("id") or link or hashlib.sha256(html.encode("utf-8", "surrogatepass")).hexdigest()),
        link=link,
        title=_string(item.get("title")),
        published=item.get("date_published"),
        modified=read_moment(item.get("date_modified")).iso,
        authors=tuple(str(a["name"]) for a in authors if isinstance(a, dict) and a.get("name")),
        html=html,
    )


def _string(value: object) -> str | None:
    return value if isinstance(value, str) and value.strip() else None


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def parse_sitemap(data: bytes, url: str) -> tuple[list[str], list[str]]:
    """Give a sitemap's pages and further sitemaps. Raises `InputError` BAD_SITEMAP. Entities are not expanded, nothing is fetched."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        root = None
        why = str(error)
    if root is None or etree.QName(root).localname not in ("urlset", "sitemapindex"):
        raise InputError(
            "it is no sitemap" if root is not None else f"the sitemap cannot be read: {why}"[:200],
            report=url, stage="ingest", code="BAD_SITEMAP", remedy="check the address",
        )  # fmt: skip
    found = [_joined(url, (e.text or "").strip()) for e in root.iter("{*}loc") if (e.text or "").strip()][:MAX_SITEMAP_ENTRIES]
    return ([], found) if etree.QName(root).localname == "sitemapindex" else (found, [])


def _joined(url: str, address: str) -> str:
    """Give an address as seen from a page; one that makes no sense stays as it is, and fetching it says so."""
    try:
        return urljoin(url, address)
    except ValueError:
        return address
