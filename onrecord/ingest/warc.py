"""WARC archives (Common Crawl news and others): each page that was fetched is a report. Completeness of each record is checked here."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from onrecord.errors import InputError
from onrecord.ingest.inputs import Input
from onrecord.ingest.kinds import Outcome
from onrecord.ingest.page import MAX_PAGE, page_source
from onrecord.model.source import Unread
from onrecord.settings import Settings

HTML = ("text/html", "application/xhtml+xml")
KINDS = frozenset({"response", "resource"})
CHUNK = 65_536
REMEDY = "fetch the archive again; what came before was read"
BLANK_LINES = 8
"""Bytes that may stand after the last record; more are a record that warcio dropped without a word."""


def read_input(source: Input, settings: Settings) -> Iterator[Outcome]:
    """Read the pages of an archive, one in memory at a time. A record that is cut off or no page of text gives an error in its place."""
    found = 0
    for record in _records(source):
        outcome = _read_record(record, source, settings)
        if outcome is not None:
            found += 1
            yield outcome
    if not found:
        raise source.error("NO_REPORTS", "holds no fetched page", "name an archive of pages")


def _records(source: Input) -> Iterator[Any]:
    """Give the records of an archive. Raises `InputError` (TRUNCATED) where it breaks off in the head of one."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    stream = _Piecewise(source.stream)
    archive = ArchiveIterator(stream)
    while True:
        try:
            record = next(archive)
        except StopIteration:
            break
        except (ArchiveLoadFailed, AttributeError, TypeError, ValueError):  # warcio stumbles over half a head in several ways
            raise source.error("TRUNCATED", "breaks off or is damaged in the head of a record", REMEDY) from None
        yield record
    if stream.given > archive.offset + BLANK_LINES:
        raise source.error("TRUNCATED", "breaks off after the head of a record", REMEDY)


class _Piecewise:
    """A stream that gives what it has at each call: an error further on must not swallow the records before it."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self.given = 0

    def read(self, size: int = -1) -> bytes:
        data: bytes = self._stream.read1(size)
        self.given += len(data)
        return data


def _read_record(record: Any, source: Input, settings: Settings) -> Outcome | None:
    """Read one record; None for those that are no pages (requests, images, metadata)."""
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    name = f"{source.name}#{url}" if url else source.name
    status = record.http_headers.get_statuscode() if record.http_headers else "200"
    kind = _header(record, "Content-Type")
    try:
        if record.rec_type not in KINDS or not kind.lower().startswith(HTML) or not status.startswith("2"):
            _finish(record, source)
            return None
        data = record.content_stream().read(MAX_PAGE + 1)
        if len(data) > MAX_PAGE:
            raise source.error("TOO_LARGE", f"is a page of more than {MAX_PAGE:,} bytes", "raise the limit")
        _finish(record, source)
        if settings.apart:
            return Unread(name=name, data=data, kind="html", url=url or None, charset=_charset(kind))
        page = Input(name, io.BytesIO(data))
        return page_source(data, page, settings, url=url or None, charset=_charset(kind))
    except InputError as error:
        error.report = name
        return error


def _finish(record: Any, source: Input) -> None:
    """Read a record to its end. Raises `InputError` (TRUNCATED) where the archive ends before: warcio says nothing then."""
    while record.raw_stream.read(CHUNK):
        pass
    if getattr(record.raw_stream, "limit", 0) > 0 or not record.rec_headers.get_header("Content-Length"):
        raise source.error("TRUNCATED", "is cut off inside this record", REMEDY)


def _header(record: Any, name: str) -> str:
    headers = record.http_headers or record.rec_headers
    return headers.get_header(name) or ""


def _charset(kind: str) -> str | None:
    _, found, charset = kind.partition("charset=")
    return charset.strip(" \"'").split(";")[0] or None if found else None
