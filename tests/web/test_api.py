"""The API as programs use it: through the client, page by page, with its description."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from store.made import made
from web.conftest import Site
from web.test_guard import Own, problem

from onrecord.client import ApiError
from onrecord.errors import OnRecordError
from onrecord.model.codec import record_schema
from onrecord.store import Archive, Filters
from onrecord.store.query import KINDS, rows
from onrecord.store.searches import remove_search, save_search


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", [1, 7, 1000])
def test_pages_by_key_give_every_row_once_and_in_order(site: Site, kind: str, size: int) -> None:
    with Archive(site.path, readonly=True) as archive:
        expected = list(rows(archive.db, kind))
    found, after = [], None
    while True:
        page = site.client.get(f"/api/{kind}", limit=size, after=after)
        assert len(page["rows"]) <= size
        found += page["rows"]
        after = page["next"]
        if after is None:
            break
    assert found == expected


def test_words_are_paged_best_first(site: Site) -> None:
    whole = site.client.get("/api/reports", q="died", limit=1000)["rows"]
    assert whole == list(site.client.rows("reports", q="died"))
    assert len(whole) > 20
    assert "[died]" in whole[0]["snippet"]


def test_a_page_stands_while_reports_are_added(own: Own) -> None:
    with own() as site:
        first = site.client.get("/api/figures", limit=5)
        with Archive(site.path) as archive:
            list(archive.add([made("Amina Diallo met Juan Pérez. 77 died and 78 more.", published="2026-01-01")]))
        second = site.client.get("/api/figures", limit=5, after=first["next"])
        keys = [(r["report"], r["id"]) for r in first["rows"] + second["rows"]]
        assert len(set(keys)) == 10
        assert second["until"] == first["until"] + 1
        fresh = list(site.client.rows("figures", since=first["until"]))
        assert {r["value"] for r in fresh} == {77, 78}
        assert [c["kind"] for c in site.client.changes(first["until"])] == ["added"]


def test_readers_go_on_while_reports_are_added(own: Own) -> None:
    import threading

    with own() as site:
        statuses: list[int] = []
        done = threading.Event()

        def ask() -> None:
            while not done.is_set():
                statuses.extend(site.get(path).status for path in ("/events", "/api/figures?limit=20", "/reports?q=died", "/"))

        readers = [threading.Thread(target=ask) for _ in range(8)]
        for one in readers:
            one.start()
        with Archive(site.path) as archive:
            for batch in range(6):
                many = [made(f"Amina Diallo met Juan Pérez. {batch}{n} died.", published="2026-01-01") for n in range(40)]
                assert {a.outcome for a in archive.add(many)} == {"added"}
        done.set()
        for one in readers:
            one.join()
        assert set(statuses) == {200}
        assert len(statuses) >= 16
        assert len(list(site.client.rows("reports", from_="2026"))) == 240


def test_an_answer_that_has_not_changed_is_not_sent_again(own: Own) -> None:
    with own() as site:
        for path in ("/api/events", "/events", "/events.csv", "/events.json", "/", "/export/events/csv"):
            first = site.get(path)
            assert first.headers["etag"].startswith('W/"')
            again = site.get(path, if_none_match=first.headers["etag"])
            assert (again.status, again.data) == (304, b"")
        with Archive(site.path) as archive:
            list(archive.add([made("Something new. 3 died.")]))
        assert site.get("/events", if_none_match=first.headers["etag"]).status == 200
        assert site.get("/events?quad=1").headers["etag"] != site.get("/events?quad=2").headers["etag"]


def test_records_come_back_as_they_are_kept(site: Site) -> None:
    with Archive(site.path, readonly=True) as archive:
        for id in list(archive.ids())[:5]:
            assert site.client.record(id[:12]) == archive.record(id)


def test_errors_are_problem_details(site: Site) -> None:
    for path, status, code in [
        ("/api/reports/00ff00ff", 404, "NO_REPORT"), ("/api/events?colour=red", 400, "NO_FILTER"), ("/api/stories/s000000000000x", 404, "NO_STORY"),
        ("/api/reports?form=x", 400, "NO_FILTER"), ("/api/nothing", 404, "NO_PAGE"), ("/api/read", 405, "WRONG_METHOD"),
    ]:  # fmt: skip
        answer = site.get(path)
        assert (answer.status, problem(answer)) == (status, code), path
    with pytest.raises(ApiError, match="NO_REPORT") as caught:
        site.client.record("ffff")
    assert caught.value.status == 404


def test_the_client_says_when_nobody_answers() -> None:
    from onrecord.client import Client

    with pytest.raises(OnRecordError, match="NO_ANSWER"):
        Client("http://127.0.0.1:9", timeout=2).get("/api")


def described(site: Site) -> dict[str, Any]:
    found: dict[str, Any] = site.client.get("/openapi.json")
    return found


def test_the_description_holds_the_records_own_classes(site: Site) -> None:
    schemas = described(site)["components"]["schemas"]
    for name, part in record_schema()["$defs"].items():
        assert set(schemas[name]["properties"]) == set(part["properties"])
    text = json.dumps(described(site))
    assert "#/$defs/" not in text
    for name in set(__import__("re").findall(r"#/components/schemas/(\w+)", text)):
        assert name in schemas


def test_answers_fit_their_description(site: Site) -> None:
    made = described(site)
    with Archive(site.path, readonly=True) as archive:
        id = next(archive.ids())
    with Archive(site.path) as archive, archive.writing():
        search = save_search(archive.db, "Described", "events", Filters(country="SEN"))
    story = site.client.get("/api/stories", at_least=1)["rows"][0]["id"]
    asked = {
        "/api/searches/{id}": f"/api/searches/{search.id}",
        "/api/reports/{id}": f"/api/reports/{id}",
        "/api/reports/{id}/{item}/judgements": f"/api/reports/{id}/S1/judgements",
        "/api/stories/{id}": f"/api/stories/{story}",
        "/api/check": "/api/check?q=import+fee",
        "/api/check/cite": "/api/check/cite?q=import+fee&style=apa",
        "/api/check/claimreview": "/api/check/claimreview?q=import+fee",
    }
    for path, operations in made["paths"].items():
        if "get" not in operations:
            continue
        schema = operations["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        answer = site.client.get(asked.get(path, path))
        Draft202012Validator({**schema, "components": made["components"]}).validate(answer)
    with Archive(site.path) as archive, archive.writing():
        remove_search(archive.db, search.id)
    snippets = site.client.get("/api/reports", q="died")
    schema = made["paths"]["/api/reports"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    Draft202012Validator({**schema, "components": made["components"]}).validate(snippets)


def test_every_filter_of_a_list_is_described_and_taken(site: Site) -> None:
    for kind in KINDS:
        parameters = described(site)["paths"][f"/api/{kind}"]["get"]["parameters"]
        names = {p["name"] for p in parameters}
        assert {"limit", "after", "since", "from", "to", "publisher", "q"} <= names
        for p in parameters:
            if p["name"] not in ("after", "limit"):
                value = {"integer": "1"}.get(p["schema"]["type"]) or p["schema"].get("enum", ["2025"])[0]
                assert site.get(f"/api/{kind}?{p['name']}={value}").status == 200, (kind, p["name"])


def test_a_text_is_read_and_not_kept(site: Site) -> None:
    before = site.client.get("/api")["until"]
    text = "CARACAS - Nicolas Maduro said on Wednesday that he had met Donald Trump.\r\n“It went well,” he added. 😀"
    record = site.client.read(text, date="2025-12-04", title="A meeting")
    assert record.report.text == text
    assert record.report.published == "2025-12-04"
    assert [s.form for s in record.statements]
    assert site.client.get("/api")["until"] == before
    [one] = site.client.read_file(b"<html><head><title>T</title></head><body><article><p>Amina Diallo said: \xe2\x80\x9cWe will go.\xe2\x80\x9d</p></article></body></html>", name="a.html")  # fmt: skip
    assert one["record"]["report"]["title"] == "T"
    two = site.client.read_file(b'{"text": "One died."}\n{"text": 3}\n', name="x.jsonl")
    assert ["record" in row for row in two] == [True, False]
    assert two[1]["error"]["code"]


def test_the_day_beside_a_text_is_heard(site: Site) -> None:
    def published(query: str, body: bytes) -> object:
        answer = site.http.request("POST", f"{site.base}/api/read{query}", body=body, headers={"content-type": "application/json"})
        return answer.json()["report"]["published"]

    assert published("?published=2025-03-01", b'{"text": "The minister resigned on Monday."}') == "2025-03-01"
    assert published("?published=2025-03-01", b'{"text": "The minister resigned on Monday.", "date": "2025-12-04"}') == "2025-12-04"


@pytest.mark.parametrize(("body", "kind", "status"), [
    (b"{", "application/json", 400), (b"[]", "application/json", 400), (b'{"text": 1}', "application/json", 400), (b"[" * 100_000, "application/json", 400),
    (b'{"text": "a", "colour": "red"}', "application/json", 400), (b'{"text": "a", "date": "yesterday"}', "application/json", 400),
    (b'{"text": "\\ud800"}', "application/json", 422), (b'{"text": "  "}', "application/json", 422), (b"x", "image/png", 415),
    (b"", "application/octet-stream", 422), (b'{"text": NaN}', "application/json", 400),
])  # fmt: skip
def test_what_cannot_be_read_is_told_so(site: Site, body: bytes, kind: str, status: int) -> None:
    answer = site.http.request("POST", site.base + "/api/read", body=body, headers={"content-type": kind})
    assert answer.status == status
    assert problem(answer)


def test_a_reading_that_takes_too_long_is_ended(own: Own) -> None:
    with own(read_seconds=0.05) as site, pytest.raises(ApiError, match="TIMED_OUT") as caught:
        site.client.read("Nobody said anything. " * 2000)
    assert caught.value.status == 503


def test_an_answer_that_takes_too_long_is_ended(own: Own) -> None:
    with own(answer_seconds=-1.0) as site:
        with Archive(site.path) as archive:
            list(archive.add(made(f"Amina Diallo met Juan Pérez. {n} died. {'word ' * 50}") for n in range(300)))
        answer = site.get("/api/events?limit=1000", accept="application/json")
        assert (answer.status, problem(answer)) == (503, "TOO_SLOW")


def test_judgements_are_kept_where_people_may_edit(own: Own) -> None:
    with own(edit=True) as site:
        with Archive(site.path, readonly=True) as archive:
            row = next(rows(archive.db, "statements", Filters(speaker="Amina")))
        kept = site.client.judge(row["report"], "S1", "wrong", note="<b>no</b>", who="A reader")
        assert (kept["verdict"], kept["words"]) == ("wrong", row["content"])
        assert row["id"] not in [r["id"] for r in site.client.rows("statements", report=row["report"])]
        site.client.judge(row["report"], "S1", "right")
        site.client.judge(row["report"], "S1", "corrected", field="speaker_name", value="Someone else")
        assert [r["speaker"] for r in site.client.rows("statements", report=row["report"])] == ["Someone else"]
        for item, verdict, field, status in [("S99", "right", None, 404), ("S1", "corrected", "colour", 400), ("S1", "maybe", None, 400)]:
            with pytest.raises(ApiError) as caught:
                site.client.judge(row["report"], item, verdict, field=field, value="x")
            assert caught.value.status == status
