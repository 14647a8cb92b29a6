"""What an input is, by its content (and by its name where content cannot tell), and the module that reads it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from importlib import import_module

from onrecord.errors import InputError, OnRecordError
from onrecord.ingest.decode import in_utf8
from onrecord.ingest.inputs import Input
from onrecord.model.source import Source, Unread
from onrecord.settings import Settings

Outcome = Source | Unread | OnRecordError
Reader = Callable[[Input, Settings], Iterator[Outcome]]

READERS = {
    name: f"onrecord.ingest.{module}"
    for name, module in {
        "text": "plain", "html": "page", "jsonl": "jsonl", "csv": "table", "feed": "feeds", "warc": "warc", "newsml": "newsml",
        "nitf": "nitf", "ninjs": "ninjs", "anpa": "anpa", "mail": "mail", "gzip": "gz",
    }.items()
}  # fmt: skip
"""The module that reads each kind, in its function `read_input(input, settings)`."""

_HTML = re.compile(
    rb"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]|<(?:article|div|main|section|p|h1|meta|script|title|span|table|br|a)(?:\s[^<>]{0,500})?/?>",
    re.IGNORECASE,
)
_MARKUP = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<")


_ROOT = re.compile(rb"<(?![?!])(?:[\w.-]+:)?([\w.-]+)")
_ROOTS = {
    **dict.fromkeys(
        (
            "newsml",
            "newsitem",
            "newsmessage",
            "packageitem",
            "conceptitem",
            "knowledgeitem",
            "planningitem",
            "catalogitem",
            "scheme",
            "catalog",
        ),
        "newsml",
    ),
    "nitf": "nitf",
    **dict.fromkeys(("rss", "feed", "rdf"), "feed"),
}
_MAIL_HEADER = re.compile(
    rb"(?:return-path|received|from|to|subject|date|message-id|mime-version|content-type|delivered-to|dkim-signature|x-[\w-]+|reply-to|arc-[\w-]+|"
    rb"list-[\w-]+|sender|cc|authentication-results):",
    re.IGNORECASE,
)
_WIRE = re.compile(rb"[\x01\x16][^\n]{0,200}|\x01")
_JSON_NEWS = re.compile(rb'"(?:versioncreated|versionCreated|body_xhtml|body_html|pubstatus|pubStatus|headlines|bodies)"\s*:')
_TABLES = (".csv", ".tsv")


def recognise(head: bytes, name: str) -> str:
    """Name the kind of an input by its first bytes, and by its name where they do not tell."""
    head = in_utf8(head)
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n\x0b\x0c")
    low = name.lower()
    if head.startswith(b"\x1f\x8b"):
        return "gzip"
    if start.startswith(b"WARC/") or low.endswith(".warc"):
        return "warc"
    if start[:1] in b"{[" and start:
        return _json_kind(start, low)
    if _MARKUP.match(head):
        found = _markup_kind(start, low)
        if found is not None:
            return found
    if low.endswith((".html", ".htm", ".xhtml")):
        return "html"
    if low.endswith(".eml") or _is_mail(start):
        return "mail"
    if low.endswith(_TABLES):
        return "csv"
    return "anpa" if _WIRE.match(head) and b"\x02" in head[:2000] else "text"


def _markup_kind(start: bytes, name: str) -> str | None:
    root = _ROOT.search(start[:8192])
    kind = _ROOTS.get(root[1].decode("ascii", "replace").lower()) if root else None
    if kind is not None:
        return kind
    if _HTML.search(start[:4096]) and not name.endswith(".xml"):
        return "html"
    return "xml" if start.startswith(b"<?xml") or name.endswith(".xml") else None


def _is_mail(start: bytes) -> bool:
    """Tell a mail by its header lines: three of the first ones are those of mails."""
    lines = start[:4000].splitlines()[:12]
    return bool(lines) and b":" in lines[0][:40] and sum(bool(_MAIL_HEADER.match(line)) for line in lines) >= 3


def _json_kind(start: bytes, name: str) -> str:
    """Tell JSON Lines, JSON Feed and ninjs apart; braces that begin a text are text."""
    if start.startswith(b"{") and _looks_like_lines(start, name):
        return "jsonl"
    if b"jsonfeed.org/version" in start[:2000]:
        return "feed"
    if _JSON_NEWS.search(start) or name.endswith(".json"):
        return "ninjs"
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
    """Load the reader of a kind. Raises `InputError` (UNKNOWN_XML)."""
    if kind not in READERS:
        raise InputError(
            "is XML of an unknown kind",
            stage="ingest",
            code="UNKNOWN_XML",
            remedy="send NewsML, NITF, a feed or a page, or name its format",
        )
    read: Reader = import_module(READERS[kind]).read_input
    return read
