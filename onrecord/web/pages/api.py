"""The API's description as a page and as /openapi.json: served from here, nothing is loaded from elsewhere."""

from __future__ import annotations

import json
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from onrecord.store import Archive
from onrecord.web.public import public_base
from onrecord.web.view import View, add_view


def routes() -> list[Route]:
    """Give the page and the document."""
    out: list[Route] = []
    out.append(Route("/openapi.json", _document))
    add_view(out, "/docs", docs, csv=False)
    return out


def _document(request: Request) -> Response:
    return Response(json.dumps(request.app.openapi(), ensure_ascii=False), media_type="application/json")


def docs(archive: Archive, request: Request) -> View:
    """Show how to ask the API."""
    made: dict[str, Any] = request.app.openapi()
    operations = [
        {"method": method.upper(), "path": path, **operation}
        for path, methods in made["paths"].items()
        for method, operation in methods.items()
    ]
    base = public_base(request)
    return View(
        title="The API", template="docs.html", kind="operations", context={"operations": operations, "base": base, "made": made},
        document=lambda: json.dumps(made, ensure_ascii=False),
    )  # fmt: skip
