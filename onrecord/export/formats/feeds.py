"""Atom and RSS feeds of a query: an entry for each row, its text as plain text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any, TextIO
from xml.sax.saxutils import escape, quoteattr

from onrecord.export.formats.provenance import Provenance
from onrecord.store.rows import digest

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_WEB = re.compile(r"https?://[^\s<>\"]+$", re.IGNORECASE)


def write(name: str, kind: str, rows: Iterable[dict[str, Any]], out: TextIO, provenance: Provenance) -> int:
    """Write a feed. Only http and https links become links; where it is known where the archive is served, entries lead to their pages."""
    entries = list(rows)
    newest = max((_moment(r) for r in entries), default=datetime(1970, 1, 1, tzinfo=UTC))
    (_atom if name == "atom" else _rss)(kind, entries, out, provenance, newest)
    return len(entries)


def _about(provenance: Provenance) -> str:
    return json.dumps(provenance.as_dict(), ensure_ascii=False)


def feed_id(provenance: Provenance) -> str:
    """Give the id of a feed: that of its question, whatever has been added since."""
    asked = json.dumps([provenance.archive, provenance.query], ensure_ascii=False, sort_keys=True, default=str)
    return f"urn:onrecord:feed:{digest(asked)[:16]}"


def _atom(kind: str, rows: list[dict[str, Any]], out: TextIO, about: Provenance, newest: datetime) -> None:
    out.write('<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n')
    out.write(f"<title>{_text(about.title or f'onrecord: {kind}')}</title><id>{feed_id(about)}</id>\n")
    out.write(f"<subtitle>{_text(_about(about))}</subtitle>")
    out.write(f"<updated>{newest:%Y-%m-%dT%H:%M:%SZ}</updated><author><name>onrecord</name></author>\n")
    if about.base is not None:
        feed, home = quoteattr(about.base + (about.feed or "")), quoteattr(about.base + (about.page or "/"))
        out.write(f'<link rel="self" type="application/atom+xml" href={feed}/><link rel="alternate" type="text/html" href={home}/>\n')
    for row in rows:
        source = row["url"] if _WEB.match(row.get("url") or "") else None
        page = about.base + page_of(kind, row) if about.base is not None else source
        link = f'<link rel="alternate" href={quoteattr(page)}/>' if page else ""
        link += f'<link rel="related" href={quoteattr(source)}/>' if source and page != source else ""
        published = f"<published>{_moment(row, 'arrived'):%Y-%m-%dT%H:%M:%SZ}</published>" if row.get("arrived") else ""
        out.write(
            f"<entry><title>{_text(headline(kind, row))}</title><id>{_id(kind, row)}</id>{published}"
            f"<updated>{_moment(row):%Y-%m-%dT%H:%M:%SZ}</updated>"
            f'{link}<content type="text">{_text(body(kind, row))}</content></entry>\n'
        )
    out.write("</feed>\n")


def page_of(kind: str, row: dict[str, Any]) -> str:
    """Give the path of a row's own page in the web reader."""
    if kind == "events":
        return f"/events/{row['id']}"
    return f"/reports/{row['report']}#{row['id']}" if "report" in row else f"/reports/{row['id']}"


def _rss(kind: str, rows: list[dict[str, Any]], out: TextIO, about: Provenance, newest: datetime) -> None:
    out.write('<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel>\n')
    home = _text((about.base or "http://127.0.0.1") + (about.page or "/"))
    out.write(f"<title>{_text(about.title or f'onrecord: {kind}')}</title><link>{home}</link>")
    out.write(f"<description>{_text(_about(about))}</description><lastBuildDate>{format_datetime(newest)}</lastBuildDate>\n")
    for row in rows:
        source = row["url"] if _WEB.match(row.get("url") or "") else None
        page = about.base + page_of(kind, row) if about.base is not None else source
        link = f"<link>{_text(page)}</link>" if page else ""
        out.write(
            f'<item><title>{_text(headline(kind, row))}</title><guid isPermaLink="false">{_id(kind, row)}</guid>'
            f"<pubDate>{format_datetime(_moment(row))}</pubDate>{link}<description>{_text(escape(body(kind, row)))}</description></item>\n"
        )
    out.write("</channel></rss>\n")


def headline(kind: str, row: dict[str, Any]) -> str:
    """Give a line that names the row."""
    if kind == "statements":
        return f"{row['speaker'] or 'Unknown speaker'}: {row['content'][:80]}"
    if kind in ("events", "mentions"):
        return f"{names(row['actors']) or '?'} {row['event']} {names(row['recipients'])}".strip()
    return str(row.get("name") or row.get("words") or row.get("title") or row["id"])


def names(side: list[Any]) -> str:
    """Give the parties on one side of an event or a mention as words."""
    return ", ".join(p["name"] if isinstance(p, dict) else p for p in side)


def body(kind: str, row: dict[str, Any]) -> str:
    """Give the row's own words."""
    return str(row.get("content") or row.get("sentence") or row.get("words") or row.get("title") or "")


def _moment(row: dict[str, Any], *names: str) -> datetime:
    """Give when a row last changed: when the archive had its last report, where the row says so, else when that was published."""
    given = (row.get(n) for n in names or ("touched", "last_reported", "published"))
    try:
        moment = datetime.fromisoformat(next((str(v) for v in given if v), "1970-01-01"))
    except ValueError:
        return datetime(1970, 1, 1, tzinfo=UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _id(kind: str, row: dict[str, Any]) -> str:
    if kind == "events":
        return f"urn:onrecord:{row['id']}"
    return f"urn:onrecord:{row.get('report', row['id'])}" + (f":{row['id']}" if "report" in row else "")


def _text(text: str) -> str:
    return escape(_NOT_XML.sub("\ufffd", text))
