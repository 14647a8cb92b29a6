"""Gzip, unpacked as it is read, with a guard against bombs and a check that it is whole."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from contextlib import suppress
from typing import BinaryIO

from onrecord.errors import InputError
from onrecord.ingest.inputs import Input
from onrecord.ingest.kinds import Outcome
from onrecord.settings import Settings

MAGIC = b"\x1f\x8b"
MEMBER, PROBE = b"\x1f\x8b\x08", 512
"""How a member of a gzip file begins, and bytes of it that show what it holds."""
DAMAGED = b"\r\n\r\nWARC/1.0\r\nWARC-Type: damaged\r\nContent-Length: 0\r\n\r\n\r\n\r\n"
"""Stands in the stream for a record whose packed bytes are damaged."""
MAX_RATIO = 150
"""Bytes that one packed byte may give: news text packs 3 to 12 fold, the most repetitive logs some 60 fold, zeros 1,030 fold."""
FREE_BYTES = 16_000_000
"""Bytes given before the ratio counts."""
CHUNK = 65_536
STEP = 16
"""Packed bytes unpacked at a time where some of them are damaged."""


def unpacked_so_far(data: bytes, most: int) -> bytes:
    """Give what can be unpacked of one damaged member, at most so many bytes; its check sum is passed over."""
    inflate, out = zlib.decompressobj(wbits=31), b""
    for at in range(0, len(data), STEP):
        try:
            out += inflate.decompress(data[at : at + STEP], most - len(out))
        except zlib.error:
            break
        if len(out) >= most or inflate.eof:
            break
    return out


class Gunzip(io.RawIOBase):
    """A stream of what a gzip stream holds, all its members. Raises `InputError` (BOMB_RATIO, TRUNCATED, BAD_GZIP) when it comes to it,
    after everything before has been given."""

    def __init__(self, packed: BinaryIO, name: str) -> None:
        self._packed, self._name = packed, name
        self._inflate = zlib.decompressobj(wbits=31)
        self._ready = b""
        self._left = b""
        self._in = self.given = 0
        self._fresh = True
        self._of_records = False
        self._broken: InputError | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._ready:
            if not self._more():
                return 0
        size = min(len(buffer), len(self._ready))
        buffer[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        return size

    def _more(self) -> bool:
        """Unpack some more; False at the end of the last member."""
        data = self._left or self._packed.read(CHUNK)
        self._in += 0 if self._left else len(data)
        self._left = b""
        if not data:
            if self._fresh:
                return False
            raise self._error("TRUNCATED", "ends in the middle of its packed data", "fetch it again; what came before was read")
        if self._fresh and not data.strip(b"\x00"):
            return True
        if self._broken is not None:
            raise self._broken
        before = self._inflate.copy()
        try:
            self._ready = self._inflate.decompress(data, CHUNK * 16)
        except zlib.error as error:
            if self._of_records and self._resume(data):
                return True
            self._broken = self._error("BAD_GZIP", f"is damaged: {error}", "fetch it again; what came before was read")
            if "check" in str(error):  # all was unpacked, but some of it is not what was packed
                raise self._broken from None
            self._ready = _salvaged(before, data)
            self._left = data
            return True
        self._fresh = False
        self._of_records = self._of_records or (not self.given and self._ready.startswith(b"WARC/"))
        self.given += len(self._ready)
        if self.given > FREE_BYTES and self.given > MAX_RATIO * self._in:
            raise self._error("BOMB_RATIO", f"gives more than {MAX_RATIO} bytes for each packed one", "unpack it yourself if you trust it")
        self._left = self._inflate.unconsumed_tail
        if self._inflate.eof:
            self._left = self._inflate.unused_data
            self._inflate = zlib.decompressobj(wbits=31)
            self._fresh = True
        return True

    def _resume(self, data: bytes) -> bool:
        """Go to the next member of a WARC, each of which is a record, leaving a mark in place of the damaged one; False at the end."""
        at = 1 if self._fresh else 0
        while True:
            at = data.find(MEMBER, at)
            if at < 0 or len(data) - at < PROBE:
                more = self._packed.read(CHUNK)
                self._in += len(more)
                data, at = data[at if at >= 0 else -len(MEMBER) :] + more, 0
                if not more and (at := data.find(MEMBER)) < 0:
                    return False
            with suppress(zlib.error):
                if at >= 0 and zlib.decompressobj(wbits=31).decompress(data[at : at + PROBE], 5) == b"WARC/":
                    break
            if len(data) - at < PROBE:
                return False
            at += 1
        self._inflate, self._left, self._fresh, self._ready = zlib.decompressobj(wbits=31), data[at:], True, DAMAGED
        return True

    def _error(self, code: str, message: str, remedy: str) -> InputError:
        return InputError(message, report=self._name, stage="ingest", code=code, remedy=remedy)


def _salvaged(inflate: zlib._Decompress, data: bytes) -> bytes:
    """Give what packed data holds before it turns out to be damaged."""
    pieces: list[bytes] = []
    with suppress(zlib.error):
        for at in range(0, len(data), STEP):
            pieces.append(inflate.decompress(data[at : at + STEP]))
    return b"".join(pieces)


def read_input(source: Input, settings: Settings) -> Iterator[Outcome]:
    """Read what a gzip file holds as if it lay there unpacked. A second layer of gzip is refused (BOMB_RATIO)."""
    from onrecord.ingest.walk import read_recognised

    inner = Input(source.name, Gunzip(source.stream, source.name))  # type: ignore[arg-type]
    if inner.head.startswith(MAGIC):
        raise source.error("BOMB_RATIO", "is gzip inside gzip", "unpack it yourself if you trust it")
    inner.kind_name = source.name.removesuffix(".gz").removesuffix(".GZ")
    yield from read_recognised(inner, None, settings)
