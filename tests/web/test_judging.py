"""Judging and correcting on an item's page."""

from __future__ import annotations

from urllib.parse import urlencode

from lxml import html
from web.conftest import Site
from web.test_guard import Own

from onrecord.store import Archive, Filters
from onrecord.store.query import rows

FORM = {"content-type": "application/x-www-form-urlencoded"}


def send(site: Site, path: str, **fields: str) -> int:
    return int(site.http.request("POST", site.base + path, body=urlencode(fields).encode(), headers=FORM, redirect=False).status)


def fields(site: Site, path: str) -> dict[str, str]:
    """Give the fields of the form on an item's page, as a browser would send them."""
    form = html.document_fromstring(site.page(path)).xpath("//form[@method='post']")[0]
    return dict(dict(form.form_values()).items())


def test_an_item_is_judged_and_corrected_by_its_form(own: Own) -> None:
    with own(edit=True) as site:
        with Archive(site.path, readonly=True) as archive:
            row = next(rows(archive.db, "figures", Filters(publisher="Example")))
        page = f"/reports/{row['report']}/{row['id']}"
        given = fields(site, page)
        assert send(site, page + "/judge", **given, verdict="wrong") == 303
        assert not list(site.client.rows("figures", report=row["report"]))
        assert "judged wrong" in site.page(f"/figures?report={row['report']}&wrong=1")
        assert send(site, page + "/judge", **given, verdict="right") == 303
        given = fields(site, page)
        given["field-value"] = "41"
        assert send(site, page + "/judge", **given, verdict="corrected") == 303
        assert [r["value"] for r in site.client.rows("figures", report=row["report"])] == [41]
        assert "corrected: value is" in site.page(f"/reports/{row['report']}")
        assert "41" in site.page(page)


def test_a_form_is_checked_and_kept_whole_or_not_at_all(own: Own) -> None:
    with own(edit=True) as site:
        with Archive(site.path, readonly=True) as archive:
            row = next(rows(archive.db, "mentions", Filters(event="CONSULT")))
        page = f"/reports/{row['report']}/{row['id']}"
        given = fields(site, page)
        for field, value in (("type", "BANANA"), ("date", "tomorrow"), ("actors", "A99"), ("cameo", "190")):
            assert send(site, page + "/judge", **{**given, "field-status": "denied", f"field-{field}": value}, verdict="corrected") == 400
        assert site.client.judgements(row["report"], row["id"]) == []
        assert send(site, page + "/judge", **{**given, "field-type": "ASSAULT", "field-mode": "", "note": "shots"}, verdict="corrected") == 303
        [found] = [r for r in site.client.rows("mentions", report=row["report"]) if r["id"] == row["id"]]
        assert (found["event"], found["cameo"], found["quad"]) == ("ASSAULT", "190", 4)
        given = fields(site, page)
        assert "drone" in html.document_fromstring(site.page(page)).xpath("//select[@name='field-mode']/option/text()")
        assert send(site, page + "/judge", **given, verdict="undo") == 303
        assert "no longer stands" in site.page(page)
        assert [(j["verdict"], j["note"], j["stands"]) for j in site.client.judgements(row["report"], row["id"])] == [
            ("corrected", "shots", False), ("undone", None, False)
        ]  # fmt: skip


def test_a_form_from_elsewhere_changes_nothing(own: Own) -> None:
    with own(edit=True) as site:
        with Archive(site.path, readonly=True) as archive:
            row = next(rows(archive.db, "figures"))
        page = f"/reports/{row['report']}/{row['id']}/judge"
        assert send(site, page, verdict="wrong") == 403
        assert send(site, page, verdict="wrong", form_token="0" * 64) == 403
        token = fields(site, page.removesuffix("/judge"))["form_token"]
        assert send(site, page, form_token=token) == 400
        assert send(site, page, form_token=token, verdict="corrected", **{"field-colour": "red"}) == 400
        assert send(site, page.replace(row["id"], "F999"), form_token=token, verdict="wrong") == 404
        with Archive(site.path, readonly=True) as archive:
            assert archive.db.execute("select count(*) from judgement").get == 0


def test_without_edit_there_is_no_form(site: Site) -> None:
    with Archive(site.path, readonly=True) as archive:
        row = next(rows(archive.db, "figures"))
    page = site.page(f"/reports/{row['report']}/{row['id']}")
    assert "<form method" not in page
    assert "--edit" in page
