"""The pages across reports: stories, events, actors, pairs, comparisons, timelines; each in its three forms, also with hostile words."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date, timedelta
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from store.made import FEE, made
from web.conftest import HOSTILE, Site, serving

from onrecord.compare.firsts import first_told
from onrecord.compare.occurrences import find_occurrence
from onrecord.compare.tables.account import Toll, TollPoint, Words
from onrecord.compare.update import update
from onrecord.store import Archive
from onrecord.web import maps, moments, quadchart, sidebyside, tollchart

SVG = {"svg", "g", "a", "line", "rect", "circle", "text", "title", "use", "path"}
PAGES = (
    "/stories", "/stories?q=cordial&least=1", "/who", "/who?q=maduro", "/timeline?country=USA", "/timeline?country=VEN&from=2025-11&quad=1",
    "/timeline?actor=Maduro", "/pairs?one=USA&two=VEN", "/pairs?one=USA&two=VEN&month=2025-11", "/pairs?one=Trump&two=Maduro",
    "/actors/Donald%20Trump", *(f"/actors/Donald%20Trump/{s}" for s in ("statements", "company", "events", "roles", "reports")),
)  # fmt: skip
SECTIONS = ("accounts", "figures", "quotes", "timeline", "map", "events", "reports")


def rows(site: Site, path: str) -> list[dict[str, Any]]:
    answer = site.get(path)
    assert answer.status == 200, (path, answer.data[:300])
    found = json.loads(answer.data)
    assert found["count"] == len(found["rows"])
    return list(found["rows"])


def table(site: Site, path: str) -> list[dict[str, str]]:
    answer = site.get(path)
    assert answer.status == 200
    return list(csv.DictReader(io.StringIO(answer.data.decode())))


class Elements(HTMLParser):
    """Elements of a page with their attributes, and the words outside of them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data

    def links(self) -> set[str]:
        return {a["href"] or "" for t, a in self.found if t == "a" and "href" in a}


def all_pages(story: str, call: str) -> list[str]:
    own = [
        f"/stories/{story}",
        *(f"/stories/{story}/{s}" for s in SECTIONS),
        f"/stories/{story}/accounts?all=1",
        f"/timeline?story={story}",
    ]
    return [*PAGES, *own, f"/events/{call}", f"/events/{call}/mentions"]


def test_each_page_shows_itself_and_gives_all_rows_as_json_and_csv(news: Site, story: str, call: str) -> None:
    for path in all_pages(story, call):
        page = news.page(path)
        assert re.search(r"<h1[ >]", page), path
        bare, _, query = path.partition("?")
        ending = f"?{query}" if query else ""
        if bare == f"/stories/{story}":
            document = json.loads(news.get(f"{bare}.json").data)
            assert {"accounts", "timeline", "reports", "places", "events", "rows"} <= document.keys()
            found = document["rows"]
        else:
            found = rows(news, f"{bare}.json{ending}")
        assert len(table(news, f"{bare}.csv{ending}")) == len(found), path
        assert f"{bare}.csv" in page.replace("%20", " ").replace("&amp;", "&") or f"{bare}.csv".replace("%20", " ") in page.replace(
            "%20", " "
        ), path


def test_nothing_of_a_report_becomes_markup(news: Site, story: str, call: str) -> None:
    hostile = [r["story"] for r in rows(news, "/stories.json?least=1")]
    shown = 0
    for path in [
        *all_pages(story, call),
        *(f"/stories/{s}" for s in hostile),
        "/compare",
        "/timeline",
        "/pairs",
        f"/embed/timeline?story={hostile[0]}",
    ]:
        page = Elements(news.page(path))
        shown += HOSTILE.split(" ")[0] in page.words
        for tag, attributes in page.found:
            assert tag not in ("img", "iframe", "object"), path
            assert tag != "script" or (attributes.get("src") or "").startswith("/static/"), path
            assert not any(a.startswith("on") or a == "style" for a in attributes), (path, attributes)
            assert not (attributes.get("href") or "").lower().startswith(("javascript:", "data:")), path
        assert "\u202e" not in page.words, path
    assert shown > 5


