"""Lines that a page breaks within a sentence (`<br>`, preformatted text) made whole: a break there is one of the layout, not of the text.

Lines of a list, a table, an address stay lines: only what ends as a sentence does is joined.
"""

from __future__ import annotations

import re

from lxml.etree import SubElement
from lxml.html import HtmlElement

LEAST_WORDS = 6
"""Words from which what ends with a full stop is a paragraph."""
_ENDS = re.compile(r"[.!?…:;][\"'”’»)\]]*$")
_SENTENCE = re.compile(r"[.!?…][\"'”’»)\]]*$")
_ITEM = re.compile(r"[•·*▪–—-]\s|\(?\d{1,3}[.)]\s")
_COLUMNS = re.compile(r"\S(?: {3,}|\t)\S")
_HOLDERS = ("p", "div", "td", "blockquote", "section", "article")


def join_lines(tree: HtmlElement) -> bool:
    """Join lines broken within a sentence; tell whether there were any. Changes the tree."""
    breaks: dict[HtmlElement, list[HtmlElement]] = {}
    for element in tree.iter("br"):
        holder = next((e for e in element.iterancestors() if e.tag in _HOLDERS), None)
        if holder is not None:
            breaks.setdefault(holder, []).append(element)
    joined = [_join_breaks(holder, set(own)) for holder, own in breaks.items()]
    remade = [_join_preformatted(block) for block in list(tree.iter("pre"))]
    return any(joined) or any(remade)


def _join_breaks(holder: HtmlElement, breaks: set[HtmlElement]) -> bool:
    """Join the lines of one paragraph."""
    order: list[HtmlElement] = []
    pieces: list[list[str]] = [[]]
    for event, element in _walk(holder):
        if event == "break" and element in breaks:
            order.append(element)
            pieces.append([])
        elif isinstance(element, str):
            pieces[-1].append(element)
    lines = ["".join(p).strip() for p in pieces]
    joined = False
    for n, element in enumerate(order):
        if _goes_on(lines, n):
            element.tail = " " + (element.tail or "").lstrip()
            element.drop_tag()
            joined = True
    return joined


def _walk(holder: HtmlElement):  # type: ignore[no-untyped-def]
    """Give the text of an element and its breaks in order, without recursion."""
    stack: list[object] = [holder]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            yield "text", node
            continue
        if node is not holder and node.tail:  # type: ignore[attr-defined]
            stack.append(node.tail)  # type: ignore[attr-defined]
        if node.tag == "br":  # type: ignore[attr-defined]
            yield "break", node
        else:
            stack.extend(reversed(node))  # type: ignore[call-overload]
            if node.text:  # type: ignore[attr-defined]
                stack.append(node.text)  # type: ignore[attr-defined]


def _goes_on(lines: list[str], n: int) -> bool:
    """Tell whether the sentence of a line goes on in the next one: it does not end there, but in one of the lines that follow."""
    line, after = lines[n], lines[n + 1]
    if not line or not after or _ENDS.search(line) or _ITEM.match(line) or _ITEM.match(after):
        return False
    words = len(line.split())
    for n_after in range(n + 1, min(n + MOST_LINES, len(lines))):
        if not lines[n_after]:
            return False
        words += len(lines[n_after].split())
        if _SENTENCE.search(lines[n_after]):
            return words >= LEAST_WORDS
    return False


MOST_LINES = 30
"""Lines that one sentence is broken into."""


def _join_preformatted(block: HtmlElement) -> bool:
    """Make paragraphs of preformatted prose; what is a table or a list stays as it is."""
    words = block.text_content()
    paragraphs = [p.strip("\n") for p in re.split(r"\n[ \t\r]*\n", words.replace("\r\n", "\n")) if p.strip()]
    if not any(_is_prose(paragraph) for paragraph in paragraphs):
        return False
    for child in list(block):
        block.remove(child)
    block.tag, block.text = "div", None
    for paragraph in paragraphs:
        element = SubElement(block, "p" if _is_prose(paragraph) else "pre")
        element.text = " ".join(paragraph.split()) if element.tag == "p" else paragraph
    return True


def _is_prose(paragraph: str) -> bool:
    if not _SENTENCE.search(paragraph.rstrip()) or len(paragraph.split()) < LEAST_WORDS or _COLUMNS.search(paragraph.strip()):
        return False
    return not any(_ITEM.match(line.strip()) for line in paragraph.split("\n"))
