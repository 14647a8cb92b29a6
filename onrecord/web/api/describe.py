"""The API's description (OpenAPI 3.1): rows as the archive's tables have them, records as `onrecord schema` prints them."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import apsw
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from onrecord import __version__
from onrecord.model.codec import record_schema
from onrecord.store.connection import migrations
from onrecord.store.query import JSON_COLUMNS, KINDS
from onrecord.web.params import LARGEST, LONGEST, PARAMS, Param

Schema = dict[str, Any]
Responses = dict[int | str, dict[str, Any]]
MOST_ROWS = 1000
TYPES = {"text": "string", "integer": "integer", "real": "number"}
_COLUMN = re.compile(r'(\w)\.(?:"(\w+)"|(\w+)) as "?(\w+)"?')
MODELS = {k: k.capitalize().removesuffix("s").replace("Storie", "Story") + "Row" for k in KINDS}
"""Name of the schema of each kind of row."""
STATUS_TEXTS = {
    "304": "Not changed since the answer whose ETag was sent", "400": "The question makes no sense", "401": "The token is missing or wrong",
    "403": "Not allowed from there, or not without --edit", "404": "There is no such thing", "408": "The body came too slowly",
    "410": "It was withdrawn, withheld or is under embargo",
    "413": "Too large", "415": "A body of this type is not taken", "422": "The report cannot be read",
    "429": "Too many requests at once", "503": "Busy, or too slow",
}  # fmt: skip
PROBLEM: Schema = {
    "type": "object", "description": "Problem details (RFC 9457).", "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string"}, "title": {"type": "string"}, "status": {"type": "integer"}, "detail": {"type": "string"},
        "code": {"type": "string", "description": "docs/errors.md says what each means."}, "stage": {"type": ["string", "null"]},
        "remedy": {"type": ["string", "null"]},
    },
}  # fmt: skip
_TEXT: Schema = {"type": ["string", "null"]}
_NUMBER: Schema = {"type": ["number", "null"]}
_PARTY: Schema = {"name": {"type": "string"}, "country": _TEXT, "sector": _TEXT}


def _objects(about: str, properties: Schema) -> Schema:
    item = {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}
    return {"type": "array", "description": about, "items": item}


OBJECTS: dict[tuple[str, str], Schema] = {
    ("events", "actors"): _objects("Who did it.", _PARTY),
    ("events", "recipients"): _objects("To whom.", _PARTY),
    ("events", "tolls"): _objects("Every count of killed and injured: who gives it, since when, whether it stands.", {
        "measure": {"type": "string", "enum": ["killed", "injured"]}, "value": {"type": "number"}, "high": _NUMBER,
        "bound": {"type": "string"}, "by": _TEXT, "of": _TEXT, "outlets": {"type": "array", "items": {"type": "string"}},
        "origins": {"type": "integer"}, "since": _TEXT, "last": _TEXT, "stands": {"type": "boolean"},
        "overtaken": {"type": "boolean"}}),
    ("events", "claims"): _objects("Who claims, denies or plans it.", {
        "by": {"type": "string"}, "country": _TEXT, "sector": _TEXT, "status": {"type": "string"}, "since": _TEXT,
        "origins": {"type": "integer"}}),
}  # fmt: skip
"""Columns that hold objects, by kind of row and name."""
STORY: Schema = {
    "type": "object", "required": ["id", "title", "first", "last", "reports", "origins"],
    "properties": {
        "id": {"type": "string"}, "title": {"type": ["string", "null"]}, "first": {"type": ["string", "null"]},
        "last": {"type": ["string", "null"]}, "reports": {"type": "integer"},
        "origins": {"type": "integer", "description": "Reports, copies of one text counted once."},
    },
}  # fmt: skip
ID: Schema = {
    "name": "id", "in": "path", "required": True, "description": "SHA-256 of the report's bytes in hex, or its beginning.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 64, "pattern": "^[0-9a-f]+$"},
}  # fmt: skip
LIMIT: Schema = {
    "name": "limit", "in": "query", "description": "Rows of a page.",
    "schema": {"type": "integer", "minimum": 1, "maximum": MOST_ROWS, "default": 100},
}  # fmt: skip
AFTER: Schema = {
    "name": "after", "in": "query", "description": "`next` of the page before.",
    "schema": {"type": "string", "pattern": "^[A-Za-z0-9_-]+$", "maxLength": LONGEST},
}  # fmt: skip


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def parameter(p: Param) -> Schema:
    """Describe one filter."""
    schema: Schema = {"type": "string", "maxLength": LONGEST}
    if p.kind == "day":
        schema = {"type": "string", "pattern": r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"}
    elif p.kind == "moment":
        clock = r"(T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?Z?)?"
        schema = {"type": "string", "pattern": rf"^[12]\d{{3}}(-(0[1-9]|1[0-2])(-(0[1-9]|1\d|2[0-8]){clock})?)?$"}
    elif p.kind == "flag":
        schema = {"type": "string", "enum": ["1", "0", "true", "false"]}
    elif p.kind == "number":
        schema = {"type": "integer", "minimum": 0, "maximum": LARGEST}
    elif p.kind == "quad":
        schema = {"type": "integer", "minimum": 1, "maximum": 4}
    return {"name": p.name, "in": "query", "description": p.about, "schema": schema}


def answers(schema: Schema, *errors: int, status: str = "200", media: str = "application/json", about: str = "The answer") -> Responses:
    """Give the responses of an operation: the answer, and problem details for each error."""
    out: Responses = {status: {"description": about, "content": {media: {"schema": schema}}}}
    if status == "200":
        out["304"] = {"description": STATUS_TEXTS["304"]}
    for code in sorted({400, 401, 403, 413, 429, 503, *errors}):
        out[str(code)] = {"description": STATUS_TEXTS[str(code)], "content": {"application/problem+json": {"schema": ref("Problem")}}}
    return out


def page_of(model: str, **more: Schema) -> Schema:
    """Describe a page of rows."""
    return {
        "type": "object", "required": ["rows", "next", "until"],
        "properties": {
            "rows": {"type": "array", "items": ref(model)},
            "next": {"type": ["string", "null"], "description": "Key of the next page; null: this is the last."},
            "until": {"type": "integer", "description": "Number of the archive's last change: `since` that number gives what came later."},
            **more,
        },
    }  # fmt: skip


@cache
def row_schemas() -> dict[str, Schema]:
    """Give the schema of each kind of row, from the tables that it is read from."""
    db = apsw.Connection(":memory:")
    for _, sql in migrations():
        db.execute(sql)
    columns: dict[str, dict[str, tuple[str, bool]]] = {}
    for table in {spec.table for spec in KINDS.values()} | {"report"}:
        columns[table] = {str(c[1]): (str(c[2]).lower(), bool(c[3]) or bool(c[5])) for c in db.execute(f"pragma table_info({table})")}
    db.close()
    out = {}
    for kind, spec in KINDS.items():
        properties = {}
        for column in spec.columns:
            match = _COLUMN.fullmatch(column)
            assert match is not None, column
            table, name = "report" if match[1] == "r" else spec.table, match[2] or match[3]
            properties[match[4]] = OBJECTS.get((kind, match[4])) or _property(match[4], *columns[table][name])
        required = list(properties)
        if kind == "reports":
            properties["snippet"] = {"type": "string", "description": "Where the words of q stand, bracketed."}
        out[MODELS[kind]] = {"type": "object", "properties": properties, "required": required, "additionalProperties": False}
    return out


def _property(name: str, type: str, needed: bool) -> Schema:
    if name == "roles":
        role = {"type": "object", "properties": {"title": {"type": "string"}, "country": {"type": ["string", "null"]}}}
        return {"type": "array", "items": role}
    if name in JSON_COLUMNS:
        return {"type": "array", "items": {"type": "string"}}
    return {"type": TYPES[type]} if needed else {"type": [TYPES[type], "null"]}


def _record_schemas() -> dict[str, Schema]:
    """Give the record's classes, as `onrecord schema` prints them, under the names that OpenAPI refers to."""
    defs: dict[str, Schema] = record_schema()["$defs"]
    moved: dict[str, Schema] = _moved(defs)
    return moved


