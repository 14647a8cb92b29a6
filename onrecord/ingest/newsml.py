"""NewsML-G2 and NewsML 1.2: news items alone, in messages, with NITF, XHTML or plain text inside."""

from __future__ import annotations

import html as entities
from collections.abc import Iterator

from lxml import html
from lxml.etree import _Element as Element

from onrecord.errors import InputError
from onrecord.ingest.inputs import Input
from onrecord.ingest.nitf import read_nitf
from onrecord.ingest.wire import Item, item_source
from onrecord.ingest.xml import MAX_XML, attribute, child, each, first, local, paragraphs, parse_xml, words, words_of
from onrecord.model.source import RelationKind, Source
from onrecord.settings import Settings

NOT_REPORTS = {
    "packageitem": "a package of links to other items", "conceptitem": "a concept, not a report", "knowledgeitem": "a list of concepts",
    "planningitem": "a plan of coverage", "catalogitem": "a catalogue of schemes", "scheme": "a scheme of codes",
    "catalog": "a catalogue of schemes",
}  # fmt: skip
"""Items of the family that carry no report."""
MEDIA = frozenset({"picture", "photo", "graphic", "video", "audio", "animation"})
_RELATIONS: dict[str, RelationKind] = {
    "correction": "corrects", "corrects": "corrects", "update": "updates", "updates": "updates", "replaces": "updates",
    "previousversion": "updates", "derivedfrom": "updates", "withdraws": "withdraws", "kill": "withdraws", "cancels": "withdraws",
}  # fmt: skip


def read_input(source: Input, settings: Settings) -> Iterator[Source | InputError]:
    """Read a NewsML document: a source for each text item, an error for each item that is none."""
    data = source.read(min(MAX_XML, settings.max_chars * 4), f"{MAX_XML:,} bytes for a document")
    root, warnings = parse_xml(data, source)
    items = [n for n in root.iter() if isinstance(n.tag, str) and _is_item(n, root)]
    if not items:
        raise source.error("NOT_A_REPORT", f"holds no news item (its root is {local(root)})", "send news items")
    for number, node in enumerate(items, 1):
        alone = number if len(items) > 1 else None
        try:
            if local(node) in NOT_REPORTS:
                raise source.error("NOT_A_REPORT", f"is {NOT_REPORTS[local(node)]}", "send the news items themselves")
            item = _read_g2(node) if child(node, "identification") is None else _read_12(node)
            if not item.paragraphs and item.status != "stat:canceled" and (kind := _media(node)):
                raise source.error("NO_TEXT", f"is a {kind} without a text", "send the item that carries the text")
            yield item_source(item, source, data, number=alone, warnings=warnings)
        except InputError as error:
            error.report = source.name if alone is None else f"{source.name}#{alone}"
            yield error


def _is_item(node: Element, root: Element) -> bool:
    """Tell an item from a remark about one inside another item, and from the catalogue that a document begins with."""
    name = local(node)
    if name in ("catalog", "scheme"):
        return node is root
    if name != "newsitem" and name not in NOT_REPORTS:
        return False
    return not any(local(a) == "newsitem" or local(a) in NOT_REPORTS for a in node.iterancestors())


def _media(node: Element) -> str | None:
    """Give the class of an item of pictures or sound."""
    words = [attribute(first(node, "itemclass"), "qcode"), attribute(first(node, "mediatype"), "FormalName")]
    found = [w.rsplit(":", 1)[-1].lower() for w in words if w]
    return next((w for w in found if w in MEDIA), None)


# NewsML-G2


def _read_g2(node: Element) -> Item:
    item = _content(child(node, "contentset"))
    item_meta, content_meta = child(node, "itemmeta"), child(node, "contentmeta")
    item.identifier, item.version = node.get("guid") or item.identifier, node.get("version") or item.version
    item.language = node.get("{http://www.w3.org/XML/1998/namespace}lang") or item.language
    if item_meta is not None:
        _item_meta(item_meta, item)
    if content_meta is not None:
        _content_meta(content_meta, item)
    return item


def _item_meta(meta: Element, item: Item) -> None:
    item.modified = words_of(meta, "versioncreated")
    item.published = words_of(meta, "firstcreated") or item.published or item.modified
    item.embargo = words_of(meta, "embargoed") or item.embargo
    item.status = _code(first(meta, "pubstatus")) or item.status
    item.title = item.title or words_of(meta, "title")
    provider = first(meta, "provider")
    item.publisher = words_of(provider, "name") if provider is not None and len(provider) else item.publisher
    item.add("provider", item.publisher or _code(provider))
    for note in each(meta, "ednote"):
        item.add("ednote", words(note))
    for signal in each(meta, "signal"):
        item.add("signal", _code(signal))
    for link in each(meta, "link"):
        relation = _RELATIONS.get((attribute(link, "rel") or "").rsplit(":", 1)[-1].lower())
        target = attribute(link, "residref") or attribute(link, "href")
        if relation and target:
            item.relations.append((relation, target))


