"""Text from the web is shown as text: a record with markup wherever text can stand, on every page that shows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from export.records import caracas
from lxml import html
from web.conftest import Site, serving
from web.test_pages import check_page

from onrecord.model.record import Items, Record
from onrecord.model.source import Hints, Source
from onrecord.store import Archive

HOSTILE = (
    "<script>window.owned=1</script>", "<img src=x onerror=alert(1)>", '"><svg onload=alert(1)>', "'-alert(1)-'", "</textarea></title><b>x</b>",
    "{{7*7}}{% raw %}", "javascript:alert(1)", "\u202egnp.exe\u202c", "a\u200bb\x00c", "<math><mi//xlink:href='data:x,<script>'>", "--><!--", "&lt;b&gt;",
    "\x1emarked\x1f", "%00%0d%0aSet-Cookie: x=1",
)  # fmt: skip
ALL = " ".join(HOSTILE)
URLS = (
    "javascript:alert(1)",
    "data:text/html,<script>1</script>",
    "file:///etc/passwd",
    'https://example.org/"onmouseover=alert(1)',
    "gopher://x",
)


def hostile(n: int) -> tuple[Source, Record]:
    """Give a record with hostile text in every place, its own words included."""
    record = caracas()
    text = ALL + f" {n} " + record.report.text[len(ALL) + len(f" {n} ") :]
    report = replace(
        record.report, id=f"{n:064x}", text=text, title=f"{ALL} {n}", publisher=ALL, source=ALL, authors=(ALL,), agencies=(ALL,), url=URLS[n % len(URLS)],
    )  # fmt: skip
    actors = Items(
        replace(a, name=f"{ALL} {a.id}", rule=ALL, roles=tuple(replace(r, title=ALL) for r in a.roles), rejected=()) for a in record.actors
    )
    places = Items(replace(p, name=ALL, rule=ALL) for p in record.places)
    statements = Items(
        replace(s, rule=ALL, channel=ALL, content=((0, len(ALL)),) if s.id == "S1" else s.content) for s in record.statements
    )
    events = Items(replace(e, rule=ALL, trigger=((0, 30),) if e.id == "E1" else e.trigger) for e in record.events)
    figures = Items(replace(f, measure=ALL, unit=ALL, rule=ALL) for f in record.figures)
    made = replace(record, report=report, actors=actors, places=places, statements=statements, events=events, figures=figures)
    hints = Hints(title=ALL, url=URLS[n % len(URLS)], section=ALL, extra=(("ednote", ALL),))
    return Source(id=report.id, source=ALL, text=text, kind="html", hints=hints), made


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    path = tmp_path_factory.mktemp("hostile") / "hostile.db"
    with Archive(path) as archive:
        outcomes = list(archive.add(hostile(n) for n in range(len(URLS))))
        assert [a.outcome for a in outcomes] == ["added"] * len(URLS)
    with serving(path, edit=True) as running:
        yield running


def pages(site: Site) -> list[str]:
    id = f"{1:064x}"
    words = quote(ALL[:400])
    lists = ["/reports", "/statements", "/events", "/figures", "/times", "/actors", "/places"]
    return [
        "/", "/statistics", f"/statistics?q=alert&vs_publisher={words}", f"/statistics?actor={words}", *lists, *(f"{path}?q={quote('owned window alert')}" for path in lists[:3]), f"/reports?publisher={words}", f"/statements?speaker={words}",
        f"/figures?measure={words}&unit={words}", f"/check?q={words}&speaker={words}", f"/data?kind=reports&publisher={words}",
        *(f"/reports/{n:064x}" for n in range(len(URLS))), f"/reports/{id}/original",
        *(f"/reports/{id}/{item}" for item in ("S1", "E1", "A1", "F1", "T1", "P1")), f"/reports/{id}/S1/card", f"/{quote(ALL)}", f"/reports/{words[:200]}",
    ]  # fmt: skip


def test_no_markup_of_a_report_becomes_markup_of_a_page(site: Site) -> None:
    for path in pages(site):
        answer = site.get(path)
        text = answer.data.decode()
        assert answer.status in (200, 404), (path, answer.status)
        tree = html.document_fromstring(text)
        own = {"img", "math", "mi", "object", "embed", "iframe", "base", "xmp"}
        assert not [e.tag for e in tree.iter() if e.tag in own], path
        assert "<svg onload" not in text
        assert not [e for e in tree.iter("b") if e.text == "x"], path
        if "/card" not in path:
            check_page(text)
        assert "<script>" not in text
        for e in tree.iter():
            for name in ("href", "src", "action", "formaction"):
                scheme = urlsplit(e.get(name) or "").scheme
                assert scheme in ("", "http", "https"), (path, e.get(name))
            assert not [a for a in e.attrib if a.startswith("on")], path
        assert "49" not in tree.xpath("string(//title)")
        for field in tree.xpath("//textarea"):  # holds the visitor's own words, to be sent again
            field.drop_tree()
        assert "\u202e" not in tree.text_content(), path
        assert not [e for e in tree.iter() for a in ("title", "aria-label", "alt") if "\u202e" in (e.get(a) or "")], path
        assert "\x00" not in text, path
        assert "\x1e" not in tree.text_content(), path


def test_hostile_addresses_leave_no_mark_in_headers(site: Site) -> None:
    answer = site.get("/events?q=x%0d%0aSet-Cookie:%20x=1")
    assert "set-cookie" not in answer.headers
    answer = site.get("/events?speaker=&q=%0d%0aset-cookie:x")
    assert "set-cookie" not in answer.headers


def test_files_carry_the_text_exact_and_cells_tame(site: Site) -> None:
    rows = site.client.get("/reports.json")["rows"]
    assert rows[0]["title"].startswith("<script>window.owned=1</script>")
    for path in ("/reports.csv", "/statements.csv", "/figures.csv", "/actors.csv"):
        assert site.get(path).headers["content-type"] == "text/csv; charset=utf-8"
    assert site.get("/reports.json").headers["content-type"] == "application/json"


def test_a_file_beside_nothing_is_not_served(site: Site, tmp_path: Path) -> None:
    for name in ("../../settings.py", "..%2f..%2fsettings.py", "/etc/passwd", "report/../html.py", "vendor", ""):
        assert site.get(f"/static/{name}").status == 404
