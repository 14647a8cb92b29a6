"""The rows of our table of bad inputs that concern pages and HTTP, where no other file here has them."""

from __future__ import annotations

import csv
import io
import json
import socket
import threading
import time
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from store.made import FEE, made
from web.conftest import Site
from web.test_guard import Own, problem

from onrecord.compare.update import update
from onrecord.store import Archive
from onrecord.store.query import KINDS
from onrecord.store.upkeep import content_digest
from onrecord.web.params import PARAMS

INJECTIONS = ("'; DROP TABLE report; --", "x] --", "1 OR 1=1", '" or ""="', "%' or '1'='1", "0x27", "\\'; select 1")
SEARCHED = ("/stories", "/who", "/check", "/actors", "/places", "/times", "/figures", "/api/reports", "/api/statements", "/api/check")
QUERIES = ("(a|a)*$", '"abc', "NEAR(", "col:x", "*", "a OR", "((((", '""', "-a", "x" * 10_000, "\x00", "a\u202eb", "^a AND NOT", "{x y}: z")
FORMULAS = ("=cmd|'/c calc'!A0", "+1", "-2+3", "@SUM(A1)", "\tTAB=1", "\nLF=1", "＝1")
NAMES = ("../../x", "C:\\x", "CON", "n" * 300, "a\nb", "a\x00b", "/etc/passwd", "..")


@pytest.mark.parametrize("path", SEARCHED)
@pytest.mark.parametrize("words", QUERIES)
def test_any_search_is_answered_at_once(site: Site, path: str, words: str) -> None:
    begun = time.monotonic()
    answer = site.get(f"{path}?{urlencode({'q': words})}")
    assert answer.status in (200, 400, 413), answer.status
    assert time.monotonic() - begun < 3
    if path.startswith("/api") and answer.status != 200:
        assert problem(answer)


def test_a_filter_is_a_value_and_never_sql(own: Own) -> None:
    with own() as site:
        with Archive(site.path, readonly=True) as archive:
            before = content_digest(archive)
        for kind in KINDS:
            for name in PARAMS:
                for value in INJECTIONS:
                    answer = site.get(f"/api/{kind}?{urlencode({name: value})}")
                    found = json.loads(answer.data)
                    assert answer.status == 400 or (answer.status == 200 and (name == "q" or found["rows"] == [])), (kind, name, value)
        for path in ("/events?sort=date", "/api/events?order_by=1", "/events?report.text=x", "/stories?least=1%20or%201", "/who?type=x'--"):
            assert site.get(path).status == 400, path
        with Archive(site.path, readonly=True) as archive:
            assert content_digest(archive) == before


def test_a_parameter_given_twice_counts_once_or_is_refused(site: Site) -> None:
    for query, status in (("since=1&since=2", 400), ("since=x&since=", 400), ("since=&since=1", 200), ("since=1&since=1", 200), ("since=", 200)):
        assert site.get(f"/api/statements?{query}").status == status, query
    assert site.get("/reports?since=1&since=2").status == 400


def test_a_spreadsheet_runs_no_title(own: Own) -> None:
    with own() as site:
        titles = [f"{f} number {n}" for n, f in enumerate(FORMULAS)]
        with Archive(site.path) as archive:
            added = archive.add([made(f"Amina Diallo met Juan Pérez. {n + 7} died.", title=t, publisher=t) for n, t in enumerate(titles)])
            assert {a.outcome for a in added} == {"added"}
            archive.db.execute("update figure set value = -5 where value = 7")
        for path in ("/reports.csv", "/figures.csv", "/export/figures/csv"):
            data = site.get(path).data.decode().lstrip("\ufeff")
            lines = list(
                csv.reader(io.StringIO("".join(line for line in data.splitlines(keepends=True) if not line.startswith("#")), newline=""))
            )
            cells = [c for line in lines for c in line]
            assert not [c for c in cells if c[:1] in ("=", "+", "@", "\t", "\r", "\n", "＝")], path
            assert {c for c in cells if c[:1] == "-"} <= {"-5", "-5.0"}, path
            assert [c for c in cells if c.lstrip("'").startswith("=cmd|")], path
        kept = {r["title"] for r in site.client.get("/reports.json")["rows"]}
        assert {t.strip() for t in titles} <= {str(t).strip() for t in kept}
        assert -5 in [r["value"] for r in site.client.get("/figures.json")["rows"]]


def test_no_name_becomes_a_path(own: Own, tmp_path: Path) -> None:
    with own() as site:
        with Archive(site.path) as archive:
            list(archive.add([made(f"{FEE} {n}", title=name, publisher=name, source=name) for n, name in enumerate(NAMES)]))
        before = sorted(tmp_path.rglob("*"))
        for name in NAMES:
            answer = site.http.request("POST", f"{site.base}/api/read?{urlencode({'name': name})}", body=b"Nobody said anything at all.",
                                       headers={"content-type": "application/octet-stream"})  # fmt: skip
            assert answer.status in (200, 400, 422)
            assert "/tmp" not in answer.data.decode()
            for path in (f"/reports/{quote(name, safe='')}", f"/export/{quote(name, safe='')}/csv", f"/static/{quote(name, safe='')}",
                         f"/actors/{quote(name, safe='')}", f"/stories/{quote(name, safe='')}", f"/reports?publisher={quote(name)}"):  # fmt: skip
                found = site.get(path)
                assert found.status in (200, 400, 404, 405), (path, found.status)
                assert "\n" not in found.headers.get("content-disposition", "")
        assert [p for p in sorted(tmp_path.rglob("*")) if p.name not in ("own.db-wal", "own.db-shm")] == [
            p for p in before if p.name not in ("own.db-wal", "own.db-shm")
        ]


