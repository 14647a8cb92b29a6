"""One connection of the server: how long a request's head may take to come and an answer to be taken, and how many may be open.

uvicorn has a deadline for idle connections only. A client that sends half a head, or asks for much and does not read, would hold its
connection, and what is kept for it, for as long as it likes.
"""

from __future__ import annotations

import asyncio
import socket
from contextlib import suppress
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_SECONDS = 10.0
"""How long the head of a request may take."""
SEND_SECONDS, SEND_BYTES = 15.0, 30_000
"""A reader that takes fewer bytes in so many seconds does not read: a bad mobile line takes ten times as many."""
SEND_BUFFER = 256 * 1024
"""Bytes that the system keeps of an answer that is not taken; left to itself it keeps megabytes for each connection."""
MOST = 400
"""Connections open at once. One more ends the oldest that has asked half a question, or long asked nothing."""
PATIENCE = 2.0
"""Seconds within which a connection of which nothing was read has asked nothing *yet*: in a rush its question may stand unread."""
LAST = 800
"""Above so many the oldest that has asked nothing is ended, however new, and be it the last: a process has 1,024 file numbers as a rule."""
BACKLOG = 128
"""Connections taken at a time: each is counted before the next lot."""


class Connection(H11Protocol):
    """A connection under deadlines."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        self._head_timer: asyncio.TimerHandle | None = None
        self._send_timer: asyncio.TimerHandle | None = None
        super().connection_made(transport)
        self.since = self.loop.time()
        self.begun = False
        if (taken := transport.get_extra_info("socket")) is not None:
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
        self._await_head()
        self._make_room()

    @property
    def waits(self) -> bool:
        """Whether the head of a request is still to come."""
        return self._head_timer is not None

    def data_received(self, data: bytes) -> None:
        self.begun = True
        super().data_received(data)
        if self.conn.their_state is h11.IDLE:
            self._await_head()
        else:
            self._head_came()
        if self.waits:
            self._make_room()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if left := self.transport.get_write_buffer_size():  # what is left to send must be taken, too, before the connection ends
            self._watch_sending(left)

    def connection_lost(self, exc: Exception | None) -> None:
        self._head_came()
        self._stop_sending()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        super().pause_writing()
        self._watch_sending(self.transport.get_write_buffer_size())

    def resume_writing(self) -> None:
        self._stop_sending()
        super().resume_writing()

    def end(self) -> None:
        """End the connection at once, with all that was kept for it."""
        self._head_came()
        self._stop_sending()
        with suppress(RuntimeError):
            self.transport.abort()

    def _make_room(self) -> None:
        if len(self.connections) <= MOST:
            return
        asked_nothing = [c for c in self.connections if isinstance(c, Connection) and c.waits]
        if len(self.connections) <= LAST:
            late = self.loop.time() - PATIENCE
            asked_nothing = [c for c in asked_nothing if c.begun or c.since < late]
        if asked_nothing:
            min(asked_nothing, key=lambda c: c.since).end()

    def _await_head(self) -> None:
        if self._head_timer is None:
            self._head_timer = self.loop.call_later(HEAD_SECONDS, self.end)

    def _head_came(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _watch_sending(self, left: int) -> None:
        self._stop_sending()
        self._send_timer = self.loop.call_later(SEND_SECONDS, self._check_sending, left)

    def _check_sending(self, before: int) -> None:
        left = self.transport.get_write_buffer_size()
        if left and before - left < SEND_BYTES:
            self.end()
        elif left:
            self._watch_sending(left)

    def _stop_sending(self) -> None:
        if self._send_timer is not None:
            self._send_timer.cancel()
            self._send_timer = None


def connections() -> dict[str, Any]:
    """Give uvicorn's options for connections of this kind."""
    return {"http": Connection, "ws": "none", "backlog": BACKLOG, "timeout_keep_alive": 20}
