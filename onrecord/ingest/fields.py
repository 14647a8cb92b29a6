"""The fields of a report under the names that the tools of this trade write: in the header of a table, in the keys of JSON Lines.

Known are the names of newspaper3k and 4k, news-please, fundus, Media Cloud, NewsAPI, GDELT and trafilatura beside the plain ones.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping
from typing import Any

from onrecord.ingest.moments import Moment, read_moment
from onrecord.ingest.page_meta import split_authors
from onrecord.model.record import Warn

NAMES: dict[str, tuple[str, ...]] = {
    "text": (
        "text", "body", "content", "article", "article_text", "fulltext", "full_text", "maintext", "plaintext", "story", "articlebody",
        "raw_text",
    ),
    "title": ("title", "headline", "head"),
    "date": (
        "date", "published", "publication_date", "published_at", "publishedat", "pubdate", "publish_date", "publishing_date",
        "published_date", "date_publish", "date_published", "datepublished", "publishdate", "seendate", "datetime", "timestamp", "created",
        "created_at", "pub_date", "publicationdate", "webpublicationdate", "article_date", "posted_at", "publish_time",
    ),
    "url": ("url", "link", "source_url", "canonical_url", "web_url"),
    "id": ("id", "doc_id", "article_id", "stories_id", "guid", "uid", "key"),
    "publisher": (
        "publisher", "publication", "outlet", "media_name", "source_name", "source_domain", "source-hostname", "hostname", "domain", "site",
        "newspaper",
    ),
    "authors": ("author", "authors", "byline", "by"),
}  # fmt: skip
"""Names under which a field is known, compared without case; the first that is there is taken."""
FIELDS = (*NAMES, "source")
"""The fields that a caller may name a column for. `source`: an address, else the publisher's name."""


def find_fields(names: Iterable[str], given: Mapping[str, str]) -> dict[str, str]:
    """Give for each field the name it stands under: as the caller named it, else by the names that are usual."""
    there: dict[str, str] = {}
    for name in names:
        there.setdefault(name.strip().lower().lstrip("\ufeff"), name)
    out: dict[str, str] = {}
    for field in FIELDS:
        wanted = (given[field].lower(),) if field in given else NAMES.get(field, ("source",))
        found = next((there[name] for name in wanted if name in there), None)
        if found is not None and found not in out.values():
            out[field] = found
    return out


def date_of(values: Mapping[str, Any], found: Mapping[str, str]) -> Moment:
    """Read the report's date; where no field of dates is known, say which of the others holds one."""
    if "date" in found:
        return read_moment(values.get(found["date"]))
    known = set(found.values())
    for name, value in values.items():
        if name not in known and isinstance(value, str) and _DATED.match(value.strip()) and read_moment(value).iso:
            why = f"{name!r} holds dates but is not known to be the report's; no date was read (name it: --columns date={name})"
            return Moment(None, (Warn(code="DATE_COLUMN", message=why),))
    return Moment(None)


_DATED = re.compile(r"(?:\w{3,9},? )?\d{1,4}[-/. ](?:\d{1,2}|[A-Za-z]{3,9})[-/. ]\d{1,4}")
"""A whole date; a bare number may be anything."""


def given(**fields: str | None) -> tuple[str, ...]:
    """Give the names of the fields that the caller filled (`Hints.given`)."""
    return tuple(name for name, value in fields.items() if value)


def is_address(words: str) -> bool:
    return words.startswith(("http://", "https://"))


def authors_of(value: object) -> tuple[str, ...]:
    """Read authors: a list of names or of objects with a name, or one string, which may itself be a list as Python or JSON writes it."""
    if isinstance(value, str) and value.strip().startswith("["):
        try:
            value = ast.literal_eval(value.strip())
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            value = str(value).strip("[] ").replace("'", "").replace('"', "")
    if isinstance(value, str):
        return tuple(split_authors(value))
    if isinstance(value, (list, tuple)):
        names = [n.get("name") if isinstance(n, dict) else n for n in value]
        return tuple(n for n in names if isinstance(n, str) and n.strip())
    return ()
