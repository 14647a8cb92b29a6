"""A site in files: every link leads to a file of it, nothing is asked of anybody, the same archive gives the same bytes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest
from web.conftest import Site

from onrecord.cli import main
from onrecord.store import Archive

LINK = re.compile(r'\s(?:href|src)="([^"]*)"')


def links(file: Path) -> Iterator[str]:
    yield from (unescape(link) for link in LINK.findall(file.read_text("utf-8")))


def pages(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.html"))


def content(folder: Path) -> dict[str, bytes]:
    return {str(f.relative_to(folder)): f.read_bytes() for f in sorted(folder.rglob("*")) if f.is_file()}


@pytest.fixture(scope="module")
def written(news: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site") / "all"
    assert main(["site", str(folder), "--archive", str(news.path)]) == 0
    return folder


def check_links(folder: Path) -> None:
    ids: dict[Path, set[str]] = {}
    for page in pages(folder):
        for link in links(page):
            path, _, place = link.partition("#")
            if path.startswith(("http://", "https://", "data:")):
                continue
            assert ":" not in path, (page, link)
            to = (page.parent / unquote(path)).resolve() if path else page
            assert to.is_file(), (page, link)
            assert to.is_relative_to(folder.resolve()), (page, link)
            if place and to.suffix == ".html" and re.fullmatch(r"[A-Z]\d+", place):
                ids.setdefault(to, set(re.findall(r'\sid="([^"]+)"', to.read_text("utf-8"))))
                assert place in ids[to], (page, link)


def test_every_report_story_and_happening_has_its_page(written: Path, news: Site) -> None:
    with Archive(news.path, readonly=True) as archive:
        ids = {kind: {str(r[0]) for r in archive.db.execute(sql)} for kind, sql in (
            ("reports", "select id from shown"), ("stories", "select id from story where reports > 1"),
            ("events", "select id from happening where shown and judged is not 'wrong'"),
        )}  # fmt: skip
    for kind, wanted in ids.items():
        assert wanted <= {f.stem for f in (written / kind).iterdir()}, kind
        assert wanted
    assert json.loads((written / "onrecord-site.json").read_text("utf-8"))["pages"] == len(pages(written))


def test_links_lead_to_files_of_the_site(written: Path) -> None:
    check_links(written)


def test_nothing_is_left_that_asks_a_server(written: Path) -> None:
    for page in pages(written):
        html = page.read_text("utf-8")
        for sign in ("<form", "hx-", "htmx", 'type="module"', '="/', ".csv", "alert(1)</script>"):
            assert sign not in html, (page, sign)


def test_the_reports_can_be_cited(written: Path, news: Site) -> None:
    count = len(list(news.client.rows("reports")))
    assert len(json.loads((written / "citations.json").read_text("utf-8"))) == count
    assert (written / "citations.bib").read_text("utf-8").count("\n@") + (written / "citations.bib").read_text("utf-8").startswith("@") >= count - 1


def test_the_same_archive_gives_the_same_bytes(written: Path, news: Site, tmp_path: Path) -> None:
    assert main(["site", str(tmp_path / "again"), "--archive", str(news.path)]) == 0
    assert content(tmp_path / "again") == content(written)


def test_a_story_alone(news: Site, story: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "one"
    assert main(["site", str(folder), "--story", story, "--archive", str(news.path)]) == 0
    assert f"{len(pages(folder))} pages in {folder}" in capsys.readouterr().err
    check_links(folder)
    told = json.loads(news.get(f"/stories/{story}/reports.json").data)["rows"]
    assert {f.stem for f in (folder / "reports").iterdir()} == {r["report"] for r in told}
    assert not (folder / "actors").exists()
    assert len(json.loads((folder / "citations.json").read_text("utf-8"))) == len([r for r in told if not r["status"]])
    assert main(["site", str(folder), "--archive", str(news.path)]) == 0  # its own folder is written anew, whole
    assert (folder / "who").is_dir()


def test_a_folder_of_something_else_stays(news: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("dear")
    for name in ("mine", "mine/thesis.txt"):
        assert main(["site", str(tmp_path / name), "--archive", str(news.path)]) == 4
        assert "NOT_A_SITE" in capsys.readouterr().err
    assert content(tmp_path) == {"mine/thesis.txt": b"dear"}
    assert main(["site", str(tmp_path / "new"), "--story", "s000000000000", "--archive", str(news.path)]) == 4
    assert "NO_STORY" in capsys.readouterr().err
    assert not (tmp_path / "new").exists()
