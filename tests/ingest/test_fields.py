"""Columns of tables and keys of JSON Lines as other tools name them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from onrecord.errors import OnRecordError
from onrecord.ingest import read_sources
from onrecord.model.source import Source
from onrecord.parse.anatomy import read_anatomy
from onrecord.settings import Settings

TEXT = "The bridge at Lindford was closed today, the mayor said."
URL = "https://example.org/bridge"
ROWS: dict[str, dict[str, Any]] = {
    "newspaper4k": {"url": URL, "title": "Bridge", "authors": ["Ada Roe", "Ben Doe"], "publish_date": "2024-05-14 18:20:00", "text": TEXT},
    "news-please": {
        "url": URL, "title": "Bridge", "authors": ["Ada Roe", "Ben Doe"], "date_download": "2024-06-01 09:00:00",
        "date_publish": "2024-05-14 18:20:00", "source_domain": "example.org", "maintext": TEXT,
    },
    "fundus": {"title": "Bridge", "authors": ["Ada Roe", "Ben Doe"], "publishing_date": "2024-05-14T18:20:00", "plaintext": TEXT, "url": URL},
    "Media Cloud": {"media_name": "example.org", "publish_date": "2024-05-14 18:20:00", "title": "Bridge", "url": URL, "text": TEXT,
                    "authors": ["Ada Roe", "Ben Doe"]},
    "NewsAPI": {"author": "Ada Roe, Ben Doe", "title": "Bridge", "url": URL, "publishedAt": "2024-05-14T18:20:00", "content": TEXT},
    "GDELT": {"url": URL, "title": "Bridge", "seendate": "20240514T182000", "domain": "example.org", "body": TEXT, "byline": "Ada Roe and Ben Doe"},
    "trafilatura": {"title": "Bridge", "author": "Ada Roe; Ben Doe", "hostname": "example.org", "date": "2024-05-14T18:20:00", "text": TEXT,
                    "url": URL},
}  # fmt: skip


def table(row: dict[str, Any]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(row))
    writer.writeheader()
    writer.writerow(row)
    return out.getvalue()


def read(path: Path, data: str, **settings: Any) -> list[Source | OnRecordError]:
    path.write_text(data, "utf-8")
    return [item for item in read_sources([str(path)], settings=Settings(**settings)) if isinstance(item, (Source, OnRecordError))]


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
@pytest.mark.parametrize("tool", ROWS)
def test_tools(tmp_path: Path, tool: str, kind: str) -> None:
    row = ROWS[tool]
    [item] = read(tmp_path / f"a.{kind}", json.dumps(row) if kind == "jsonl" else table(row))
    assert isinstance(item, Source)
    hints = item.hints
    assert (item.text, hints.title, hints.published, hints.authors, hints.url) == (TEXT, "Bridge", "2024-05-14T18:20:00", ("Ada Roe", "Ben Doe"), URL)
    assert hints.publisher == ("example.org" if any(v == "example.org" for v in row.values()) else None)
    assert item.warnings == ()


@pytest.mark.parametrize(
    ("source", "publisher", "url"),
    [
        ({"id": None, "name": "The Example Times"}, "The Example Times", None),
        ("https://example.org/a", None, "https://example.org/a"),
        ("desk 7", None, None),
    ],
)
def test_source_of_json_lines(tmp_path: Path, source: object, publisher: str | None, url: str | None) -> None:
    [item] = read(tmp_path / "a.jsonl", json.dumps({"text": TEXT, "source": source}))
    assert isinstance(item, Source)
    assert (item.hints.publisher, item.hints.url) == (publisher, url)


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"text": TEXT, "written_on": "2024-05-14"}, "'written_on'"),
        ({"text": TEXT, "when": "Tue, 14 May 2024 10:00:00 GMT"}, "'when'"),
        ({"text": TEXT, "pages": "12", "phone": "040 123 456"}, None),
        ({"text": TEXT, "date": "", "crawled": "2024-06-01"}, None),
    ],
)
def test_a_date_under_another_name_is_said(tmp_path: Path, kind: str, row: dict[str, Any], said: str | None) -> None:
    [item] = read(tmp_path / f"a.{kind}", json.dumps(row) if kind == "jsonl" else table(row))
    assert isinstance(item, Source)
    assert item.hints.published is None
    assert [w.code for w in item.warnings] == (["DATE_COLUMN"] if said else [])
    assert all(said in w.message and "--columns" in w.message for w in item.warnings if said)


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_named_by_the_caller(tmp_path: Path, kind: str) -> None:
    row = {"nr": "7", "words": TEXT, "text": "Bridge", "written_on": "2024-05-14", "where": URL}
    columns = (("text", "words"), ("title", "text"), ("id", "nr"), ("date", "Written_On"), ("url", "where"))
    [item] = read(tmp_path / f"a.{kind}", json.dumps(row) if kind == "jsonl" else table(row), columns=columns)
    assert isinstance(item, Source)
    assert (item.text, item.key, item.hints.title, item.hints.published, item.hints.url) == (TEXT, "7", "Bridge", "2024-05-14", URL)


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("['Ada Roe', 'Ben Doe']", ("Ada Roe", "Ben Doe")),
        ('["Ada Roe", "Ben Doe"]', ("Ada Roe", "Ben Doe")),
        ("[Ada Roe, Ben Doe]", ("Ada Roe", "Ben Doe")),
        ("[]", ()),
        ("By Ada Roe and Ben Doe", ("Ada Roe", "Ben Doe")),
        ([{"name": "Ada Roe"}, {"id": 3}, "Ben Doe", None, 4], ("Ada Roe", "Ben Doe")),
        ({"name": "Ada Roe"}, ()),
        (None, ()),
    ],
)
def test_authors(tmp_path: Path, written: object, wanted: tuple[str, ...]) -> None:
    [item] = read(tmp_path / "a.jsonl", json.dumps({"text": TEXT, "authors": written}))
    assert isinstance(item, Source)
    assert item.hints.authors == wanted


FEED = """<rss version="2.0"><channel><title>X</title>
<item><title>Fire</title><guid>a</guid><pubDate>{}</pubDate><description>A warehouse burned down today, the mayor said.</description></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>X</title><id>x</id><entry><id>a</id><title>Fire</title><published>{}</published>
<summary>A warehouse burned down today, the mayor said.</summary></entry></feed>"""
JSON_FEED = '{{"version": "https://jsonfeed.org/version/1.1", "title": "X", "items": [{{"id": "a", "title": "Fire", "date_published": {}, "content_text": "A warehouse burned down today, the mayor said."}}]}}'


@pytest.mark.parametrize(
    ("feed", "written", "wanted"),
    [
        (FEED, "Tue, 14 May 2024 21:30:00 -0700", "2024-05-14T21:30:00-07:00"),
        (FEED, "Wed, 01 Jan 2025 08:00:00 +1300", "2025-01-01T08:00:00+13:00"),
        (FEED, "Wed, 01 Jan 2025 00:00:00 GMT", "2025-01-01"),
        (FEED, "1715700000", "2024-05-14T15:20:00Z"),
        (FEED, "Thu, 15 Feb 2018 11:24:50", "2018-02-15T11:24:50"),
        (FEED, "03/04/2018", None),
        (FEED, "soon", None),
        (FEED, "", None),
        (ATOM, "2024-05-14T21:30:00-07:00", "2024-05-14T21:30:00-07:00"),
        (ATOM, "2024-05-14", "2024-05-14"),
        (JSON_FEED, '"2024-05-14T21:30:00-07:00"', "2024-05-14T21:30:00-07:00"),
        (JSON_FEED, "1715700000", "2024-05-14T15:20:00Z"),
        (JSON_FEED, "{}", None),
    ],
)
def test_dates_of_feeds_keep_their_clock(tmp_path: Path, feed: str, written: str, wanted: str | None) -> None:
    [item] = read(tmp_path / ("a.json" if feed is JSON_FEED else "a.xml"), feed.format(written))
    assert isinstance(item, Source)
    assert item.hints.published == wanted
    assert [w.code for w in item.warnings] == (["BAD_DATE"] if wanted is None and written else [])


OWN = "Another headline in the text\n\nKYIV, Jan 3 (Reuters) - A court in Kyiv sentenced a man to ten years on Wednesday.\n\n© 2024 Guardian News & Media Limited\n"


@pytest.mark.parametrize("ending", ["jsonl", "csv"])
def test_what_the_caller_gives_wins_over_what_the_text_says(tmp_path: Path, ending: str) -> None:
    given = {"title": "The caller's title", "publisher": "Harbour Post", "date": "2024-01-05", "url": "https://harbour.example/1", "text": OWN}
    if ending == "jsonl":
        written = json.dumps(given)
    else:
        written = ",".join(given) + "\n" + ",".join('"' + v.replace('"', '""') + '"' for v in given.values()) + "\n"
    [source] = read(tmp_path / f"a.{ending}", written)
    assert isinstance(source, Source)
    report = read_anatomy(source, Settings()).report
    assert (report.title, report.publisher, report.published, report.url) == (
        "The caller's title", "Harbour Post", "2024-01-05", "https://harbour.example/1",
    )  # fmt: skip
    del given["title"], given["publisher"]
    [source] = read(tmp_path / "b.jsonl", json.dumps(given))
    assert isinstance(source, Source)
    report = read_anatomy(source, Settings()).report
    assert (report.title, report.publisher) == ("Another headline in the text", "Guardian News & Media")
