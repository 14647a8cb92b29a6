"""Plain text: one report a file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from onrecord.ingest.decode import decode
from onrecord.ingest.inputs import BYTES_PER_CHARACTER, Input
from onrecord.model.source import Source
from onrecord.settings import Settings


def read_input(source: Input, settings: Settings) -> Iterator[Source]:
    """Read a text file as one report, line ends as they are. Raises `InputError` (EMPTY, TOO_LARGE)."""
    limit = f"{settings.max_chars:,} characters (max_chars)"
    data = source.read(settings.max_chars * BYTES_PER_CHARACTER, limit)
    decoded = decode(data)
    if len(decoded.text) > settings.max_chars:
        raise source.too_large(f"{len(decoded.text):,} characters", limit)
    if not decoded.text.strip("\ufeff \t\r\n\x0b\x0c\x00\u200b"):
        raise source.error("EMPTY", "holds no text", "give a file with a report in it")
    yield Source(
        id=hashlib.sha256(data).hexdigest(), source=source.name, text=decoded.text, kind="text",
        encoding=decoded.encoding, warnings=decoded.warnings,
    )  # fmt: skip
