"""Questions to the archive: rows page by page, records, quotations, changes, stories."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from functools import partial
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from onrecord import __version__
from onrecord.compare import stories
from onrecord.compare.quotations.check import SAID, VERDICTS
from onrecord.errors import StorageError, UsageError
from onrecord.export.quotations.citing import STYLES
from onrecord.export.quotations.claimreview import claim_review
from onrecord.export.quotations.terminal import as_rows
from onrecord.export.quotations.words import sentence
from onrecord.model.codec import record_schema
from onrecord.store import Archive, Filters
from onrecord.store.paging import page
from onrecord.store.query import KINDS, Row, _run, changes, last_change, last_day
from onrecord.store.statistics import TOP
from onrecord.web.api.describe import AFTER, ID, LIMIT, MODELS, MOST_ROWS, STORY, answers, filters_for, page_of, parameter, ref
from onrecord.web.pages.check import answered, cited
from onrecord.web.pages.lists import counts_of
from onrecord.web.pages.report import hidden_because, report_row, shown
from onrecord.web.pages.statistics import RANKS, VERSUS, as_document, queries
from onrecord.web.params import LARGEST, PARAMS, address, filters_of, given_params, number
from onrecord.web.view import state_of, unless_held

Answer = Mapping[str, Any] | str
Ask = Callable[[Archive, Request], Answer]
STORY_ID = {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "pattern": "^s[0-9a-f]{12}$"}}


def router() -> APIRouter:
    """Give the routes."""
    out = APIRouter()
    for kind in KINDS:
        parameters = [*filters_for(kind), LIMIT, AFTER]
        _add(out, f"/api/{kind}", partial(_rows, kind), f"List {kind}", page_of(MODELS[kind]), parameters)
    _add(out, "/api/reports/{id}", _record, "Give a report's record", ref("Record"), [ID, parameter(PARAMS["hidden"])], 404, 410)
    _add(out, "/api/check", _check, "Look a quotation up", _WORDINGS, _CHECK)
    _add(out, "/api/check/cite", _cite, "Cite the first report of a quotation", _CITATION, [*_CHECK[:2], _STYLE], 404)
    _add(out, "/api/check/claimreview", _claim_review, "Give a ClaimReview of a quotation", {"type": "object"}, _CHECK[:2])
    _add(out, "/api/statistics", _statistics, "Count events and the reports that tell them", _STATISTICS, _COUNTED)
    _add(out, "/api/changes", _changes, "List what changed", _CHANGES, [_SINCE, LIMIT])
    _add(out, "/api/stories", _stories, "List stories", {**page_of("StoryRow")}, [_LEAST, LIMIT, _AFTER_STORY])
    _add(out, "/api/stories/{id}", _story, "Give a story", _STORY, [STORY_ID], 404)
    _add(out, "/api/schema", _schema, "Give the JSON Schema of a record", {"type": "object"}, [])
    _add(out, "/api", _about, "Say what this is", _ABOUT, [])
    return out


def _add(router: APIRouter, path: str, ask: Ask, summary: str, schema: dict[str, Any], parameters: list[Any], *errors: int) -> None:
    def endpoint(request: Request) -> Response:
        def answer(archive: Archive) -> Response:
            given = ask(archive, request)
            body = given if isinstance(given, str) else json.dumps(given, ensure_ascii=False)
            headers = {"cache-control": "no-cache"}
            if isinstance(given, Mapping) and given.get("next"):
                headers["link"] = f'<{address(path, {**request.query_params, "after": given["next"]})}>; rel="next"'
            return Response(body.encode("utf-8", "backslashreplace"), headers=headers, media_type="application/json")

        return unless_held(request, answer)

    name = path.removeprefix("/api").replace("/", "_").replace("{", "").replace("}", "").strip("_") or "about"
    extra = {"parameters": parameters} if parameters else {}
    router.add_api_route(
        path, endpoint, methods=["GET"], summary=summary, operation_id=f"get_{name}", responses=answers(schema, *errors),
        response_class=Response, response_model=None, openapi_extra=extra, tags=["archive"],
    )  # fmt: skip


def limit_of(request: Request) -> int:
    """Read how many rows a page shall have."""
    return number("limit", request.query_params.get("limit", "100"), 1, MOST_ROWS)


def only(request: Request, *names: str) -> None:
    """Raise where an address has a parameter that is not among these."""
    unknown = [n for n in request.query_params if n not in names]
    if unknown:
        raise UsageError(f"{unknown[0][:40]!r} is not asked for here", stage="query", code="NO_FILTER", remedy=f"one of {', '.join(names)}")


def _rows(kind: str, archive: Archive, request: Request) -> Answer:
    filters = filters_of(request.query_params, more=("limit", "after"))
    found = page(archive.db, kind, filters, limit=limit_of(request), after=request.query_params.get("after"))
    return {"rows": found.rows, "next": found.next, "until": last_change(archive.db), "query": {"kind": kind, **given_params(filters)}}


def _record(archive: Archive, request: Request) -> Answer:
    only(request, "hidden")
    id = archive.full_id(request.path_params["id"])
    asked = filters_of(request.query_params).hidden
    return shown(archive.record(id), None if asked else hidden_because(report_row(archive, id))).to_json()


_CHECK = [
    {"name": "q", "in": "query", "required": True, "description": "The words.",
     "schema": {"type": "string", "minLength": 1, "maxLength": 5000}},
    {"name": "speaker", "in": "query", "description": "Who is said to have said it.", "schema": {"type": "string", "maxLength": 500}},
    {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 300, "default": 20}},
]  # fmt: skip
_MATCH = {
    "type": "object",
    "required": [
        "verdict", "wording", "whose", "score", "sure", "other_speaker", "changes", "said", "statement", "appearance", "origin", "copy_of",
    ],
    "properties": {
        "verdict": {"type": "string", "enum": list(VERDICTS)}, "wording": {"type": "string", "enum": list(SAID)},
        "whose": {"type": "string", "enum": ["speaker", "unsure", "other", "about", "report"]}, "score": {"type": "number"},
        "sure": {"type": "number"}, "other_speaker": {"type": "boolean"}, "said": {"type": "string"},
        "statement": {"type": "object", "description": "A statement's row; of a report's own words most of it is null."},
        "appearance": {"type": ["integer", "null"], "description": "Its place among the reports that have the words, the earliest 1."},
        "origin": {"type": ["integer", "null"], "description": "Which independent text it is, counted from 1."},
        "copy_of": {"type": ["string", "null"]},
        "changes": {"type": "array", "items": {
            "type": "object", "properties": {"asked": {"type": "string"}, "said": {"type": "string"}}}},
    },
}  # fmt: skip
_WORDINGS = {
    "type": "object", "required": ["verdict", "sure", "answer", "reports", "origins", "rows"],
    "properties": {
        "verdict": {"type": "string", "enum": list(VERDICTS)}, "sure": {"type": "number"}, "answer": {"type": "string"},
        "reports": {"type": "integer"}, "origins": {"type": "integer"}, "rows": {"type": "array", "items": _MATCH},
    },
}  # fmt: skip
_STYLE = {"name": "style", "in": "query", "required": True, "schema": {"type": "string", "enum": list(STYLES)}}
_CITATION = {"type": "object", "required": ["style", "text"], "properties": {"style": {"type": "string"}, "text": {"type": "string"}}}


def _asked(request: Request, *more: str) -> tuple[str, str | None]:
    only(request, "q", "speaker", *more)
    words, speaker = request.query_params.get("q", ""), request.query_params.get("speaker", "").strip() or None
    if len(words) > 5000 or len(speaker or "") > 500:
        raise UsageError("the quotation is too long", stage="check", code="BAD_VALUE", remedy="give at most 5000 characters")
    return words, speaker


def _check(archive: Archive, request: Request) -> Answer:
    words, speaker = _asked(request, "limit")
    found = answered(archive, words, speaker, number("limit", request.query_params.get("limit", "20"), 1, 300))
    return {
        "verdict": found.verdict, "sure": found.sure, "answer": sentence(found), "reports": len(found.spread), "origins": found.origins,
        "rows": as_rows(found),
    }  # fmt: skip


def _cite(archive: Archive, request: Request) -> Answer:
    words, speaker = _asked(request, "style")
    style = request.query_params.get("style", "")
    if style not in STYLES:
        raise UsageError(f"there is no style {style[:20]!r}", stage="check", code="BAD_VALUE", remedy=f"one of {', '.join(STYLES)}")
    return {"style": style, "text": cited(archive, answered(archive, words, speaker, 1), style)}


def _claim_review(archive: Archive, request: Request) -> Answer:
    words, speaker = _asked(request)
    return claim_review(answered(archive, words, speaker, 1), day=last_day(archive.db))


_TOP = {"name": "top", "in": "query", "description": "Values of each matter, the most frequent ones; what is left out is counted.",
        "schema": {"type": "integer", "minimum": 1, "maximum": 10_000, "default": TOP}}  # fmt: skip
_COUNTED = [
    *filters_for("events"), _TOP,
    *({**p, "name": VERSUS + p["name"], "description": f"Of the query to compare with: {p['description']}"} for p in filters_for("events")),
]  # fmt: skip
_VALUES = {
    "type": "object",
    "required": ["values", "others", "others_count"],
    "properties": {
        "values": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"value": {"type": "string"}, "label": {"type": "string"}, "count": {"type": "integer"}},
            },
        },
        "others": {"type": "integer", "description": "Values left out."},
        "others_count": {"type": "integer", "description": "What they count."},
    },
}
_STATISTICS = {"type": "object", "required": ["queries", "until"], "properties": {"until": {"type": "integer"}, "queries": {
    "type": "array", "description": "The query, and the one to compare it with where there is one.", "items": {
        "type": "object", "properties": {
            "query": {"type": "object"}, "events": {"type": "integer"}, "undated": {"type": "integer"}, "reports": {"type": "integer"},
            "undated_reports": {"type": "integer"},
            "months": {"type": "array", "items": {"type": "object", "properties": {
                "month": {"type": "string"}, "events": {"type": "integer"}}}},
            "days": {"type": "array", "items": {"type": "object", "properties": {
                "day": {"type": "string"}, "reports": {"type": "integer"}}}},
            **dict.fromkeys(RANKS.values(), _VALUES)}}}}}  # fmt: skip


def _statistics(archive: Archive, request: Request) -> Answer:
    top = number("top", request.query_params.get("top", str(TOP)), 1, 10_000)
    return {**as_document(queries(archive, request, top=top, more=("top",))), "until": last_change(archive.db)}


_SINCE = {"name": "since", "in": "query", "description": "Only changes after this one.",
          "schema": {"type": "integer", "minimum": 0, "maximum": LARGEST, "default": 0}}  # fmt: skip
_CHANGES = {
    "type": "object", "required": ["rows", "until"],
    "properties": {
        "rows": {"type": "array", "items": {"type": "object", "properties": {
            "seq": {"type": "integer"}, "report": {"type": "string"}, "kind": {"type": "string"}, "at": {"type": "string"}}}},
        "until": {"type": "integer", "description": "Ask `since` this number for the next page."},
        "last": {"type": "boolean", "description": "Whether there is no more at this moment."},
    },
}  # fmt: skip


def _changes(archive: Archive, request: Request) -> Answer:
    only(request, "since", "limit")
    since, most = number("since", request.query_params.get("since", "0"), 0, LARGEST), limit_of(request)
    found: list[Row] = []
    rows = changes(archive.db, since)
    for row in rows:
        if len(found) == most:
            rows.close()  # type: ignore[attr-defined]
            return {"rows": found, "until": found[-1]["seq"], "last": False}
        found.append(row)
    return {"rows": found, "until": found[-1]["seq"] if found else since, "last": True}


_LEAST = {"name": "at_least", "in": "query", "description": "Stories of at least so many reports.",
          "schema": {"type": "integer", "minimum": 1, "maximum": 1_000_000, "default": 2}}  # fmt: skip
_AFTER_STORY = {**AFTER, "schema": {"type": "string", "pattern": "^[0-9-]{0,10}:s[0-9a-f]+$"}}
_STORY = {**STORY, "properties": {**STORY["properties"], "groups": {
    "type": "array", "description": "Ids of its reports; copies of one text stand together, the likely origin first.",
    "items": {"type": "array", "items": {"type": "string"}}}}}  # fmt: skip


def _stories(archive: Archive, request: Request) -> Answer:
    only(request, "at_least", "limit", "after")
    least, most = number("at_least", request.query_params.get("at_least", "2"), 1, 1_000_000), limit_of(request)
    after = request.query_params.get("after")
    day, id = "9999", ""
    if after is not None:
        day, colon, id = after.partition(":")
        if not colon or len(day) > 10:
            raise UsageError("that is no key of a page", stage="query", code="BAD_VALUE", remedy="take `next` of the page before")
    sql = """select id, title, first, last, reports, origins from story where reports >= ?1
        and (coalesce(last, '') < ?2 or (coalesce(last, '') = ?2 and id > ?3)) order by coalesce(last, '') desc, id limit ?4"""
    found = list(_run(archive.db, sql, [least, day, id, most + 1]))
    more = f"{found[most - 1]['last'] or ''}:{found[most - 1]['id']}" if len(found) > most else None
    return {"rows": found[:most], "next": more, "until": last_change(archive.db)}


def _story(archive: Archive, request: Request) -> Answer:
    only(request)
    found = stories.find_story(archive, request.path_params["id"])
    if found is None:
        raise StorageError("there is no such story", stage="compare", code="NO_STORY", remedy="see /api/stories")
    return {**asdict(found), "groups": stories.story_reports(archive, found.id)}


def _schema(archive: Archive, request: Request) -> Answer:
    only(request)
    return record_schema()


_ABOUT = {"type": "object", "properties": {
    "program": {"type": "string"}, "archive": {"type": "string"}, "until": {"type": "integer"}, "edit": {"type": "boolean"},
    "holds": {"type": "object", "additionalProperties": {"type": "integer"}}}}  # fmt: skip


def _about(archive: Archive, request: Request) -> Answer:
    only(request)
    settings, _ = state_of(request)
    holds = counts_of(request, archive, Filters())
    return {"program": f"onrecord {__version__}", "archive": settings.archive.stem, "until": last_change(archive.db),
            "edit": settings.edit, "holds": holds}  # fmt: skip
