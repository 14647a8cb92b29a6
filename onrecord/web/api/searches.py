"""`/api/searches`: questions kept under a name; PUT and DELETE, where the server was started with --edit, keep and forget them."""

from __future__ import annotations

import json
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from onrecord.errors import UsageError
from onrecord.store.searches import LONGEST_NAME, SEARCHED, find_search, searches
from onrecord.web.api.describe import answers
from onrecord.web.forms import may_write
from onrecord.web.pages.searches import as_row, forgotten, kept
from onrecord.web.params import PARAMS, filters_of
from onrecord.web.view import in_thread, state_of

_TEXT = {"type": ["string", "null"]}
SEARCH: dict[str, Any] = {
    "type": "object", "required": ["id", "name", "kind", "query", "who", "made", "href", "feed"], "properties": {
        "id": {"type": "string"}, "name": {"type": "string"}, "kind": {"type": "string", "enum": list(SEARCHED)},
        "query": {"type": "object", "additionalProperties": {"type": "string"}}, "who": _TEXT, "made": {"type": "string"},
        "href": {"type": "string", "description": "Path of the view."}, "feed": {"type": "string", "description": "Path of its Atom feed."},
    },
}  # fmt: skip
LIST: dict[str, Any] = {"type": "object", "required": ["rows"], "properties": {"rows": {"type": "array", "items": SEARCH}}}
BODY: dict[str, Any] = {"required": True, "content": {"application/json": {"schema": {
    "type": "object", "additionalProperties": False, "required": ["kind"], "properties": {
        "kind": {"type": "string", "enum": list(SEARCHED)}, "who": {"type": ["string", "null"], "maxLength": 200},
        "query": {"type": "object", "description": "Filters, named as in addresses.", "additionalProperties": {"type": "string"}},
    }}}}}  # fmt: skip
NAME = {"name": "id", "in": "path", "required": True, "description": "Its name; to ask and to forget also its id.",
        "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST_NAME, "pattern": "^[^/\\s]+$"}}  # fmt: skip
FIELDS = ("kind", "query", "who")


def router() -> APIRouter:
    """Give the routes."""
    out = APIRouter()
    one = "/api/searches/{id}"
    _add(out, "/api/searches", _list, "GET", "List the searches that are kept", "searches", answers(LIST), {})
    _add(out, one, _one, "GET", "Give a search", "search", answers(SEARCH), {"parameters": [NAME]})
    made = answers(SEARCH, 408, 415, status="201", about="The search")
    asked = {"parameters": [NAME], "requestBody": BODY}
    _add(out, one, _put, "PUT", "Keep a search under a name (with --edit)", "save_search", made, asked)
    _add(out, one, _delete, "DELETE", "Forget a search (with --edit)", "remove_search", answers(SEARCH), {"parameters": [NAME]})
    return out


def _add(out: APIRouter, path: str, ask: Any, method: str, summary: str, name: str, responses: Any, extra: dict[str, Any]) -> None:
    out.add_api_route(
        path, ask, methods=[method], summary=summary, operation_id=name, responses={**responses, **answers(SEARCH, 404)} | responses,
        response_class=Response, response_model=None, tags=["searches"], openapi_extra=extra,
    )  # fmt: skip


def _json(value: object, status: int = 200) -> Response:
    return Response(json.dumps(value, ensure_ascii=False), status, {"cache-control": "no-cache"}, media_type="application/json")


async def _list(request: Request) -> Response:
    def ask() -> Response:
        _, pool = state_of(request)
        with pool.archive() as archive:
            return _json({"rows": [as_row(s) for s in searches(archive.db)]})

    return await in_thread(ask)


async def _one(request: Request) -> Response:
    def ask() -> Response:
        _, pool = state_of(request)
        with pool.archive() as archive:
            return _json(as_row(find_search(archive.db, request.path_params["id"])))

    return await in_thread(ask)


async def _put(request: Request) -> Response:
    may_write(request)
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise UsageError("the body is not JSON", stage="web", code="MEDIA_TYPE", remedy="send application/json")
    try:
        given = json.loads(await request.body())
    except (ValueError, RecursionError):
        raise UsageError("the body is not JSON", stage="web", code="BAD_JSON", remedy='send {"kind": "events", "query": {}}') from None
    query = given.get("query") or {} if isinstance(given, dict) else None
    if (
        not isinstance(given, dict) or not isinstance(query, dict) or set(given) - set(FIELDS) or given.get("kind") not in SEARCHED
        or not isinstance(given.get("who"), str | None) or len(given.get("who") or "") > 200
        or any(not isinstance(v, str) for v in query.values())
    ):  # fmt: skip
        remedy = f"send kind (one of {', '.join(SEARCHED)}), query with filters ({', '.join(PARAMS)}), who"
        raise UsageError("the body does not fit", stage="web", code="BAD_FIELD", remedy=remedy)
    filters = filters_of(query)
    return await in_thread(lambda: _json(as_row(kept(request, request.path_params["id"], given["kind"], filters, given.get("who"))), 201))


async def _delete(request: Request) -> Response:
    may_write(request)
    return await in_thread(lambda: _json(as_row(forgotten(request, request.path_params["id"]))))
