"""Watching feeds: what is new is added once, unchanged feeds are left alone, failures wait longer, nothing is lost or doubled."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from onrecord.errors import InputError, UsageError
from onrecord.ingest.feeds import parse_feed, parse_sitemap
from onrecord.ingest.fetch import Fetched, Fetcher
from onrecord.ingest.web import read_urls
from onrecord.reread import stored_source
from onrecord.settings import Settings
from onrecord.store import Archive
from onrecord.watching import Watch, Watched, read_watch_list
from onrecord.workers import Workers

START = datetime(2026, 1, 5, 12, tzinfo=UTC)
PAGE = """<html><head><title>{0}</title><meta property="article:published_time" content="2026-01-05"></head><body><article><h1>{0}</h1>
<p>The port of Mombasa handled more containers in 2024 than in the year before, the Kenya Ports Authority said on Monday.</p>
<p>“Traffic has grown because the railway carries more of it,” the authority said in a statement about {0}.</p></article></body></html>"""


class Web(Fetcher):
    """A web of our own: address -> page, feed, or an error's code."""

    def __init__(self, pages: dict[str, str]) -> None:
        super().__init__()
        self.pages = pages
        self.asked: list[str] = []

    def fetch(self, url: str, *, etag: str | None = None, modified: str | None = None) -> Fetched:
        self.asked.append(url)
        page = self.pages.get(url, "HTTP_404")
        if page.startswith("HTTP_") or page == "TIMEOUT":
            raise InputError("no", report=url, stage="fetch", code=page, remedy="later")
        tag = str(hash(page))
        kind = "text/html; charset=utf-8" if page.startswith("<html") else "application/xml"
        same = etag == tag
        return Fetched(url=url, body=b"" if same else page.encode(), content_type=kind, etag=tag, modified=None, unchanged=same)


def feed(*numbers: int) -> str:
    items = "".join(
        f"<item><title>Story {n}</title><link>https://news.example/{n}</link><guid>g{n}</guid><description>teaser</description></item>"
        for n in numbers
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Port News</title>{items}</channel></rss>'


FEED = "https://news.example/feed"


@pytest.fixture
def web() -> Web:
    return Web({FEED: feed(1, 2), **{f"https://news.example/{n}": PAGE.format(f"Story {n}") for n in range(1, 6)}})


@pytest.fixture(scope="module")
def readers() -> Iterator[Workers]:
    with Workers(Settings(model=os.environ.get("ONRECORD_MODEL"))) as workers:
        yield workers


@pytest.fixture
def watch(tmp_path: Path, web: Web, readers: Workers):
    clock = [START]
    with Archive(tmp_path / "a.db") as archive:
        made = Watch(archive, [Watched(url=FEED, interval=600)], web, readers, now=lambda: clock[0])
        made.clock = clock  # type: ignore[attr-defined]
        yield made


def later(watch: Watch, seconds: float) -> None:
    watch.clock[0] += timedelta(seconds=seconds)  # type: ignore[attr-defined]


def titles(watch: Watch) -> list[str]:
    return sorted(str(r[0]) for r in watch.archive.db.execute("select title from shown"))


def test_new_entries_are_added_once(watch: Watch, web: Web) -> None:
    assert [len(look.added) for look in watch.round()] == [2]
    assert list(watch.round()) == []  # not due yet
    later(watch, 601)
    assert [look.unchanged for look in watch.round()] == [True]
    web.pages[FEED] = feed(3, 2, 1)
    later(watch, 601)
    assert [len(look.added) for look in watch.round()] == [1]
    assert titles(watch) == ["Story 1", "Story 2", "Story 3"]
    assert web.asked.count("https://news.example/1") == 1


def test_a_failing_feed_is_asked_less_and_less_often(watch: Watch, web: Web) -> None:
    web.pages[FEED] = "HTTP_503"
    waits = []
    for _ in range(4):
        [look] = watch.round()
        assert look.error is not None
        waits.append((watch.next_due() - watch.now()).total_seconds())
        later(watch, waits[-1] + 1)
    assert waits == [1200, 2400, 4800, 9600]
    web.pages[FEED] = feed(1)
    [look] = watch.round()
    assert [a.outcome for a in look.added] == ["added"]


def test_an_entry_whose_page_fails_for_now_is_asked_for_again(watch: Watch, web: Web) -> None:
    page, web.pages["https://news.example/2"] = web.pages["https://news.example/2"], "TIMEOUT"
    list(watch.round())
    assert titles(watch) == ["Story 1"]
    web.pages["https://news.example/2"] = page
    web.pages[FEED] = feed(2, 1) + " "
    later(watch, 601)
    list(watch.round())
    assert titles(watch) == ["Story 1", "Story 2"]


def test_a_watch_that_dies_between_commit_and_tick_doubles_nothing(watch: Watch, web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    import onrecord.watching

    real: Callable[..., object] = onrecord.watching.add_sources

    def dies(*args: object, **kwargs: object) -> object:
        list(real(*args, **kwargs))  # type: ignore[call-overload]
        raise KeyboardInterrupt

    monkeypatch.setattr(onrecord.watching, "add_sources", dies)
    with pytest.raises(KeyboardInterrupt):
        list(watch.round())
    monkeypatch.undo()
    list(watch.round())
    assert titles(watch) == ["Story 1", "Story 2"]


def test_a_clock_set_back_does_not_put_a_feed_to_sleep(watch: Watch) -> None:
    list(watch.round())
    watch.clock[0] = START - timedelta(days=3650)  # type: ignore[attr-defined]
    assert (watch.next_due() - watch.now()).total_seconds() <= 86_400


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "no [[feed]]"),
        ("[[feed]]\n", "feed 1: it has no url"),
        ('[[feed]]\nurl="https://a.example"\ninterval=5\n', "interval"),
        ('[[feed]]\nurl="https://a.example"\nevery=5\n', "'every'"),
        ("[[feed", "Expected"),
    ],
)
def test_a_wrong_watch_list_says_what_is_wrong(tmp_path: Path, text: str, what: str) -> None:
    path = tmp_path / "feeds.toml"
    path.write_text(text)
    with pytest.raises(UsageError) as caught:
        read_watch_list(path)
    assert what in str(caught.value)
    assert str(path) in str(caught.value)