def test_what_differs_stands_with_those_who_say_it_and_leads_to_their_words(news: Site, story: str) -> None:
    page = news.page(f"/stories/{story}")
    told = json.loads(news.get(f"/stories/{story}.json").data)["accounts"]
    differing = [f for f in told["facts"] if f["differs"]]
    assert differing
    for fact in differing:
        assert f'id="{fact["id"]}"' in page
        assert f'href="#{fact["id"]}"' in page
    links = Elements(page).links()
    behind = [w for f in told["facts"] for c in f["cells"] for w in c["words"] if w["item"]]
    assert behind
    assert sum(f"/reports/{w['report']}#{w['item']}" in links for w in behind) > len(behind) / 2
    assert page.count('visually-hidden">differs: ') >= len(differing), "the sign is said, not only coloured"


def test_copies_are_one_text_and_say_where_they_come_from(news: Site, story: str) -> None:
    found = rows(news, f"/stories/{story}/reports.json")
    copies = [r for r in found if r["copy"]]
    assert copies
    assert len({r["origin"] for r in found}) < len(found)
    page = news.page(f"/stories/{story}/reports")
    assert all(f"/reports/{r['report']}" in page for r in found)
    assert "likely origin: " in page


def test_a_story_is_found_by_an_id_that_it_once_had(news: Site, story: str) -> None:
    with Archive(news.path) as archive, archive.writing():
        archive.db.execute(
            "insert into story_change (story_id, kind, other, at) values ('s0123456789ab', 'merged', ?, '2025-12-05')", (story,)
        )
    assert news.get("/stories/s0123456789ab").status == 200


@pytest.mark.parametrize(
    "path",
    [
        "/stories/nothing", "/stories/nothing/accounts", "/stories/nothing/map", "/events/nothing", "/events/nothing/mentions", "/actors/Xyzzy",
        "/actors/i000000000000", "/actors/i000000000000/company", "/timeline?story=nothing", "/timeline?actor=Xyzzy", "/timeline?country=Xyzzy",
        "/pairs?one=Xyzzy&two=USA", "/compare?a=ffffffffff", "/actors/of/ffffffffff/A1", "/embed/timeline?story=nothing", "/actors/%27%22%3Cscript%3E",
    ],
)  # fmt: skip
def test_what_is_not_there_is_said_so(news: Site, path: str) -> None:
    answer = news.get(path)
    assert answer.status == 404
    assert "<h1" in answer.data.decode()
    bare, _, query = path.partition("?")
    if not path.startswith(("/embed", "/actors/of")):
        machine = news.get(f"{bare}.json" + (f"?{query}" if query else ""), accept="application/json")
        assert machine.status == 404
        assert json.loads(machine.data)["code"] in ("NO_STORY", "NO_ITEM", "NO_REPORT")


