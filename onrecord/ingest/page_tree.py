"""Markup to a tree that lxml can bear: nesting flattened before the parser sees it, scripts and comments out of the way."""

from __future__ import annotations

import re
from typing import NamedTuple

from lxml import html
from lxml.etree import ParserError, XMLSyntaxError, iterwalk
from lxml.html import HtmlElement

KEEP_DEPTH = 180
"""Nesting kept: libxml2 gives no text below 256 nested tags, and says nothing."""
DEEP = 1_000
"""Nesting from which a page gets a warning: no page made for readers is so deep."""

_TAG = re.compile(r"<!--.*?(?:-->|\Z)|<(/?)([a-zA-Z][a-zA-Z0-9:-]*)([^<>]*)>|<!\[[^\]<>]{0,40}(?:\]>|\Z|(?=<))", re.DOTALL)
_RAW = re.compile(r"<(script|style|noscript|template|svg|math|iframe|object)\b", re.IGNORECASE)
_VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"])


class Flat(NamedTuple):
    """Markup whose nesting an HTML parser can bear, and how deep it was."""

    markup: str
    depth: int


MOST_ATTRIBUTES = 200
"""Attributes of one tag that are kept: libxml2 finds the end of a list of n by n steps for each. Real tags have under 60."""
_ATTRIBUTE = r"""[^\s/>=][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^\s>"'][^\s>]*+|(?=>)))?+[\s/]*+"""
_LADEN = re.compile(
    rf"<(?:!--.*?(?:-->|\Z)|[a-zA-Z][^\s/>]*+[\s/]*+((?:{_ATTRIBUTE}){{{MOST_ATTRIBUTES}}})((?:{_ATTRIBUTE})++)"
    r"|(?:script|style)\b[^>]*+>.*?(?:</|\Z))",
    re.DOTALL | re.IGNORECASE,
)
"""A comment; a tag with too many attributes; a script, whose words are no tags."""


MOST_BREAKS = 1_000
"""Line breaks of a page that stay such; of more each ends a paragraph: the extractor's cost grows with the square of their number."""
_BREAK = re.compile(r"<br\b[^<>]*>", re.IGNORECASE)


def lighten(markup: str) -> str:
    """Leave out what a tag has beyond its first `MOST_ATTRIBUTES`, in one pass."""
    if markup.count("=") < MOST_ATTRIBUTES and len(markup) < 4 * MOST_ATTRIBUTES:
        return markup
    return _LADEN.sub(lambda m: m[0] if m[2] is None else markup[m.start() : m.start(2)], markup)


_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that HTML lets a page have and libxml2 refuses to write: whoever sets a text with one fails."""


def drop_controls(tree: HtmlElement) -> int:
    """Put blanks in the place of control characters, also of those written as entities; give how many places had some."""
    found = 0
    for node in tree.iter():
        for name in ("text", "tail"):
            words = getattr(node, name)
            if words and _NOT_XML.search(words):
                setattr(node, name, _NOT_XML.sub(" ", words))
                found += 1
    return found


def flatten(markup: str) -> Flat:
    """Leave out the tags below `KEEP_DEPTH`, in one pass; their text stays. Cheap where nothing is deep."""
    markup = lighten(markup)
    if markup.count("<br") + markup.count("<BR") > MOST_BREAKS:
        markup = _BREAK.sub("<p>", markup)
    if markup.count("<") < KEEP_DEPTH:
        return Flat(markup, 0)
    depth = deepest = 0
    dropped: list[tuple[int, int]] = []
    for match in _TAG.finditer(markup):
        name = match[2]
        if name is None or name.lower() in _VOID or match[3].endswith("/"):
            continue
        if match[1]:
            if depth > KEEP_DEPTH:
                dropped.append(match.span())
            depth = max(0, depth - 1)
        else:
            depth += 1
            deepest = max(deepest, depth)
            if depth > KEEP_DEPTH:
                dropped.append(match.span())
    return Flat(_without(markup, dropped) if dropped else markup, deepest)


def _without(markup: str, spans: list[tuple[int, int]]) -> str:
    pieces: list[str] = []
    at = 0
    for start, end in spans:
        pieces += (markup[at:start], " ")
        at = end
    pieces.append(markup[at:])
    return "".join(pieces)


def parse(markup: str) -> HtmlElement | None:
    """Parse a page; None where there is nothing to parse. No network, no entities of its own."""
    parser = html.HTMLParser(huge_tree=True, no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        return html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except (ParserError, XMLSyntaxError, AssertionError, ValueError):
        return None


class Shown(NamedTuple):
    """The paragraphs of a page as a browser would show them, and the same without the words of links."""

    lines: list[str]
    unlinked: list[str]


def shown_text(tree: HtmlElement) -> Shown:
    """Give a page's text as a browser would show it, scripts and styles left out: the measure of what an extractor lost."""
    lines, unlinked = list[str](), list[str]()
    line, bare = list[str](), list[str]()
    links = 0
    walk = iterwalk(tree, events=("start", "end"))
    for event, node in walk:
        tag = node.tag
        hidden = tag in _HIDDEN or not isinstance(tag, str)
        if event == "start" and hidden:
            walk.skip_subtree()
            continue
        if not hidden and tag not in _INLINE and line:
            lines.append("".join(line))
            unlinked.append("".join(bare))
            line, bare = [], []
        if tag == "a":
            links += 1 if event == "start" else -1
        words = node.text if event == "start" else node.tail
        if words:
            line.append(words)
            if not links:
                bare.append(words)
    lines.append("".join(line))
    unlinked.append("".join(bare))
    return Shown(_plain(lines), _plain(unlinked))


def _plain(lines: list[str]) -> list[str]:
    plain = (" ".join(line.split()) for line in lines)
    return [line for line in plain if line]


_HIDDEN = frozenset(["script", "style", "noscript", "template", "head", "svg", "math", "iframe", "object", "select", "textarea", "button"])
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "cite",
        "code",
        "em",
        "i",
        "kbd",
        "mark",
        "q",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "time",
        "u",
        "var",
        "font",
        "ins",
        "del",
        "label",
    ]
)
