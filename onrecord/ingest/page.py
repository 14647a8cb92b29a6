"""HTML pages: the article's text by trafilatura, checked for completeness; headline, date and authors from the page's metadata.

The text of a page is built here: title, then standfirst and paragraphs, with a blank line between; spans index that text.
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from typing import NamedTuple

from lxml.html import HtmlElement, tostring

from onrecord.ingest.decode import decode
from onrecord.ingest.inputs import Input
from onrecord.ingest.page_meta import PageMeta, is_name, read_meta
from onrecord.ingest.page_quotes import sign_quotations
from onrecord.ingest.page_tree import DEEP, KEEP_DEPTH, Flat, flatten, parse, visible_text
from onrecord.model.record import Warn
from onrecord.model.source import Hints, Source
from onrecord.settings import Settings
from onrecord.text import fold, runs_on

MAX_PAGE = 12_000_000
"""Bytes of a page that are read: the largest article pages met have 5 MB, and the tree takes some 30 times as much memory."""
PRECISE_SHARE = 0.7
"""The precise extraction is taken unless it is this much shorter than the usual one: then it lost part of the article.
Measured on 208 pages (evaluation/pages.py): precise alone 0.958, usual alone 0.957, this 0.965."""
MIN_FOUND = 200
"""Characters below which an extraction is held against all paragraphs of the page."""

LEAST_WORDS = 4
"""Words of a headline below which two that end alike may be two headlines."""

_KICKER = re.compile(r"(?::|\s[|–—-])\s+")
_SITE_NAME = re.compile(r"\s+[|–—»·•-]\s+")
_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{2,30})|<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w-]{2,30})", re.IGNORECASE
)


def read_input(source: Input, settings: Settings) -> Iterator[Source]:
    """Read a page as one report. Raises `InputError` (EMPTY, TOO_LARGE)."""
    data = source.read(min(MAX_PAGE, settings.max_chars * 4), f"{min(MAX_PAGE, settings.max_chars * 4):,} bytes for a page")
    yield page_source(data, source, settings)


def page_source(data: bytes, source: Input, settings: Settings, *, url: str | None = None, charset: str | None = None) -> Source:
    """Make a source of a page's bytes. `url`: where it was fetched from, `charset`: what the server said."""
    declared = _CHARSET.search(data[:4096])
    decoded = decode(data, charset or (next(g for g in declared.groups() if g).decode("ascii", "replace") if declared else None))
    flat = flatten(decoded.text)
    tree = parse(flat.markup.replace("\x00", " "))
    if tree is None:
        raise source.error("EMPTY", "holds markup but no text", "give a page with an article on it")
    meta = read_meta(tree)
    if sign_quotations(tree):
        flat = flat._replace(markup=tostring(tree, encoding="unicode"))
    page = _extract(flat, tree, url or meta.url, meta)
    title = _title(meta, page)
    paragraphs = _paragraphs(page, title)
    if not paragraphs:
        raise source.error("EMPTY", "holds markup but no text", "give a page with an article on it")
    text = "\n\n".join([title, *paragraphs] if title else paragraphs)
    warnings = list(decoded.warnings)
    if flat.depth > DEEP:
        warnings.append(Warn(code="DEPTH", message=f"the page nests {flat.depth:,} tags; those below {DEEP:,} were taken as plain text"))
    published, more = _published(meta, page)
    hints = Hints(
        title=title, published=published, published_from="metadata" if published else None, publisher=meta.publisher,
        authors=tuple(meta.authors or page.authors), url=url or meta.url, fetched=url, language=meta.language,
        section=meta.section, modified=meta.modified,
        identifiers=(meta.url,) if meta.url else (), extra=(("description", meta.description),) if meta.description else (),
    )  # fmt: skip
    return Source(
        id=hashlib.sha256(data).hexdigest(), source=source.name, text=text, kind="html", hints=hints,
        encoding=decoded.encoding, warnings=(*warnings, *more),
    )  # fmt: skip


class Extraction(NamedTuple):
    """What trafilatura makes of a page; of what the page's own metadata tells, nothing."""

    text: str
    title: str | None
    date: str | None
    authors: list[str]


def _extract(flat: Flat, tree: HtmlElement, url: str | None, meta: PageMeta) -> Extraction:
    """Extract the article's text; where that is much less than the page shows, take all its paragraphs."""
    from trafilatura import extract, load_html
    from trafilatura.metadata import extract_metadata

    quiet()
    loaded = load_html(flat.markup)
    shown = "\n".join(visible_text(tree))
    text = extract(loaded, url=url, include_comments=False, favor_precision=True) or ""
    if len(text) < max(MIN_FOUND, PRECISE_SHARE * _prose(shown)):  # else it is long enough whatever the usual one would find
        usual = extract(loaded, url=url, include_comments=False) or ""
        text = text if usual and len(text) >= PRECISE_SHARE * len(usual) else usual
    short = len(text) < MIN_FOUND or flat.depth > KEEP_DEPTH
    if short and (not text or _prose(shown) > (2 if flat.depth <= KEEP_DEPTH else 1.1) * _prose(text)):
        text = shown
    told = meta.authors and (meta.headline or meta.og_title)
    found = None if told or loaded is None else extract_metadata(loaded, default_url=url, extensive=False)
    authors = [a.strip() for a in (found.author or "").split(";") if is_name(a.strip())] if found else []
    return Extraction(text, found.title if found else None, _dated(tree, url) if _may_be_swapped(meta) else None, authors)


