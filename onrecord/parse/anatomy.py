"""Anatomy: what a report consists of before any parse. Parts, title, authors, publication date, publisher, agencies, blocks.

The parts cover the text in order without overlap (only white space stands between them); nothing is dropped. Blocks are what the
language pipeline gets: paragraphs, title, standfirst, subheadings and captions without their credit.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import islice

from onrecord.errors import InputError
from onrecord.model.record import Part, Report, Warn
from onrecord.model.source import Anatomy, PublishedFrom, Source
from onrecord.parse.parts import lexicon
from onrecord.parse.parts.credit import read_credit
from onrecord.parse.parts.dates import Found, url_date, with_year
from onrecord.parse.parts.house import house_within
from onrecord.parse.parts.language import guess_language
from onrecord.parse.parts.layout import read_layout
from onrecord.parse.parts.pieces import Layout, Piece, body_pieces
from onrecord.parse.parts.signs import text_warnings
from onrecord.parse.parts.units import split_long
from onrecord.parse.parts.walls import wall
from onrecord.settings import Settings
from onrecord.text import trim

MAX_BLOCK = 10_000
"""Characters given to the parser at once; a longer paragraph (a page on one line) is cut after a sentence."""
WORDS_PER_MEGABYTE, CHARS_PER_MEGABYTE = 100, 1_000
"""Words and marks, and characters, that are read for each megabyte that a report may take. A word takes some 5 KB while it is read."""
BEYOND = "body/beyond-limit"
MAX_DAYS_APART = 2
"""Days between two statements of the publication date that time zones and late editions explain."""

Dated = tuple[str, PublishedFrom]


def read_anatomy(source: Source, settings: Settings) -> Anatomy:
    """Read a report's parts and metadata out of its text and hints. Raises `InputError` (EMPTY, NOT_A_REPORT, TOO_LARGE)."""
    text, hints = source.text, source.hints
    if len(text) > settings.max_chars:
        raise InputError(
            f"has {len(text):,} characters, the limit is {settings.max_chars:,}",
            report=source.source, stage="anatomy", code="TOO_LARGE", remedy="split it, or raise the limit (max_chars)",
        )  # fmt: skip
    if (instead := wall(text)) is not None:
        raise InputError(
            f"is {instead}, not a report",
            report=source.source, stage="anatomy", code="NOT_A_REPORT", remedy="fetch or copy the report itself",
        )  # fmt: skip
    layout = read_layout(text, hints.title, dict(hints.extra).get("description"))
    if not layout.pieces:
        raise InputError("holds no text", report=source.source, stage="anatomy", code="EMPTY", remedy="give a report that has words")
    beyond = _leave_rest(text, layout, _most_chars(text, settings.megabytes))
    language = settings.language or guess_language(text)
    published, warnings = _published(source, settings, layout)
    if language != "en":
        warnings.append(Warn(code="LANGUAGE", message=f"the text seems to be in another language ({language}); only its anatomy was read"))
    if beyond is not None:
        message = f"the first {beyond:,} of {len(text):,} characters were read; split the report, or raise --memory-limit, to read the rest"
        warnings.append(Warn(code="READ_LIMIT", message=message, span=(beyond, len(text))))
    parts = tuple(_part(text, p, published[0] if published else None) for p in _merged(text, layout.pieces))
    report = Report(
        id=source.id, source=source.source, title=hints.title if "title" in hints.given else layout.title or hints.title, language=language,
        published=published[0] if published else None, published_from=published[1] if published else None,
        publisher=_publisher(source, layout), agencies=_agencies(source, layout), authors=_authors(source, layout), text=text, parts=parts,
        url=hints.url, encoding=source.encoding, warnings=(*source.warnings, *text_warnings(text), *warnings),
    )  # fmt: skip
    blocks = [cut for piece in body_pieces(layout) if piece.words for cut in split_long(text, piece.words, MAX_BLOCK)]
    return Anatomy(report=report, blocks=tuple(blocks))


_WORD = re.compile(r"\w+|[^\w\s]")


def _most_chars(text: str, megabytes: int) -> int:
    """Give how much of a text can be read in so much memory."""
    most, words = megabytes * CHARS_PER_MEGABYTE, megabytes * WORDS_PER_MEGABYTE
    if len(text) <= min(most, words):
        return most
    after = next(islice(_WORD.finditer(text), words, None), None)
    return min(most, after.start()) if after is not None else most


def _leave_rest(text: str, layout: Layout, most: int) -> int | None:
    """Take the body beyond so many characters for no part that is read; give where it begins, None where nothing is beyond."""
    if len(text) <= most:
        return None
    at = next((n for n, p in enumerate(layout.pieces) if p.words is not None and p.end > most), None)
    if at is None:
        return None
    piece = layout.pieces[at]
    cut = split_long(text, (piece.start, piece.end), max(1, most - piece.start))[0][1] if piece.start < most else piece.start
    rest = [replace(p, start=max(p.start, cut), kind="boilerplate", words=None, rule=BEYOND) if p.words else p for p in layout.pieces[at:]]
    start, end = trim(text, rest[0].start, rest[0].end)
    rest[0] = replace(rest[0], start=start, end=end)
    words = (max(piece.start, piece.words[0]), min(cut, piece.words[1])) if piece.words is not None else None
    read = [replace(piece, end=cut, words=words)] if piece.start < cut and words is not None and words[0] < words[1] else []
    layout.pieces[at:] = [*read, *(p for p in rest if p.start < p.end)]
    return cut


def _merged(text: str, pieces: list[Piece]) -> list[Piece]:
    """Join neighbouring pieces of body, and of boilerplate, into one part each."""
    out: list[Piece] = []
    for piece in pieces:
        last = out[-1] if out else None
        if last is not None and last.kind == piece.kind and piece.kind in ("body", "boilerplate"):
            out[-1] = replace(last, end=piece.end)
        else:
            out.append(piece)
    return out


