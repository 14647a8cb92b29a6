"""One input: a named stream of bytes whose beginning can be looked at, and which is never read past its limit."""

from __future__ import annotations

import io
from typing import BinaryIO

from onrecord.errors import InputError

HEAD = 65_536
"""Bytes looked at to recognise what an input is."""
BYTES_PER_CHARACTER = 4
"""Most bytes that one character takes in UTF-8 and UTF-16: what a limit in characters allows in bytes."""


class _Tape(io.RawIOBase):
    """A stream with its first bytes put back. An error met while they were read comes when they have been given."""

    def __init__(self, head: bytes, rest: BinaryIO, error: InputError | None) -> None:
        self._head, self._rest, self._error = memoryview(head), rest, error

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if self._head:
            size = min(len(buffer), len(self._head))
            buffer[:size] = self._head[:size]
            self._head = self._head[size:]
            return size
        if self._error is not None:
            raise self._error
        data = self._rest.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


class Input:
    """A named stream of bytes. `size`: its length where the file system knows it."""

    def __init__(self, name: str, stream: BinaryIO, size: int | None = None) -> None:
        self.name, self.size = name, size
        self.kind_name: str | None = None
        """A name to tell the kind by, where it is not the input's own (a packed file's without .gz)."""
        self.head, error = _read_up_to(stream, HEAD)
        self.stream = io.BufferedReader(_Tape(self.head, stream, error), HEAD)

    def read(self, limit: int, what: str) -> bytes:
        """Read all of it. Raises `InputError` TOO_LARGE, before reading where the size is known; `what` names the limit."""
        if self.size is not None and self.size > limit:
            raise self.too_large(f"{self.size:,} bytes", what)
        data = self.stream.read(limit + 1)
        if len(data) > limit:
            raise self.too_large(f"more than {limit:,} bytes", what)
        return data

    def too_large(self, size: str, what: str) -> InputError:
        return self.error("TOO_LARGE", f"has {size}, the limit is {what}", "split it, or raise the limit")

    def error(self, code: str, message: str, remedy: str) -> InputError:
        return InputError(message, report=self.name, stage="ingest", code=code, remedy=remedy)


def _read_up_to(stream: BinaryIO, size: int) -> tuple[bytes, InputError | None]:
    """Read until `size` bytes have come or the stream ends; a pipe gives them piece by piece, a damaged stream an error after some."""
    pieces: list[bytes] = []
    left = size
    try:
        while left and (piece := stream.read(left)):
            pieces.append(piece)
            left -= len(piece)
    except InputError as error:
        if not pieces:
            raise
        return b"".join(pieces), error
    return b"".join(pieces), None


def unforeseen(name: str, error: Exception) -> InputError:
    """Make of any exception the error of one input: what one source does to a reader is nobody else's."""
    failed = InputError(
        f"{type(error).__name__}: {error}"[:300], report=name, stage="ingest", code="INTERNAL",
        remedy="the others were read; please report this as a bug",
    )  # fmt: skip
    failed.__cause__ = error
    return failed
