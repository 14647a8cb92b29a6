"""The pages: a module a group of pages, each with `routes()`."""

from __future__ import annotations

from starlette.routing import Route

from onrecord.web.pages import (
    actors,
    api,
    check,
    compare,
    data,
    front,
    happenings,
    items,
    judge,
    lists,
    method,
    report,
    searches,
    statistics,
    stories,
    timelines,
)  # fmt: skip

MODULES = (
    front, api, lists, report, items, judge, check, data, method, stories, happenings, actors, timelines, compare, statistics, searches,
)  # fmt: skip


def routes() -> list[Route]:
    """Give the routes of all pages."""
    return [route for module in MODULES for route in module.routes()]
