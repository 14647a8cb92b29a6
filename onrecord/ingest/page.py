"""HTML pages: the article's text by trafilatura, checked for completeness; headline, date and authors from the page's metadata.

The text of a page is built here: title, then standfirst and paragraphs, with a blank line between; spans index that text.
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from datetime import date
from functools import cache
from typing import NamedTuple

from lxml.html import HtmlElement, tostring

from onrecord.ingest.decode import decode
from onrecord.ingest.inputs import Input
from onrecord.ingest.moments import read_moment
from onrecord.ingest.page_lines import join_lines
from onrecord.ingest.page_meta import PageMeta, complete_meta, is_name, persons, read_meta
from onrecord.ingest.page_own import own_part
from onrecord.ingest.page_quotes import sign_quotations
from onrecord.ingest.page_tree import DEEP, KEEP_DEPTH, drop_controls, flatten, parse, shown_text
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
    controls = drop_controls(tree)
    meta = read_meta(tree)
    join_lines(tree)
    sign_quotations(tree)
    page = _extract(flat.depth, tree, url or meta.url, meta)
    title = _title(meta, page)
    paragraphs = _paragraphs(page, title)
    if not paragraphs:
        raise source.error("EMPTY", "holds markup but no text", "give a page with an article on it")
    text = "\n\n".join([title, *paragraphs] if title else paragraphs)
    warnings = list(decoded.warnings)
    if controls:
        warnings.append(Warn(code="CONTROL", message=f"control characters were taken for blanks, in {controls} places of the page"))
    if flat.depth > DEEP:
        warnings.append(Warn(code="DEPTH", message=f"the page nests {flat.depth:,} tags; those below {DEEP:,} were taken as plain text"))
    published, more = _published(_stated(meta), page.date, page.dates_written)
    hints = Hints(
        title=title, published=published, published_from="metadata" if published else None, publisher=meta.publisher,
        authors=tuple(meta.authors or page.authors), url=url or meta.url, fetched=url, language=meta.language,
        section=meta.section, modified=meta.modified,
        identifiers=(meta.url,) if meta.url else (),
        extra=tuple((name, value) for name, value in (("description", meta.description), ("paper", next(iter(meta.paper), None))) if value),
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
    dates_written: str = ""
    """Where the page shows its date: what stands there, in which it may be written so that day and month can be swapped."""


def _extract(depth: int, tree: HtmlElement, url: str | None, meta: PageMeta) -> Extraction:
    """Extract the article's text, and from the part of the page that is its own what the metadata lacks; that is added to `meta`."""
    from trafilatura.metadata import extract_metadata

    text = _article(depth, tree, url)
    headed = meta.headline or meta.og_title
    if meta.authors and headed and not _may_be_swapped(_stated(meta)):
        return Extraction(text, None, None, [])
    own = own_part(tree, text, _shown_title(meta) or headed or meta.h1)
    complete_meta(meta, own)
    found = None if meta.authors or meta.credited else extract_metadata(own, default_url=url, extensive=False)
    authors = persons([a.strip() for a in (found.author or "").split(";") if is_name(a.strip())], meta.sites) if found else []
    named = None if headed else extract_metadata(tree, default_url=url, extensive=False)
    shown = _dated(own, url) if _may_be_swapped(_stated(meta)) else None
    written = tostring(own, encoding="unicode") if shown else ""
    return Extraction(text, named.title if named else None, shown, authors, written)


def _article(depth: int, tree: HtmlElement, url: str | None) -> str:
    """Give the article's text; where what is extracted is much less than the page shows, all its paragraphs."""
    from trafilatura import extract

    quiet()
    shown = shown_text(tree)
    text: str = extract(tree, url=url, include_comments=False, favor_precision=True) or ""
    if len(text) < max(MIN_FOUND, PRECISE_SHARE * _prose(shown.unlinked)):  # else it is long enough whatever the usual one would find
        usual = extract(tree, url=url, include_comments=False) or ""
        if text and "\n" not in usual:
            usual = text  # of a short page it gives all that there is, in one line
        text = text if usual and len(text) >= PRECISE_SHARE * len(usual) else usual
    short = len(text) < MIN_FOUND or depth > KEEP_DEPTH
    if short and (not text or _prose(shown.lines) > (2 if depth <= KEEP_DEPTH else 1.1) * _prose(text.split("\n"))):
        text = "\n".join(shown.lines)
    return text


