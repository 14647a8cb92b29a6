"""The one place that every request passes before anything else: names, limits, origin, token, headers of the answer."""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from onrecord.errors import OnRecordError
from onrecord.web.limits import Body, Rates, too_large, too_many
from onrecord.web.problem import for_people, problem
from onrecord.web.public import prefix_of
from onrecord.web.security import HEADERS, check_host, check_lengths, check_origin, check_token
from onrecord.web.settings import WebSettings

LONGEST_QUERY = 8_000


class Guard:
    """ASGI middleware around the whole application."""

    def __init__(self, app: ASGIApp, settings: WebSettings) -> None:
        self.app = app
        self.settings = settings
        self.rates = Rates(settings)
        self.prefix = prefix_of(settings.base_url)
        self.in_flight = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return

        working = 0

        async def answer(message: Message) -> None:
            nonlocal working
            if message["type"] == "http.response.start":
                self.in_flight -= working  # what is left is for the visitor to take
                working = 0
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                self._below(headers)
            await send(message)

        scope = self._at_root(scope)
        refusal = self._refuse(scope)
        if refusal is not None:
            await refusal(scope, receive, answer)
            return
        body = Body(receive, self.settings)
        working = 1
        self.in_flight += 1
        try:
            await self.app(scope, body.receive, answer)
        finally:
            self.in_flight -= working

    def _at_root(self, scope: Scope) -> Scope:
        """Take off the path that the server stands below in public, where the program in front has left it."""
        path: str = scope["path"]
        if self.prefix and (path == self.prefix or path.startswith(f"{self.prefix}/")):
            return {**scope, "path": path.removeprefix(self.prefix) or "/", "raw_path": None}
        return scope

    def _below(self, headers: MutableHeaders) -> None:
        """Put the answer's own addresses below that path."""
        if not self.prefix:
            return
        if headers.get("location", "").startswith("/"):
            headers["location"] = self.prefix + headers["location"]
        if headers.get("link", "").startswith("</"):
            headers["link"] = f"<{self.prefix}{headers['link'][1:]}"

    def _refuse(self, scope: Scope) -> Response | None:
        headers, path, method = Headers(scope=scope), scope["path"], scope["method"]
        try:
            check_host(headers, self.settings)
            check_lengths(headers)
            visitor = (scope.get("client") or ("", 0))[0]
            if self.in_flight >= self.settings.in_flight or not self.rates.ask(visitor):
                raise too_many()
            length = headers.get("content-length", "0")
            if not length.isdecimal() or int(length) > self.settings.body_bytes:
                raise too_large(self.settings.body_bytes)
            if len(scope.get("query_string", b"")) > LONGEST_QUERY:
                raise too_large(LONGEST_QUERY)
            check_origin(method, path, headers, self.settings)
        except OnRecordError as error:
            return problem(error)
        refused = check_token(path, headers, self.settings)
        if refused is None:
            return None
        if method == "GET" and for_people(Request(scope)):
            return RedirectResponse("/login", 303)
        return problem(refused, headers={"WWW-Authenticate": "Bearer"})
