"""WARC archives (Common Crawl news and others): each page that was fetched is a report. Completeness of each record is checked here."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from onrecord.errors import InputError, OnRecordError
from onrecord.ingest.inputs import Input
from onrecord.ingest.page import MAX_PAGE, page_source
from onrecord.model.source import Source
from onrecord.settings import Settings

HTML = ("text/html", "application/xhtml+xml")
KINDS = frozenset({"response", "resource", "revisit"})


def read_input(source: Input, settings: Settings) -> Iterator[Source | OnRecordError]:
    """Read the pages of an archive, one in memory at a time. A record that is cut off or no page of text gives an error in its place."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    found = 0
    try:
        for record in ArchiveIterator(source.stream, no_record_parse=False):
            outcome = _read_record(record, source, settings)
            if outcome is not None:
                found += 1
                yield outcome
    except ArchiveLoadFailed as error:
        raise source.error(
            "TRUNCATED", f"breaks off or is no archive: {str(error)[:120]}", "fetch it again; what came before was read"
        ) from None
    if not found:
        raise source.error("NO_REPORTS", "holds no fetched page", "name an archive of pages")


def _read_record(record: Any, source: Input, settings: Settings) -> Source | OnRecordError | None:
    """Read one record; None for those that are no pages (requests, images, metadata)."""
    if record.rec_type not in KINDS:
        return None
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    name = f"{source.name}#{url}" if url else source.name
    status = record.http_headers.get_statuscode() if record.http_headers else "200"
    kind = _header(record, "Content-Type")
    if record.rec_type == "revisit" or not kind.lower().startswith(HTML) or not status.startswith("2"):
        return None
    try:
        data = record.content_stream().read(MAX_PAGE + 1)
        if len(data) > MAX_PAGE:
            raise source.error("TOO_LARGE", f"is a page of more than {MAX_PAGE:,} bytes", "raise the limit")
        if _is_cut(record):
            raise source.error("TRUNCATED", "is cut off inside this record", "fetch the archive again; what came before was read")
        page = Input(name, io.BytesIO(data))
        return page_source(data, page, settings, url=url or None, charset=_charset(kind))
    except InputError as error:
        error.report = name
        return error


def _is_cut(record: Any) -> bool:
    """Tell whether the archive ended before the record did: warcio gives what there is without a word."""
    return getattr(record.raw_stream, "limit", 0) > 0 and not record.raw_stream.read(1)


def _header(record: Any, name: str) -> str:
    headers = record.http_headers or record.rec_headers
    return headers.get_header(name) or ""


def _charset(kind: str) -> str | None:
    _, found, charset = kind.partition("charset=")
    return charset.strip(" \"'").split(";")[0] or None if found else None
