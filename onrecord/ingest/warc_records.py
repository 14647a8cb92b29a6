"""Cuts a WARC file into records, one in memory at a time, so that damage to one is its own: the next begins where it says that it does.

A record says how long it is. Where that is no number, or what follows is no record, the length is wrong: the record then ends where
the next head stands, and is known to be damaged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from onrecord.errors import InputError

HEAD = re.compile(rb"(?:\A|(?<=\n))WARC/\d\.\d\r?\n[\w-]+:")
"""How a record begins."""
END_OF_HEAD = re.compile(rb"\r?\n\r?\n")
LENGTH = re.compile(rb"\ncontent-length:[ \t]*([^\r\n]*)", re.IGNORECASE)
MOST_HEAD = 64 * 1024
"""Bytes within which the head of a record ends."""
MOST = 16_000_000
"""Bytes of a record that are looked at; of a longer one (a film) the beginning is kept."""
CHUNK = 256 * 1024


class Cut(NamedTuple):
    """One record, its length put right; `whole` is False where it breaks off, `odd` says what was wrong with it."""

    data: bytes
    whole: bool = True
    odd: str | None = None


class _Window:
    """A stream with what was read ahead of it. An error of the stream comes once everything before it has been given."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.data = bytearray()
        self.error: InputError | None = None
        self._ended = False

    def fill(self, size: int) -> bool:
        """Have so many bytes ahead; False where there are not."""
        while len(self.data) < size and not self._ended:
            try:
                piece = self._stream.read1(max(CHUNK, size - len(self.data)))  # type: ignore[attr-defined]
            except InputError as error:
                self.error, piece = error, b""
            self.data += piece
            self._ended = not piece
        return len(self.data) >= size

    def take(self, size: int) -> bytes:
        """Give the next bytes, as many as there are."""
        self.fill(size)
        piece = bytes(self.data[:size])
        del self.data[:size]
        return piece

    def skip(self, size: int) -> bool:
        """Pass over so many bytes; False where there are fewer."""
        while size > 0:
            piece = self.take(min(size, CHUNK))
            if not piece:
                return False
            size -= len(piece)
        return True


def cut(stream: BinaryIO) -> Iterator[Cut]:
    """Give the records of a stream. Raises what the stream raises, after the records before."""
    window = _Window(stream)
    while _next_head(window):
        yield _record(window)
    if window.error is not None:
        raise window.error
    if window.data.strip(b"\r\n\0"):
        yield Cut(bytes(window.data[:MOST_HEAD]), whole=False)


def _next_head(window: _Window) -> bool:
    """Go to the next record; False where there is none."""
    while True:
        window.fill(MOST_HEAD)
        found = HEAD.search(window.data)
        if found:
            del window.data[: found.start()]
            return True
        if not window.fill(MOST_HEAD + 1):
            return False
        del window.data[: -(MOST_HEAD // 2)]


def _record(window: _Window) -> Cut:
    window.fill(MOST_HEAD)
    end = END_OF_HEAD.search(window.data, 0, MOST_HEAD)
    if end is None:
        after = HEAD.search(window.data, 5)
        return Cut(window.take(after.start() if after else len(window.data)), whole=False)
    head = bytes(window.data[: end.end()])
    length = LENGTH.search(head)
    size = int(length[1]) if length and length[1].strip().isdigit() and len(length[1].strip()) < 16 else None
    if size is not None and _ends_well(window, end.end() + size):
        return Cut(window.take(end.end() + size))
    window.fill(min(MOST, end.end() + (size or MOST)) + CHUNK)
    found = HEAD.search(window.data, end.end())
    if found is None and size is not None and size > MOST:
        data = window.take(MOST)
        return Cut(data, whole=window.skip(end.end() + size - MOST))
    window.take(end.end())
    body = window.take(found.start() - end.end() if found else MOST).rstrip(b"\r\n")
    right = b"\nContent-Length: %d" % len(body)
    head = LENGTH.sub(right, head, count=1) if length else head.replace(b"\n", right + b"\r\n", 1)
    whole = found is not None or (size is not None and size < len(body))
    return Cut(head + body, whole, "its head gives a wrong length" if length else "its head gives no length")


def _ends_well(window: _Window, size: int) -> bool:
    """Tell whether another record, or the end, follows so many bytes from here."""
    if size > MOST:
        return False
    window.fill(size + 64)
    if len(window.data) < size:
        return False
    after = bytes(window.data[size : size + 64]).lstrip(b"\r\n")
    return not after or after.startswith(b"WARC/")
