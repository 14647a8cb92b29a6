"""Block quotations and embedded posts of a page that say whose words they are: `<blockquote>` with a signature.

A page shows by its layout that these are somebody's words; plain text has quotation marks and a dash for it. So what a block quotes gets
the marks, and its signature becomes a line of its own: “We will rebuild.” — Carla Weiss. Blocks without a signature stay as they are.
"""

from __future__ import annotations

import re

from lxml.etree import SubElement
from lxml.html import HtmlElement

MOST_NAMED = 10
"""Words of the longest signature that no dash begins."""
SIGNATURE = 160
"""Characters of the longest signature: a name, an office, a handle, a day."""
_DASH = re.compile(r"\s*(?:—|–|―|--|-)\s*(?=[^\W\d_])")
_OPENING = "“\"«„‘'"
_ADDRESS = re.compile(r"(?:https?://|pic\.twitter\.com/|t\.co/)\S+$")
_POSTED = re.compile(r"(?:posted|a post shared|a video posted|published)\s+by\s+", re.IGNORECASE)
PLATFORMS = {
    "twitter": "Twitter", "bluesky": "Bluesky", "mastodon": "Mastodon", "fb": "Facebook", "facebook": "Facebook", "instagram": "Instagram",
    "tiktok": "TikTok", "telegram": "Telegram", "reddit": "Reddit", "text-post": "Threads", "truth": "Truth Social",
}  # fmt: skip
"""Platforms by how the classes of their embedded posts begin ("twitter-tweet", "fb-post"): readers see their sign, a text has the name."""


def sign_quotations(tree: HtmlElement) -> bool:
    """Give marks and a line of signature to every signed block quotation; tell whether there was one. Changes the tree."""
    signed = False
    for block in list(tree.iter("blockquote")):
        if block.find(".//blockquote") is not None:
            continue
        platform = _platform(block)
        if platform:
            _drop_addresses(block)
        if name := _take_signature(block):
            signed = _mark(block, f"{name}, on {platform}" if platform else name) or signed
    return signed


def _platform(block: HtmlElement) -> str | None:
    """Give the platform whose embedded post a block is, by its class or that of what holds it."""
    parent = block.getparent()
    for element in (block, parent) if parent is not None else (block,):
        for name in (element.get("class") or "").lower().split()[:10]:
            for begins, platform in PLATFORMS.items():
                if name.startswith(begins + "-"):
                    return platform
    return None


def _drop_addresses(block: HtmlElement) -> None:
    """Take out links of a post that show nothing but where they lead ("pic.twitter.com/x"): they are none of its words."""
    for link in list(block.iter("a")):
        if _ADDRESS.match(link.text_content().strip()):
            link.drop_tree()


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
        if element.tail and (_DASH.match(element.tail) or _POSTED.match(element.tail.lstrip())) and element.tag in ("p", "div"):
            return _tail_taken(block, element, inner[n + 1 :])
    last = inner[-1]
    if len(inner) > 1 and last.tag in ("p", "div") and (_DASH.match(last.text_content()) or _is_named(last)):
        return _taken(last)
    return None


def _is_named(line: HtmlElement) -> bool:
    """Tell a last line that begins with a name set off and is no sentence ("<strong>Carla Weiss</strong>, mayor of Lindford")."""
    first = line[0] if len(line) else None
    words = line.text_content().strip()
    if first is None or first.tag not in ("strong", "b", "em", "cite") or (line.text or "").strip() or words[-1:] in ".!?…”\"":
        return False
    return len(words.split()) <= MOST_NAMED and first.text_content().strip()[:1].isupper()


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
    return _POSTED.sub("", _DASH.sub("", re.sub(r"\s+", " ", words).strip(), count=1).strip(), count=1)


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
