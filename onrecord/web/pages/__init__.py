"""The pages: a module a group of pages, each with `routes()`."""

from __future__ import annotations

from starlette.routing import Route

from onrecord.web.pages import api, check, data, front, items, lists, method, report

MODULES = (front, api, lists, report, items, check, data, method)


def routes() -> list[Route]:
    """Give the routes of all pages."""
    return [route for module in MODULES for route in module.routes()]
