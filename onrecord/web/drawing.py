"""A chart as a file of its own: an SVG that any program shows as the page does, without style sheets, scripts or anything from elsewhere.

Its template (`drawing.svg`) uses the macros that draw the chart in its page, with a width in pixels where the page has per cent. Classes
become attributes here: programs that draw know few style sheets, and the pages' security policy allows none inside a file.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from onrecord.store import Archive
from onrecord.store.query import last_change
from onrecord.web.params import address
from onrecord.web.public import public_base
from onrecord.web.render import render
from onrecord.web.view import unless_held

WIDTH = 860
"""Pixels of a drawing, and of what is drawn in it."""
INNER = 800
LONGEST = 96
"""Characters of a line of its head; the whole stands in `<title>` and `<desc>`."""

_INK, _SOFT, _LINE, _PAPER, _PANEL, _ACCENT, _PEACE, _WAR = (
    "#1d1f23", "#5b6068", "#dedbd3", "#fbfaf7", "#ffffff", "#1f4e79", "#2f6b3b", "#b3261e",
)  # fmt: skip
_SANS = 'font-family="system-ui, Segoe UI, Roboto, Noto Sans, DejaVu Sans, sans-serif"'
_SERIF = 'font-family="Charter, Georgia, DejaVu Serif, serif"'
PAINT = {
    "paper": f'fill="{_PAPER}"',
    "head": f'fill="{_INK}" font-size="20" font-weight="600" {_SERIF}',
    "sub": f'fill="{_SOFT}" font-size="13" {_SANS}',
    "words": f'fill="{_INK}" font-size="13" {_SANS}',
    "count": f'fill="{_SOFT}" font-size="12" {_SANS}',
    "tick": f'fill="{_SOFT}" font-size="12" {_SANS}',
    "tick between": f'fill="{_SOFT}" font-size="12" {_SANS}',
    "axis": f'stroke="{_SOFT}" stroke-width="1"',
    "hit": 'fill="none"',
    "first": f'fill="{_ACCENT}"',
    "second": f'fill="{_PANEL}" stroke="{_ACCENT}" stroke-width="1.5"',
    "b1": f'fill="{_PEACE}" fill-opacity="0.4"', "b2": f'fill="{_PEACE}"',
    "b3": f'fill="{_WAR}" fill-opacity="0.4"', "b4": f'fill="{_WAR}"',
    "grid": f'stroke="{_LINE}" stroke-width="1"',
    "step": f'stroke="{_ACCENT}" stroke-opacity="0.45" stroke-width="2"',
    "above": f'fill="{_INK}" font-size="12" {_SANS}',
    "dot": f'fill="{_ACCENT}" stroke="{_PANEL}" stroke-width="1.5"',
    "dot party": f'fill="{_PANEL}" stroke="{_ACCENT}" stroke-width="2"',
    "dot gone": f'fill="{_PANEL}" stroke="{_SOFT}" stroke-width="1.5" stroke-dasharray="3 2"',
    "dot party gone": f'fill="{_PANEL}" stroke="{_SOFT}" stroke-width="1.5" stroke-dasharray="3 2"',
    "letter": f'fill="{_PANEL}" stroke="none" font-size="11" font-weight="600" {_SANS}',
    "letter hollow": f'fill="{_INK}" stroke="none" font-size="11" font-weight="600" {_SANS}',
    "sea": 'fill="#eaeff2"',
    "land": 'fill="#cfd0ce"',
    "borders": f'fill="none" stroke="{_SOFT}" stroke-opacity="0.6"',
    "country": f'fill="{_SOFT}" {_SANS}',
    "pin": f'fill="{_ACCENT}" stroke="{_PAPER}" stroke-width="1.5"',
    "number": f'fill="{_PANEL}" stroke="none" font-size="10.5" font-weight="600" {_SANS}',
}  # fmt: skip
"""What each class of a drawing looks like: the light values of the pages' colours (export/static/page.css)."""
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CLASS = re.compile(r' class="([^"]*)"')


Build = Callable[[Archive, Request], Response]


def add_drawing(routes: list[Route], path: str, build: Build) -> None:
    """Register a chart at its address."""

    def endpoint(request: Request) -> Response:
        return unless_held(request, lambda archive: build(archive, request))

    routes.append(Route(path, endpoint, name=path))


def drawing(
    request: Request, archive: Archive, *, title: str, about: str, page: str, draws: str, height: float, **context: Any,
) -> Response:  # fmt: skip
    """Give a chart as a file. `draws`: which (see `drawing.svg`); `about`: the question it answers, in words; `height`: pixels.

    `page`: the path of the page it stands on, which bears the same filters.
    """
    svg = render(
        request, "drawing.svg", title=title, about=about, draws=draws, inner=round(height), width=WIDTH, across=INNER, longest=LONGEST,
        until=last_change(archive.db), page_=public_base(request) + address(page, request.query_params), **context,
    )  # fmt: skip
    painted = _CLASS.sub(lambda m: f" {PAINT[m[1]]}" if m[1] in PAINT else "", _NOT_XML.sub("\ufffd", svg.lstrip()))
    file = request.url.path.strip("/").replace("/", "-")
    headers = {"cache-control": "no-cache", "content-disposition": f'inline; filename="{file}"'}
    return Response(painted.encode("utf-8", "backslashreplace"), headers=headers, media_type="image/svg+xml")
