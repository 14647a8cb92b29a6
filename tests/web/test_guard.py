"""Who may ask, from where, how much: nothing is changed by a request that should not have been made."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from web.conftest import Site

from onrecord.store import Archive
from onrecord.store.upkeep import content_digest
from onrecord.web.security import check_host
from onrecord.web.settings import WebSettings

Own = Callable[..., Any]
READ = "/api/read"
BODY = json.dumps({"text": "Nobody said anything."}).encode()
SECRET = "kept-from-everybody"


def problem(answer: Any) -> str:
    """Give the code of an answer, which must be problem details without a path or a trace."""
    assert answer.headers["content-type"] == "application/problem+json"
    details = json.loads(answer.data)
    assert details["status"] == answer.status
    assert set(details) == {"type", "title", "status", "detail", "code", "stage", "remedy"}
    text = answer.data.decode()
    assert "Traceback" not in text
    assert "/tmp" not in text
    assert ".py" not in text
    return str(details["code"])


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8000", "127.0.0.1.evil.example", "", "localhost.evil.example", "[::2]", "10.0.0.1"]
)
def test_a_foreign_name_is_refused(site: Site, host: str) -> None:
    for path in ("/", "/api/events", "/static/site.css", "/reports.csv"):
        answer = site.get(path, host=host)
        assert (answer.status, problem(answer)) == (403, "WRONG_HOST")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:9", "[::1]:80", "LOCALHOST", "localhost."])
def test_names_of_this_machine_are_taken(site: Site, host: str) -> None:
    assert site.get("/", host=host).status == 200


def test_beyond_loopback_only_addresses_and_given_names() -> None:
    from starlette.datastructures import Headers

    from onrecord.errors import UsageError

    wide = WebSettings(archive="x", host="0.0.0.0", token=SECRET)  # type: ignore[arg-type]
    check_host(Headers({"host": "192.0.2.7:8000"}), wide)
    named = WebSettings(archive="x", host="0.0.0.0", token=SECRET, names=("news.example",))  # type: ignore[arg-type]
    check_host(Headers({"host": "News.Example"}), named)
    for settings, host in ((wide, "evil.example"), (named, "evil.example"), (named, "192.0.2.7")):
        with pytest.raises(UsageError, match="WRONG_HOST"):
            check_host(Headers({"host": host}), settings)


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({"origin": "http://evil.example", "content-type": "application/json"}, "FOREIGN_ORIGIN"),
        ({"origin": "null", "content-type": "application/json"}, "FOREIGN_ORIGIN"),
        ({"sec-fetch-site": "cross-site", "content-type": "application/json"}, "FOREIGN_ORIGIN"),
        ({"content-type": "text/plain"}, "SIMPLE_POST"),
        ({"content-type": "application/x-www-form-urlencoded"}, "SIMPLE_POST"),
        ({"content-type": "multipart/form-data; boundary=x"}, "SIMPLE_POST"),
        ({}, "SIMPLE_POST"),
    ],
)
def test_a_post_that_another_page_could_send_is_refused(own: Own, headers: dict[str, str], code: str) -> None:
    with own(edit=True) as site:
        with Archive(site.path, readonly=True) as archive:
            id, before = next(archive.ids()), content_digest(archive)
        for method in ("PUT", "DELETE"):
            if code == "FOREIGN_ORIGIN":
                answer = site.http.request(method, site.base + "/api/searches/mine", body=b'{"kind": "events"}', headers=headers)
                assert (answer.status, problem(answer)) == (403, code)
        for path in (READ, f"/api/reports/{id}/S1/judgements"):
            answer = site.http.request("POST", site.base + path, body=b'{"verdict": "wrong"}', headers=headers)
            assert (answer.status, problem(answer)) == (403, code)
        if code == "FOREIGN_ORIGIN":
            for path in (f"/reports/{id}/S1/judge", "/searches", "/searches/q0/remove"):
                answer = site.http.request("POST", site.base + path, body=b"verdict=wrong&name=x&kind=events", headers=headers)
                assert answer.status == 403
        with Archive(site.path, readonly=True) as archive:
            assert content_digest(archive) == before


def test_no_answer_opens_to_other_origins(site: Site) -> None:
    for path in ("/", "/api/events", "/events.csv"):
        answer = site.get(path, origin="http://evil.example")
        assert not [h for h in answer.headers if h.lower().startswith("access-control")]
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert site.http.request("OPTIONS", site.base + "/api/events", headers={"origin": "http://evil.example"}).status == 405


def test_every_answer_has_the_policy(site: Site) -> None:
    for path in ("/", "/nothing", "/api/nothing", "/static/site.js", "/events.csv", "/events?country="):
        headers = site.get(path).headers
        assert "default-src 'none'; script-src 'self'; style-src 'self'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "same-origin")
        assert "server" not in headers or "uvicorn" in headers["server"]


def test_a_token_is_asked_of_everybody(own: Own) -> None:
    with own(token=SECRET) as site:
        for path in ("/api/events", "/events.csv", f"/api/events?token={SECRET}", f"/events.json?token={SECRET}"):
            answer = site.get(path, accept="*/*")
            assert (answer.status, problem(answer)) == (401, "NO_TOKEN")
        answer = site.http.request("GET", site.base + "/api/events", headers={"authorization": "Bearer wrong"})
        assert (answer.status, problem(answer)) == (401, "WRONG_TOKEN")
        assert site.get("/events").headers["location"] == "/login"
        assert list(site.client.rows("events", limit=1))


def test_a_browser_logs_in_and_is_known_until_the_server_stops(own: Own) -> None:
    with own(token=SECRET) as site:
        form = {"content-type": "application/x-www-form-urlencoded"}
        assert "password" in site.page("/login")
        refused = site.http.request("POST", site.base + "/login", body=b"token=guess", headers=form)
        assert refused.status == 401
        assert "set-cookie" not in refused.headers
        let_in = site.http.request("POST", site.base + "/login", body=f"token={SECRET}".encode(), headers=form, redirect=False)
        cookie = let_in.headers["set-cookie"]
        assert {"HttpOnly", "SameSite=strict"} <= set(cookie.split("; "))
        assert SECRET not in cookie
        assert site.get("/events", cookie=cookie.split(";")[0]).status == 200
        assert site.get("/events", cookie="onrecord=0; x").status == 303


def test_what_only_reads_takes_no_judgement(site: Site) -> None:
    with Archive(site.path, readonly=True) as archive:
        id = next(archive.ids())
    answer = site.http.request("POST", f"{site.base}/api/reports/{id}/S1/judgements", body=b'{"verdict":"wrong"}', headers={"content-type": "application/json"})  # fmt: skip
    assert (answer.status, problem(answer)) == (403, "READ_ONLY")
    form = {"content-type": "application/x-www-form-urlencoded"}
    assert site.http.request("POST", f"{site.base}/reports/{id}/S1/judge", body=b"verdict=wrong", headers=form).status == 403


def test_a_body_that_is_too_large_is_refused_before_it_is_read(own: Own) -> None:
    with own(body_bytes=1000) as site:
        kind = {"content-type": "application/json"}
        answer = site.http.request("POST", site.base + READ, body=b"x" * 1001, headers=kind)
        assert (answer.status, problem(answer)) == (413, "TOO_LARGE")
        claimed = raw(
            site, b"POST /api/read HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: 3000000000\r\n\r\n"
        )
        assert b" 413 " in claimed
        chunks = b"3e8\r\n" + b"x" * 1000 + b"\r\n3e8\r\n" + b"x" * 1000 + b"\r\n0\r\n\r\n"
        head = b"POST /api/read HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n"
        assert b" 413 " in raw(site, head + chunks)
        assert site.get("/").status == 200


def raw(site: Site, sent: bytes) -> bytes:
    """Send bytes as they are and give the beginning of the answer."""
    host, _, port = site.base.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=20) as connection:
        connection.sendall(sent)
        return connection.recv(65536)


def test_a_body_that_comes_too_slowly_is_refused(own: Own) -> None:
    with own(body_seconds=0.3) as site:
        begun = time.monotonic()
        answer = raw(site, b"POST /api/read HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{")
        assert b" 408 " in answer
        assert time.monotonic() - begun < 10
        assert site.get("/").status == 200


def test_too_many_requests_of_one_visitor_are_asked_to_wait(own: Own) -> None:
    with own(rate=2.0) as site:
        answers = [site.get("/help") for _ in range(14)]
        assert answers[0].status == 200
        late = [a for a in answers if a.status == 429]
        assert late
        assert problem(late[0]) == "TOO_MANY"
        assert "retry-after" in late[0].headers


def test_a_crowd_is_served_or_asked_to_come_again(own: Own) -> None:
    with own(in_flight=10) as site:
        statuses: list[int] = []

        def ask() -> None:
            for _ in range(5):
                statuses.append(site.get("/events.csv").status)

        crowd = [threading.Thread(target=ask) for _ in range(40)]
        for one in crowd:
            one.start()
        for one in crowd:
            one.join()
        assert set(statuses) <= {200, 429}
        assert statuses.count(200) >= 10
        assert site.get("/").status == 200


@pytest.mark.parametrize("path", [
    "/events?limit=-1", "/events?after=AAAA", "/events?after=" + "A" * 100, "/events?quad=5", "/events?quad=x", "/events?from=yesterday", "/events?from=2025-13",
    "/events?colour=red", "/events?sort='; DROP TABLE report", "/statements?event=ASSAULT]--&mode=x", "/check?q=a&x=1",
    "/data?kind=passwords", "/export/events/exe", "/export/actors/gdelt", "/api/events?limit=1000000000", "/api/events?limit=0",
    "/api/events?after=%00", "/api/changes?since=-1", "/api/changes?since=9e9", "/api/stories?after=zz", "/events?q=" + "x" * 501, "/figures?event=A&form=x",
    "/api/check", "/api/check?q=...", "/reports?q=***",
])  # fmt: skip
def test_senseless_questions_are_told_so(site: Site, path: str) -> None:
    answer = site.get(path, accept="application/json")
    assert answer.status == 400, answer.data
    assert problem(answer)


@pytest.mark.parametrize(
    "words",
    [
        "(a|a)*$",
        '"abc',
        "NEAR(",
        "col:x",
        "*",
        "-",
        "a OR",
        "'; DROP TABLE report",
        "x" * 500,
        "^x",
        "{a}",
        "a" * 300 + "*",
        "ﷺ",
        "\u202eabc",
    ],
)
def test_any_words_are_searched_as_words(site: Site, words: str) -> None:
    begun = time.monotonic()
    for kind in ("reports", "statements", "events"):
        answer = site.http.request("GET", f"{site.base}/{kind}", fields={"q": words}, headers={"accept": "text/html"})
        assert answer.status in (200, 400)
    assert time.monotonic() - begun < 3


def test_a_long_address_is_refused(site: Site) -> None:
    answer = site.get("/events?q=" + "x" * 9000)
    assert answer.status in (400, 413)


def test_paths_of_the_machine_stay_inside(own: Own) -> None:
    with own() as site:
        site.path.rename(site.path.with_suffix(".gone"))
        answer = site.get("/api/events", accept="application/json")
        # Open connections go on; a new one says that the archive is not there, without saying where it was.
        assert answer.status in (200, 500)
        if answer.status == 500:
            assert problem(answer) == "NO_ARCHIVE"
        site.path.with_suffix(".gone").rename(site.path)


# -- connections ---------------------------------------------------------------------------------------------------------------------


def opened(site: Site, sent: bytes = b"") -> socket.socket:
    made = socket.create_connection(("127.0.0.1", int(site.base.rpartition(":")[2])), timeout=20)
    made.sendall(sent)
    return made


def ended(connection: socket.socket, within: float) -> bool:
    """Say whether the server ends a connection in time."""
    connection.settimeout(within)
    try:
        while connection.recv(65_536):
            pass
    except TimeoutError:
        return False
    except OSError:
        pass
    return True


@pytest.mark.parametrize("sent", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Drip: "])
def test_half_a_head_is_waited_for_only_so_long(own: Own, monkeypatch: pytest.MonkeyPatch, sent: bytes) -> None:
    monkeypatch.setattr("onrecord.web.connection.HEAD_SECONDS", 0.5)
    with own() as site, opened(site, sent) as half:
        start = time.monotonic()
        with suppress(OSError):
            while sent and time.monotonic() - start < 3:  # dripping on does not help
                half.sendall(b"x")
                time.sleep(0.05)
        assert ended(half, 3)
        assert site.get("/").status == 200


def test_many_half_open_connections_keep_nobody_out(own: Own, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.web.connection.MOST", 20)
    with own() as site:
        halves = [opened(site, b"GET / HT") for _ in range(120)]
        start = time.monotonic()
        assert site.get("/static/site.css").status == 200
        assert time.monotonic() - start < 5
        assert sum(ended(half, 0.01) for half in halves) >= 100
        for half in halves:
            half.close()


def test_a_question_that_stands_unread_is_not_cut_off(own: Own, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.web.connection.MOST", 5)
    with own() as site:
        silent = [opened(site) for _ in range(10)]
        time.sleep(0.2)
        late = opened(site)
        for each in [*silent, late]:
            each.sendall(b"GET /static/site.css HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
        answers = [each.recv(64).split(b" ")[1] for each in [*silent, late]]
        assert answers == [b"200"] * 11
        for each in [*silent, late]:
            each.close()


def test_who_does_not_read_is_let_go_and_keeps_nobody_waiting(own: Own, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.web.connection.SEND_SECONDS", 3.0)
    monkeypatch.setattr("onrecord.web.view.CHUNK", 1_000_000)
    with own(in_flight=4) as site:
        request = b"GET /actors.json HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
        lazy = []
        for _ in range(4):
            made = socket.socket()
            made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            made.connect(("127.0.0.1", int(site.base.rpartition(":")[2])))
            made.sendall(request * 400)  # pipelined: megabytes of answers
            lazy.append(made)
        time.sleep(1)
        assert site.get("/").status == 200
        time.sleep(6)
        assert all(_reset(made) for made in lazy)
        for made in lazy:
            made.close()


def _reset(connection: socket.socket) -> bool:
    """Say whether the other side has ended a connection, whatever is still to be read from it."""
    try:
        for _ in range(3):
            connection.sendall(b"x")
            time.sleep(0.05)
    except OSError:
        return True
    return False


@pytest.mark.parametrize("host", ["127.0.0.1:8711@evil.example", "localhost/evil.example", "127.0.0.1:80:evil.example", "a@localhost", "[::1]x"])
def test_a_name_with_something_beside_it_is_none(site: Site, host: str) -> None:
    assert site.get("/", host=host).status == 403


def test_a_body_of_two_lengths_is_refused(site: Site) -> None:
    head = b"POST /api/read HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"
    with opened(site, head + b"0\r\n\r\n") as made:
        assert b" 400 " in made.recv(4096).splitlines()[0]


@pytest.mark.parametrize(
    ("path", "mode", "status"),
    [("/", "navigate", 200), ("/", "no-cors", 403), ("/actors.json", "navigate", 403), ("/api/events", "cors", 403), ("/export/events/csv", "navigate", 403)],
)
def test_another_sites_page_may_open_a_page_and_no_more(site: Site, path: str, mode: str, status: int) -> None:
    assert site.get(path, sec_fetch_site="cross-site", sec_fetch_mode=mode).status == status
