"""What is new since a visit, and searches with feeds: kept by those who may, valid for any feed reader, harmless whatever they are called."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree

import feedparser
import pytest
from lxml import html
from web.conftest import Site
from web.test_guard import problem
from web.test_hostile import HOSTILE
from web.test_pages import check_page

from onrecord.client import ApiError
from onrecord.store import Archive, Filters
from onrecord.store.searches import save_search, searches

Own = Callable[..., Any]
FORM = {"content-type": "application/x-www-form-urlencoded"}
ATOM = "{http://www.w3.org/2005/Atom}"


def token(site: Site) -> str:
    return str(html.document_fromstring(site.page("/events")).xpath("//form[@action='/searches']//input[@name='form_token']/@value")[0])


def send(site: Site, path: str, **fields: str) -> Any:
    return site.http.request("POST", site.base + path, body=urlencode(fields).encode(), headers=FORM, redirect=False)


def test_a_view_is_saved_listed_followed_and_removed(own: Own) -> None:
    with own(edit=True) as site:
        page = html.document_fromstring(site.page("/events?country=SEN&quad=1"))
        [form] = page.xpath("//form[@action='/searches']")
        fields = {str(i.get("name")): str(i.get("value") or "") for i in form.xpath(".//input")}
        answer = send(site, "/searches", **{**fields, "name": "Talks in Senegal"})
        assert (answer.status, answer.headers["location"]) == (303, "/searches")
        [kept] = site.client.searches()
        assert (kept["name"], kept["kind"], kept["query"]) == ("Talks in Senegal", "events", {"country": "SEN", "quad": "1"})
        assert kept["href"] == "/events?country=SEN&quad=1"
        listed = site.page("/searches")
        check_page(listed)
        assert "Talks in Senegal" in listed
        assert f'href="{kept["feed"]}"' in listed
        feed = feedparser.parse(site.get(kept["feed"]).data)
        assert not feed.bozo
        assert len(feed.entries) == len(list(site.client.rows("events", country="SEN", quad=1))) > 0
        assert send(site, f"/searches/{kept['id']}/remove", form_token=fields["form_token"]).status == 303
        assert site.client.searches() == []
        assert site.get(kept["feed"]).status == 404


def test_the_api_keeps_and_forgets(own: Own) -> None:
    with own(edit=True) as site:
        kept = site.client.save_search("Diallo", "statements", speaker="Diallo", from_="2025", who="Ann")
        assert (kept["query"], kept["who"]) == ({"speaker": "Diallo", "from": "2025"}, "Ann")
        assert site.client.get(f"/api/searches/{kept['id']}") == site.client.get("/api/searches/diallo") == kept
        for name, kind, query, code in (("Diallo", "events", {}, "NAME_TAKEN"), ("x", "events", {"measure": "killed"}, "NO_FILTER"),
                                        ("x", "events", {"nothing": 1}, "NO_FILTER"), ("x", "things", {}, "BAD_FIELD")):  # fmt: skip
            with pytest.raises(ApiError) as refused:
                site.client.save_search(name, kind, **query)
            assert (refused.value.code, refused.value.status) == (code, 400)
        assert site.client.remove_search("DIALLO")["id"] == kept["id"]
        with pytest.raises(ApiError, match="NO_SEARCH"):
            site.client.remove_search("Diallo")


def test_nobody_else_keeps_or_forgets(own: Own, site: Site) -> None:
    for method in ("PUT", "DELETE"):
        headers = {"content-type": "application/json"}
        answer = site.http.request(method, site.base + "/api/searches/x", body=b'{"kind": "events"}', headers=headers)
        assert (answer.status, problem(answer)) == (403, "READ_ONLY")
    assert problem(send(site, "/searches", name="x", kind="events")) == "READ_ONLY"
    assert "Save this search" not in site.page("/events")
    with own(edit=True) as edited:
        for fields in ({}, {"form_token": "0" * 64}):
            assert problem(send(edited, "/searches", name="x", kind="events", **fields)) == "FORM_EXPIRED"
            assert problem(send(edited, "/searches/x/remove", **fields)) == "FORM_EXPIRED"
        good = token(edited)
        for kind, query in (("nothing", ""), ("figures", ""), ("events", "measure=killed"), ("events", "?bogus=1")):
            assert send(edited, "/searches", name="x", kind=kind, query=query, form_token=good).status in (400, 404)
        assert edited.client.searches() == []


def test_a_feed_is_valid_atom_and_lasts(own: Own) -> None:
    with own(edit=True) as site:
        kept = site.client.save_search("Reports & <more>", "reports")
        first = site.get(kept["feed"])
        assert first.headers["content-type"] == "application/atom+xml"
        tree = ElementTree.fromstring(first.data)
        assert tree.findtext(f"{ATOM}title") == "onrecord: Reports & <more>"
        assert {link.get("rel"): link.get("href") for link in tree.findall(f"{ATOM}link")} == {
            "self": site.base + kept["feed"], "alternate": site.base + "/reports",
        }  # fmt: skip
        entries = tree.findall(f"{ATOM}entry")
        for entry in entries:
            for name in ("id", "title", "updated", "published"):
                assert entry.findtext(ATOM + name), name
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", entry.findtext(f"{ATOM}updated") or "")
            assert (entry.find(f"{ATOM}link").get("href") or "").startswith(site.base + "/reports/")  # type: ignore[union-attr]
        ids = [e.findtext(f"{ATOM}id") for e in entries]
        assert len(set(ids)) == len(ids) == len(list(site.client.rows("reports")))
        site.client.save_search("Another", "events")
        with Archive(site.path) as archive, archive.writing():
            archive.db.execute("insert into change (report_id, kind, at) values ('x', 'seen', '2026-01-01T00:00:00Z')")
        again = ElementTree.fromstring(site.get(kept["feed"]).data)
        assert again.findtext(f"{ATOM}id") == tree.findtext(f"{ATOM}id")
        assert [e.findtext(f"{ATOM}id") for e in again.findall(f"{ATOM}entry")] == ids


def test_a_hostile_name_stays_a_name(own: Own) -> None:
    with own(edit=True) as site:
        names = [n for n in HOSTILE if n.isprintable()]
        with Archive(site.path) as archive, archive.writing():
            for n in names:
                save_search(archive.db, n, "events", Filters(actor=n if re.search("[a-z]", n) else None), who=n)
        text = site.page("/searches")
        check_page(text)
        tree = html.document_fromstring(text)
        assert not list(tree.iter("img", "math", "svg", "b")) or "<script>window" not in text
        assert [h.text_content().strip() for h in tree.xpath("//li[@class='row']//h3")] == [s["name"] for s in site.client.searches()]
        for kept in site.client.searches():
            answer = site.get(kept["feed"])
            assert ElementTree.fromstring(answer.data).findtext(f"{ATOM}title") == f"onrecord: {kept['name']}"
            assert not feedparser.parse(answer.data).bozo


def test_what_is_new_since_the_last_visit(site: Site) -> None:
    first = site.get("/new")
    assert first.status == 303
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= {p.strip() for p in first.headers["set-cookie"].split(";")}
    page = site.page(first.headers["location"])
    assert "New since" in page
    seen = site.get("/new", cookie="onrecord_visits=2026-01-02T10:00:00Z~2026-01-01T00:00:00Z")
    assert seen.headers["location"] == "/new?since=2026-01-02T10%3A00%3A00Z"
    noted = re.search(r"onrecord_visits=([^;]+)", seen.headers["set-cookie"])[1].strip('"')  # type: ignore[index]
    within_the_hour = site.get("/new", cookie=f"onrecord_visits={noted}")
    assert within_the_hour.headers["location"] == seen.headers["location"]
    for bad in ("x", "~", "2026-99-99T10:00:00Z~2026-01-01T00:00:00Z", '"; x="', "<script>~<script>"):
        assert site.get("/new", cookie=f"onrecord_visits={bad}").status == 303


def test_new_events_are_counted_as_the_list_counts_them(site: Site) -> None:
    everything = len(list(site.client.rows("events")))
    assert len(list(site.client.rows("events", new="2020-01-01"))) == everything
    assert f"{everything} new events" in site.page("/new?since=2020-01-01")
    assert "Nothing has come since then" in site.page("/new?since=2099-01-01")
    assert json.loads(site.page("/new.json?since=2020-01-01"))["count"] == everything
    assert len(feedparser.parse(site.page("/new.atom?since=2020-01-01")).entries) == everything
    for bad in ("/new?since=yesterday", "/events?new=20255", "/new?bogus=1", "/stories?new=x"):
        assert site.get(bad).status == 400, bad
    assert site.get("/stories?new=2020-01-01").status == 200


def test_the_archive_that_is_read_keeps_what_others_saved(own: Own) -> None:
    with own(edit=True) as site:
        site.client.save_search("Kept", "events")
        with Archive(site.path, readonly=True) as archive:
            assert [s.name for s in searches(archive.db)] == ["Kept"]
