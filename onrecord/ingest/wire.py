"""What all wire formats have in common: an item with its fields, made into a source."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime

from onrecord.errors import InputError
from onrecord.ingest.inputs import Input
from onrecord.ingest.page_meta import split_authors
from onrecord.model.record import Warn
from onrecord.model.source import Hints, PublicationStatus, RelationKind, Source
from onrecord.text import fold

_STATUS: dict[str, PublicationStatus] = {
    "usable": "usable", "withheld": "withheld", "embargoed": "withheld", "canceled": "canceled", "cancelled": "canceled", 
    "killed": "canceled",     "withdrawn": "canceled",
}  # fmt: skip
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?)?\s*(Z|[+-]\d\d:?\d\d)?$")


@dataclass(slots=True)
class Item:
    """One item of a wire document, as far as its format fills it."""

    title: str | None = None
    paragraphs: list[str] = field(default_factory=list)
    standfirst: str | None = None
    byline: str | None = None
    dateline: str | None = None
    language: str | None = None
    identifier: str | None = None
    url: str | None = None
    version: str | None = None
    published: str | None = None
    modified: str | None = None
    embargo: str | None = None
    status: str | None = None
    publisher: str | None = None
    section: str | None = None
    relations: list[tuple[RelationKind, str]] = field(default_factory=list)
    extra: list[tuple[str, str]] = field(default_factory=list)

    def add(self, name: str, value: str | None) -> None:
        """Keep a further field where it says something."""
        if value and (name, value) not in self.extra:
            self.extra.append((name, value))


def status_of(words: str | None) -> PublicationStatus:
    """Read a publication status ("stat:canceled", "Usable"); an unknown one counts as usable."""
    return _STATUS.get((words or "").rsplit(":", 1)[-1].strip().lower(), "usable")


def moment(words: str | None) -> str | None:
    """Read a moment as ISO 8601 (20240710T125902Z, 2024-07-10T12:59:02+0200, 2024-07-10); None where it is no date."""
    if not words:
        return None
    plain = words.strip()
    compact = _COMPACT.match(plain)
    if compact:
        y, m, d, hour, minute, second, zone = compact.groups()
        plain = f"{y}-{m}-{d}" + (f"T{hour}:{minute}:{second or '00'}{zone or ''}" if hour else "")
    plain = re.sub(r"([+-]\d\d)(\d\d)$", r"\1:\2", plain)
    try:
        found = datetime.fromisoformat(plain)
    except ValueError:
        return None
    return plain if len(plain) <= 10 else found.isoformat()


def in_utc(words: str | None) -> str | None:
    """Read a moment as ISO in UTC; one without a zone is taken as UTC."""
    read = moment(words)
    if read is None:
        return None
    found = datetime.fromisoformat(read)
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC).isoformat().replace("+00:00", "Z")


def item_source(item: Item, source: Input, data: bytes, *, number: int | None = None, warnings: tuple[Warn, ...] = ()) -> Source:
    """Make a source of an item: title, standfirst and paragraphs with a blank line between. Raises `InputError` (NO_TEXT)."""
    where = source.name if number is None else f"{source.name}#{number}"
    lines = [p for p in item.paragraphs if p.strip()]
    if item.title and lines and fold(lines[0][:1000]) == fold(item.title[:1000]):
        lines = lines[1:]
    if item.standfirst and not any(fold(item.standfirst[:300]) in fold(p[:400]) for p in lines[:3]):
        lines.insert(0, item.standfirst)
    if not lines and status_of(item.status) == "canceled":
        lines = item.paragraphs = [next((v for n, v in item.extra if n == "ednote"), "This item was withdrawn.")]
    if not lines or not any(c.isalnum() for p in item.paragraphs for c in p):
        raise InputError(
            "holds no text of its own", report=where, stage="ingest", code="NO_TEXT", remedy="send the item that carries the text"
        )  # fmt: skip
    if item.dateline and "(" in item.dateline and fold(item.dateline) not in fold(lines[0][:200]):
        lines.insert(1 if item.standfirst == lines[0] and len(lines) > 1 else 0, f"{item.dateline} -")
    text = "\n\n".join([item.title, *lines] if item.title else lines)
    digest = hashlib.sha256(data).hexdigest() if number is None else hashlib.sha256(data + f"#{number}".encode()).hexdigest()
    return Source(id=digest, source=where, text=text, kind="wire", hints=_hints(item), encoding="utf-8", warnings=warnings)


def _hints(item: Item) -> Hints:
    for name in ("dateline", "byline"):
        item.add(name, getattr(item, name))
    item.add("description", item.standfirst)
    published = moment(item.published)
    return Hints(
        title=item.title, published=published, published_from="metadata" if published else None, publisher=item.publisher,
        authors=_authors(item.byline), url=item.url, language=(item.language or "")[:2].lower() or None, section=item.section,
        modified=moment(item.modified), version=int(item.version) if item.version and item.version.isdigit() else None,
        status=status_of(item.status), embargo=in_utc(item.embargo), identifiers=(item.identifier,) if item.identifier else (),
        relations=tuple(item.relations), extra=tuple(item.extra),
    )  # fmt: skip


def _authors(byline: str | None) -> tuple[str, ...]:
    """Read the people of a byline; agencies ("NTB-AFP-DPA") and job titles are no people."""
    names = split_authors(byline) if byline and len(byline) < 300 else []
    people = [n for n in names if 2 <= len(n.split()) <= 5 and not _JOB.search(n)]
    return tuple(n.title() if n.isupper() else n for n in people)


_JOB = re.compile(r"\b(?:writer|correspondent|editor|staff|agency|press|reporter|bureau|news)\b", re.IGNORECASE)
