"""`POST /api/reports/{id}/{item}/judgements`: what a person says of an item, where the server was started with --edit."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from onrecord.errors import UsageError
from onrecord.store import Archive
from onrecord.store.judgements import judgement_of, store
from onrecord.web.api.describe import ID, answers
from onrecord.web.view import in_thread, state_of

BODY: dict[str, Any] = {
    "required": True,
    "content": {"application/json": {"schema": {
        "type": "object", "additionalProperties": False, "required": ["verdict"],
        "properties": {
            "verdict": {"type": "string", "enum": ["right", "wrong", "corrected"]},
            "field": {"type": ["string", "null"], "description": "Of a correction: which field."},
            "value": {"type": ["string", "null"], "description": "Of a correction: the right value."},
            "note": {"type": ["string", "null"], "maxLength": 2000}, "who": {"type": ["string", "null"], "maxLength": 200},
        },
    }}},
}  # fmt: skip
ITEM = {"name": "item", "in": "path", "required": True, "schema": {"type": "string", "pattern": "^[APTFSE][1-9][0-9]{0,5}$"}}
SAID: dict[str, Any] = {"type": "object", "properties": {n: {"type": ["string", "integer", "null"]} for n in (
    "report_id", "kind", "start", "end", "words", "verdict", "field", "value", "note", "who", "at")}}  # fmt: skip


def router() -> APIRouter:
    """Give the route."""
    out = APIRouter()
    out.add_api_route(
        "/api/reports/{id}/{item}/judgements", _judge, methods=["POST"], status_code=201, summary="Judge or correct an item (with --edit)",
        operation_id="judge", responses=answers(SAID, 404, 408, 415, status="201", about="The judgement that was kept"),
        response_class=Response, response_model=None, tags=["judge"], openapi_extra={"requestBody": BODY, "parameters": [ID, ITEM]},
    )  # fmt: skip
    return out


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
    with Archive(settings.archive, create=False) as archive:
        id = archive.full_id(request.path_params["id"])
        kept = judgement_of(archive.db, id, request.path_params["item"], verdict, note=given.get("note"), who=given.get("who"))
        with archive.writing():
            store(archive.db, kept)
    return Response(json.dumps(asdict(kept), ensure_ascii=False), 201, media_type="application/json")
