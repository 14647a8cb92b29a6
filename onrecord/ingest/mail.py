"""E-mail (.eml): newsletters and alerts, one report each. The plain text counts, else the HTML; attachments are left alone."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser

from onrecord.ingest.decode import decode
from onrecord.ingest.inputs import Input
from onrecord.ingest.moments import read_moment
from onrecord.ingest.page import page_source
from onrecord.model.record import Warn
from onrecord.model.source import Hints, Source
from onrecord.settings import Settings

MAX_MAIL = 30_000_000
MAX_PARTS = 1_000
FEW_WORDS = 10
"""A plain text with fewer words stands in for the HTML beside it ("your reader cannot show this mail")."""


def read_input(source: Input, settings: Settings) -> Iterator[Source]:
    """Read a mail as one report. Raises `InputError` (EMPTY, TOO_LARGE, BAD_MAIL)."""
    data = source.read(MAX_MAIL, f"{MAX_MAIL:,} bytes for a mail")
    try:
        message = BytesParser(policy=policy.default.clone(refold_source="none")).parsebytes(data.lstrip(b"\r\n "))
        yield _mail_source(message, data, source, settings)
    except RecursionError:
        raise source.error("BAD_MAIL", "nests its parts too deeply", "save the mail itself") from None


def _mail_source(message: EmailMessage, data: bytes, source: Input, settings: Settings) -> Source:
    plain, markup, attached = _parts(message)
    warnings = [Warn(code="ATTACHMENT", message=f"{attached} attachments were left alone")] if attached else []
    digest = hashlib.sha256(data).hexdigest()
    title = _header(message, "subject")
    moment = read_moment(_header(message, "date"))
    warnings += moment.warnings
    hints = Hints(
        title=title, published=moment.iso, published_from="metadata" if moment.iso else None,
        identifiers=tuple(i for i in [_header(message, "message-id")] if i),
        extra=tuple((name, value) for name in ("from", "list-id", "reply-to") if (value := _header(message, name))),
    )  # fmt: skip
    if plain and (len(plain.split()) >= FEW_WORDS or not markup):
        text = f"{title}\n\n{plain}" if title and title not in plain[:400] else plain
        return Source(id=digest, source=source.name, text=text, kind="wire", hints=hints, encoding="utf-8", warnings=tuple(warnings))
    if not markup:
        raise source.error("EMPTY", "is a mail without text", "save the mail with its text")
    page = page_source(markup.encode("utf-8", "replace"), Input(source.name, io.BytesIO()), settings, charset="utf-8")
    text = page.text if title is None or title in page.text[:400] else f"{title}\n\n{page.text}"
    return Source(
        id=digest, source=source.name, text=text, kind="wire", hints=hints, encoding="utf-8", warnings=(*page.warnings, *warnings)
    )


def _parts(message: EmailMessage) -> tuple[str, str, int]:
    """Give the plain text, the HTML and the number of attachments."""
    plain: list[str] = []
    markup: list[str] = []
    attached = 0
    for _, part in zip(range(MAX_PARTS), _own_parts(message), strict=False):
        if part.get_content_disposition() == "attachment" or part.get_content_maintype() != "text":
            attached += 1
            continue
        body = part.get_payload(decode=True)
        text = decode(body if isinstance(body, bytes) else b"", part.get_content_charset()).text
        if part.get_param("format", "") == "flowed":
            text = _FLOWED.sub(" ", text.replace("\r\n", "\n"))
        (markup if part.get_content_subtype() == "html" else plain).append(text.replace("\r\n", "\n").strip())
    return "\n\n".join(p for p in plain if p), "\n".join(markup), attached


def _own_parts(message: EmailMessage) -> Iterator[EmailMessage]:
    """Give the parts of a mail in order; a mail attached to it counts as one part and is not opened."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        if part.is_multipart() and (part is message or part.get_content_type() != "message/rfc822"):
            waiting += [p for p in reversed(part.get_payload()) if isinstance(p, EmailMessage)]  # type: ignore[arg-type]
        else:
            yield part


_FLOWED = re.compile(r"(?<=[^\s-]) +\n(?=[^\s>])")
"""A line end of format=flowed (RFC 3676): a space before it says that the paragraph goes on."""


def _header(message: EmailMessage, name: str) -> str | None:
    """Give a header as readable words; a broken one as it stands."""
    try:
        value = str(message.get(name) or "")
    except (ValueError, IndexError, AttributeError, TypeError):
        value = next((str(v) for k, v in message.raw_items() if k.lower() == name), "")
    return re.sub(r"\s+", " ", value).strip() or None
