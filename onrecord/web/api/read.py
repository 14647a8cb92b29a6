"""`POST /api/read`: a text or a file, read in a process of its own, within bounds of size and time."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import islice
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from onrecord.errors import InputError, OnRecordError, UsageError
from onrecord.ingest import FORMATS
from onrecord.model.record import Record
from onrecord.model.source import Source, Unread, text_source
from onrecord.reading import iso_date
from onrecord.settings import Settings
from onrecord.web.api.describe import answers, ref
from onrecord.web.limits import too_many
from onrecord.web.problem import details, problem
from onrecord.web.settings import WebSettings
from onrecord.web.view import in_thread, state_of
from onrecord.workers import Outcome, Worker, batches, merge

SHORT = 60_000
"""Bytes of a short task: nearly every report is one, and takes a few seconds at most."""
WAITING = 8
"""Readings that may wait for the one that is running."""
MOST = 50
"""Reports of one file."""
FIELDS = ("text", "date", "title", "source")
BODY: dict[str, Any] = {
    "required": True,
    "content": {
        "application/json": {"schema": {
            "type": "object", "required": ["text"], "additionalProperties": False,
            "properties": {
                "text": {"type": "string", "minLength": 1, "description": "Becomes report.text unchanged."},
                "date": {"type": ["string", "null"], "format": "date", "description": "Publication date that relative dates hang on."},
                "title": {"type": ["string", "null"], "maxLength": 2000}, "source": {"type": ["string", "null"], "maxLength": 2000},
            },
        }},
        "application/octet-stream": {"schema": {"type": "string", "format": "binary"}},
    },
}  # fmt: skip
PARAMETERS = [
    {"name": "name", "in": "query", "description": "Name of a file sent as it is.", "schema": {"type": "string", "maxLength": 200}},
    {"name": "format", "in": "query", "description": "What a file is; default: recognised. A text sent as JSON is one as it stands.",
     "schema": {"type": "string", "enum": list(FORMATS)}},
    {"name": "published", "in": "query", "description": "Publication date of a file's reports, or of a text that is sent without `date`.",
     "schema": {"type": "string", "format": "date"}},
]  # fmt: skip
RESULT: dict[str, Any] = {
    "type": "object", "required": ["results"],
    "properties": {"results": {"type": "array", "items": {
        "type": "object", "description": "A record, or why there is none.",
        "properties": {"id": {"type": ["string", "null"]}, "record": ref("Record"), "error": ref("Problem")},
    }}},
}  # fmt: skip


class Lanes:
    """Two lanes of readings: what is long never holds up what is short."""

    def __init__(self, settings: WebSettings) -> None:
        self.short, self.long = Readings(settings), Readings(settings)

    def worker(self, size: int) -> AbstractContextManager[Worker]:
        """Lend the worker for a task of so many bytes. Raises `OnRecordError` TOO_MANY, TIMED_OUT."""
        return (self.short if size <= SHORT else self.long).worker()

    def close(self) -> None:
        """End the children."""
        self.short.close()
        self.long.close()


class Readings:
    """One reading at a time in a child process, which is ended where it takes too long."""

    def __init__(self, settings: WebSettings) -> None:
        self.settings = settings
        self._worker = Worker(Settings(model=settings.model, lexicon=settings.lexicon))
        self._turn = threading.Lock()
        self._places = threading.Semaphore(WAITING)

    @contextmanager
    def worker(self) -> Iterator[Worker]:
        """Lend the worker for one task. Raises `OnRecordError` TOO_MANY, TIMED_OUT."""
        if not self._places.acquire(blocking=False):
            raise too_many()
        try:
            with self._turn:
                late = threading.Event()

                def stop() -> None:
                    late.set()
                    self._worker.kill()

                timer = threading.Timer(self.settings.read_seconds, stop)
                timer.start()
                try:
                    yield self._worker
                finally:
                    timer.cancel()
                    if late.is_set():
                        self._worker.bury()
                        self._worker = Worker(self._worker.settings)
                if late.is_set():
                    raise UsageError(
                        "the text took too long to read", stage="read", code="TIMED_OUT", remedy="send less, or use `onrecord read`"
                    )
        finally:
            self._places.release()

    def close(self) -> None:
        """End the child."""
        self._worker.kill()
        self._worker.bury()


def router() -> APIRouter:
    """Give the route."""
    out = APIRouter()
    responses = answers({"oneOf": [ref("Record"), RESULT]}, 408, 415, 422, about="The record of a text, or the results of a file's reports")
    responses.pop("304")
    out.add_api_route(
        "/api/read", _read, methods=["POST"], summary="Read a text or a file into records; nothing is kept", operation_id="read",
        responses=responses, response_class=Response, response_model=None, tags=["read"],
        openapi_extra={"requestBody": BODY, "parameters": PARAMETERS},
    )  # fmt: skip
    return out


async def _read(request: Request) -> Response:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    unknown = [n for n in request.query_params if n not in ("name", "format", "published")]
    if unknown:
        raise UsageError(f"{unknown[0][:40]!r} is not asked for here", stage="query", code="NO_FILTER", remedy="name, format, published")
    if kind not in ("application/json", "application/octet-stream"):
        raise UsageError(f"a body of type {kind[:60]}", stage="web", code="MEDIA_TYPE", remedy="send application/json or octet-stream")
    body = await request.body()
    return await in_thread(lambda: _read_text(request, body) if kind == "application/json" else _read_file(request, body))


def _read_text(request: Request, body: bytes) -> Response:
    given = _fields(body)
    day = given.get("date") or request.query_params.get("published") or None
    source = text_source(given["text"], published=iso_date(day), title=given.get("title"), source=given.get("source"))
    readings: Lanes = request.app.state.readings
    with readings.worker(len(body)) as worker:
        [result] = worker.read([source])
    if isinstance(result, OnRecordError):
        raise result
    return Response(result.to_json(), headers={"cache-control": "no-store"}, media_type="application/json")


def _fields(body: bytes) -> dict[str, Any]:
    try:
        given = json.loads(body)
    except (ValueError, RecursionError):
        raise UsageError("the body is not JSON", stage="web", code="BAD_JSON", remedy='send {"text": "..."}') from None
    wrong = not isinstance(given, dict) or [n for n, v in given.items() if n not in FIELDS or not isinstance(v, str | None)]
    if wrong or not isinstance(given.get("text"), str):
        raise UsageError("the body does not fit", stage="web", code="BAD_FIELD", remedy="send text, and date, title, source as strings")
    if any("\ud800" <= c <= "\udfff" for v in given.values() if v for c in v):
        raise InputError(
            "half a surrogate pair is no character", stage="web", code="BAD_CHARACTER", remedy="decode the text before sending it"
        )
    if any(len(given.get(n) or "") > 2000 for n in ("title", "source")):
        raise UsageError("the title or source is too long", stage="web", code="BAD_FIELD", remedy="give at most 2000 characters")
    if not given["text"].strip():
        raise InputError("the text holds nothing", stage="ingest", code="EMPTY", remedy="send a report")
    return dict(given)


def _read_all(worker: Worker, unread: Unread) -> list[Outcome]:
    """Read what is in a file, up to a limit; a last error says where there was more."""
    found = list(islice(worker.open(unread), MOST + 1))
    outcomes = [
        outcome
        for batch in batches(found[:MOST])
        for outcome in merge(batch, worker.read([item for item in batch if isinstance(item, Source)]))
    ]
    if len(found) > MOST:
        more = InputError(f"more than {MOST} reports", report=unread.name, stage="read", code="TOO_LARGE", remedy="send fewer at once")
        outcomes.append((None, more))
    return outcomes


def _read_file(request: Request, body: bytes) -> Response:
    settings, _ = state_of(request)
    given = request.query_params
    if given.get("format") and given["format"] not in FORMATS:
        raise UsageError("there is no such format", stage="ingest", code="NO_FORMAT", remedy=f"one of {', '.join(FORMATS)}")
    if not body:
        raise InputError("the file is empty", stage="ingest", code="EMPTY", remedy="send a report")
    unread = Unread(
        name=given.get("name", "upload")[:200],
        data=body,
        kind=given.get("format") or None,
        published=iso_date(given.get("published") or None),
    )
    readings: Lanes = request.app.state.readings
    with readings.worker(len(body)) as worker:
        outcomes = _read_all(worker, unread)
    results = []
    for source, result in outcomes:
        id = source.key or source.source if source is not None else None
        if isinstance(result, Record):
            results.append(f'{{"id": {json.dumps(id)}, "record": {result.to_json()}}}')
        else:
            results.append(json.dumps({"id": id, "error": details(result, str(settings.archive))}, ensure_ascii=False))
    if outcomes and all(not isinstance(r, Record) for _, r in outcomes):
        first = outcomes[0][1]
        assert isinstance(first, OnRecordError)
        return problem(first, str(settings.archive))
    body_ = f'{{"results": [{", ".join(results)}]}}'
    return Response(body_.encode("utf-8", "backslashreplace"), headers={"cache-control": "no-store"}, media_type="application/json")
