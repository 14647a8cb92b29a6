"""NITF: the News Industry Text Format of IPTC, alone or inside NewsML."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.etree import _Element as Element

from onrecord.ingest.inputs import Input
from onrecord.ingest.wire import Item, item_source
from onrecord.ingest.xml import MAX_XML, attribute, child, each, first, paragraphs, parse_xml, words, words_of
from onrecord.model.source import Source
from onrecord.settings import Settings


def read_input(source: Input, settings: Settings) -> Iterator[Source]:
    """Read a NITF document as one report. Raises `InputError` (XML_ENTITY, BAD_XML, NO_TEXT, TOO_LARGE)."""
    data = source.read(min(MAX_XML, settings.max_chars * 4), f"{MAX_XML:,} bytes for a document")
    root, warnings = parse_xml(data, source)
    yield item_source(read_nitf(root), source, data, warnings=warnings)


def read_nitf(root: Element) -> Item:
    """Read the fields of a NITF document."""
    item = Item()
    body = first(root, "body.content")
    item.paragraphs = paragraphs(body) if body is not None else []
    item.title = words_of(root, "hl1") or words_of(root, "hedline") or words_of(root, "title")
    item.standfirst = words_of(root, "abstract")
    _head(root, item)
    return item


def _head(root: Element, item: Item) -> None:
    item.byline = _byline(first(root, "byline"))
    item.dateline = words_of(root, "dateline")
    item.publisher = words_of(root, "distributor")
    item.language = root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("baselang")
    item.identifier = attribute(first(root, "doc-id"), "id-string")
    item.version = attribute(first(root, "du-key"), "version")
    item.published = attribute(first(root, "date.issue"), "norm") or attribute(first(root, "pubdata"), "date.publication")
    item.embargo = attribute(first(root, "date.release"), "norm")
    if item.embargo == item.published:
        item.embargo = None
    docdata = first(root, "docdata")
    item.status = attribute(docdata, "management-status")
    item.add("ednote", attribute(first(root, "ed-msg"), "info"))
    item.add("urgency", attribute(first(root, "urgency"), "ed-urg"))
    item.add("credit", attribute(first(root, "doc.copyright"), "holder") or attribute(first(root, "doc-id"), "regsrc"))
    for node in each(root, "tobject.subject"):
        code = attribute(node, "tobject.subject.refnum")
        item.add("subject", f"iptc:{code}" if code else None)


def _byline(node: Element | None) -> str | None:
    """Give a byline without the job titles in it."""
    if node is None:
        return None
    title = child(node, "byttl")
    full, job = words(node), words(title)
    return full.removesuffix(job).strip() if full and job else full