def _moved(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: v.replace("#/$defs/", "#/components/schemas/") if k == "$ref" else _moved(v) for k, v in value.items()}
    return [_moved(v) for v in value] if isinstance(value, list) else value


def filters_for(kind: str) -> list[Schema]:
    """Give the filters that a kind of rows takes."""
    from onrecord.store import Filters
    from onrecord.store.facets import takes

    sample: dict[str, Any] = {"quad": 1, "number": 1, "flag": True, "day": "2025", "moment": "2025-12-04"}
    return [parameter(p) for p in PARAMS.values() if takes(kind, Filters(**{p.field: sample.get(p.kind, "x")}))]


def document(app: FastAPI) -> Schema:
    """Give the OpenAPI document, made once."""
    if app.openapi_schema is None:
        made = get_openapi(
            title="onrecord", version=__version__, routes=app.routes, summary="Who said what, who did what to whom, on whose word.",
            description="Rows page by key (`next` goes into `after`), answers carry an ETag, errors are problem details (RFC 9457). "
            "A server started with a token takes it as `Authorization: Bearer TOKEN`.",
        )  # fmt: skip
        made["components"] = {
            "schemas": {"Problem": PROBLEM, "StoryRow": STORY, **row_schemas(), **_record_schemas()},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        }
        made["security"] = [{}, {"token": []}]
        app.openapi_schema = made
    return app.openapi_schema
