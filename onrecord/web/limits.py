"""How much one visitor and all together may ask: requests at once, requests a second, size and pace of a body."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict

from starlette.types import Message, Receive

from onrecord.errors import OnRecordError, UsageError
from onrecord.web.settings import WebSettings

BURST_SECONDS = 4.0
"""A visitor may ask so many seconds' worth at once: a page with its scripts is a dozen requests."""
VISITORS = 10_000


class Rates:
    """A bucket of requests a visitor, filled at the permitted rate."""

    def __init__(self, settings: WebSettings) -> None:
        self.rate = settings.rate_limit
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def ask(self, visitor: str) -> bool:
        """Say whether the visitor may ask now."""
        if self.rate is None:
            return True
        moment = time.monotonic()
        full = self.rate * BURST_SECONDS
        left, then = self._left.pop(visitor, (full, moment))
        left = min(full, left + (moment - then) * self.rate)
        self._left[visitor] = (left - 1 if left >= 1 else left, moment)
        if len(self._left) > VISITORS:
            self._left.popitem(last=False)
        return left >= 1


def too_many() -> OnRecordError:
    return UsageError("too many requests at once", stage="web", code="TOO_MANY", remedy="ask again in a moment")


def too_large(limit: int) -> OnRecordError:
    return UsageError(f"the body is larger than {limit} bytes", stage="web", code="TOO_LARGE", remedy="send less, or use `onrecord read`")


class Body:
    """A request's body on its way in: refused where it grows too large or comes too slowly."""

    def __init__(self, receive: Receive, settings: WebSettings) -> None:
        self._receive = receive
        self._settings = settings
        self._size = 0
        self._deadline = time.monotonic() + settings.body_seconds
        self._whole = False
        self.error: OnRecordError | None = None

    async def receive(self) -> Message:
        """Give the next piece. Raises `OnRecordError`."""
        if self._whole:
            return await self._receive()  # only a disconnect can follow
        try:
            message = await asyncio.wait_for(self._receive(), max(0.0, self._deadline - time.monotonic()))
        except TimeoutError:
            raise self._fail(UsageError("the body came too slowly", stage="web", code="SLOW_BODY", remedy="send it faster")) from None
        if message["type"] == "http.request":
            self._size += len(message.get("body", b""))
            self._whole = not message.get("more_body", False)
            if self._size > self._settings.body_bytes:
                raise self._fail(too_large(self._settings.body_bytes))
        return message

    def _fail(self, error: OnRecordError) -> OnRecordError:
        self.error = error
        return error
