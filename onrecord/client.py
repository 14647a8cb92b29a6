"""A thin Python client of the HTTP API.

from onrecord.client import Client

with Client("http://127.0.0.1:8000") as archive:
    for event in archive.rows("events", country="VEN", quad=4):
        ...
    record = archive.record(event["report"])
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from types import TracebackType
from typing import Any
from urllib.parse import quote, urlencode

import urllib3

from onrecord.errors import OnRecordError
from onrecord.model.record import Record

Row = dict[str, Any]
PAGE = 500


class ApiError(OnRecordError):
    """The server refused: `status` is the HTTP status, `code` says why (docs/errors.md)."""

    def __init__(self, status: int, details: dict[str, Any]) -> None:
        super().__init__(
            str(details.get("detail") or f"status {status}"), stage=details.get("stage") or "http", code=str(details.get("code") or "HTTP"),
            remedy=details.get("remedy"),
        )  # fmt: skip
        self.status = status


class Client:
    """Asks one server. `token`: what it was started with (`--token`)."""

    def __init__(self, base: str, *, token: str | None = None, timeout: float = 60.0) -> None:
        self.base = base.rstrip("/")
        self._headers = {"authorization": f"Bearer {token}"} if token else {}
        self._pool = urllib3.PoolManager(timeout=timeout, retries=urllib3.Retry(0, redirect=0, raise_on_redirect=False))

    def __enter__(self) -> Client:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connections."""
        self._pool.clear()

    def rows(self, kind: str, *, limit: int | None = None, **filters: object) -> Iterator[Row]:
        """Give the rows of a list (reports, statements, events, mentions, figures, times, actors, places, stories), page by page.

        Filters are named as in addresses; `from` is a word of Python, so write `from_`. `limit`: at most so many rows.
        """
        asked = {name.rstrip("_"): value for name, value in filters.items() if value is not None}
        left, after = limit, None
        while left is None or left > 0:
            page = self.get(f"/api/{kind}", **asked, limit=min(PAGE, left) if left is not None else PAGE, after=after)
            yield from page["rows"]
            left = None if left is None else left - len(page["rows"])
            after = page["next"]
            if after is None:
                return

    def record(self, id: str, *, hidden: bool = False) -> Record:
        """Give a report's record, by its id or the beginning of it; `hidden`: also one that was withdrawn or is under embargo."""
        return Record.from_json(self._ask("GET", f"/api/reports/{quote(id, safe='')}" + ("?hidden=1" if hidden else "")))

    def check(self, words: str, *, speaker: str | None = None, limit: int = 20) -> list[Row]:
        """Look a quotation up: wordings, the nearest first, each with its verdict, the statement, and its place in how the words spread."""
        found: list[Row] = self.get("/api/check", q=words, speaker=speaker, limit=limit)["rows"]
        return found

    def cite(self, words: str, style: str, *, speaker: str | None = None) -> str:
        """Cite the first report that has a quotation; `style`: apa, chicago, bibtex or csl-json."""
        return str(self.get("/api/check/cite", q=words, speaker=speaker, style=style)["text"])

    def searches(self) -> list[Row]:
        """Give the searches that are kept: `id`, `name`, `kind`, `query`, `who`, `made`, the paths `href` of the view and `feed`."""
        found: list[Row] = self.get("/api/searches")["rows"]
        return found

    def save_search(self, name: str, kind: str, *, who: str | None = None, **filters: object) -> Row:
        """Keep a search of events, statements or reports under a name; the server needs `--edit`. Raises `ApiError`."""
        query = {n.rstrip("_"): str(v) for n, v in filters.items() if v is not None}
        body = json.dumps({"kind": kind, "query": query, "who": who}).encode()
        kept: Row = json.loads(self._ask("PUT", f"/api/searches/{quote(name, safe='')}", body=body, kind="application/json"))
        return kept

    def remove_search(self, name: str) -> Row:
        """Forget a search, named by its name or id; the server needs `--edit`. Gives what it was. Raises `ApiError`."""
        forgotten: Row = json.loads(self._ask("DELETE", f"/api/searches/{quote(name, safe='')}"))
        return forgotten

    def statistics(self, *, versus: dict[str, object] | None = None, top: int | None = None, **filters: object) -> list[Row]:
        """Count events by month, type, country and actor, and reports by outlet and day; `versus`: filters of a second query.

        Gives a row a query: `query`, `events`, `reports`, `months`, `days`, `types`, `countries`, `actors`, `outlets`.
        """
        asked = {name.rstrip("_"): value for name, value in filters.items()} | {f"vs_{n.rstrip('_')}": v for n, v in (versus or {}).items()}
        counted: list[Row] = self.get("/api/statistics", **asked, top=top)["queries"]
        return counted

    def changes(self, since: int = 0) -> Iterator[Row]:
        """Give what changed after a change's number."""
        last = False
        while not last:
            page = self.get("/api/changes", since=since, limit=PAGE)
            yield from page["rows"]
            since, last = page["until"], page["last"]

    def read(self, text: str, *, date: str | None = None, title: str | None = None, source: str | None = None) -> Record:
        """Have a text read; nothing is kept there."""
        body = json.dumps({"text": text, "date": date, "title": title, "source": source}).encode()
        return Record.from_json(self._ask("POST", "/api/read", body=body, kind="application/json"))

    def read_file(self, data: bytes, *, name: str = "upload", format: str | None = None, published: str | None = None) -> list[Row]:
        """Have a file's reports read: a row each with `id` and `record` (JSON of a record) or `error`."""
        params = {"name": name, "format": format, "published": published}
        path = "/api/read?" + urlencode({k: v for k, v in params.items() if v is not None})
        results: list[Row] = json.loads(self._ask("POST", path, body=data, kind="application/octet-stream"))["results"]
        return results

    def judge(
        self, report: str, item: str, verdict: str, *, field: str | None = None, value: str | None = None, note: str | None = None,
        who: str | None = None,
    ) -> Row:  # fmt: skip
        """Say that an item is right, wrong, or (verdict "corrected") that a field has another value; "undo" takes the last word back.

        Gives the judgement as it was kept. Raises `ApiError` BAD_VALUE, NO_FIELD: what is allowed is said. The server needs `--edit`.
        """
        said = {"verdict": verdict, "field": field, "value": value, "note": note, "who": who}
        path = f"/api/reports/{quote(report, safe='')}/{quote(item, safe='')}/judgements"
        kept: Row = json.loads(self._ask("POST", path, body=json.dumps(said).encode(), kind="application/json"))
        return kept

    def judgements(self, report: str, item: str) -> list[Row]:
        """Give every word said of an item, the first first: `verdict`, `field`, `value`, `note`, `who`, `at`, and whether it `stands`."""
        path = f"/api/reports/{quote(report, safe='')}/{quote(item, safe='')}/judgements"
        rows: list[Row] = self.get(path)["rows"]
        return rows

    def get(self, path: str, **params: object) -> Any:
        """Ask any address of the API and give its JSON. Raises `ApiError`."""
        asked = urlencode({k: v for k, v in params.items() if v is not None})
        return json.loads(self._ask("GET", path + (f"?{asked}" if asked else "")))

    def _ask(self, method: str, path: str, *, body: bytes | None = None, kind: str | None = None) -> bytes:
        headers = {**self._headers, **({"content-type": kind} if kind else {})}
        try:
            answer = self._pool.request(method, self.base + path, body=body, headers=headers)
        except urllib3.exceptions.HTTPError as error:
            remedy = "start it with `onrecord serve`"
            raise OnRecordError(f"{self.base} does not answer: {error}", stage="http", code="NO_ANSWER", remedy=remedy) from error
        if answer.status >= 300:
            raise ApiError(answer.status, _details(answer.data))
        return bytes(answer.data)


def _details(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
