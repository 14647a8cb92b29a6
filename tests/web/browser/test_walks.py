"""The walks that the pages are made for, by mouse; and the same reading without script."""

from __future__ import annotations

import csv
import re
import shutil
from collections import Counter
from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import Locator, Page, expect
from web.browser.conftest import Known, Open
from web.browser.test_every_page import PAGES
from web.conftest import Site, serving

from onrecord.store import Archive, Filters
from onrecord.store.query import rows

QUOTE = "the conversation was respectful"


def test_a_chart_is_saved_as_a_picture(opened: Open, tmp_path: Path) -> None:
    page = opened("/statistics?country=USA")
    section = page.locator("section", has=page.locator("#months"))
    with page.expect_download() as download:
        section.get_by_role("button", name="PNG").click()
    download.value.save_as(tmp_path / "a.png")
    assert (tmp_path / "a.png").read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    assert download.value.suggested_filename == "statistics-months.png"
    with page.expect_download() as download:
        section.get_by_role("link", name="SVG").click()
    assert download.value.suggested_filename == "statistics-months.svg"
    bare = opened("/statistics?country=USA", script=False)
    assert not bare.get_by_role("button", name="PNG").filter(visible=True).count()
    assert bare.get_by_role("link", name="SVG").first.is_visible()


def test_a_map_is_enlarged_and_moved_by_buttons_keys_and_mouse(opened: Open, known: Known) -> None:
    page = opened(f"/stories/{known.story}/map")

    def view() -> list[float]:
        return [float(x) for x in str(page.locator("svg.map").get_attribute("viewBox")).split()]

    whole = view()
    assert page.get_by_label("Show more of the map").is_disabled()
    page.get_by_label("Enlarge the map").click()
    near = view()
    assert near[2] == pytest.approx(whole[2] / 1.5)
    assert near[0] + near[2] / 2 == pytest.approx(whole[0] + whole[2] / 2)
    page.locator(".map-box").focus()
    page.keyboard.press("ArrowRight")
    assert view()[0] > near[0]
    page.keyboard.press("+")
    assert view()[2] < near[2]
    box = page.locator("svg.map").bounding_box()
    assert box is not None
    before = view()
    page.mouse.move(box["x"] + 200, box["y"] + 100)
    page.mouse.down()
    page.mouse.move(box["x"] + 260, box["y"] + 130, steps=3)
    page.mouse.up()
    assert view()[0] < before[0]
    for _ in range(12):
        page.keyboard.press("+")
    assert page.get_by_label("Enlarge the map").is_disabled()
    assert view()[0] >= whole[0]
    assert view()[0] + view()[2] <= whole[0] + whole[2] + 1
    page.keyboard.press("0")
    assert view() == pytest.approx(whole)
    bare = opened(f"/stories/{known.story}/map", script=False)
    assert bare.locator(".pin").count() == page.locator(".pin").count() > 0
    assert not bare.get_by_role("button", name="Enlarge the map").count()


def in_view(page: Page, selector: str) -> None:
    box = page.locator(selector).first.bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 800, selector


def test_a_fact_checker_goes_from_a_quote_to_an_export(opened: Open, known: Known, tmp_path: Path) -> None:
    page = opened("/")
    page.get_by_label("The words of a quote").fill(QUOTE)
    page.get_by_role("button", name="Check").click()
    expect(page.locator(".answer")).to_contain_text("Said by Nicolas Maduro in these words.")
    expect(page.locator(".verdict").first).to_contain_text("exact")

    page.locator("a[data-open]", has_text=QUOTE + ", and I can even say").click()
    expect(page).to_have_url(re.compile(f"/reports/{known.report}#S\\d+$"))
    page.wait_for_selector(".item.picked")
    assert QUOTE in page.locator(".report a.picked").first.inner_text() + page.locator(".item.picked").inner_text()
    in_view(page, ".report a.picked")
    in_view(page, ".item.picked")

    page.locator(".ties a", has_text="Maduro").first.click()
    expect(page).to_have_url(re.compile(f"/stories/{known.story}$"))
    differing = page.locator(".differing")
    expect(differing).to_contain_text("strikes")
    page.locator(".s-accounts > summary").click()
    cell = page.locator(".acc td details").first
    cell.locator("summary").click()
    words = cell.locator(".behind a").first
    expect(words).to_be_visible()
    target = words.get_attribute("href")
    words.click()
    expect(page).to_have_url(re.compile(re.escape(str(target)) + "$"))
    page.wait_for_selector(".item.picked")
    page.go_back()

    with page.expect_download() as download:
        page.locator(".forms").get_by_role("link", name="CSV").click()
    download.value.save_as(tmp_path / "accounts.csv")
    with (tmp_path / "accounts.csv").open(encoding="utf-8", newline="") as file:
        cells = list(csv.DictReader(file))
    assert len(cells) > 10
    assert {"21", "22"} <= {w for c in cells for w in re.findall(r"\d+", " ".join(map(str, c.values())))}