_ASIDE = re.compile(
    r"(?:^|[\s_-])(?:comments?|disqus|related|recommend\w*|sidebar|footer|teasers?|more-?\w*|newsletter|trending|popular|latest|events?|calendar|"
    r"promo\w*|widget\w*|copyright|next|previous|read-?also|also-?read)(?:$|[\s_-])",
    re.IGNORECASE,
)


def _dated(tree: HtmlElement, url: str | None) -> str | None:
    """Give the date that the article itself shows; one of a comment, a related story, a concert, the footer is not the report's."""
    from htmldate import find_date

    own = deepcopy(tree)
    for element in [e for e in own.iter() if isinstance(e.tag, str) and _is_aside(e)]:
        if (parent := element.getparent()) is not None:
            parent.remove(element)
    found: str | None = find_date(own, url=url, extensive_search=False, original_date=True)
    return found


def _is_aside(element: HtmlElement) -> bool:
    if element.tag == "li" and element.find(".//time") is not None and element.find(".//a") is not None:
        return True  # an entry in a list of other stories
    names = f"{element.get('id') or ''} {element.get('class') or ''}"
    return element.tag in ("aside", "footer", "nav", "form") or (
        element.tag not in ("html", "body", "article", "main") and _ASIDE.search(names) is not None
    )


@cache
def quiet() -> None:
    """Keep what the extractor logs about broken pages off standard error: our own errors and warnings say it."""
    for name in ("trafilatura", "htmldate", "courlan"):
        logging.getLogger(name).addHandler(logging.NullHandler())


def _prose(text: str) -> int:
    """Count the characters in lines that read like sentences."""
    return sum(len(line) for line in text.split("\n") if len(line.split()) >= 8)


def _title(meta: PageMeta, page: Extraction) -> str | None:
    """Choose the headline: the one that readers see and share, else schema.org's, Open Graph's, what trafilatura found, the heading.

    Measured on 130 pages, exact: schema.org's alone 0.74, Open Graph's alone 0.72, this 0.85 (evaluation/pages.py).
    """
    return _bare_title(_shown_title(meta) or meta.headline or meta.og_title or page.title or meta.h1, meta)


def _shown_title(meta: PageMeta) -> str | None:
    """Give the title that the page's only heading and Open Graph agree on; schema.org's is then a wording for search engines.

    Where schema.org and Open Graph differ in punctuation alone, Open Graph's is the one made to be read, unless the heading has the
    other. Where heading and Open Graph put another kicker before one headline, neither kicker belongs to it.
    """
    made, shared, shown = meta.headline, meta.og_title, meta.h1
    if shared is None or shared == made:
        return None
    if made and fold(made) == fold(shared):
        return None if shown == made else shared
    if shown is None:
        return None
    if fold(shown) == fold(shared):
        return shared
    return None if made else _common_tail(shown, shared)


def _common_tail(one: str, two: str) -> str | None:
    """Give what follows the kicker of both titles, where it is the same headline under kickers that have no word in common."""
    (kicker, _, tail), (other, _, same) = (_parted(title) for title in (one, two))
    if tail != same or len(tail.split()) < LEAST_WORDS or set(fold(kicker).split()) & set(fold(other).split()):
        return None
    return tail


def _parted(title: str) -> tuple[str, str, str]:
    match = _KICKER.search(title)
    return (title[: match.start()], match[0], title[match.end() :]) if match else ("", "", title)


def _bare_title(title: str | None, meta: PageMeta) -> str | None:
    """Take the site's name off the end of a title ("... - The Namibian", "... | Sport"), where the page shows that it is one."""
    if title is None:
        return None
    for match in reversed(list(_SITE_NAME.finditer(title))):
        head, tail = title[: match.start()].rstrip(), fold(title[match.end() :])
        if (meta.publisher and tail == fold(meta.publisher)) or (meta.h1 and fold(head) == fold(meta.h1)):
            return head
    return title


def _paragraphs(page: Extraction, title: str | None) -> list[str]:
    """Give the paragraphs of the text without the headline, where it stands among the first ones again.

    A line that a break of the page (`<br>`, a link, preformatted text) cut off within a sentence goes on in the next one.
    """
    lines = [line.strip() for line in page.text.split("\n")]
    lines = [line for line in lines if line]
    headline = fold(title[:1000]) if title else None
    kept = [line for n, line in enumerate(lines) if not (n < 4 and headline and len(line) < 1000 and fold(line) == headline)]
    out: list[str] = []
    for line in kept:
        if out and out[-1][-1] not in '.!?…"”’)' and len(out[-1].split(None, 3)) > 3 and runs_on(out[-1][-20:], line):
            out[-1] += "\n" + line
        else:
            out.append(line)
    return out


_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


def _may_be_swapped(meta: PageMeta) -> bool:
    """Tell whether the date that the page shows is asked for: the metadata has none, or one whose day may be its month."""
    stated = _DAY.match(meta.published or "")
    return stated is None or (int(stated[3]) <= 12 and stated[2] != stated[3])


def _published(meta: PageMeta, page: Extraction) -> tuple[str | None, tuple[Warn, ...]]:
    """Choose the publication date: the metadata's own, else what trafilatura found. Day and month swapped between them is a warning."""
    stated = _DAY.match(meta.published or "")
    found = _DAY.match(page.date or "")
    if stated is None:
        return (found[0] if found else None), ()
    if found and stated[0] != found[0] and (stated[1], stated[2], stated[3]) == (found[1], found[3], found[2]):
        return stated[0], (
            Warn(code="DATE_SWAPPED", message=f"the page's date reads {found[0]} or {stated[0]}; its metadata says {stated[0]}"),
        )
    return stated[0], ()