def _part(text: str, piece: Piece, published: str | None) -> Part:
    day = with_year(piece.date, published) if piece.date else None
    return Part(kind=piece.kind, span=(piece.start, piece.end), credit=piece.credit, agency=piece.agency, date=day, rule=piece.rule)


def _published(source: Source, settings: Settings, layout: Layout) -> tuple[Dated | None, list[Warn]]:
    """Choose the publication date by trust: caller, header, metadata, dateline, address. Candidates far apart are a warning."""
    hints = source.hints
    url = url_date(hints.url or (source.source if source.source.startswith(("http://", "https://")) else None))
    near = settings.published or hints.published or url
    found: list[Dated] = []
    if settings.published:
        found.append((settings.published, "caller"))
    if hints.published and hints.published_from == "caller":
        found.append((hints.published, "caller"))
    warnings: list[Warn] = []
    headed = _header_date(layout, near, warnings)
    if headed:
        found.append((headed, "header"))
    if hints.published and hints.published_from != "caller":
        found.append((hints.published, hints.published_from or "metadata"))
    near = found[0][0] if found else url
    lined = next((day for d in layout.datelines if (day := d.day(near))), None)
    if lined:
        found.append((lined, "dateline"))
    if url:
        found.append((url, "url"))
    if not found:
        return None, warnings
    best = _most_exact(found)
    warnings += _conflicts(best, found)
    return best, warnings


def _header_date(layout: Layout, near: str | None, warnings: list[Warn]) -> str | None:
    """Give the date of the header lines: of publication before that of a change, a full date before a month alone."""
    order = sorted(layout.headers, key=lambda h: h.updated)
    dated = [(h.date, _swapped(h.date, near, layout, warnings)) for h in order if h.date]
    days = [day for _, day in dated if day]
    return next((d for d in days if len(d) >= 10), days[0] if days else None)


def _swapped(found: Found, near: str | None, layout: Layout, warnings: list[Warn]) -> str | None:
    """Read a date; where day and month may be swapped, take the reading that fits what else is known, else none."""
    if found.other is None or found.value is None:
        return with_year(found, near)
    known = [near] if near else [h.date.value for h in layout.headers if h.date and h.date.value and h.date.other is None]
    for day in known:
        if day and day[:7] in (found.value[:7], found.other[:7]):
            return found.value if found.value[:7] == day[:7] else found.other
    warnings.append(
        Warn(code="DATE_AMBIGUOUS", message=f"a date may be {found.value} or {found.other}; nothing else in the report settles it")
    )
    return None


def _most_exact(found: list[Dated]) -> Dated:
    """Give the most trusted date; a full one of the same month stands in for a month alone."""
    best = found[0]
    if len(best[0]) >= 10:
        return best
    return next((d for d in found[1:] if len(d[0]) >= 10 and d[0].startswith(best[0])), best)


def _conflicts(best: Dated, found: list[Dated]) -> list[Warn]:
    out = []
    for day, where in found:
        if where != best[1] and _days_apart(best[0], day) > MAX_DAYS_APART:
            out.append(Warn(code="DATE_CONFLICT", message=f"published {best[0]} ({best[1]}), but the {where} says {day}"))
    return out


def _days_apart(a: str, b: str) -> int:
    try:
        return abs((date.fromisoformat(a[:10]) - date.fromisoformat(b[:10])).days)
    except ValueError:
        return 0


def _publisher(source: Source, layout: Layout) -> str | None:
    """Choose the publisher: the caller's, else of a credit, the container, a byline, a line around the text, the address, in passing."""
    hints = source.hints
    if "publisher" in hints.given and hints.publisher:
        return lexicon.publisher(hints.publisher) or hints.publisher
    named = [c.publisher for c in (*layout.credits, *layout.bylines, *layout.notices) if c.publisher]
    known = [lexicon.publisher(n) for n in named]
    return (
        next((k for k in known if k), None)
        or (lexicon.publisher(hints.publisher) if hints.publisher else None)
        or hints.publisher
        or (named[0] if named else None)
        or _masthead(source.text, layout)
        or (layout.houses[0] if layout.houses else None)
        or lexicon.publisher_of(hints.url)
        or lexicon.publisher_of(source.source)
        or house_within(source.text)
    )


def _masthead(text: str, layout: Layout) -> str | None:
    """Give the known outlet that is all that a line above the title or text says."""
    above = (p for p in layout.pieces if p.kind == "boilerplate" and p.rule.startswith("litter/above"))
    lines = (line.strip() for p in above for line in text[p.start : p.end].split("\n"))
    return next((known for line in lines if (known := lexicon.publisher(line) or lexicon.publisher(f"The {line}"))), None)


def _agencies(source: Source, layout: Layout) -> tuple[str, ...]:
    """Give the wire services credited for the text, in order of first credit; those that a wire format names come last."""
    credits = (*layout.bylines, *layout.credits, *layout.notices)
    named = [a for c in credits for a in c.agencies]
    if source.kind == "wire":
        values = [source.hints.publisher, *(v for n, v in source.hints.extra if n in ("credit", "provider", "byline"))]
        named += [a for v in values if v and (credit := read_credit(v)) for a in credit.agencies]
    return tuple(dict.fromkeys(named))


def _authors(source: Source, layout: Layout) -> tuple[str, ...]:
    """Give the authors that the container names, else those of the text's own lines, else the paper, where it signs itself."""
    return source.hints.authors or tuple(layout.authors) or tuple(v for n, v in source.hints.extra if n == "paper")
