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
    """Write a feed. Only http and https links become links."""
    about = json.dumps(provenance.as_dict(), ensure_ascii=False)
    entries = list(rows)
    newest = max((_moment(r) for r in entries), default=datetime(1970, 1, 1, tzinfo=UTC))
    (_atom if name == "atom" else _rss)(kind, entries, out, about, newest)
    return len(entries)


def _atom(kind: str, rows: list[dict[str, Any]], out: TextIO, about: str, newest: datetime) -> None:
    out.write('<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n')
    out.write(f"<title>onrecord: {kind}</title><id>urn:onrecord:{int(digest(about)[:16], 16)}</id>\n<subtitle>{_text(about)}</subtitle>")
    out.write(f"<updated>{newest:%Y-%m-%dT%H:%M:%SZ}</updated><author><name>onrecord</name></author>\n")
    for row in rows:
        link = f"<link href={quoteattr(row['url'])}/>" if _WEB.match(row.get("url") or "") else ""
        out.write(
            f"<entry><title>{_text(headline(kind, row))}</title><id>{_id(kind, row)}</id>"
            f"<updated>{_moment(row):%Y-%m-%dT%H:%M:%SZ}</updated>"
            f'{link}<content type="text">{_text(body(kind, row))}</content></entry>\n'
        )
    out.write("</feed>\n")


def _rss(kind: str, rows: list[dict[str, Any]], out: TextIO, about: str, newest: datetime) -> None:
    out.write('<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel>\n')
    out.write(f"<title>onrecord: {kind}</title><link>http://127.0.0.1/</link><description>{_text(about)}</description>")
    out.write(f"<lastBuildDate>{format_datetime(newest)}</lastBuildDate>\n")
    for row in rows:
        link = f"<link>{_text(row['url'])}</link>" if _WEB.match(row.get("url") or "") else ""
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


def _moment(row: dict[str, Any]) -> datetime:
    try:
        moment = datetime.fromisoformat(str(row.get("last_reported") or row.get("published") or "1970-01-01"))
    except ValueError:
        return datetime(1970, 1, 1, tzinfo=UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _id(kind: str, row: dict[str, Any]) -> str:
    if kind == "events":
        return f"urn:onrecord:{row['id']}"
    return f"urn:onrecord:{row.get('report', row['id'])}" + (f":{row['id']}" if "report" in row else "")


def _text(text: str) -> str:
    return escape(_NOT_XML.sub("\ufffd", text))
