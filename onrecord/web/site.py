"""A story or a whole archive as a folder of pages that work from files: no server, no search, nothing asked of anybody.

Every page is the reader's own, asked of the application in this process; links lead to the other files, what is not among them is text.
Pages are written one after the other and forgotten: what stays in memory is the list of their addresses.
"""

from __future__ import annotations

import asyncio
import json
import re
import shutil
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from html import escape, unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from fastapi import FastAPI

from onrecord import __version__
from onrecord.errors import StorageError
from onrecord.export.formats import Provenance
from onrecord.export.formats.registry import export
from onrecord.store import Archive, Filters
from onrecord.store.query import last_change, rows
from onrecord.web.app import create_app
from onrecord.web.render import static_file
from onrecord.web.settings import WebSettings

MARKER = "onrecord-site.json"
"""Says that a folder is a site of this program, which may be written anew."""
PATIENCE = 3600.0
"""Seconds that one page may ask the archive."""
LISTS = ("/reports", "/events", "/statements", "/figures", "/places", "/stories", "/who")
PAGING = {"after", "before", "side"}
SECTIONS = ("accounts", "figures", "quotes", "timeline", "map", "events", "reports")
ACTOR_SECTIONS = ("statements", "company", "events", "roles", "reports")
CITATIONS = {"citations.bib": "bibtex", "citations.json": "csl"}
NAVIGATION = (
    ("/", "Overview"), ("/stories", "Stories"), ("/events", "Happenings"), ("/reports", "Reports"), ("/statements", "Statements"),
    ("/who", "Actors"),
)  # fmt: skip
POLICY = (
    "default-src 'none'; script-src 'self' file:; style-src 'self' file:; img-src 'self' file: data:; base-uri 'none'; form-action 'none'"
)

_REPORT = re.compile(r"/reports/([0-9a-f]{64})(?:/(?P<item>[APTFSE]\d+))?")
_STORY = re.compile(rf"/stories/(s[0-9a-f]+)(?:/({'|'.join(SECTIONS)}))?")
_EVENT = re.compile(r"/events/(e[0-9a-f]+)(/mentions)?")
_ACTOR = re.compile(rf"/actors/(i[0-9a-f]+)(?:/({'|'.join(ACTOR_SECTIONS)}))?")
_LEADS_ON = re.compile(r"/(?:actors|events)/(?:of/[0-9a-f]+/[AE]\d+|[^/?#]+)|/r/[0-9a-f]+")
"""Addresses that lead to another one: by a name, or by a report's item."""
_FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)
_FORMS_OF = re.compile(r'<p class="forms".*?</p>', re.DOTALL)
_FILE_LINK = re.compile(r'(?:\s*·\s*)?<a\b[^>]*\shref="[^"]*\.(?:json|csv|atom|svg)(?:\?[^"]*)?"[^>]*>.*?</a>', re.DOTALL)
_PICTURE = re.compile(r'<button\b[^>]*\sdata-svg="[^>]*>.*?</button>', re.DOTALL)
_HEAD_LINK = re.compile(r'<link rel="(?:alternate|canonical)"[^>]*>\s*')
_SCRIPT = re.compile(r'<script src="/static/([^"?]+)[^"]*"[^>]*></script>\s*')
_NAV = re.compile(r'<nav aria-label="Pages">.*?</nav>', re.DOTALL)
_FOOT = re.compile(r'<footer class="site-foot">.*?</footer>', re.DOTALL)
_HTMX = re.compile(r'<meta name="htmx-config"[^>]*>|\shx-[a-z-]+="[^"]*"')
_ATTRIBUTE = re.compile(r'(\s)(href|src)="([^"]*)"')
_OUTLINE = re.compile(r'="/static/world\.svg[^"#]*#([a-z]+)"')
OUTLINES = "world.js"
"""The map's outlines as a script that puts them into the page: no browser takes shapes from another file."""
SERVED_ONLY = ("vendor/htmx.min.js", "charts.js")
"""Scripts that ask the server."""


@dataclass
class Site:
    """One folder being written."""

    settings: WebSettings
    folder: Path
    story: str | None = None
    app: FastAPI = field(init=False)
    names: dict[str, str] = field(default_factory=dict)
    """File of each address that has a page."""
    waiting: list[str] = field(default_factory=list)
    leads: dict[str, str | None] = field(default_factory=dict)
    pages_of: dict[str, int] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)
    reports: set[str] = field(default_factory=set)
    events: set[str] = field(default_factory=set)


