"""Every page: it is there, it is complete, nothing in it is inline, and every link on it leads somewhere."""

from __future__ import annotations

import json
import re
from collections import deque
from dataclasses import replace
from urllib.parse import urljoin, urlsplit

import pytest
from lxml import html
from web.conftest import CHECKED, Site

from onrecord.export.layouts import LAYOUTS
from onrecord.model.record import Account, LeftOut, Tally
from onrecord.store import Archive, Filters
from onrecord.store.query import KINDS, count, rows

PAGES = [
    "/", *(f"/{kind}" for kind in KINDS), "/check", f"/check?q={CHECKED.replace(' ', '+')}", "/data", "/data?kind=reports", "/method", "/help",
    "/docs", "/reports?q=died", "/events?country=SEN&from=2025-10-02&to=2025-10", "/statements?q=border", "/figures?measure=killed",
]  # fmt: skip
MOST_CRAWLED = 260


def first_report(site: Site) -> str:
    with Archive(site.path, readonly=True) as archive:
        return str(next(rows(archive.db, "statements"))["report"])


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_whole(site: Site, path: str) -> None:
    answer = site.get(path)
    text = answer.data.decode()
    assert answer.status == 200
    assert answer.headers["content-type"].startswith("text/html")
    check_page(text)
    tree = html.document_fromstring(text)
    assert len(tree.xpath("//h1")) == 1
    assert tree.xpath("//title/text()")[0].strip()
    assert tree.xpath("//main")
    assert tree.get("lang") == "en"


def check_page(text: str) -> None:
    """Nothing inline: the content security policy would not run it."""
    tree = html.document_fromstring(text)
    assert all(s.get("src", "").startswith("/static/") for s in tree.iter("script"))
    assert not list(tree.iter("style", "object", "embed", "base"))
    assert not [a for e in tree.iter() for a in e.attrib if a == "style" or a.startswith(("on", "hx-on"))]
    assert {urlsplit(e.get("href")).path for e in tree.iter("link") if e.get("rel") == "stylesheet"} >= {"/static/site.css"}


def test_every_link_leads_somewhere(site: Site) -> None:
    seen: dict[str, str] = {"/": ""}
    waiting = deque(["/", f"/reports/{first_report(site)}"])
    shapes: dict[str, int] = {}
    while waiting and len(seen) < MOST_CRAWLED:
        path = waiting.popleft()
        answer = site.get(path)
        assert answer.status in (200, 303), (path, "linked from", seen.get(path))
        if not answer.headers.get("content-type", "").startswith("text/html") or answer.status == 303:
            continue
        check_page(answer.data.decode())
        for link in html.document_fromstring(answer.data.decode()).xpath("//a/@href"):
            target = urlsplit(urljoin(site.base + path, link))
            if f"{target.scheme}://{target.netloc}" != site.base:
                assert target.scheme in ("http", "https")
                continue
            address = target.path + (f"?{target.query}" if target.query else "")
            shape = re.sub(r"[0-9a-f]{12,64}|[APTFSE]\d+|=[^&]*", "*", address)
            shapes[shape] = shapes.get(shape, 0) + 1
            if address not in seen and shapes[shape] <= 3:
                seen[address] = path
                waiting.append(address)
    assert len(seen) > 40


@pytest.mark.parametrize("kind", KINDS)
def test_json_and_csv_give_all_rows_at_the_same_address(site: Site, kind: str) -> None:
    with Archive(site.path, readonly=True) as archive:
        expected = [dict(row) for row in rows(archive.db, kind, Filters(hidden=True))]
    given = site.client.get(f"/{kind}.json", hidden=1)
    assert given["rows"] == expected
    assert given["count"] == len(expected) > 0
    assert given["query"] == {"kind": kind, "hidden": "1"}
    lines = site.page(f"/{kind}.csv?hidden=1").split("\r\n")
    assert lines[0].split(",")[0] == "id"
    assert len(lines) >= len(expected) + 2


def test_a_list_goes_on_to_the_next_page_until_the_end(site: Site) -> None:
    path, met = "/figures", []
    for _ in range(10):
        tree = html.document_fromstring(site.page(path))
        met += tree.xpath("//li[contains(@class, 'row')]//a[@data-open]/@href")
        following = tree.xpath("//a[@rel='next']/@href")
        if not following:
            break
        path = following[0]
    with Archive(site.path, readonly=True) as archive:
        assert len(met) == len(set(met)) == count(archive.db, "figures") > 30


