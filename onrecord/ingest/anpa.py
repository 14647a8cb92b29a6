"""Wire text with control characters: ANPA 1312 and IPTC 7901, as agencies sent it over the line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.ingest.decode import decode
from onrecord.ingest.inputs import Input
from onrecord.ingest.wire import Item, item_source
from onrecord.model.source import Source
from onrecord.settings import Settings

_START, _END = "\x02", "\x03"
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_MARKS = "<=+"
_SEQUENCE = re.compile(r"\b(?:BC|AM|PM)-|^[A-Z]{2}[- ]{1,2}")


def read_input(source: Input, settings: Settings) -> Iterator[Source]:
    """Read a wire transmission as one report. Raises `InputError` (NO_TEXT, TOO_LARGE)."""
    data = source.read(settings.max_chars, f"{settings.max_chars:,} bytes (max_chars)")
    text = decode(data).text
    header, _, rest = text.partition(_START)
    body = rest.partition(_END)[0] if rest else header
    item = _read(body.replace("\r\n", "\n").replace("\r", "\n"))
    item.add("wire-header", " ".join(_CONTROL.sub(" ", header).split())[:200] if rest else None)
    yield item_source(item, source, data)


def _read(body: str) -> Item:
    """Tell the head of a transmission (keyword, headline, notes, byline) from its text, and join its lines into paragraphs."""
    item = Item()
    head: list[str] = []
    current: list[str] = []
    for raw in [*body.split("\n"), ""]:
        line = _CONTROL.sub("", raw)
        plain = line.strip().rstrip(_MARKS).strip()
        caret = line.lstrip().startswith("^") or line.rstrip().endswith(tuple(_MARKS))
        if caret and not item.paragraphs and not current:
            head.append(plain.lstrip("^").strip())
            continue
        if (not plain or (line[:1] in "\t " and line[:3].isspace())) and current:
            item.paragraphs.append(" ".join(current))
            current = []
        if plain:
            current.append(plain.lstrip("^").strip())
    _head(head, item)
    return item


def _head(lines: list[str], item: Item) -> None:
    for line in lines:
        low = line.lower()
        if low.startswith("by "):
            item.byline = line
        elif low.startswith(("eds:", "editors:", "editor's note")):
            item.add("ednote", line)
        elif _SEQUENCE.search(line) or re.search(r"\d{2,4}$", line):
            item.add("slugline", line)
        elif item.title is None and len(line.split()) > 2:
            item.title = line
