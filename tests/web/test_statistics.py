"""The statistics page, its charts as files, and the API: the numbers of the lists, in forms that any program shows."""

from __future__ import annotations

import csv
import io
import json
import re
from xml.etree import ElementTree

import pytest
from lxml import html
from web.conftest import Site
from web.test_hostile import ALL
from web.test_hostile import site as hostile_site  # noqa: F401

from onrecord.web import statcharts
from onrecord.web.drawing import PAINT
from onrecord.web.pages.statistics import CHARTS

SVG = "{http://www.w3.org/2000/svg}"


def test_the_page_the_files_and_the_api_say_the_same(site: Site) -> None:
    asked = site.client.statistics(country="SEN")
    [counted] = asked
    assert counted["query"] == {"country": "SEN"}
    assert counted["events"] == site.client.get("/api/statistics", country="SEN")["queries"][0]["events"] == len(list(site.client.rows("events", country="SEN")))
    rows = list(csv.DictReader(io.StringIO(site.page("/statistics.csv?country=SEN"))))
    assert {r["value"]: int(r["count"]) for r in rows if r["matter"] == "type"} == {v["value"]: v["count"] for v in counted["types"]["values"]}
    assert json.loads(site.page("/statistics.json?country=SEN"))["count"] == len(rows)
    page = site.page("/statistics?country=SEN")
    assert f"<b>{counted['events']}</b>" in page
    for chart in CHARTS:
        assert f'/statistics/{chart}.svg?country=SEN" download' in page


def test_two_queries_stand_side_by_side(site: Site) -> None:
    one, other = site.client.statistics(country="SEN", versus={"event": "CONSULT"})
    assert (one["query"], other["query"]) == ({"country": "SEN"}, {"event": "CONSULT"})
    page = site.page("/statistics?country=SEN&vs_event=CONSULT")
    assert "country Senegal" in page
    assert f"<b>{other['events']:,}</b>" in page
    assert page.count('class="second"') > 1
    for bad in ("/statistics?vs_nothing=1", "/statistics?measure=killed", "/statistics?vs_from=yesterday"):
        assert site.get(bad).status == 400


@pytest.mark.parametrize("chart", CHARTS)
def test_a_chart_is_a_file_that_any_program_shows(site: Site, chart: str) -> None:
    answer = site.get(f"/statistics/{chart}.svg?event=CONSULT&vs_country=SEN")
    assert (answer.status, answer.headers["content-type"]) == (200, "image/svg+xml")
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    tree = ElementTree.fromstring(answer.data)
    assert tree.tag == SVG + "svg"
    kinds = {e.tag.removeprefix(SVG) for e in tree.iter()}
    assert kinds <= {"svg", "title", "desc", "g", "rect", "text", "line"}, kinds
    names = {name for e in tree.iter() for name in e.attrib}
    assert not names & {"class", "style", "href", "onload"}
    assert f"{site.base}/statistics?event=CONSULT&vs_country=SEN" in (tree.findtext(f"{SVG}desc") or "")
    assert site.get(f"/statistics/{chart}.svg?event=CONSULT&vs_country=SEN", if_none_match=answer.headers["etag"]).status == 304
    assert site.get(f"/statistics/{chart}.svg?measure=killed").status == 400


def test_every_chart_of_a_page_is_a_file(news: Site, story: str, call: str) -> None:
    pages = (f"/stories/{story}", f"/events/{call}", "/events?country=VEN", "/reports", "/pairs?one=USA&two=VEN", "/timeline?country=USA", "/statistics")
    met = set()
    for path in pages:
        tree = html.document_fromstring(news.page(path))
        files = tree.xpath("//a[contains(@href, '.svg') and @download]/@href")
        assert files or path.startswith("/events/"), path
        assert tree.xpath("//button/@data-svg") == files
        for file in files:
            answer = news.get(file)
            assert (answer.status, answer.headers["content-type"]) == (200, "image/svg+xml"), file
            drawn = ElementTree.fromstring(answer.data)
            assert not {name for e in drawn.iter() for name in e.attrib} & {"class", "style", "onload"}, file
            outside = [e.get("href") for e in drawn.iter() if e.get("href") and not str(e.get("href")).startswith("#")]
            assert outside == [], file
            assert not {e.tag.removeprefix(SVG) for e in drawn.iter()} & {"script", "foreignObject", "image", "a", "style"}
            met.add(re.sub(r"[ef]?[0-9a-f]{12,}", "ID", file.partition("?")[0]))
    assert {"/stories/sID/map.svg", "/events/dates.svg", "/reports/dates.svg", "/pairs.svg", "/timeline.svg"} <= met
    assert any("/figures/" in m for m in met)
    for empty in ("/statistics/months.svg?country=ISL", "/statistics/actors.svg?country=ISL", "/events/dates.svg?country=ISL", "/timeline.svg?country=ISL"):
        assert "Nothing to draw" in "".join(ElementTree.fromstring(news.get(empty).data).itertext()), empty
    for bad in (f"/stories/{story}/figures/nothing.svg", "/stories/nothing/map.svg", f"/timeline.svg?story={story}", "/timeline.svg"):
        assert news.get(bad).status == 404, bad
    assert news.get("/events/dates.svg?measure=killed").status == 400


def test_names_of_a_report_stay_text_in_a_picture(hostile_site: Site) -> None:  # noqa: F811
    for chart in CHARTS:
        answer = hostile_site.get(f"/statistics/{chart}.svg")
        tree = ElementTree.fromstring(answer.data)
        assert {e.tag.removeprefix(SVG) for e in tree.iter()} <= {"svg", "title", "desc", "g", "rect", "text", "line"}
        words = " ".join(tree.itertext())
        assert "\u202e" not in words
        if chart in ("actors", "outlets"):
            assert ALL[:25] in words


def test_every_class_of_a_drawing_has_its_colours() -> None:
    assert all("=" in paint for paint in PAINT.values())


def test_days_become_months_and_years_where_they_lie_far_apart() -> None:
    near = statcharts.over_time([[("2025-01-01", 1), ("2025-01-03", 2)]])
    assert near is not None
    assert [(c.value, c.counts) for c in near.columns] == [("2025-01-01", (1,)), ("2025-01-02", (0,)), ("2025-01-03", (2,))]
    far = statcharts.over_time([[("2023-01-01", 1), ("2025-01-03", 2)], [("2023-01-20", 5)]])
    assert far is not None
    assert (far.columns[0].value, far.columns[0].counts, far.columns[0].heights[1]) == ("2023-01", (1, 5), statcharts.HALF)
    assert len(far.columns) == 25
    ages = statcharts.over_time([[("1900-01-01", 1), ("2025-01-03", 2)]])
    assert ages is not None
    assert (ages.columns[0].value, len(ages.columns)) == ("1900", 126)
    assert statcharts.over_time([[], []]) is None
