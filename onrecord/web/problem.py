"""Errors as answers: problem details (RFC 9457) for programs, a page for people. Neither holds a path of this machine or a traceback."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response

from onrecord.errors import InputError, OnRecordError, StorageError, UsageError

MISSING = ("NO_REPORT", "NO_STORY", "NO_ITEM", "NO_KIND", "NO_PAGE")
BUSY = ("BUSY", "TOO_SLOW")
CODES = {
    "NO_PAGE": 404, "NO_SEARCH": 404, "WRONG_METHOD": 405, "TOO_LARGE": 413, "WRONG_HOST": 403, "FOREIGN_ORIGIN": 403, "SIMPLE_POST": 403,
    "NO_TOKEN": 401, "WRONG_TOKEN": 401, "READ_ONLY": 403, "FORM_EXPIRED": 403, "TOO_SLOW": 503, "SLOW_BODY": 408, "TOO_MANY": 429,
    "MEDIA_TYPE": 415, "TIMED_OUT": 503, "NOT_SHOWN": 410,
}  # fmt: skip
"""Status of an error by its code, where its class does not tell."""
_PATHS = re.compile(r"(?:[A-Za-z]:)?[\\/](?:[^\s:'\"()]+[\\/])+[^\s:'\"()]*")
TITLES = {413: "Content too large", 422: "The report cannot be read"}


def status_of(error: OnRecordError) -> int:
    """Give the HTTP status of an error."""
    if error.code in CODES:
        return CODES[error.code]
    if error.code in MISSING:
        return 404
    if isinstance(error, StorageError):
        return 503 if error.code in BUSY else 400 if error.stage == "judge" else 500
    return 400 if isinstance(error, UsageError) else 422 if isinstance(error, InputError) else 500


def details(error: OnRecordError, archive: str = "") -> dict[str, object]:
    """Give an error as problem details."""
    status = status_of(error)
    return {
        "type": f"urn:onrecord:error:{error.code}",
        "title": TITLES.get(status) or HTTPStatus(status).phrase,
        "status": status,
        "detail": _clean(error.message, archive),
        "code": error.code,
        "stage": error.stage,
        "remedy": error.remedy,
    }


def _clean(message: str, archive: str) -> str:
    """Leave paths of this machine out of a message."""
    if archive:
        message = message.removeprefix(f"{archive}: ").replace(archive, "the archive")
    return _PATHS.sub("…", message)


def problem(error: OnRecordError, archive: str = "", headers: Mapping[str, str] | None = None) -> Response:
    """Give the answer that programs get."""
    body = json.dumps(details(error, archive), ensure_ascii=False).encode()
    more = dict(headers or {})
    status = status_of(error)
    if status in (429, 503):
        more.setdefault("Retry-After", "2")
    return Response(body, status, more, media_type="application/problem+json")


def for_people(request: Request) -> bool:
    """Say whether an error is shown as a page."""
    path, accept = request.url.path, request.headers.get("accept", "")
    program = path.startswith("/api/") or path == "/openapi.json" or path.rpartition(".")[2] in ("json", "csv", "atom")
    return not program and "text/html" in accept
