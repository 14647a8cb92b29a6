"""What an input is, by its content (and by its name where content cannot tell), and the module that reads it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from importlib import import_module

from onrecord.errors import OnRecordError
from onrecord.ingest.inputs import Input
from onrecord.model.source import Source
from onrecord.settings import Settings

Outcome = Source | OnRecordError
Reader = Callable[[Input, Settings], Iterator[Outcome]]

READERS = {
    "text": "onrecord.ingest.plain",
    "html": "onrecord.ingest.page",
    "jsonl": "onrecord.ingest.jsonl",
}
"""The module that reads each kind, in its function `read_input(input, settings)`."""

_HTML = re.compile(
    rb"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]|<(?:article|div|main|section|p|h1|meta|script|title|span|table|br|a)(?:\s[^<>]{0,500})?/?>",
    re.IGNORECASE,
)
_MARKUP = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<")


def recognise(head: bytes, name: str) -> str:
    """Name the kind of an input by its first bytes."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n\x0b\x0c")
    if start.startswith(b"{") and _looks_like_lines(start, name):
        return "jsonl"
    if _MARKUP.match(head) and _HTML.search(head[:4096]):
        return "html"
    if name.lower().endswith((".html", ".htm", ".xhtml")):
        return "html"
    return "text"


def _looks_like_lines(start: bytes, name: str) -> bool:
    if name.lower().endswith((".jsonl", ".ndjson", ".jsonlines")):
        return True
    line, newline, _ = start.partition(b"\n")
    try:
        first = json.loads(line)
    except (ValueError, RecursionError):
        return not newline and b'"text"' in line[:4096]
    return isinstance(first, dict) and "text" in first


def reader_of(kind: str) -> Reader:
    """Load the reader of a kind."""
    read: Reader = import_module(READERS[kind]).read_input
    return read