@pytest.mark.parametrize(
    "path",
    [
        "/stories?from=yesterday", "/stories?least=many", "/stories?after=x", "/stories?q=...", "/who?type=ghost", "/who?after=x", "/who?after=99999999999999999999%20i000000000000", "/timeline?country=USA&from=x",
        "/actors/Donald%20Trump/events?side=both", "/timeline?country=USA&quad=9", "/timeline?colour=red", "/pairs?one=USA&two=USA", "/actors/Donald%20Trump/statements?from=x",
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(news: Site, path: str) -> None:
    assert news.get(path).status == 400


def test_empty_pages_say_why(news: Site, story: str) -> None:
    assert "without words" in news.page("/stories?q=zeppelin")
    assert "without to" in news.page("/timeline?country=USA&to=1990")
    assert "without month" in news.page("/pairs?one=USA&two=VEN&month=1990-01")
    assert "without the words" in news.page("/who?q=zeppelin")
    alone = next(r["story"] for r in rows(news, "/stories.json?least=1") if r["reports"] == 1)
    assert "descend from one text" in news.page(f"/stories/{alone}")
    assert "No figure of this story" in news.page(f"/stories/{alone}/figures")
    assert "No other report shares" in news.page(f"/compare?a={rows(news, f'/stories/{alone}/reports.json')[0]['report']}")


def test_a_list_says_what_is_still_to_be_compared(tmp_path: Path) -> None:
    with Archive(tmp_path / "new.db") as archive:
        list(archive.add([made(FEE)]))
    with serving(tmp_path / "new.db") as site:
        assert "1 report is still to be compared" in site.page("/stories")
        assert "still being gathered" in site.page("/who")
        with Archive(site.path) as archive:
            update(archive)
        assert "still to be compared" not in site.page("/stories?least=1")


def test_an_empty_archive_has_its_pages(tmp_path: Path) -> None:
    Archive(tmp_path / "empty.db").close()
    with serving(tmp_path / "empty.db") as site:
        for path in ("/stories", "/who", "/timeline", "/pairs", "/compare"):
            site.page(path)
        assert rows(site, "/stories.json") == rows(site, "/who.json") == []


def test_an_event_shows_every_mention_and_which_are_unsure(news: Site, call: str) -> None:
    found = rows(news, f"/events/{call}/mentions.json")
    page = news.page(f"/events/{call}/mentions")
    assert len(found) > 3
    assert page.count('class="doubt"') == sum(not r["sure"] for r in found)
    assert all(f"/reports/{r['report']}#{r['item']}" in page for r in found)
    assert all(r["status"] in page for r in found)


def test_a_reports_event_leads_to_the_event_across_reports(news: Site, call: str) -> None:
    mention = rows(news, f"/events/{call}/mentions.json")[0]
    answer = news.get(f"/events/of/{mention['report']}/{mention['item']}")
    assert (answer.status, answer.headers["location"]) == (303, f"/events/{call}")
    assert f"/events/of/{mention['report']}/{mention['item']}" in news.page(f"/reports/{mention['report']}/{mention['item']}")
    assert news.get(f"/events/of/{mention['report']}/E999").status == 404


def test_an_event_stands_once_on_a_timeline(news: Site, story: str) -> None:
    found = rows(news, f"/stories/{story}/timeline.json")
    known = [r["occurrence"] for r in found]
    assert len(known) == len(set(known))
    assert [r["day"] for r in found] == [r["day"] for r in rows(news, f"/timeline.json?story={story}")]
    told = [m for r in found for m in r["mentions"]]
    assert len(told) == len(set(told))
    with Archive(news.path, readonly=True) as archive:
        for mention in told:
            report, _, item = mention.partition("#")
            sql = "select e.status from event e join report r on r.n = e.report where r.id = ? and e.id = ?"
            assert archive.db.execute(sql, (report, item)).get in ("reported", "claimed")


def test_a_pair_is_the_same_from_either_side_and_a_month_leads_to_its_events(news: Site) -> None:
    one, two = (rows(news, f"/pairs.json?{q}") for q in ("one=USA&two=VEN", "one=Venezuela&two=United+States"))
    assert one == two != []
    month = next(r["day"][:7] for r in one if r["day"])
    page = news.page("/pairs?one=USA&two=VEN")
    assert f"month={month}" in page
    inside = rows(news, f"/pairs.json?one=USA&two=VEN&month={month}")
    assert inside
    assert all(r["report"] in news.page(f"/pairs?one=USA&two=VEN&month={month}") for r in inside)


def test_an_actor_leads_to_statements_company_and_back_from_a_report(news: Site) -> None:
    page = Elements(news.page("/actors/Donald%20Trump"))
    said = rows(news, "/actors/Donald%20Trump/statements.json")
    assert any(f"/reports/{r['report']}#{r['id']}" in page.links() for r in said)
    assert all("Trump" in r["speaker"] for r in said)
    me = next(h.split("/")[2] for h in page.links() if h.startswith("/actors/i") and h.endswith("/statements"))
    answer = news.get(f"/actors/of/{said[0]['report']}/{actor_of(news, said[0]['report'], 'Donald Trump')}")
    assert (answer.status, answer.headers["location"]) == (303, f"/actors/{me}")
    met = rows(news, "/actors/Donald%20Trump/company.json")
    assert any("Maduro" in r["name"] for r in met)


def actor_of(site: Site, report: str, name: str) -> str:
    with Archive(site.path, readonly=True) as archive:
        sql = "select a.id from actor a join report r on r.n = a.report where r.id = ? and a.name = ?"
        return str(archive.db.execute(sql, (report, name)).get)


def test_two_reports_side_by_side(news: Site, story: str) -> None:
    found = rows(news, f"/stories/{story}/reports.json")
    copy = next(r for r in found if r["copy"])
    first = next(r for r in found if r["origin"] == copy["origin"] and not r["copy"])
    path = f"a={first['report'][:16]}&b={copy['report'][:16]}"
    passages = rows(news, f"/compare.json?{path}")
    assert sum(r["same_words"] for r in passages if r["kind"] == "shared") > 20
    page = news.page(f"/compare?{path}")
    assert "stand in both" in page
    assert f"/stories/{story}" in page
    assert news.get(f"/compare?a={first['report']}&b={first['report']}").status == 400
    other = rows(news, f"/compare.json?a=http://x/reports/{first['report']}")
    assert copy["report"] in {r["other"] for r in other}


def test_what_is_withdrawn_is_compared_with_nothing_and_placed_nowhere(tmp_path: Path) -> None:
    with Archive(tmp_path / "own.db") as archive:
        pair = [made(FEE, publisher=name, title=name) for name in ("One", "Two")]
        list(archive.add(pair))
        update(archive)
        archive.db.execute("update report set withdrawn_by = 'x' where id = ?", (pair[0][1].report.id,))
    first, second = (record.report.id for _, record in pair)
    with serving(tmp_path / "own.db") as site:
        answer = site.get(f"/compare.json?a={first}&b={second}")
        assert answer.status in (404, 410)
        assert b"import fee" not in answer.data
        [story] = {r["story"] for r in rows(site, "/stories.json?least=1")}
        assert {r["report"]: r["status"] for r in rows(site, f"/stories/{story}/reports.json")} == {first: "withdrawn", second: ""}
        assert [r["reports"] for r in rows(site, f"/stories/{story}/map.json")] == [1]
        assert all(first not in m for r in rows(site, f"/stories/{story}/timeline.json") for m in r["mentions"])


def test_each_word_of_two_texts_stands_once_beside_the_other(news: Site, story: str) -> None:
    ids = [r["report"] for r in rows(news, f"/stories/{story}/reports.json")]
    with Archive(news.path, readonly=True) as archive:
        for a, b in [(a, b) for a in ids[:5] for b in ids[:5] if a != b]:
            found = sidebyside.stretches(archive, a, b)
            for side, id in (("a", a), ("b", b)):
                spans = sorted(s for x in found if (s := getattr(x, side)) is not None)
                assert all(one[1] <= two[0] for one, two in pairwise(spans))
                text = archive.text(id)
                body = sidebyside._body(archive, id, text)
                told = "".join(text[s:e] for s, e in spans)
                assert sorted(c for c in told if c.isalnum()) == sorted(c for s, e in body for c in text[s:e] if c.isalnum())


def test_an_embedded_timeline_may_be_framed_and_runs_nothing(news: Site, story: str) -> None:
    answer = news.get(f"/embed/timeline?story={story}")
    page = Elements(answer.data.decode())
    assert "frame-ancestors *" in answer.headers["content-security-policy"]
    assert "script" not in answer.headers["content-security-policy"]
    assert "script" not in {t for t, _ in page.found}
    assert all(h.startswith(news.base) for h in page.links())
    assert news.get(f"/embed/timeline?story={story}", if_none_match=answer.headers["etag"]).status == 304
    assert "frame-ancestors 'none'" in news.get(f"/timeline?story={story}").headers["content-security-policy"]


def test_an_event_says_who_reported_it_first(news: Site, call: str) -> None:
    with Archive(news.path, readonly=True) as archive:
        event = find_occurrence(archive, call)
        assert event is not None
        first = first_told(archive, event)
    assert first is not None
    tree = html.document_fromstring(news.page(f"/events/{call}"))
    [facts] = tree.xpath("//p[@class='facts'][contains(., 'first reported')]")[:1]
    assert facts.xpath(".//a/@href") == [f"/reports/{t.reports[0]}" for t in first.texts[:3]]
    assert "first reported the same day by" in facts.text_content()
    assert f"and {len(first.texts) - 3} more" in facts.text_content()


# -- drawings --------------------------------------------------------------------------------------------------------


def toll(*points: tuple[str | None, float, int]) -> Toll:
    words = Words(report="r", start=0, end=1, words="5", item="F1")
    return Toll(
        fact="f", subject="killed",
        points=tuple(
            TollPoint(published=day, value=f"{n:g} killed", number=n, source=source, report="r", party=None, change="first", words=words)
            for day, n, source in points
        ),
    )  # fmt: skip


def test_a_higher_number_is_drawn_higher_and_a_later_day_further_right() -> None:
    chart = tollchart.draw(toll(("2025-01-01", 4, 0), ("2025-01-02", 10, 1), ("2025-01-05", 83, 0)), ["A", "B"], ["One", "Two"])
    assert chart is not None
    assert [level.words for level in chart.levels] == ["83 killed", "10 killed", "4 killed"]
    ys = [level.y for level in chart.levels]
    assert all(b - a >= tollchart.STEP for a, b in pairwise(ys))
    assert sorted(d.x for d in chart.dots) == [d.x for d in sorted(chart.dots, key=lambda d: -d.y)]
    assert all(0 <= d.x <= 100 and 0 < d.y < chart.height for d in chart.dots)
    assert [(s.y, s.to_y) for s in chart.steps] == [(ys[2], ys[0])]


def test_many_sources_of_one_number_are_counted() -> None:
    chart = tollchart.draw(toll(*(("2025-01-01", 4, n) for n in range(9)), ("2025-01-01", 5, 0)), list("ABCDEFGHI"), list("ABCDEFGHI"))
    assert chart is not None
    assert [d.mark for d in chart.dots if d.y == chart.levels[1].y] == ["A", "B", "C", "+6"]
    assert tollchart.draw(toll((None, 4, 0), (None, 5, 0)), ["A"], ["A"]) is None


@pytest.mark.parametrize(
    "places", [[(10.5, -66.9)], [(-17.7, 178.0), (-13.8, -171.8)], [(51.5, -0.1), (35.7, 139.7), (-33.9, 151.2)], [(89, 0), (-89, 180)]]
)
def test_every_place_lies_inside_its_map(places: list[tuple[float, float]]) -> None:
    drawn = maps.make_map([{"place": str(n), "lat": lat, "lon": lon} for n, (lat, lon) in enumerate(places)])
    assert drawn is not None
    left, top, width, height = drawn.box
    if all(abs(lat) < 70 for lat, _ in places):
        assert all(left <= m.x <= left + width and top <= m.y <= top + height for m in drawn.marks)
    assert width < 36_000 * 1.2
    assert len({(m.x, m.y) for m in drawn.marks}) == len(places)
    assert all(left <= x <= left + width and top <= y <= top + height for _, x, y in drawn.names)
    assert maps.make_map([]) is None


def test_an_event_stands_on_the_day_that_most_reports_give() -> None:
    found = moments._moments([(1, 1, "2025-11-21", "2025-11-21", "e"), (2, 2, "2025-11-23", "2025-11-23", "e"), (3, 3, "2025-11-23", "2025-11-23", "e"),
                              (4, 4, "2025-12-04", None, "e"), (5, 4, "2025-12-04", None, None)])  # fmt: skip
    assert {(m.number, m.date, m.given) for m in found} == {(n, "2025-11-23", True) for n in (1, 2, 3, 4)} | {(5, "2025-12-04", False)}
    assert found[0].number == 5
    assert moments.events_in(found) == 2


def test_a_day_is_never_cut_by_a_page() -> None:
    days = [(date(2025, 1, 1) + timedelta(n // 50)).isoformat() for n in range(1000)]
    found = sorted((moments.Moment(day, n, day, True, f"e{n}") for n, day in enumerate(days)), reverse=True)
    seen: list[int] = []
    before: str | None = None
    while True:
        shown, before = moments.window(found, before)
        seen += [m.number for m in shown]
        if before is None:
            break
    assert sorted(seen) == list(range(1000))


def test_bars_fill_either_half_and_no_more() -> None:
    drawn = quadchart.draw(
        [moments.Counted("2025-01", (3, 1, 0, 0)), moments.Counted("2025-02", (0, 0, 2, 6)), moments.Counted("2025-03", (0, 0, 0, 0))]
    )
    assert sum(h for _, _, h in drawn[1].bars) == pytest.approx(quadchart.HALF)
    assert all(y >= 0 and y + h <= 2 * quadchart.HALF + 0.01 for s in drawn for _, y, h in s.bars)
    assert drawn[2].bars == ()


def test_an_actors_deeds_and_what_was_done_to_them_stand_apart(news: Site) -> None:
    base = "/actors/Nicolas%20Maduro"
    every = {r["occurrence"] or r["item"]: r for r in rows(news, f"{base}/events.json")}
    sides = {side: rows(news, f"{base}/events.json?side={side}") for side in ("did", "suffered")}
    assert sides["did"]
    assert sides["suffered"]
    for side, field in (("did", "actors"), ("suffered", "recipients")):
        for row in sides[side]:
            assert (row["occurrence"] or row["item"]) in every
            assert any("Maduro" in name for name in row[field]), (side, row)
    assert len(every) <= len(sides["did"]) + len(sides["suffered"])
    page = Elements(news.page(base))
    assert "What they did" in page.words
    assert "What was done to them" in page.words
    assert any(h.endswith("/events?side=suffered") for h in page.links())