def test_a_nul_has_a_length_everywhere(own: Own) -> None:
    text = "Amina Diallo met\x00Juan Pérez at the border.\x00 12 died."
    with own() as site:
        source, record = made(text, title="A\x00B", url="https://example.org/a%00b")
        with Archive(site.path) as archive:
            assert [a.outcome for a in archive.add([(source, record)])] == ["added"]
            assert archive.db.execute("select length from report where id = ?", (source.id,)).get == len(text)
        given = site.client.get(f"/api/reports/{source.id}")
        assert given["report"]["text"] == text
        page = site.page(f"/reports/{source.id}")
        assert "\x00" not in page
        assert "\x00" not in site.page("/reports.csv")


def test_what_is_withdrawn_is_nowhere_unless_asked_for(own: Own) -> None:
    word = "Zwielichtstadt"
    with own() as site:
        with Archive(site.path) as archive:
            source, record = made(
                f"Amina Diallo met Juan Pérez in {word}. 4711 died.", status="canceled", title=f"{word} withdrawn", publisher=word
            )
            assert [a.outcome for a in archive.add([(source, record)])] == ["added"]
            update(archive)
        paths = [
            "/", "/index.json", "/stories?least=1", "/stories.json?least=1", "/timeline?country=SEN", "/timeline.json?country=SEN",
            "/pairs.json?one=SEN&two=MEX", f"/check?q={word}+4711", f"/reports?q={word}", "/data", "/embed/timeline?country=SEN",
            *(f"{way}{kind}{ending}" for kind in KINDS for way, ending in (("/", ""), ("/", ".json"), ("/", ".csv"), ("/", ".atom"), ("/api/", "?limit=1000"))),
            *(f"/export/{kind}/{format}" for kind in ("reports", "events", "figures") for format in ("csv", "jsonl")),
        ]  # fmt: skip
        for path in paths:
            answer = site.get(path)
            text = answer.data.decode()
            assert answer.status == 200, path
            for field in ("value=", ">"):  # the visitor's own words stand in the search field and in headings
                text = text.replace(f"{field}{word}", "")
            assert f"{word} withdrawn" not in text, path
            assert source.id not in text, path
        assert "Canceled" in site.page(f"/reports/{source.id}")
        assert source.id in site.page("/reports.json?hidden=1")


@pytest.mark.parametrize("range_", ["bytes=abc", "bytes=5-1", "bytes=-", "bytes=0-99999999999999999999", "lines=1-2", "bytes=0-0,1-1,2-2"])
def test_a_range_that_makes_no_sense_is_survived(site: Site, range_: str) -> None:
    for path in ("/events.csv", "/static/site.css", "/"):
        assert site.get(path, range=range_).status in (200, 206, 416)


@pytest.mark.parametrize(
    "path", ["/events?from=2025-12&to=2025-01", "/timeline?country=SEN&from=2025-12&to=2025-01", "/stories?from=2026&to=2025"]
)
def test_days_the_wrong_way_round_give_nothing(site: Site, path: str) -> None:
    answer = site.get(path)
    assert answer.status in (200, 400)
    assert answer.status == 400 or b'class="nothing"' in answer.data


def test_a_thousand_at_once_are_answered_or_asked_to_come_again(own: Own) -> None:
    with own(in_flight=50) as site:
        host, _, port = site.base.removeprefix("http://").partition(":")
        request = f"GET /events HTTP/1.1\r\nhost: {host}:{port}\r\naccept: text/html\r\nconnection: close\r\n\r\n".encode()
        statuses: list[bytes] = []

        def ask() -> None:
            with ExitStack() as opened:
                connections = []
                for _ in range(100):
                    connections.append(opened.enter_context(socket.create_connection((host, int(port)), timeout=60)))
                    connections[-1].sendall(request)
                for connection in connections:
                    statuses.append(connection.recv(64).split(b" ")[1])

        crowd = [threading.Thread(target=ask) for _ in range(10)]
        for one in crowd:
            one.start()
        for one in crowd:
            one.join()
        assert len(statuses) == 1000
        assert set(statuses) <= {b"200", b"429"}
        assert statuses.count(b"200") >= 50
        assert site.get("/").status == 200


def test_those_who_never_finish_asking_hold_nobody_up(site: Site) -> None:
    host, _, port = site.base.removeprefix("http://").partition(":")
    waiting = []
    for _ in range(150):
        connection = socket.create_connection((host, int(port)), timeout=10)
        connection.sendall(b"GET / HTTP/1.1\r\nhost: 127.0.0.1\r\nx-slow: ")
        waiting.append(connection)
    begun = time.monotonic()
    assert site.get("/events").status == 200
    assert time.monotonic() - begun < 3
    for connection in waiting:
        connection.close()