def test_counts_of_tabs_and_facets_are_those_of_the_lists(site: Site) -> None:
    tree = html.document_fromstring(site.page("/events?country=SEN"))
    with Archive(site.path, readonly=True) as archive:
        for kind in ("reports", "statements", "events", "figures"):
            [shown] = tree.xpath(f"//nav[@class='tabs']/a[starts-with(@href, '/{kind}')]/span/text()")
            assert int(shown.replace(",", "")) == count(archive.db, kind, Filters(country="SEN"))
    for link in tree.xpath("//section[@class='facet']//a"):
        narrowed = html.document_fromstring(site.page(link.get("href")))
        tally = narrowed.xpath("//p[@class='tally']/text()")[0]
        assert tally.split(" of ")[1].split(",")[0] == link.xpath("span[@class='count']/text()")[0]


def test_an_empty_page_says_which_filter_emptied_it(site: Site) -> None:
    tree = html.document_fromstring(site.page("/events?country=SEN&event=PROTEST"))
    said = " ".join(tree.xpath("//div[@class='nothing']")[0].text_content().split())
    assert "none without country “Senegal”" in said
    assert "30 without type “protest”" in said or re.search(r"\d+ without type “protest”", said)


def test_an_empty_form_field_leaves_the_address(site: Site) -> None:
    answer = site.get("/events?country=SEN&speaker=&q=")
    assert (answer.status, answer.headers["location"]) == (303, "/events?country=SEN")


def test_a_report_links_words_and_items_both_ways(site: Site) -> None:
    tree = html.document_fromstring(site.page(f"/reports/{first_report(site)}"))
    ids = set(tree.xpath("//li[contains(@class, 'item')]/@id"))
    assert ids
    assert set(tree.xpath("//article//a[contains(@class, 'm')]/@href")) <= {f"#{i}" for i in ids}
    assert {f"#t-{i}" for i in ids} == set(tree.xpath("//li[contains(@class, 'item')]/a[@class='id']/@href"))
    assert {f"t-{i}" for i in ids} == set(tree.xpath("//article//span[@class='anchor']/@id"))


def test_the_original_is_shown_whole(site: Site) -> None:
    id = first_report(site)
    tree = html.document_fromstring(site.page(f"/reports/{id}/original"))
    with Archive(site.path, readonly=True) as archive:
        assert tree.xpath("//div[@class='raw']")[0].text_content() == archive.text(id)


def test_the_account_is_counted_on_the_report_and_told_beside_the_original(own: object) -> None:
    from store.made import WAGE, made

    with own() as site:  # type: ignore[operator]
        source, record = made(WAGE + " Even more.", title="What became of each")
        left = LeftOut(kind="number", span=(1, 5), fate="set_apart", why="an age of our own")
        told = Account(quotations=Tally(used=3), numbers=Tally(used=21, set_apart=1), dates=Tally(used=4), left_out=(left,))
        with Archive(site.path) as archive:
            [added] = archive.add([(source, replace(record, report=replace(record.report, account=told)))])
            assert added.outcome == "added"
        wanted = ["3", "0", "0", "21", "1", "0", "4", "0", "0"]
        shown = html.document_fromstring(site.page(f"/reports/{source.id}"))
        assert shown.xpath("//section[@id='account']//td/text()") == wanted
        assert shown.xpath(f"//section[@id='account']//a[@href='/reports/{source.id}/original#account']")
        original = site.page(f"/reports/{source.id}/original")
        assert html.document_fromstring(original).xpath("//h2[@id='account']/following-sibling::table[1]//td/text()") == wanted
        assert "set apart, an age of our own" in original


def test_the_beginning_of_an_id_leads_to_the_report(site: Site) -> None:
    id = first_report(site)
    assert site.get(f"/r/{id[:10]}").headers["location"] == f"/reports/{id}"