def _content_meta(meta: Element, item: Item) -> None:
    item.title = words_of(meta, "headline") or item.title
    item.byline = words_of(meta, "by") or item.byline
    item.dateline = words_of(meta, "dateline") or item.dateline
    item.language = attribute(first(meta, "language"), "tag") or item.language
    item.add("credit", words_of(meta, "creditline"))
    item.add("slugline", words_of(meta, "slugline"))
    item.add("urgency", words_of(meta, "urgency"))
    for creator in [n for n in meta if local(n) in ("creator", "contributor", "infosource")]:
        item.add(local(creator), words_of(creator, "name") or _code(creator))
    for subject in [n for n in meta if local(n) == "subject"]:
        item.add("subject", _code(subject) or words_of(subject, "name"))


def _code(node: Element | None) -> str | None:
    return attribute(node, "qcode") or attribute(node, "uri") or attribute(node, "literal")


def _content(content: Element | None) -> Item:
    """Read the text of an item: the inline content that holds most of it."""
    items = [_inline(n) for n in content if local(n) in ("inlinexml", "inlinedata")] if content is not None else []
    return max(items, key=lambda i: sum(map(len, i.paragraphs)), default=Item())


def _inline(node: Element) -> Item:
    nitf = first(node, "nitf")
    if nitf is not None:
        return read_nitf(nitf)
    if len(node):
        body = first(node, "body")
        return Item(paragraphs=paragraphs(body if body is not None else node))
    return Item(paragraphs=markup_paragraphs(node.text or "", attribute(node, "contenttype") or ""))


def markup_paragraphs(text: str, content_type: str = "") -> list[str]:
    """Give the paragraphs of text handed over as a string: markup where it is declared or looks so, else lines between blank lines."""
    if "html" in content_type.lower() or ("</" in text and ("<p" in text or "<div" in text or "<br" in text)):
        root = html.fragment_fromstring(text, create_parent="div")
        return paragraphs(root)
    plain = entities.unescape(text) if "&" in text and ";" in text else text
    blocks = [" ".join(b.split()) for b in plain.replace("\r\n", "\n").split("\n\n")]
    return [b for b in blocks if b]


# NewsML 1.2


def _read_12(node: Element) -> Item:
    item = Item()
    identification, management = child(node, "identification"), child(node, "newsmanagement")
    if identification is not None:
        item.identifier = words_of(identification, "publicidentifier") or words_of(identification, "newsitemid")
        item.version = words_of(identification, "revisionid")
        item.add("provider", words_of(identification, "providerid"))
    if management is not None:
        item.modified = words_of(management, "thisrevisioncreated")
        item.published = words_of(management, "firstcreated") or item.modified
        item.status = attribute(first(management, "status"), "FormalName")
        item.add("urgency", attribute(first(management, "urgency"), "FormalName"))
        item.add("ednote", words_of(management, "instruction"))
        if (item.status or "").lower() == "embargoed":
            item.embargo = words_of(management, "dateandtime")
    _news_lines(node, item)
    _components(node, item)
    return item


def _news_lines(node: Element, item: Item) -> None:
    item.title, item.byline = words_of(node, "headline"), words_of(node, "byline")
    item.dateline = words_of(node, "dateline")
    item.add("credit", words_of(node, "creditline"))
    item.add("slugline", words_of(node, "slugline"))
    item.language = attribute(first(node, "language"), "FormalName")
    for name in ("provider", "source", "creator"):
        party = first(node, name)
        item.add(name, attribute(first(party, "party"), "FormalName") if party is not None else None)
    item.publisher = next((v for n, v in item.extra if n in ("credit", "provider") and "." not in v), None)
    for subject in each(node, "subject", "subjectmatter", "subjectdetail"):
        code = attribute(subject, "FormalName")
        item.add("subject", f"iptc:{code}" if code else None)


def _components(node: Element, item: Item) -> None:
    """Gather the text of all content items, once each; a component's role (Title, Lead, Body) says where it goes."""
    for content in each(node, "datacontent"):
        nitf = first(content, "nitf")
        found = read_nitf(nitf).paragraphs if nitf is not None else _data_content(content)
        role = _role(content)
        if role == "title" and found:
            item.title = item.title or found[0]
        elif role == "lead" and found and item.standfirst is None:
            item.standfirst = " ".join(found)
        else:
            item.paragraphs += [p for p in found if p not in item.paragraphs]


def _data_content(content: Element) -> list[str]:
    if len(content):
        return paragraphs(content)
    return markup_paragraphs(content.text or "")


def _role(content: Element) -> str | None:
    component = next((a for a in content.iterancestors() if local(a) == "newscomponent"), None)
    role = child(component, "role") if component is not None else None
    return (attribute(role, "FormalName") or "").lower() or None
