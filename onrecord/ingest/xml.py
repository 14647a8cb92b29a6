"""XML from outside, parsed so that it can do nothing: no entities, no network, no external files, bounded depth."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree
from lxml.etree import _Element as Element

from onrecord.ingest.decode import decode
from onrecord.ingest.inputs import Input
from onrecord.ingest.page_tree import lighten
from onrecord.model.record import Warn

MAX_XML = 30_000_000
"""Bytes of a wire document that are read; the largest samples of agencies have 100 kB."""
_ENTITY = re.compile(r"<!\s*ENTITY\s+(?!%)", re.IGNORECASE)
"""A general entity. Parameter entities, by which some agencies name their DTD, are harmless once the document type is taken away."""
_DECLARED = re.compile(rb"<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w-]{2,30})", re.IGNORECASE)
_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,300}\?>")
BLOCKS = frozenset(
    [
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hl1",
        "hl2",
        "li",
        "dt",
        "dd",
        "blockquote",
        "pre",
        "td",
        "th",
        "figcaption",
        "div",
        "block",
        "tr",
        "table",
        "section",
        "article",
        "br",
        "media-caption",
        "hr",
    ]
)
SKIPPED = frozenset(["script", "style", "media", "table", "figure", "svg", "math", "object", "iframe", "head"])


def parse_xml(data: bytes, source: Input) -> tuple[Element, tuple[Warn, ...]]:
    """Parse a document. Raises `InputError` (XML_ENTITY, DEPTH, BAD_XML); one with slips is read as far as possible, with a warning."""
    declared = _DECLARED.search(data[:200])
    decoded = decode(data, declared[1].decode("ascii", "replace") if declared else None)
    text = lighten(_DECLARATION.sub("", decoded.text, count=1))
    if _ENTITY.search(text):
        raise source.error("XML_ENTITY", "declares entities, which are not expanded here", "send it without a document type")
    markup = _doctype_removed(text).encode("utf-8", "replace")
    try:
        return etree.fromstring(markup, _parser(recover=False)), decoded.warnings
    except etree.XMLSyntaxError as error:
        what = str(error)[:120]
    if "depth" in what.lower():
        raise source.error("DEPTH", "nests its elements too deeply", "send it with fewer levels")
    try:
        root = etree.fromstring(markup, _parser(recover=True))
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        raise source.error("BAD_XML", f"is not well-formed: {what}", "send it again")
    slip = Warn(code="BAD_XML", message=f"the document is not well-formed ({what}) and was read as far as possible")
    return root, (*decoded.warnings, slip)


def _parser(*, recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True, recover=recover, encoding="utf-8"
    )  # fmt: skip


def _doctype_removed(text: str) -> str:
    """Take the document type away: nothing in it is followed or expanded here."""
    start = text.find("<!DOCTYPE", 0, 10_000)
    if start < 0:
        return text
    inner, end = text.find("[", start), text.find(">", start)
    if 0 <= inner < end:
        end = text.find(">", max(text.find("]", inner), inner))
    return text[:start] + text[end + 1 :] if end >= 0 else text


def local(node: Element) -> str:
    """Give an element's name without its namespace, in small letters."""
    return node.tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(node.tag, str) else ""


def each(node: Element, *names: str) -> Iterator[Element]:
    """Give the descendants with one of these local names, in document order."""
    wanted = frozenset(names)
    return (n for n in node.iter() if isinstance(n.tag, str) and local(n) in wanted)


def first(node: Element, *names: str) -> Element | None:
    """Give the first descendant with one of these local names."""
    return next(each(node, *names), None)


def child(node: Element, name: str) -> Element | None:
    return next((n for n in node if local(n) == name), None)


def words(node: Element | None) -> str | None:
    """Give the text below an element, white space squeezed; None where there is none."""
    return (re.sub(r"\s+", " ", "".join(map(str, node.itertext()))).strip() or None) if node is not None else None


def words_of(node: Element, *names: str) -> str | None:
    """Give the text of the first descendant with one of these names that has any."""
    return next((w for n in each(node, *names) if (w := words(n))), None)


def attribute(node: Element | None, name: str) -> str | None:
    return (node.get(name) or "").strip() or None if node is not None else None


def paragraphs(node: Element) -> list[str]:
    """Give the paragraphs below an element (NITF, XHTML): text between block elements, white space squeezed, tables and media left out."""
    out: list[str] = []
    current: list[str] = []
    stack: list[Element | str | None] = [node]
    while stack:
        item = stack.pop()
        if item is None:
            _flush(out, current)
        elif isinstance(item, str):
            current.append(item)
        else:
            _open(item, stack, is_root=item is node)
    _flush(out, current)
    return out


def _open(item: Element, stack: list[Element | str | None], *, is_root: bool) -> None:
    """Put what an element holds on the stack: its text, its children, its tail, with a break around blocks."""
    name = local(item)
    if item.tail and not is_root:
        stack.append(item.tail)
    if not name or (name in SKIPPED and not is_root):
        stack.append(None)
        return
    if name in BLOCKS:
        stack.append(None)
    stack.extend(reversed(item))
    if item.text:
        stack.append(item.text)
    if name in BLOCKS:
        stack.append(None)


def _flush(out: list[str], current: list[str]) -> None:
    text = re.sub(r"\s+", " ", "".join(current)).strip()
    if text:
        out.append(text)
    current.clear()