def test_a_malformed_feed_gives_its_good_items_and_says_so() -> None:
    broken = feed(1, 2, 3).replace("Story 2", "Story 2 & more <b>").replace("</channel>", "")
    found = parse_feed(broken.encode(), "x")
    assert [e.guid for e in found.entries] == ["g1", "g2", "g3"]
    assert [w.code for w in found.warnings] == ["FEED_MALFORMED"]


def test_the_publisher_of_the_list_wins_over_the_pages(tmp_path: Path, web: Web, readers: Workers) -> None:
    with Archive(tmp_path / "p.db") as archive:
        [look] = Watch(archive, [Watched(url=FEED, publisher="Harbour Post")], web, readers, lambda: START).round()
        assert [a.outcome for a in look.added] == ["added", "added"]
        assert {p for (p,) in archive.db.execute("select publisher from report")} == {"Harbour Post"}
        source = stored_source(archive, look.added[0].id)
        assert (source.hints.publisher, source.hints.given) == ("Harbour Post", ("publisher",))


def test_atom_and_json_feeds() -> None:
    atom = """<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry><id>u1</id><title>A</title><link href="https://x.example/a"/>
      <updated>2026-01-02T03:04:05Z</updated><author><name>Ann</name></author><content type="html">&lt;p&gt;long&lt;/p&gt;</content></entry></feed>"""
    [entry] = parse_feed(atom.encode(), "x").entries
    assert (entry.guid, entry.link, entry.published, entry.authors, entry.html) == (
        "u1",
        "https://x.example/a",
        "2026-01-02T03:04:05Z",
        ("Ann",),
        "<p>long</p>",
    )
    data = '{"version": "https://jsonfeed.org/version/1.1", "title": "J", "items": [{"id": 7, "content_text": "a < b\\nc", "url": "https://x.example/7"}]}'
    [entry] = parse_feed(data.encode(), "x").entries
    assert (entry.guid, entry.html) == ("7", "<p>a &lt; b</p><p>c</p>")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("declared", ["", ' encoding="UTF-16"'])
def test_a_feed_in_a_wide_encoding_is_read(encoding: str, declared: str) -> None:
    text = f'<?xml version="1.0"{declared}?><rss><channel><title>Öst</title><item><title>Bro stängd</title></item></channel></rss>'
    feed = parse_feed(text.encode(encoding), "http://a.example/feed")
    assert [e.title for e in feed.entries] == ["Bro stängd"]


@pytest.mark.parametrize("data", [b"", b"{}", b"{" * 100_000, b"<rss/>", b"plain", b'{"items": 3}'])
def test_what_is_no_feed_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(InputError, match="BAD_FEED"):
        parse_feed(data, "x")


def test_an_entity_bomb_in_a_sitemap_expands_to_nothing() -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]><urlset><url><loc>&b;&f;</loc></url></urlset>'
    pages, more = parse_sitemap(bomb.encode(), "https://x.example/")
    assert (pages, more) == ([], [])


def test_a_sitemap_of_sitemaps_is_read_without_going_around_in_circles() -> None:
    def sitemap(kind: str, *locs: str) -> str:
        return (
            f"<{kind} xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>"
            + "".join(f"<url><loc>{x}</loc></url>" for x in locs)
            + f"</{kind}>"
        )

    web = Web(
        {
            "https://x.example/top": sitemap("sitemapindex", "https://x.example/top", "https://x.example/sub"),
            "https://x.example/sub": sitemap("urlset", "https://x.example/1", "file:///etc/passwd", "https://x.example/sub"),
            "https://x.example/1": PAGE.format("Story 1"),
        }
    )
    found = list(read_urls(["https://x.example/top"], web, Settings()))
    assert [getattr(f, "code", "report") for f in found] == ["report", "HTTP_404", "NOT_A_REPORT"]


@pytest.mark.parametrize("address", ["http://[bad", "http://a]b/", "//[x"])
def test_an_address_that_makes_no_sense_is_the_error_of_its_entry_alone(watch: Watch, web: Web, address: str) -> None:
    assert parse_sitemap(f"<urlset><url><loc>{address}</loc></url></urlset>".encode(), FEED)[0] == [address]
    web.fetch = lambda url, **k: Web.fetch(web, url, **k) if url.startswith("https://news") else Fetcher().fetch(url, **k)  # type: ignore[method-assign]
    web.pages[FEED] = feed(1, 2).replace("https://news.example/1<", f"{address}<")
    [look] = watch.round()
    assert sorted(a.outcome for a in look.added) == ["added", "quarantined"]
    assert {a.error.code for a in look.added if a.error} <= {"BAD_URL", "BAD_SCHEME"}


def test_what_nobody_foresaw_about_one_feed_does_not_end_the_watch(watch: Watch, web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.watching.feed_of", lambda answer, settings, opener: [][0])
    [look] = watch.round()
    assert look.error is not None
    assert (look.error.code, look.error.report) == ("INTERNAL", FEED)
