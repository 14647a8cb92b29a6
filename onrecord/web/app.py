"""The application: routes, guard and errors, for one archive."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import partial
from mimetypes import guess_type

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from onrecord import __version__
from onrecord.errors import OnRecordError, StorageError, UsageError
from onrecord.store import Filters
from onrecord.store.facets import counts, facets
from onrecord.store.query import KINDS
from onrecord.web import api, pages
from onrecord.web.api.read import Lanes
from onrecord.web.cache import Remembered
from onrecord.web.guard import Guard
from onrecord.web.pages import statistics, stories
from onrecord.web.pool import Pool
from onrecord.web.problem import details as error_details
from onrecord.web.problem import for_people, problem, status_of
from onrecord.web.render import render, static_file
from onrecord.web.settings import WebSettings

FOREVER = "public, max-age=31536000, immutable"


def create_app(settings: WebSettings) -> FastAPI:
    """Give the application that serves one archive. Every answer of it passes the `Guard`."""

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        app.state.remembered.later(lambda: warm(app))
        yield
        app.state.remembered.close()
        app.state.pool.close()
        app.state.readings.close()

    app = FastAPI(
        title="onrecord", version=__version__, docs_url=None, redoc_url=None, openapi_url=None, lifespan=life,
        redirect_slashes=False, separate_input_output_schemas=False,
    )  # fmt: skip
    app.state.settings = settings
    app.state.pool = Pool(settings)
    app.state.remembered = Remembered()
    app.state.readings = Lanes(settings)
    app.router.routes.append(Route("/static/{name:path}", _static, name="static"))
    app.router.routes.extend(pages.routes())
    api.register(app)
    app.add_exception_handler(OnRecordError, _failed)
    app.add_exception_handler(HTTPException, _failed)
    app.add_exception_handler(Exception, _failed)
    app.add_middleware(Guard, settings=settings)
    return app


def warm(app: FastAPI) -> None:
    """Count once what the first visitor would wait for."""
    pool: Pool = app.state.pool
    kept: Remembered = app.state.remembered
    everything = Filters()
    with suppress(OnRecordError), pool.archive(60.0) as archive:
        kept.get(("counts", everything), pool.state(), lambda: counts(archive.db, everything))
        for kind in KINDS:
            kept.get(("facets", kind, everything), pool.state(), partial(facets, archive.db, kind, everything))
        kept.get(statistics.key(everything), pool.state(), lambda: statistics.count(archive, everything))
        stories.warm(archive, kept, pool.state())


def _static(request: Request) -> Response:
    try:
        file = static_file(request.path_params["name"])
    except KeyError:
        raise HTTPException(404) from None
    kind = guess_type(file.name)[0] or "application/octet-stream"
    kept = FOREVER if "v" in request.query_params else "no-cache"
    return Response(file.read_bytes(), headers={"cache-control": kept}, media_type=kind)


def _failed(request: Request, error: Exception) -> Response:
    """Give any error as a page or as problem details."""
    known = _known(error)
    archive = str(request.app.state.settings.archive)
    if not for_people(request):
        return problem(known, archive, error.headers if isinstance(error, HTTPException) else None)
    status = status_of(known)
    html = render(request, "error.html", title=f"{status}", problem=error_details(known, archive))
    return Response(html, status, media_type="text/html")


def _known(error: Exception) -> OnRecordError:
    if isinstance(error, StorageError) and "interrupt" in error.message.lower():
        return StorageError("the answer takes too long", stage="web", code="TOO_SLOW", remedy="narrow the question by filters")
    if isinstance(error, OnRecordError):
        return error
    if isinstance(error, HTTPException) and error.status_code == 405:
        return UsageError("this address does not take that method", stage="web", code="WRONG_METHOD", remedy="see /openapi.json")
    if isinstance(error, HTTPException):
        return UsageError("there is no such page", stage="web", code="NO_PAGE", remedy="go to /")
    return OnRecordError("something went wrong in the server", stage="web", code="INTERNAL", remedy="please report this as a bug")
