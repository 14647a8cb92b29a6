"""The HTTP API under /api: what programs ask, described in /openapi.json."""

from __future__ import annotations

from fastapi import FastAPI

from onrecord.web.api import archive, judge, read, searches
from onrecord.web.api.describe import document


def register(app: FastAPI) -> None:
    """Add the API's routes and its description to the application."""
    for module in (archive, read, judge, searches):
        app.include_router(module.router())
    app.openapi = lambda: document(app)  # type: ignore[method-assign]