def test_the_record_is_at_the_reports_address(site: Site) -> None:
    id = first_report(site)
    with Archive(site.path, readonly=True) as archive:
        assert site.client.get(f"/reports/{id}.json") == __import__("json").loads(archive.record(id).to_json())
    assert site.page(f"/reports/{id}.csv").startswith("report,item,kind,start,end,words,rule,judged")


@pytest.mark.parametrize(("verdict", "words"), [
    ("exact", CHECKED), ("cut", "We will cut the import fee before the harvest begins"),
    ("altered", "We shall cut the import fee by half before the harvest begins."), ("unlike", "zebras graze before the harvest"),
])  # fmt: skip
def test_a_quote_is_checked(site: Site, verdict: str, words: str) -> None:
    tree = html.document_fromstring(site.page(f"/check?q={words.replace(' ', '+')}"))
    assert tree.xpath("//li[1]/p[@class='verdict']/b/@class")[0] == f"v-{verdict}"
    assert tree.xpath("//p[@class='answer']/text()")
    assert bool(tree.xpath("//*[@class='first-report']/a/@href")) == (verdict != "unlike")


def test_a_quotation_is_cited_and_reviewed(site: Site) -> None:
    ask = f"q={CHECKED.replace(' ', '+')}&speaker=Diallo"
    tree = html.document_fromstring(site.page(f"/check?{ask}"))
    shown = [" ".join(t.split()) for t in tree.xpath("//pre[@class='citation']/text()")]
    assert [h.text for h in tree.xpath("//details[@id='cite']/h3")] == ["APA", "Chicago", "BibTeX", "CSL-JSON"]
    assert shown[1] == f"“{CHECKED.rstrip('.')}” Amina Diallo, quoted in “Import fee to be halved,” Example, December 4, 2025, https://example.org/fee."
    for style, text in zip(("apa", "chicago", "bibtex", "csl-json"), shown, strict=True):
        answer = site.get(f"/check/cite/{style}?{ask}")
        assert "attachment" in answer.headers["content-disposition"]
        assert " ".join(answer.data.decode().split()) == text
        assert " ".join(site.client.cite(CHECKED, style, speaker="Diallo").split()) == text
    review = site.get(f"/check/claimreview.json?{ask}").json()
    assert review["@type"] == "ClaimReview"
    assert review == site.get(f"/api/check/claimreview?{ask}").json()
    assert site.get(f"/check/cite/apa?{ask}", if_none_match=site.get(f"/check/cite/apa?{ask}").headers["etag"]).status == 304
    assert [site.get(path).status for path in (f"/check/cite/mla?{ask}", "/check/cite/apa", "/check/cite/apa?q=xylophone", "/check/claimreview.json")] == [400, 400, 404, 400]


def test_a_card_may_be_embedded_and_runs_nothing(site: Site) -> None:
    answer = site.get(f"/reports/{first_report(site)}/S1/card")
    assert answer.status == 200
    assert "frame-ancestors *" in answer.headers["content-security-policy"]
    assert "script" not in answer.headers["content-security-policy"]
    assert b"<script" not in answer.data
    assert "frame-ancestors 'none'" in site.get("/").headers["content-security-policy"]


@pytest.mark.parametrize(
    "format",
    [
        "csv",
        "jsonl",
        "parquet",
        "jsonld",
        "annotations",
        "timeml",
        "timelinejs",
        "atom",
        "rss",
    ],
)
def test_every_export_of_events(site: Site, format: str) -> None:
    answer = site.get(f"/export/events/{format}?country=SEN")
    assert answer.status == 200
    assert "attachment" in answer.headers["content-disposition"]
    assert len(answer.data) == int(answer.headers["content-length"]) > 100


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_of_events(site: Site, layout: str) -> None:
    for format in ("csv", "jsonl", "parquet"):
        answer = site.get(f"/export/events/{format}?layout={layout}")
        assert answer.status == 200
        assert f'filename="events-{layout}.{format}"' in answer.headers["content-disposition"]
        assert len(answer.data) == int(answer.headers["content-length"])
        assert int(answer.headers["onrecord-rows"]) > (0 if layout != "acled" else -1)
    assert f"layout={layout}" in site.page("/data?kind=events")
    marked = site.get(f"/export/events/csv?layout={layout}&bom=1").data
    assert marked.startswith(b"\xef\xbb\xbf" + LAYOUTS[layout].columns[0].name.encode())


