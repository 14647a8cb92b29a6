"""Templates to pages: everything from a report is escaped, hidden characters are named."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.requests import Request

from onrecord import __version__
from onrecord.export.html import HERE as EXPORT
from onrecord.export.html import SIGNS, show
from onrecord.export.view import ACTS, tallies
from onrecord.export.visible import plain
from onrecord.model.dates_in_words import when
from onrecord.ontology import QUAD_NAME
from onrecord.store.searches import SEARCHED
from onrecord.web import labels, marked, words
from onrecord.web.params import address
from onrecord.web.public import prefix_of, public_base, under
from onrecord.web.security import form_token

if TYPE_CHECKING:
    from jinja2 import Environment

HERE = Path(__file__).parent
LISTS = ("reports", "statements", "events", "mentions", "figures", "times", "actors", "places")
NAVIGATION: list[tuple[str, str, tuple[str, ...]]] = [
    ("/reports", "Search", (*(f"/{kind}" for kind in LISTS), "/new", "/searches")), ("/stories", "Stories", ("/stories", "/events/")),
    ("/who", "Actors", ("/who", "/actors/")),
    ("/timeline", "Timeline", ("/timeline", "/pairs")), ("/statistics", "Statistics", ("/statistics",)),
    ("/check", "Check a quote", ("/check",)), ("/data", "Data", ("/data",)),
    ("/method", "Method", ("/method",)),
]  # fmt: skip
"""What stands at the head of every page: address, words, and the beginnings of the addresses that belong to it."""
STATIC = {"": HERE / "static", "report/": EXPORT / "static"}
"""Folders that are served, by the beginning of their addresses under /static/."""


def render(request: Request, template: str, **context: Any) -> str:
    """Fill a template. `request` and `settings` are known in every one."""
    settings = request.app.state.settings
    made = templates().get_template(template).render(
        request=request, path=request.url.path, settings=settings, archive_name=settings.archive.stem,
        form_token=form_token(settings) if settings.edit else "",
        public=public_base(request), **context,
    )  # fmt: skip
    return under(made, prefix_of(settings.base_url)) if template.endswith(".html") else made


@cache
def templates() -> Environment:
    """Give the environment that all pages share."""
    from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined

    loader = ChoiceLoader([FileSystemLoader(HERE / "templates"), PrefixLoader({"export": FileSystemLoader(EXPORT / "templates")})])
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters.update(
        show=show, plain=plain, tallies=tallies, day=words.day, when=when,
        web=words.web_link, snippet=marked.snippet, hits=marked.highlight,
    )  # fmt: skip
    environment.globals.update(
        static=static, address=address, figure=words.figure, count=words.count, version=__version__, ACTS=ACTS,
        SEARCHED=SEARCHED,
        SIGNS=SIGNS, QUADS=QUAD_NAME, nav=lambda: NAVIGATION, nav_here=nav_here, country=labels.country,
        sector=lambda code: labels.SECTORS.get(code, code), event_words=labels.event, value_words=labels.value,
    )  # fmt: skip
    return environment


def nav_here(path: str) -> str:
    """Give the address in the navigation that a page belongs to: the one with the longest beginning of the page's own."""
    found = [(len(u), href) for href, _, under in NAVIGATION for u in under if path.startswith(u)]
    return max(found)[1] if found else ""


@cache
def static(name: str) -> str:
    """Give the address of a static file; it changes with the file, so that browsers may keep it for good."""
    return f"/static/{name}?v={sha256(static_file(name).read_bytes()).hexdigest()[:10]}"


def static_file(name: str) -> Path:
    """Give the file behind a name under /static/. Raises `KeyError` for any other: no path is ever made from an address."""
    return _static_files()[name]


@cache
def _static_files() -> dict[str, Path]:
    found = {f"{start}{file.relative_to(folder).as_posix()}": file for start, folder in STATIC.items() for file in folder.rglob("*")}
    return {name: file for name, file in sorted(found.items()) if file.is_file()}
