"""WARC archives (Common Crawl news and others): each page that was fetched is a report. Completeness of each record is checked here."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from onrecord.errors import InputError
from onrecord.ingest.apart import take_apart
from onrecord.ingest.decode import is_binary
from onrecord.ingest.gz import MAGIC, unpacked_so_far
from onrecord.ingest.inputs import Input
from onrecord.ingest.kinds import Outcome
from onrecord.ingest.page import MAX_PAGE
from onrecord.ingest.warc_records import cut
from onrecord.model.record import Warn
from onrecord.model.source import Source, Unread
from onrecord.settings import Settings

HTML = ("text/html", "application/xhtml+xml")
UNPACKED = {"gzip", "x-gzip", "deflate"}
"""Packings of a page that are undone."""
DAMAGED = "has a record that breaks off or is damaged"
KINDS = frozenset({"response", "resource", "conversion"})
TEXT = "text/plain"
"""What conversions hold (Common Crawl's WET files): the text of a page, as another program took it out."""
PAGES = 10_000
"""Ids of pages remembered: their conversions follow near them, and say nothing else."""
CHUNK = 65_536
_DIGEST = re.compile(rb"(?<=\n)WARC-(?:Payload|Block)-Digest:[ \t]*([^\r\n]*)", re.IGNORECASE)
_FORM = re.compile(
    rb"(?:md5:(?:[0-9a-f]{32}|[a-z2-7]{26})|sha-?1:(?:[0-9a-f]{40}|[a-z2-7]{32})|sha-?256:(?:[0-9a-f]{64}|[a-z2-7]{52})"
    rb"|sha-?512:(?:[0-9a-f]{128}|[a-z2-7]{103}))=*",
    re.IGNORECASE,
)
FALSE_DIGEST = b"WARC-Payload-Digest: none:none"
"""Stands in a record's head for a digest that is in no form that can be one."""
_LAST_CHUNK = re.compile(rb"\n0+[ \t]*(?:;[^\r\n]*)?\r\n(?:[\w-]+:[^\r\n]*\r\n)*(?:\r\n)?\Z")
TAIL = 512
"""Last bytes of a record, by which a page that came in pieces is known to have come to its end."""
REMEDY = "fetch the archive again; what came before was read"


def read_input(source: Input, settings: Settings) -> Iterator[Outcome]:
    """Read the pages of an archive, one in memory at a time. A record that is cut off or no page of text gives an error in its place."""
    found = 0
    pages: dict[str, None] = {}
    for record, odd, tail in _records(source):
        if record is not None and record.rec_headers.get_header("WARC-Refers-To") in pages:
            continue
        outcome = _read_record(record, odd, tail, source, settings) if record is not None else source.error("TRUNCATED", DAMAGED, REMEDY)
        if record is not None and isinstance(outcome, (Source, Unread)):
            pages[record.rec_headers.get_header("WARC-Record-ID") or ""] = None
            if len(pages) > PAGES:
                del pages[next(iter(pages))]
        if outcome is not None:
            found += 1
            yield outcome
    if not found:
        raise source.error("NO_REPORTS", "holds no fetched page", "name an archive of pages")


def _records(source: Input) -> Iterator[tuple[Any, str | None, bytes]]:
    """Give the records of an archive, each with what is odd about it and its last bytes; None for one that is damaged or breaks off.

    Raises what the stream raises, after the records before.
    """
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    for data, whole, odd in cut(source.stream):
        record = None
        if whole:
            with suppress(ArchiveLoadFailed, AttributeError, TypeError, ValueError, StopIteration):  # warcio stumbles in several ways
                record = next(ArchiveIterator(io.BytesIO(_DIGEST.sub(_checkable, data, count=2)), check_digests=True))
        yield (None if record is not None and record.rec_type == "damaged" else record), odd, data[-TAIL:]


def _read_record(record: Any, odd: str | None, tail: bytes, source: Input, settings: Settings) -> Outcome | None:
    """Read one record; None for those that are no pages (requests, images, metadata)."""
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    name = f"{source.name}#{url}" if url else source.name
    status = record.http_headers.get_statuscode() if record.http_headers else "200"
    kind = _header(record, "Content-Type")
    try:
        made = record.rec_type == "conversion"
        if record.rec_type not in KINDS or not kind.lower().startswith(TEXT if made else HTML) or not status.startswith("2"):
            _finish(record, source)
            return None
        packed = [e for e in _header(record, "Content-Encoding").lower().replace(" ", "").split(",") if e not in ("", "identity")]
        if len(packed) > 1 or not {*packed} <= UNPACKED:
            raise source.error("PACKED", f"is packed by {', '.join(packed)[:40]}", "archive the page unpacked, or with gzip")
        stream = record.content_stream()
        data = stream.read(MAX_PAGE + 1)
        if made and is_binary(data):
            raise source.error("BINARY", "is no text", "leave it out")
        if packed and data.startswith(MAGIC):  # what was to be undone is damaged: what can be undone is read
            data, odd = unpacked_so_far(data, MAX_PAGE + 1), odd or "its packed data are damaged"
        if len(data) > MAX_PAGE:
            raise source.error("TOO_LARGE", f"is a page of more than {MAX_PAGE:,} bytes", "raise the limit")
        _finish(record, source)
        odd = odd or _breaks_off(stream, tail)
        warnings = tuple(_warnings(record, odd))
        what = "text" if made else "html"
        unread = Unread(name=name, data=data, kind=what, url=url or None, charset=_charset(kind), warnings=warnings)
        return unread if settings.apart else next(iter(take_apart(unread, settings)), None)
    except InputError as error:
        error.report = name
        return error


def _finish(record: Any, source: Input) -> None:
    """Read a record to its end. Raises `InputError` (TRUNCATED) where the archive ends before: warcio says nothing then."""
    while record.raw_stream.read(CHUNK):
        pass
    if getattr(record.raw_stream, "limit", 0) > 0 or not record.rec_headers.get_header("Content-Length"):
        raise source.error("TRUNCATED", "is cut off inside this record", REMEDY)


def _checkable(digest: re.Match[bytes]) -> bytes:
    return digest[0] if _FORM.fullmatch(digest[1].strip()) else FALSE_DIGEST


def _breaks_off(stream: Any, tail: bytes) -> str | None:
    """Say what is wrong where the packing of a page, or its division into chunks, does not come to its end."""
    unpacking = getattr(stream, "decompressor", None)
    if unpacking is not None and not unpacking.eof:
        return "its packed data break off"
    if getattr(stream, "not_chunked", None) is False and not _LAST_CHUNK.search(tail):
        return "its last piece is missing"
    return None


def _warnings(record: Any, odd: str | None) -> Iterator[Warn]:
    """Say what is odd about a record: a wrong length, a page that was cut when it was fetched, a digest of other bytes."""
    if odd:
        yield Warn(code="TRUNCATED", message=f"the page's record in the archive is damaged: {odd}; a part of the page may be missing")
    if why := record.rec_headers.get_header("WARC-Truncated"):
        yield Warn(code="TRUNCATED", message=f"the page was cut when it was fetched ({why[:40]}); a part of it is missing")
    if record.digest_checker.passed is False:
        yield Warn(code="DIGEST", message="the archive gives a digest of the page that is not this page's")


def _header(record: Any, name: str) -> str:
    headers = record.http_headers or record.rec_headers
    return headers.get_header(name) or ""


def _charset(kind: str) -> str | None:
    _, found, charset = kind.partition("charset=")
    return charset.strip(" \"'").split(";")[0] or None if found else None