def _dated(own: HtmlElement, url: str | None) -> str | None:
    """Give the date that the article itself shows; one of a comment, a related story, a concert, the footer is not the report's."""
    from htmldate import find_date

    found: str | None = find_date(deepcopy(own), url=url, extensive_search=False, original_date=True)
    return found


@cache
def quiet() -> None:
    """Keep what the extractor logs about broken pages off standard error: our own errors and warnings say it."""
    for name in ("trafilatura", "htmldate", "courlan"):
        logging.getLogger(name).addHandler(logging.NullHandler())


def _prose(lines: Iterable[str]) -> int:
    """Count the characters in lines that read like sentences."""
    return sum(len(line) for line in lines if len(line.split()) >= 8)


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
MAX_DAYS_APART = 2
"""Days between two statements of one page's date that time zones and late editions explain."""


class _Stated(NamedTuple):
    """The days that a page's metadata calls its publication, the most trusted first, and what of it could not be read."""

    days: list[str]
    unread: tuple[Warn, ...]


def _stated(meta: PageMeta) -> _Stated:
    read = [read_moment(words) for words in meta.published]
    return _Stated([m.iso[:10] for m in read if m.iso], next((m.warnings for m in read if m.warnings), ()))


def _may_be_swapped(stated: _Stated) -> bool:
    """Tell whether the date that the page shows is asked for: the metadata has none, or one whose day may be its month."""
    day = _DAY.match(stated.days[0]) if stated.days else None
    return day is None or (int(day[3]) <= 12 and day[2] != day[3])


def _published(stated: _Stated, shown: str | None, written: str) -> tuple[str | None, tuple[Warn, ...]]:
    """Choose the publication date: the metadata's own, else what the page shows, where it can be read in one way only.

    Warned of: day and month swapped between them, dates of the metadata that are days apart, one that could not be read.
    """
    found = _DAY.match(shown or "")
    if not stated.days:
        if found and (two := _two_ways(found, written)):
            what = f"a date may be {found[0]} or {two}; nothing else in the page settles it"
            return None, stated.unread or (Warn(code="DATE_AMBIGUOUS", message=what),)
        return (found[0], ()) if found else (None, stated.unread)
    best = stated.days[0]
    day = _DAY.fullmatch(best)
    if found and day and best != found[0] and (day[1], day[2], day[3]) == (found[1], found[3], found[2]):
        return best, (Warn(code="DATE_SWAPPED", message=f"the page's date reads {found[0]} or {best}; its metadata says {best}"),)
    other = next((d for d in stated.days[1:] if _days_apart(best, d) > MAX_DAYS_APART), None)
    return best, (Warn(code="DATE_CONFLICT", message=f"the page says that it was published on {best}, and on {other}"),) if other else ()


_NUMERIC = re.compile(r"(?<![\d./-])(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?!\d)")


def _two_ways(day: re.Match[str], written: str) -> str | None:
    """Give the other day that a page's date may be, where the page writes it in numbers alone ("05/04/2024"); None where it says which."""
    year, month, number = day.groups()
    pair = {int(month), int(number)}
    if len(pair) == 1 or max(pair) > 12 or day[0] in written:
        return None
    dates = [(int(m[1]), int(m[3]), m[4]) for m in _NUMERIC.finditer(written)]
    if any(one > 12 or other > 12 for one, other, _ in dates):
        return None  # others on the page show their order
    return f"{year}-{number}-{month}" if any({one, other} == pair and y == year for one, other, y in dates) else None


def _days_apart(one: str, other: str) -> int:
    try:
        return abs((date.fromisoformat(one) - date.fromisoformat(other)).days)
    except ValueError:
        return 0
