"""What a page is: one function that looks something up, shown in three ways.

A page's function takes an open archive and the request and gives a `View`. `add_view` registers it three times: at its address as a
page, at `.json` and `.csv` with all rows, streamed. `.atom` comes with views whose rows are of a kind that `export` knows.
"""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from itertools import islice
from typing import IO, Any, TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from onrecord import __version__
from onrecord.export.formats import Provenance
from onrecord.export.formats.registry import export
from onrecord.export.formats.table import cell
from onrecord.store import Archive
from onrecord.store.query import last_change
from onrecord.web.cache import Remembered
from onrecord.web.params import address
from onrecord.web.pool import Pool
from onrecord.web.public import public_base
from onrecord.web.render import render
from onrecord.web.settings import WebSettings

Row = dict[str, Any]
T = TypeVar("T")
FEED = 500
"""Entries of a feed, the latest; the feed says so."""
IN_MEMORY = 256 * 1024
"""Bytes of an answer kept in memory until it is sent; more lie in a file of the system's temporary folder."""
CHUNK = 64 * 1024
"""Characters sent at a time: a step into a thread costs 50 µs, a row's JSON 5."""
TYPES = {"json": "application/json", "csv": "text/csv; charset=utf-8", "atom": "application/atom+xml"}


@dataclass(slots=True, kw_only=True)
class View:
    """One view of the archive: what its page shows, and all its rows."""

    title: str
    template: str
    context: dict[str, Any] = field(default_factory=dict)
    query: Mapping[str, object] = field(default_factory=dict)
    """The filters in force, as the address names them: stands in every export."""
    kind: str = "rows"
    rows: Callable[[], Iterable[Row]] | None = None
    """Gives all rows for `.json` and `.csv`; asked for once, in the order of the page."""
    document: Callable[[], str] | None = None
    """Gives the whole `.json` where it is one document instead of rows."""
    more: Callable[[], dict[str, Any]] | None = None
    """Gives further context that only the page needs: not worked out for `.json` and `.csv`."""
    feed: bool = False
    status: int = 200


Build = Callable[[Archive, Request], View]


def add_view(routes: list[Route], path: str, build: Build, *, csv: bool = True, atom: bool = False) -> None:
    """Register a page at its address, with `.json`, `.csv` and, where asked for, `.atom` beside it."""
    for ending in ("json", *(["csv"] if csv else []), *(["atom"] if atom else [])):
        routes.append(Route(f"{path}.{ending}", _rows_endpoint(build, ending), name=f"{path}.{ending}"))
    routes.append(Route(path, _page_endpoint(build), name=path))


def state_of(request: Request) -> tuple[WebSettings, Pool]:
    """Give the server's settings and connections."""
    return request.app.state.settings, request.app.state.pool


def remembered(request: Request, key: Hashable, work: Callable[[], T], again: Callable[[Archive], T] | None = None) -> T:
    """Give what `work` gives, kept while the archive is unchanged.

    With `again`, a dear result (counts over a large archive) is given as it was while it is made anew in the background.
    """
    kept: Remembered = request.app.state.remembered
    pool: Pool = request.app.state.pool

    def renew() -> T:
        assert again is not None
        with pool.archive() as archive:
            return again(archive)

    result, fresh = kept.get(key, pool.state(), work, renew if again is not None else None)
    if not fresh:
        request.state.outdated = True
    return result


def tagged(request: Request, tag: str) -> dict[str, str]:
    """Give the header that names an answer's state; none where a part of it is of an earlier one: it would be kept for good."""
    return {} if getattr(request.state, "outdated", False) else {"etag": tag}


def etag(request: Request) -> str:
    """Give the tag of an answer, to be asked for before it is made: it changes with the archive, the program and the address."""
    settings, pool = state_of(request)
    accept = request.headers.get("hx-request", "")
    what = f"{settings.secret} {pool.state()} {request.url.path}?{request.url.query} {accept}"
    return f'W/"{sha256(what.encode()).hexdigest()[:20]}"'


def not_modified(request: Request, tag: str) -> Response | None:
    """Give 304 where the visitor already holds this answer."""
    known = [t.strip() for t in request.headers.get("if-none-match", "").split(",")]
    return Response(status_code=304, headers={"etag": tag, "cache-control": "no-cache"}) if tag in known or "*" in known else None


def unless_held(request: Request, build: Callable[[Archive], Response]) -> Response:
    """Give 304 where the visitor already holds this answer, else what `build` makes of the open archive; a good answer with its tag."""
    tag = etag(request)
    if same := not_modified(request, tag):
        return same
    _, pool = state_of(request)
    with pool.archive() as archive:
        answer = build(archive)
    if answer.status_code == 200:
        answer.headers.update(tagged(request, tag))
    return answer