def test_mentions_are_a_step_below_events_and_lead_back(site: Site) -> None:
    events, mentions = site.page("/events?country=SEN"), site.page("/mentions?country=SEN")
    count = len(json.loads(site.get("/mentions.json?country=SEN").data)["rows"])
    assert f'href="/mentions?country=SEN">what each report tells: {count} mention' in events
    assert 'href="/events?country=SEN">as ' in mentions
    row = json.loads(site.get("/events.json?country=SEN").data)["rows"][0]
    assert f'href="/events/{row["id"]}"' in events
    assert site.get(f"/events/{row['id']}").status == 200
    assert "/mentions" not in site.page("/reports").split('<nav class="tabs"')[1].split("</nav>")[0]


def test_what_a_layout_has_no_place_for_is_said(site: Site) -> None:
    answer = site.get("/export/events/csv?layout=acled")
    assert "types that ACLED does not have" in answer.headers["onrecord-left-out"]
    assert int(answer.headers["onrecord-rows"]) == len(answer.data.decode().splitlines()) - 1
    for path in ("/export/events/csv?layout=excel", "/export/events/jsonld?layout=acled", "/export/figures/csv?layout=acled",
                 "/export/events/jsonl?bom=1", "/export/events/csv?bom=x"):  # fmt: skip
        assert site.get(path).status == 400


def test_a_feed_of_any_list(site: Site) -> None:
    from lxml import etree

    tree = etree.fromstring(site.get("/statements.atom?country=SEN").data)
    assert len(tree.findall("{http://www.w3.org/2005/Atom}entry")) == 1


def test_the_method_page_shows_the_measured_floors(site: Site) -> None:
    import json
    from pathlib import Path

    floors = json.loads((Path(__file__).parents[2] / "evaluation/floors.json").read_text())["floors"]
    assert {m["id"]: m["at_least"] for m in site.client.get("/method.json")["rows"]} == floors


def test_what_is_withdrawn_leaves_a_notice(own: object, tmp_path: object) -> None:
    from store.made import WAGE, made

    with own() as site:  # type: ignore[operator]
        with Archive(site.path) as archive:
            source, record = made(WAGE + " More.", status="canceled", title="Taken back by its publisher today")
            assert [a.outcome for a in archive.add([(source, record)])] == ["added"]
        page = site.page(f"/reports/{source.id}")
        assert "The minimum wage" not in page
        assert "Canceled" in page
        assert "The minimum wage" in site.page(f"/reports/{source.id}?hidden=1")
        assert source.id not in site.page("/reports.json")
        for path in (f"/reports/{source.id}.json", f"/reports/{source.id}.csv", f"/api/reports/{source.id}"):
            assert site.get(path, accept="*/*").status == 410
            assert site.get(f"{path}?hidden=1").status == 200


def test_head_and_unknown_addresses(site: Site) -> None:
    assert site.http.request("HEAD", site.base + "/events").status == 200
    assert site.get("/nothing").status == 404
    assert b"<h1" in site.get("/nothing").data
    assert site.get("/nothing.json").headers["content-type"] == "application/problem+json"
    assert site.get("/static/../app.py").status == 404
    assert site.get("/static/%2e%2e/app.py").status == 404


def test_an_embargo_hides_until_it_ends(own: object) -> None:
    import time
    from datetime import UTC, datetime, timedelta

    from store.made import WAGE, made

    end = datetime.now(UTC) + timedelta(seconds=4)
    with own() as site:  # type: ignore[operator]
        with Archive(site.path) as archive:
            source, record = made(WAGE + " Soon.", embargo=f"{end:%Y-%m-%dT%H:%M:%SZ}", title="Not before the hour that was set")
            assert [a.outcome for a in archive.add([(source, record)])] == ["added"]
        before = site.get("/reports")
        assert b"Not before the hour" not in before.data
        assert "under embargo" in site.page(f"/reports/{source.id}").lower()
        while datetime.now(UTC) < end + timedelta(seconds=1):
            time.sleep(0.2)
        after = site.get("/reports", if_none_match=before.headers["etag"])
        assert after.status == 200
        assert b"Not before the hour" in after.data
