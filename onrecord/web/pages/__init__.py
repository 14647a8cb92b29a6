"""The pages: a module a group of pages, each with `routes()`."""

from __future__ import annotations

from starlette.routing import Route

from onrecord.web.pages import check, items, lists, report

MODULES = (lists, report, items, check)


def routes() -> list[Route]:
    """Give the routes of all pages."""
    return [route for module in MODULES for route in module.routes()]