def _page_endpoint(build: Build) -> Callable[[Request], Response]:
    def endpoint(request: Request) -> Response:
        if "" in request.query_params.values():  # a form sends what was left empty, too; the address shall stay short
            return RedirectResponse(address(request.url.path, dict(request.query_params)), 303)

        def page(archive: Archive) -> Response:
            view = build(archive, request)
            context = view.context | (view.more() if view.more else {})
            html = render(request, view.template, **{"title": view.title, "view": view, **context})
            return Response(html, view.status, {"cache-control": "no-cache", "vary": "hx-request"}, media_type="text/html")

        return unless_held(request, page)

    return endpoint


def _rows_endpoint(build: Build, ending: str) -> Callable[[Request], Response]:
    def endpoint(request: Request) -> Response:
        tag = etag(request)
        if same := not_modified(request, tag):
            return same
        out: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed when it is sent
        try:
            out.writelines(_joined(_stream(build, request, ending)))
        except BaseException:
            out.close()
            raise
        return sent(out, TYPES[ending], {**tagged(request, tag), "cache-control": "no-cache"})

    return endpoint


def sent(file: IO[bytes], media: str, headers: dict[str, str]) -> Response:
    """Give what was written to a file as an answer. It is whole before it is sent: a slow reader holds no snapshot of the archive, which
    would let the write-ahead log grow, and no memory beyond a piece."""
    size = file.tell()
    file.seek(0)
    return StreamingResponse(_pieces(file), headers={**headers, "content-length": str(size)}, media_type=media)


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(CHUNK):
            yield piece


def _joined(pieces: Iterator[str]) -> Iterator[bytes]:
    """Give the pieces in large chunks."""
    chunk: list[str] = []
    size = 0
    for piece in pieces:
        chunk.append(piece)
        size += len(piece)
        if size >= CHUNK:
            yield "".join(chunk).encode("utf-8", "backslashreplace")
            chunk, size = [], 0
    if chunk:
        yield "".join(chunk).encode("utf-8", "backslashreplace")


def _stream(build: Build, request: Request, ending: str) -> Iterator[str]:
    settings, pool = state_of(request)
    with pool.archive(settings.stream_seconds) as archive:
        view = build(archive, request)
        if ending == "json" and view.document is not None:
            yield view.document()
            return
        rows = view.rows() if view.rows is not None else ()
        about = provenance(archive, view, request)
        if ending == "json":
            yield from json_rows(view.kind, rows, about)
        elif ending == "csv":
            yield from csv_rows(rows)
        else:
            out = io.StringIO()
            about = replace(about, query={**about.query, "latest": FEED})
            export("atom", view.kind, islice(rows, FEED), out, about)
            yield out.getvalue()


def provenance(archive: Archive, view: View, request: Request, *, page: str | None = None, title: str | None = None) -> Provenance:
    """Say which question the rows answer, up to which change, and where: `page` is the path of the page that shows them, where it is not
    the address that is asked for without its ending."""
    path, ending = request.url.path, "." + request.url.path.rpartition(".")[2]
    return Provenance(
        query={"kind": view.kind, **view.query}, archive=archive.path.name, until=last_change(archive.db), base=public_base(request),
        page=page or address(path.removesuffix(ending), request.query_params), feed=address(path, request.query_params), title=title,
    )  # fmt: skip


def json_rows(kind: str, rows: Iterable[Row], about: Provenance) -> Iterator[str]:
    """Write rows as one JSON document, a row a line."""
    head = json.dumps({"kind": kind, **about.as_dict()}, ensure_ascii=False)
    yield head[:-1] + ', "rows": ['
    count = 0
    for row in rows:
        yield (",\n" if count else "\n") + json.dumps(row, ensure_ascii=False)
        count += 1
    yield f'\n], "count": {count}}}\n'


def csv_rows(rows: Iterable[Row]) -> Iterator[str]:
    """Write rows as CSV that no spreadsheet can be made to run."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for number, row in enumerate(rows):
        if not number:
            writer.writerow(row)
        writer.writerow([cell(v) for v in row.values()])
        yield out.getvalue()
        out.seek(0)
        out.truncate()


async def in_thread(work: Callable[[], Response]) -> Response:
    """Do the blocking part of an endpoint that must await its body first."""
    return await run_in_threadpool(work)


def program() -> str:
    return f"onrecord {__version__}"
