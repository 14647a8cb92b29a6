from __future__ import annotations

import re

from onrecord.model.record import Part, Report
from onrecord.model.source import Anatomy, Source
from onrecord.settings import Settings


def read_anatomy(source: Source, settings: Settings) -> Anatomy:
    """Read a report's parts and metadata out of its text and hints."""
    blocks = tuple(m.span() for m in re.finditer(r"\S[^\n]*", source.text))
    parts = (Part(kind="body", span=(blocks[0][0], blocks[-1][1])),) if blocks else ()
    report = Report(
        id=source.id, source=source.source, title=source.hints.title, language="en",
        published=settings.published or source.hints.published, published_from=source.hints.published_from,
        publisher=source.hints.publisher, agencies=(), authors=source.hints.authors, text=source.text, parts=parts,
    )  # fmt: skip
    return Anatomy(report=report, blocks=blocks)