def write_site(archive: Archive, folder: Path, *, story: str | None = None) -> int:
    """Write the pages of an archive, or of one story, into a folder. Gives how many there are.

    Raises `StorageError` NOT_A_SITE for a folder that holds anything else, NO_STORY where there is none. The folder is whole, or as it was.
    """
    _check_folder(folder)
    part = folder.with_name(folder.name + ".part")
    site = Site(WebSettings(archive=archive.path, static=True, answer_seconds=PATIENCE), part, story)
    if story is not None:
        _narrow(archive, site, story)
    try:
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        with ThreadPoolExecutor(1) as thread:  # of its own: a caller may have an event loop, as a notebook does
            thread.submit(lambda: asyncio.run(_write(site))).result()
        _cite(archive, site)
        marker = {"program": f"onrecord {__version__}", "story": story, "until": last_change(archive.db), "pages": len(site.names)}
        part.joinpath(MARKER).write_text(json.dumps(marker) + "\n", "utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        part.rename(folder)
    except OSError as error:
        remedy = "free space or name another folder"
        raise StorageError(f"{folder}: {error.strerror}", stage="site", code="STORAGE", remedy=remedy) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return len(site.names)


def _check_folder(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or (any(folder.iterdir()) and not folder.joinpath(MARKER).is_file())):
        raise StorageError(f"{folder} holds something else than a site of onrecord", stage="site", code="NOT_A_SITE",
                           remedy="name a new or empty folder: nothing is overwritten")  # fmt: skip


def _narrow(archive: Archive, site: Site, story: str) -> None:
    """Note which reports and happenings a story's site has."""
    sql = "select r.n, r.id from story s join story_report m on m.story = s.n join report r on r.n = m.report where s.id = ?"
    found = {str(id): int(str(n)) for n, id in archive.db.execute(sql, (story,))}
    if not found:
        raise StorageError(f"there is no story {story}", stage="site", code="NO_STORY", remedy="see `onrecord stories`")
    site.reports = set(found)
    told = """select distinct h.id from happening h join happening_mention m on m.happening = h.n and m.counted
        where m.report in (select value from json_each(?))"""
    site.events = {str(r[0]) for r in archive.db.execute(told, (json.dumps(sorted(found.values())),))}


async def _write(site: Site) -> None:
    site.app = create_app(site.settings)
    try:
        start = f"/stories/{site.story}" if site.story else "/"
        site.names[start] = "index.html"
        site.waiting.append(start)
        while site.waiting:
            address = site.waiting.pop()
            status, _, body = await _ask(site.app, address)
            if status != 200:
                raise StorageError(f"{address} answers {status}", stage="site", code="STORE", remedy="run `onrecord archive check`")
            await _put(site, site.names[address], body.decode())
    finally:
        site.app.state.remembered.close()
        site.app.state.pool.close()
        site.app.state.readings.close()


async def _put(site: Site, name: str, html: str) -> None:
    file = site.folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(await _as_file(site, name, html), "utf-8")


async def _as_file(site: Site, name: str, html: str) -> str:
    """Make a served page one that stands in a file."""
    for gone in (_FORM, _FORMS_OF, _FILE_LINK, _PICTURE, _HEAD_LINK, _HTMX):
        html = gone.sub("", html)
    html = _SCRIPT.sub(lambda m: "" if m[1] in SERVED_ONLY else f'<script src="/static/{m[1]}" defer></script>\n', html)
    if _OUTLINE.search(html):
        html = _OUTLINE.sub(r'="#world-\1"', html).replace("</head>", f'<script src="/static/{OUTLINES}" defer></script>\n</head>', 1)
    links = "".join(f'<a href="{href}">{words}</a>\n' for href, words in _navigation(site))
    html = _NAV.sub(f'<nav aria-label="Pages">\n{links}</nav>', html)
    cite = ' · <a href="/citations.bib">citations (BibTeX)</a> · <a href="/citations.json">CSL-JSON</a>'
    made = f"made by onrecord {__version__} from the archive <b>{escape(site.settings.archive.stem)}</b>"
    html = _FOOT.sub(lambda m: f'<footer class="site-foot"><div class="inner"><p>{made}{cite}</p></div></footer>', html)
    html = html.replace("<head>", f'<head>\n<meta http-equiv="Content-Security-Policy" content="{POLICY}">', 1)
    to = {value: await _target(site, unescape(value)) for _, _, value in _ATTRIBUTE.findall(html)}
    up = "../" * name.count("/")
    return _ATTRIBUTE.sub(lambda m: _attribute(m, to, up), html)


def _attribute(m: re.Match[str], to: Mapping[str, str | None], up: str) -> str:
    target = to[m[3]]
    if target is None:
        return ""
    own = target.startswith("/")
    return f'{m[1]}{m[2]}="{escape(up + target[1:] if own else target)}"'


def _navigation(site: Site) -> Iterator[tuple[str, str]]:
    if site.story:
        yield f"/stories/{site.story}", "The story"
    else:
        yield from NAVIGATION


async def _target(site: Site, link: str) -> str | None:
    """Give where a link leads: "/FILE" in this folder, another site's address, a place on the same page; None: nowhere here."""
    parts = urlsplit(link)
    if parts.scheme in ("http", "https", "data") or (not parts.path and not parts.query):
        return link
    if parts.path.startswith("/static/"):
        return "/" + _static(site, parts.path.removeprefix("/static/"))
    if parts.path.removeprefix("/") in CITATIONS:
        return parts.path
    address = parts.path + (f"?{parts.query}" if parts.query else "")
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    if _LEADS_ON.fullmatch(parts.path) and not _EVENT.fullmatch(parts.path) and not _ACTOR.fullmatch(parts.path):
        address = await _led(site, parts.path) or ""
    match = _REPORT.fullmatch(address)
    if match is not None and match["item"]:  # an item has its place on its report's page
        address, fragment = f"/reports/{match[1]}", f"#{match['item']}"
    if address not in site.names:
        name = _name_of(site, address)
        if name is None:
            return None
        site.names[address] = name
        site.waiting.append(address)
    return f"/{site.names[address]}{fragment}"


async def _led(site: Site, path: str) -> str | None:
    """Give the address that another one leads to."""
    if path not in site.leads:
        if site.story is not None and path.startswith("/actors/"):
            return None
        status, headers, _ = await _ask(site.app, path)
        site.leads[path] = headers.get("location", "").partition("#")[0] if 300 <= status < 400 else None
    return site.leads[path]


def _name_of(site: Site, address: str) -> str | None:
    """Give the file of an address; None where this site has no page of it."""
    parts = urlsplit(address)
    story = _STORY.fullmatch(parts.path)
    event = _EVENT.fullmatch(parts.path)
    report, actor = _REPORT.fullmatch(parts.path), _ACTOR.fullmatch(parts.path)
    if {k for k, _ in parse_qsl(parts.query)} - PAGING:
        return None
    if parts.path == "/" or parts.path in LISTS:
        found = "index" if parts.path == "/" else f"{parts.path[1:]}/index"
        inside = site.story is None
    elif story:
        found = f"stories/{story[1]}" + (f"-{story[2]}" if story[2] else "")
        inside = site.story in (None, story[1])
    elif event:
        found, inside = f"events/{event[1]}" + ("-mentions" if event[2] else ""), site.story is None or event[1] in site.events
    elif report:
        found, inside = f"reports/{report[1]}", site.story is None or report[1] in site.reports
    elif actor:
        found, inside = f"actors/{actor[1]}" + (f"-{actor[2]}" if actor[2] else ""), site.story is None
    else:
        return None
    if not inside:
        return None
    if parts.query:
        site.pages_of[found] = site.pages_of.get(found, 1) + 1
        found += f"-{site.pages_of[found]}"
    return f"{found}.html"


def _static(site: Site, name: str) -> str:
    """Copy a style, script or picture into the folder, once. Gives its file."""
    name = unquote(name)
    if name not in site.files:
        site.files.add(name)
        file = site.folder / "static" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        content = _outlines() if name == OUTLINES else static_file(name).read_bytes()
        # Files have no modules: each script keeps its names to itself in a function of its own.
        file.write_bytes(b"(() => {\n" + content + b"\n})();\n" if name.endswith(".js") else content)
    return f"static/{quote(name)}"


def _outlines() -> bytes:
    shapes = static_file("world.svg").read_text("utf-8").replace(' id="', ' id="world-')
    shapes = shapes.replace("<svg ", '<svg hidden aria-hidden="true" ', 1)
    return f'document.body.insertAdjacentHTML("beforeend", {json.dumps(shapes)});'.encode()


async def _ask(app: FastAPI, address: str) -> tuple[int, dict[str, str], bytes]:
    """Ask the application for a page, without a network."""
    path, _, query = address.partition("?")
    scope: dict[str, Any] = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http", "path": unquote(path),
        "raw_path": path.encode(), "query_string": query.encode(), "root_path": "", "server": ("localhost", 80), "client": ("127.0.0.1", 0),
        "headers": [(b"host", b"localhost"), (b"accept", b"text/html")],
    }  # fmt: skip
    answer: dict[str, Any] = {}
    body: list[bytes] = []
    over = asyncio.Event()

    async def receive() -> dict[str, Any]:
        if not over.is_set():
            over.set()
            return {"type": "http.request", "body": b"", "more_body": False}
        await asyncio.Event().wait()  # nobody goes away
        raise AssertionError

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            answer.update(status=message["status"], headers={k.decode().lower(): v.decode() for k, v in message["headers"]})
        else:
            body.append(message.get("body", b""))

    await app(scope, receive, send)
    return int(answer["status"]), answer["headers"], b"".join(body)


def _cite(archive: Archive, site: Site) -> None:
    """Write the citations of the site's reports."""
    about = Provenance(query={"kind": "reports", "story": site.story}, archive=archive.path.name, until=last_change(archive.db))
    for name, format in CITATIONS.items():
        one = (row for id in sorted(site.reports) for row in rows(archive.db, "reports", Filters(report=id)))
        found = one if site.story else rows(archive.db, "reports")
        with site.folder.joinpath(name).open("w", encoding="utf-8", newline="") as out:
            export(format, "reports", found, out, about)
