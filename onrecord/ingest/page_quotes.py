"""Block quotations and embedded posts of a page that say whose words they are: `<blockquote>` with a signature.

A page shows by its layout that these are somebody's words; plain text has quotation marks and a dash for it. So what a block quotes gets
the marks, and its signature becomes a line of its own: “We will rebuild.” — Carla Weiss. Blocks without a signature stay as they are.
"""

from __future__ import annotations

import re

from lxml.etree import SubElement
from lxml.html import HtmlElement

SIGNATURE = 160
"""Characters of the longest signature: a name, an office, a handle, a day."""
_DASH = re.compile(r"\s*(?:—|–|―|--|-)\s*(?=[^\W\d_])")
_OPENING = "“\"«„‘'"


def sign_quotations(tree: HtmlElement) -> bool:
    """Give marks and a line of signature to every signed block quotation; tell whether there was one. Changes the tree."""
    signed = False
    for block in list(tree.iter("blockquote")):
        if block.find(".//blockquote") is None and (name := _take_signature(block)):
            signed = _mark(block, name) or signed
    return signed


def _take_signature(block: HtmlElement) -> str | None:
    """Take the signature out of a block: its footer or cite, its last words after a dash, the caption of the figure around it."""
    for tag in ("footer", "cite", "figcaption"):
        for element in block.iter(tag):
            return _taken(element)
    parent = block.getparent()
    if parent is not None and parent.tag == "figure" and (caption := parent.find("figcaption")) is not None:
        parent.tag = "div"  # what stands in a figure is taken for a picture, and left out
        return _taken(caption)
    inner = [e for e in block if isinstance(e.tag, str)]
    if not inner:
        return None
    for n, element in enumerate(inner):
        if element.tail and _DASH.match(element.tail) and element.tag in ("p", "div"):
            return _tail_taken(block, element, inner[n + 1 :])
    last = inner[-1]
    if len(inner) > 1 and last.tag in ("p", "div") and _DASH.match(last.text_content()):
        return _taken(last)
    return None


def _taken(element: HtmlElement) -> str | None:
    words = _bare(element.text_content())
    if not words or len(words) > SIGNATURE:
        return None
    element.drop_tree()
    return words


def _tail_taken(block: HtmlElement, after: HtmlElement, rest: list[HtmlElement]) -> str | None:
    """Take what stands loose after the last paragraph ("— Carla Weiss (@cweiss) <a>May 14, 2024</a>")."""
    words = _bare(" ".join([after.tail or "", *(f"{e.text_content()} {e.tail or ''}" for e in rest)]))
    if not words or len(words) > SIGNATURE or any(e.tag in ("p", "div") for e in rest):
        return None
    after.tail = None
    for element in rest:
        block.remove(element)
    return words


def _bare(words: str) -> str:
    return _DASH.sub("", re.sub(r"\s+", " ", words).strip(), count=1).strip()


def _mark(block: HtmlElement, name: str) -> bool:
    """Put marks around the words and the signature under them."""
    paragraphs = [p for p in block.iter("p") if p.text_content().strip()]
    if not paragraphs:
        words = re.sub(r"\s+", " ", block.text_content()).strip()
        for child in list(block):
            block.remove(child)
        block.text = None
        paragraphs = [SubElement(block, "p")]
        paragraphs[0].text = words
    if not paragraphs[0].text_content().strip():
        return False
    if paragraphs[0].text_content().lstrip()[0] not in _OPENING:
        for paragraph in paragraphs:
            paragraph.text = "“" + (paragraph.text or "").lstrip()
        _append(paragraphs[-1], "”")
    line = SubElement(block, "p")
    line.text = f"— {name}"
    return True


def _append(paragraph: HtmlElement, mark: str) -> None:
    """Put a mark after a paragraph's last words."""
    last = paragraph[-1] if len(paragraph) else None
    if last is None:
        paragraph.text = (paragraph.text or "").rstrip() + mark
    elif (last.tail or "").strip():
        last.tail = last.tail.rstrip() + mark
    else:
        last.tail = mark
