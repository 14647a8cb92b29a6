"""`/api/reports/{id}/{item}/judgements`: what people said of an item; POST, where the server was started with --edit, says more."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from onrecord.errors import UsageError
from onrecord.store import Archive
from onrecord.store.judgements import UNDO, history, judgement_of, store
from onrecord.web.api.describe import ID, answers
from onrecord.web.pages.report import hidden_because, report_row, shown
from onrecord.web.view import in_thread, state_of

BODY: dict[str, Any] = {
    "required": True,
    "content": {"application/json": {"schema": {
        "type": "object", "additionalProperties": False, "required": ["verdict"],
        "properties": {
            "verdict": {"type": "string", "enum": ["right", "wrong", "corrected", "undo"]},
            "field": {"type": ["string", "null"], "description": "Of a correction: which. Of an undo: which; none: the last word."},
            "value": {"type": ["string", "null"], "description": "Of a correction: the right value."},
            "note": {"type": ["string", "null"], "maxLength": 2000}, "who": {"type": ["string", "null"], "maxLength": 200},
        },
    }}},
}  # fmt: skip
ITEM = {"name": "item", "in": "path", "required": True, "schema": {"type": "string", "pattern": "^[APTFSE][1-9][0-9]{0,5}$"}}
SAID: dict[str, Any] = {"type": "object", "properties": {n: {"type": ["string", "integer", "null"]} for n in (
    "id", "report_id", "kind", "start", "end", "twin", "words", "verdict", "field", "value", "note", "who", "at")}}  # fmt: skip
HISTORY: dict[str, Any] = {"type": "object", "required": ["rows"], "properties": {"rows": {"type": "array", "items": {
    "type": "object", "properties": {**SAID["properties"], "stands": {"type": "boolean"}}}}}}  # fmt: skip


def router() -> APIRouter:
    """Give the route."""
    out = APIRouter()
    out.add_api_route(
        "/api/reports/{id}/{item}/judgements", _judge, methods=["POST"], status_code=201, summary="Judge or correct an item (with --edit)",
        operation_id="judge", responses=answers(SAID, 404, 408, 415, status="201", about="The judgement that was kept"),
        response_class=Response, response_model=None, tags=["judge"], openapi_extra={"requestBody": BODY, "parameters": [ID, ITEM]},
    )  # fmt: skip
    out.add_api_route(
        "/api/reports/{id}/{item}/judgements", _history, methods=["GET"], summary="Every word said of an item, the first first",
        operation_id="judgements", responses=answers(HISTORY, 404, 408, 410, about="Each with who, when, why, and whether it stands"),
        response_class=Response, response_model=None, tags=["judge"], openapi_extra={"parameters": [ID, ITEM]},
    )  # fmt: skip
    return out


async def _history(request: Request) -> Response:
    return await in_thread(lambda: _said(request))


def _said(request: Request) -> Response:
    _, pool = state_of(request)
    with pool.archive() as archive:
        id, item = archive.full_id(request.path_params["id"]), request.path_params["item"]
        shown(archive.record(id), hidden_because(report_row(archive, id)))
        judgement_of(archive.db, id, item, "right")  # says so where there is no such item
        rows = [{**asdict(j), "stands": stands} for j, stands in history(archive.db, id, item)]
    return Response(json.dumps({"rows": rows}, ensure_ascii=False), media_type="application/json", headers={"cache-control": "no-cache"})


async def _judge(request: Request) -> Response:
    settings, _ = state_of(request)
    if not settings.edit:
        raise UsageError("the archive is shown for reading only", stage="web", code="READ_ONLY", remedy="start the server with --edit")
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise UsageError("the body is not JSON", stage="web", code="MEDIA_TYPE", remedy="send application/json")
    try:
        given = json.loads(await request.body())
    except (ValueError, RecursionError):
        raise UsageError("the body is not JSON", stage="web", code="BAD_JSON", remedy='send {"verdict": "right"}') from None
    names = ("verdict", "field", "value", "note", "who")
    if not isinstance(given, dict) or any(n not in names or not isinstance(v, str | None) or len(v or "") > 2000 for n, v in given.items()):
        raise UsageError("the body does not fit", stage="web", code="BAD_FIELD", remedy=f"send {', '.join(names)} as strings")
    return await in_thread(lambda: _keep(request, given))


def _keep(request: Request, given: dict[str, str | None]) -> Response:
    settings, _ = state_of(request)
    verdict = given.get("verdict") or ""
    if verdict == "corrected":
        verdict = f"{given.get('field') or ''}={given.get('value') or ''}"
    elif verdict == UNDO and given.get("field"):
        verdict = f"{UNDO}={given['field']}"
    with Archive(settings.archive, create=False) as archive:
        id = archive.full_id(request.path_params["id"])
        with archive.writing():
            said = judgement_of(archive.db, id, request.path_params["item"], verdict, note=given.get("note"), who=given.get("who"))
            [kept] = store(archive.db, said)
    return Response(json.dumps(asdict(kept), ensure_ascii=False), 201, media_type="application/json")
