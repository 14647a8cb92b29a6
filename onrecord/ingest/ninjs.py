"""ninjs: news items as JSON (versions 1, 2 and 3), alone, in lists, and inside the answers of agencies' services."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from onrecord.errors import InputError
from onrecord.ingest.decode import decode
from onrecord.ingest.inputs import Input
from onrecord.ingest.jsonl import parse_json
from onrecord.ingest.newsml import MEDIA, markup_paragraphs
from onrecord.ingest.nitf import read_nitf
from onrecord.ingest.wire import Item, item_source
from onrecord.ingest.xml import MAX_XML, parse_xml
from onrecord.model.source import Source
from onrecord.settings import Settings

MARKS = frozenset(
    {
        "versioncreated",
        "versionCreated",
        "body_xhtml",
        "body_html",
        "body_text",
        "bodies",
        "headlines",
        "pubstatus",
        "pubStatus",
        "renditions",
    }
)
"""Keys that only ninjs has: an object with two of them, or one and a headline, is an item."""


def read_input(source: Input, settings: Settings) -> Iterator[Source | InputError]:
    """Read a ninjs document: a source for each text item, an error for each that has none. Raises `InputError` (BAD_JSON, NOT_A_REPORT)."""
    data = source.read(min(MAX_XML, settings.max_chars * 6), f"{MAX_XML:,} bytes for a document")
    try:
        document = parse_json(decode(data).text)
    except ValueError as error:
        raise source.error("BAD_JSON", str(error).partition(" ")[2] or "is not JSON", "send it again") from None
    items = list(find_items(document))
    if not items:
        raise source.error("NOT_A_REPORT", "holds no news item", "send ninjs items or JSON Lines")
    for number, node in enumerate(items, 1):
        alone = number if len(items) > 1 else None
        try:
            yield _item_source(node, source, data, alone)
        except InputError as error:
            error.report = source.name if alone is None else f"{source.name}#{alone}"
            yield error


def find_items(document: object) -> Iterator[Mapping[str, Any]]:
    """Find the items in a document, also inside the envelope of a service's answer."""
    queue = [document]
    for _ in range(100_000):
        if not queue:
            return
        node = queue.pop(0)
        if isinstance(node, list):
            queue.extend(node)
        elif isinstance(node, dict):
            if is_item(node):
                yield node
            else:
                queue.extend(
                    v for k, v in node.items() if k in ("data", "item", "items", "feed", "results", "_items") and isinstance(v, dict | list)
                )


def is_item(node: Mapping[str, Any]) -> bool:
    """Tell whether an object is a ninjs item."""
    found = sum(key in node for key in MARKS)
    return (
        found > 1
        or (found == 1 and any(k.startswith(("headline", "title", "body_")) for k in node))
        or ("uri" in node and "standard" in node)
    )


def _item_source(node: Mapping[str, Any], source: Input, data: bytes, number: int | None) -> Source:
    item = Item()
    item.paragraphs = _body(node, source)
    kind = str(node.get("type") or "").lower()
    if not item.paragraphs:
        what = f"is a {kind} without a text" if kind in MEDIA | {"composite", "event", "planning"} else "holds no text, only links to it"
        raise source.error("NO_TEXT", what, "send the item that carries the text")
    _fields(node, item)
    return item_source(item, source, data, number=number)


def _fields(node: Mapping[str, Any], item: Item) -> None:
    item.title = _role(node.get("headlines")) or _string(node, "headline", "headline_main", "headline_simple", "title")
    item.standfirst = _plain(
        _role(node.get("descriptions"), "lead", "abstract", "summary") or _string(node, "description_html", "abstract")
    )
    item.byline = _string(node, "by", "byline")
    item.dateline = _string(node, "dateline")
    item.language = _string(node, "language")
    item.identifier, item.version = _string(node, "guid", "uri", "id"), _string(node, "version", "_current_version")
    item.url = next((u for u in (_string(node, "ednote_url"), _string(node, "uri")) if u and u.startswith(("http://", "https://"))), None)
    item.modified = _string(node, "versioncreated", "versionCreated")
    item.published = _string(node, "firstpublished", "firstcreated", "firstCreated") or item.modified
    item.embargo = _string(node, "embargoed", "embargo")
    item.status = _string(node, "pubstatus", "pubStatus")
    item.publisher = _string(node, "source", "provider")
    for name in ("ednote", "edNote"):
        item.add("ednote", _plain(_string(node, name)))
    for name in ("copyrightholder", "copyrightHolder"):
        item.add("credit", _string(node, name))
    for name in ("slugline", "located", "urgency", "profile"):
        item.add(name, _string(node, name))
    for subject in _objects(node, "subject", "subjects"):
        code, scheme = _string(subject, "code", "uri", "qcode"), _string(subject, "scheme")
        item.add("subject", f"{scheme}:{code}" if scheme and code else code or _string(subject, "name"))
    for source in _objects(node, "infoSources", "infosources"):
        item.add("infosource", _string(source, "name"))


def _body(node: Mapping[str, Any], source: Input) -> list[str]:
    """Give the paragraphs of the longest body: text of its own, XHTML, or NITF as a string."""
    found = [_paragraphs(str(v), k) for k, v in node.items() if k.startswith("body") and isinstance(v, str)]
    for body in _objects(node, "bodies"):
        found.append(_paragraphs(_string(body, "value") or "", _string(body, "contenttype", "contentType") or ""))
    nitf = node.get("nitf")
    if isinstance(nitf, str) and "<" in nitf:
        found.append(read_nitf(parse_xml(nitf.encode(), source)[0]).paragraphs)
    return max(found, key=lambda ps: (sum(map(len, ps)) // 50, len(ps)), default=[])


def _paragraphs(text: str, kind: str) -> list[str]:
    return markup_paragraphs(text, "html" if "html" in kind and "<" in text else "") if text.strip() else []


def _plain(text: str | None) -> str | None:
    return " ".join(markup_paragraphs(text, "html" if "<" in text else "")) or None if text else None


def _string(node: Mapping[str, Any], *names: str) -> str | None:
    for name in names:
        value = node.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        if isinstance(value, str) and value.strip():
            return value.strip()
    return None


def _objects(node: Mapping[str, Any], *names: str) -> list[Mapping[str, Any]]:
    lists = [values for name in names if isinstance(values := node.get(name), list)]
    return [v for values in lists for v in values if isinstance(v, dict)]


def _role(values: object, *roles: str) -> str | None:
    """Give the value with one of these roles, else (without roles asked for) the main or first one."""
    objects = [v for v in values if isinstance(v, dict) and isinstance(v.get("value"), str)] if isinstance(values, list) else []
    named = [v for v in objects if str(v.get("role", "")).rsplit("/", 1)[-1].lower() in (roles or ("main",))]
    chosen = named or ([] if roles else objects)
    return str(chosen[0]["value"]).strip() or None if chosen else None
