"""Which part of a page is its article's own: what stands around its headline, its first paragraphs and its end, and nothing of the rest.

Comments, other stories, tickers, calendars and footers have dates and authors of their own, under names of classes that no list holds
all of. So most is told by where it stands: after the last paragraph of the article, or far above its headline, nothing is its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from itertools import islice
from typing import Any, NamedTuple

from lxml.html import HtmlElement

from onrecord.text import fold

LEAST_WORDS = 8
"""Words of a line of the article by which its place on the page is found."""
OPENING = 60
"""Characters of a line that are compared."""
FOOT_WORDS = 12
"""Words of what stands right under an article, or above its headline, and is still its own ("Published on 14 May 2024")."""
MOST_PIECES = 50
"""Pieces of text that the beginning of an element is put together from."""
MOST_LEADING = 2
"""Elements right above a headline that may belong to it."""

_ASIDE = re.compile(
    r"(?:^|[\s_-])(?:comments?|disqus|related|recommend\w*|sidebar|footer|teasers?|more-?\w*|newsletter|trending|popular|latest|events?|calendar|"
    r"promo\w*|widget\w*|copyright|next|previous|read-?also|also-?read)(?:$|[\s_-])",
    re.IGNORECASE,
)
_BLOCKS = frozenset("address article blockquote dd div dl dt h1 h2 h3 h4 h5 h6 header li main ol p section table ul".split())
_HOLDERS = frozenset(["article", "main", "body", "html"])


def own_part(tree: HtmlElement, text: str, title: str | None) -> HtmlElement:
    """Give a copy of a page without what is not its article's own; without its scripts and pictures, too.

    `text` is what was extracted as the article, `title` its headline. Where the text is found nowhere on the page, only what its tags and
    classes call an aside is left out.
    """
    own = deepcopy(tree)
    for element in [e for e in own.iter() if isinstance(e.tag, str) and _is_aside(e)]:
        _remove(element)
    place = _place(own, text, title)
    if place is None:
        return own
    marks = (place.heading, place.first, place.second, place.last)
    kept = {holder for mark in marks if mark is not None for holder in _around(mark)}
    for element in list(_strangers(place, kept)):
        _remove(element)
    return own


def is_own_scope(element: HtmlElement, types: frozenset[str]) -> bool:
    """Tell whether the innermost thing of schema.org (microdata) that an element is told of is one of these types, or none is named."""
    for holder in element.iterancestors():
        if holder.get("itemscope") is not None:
            kind = (holder.get("itemtype") or "").rstrip("/").rsplit("/", 1)[-1].lower()
            return not kind or kind in types
    return True


class _Place(NamedTuple):
    """Where an article stands on its page: its headline, first, second and last paragraph, and the number of each element in order."""

    heading: HtmlElement | None
    first: HtmlElement
    second: HtmlElement | None
    last: HtmlElement
    order: dict[HtmlElement, int]


def _place(own: HtmlElement, text: str, title: str | None) -> _Place | None:
    lines = (line for line in text.split("\n") if len(line.split()) >= LEAST_WORDS)
    openings = {fold(line[: 2 * OPENING])[:OPENING] for line in lines}
    told: list[HtmlElement] = []
    heading: HtmlElement | None = None
    order: dict[HtmlElement, int] = {}
    headline = fold(title[:1000]) if title else ""
    for n, element in enumerate(own.iter()):
        order[element] = n
        if not isinstance(element.tag, str) or element.tag in ("head", "title", "meta", "link"):
            continue
        if element.tag in ("h1", "h2") and not told:
            words = fold(_opening(element, 300))
            if element.tag == "h1" or (words and words == headline[: len(words)]):
                heading = element if heading is None or words == headline or element.tag == "h1" else heading
        elif fold(_opening(element, 2 * OPENING))[:OPENING] in openings:
            if told and told[-1] in element.iterancestors():
                told.pop()
            told.append(element)
    if not told:
        return None
    return _Place(heading, told[0], told[1] if len(told) > 1 else None, told[-1], order)


def _opening(element: HtmlElement, most: int) -> str:
    """Give the first characters of an element, however much it holds."""
    pieces: list[str] = []
    length = 0
    for piece in islice(element.itertext(), MOST_PIECES):
        words = piece[: most + len(piece) - len(piece.lstrip())] if len(piece) > most else piece
        pieces.append(words if length else words.lstrip())
        length += len(pieces[-1])
        if length >= most:
            break
    return "".join(pieces)


def _around(element: HtmlElement) -> Iterator[HtmlElement]:
    yield element
    yield from element.iterancestors()


def _strangers(place: _Place, kept: set[HtmlElement]) -> Iterator[HtmlElement]:
    """Give what stands between the second paragraph and the last, after the last, and above the headline (but for what leads to it)."""
    order = place.order
    leads = set(_leading(place))
    begins = order[_beginning(place)]
    inner = order[place.second if place.second is not None else place.first]
    foot: Any = next(place.last.itersiblings(), None)
    for holder in kept:
        for element in holder:
            if element in kept or not isinstance(element.tag, str) or element.tag == "head":
                continue
            at = order[element]
            if at > order[place.last]:
                if element is not foot or not _is_short(element) or not _is_line(element):
                    yield element
            elif at > inner or (at < begins and element not in leads):
                yield element


def _beginning(place: _Place) -> HtmlElement:
    """Give the headline, or what holds the article where it has none."""
    return place.heading if place.heading is not None else next(e for e in _around(place.first) if e.tag in _HOLDERS)


def _leading(place: _Place) -> Iterator[HtmlElement]:
    """Give the short lines right above a headline, of the part of the page that holds the article, too."""
    held = set(_around(place.first)) if place.heading is not None else set()
    for holder in _around(_beginning(place)):
        if holder in held or holder.tag == "body":
            return
        for n, element in enumerate(holder.itersiblings(preceding=True)):
            if n < MOST_LEADING and isinstance(element.tag, str) and _is_short(element):
                yield element


def _is_line(element: HtmlElement) -> bool:
    """Tell whether an element is one line of text, without links."""
    return element.tag not in _BLOCKS - {"p", "div"} and not any(e.tag in _BLOCKS or e.tag == "a" for e in element.iterdescendants())


def _is_short(element: HtmlElement) -> bool:
    return len(_opening(element, 200).split()) <= FOOT_WORDS


def _is_aside(element: HtmlElement) -> bool:
    if element.tag == "li" and element.find(".//time") is not None and element.find(".//a") is not None:
        return True  # an entry in a list of other stories
    names = f"{element.get('id') or ''} {element.get('class') or ''}"
    return element.tag in ("aside", "footer", "nav", "form", "script", "figure") or (
        element.tag not in ("html", "body", "article", "main") and _ASIDE.search(names) is not None
    )


def _remove(element: HtmlElement) -> None:
    """Take an element out with its words; what follows it stays."""
    if element.getparent() is not None:
        element.drop_tree()
