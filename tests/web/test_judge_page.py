"""The queue's page: one matter at a time, kept by its form, with the keys in a browser."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from lxml import html
from web.conftest import Site
from web.test_guard import Own

from onrecord.compare.update import update
from onrecord.store import Archive
from onrecord.store.judgements import said
from onrecord.store.worth_judging import waiting

FORM = {"content-type": "application/x-www-form-urlencoded"}


def unsettle(site: Site) -> None:
    """Make two items unsure and two events a doubtful pair."""
    with Archive(site.path) as archive:
        update(archive)
        with archive.writing():
            archive.db.execute("update statement set confidence = 0.2 where n = (select min(n) from statement)")
            archive.db.execute("update actor set confidence = 0.3 where n = (select max(a.n) from actor a join report r on r.n = a.report where r.publisher = 'Daily')")
            sql = "select e.n from event e join report r on r.n = e.report where e.id = 'E1' and r.publisher = 'Daily' order by e.n limit 2"
            (a,), (b,) = archive.db.execute(sql).fetchall()
            archive.db.execute("insert or replace into occurrence_doubt values (?, ?, 0.1, 'same word')", (a, b))


def words(site: Site) -> list[tuple[str, str]]:
    with Archive(site.path, readonly=True) as archive:
        return [(j.kind, j.verdict) for j in said(archive.db)]


def send(site: Site, path: str, **changed: str) -> tuple[int, str]:
    """Send the form of a page as a browser would. Gives the status and where it leads."""
    form = html.document_fromstring(site.page(path)).xpath("//form[@method='post']")[0]
    given = {k: v or "" for k, v in form.form_values()}
    body = urlencode({**given, **changed}).encode()
    answer = site.http.request("POST", site.base + str(form.get("action")), body=body, headers=FORM, redirect=False)
    return int(answer.status), str(answer.headers.get("location"))


def test_what_is_judged_leaves_the_queue_and_the_next_follows(own: Own) -> None:
    with own(edit=True) as site:
        unsettle(site)
        assert "One at a time" in site.page("/judge")
        page = html.document_fromstring(site.page("/judge/next"))
        assert page.xpath("string(//h1)") == "The program is not sure"
        assert "import fee" in page.xpath("string(//div[@class='in-view']/mark)")
        assert send(site, "/judge/next", verdict="right", who="ann") == (303, "/judge/next?n=0&who=ann")
        page = html.document_fromstring(site.page("/judge/next?n=0&who=ann"))
        assert page.xpath("//input[@name='who']/@value") == ["ann"]
        assert send(site, "/judge/next?kind=actor&who=ann", verdict="corrected", **{"field-country": "MLI"})[0] == 303
        assert words(site) == [("statement", "right"), ("actor", "corrected")]
        with Archive(site.path, readonly=True) as archive:
            asked = next((r["report"], r["item"], r["other"]) for r in waiting(archive.db, why="merge"))
        page = html.document_fromstring(site.page("/judge/next?why=merge"))
        assert page.xpath("string(//h1)") == "One happening or two?"
        assert len(page.xpath("//div[@class='in-view']")) == 2
        assert send(site, "/judge/next?why=merge", verdict="right")[0] == 400
        assert send(site, "/judge/next?why=merge", verdict="different")[0] == 303
        with Archive(site.path, readonly=True) as archive:
            assert archive.db.execute("select verdict, who from link_judgement").fetchall() == [("different", None)]
            assert asked not in [(r["report"], r["item"], r["other"]) for r in waiting(archive.db, why="merge", limit=1000)]


def test_a_value_that_cannot_be_is_refused_and_nothing_is_kept(own: Own) -> None:
    with own(edit=True) as site:
        unsettle(site)
        assert send(site, "/judge/next?kind=actor", verdict="corrected", **{"field-country": "Atlantis"})[0] == 400
        assert send(site, "/judge/next?kind=actor", verdict="right", form_token="x")[0] == 403
        assert words(site) == []


@pytest.mark.parametrize("path", ["/judge?kind=nonsense", "/judge?why=x", "/judge/next?n=-1", "/judge?colour=red", "/judge/next?n=99999"])
def test_what_makes_no_sense_is_said(site: Site, path: str) -> None:
    assert site.get(path).status == 400


def test_who_may_not_judge_sees_no_form(site: Site) -> None:
    assert "<form method=" not in site.page("/judge/next")
    assert site.http.request("POST", site.base + "/judge/next", body=b"verdict=right", headers=FORM).status in (400, 403)