def test_a_quotation_leads_to_its_first_report_and_citation_in_four_clicks(opened: Open) -> None:
    clicks = 0

    def click(what: Locator) -> None:
        nonlocal clicks
        clicks += 1
        what.click()

    page = opened("/")
    page.get_by_label("The words of a quote").fill(QUOTE)
    click(page.get_by_role("button", name="Check"))
    expect(page.get_by_role("heading", name="Who reported it first")).to_be_visible()
    click(page.get_by_text("Cite it"))
    citation = page.locator(".citation").nth(1)
    expect(citation).to_be_visible()
    expect(citation).to_contain_text(f"“{QUOTE}” Nicolas Maduro, quoted in")
    first = page.locator(".first-report a")
    title = first.inner_text()
    click(first)
    expect(page).to_have_url(re.compile(r"/reports/[0-9a-f]{64}#S\d+$"))
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)
    expect(page.locator(".item.picked")).to_contain_text("respectful")
    assert clicks <= 4


def test_an_analyst_goes_from_a_pair_to_a_source(opened: Open) -> None:
    page = opened("/timeline")
    page.locator(".offer").get_by_role("link", name=re.compile("United States and Venezuela|Venezuela and United States")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Venezuela")
    month = page.locator(".quads svg a").first
    counted = int(str(re.search(r"(\d+) event", str(month.get_attribute("aria-label")))[1]))  # type: ignore[index]
    month.click()
    expect(page).to_have_url(re.compile(r"month=\d{4}-\d\d"))
    expect(page.locator(".days .entry")).to_have_count(counted)

    entry = page.locator(".days .entry").last
    what = entry.locator("a[data-open]").inner_text()
    source = str(entry.locator(".source a").first.get_attribute("href"))
    entry.locator("a[data-open]").click()
    expect(page).to_have_url(re.compile("/events/e"))
    assert what
    expect(page.get_by_role("heading", level=1)).not_to_be_empty()
    report, item = source.removeprefix("/reports/").split("#")
    page.locator(f"main a[href='/reports/{report}#{item}']").filter(visible=True).first.click()
    expect(page).to_have_url(re.compile(re.escape(source) + "$"))
    expect(page.locator(f"#{item}.picked")).to_be_visible()
    in_view(page, ".report a.picked")


def test_a_search_is_narrowed_and_widened(opened: Open) -> None:
    page = opened("/events")
    tally = page.locator(".tally")
    every = tally.inner_text()
    facet = page.locator(".facet", has=page.get_by_role("heading", name="Country", exact=False)).first.get_by_role("link").first
    many = facet.locator(".count").inner_text()
    facet.click()
    expect(tally).to_contain_text(f"of {many}")
    expect(page).to_have_url(re.compile(r"/events\?country="))
    page.locator(".chips a").first.click()
    expect(page).to_have_url(re.compile(r"/events$"))
    expect(tally).to_have_text(every)


def test_a_reader_judges_an_item(opened: Open, known: Known, live: Site, tmp_path: Path) -> None:
    with Archive(live.path) as archive:
        archive.db.execute("pragma wal_checkpoint(truncate)").fetchall()
    path = Path(shutil.copy(live.path, tmp_path / "own.db"))
    with serving(path, edit=True) as site:
        page = opened(f"/reports/{known.report}/{known.statement}", base=site.base)
        page.get_by_label("Why").fill("Checked against the recording")
        page.get_by_role("button", name="Wrong").click()
        expect(page.locator("aside").first).to_contain_text("Checked against the recording")
    with Archive(path, readonly=True) as archive:
        judged = [r for r in rows(archive.db, "statements", Filters(report=known.report, wrong=True)) if r["id"] == known.statement]
        assert [r["judged"] for r in judged] == ["wrong"]


def test_without_script_everything_can_be_read(opened: Open, known: Known) -> None:
    page = opened("/", script=False)
    page.fill("#q", "cordial")
    page.locator(".big-find button").click()
    expect(page.locator(".rows .row").first).to_contain_text("cordial")
    page.locator(".rows a[data-open]").first.click()
    mark = page.locator(".report a.m").first
    item = str(mark.get_attribute("href"))
    mark.click()
    assert page.url.endswith(item)
    expect(page.locator(f"{item}:target")).to_be_visible()
    page.goto(page.url.split("/reports/")[0] + f"/stories/{known.story}")
    page.locator(".s-accounts > summary").click()
    page.locator(".acc td summary").first.click()
    expect(page.locator(".acc .behind a").first).to_be_visible()
    page.goto(page.url.split("/stories/")[0] + "/pairs?one=USA&two=VEN")
    page.locator(".quads svg a").first.click()
    expect(page.locator(".days .entry").first).to_be_visible()


def test_every_link_of_every_page_leads_somewhere(live: Site, known: Known) -> None:
    targets: dict[str, str] = {}
    shapes: Counter[str] = Counter()
    for path in (p.format(**known._asdict()) for p in PAGES if p != "/nothing"):
        for href in html.document_fromstring(live.page(path)).xpath("//a/@href[starts-with(., '/')]"):
            target = href.partition("#")[0]
            shape = re.sub(r"[0-9a-f]{12,64}|=[^&]*|\b[A-Z]\d+\b", "*", target)
            if target not in targets and shapes[shape] < 3:
                shapes[shape] += 1
                targets[target] = path
    assert len(targets) > 60
    assert [(href, path) for href, path in targets.items() if live.get(href).status not in (200, 303)] == []
