"""Behind another server: the public address stands wherever readers are told one, and every link stays below its path."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import feedparser
import pytest
from lxml import html
from web.conftest import Site, serving
from web.test_guard import problem
from web.test_hostile import ALL

from onrecord.cli import main
from onrecord.errors import UsageError
from onrecord.web.public import read_base_url, under

BASE = "https://example.org/news"
HOST = {"host": "example.org"}


@pytest.fixture(scope="module")
def public(archive_file: Path) -> Iterator[Site]:
    with serving(archive_file, base_url=BASE) as site:
        yield site


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("https://example.org", "https://example.org"), ("https://example.org/", "https://example.org"), (" http://Example.org:8080/a/b/ ", "http://example.org:8080/a/b"),
        ("http://[::1]:8000/x", "http://[::1]:8000/x"), ("http://127.0.0.1", "http://127.0.0.1"),
    ],
)  # fmt: skip
def test_a_base_is_an_address_with_at_most_a_path(given: str, read: str) -> None:
    assert read_base_url(given) == read


@pytest.mark.parametrize(
    "given",
    [
        "", "example.org", "/news", "ftp://example.org", "javascript:alert(1)", "https://", "https:///news", "https://a b.org", "https://example.org/a b",
        "https://user:secret@example.org", "https://example.org?x=1", "https://example.org/#top", "https://example.org/a/../b", "https://example.org:99999",
        "https://example.org/a//b", 'https://example.org/"><script>', "https://exa\u202emple.org", "https://example.org/./a",
    ],
)  # fmt: skip
def test_anything_else_is_refused(given: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(UsageError, match="BAD_BASE_URL"):
        read_base_url(given)
    if given:
        assert main(["serve", "nothing.db", "--no-browser", "--base-url", given]) == 2
        assert "BAD_BASE_URL" in capsys.readouterr().err


def test_who_can_change_an_archive_in_public_has_a_token(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "nothing.db", "--no-browser", "--edit", "--base-url", BASE]) == 2
    assert "NO_TOKEN" in capsys.readouterr().err


@pytest.mark.parametrize("start", ["/news", ""])
def test_every_link_stays_below_the_path(public: Site, start: str) -> None:
    id = json.loads(public.get("/reports.json").data)["rows"][0]["id"]
    met = 0
    for path in ("/", "/events", "/statistics", f"/reports/{id}", "/stories", "/who", "/data", "/check?q=Diallo", "/docs", "/timeline?country=SEN"):
        answer = public.get(start + path, **HOST)
        assert answer.status == 200, path
        tree = html.document_fromstring(answer.data.decode())
        for name in ("href", "src", "action", "formaction", "hx-get", "data-svg"):
            for link in tree.xpath(f"//@{name}"):
                if link.startswith("/"):
                    met += 1
                    assert link.startswith("/news/"), (path, name, link)
        assert tree.xpath("//link[@rel='canonical']/@href") == [BASE + path]
    assert met > 200


def test_links_lead_somewhere(public: Site) -> None:
    tree = html.document_fromstring(public.page("/news/"))
    for link in {str(x) for x in tree.xpath("//@href | //@src") if str(x).startswith("/")}:
        assert public.get(urlsplit(urljoin(BASE + "/", link)).path).status in (200, 303), link


def test_redirects_and_pages_of_the_api_bear_the_path(public: Site) -> None:
    answer = public.get("/news/events?country=&quad=4", **HOST)
    assert (answer.status, answer.headers["location"]) == (303, "/news/events?quad=4")
    answer = public.get("/news/api/events?limit=1", **HOST)
    assert answer.headers["link"].startswith("</news/api/events?")
    assert public.get("/news", **HOST).status == 200


def test_a_feed_and_citations_bear_the_address(public: Site) -> None:
    feed = feedparser.parse(public.get("/news/events.atom?country=SEN", **HOST).data)
    assert not feed.bozo
    links = {link["rel"]: link["href"] for link in feed.feed.links}
    assert links == {"self": f"{BASE}/events.atom?country=SEN", "alternate": f"{BASE}/events?country=SEN"}
    assert all(e.link.startswith(f"{BASE}/events/e") for e in feed.entries)
    assert f"{BASE}/events" in public.page("/data")
    assert f"{BASE}/statistics" in public.page("/statistics/types.svg")
    review = json.loads(public.get("/check/claimreview.json?q=cut+the+import+fee", **HOST).data)
    assert review["url"] == f"{BASE}/check?q=cut+the+import+fee"


def test_its_own_name_and_origin_are_taken_and_no_others(public: Site, archive_file: Path) -> None:
    assert problem(public.get("/", host="evil.example")) == "WRONG_HOST"
    sent = {"content-type": "application/json", "origin": "https://example.org"}
    ours = public.http.request("POST", public.base + "/news/api/read", body=b'{"text": ""}', headers=sent)
    assert ours.status != 403
    for origin in ("https://evil.example", "https://example.org.evil.example", "null"):
        answer = public.http.request("POST", public.base + "/news/api/read", body=b'{"text": "x"}', headers={**sent, "origin": origin})
        assert (answer.status, problem(answer)) == (403, "FOREIGN_ORIGIN")
    with serving(archive_file, base_url=BASE, token="long enough") as site:
        assert site.get("/news/events", **HOST).headers["location"] == "/news/login"
        assert problem(site.get("/news/api/events", accept="*/*", **HOST)) == "NO_TOKEN"
        form = {"content-type": "application/x-www-form-urlencoded", **HOST}
        answer = site.http.request("POST", site.base + "/news/login", body=b"token=long+enough", headers=form, redirect=False)
        assert {"Path=/news", "Secure", "HttpOnly"} <= {p.strip() for p in answer.headers["set-cookie"].split(";")}
        assert answer.headers["location"] == "/news/"


def test_text_of_a_report_is_no_link() -> None:
    from markupsafe import escape

    text = f'<p>{escape(ALL)}{escape(" href=" + chr(34) + "/x" + chr(34))}</p>'
    assert under(text, "/news") == text
    assert under('<a class="x" href="/a">/b</a> <a href="//else"> <form action="/c" hx-get="/d">', "/news") == (
        '<a class="x" href="/news/a">/b</a> <a href="//else"> <form action="/news/c" hx-get="/news/d">'
    )
