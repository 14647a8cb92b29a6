"""A report as it came in: text and what its container says about it, before anything is read out of the text."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal

from onrecord.model.record import Report, Warn

SourceKind = Literal["text", "html", "jsonl", "wire"]
PublicationStatus = Literal["usable", "withheld", "canceled"]
RelationKind = Literal["corrects", "updates", "withdraws"]
PublishedFrom = Literal["caller", "header", "metadata", "dateline", "url", "text"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What the container or the caller says about a report. None: it does not say."""

    title: str | None = None
    published: str | None = None
    published_from: PublishedFrom | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    url: str | None = None
    fetched: str | None = None
    """Address that the bytes came from: what a report cannot make up about itself."""
    language: str | None = None
    section: str | None = None
    modified: str | None = None
    """ISO moment of this version."""
    version: int | None = None
    """The container's own version number (NewsML, ninjs); not always one more than the last."""
    status: PublicationStatus = "usable"
    embargo: str | None = None
    """ISO moment in UTC until which answers withhold the report."""
    identifiers: tuple[str, ...] = ()
    """What names the report in its own world: GUID, NewsML item id, canonical URL. Versions share one."""
    relations: tuple[tuple[RelationKind, str], ...] = ()
    """What it does to other reports, named by their identifiers."""
    given: tuple[str, ...] = ()
    """Which of `title` and `publisher` the caller gave: they win over what the report says of itself."""
    extra: tuple[tuple[str, str], ...] = ()
    """Further metadata worth keeping, as (name, value): ednote, credit, creator, provider, subject ("scheme:code")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One report to read. `text` becomes `report.text`; for text handed over as such it is unchanged."""

    id: str
    """SHA-256 of the source bytes, hex."""
    source: str
    """Path, URL or the caller's id."""
    text: str
    kind: SourceKind
    hints: Hints = Hints()
    encoding: str | None = None
    warnings: tuple[Warn, ...] = ()
    key: str | None = None
    """The caller's own id (JSON Lines)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A document as it came, still to be taken apart into sources: in another process, because its bytes are not to be trusted."""

    name: str
    data: bytes
    kind: str | None = None
    """An input format, or "entry" for one of a feed; None: to be recognised."""
    url: str | None = None
    """Where it was fetched from."""
    charset: str | None = None
    """What the server said."""
    published: str | None = None
    """Publication date, over what it says itself."""
    publisher: str | None = None
    """Who publishes it, over what it says itself."""
    warnings: tuple[Warn, ...] = ()
    """What is odd about what held it."""


def text_source(
    text: str, *, published: str | None = None, title: str | None = None, source: str | None = None, key: str | None = None
) -> Source:
    """Make a source of a text handed over as such; the text stays as it is, character for character.

    `published` is an ISO date. The id is the digest of the text's UTF-8 bytes; without `source` that digest names the report.
    """
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    hints = Hints(title=title, published=published, published_from="caller" if published else None, given=("title",) if title else ())
    return Source(id=digest, source=source or key or f"text:{digest[:12]}", text=text, kind="text", hints=hints, key=key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Anatomy:
    """What `parse.anatomy` reads out of a text before any parse: the report's head, its parts and the blocks to parse."""

    report: Report
    blocks: tuple[tuple[int, int], ...]
    """Spans (paragraphs, captions, titles) to hand to the parser, in order; boilerplate, header and credit are left out."""
