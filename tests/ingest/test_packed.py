"""Gzip and WARC: whole ones are read, cut ones give what came before and say so, bombs are refused early."""

from __future__ import annotations

import collections
import gzip
import io
import zlib
from pathlib import Path

import pytest

from onrecord.errors import InputError, OnRecordError
from onrecord.ingest import read_sources
from onrecord.ingest.gz import Gunzip
from onrecord.model.source import Source
from onrecord.settings import Settings

LINES = b"".join(b'{"id": "%d", "text": "The army said on Friday that it held bridge number %d."}\n' % (n, n) for n in range(200))


def read(path: Path) -> list[Source | OnRecordError]:
    return list(read_sources([str(path)], settings=Settings()))


def write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def keys(items: list[Source | OnRecordError]) -> list[str | None]:
    return [i.key if isinstance(i, Source) else i.code for i in items]


def test_gzip(tmp_path: Path) -> None:
    assert keys(read(write(tmp_path / "a.jsonl.gz", gzip.compress(LINES)))) == [str(n) for n in range(200)]
    two = gzip.compress(LINES[:1000]) + gzip.compress(LINES[1000:])
    assert keys(read(write(tmp_path / "b.gz", two))) == [str(n) for n in range(200)]
    [item] = read(write(tmp_path / "c.txt.gz", gzip.compress(b"The army said so.")))
    assert isinstance(item, Source)
    assert item.text == "The army said so."


@pytest.mark.parametrize("cut", [1, 7, 8, 9, 40, 300])
def test_cut_gzip_gives_what_came_before(tmp_path: Path, cut: int) -> None:
    packed = gzip.compress(LINES[:2000]) + gzip.compress(LINES[2000:])
    items = read(write(tmp_path / "a.jsonl.gz", packed[:-cut]))
    assert keys(items)[-1] == "TRUNCATED"
    assert len(items) > 20
    assert all(isinstance(i, Source) for i in items[:-1])


def test_damaged_gzip(tmp_path: Path) -> None:
    packed = bytearray(gzip.compress(LINES))
    packed[len(packed) // 2] ^= 0xFF
    assert keys(read(write(tmp_path / "a.jsonl.gz", bytes(packed))))[-1] in ("BAD_GZIP", "TRUNCATED", "BAD_JSON")


def test_bomb_is_refused_before_64_mb() -> None:
    squeeze = zlib.compressobj(9, wbits=31)
    packed = b"".join(squeeze.compress(bytes(1 << 20)) for _ in range(256)) + squeeze.flush()
    stream = Gunzip(io.BytesIO(packed), "bomb.gz")
    with pytest.raises(InputError) as caught:
        collections.deque(iter(lambda: stream.read(1 << 16), b""), maxlen=0)
    assert caught.value.code == "BOMB_RATIO"
    assert stream.given < 64_000_000


def test_bomb_in_a_file(tmp_path: Path) -> None:
    squeeze = zlib.compressobj(9, wbits=31)
    packed = b"".join(squeeze.compress(b" " * (1 << 20)) for _ in range(128)) + squeeze.flush()
    assert keys(read(write(tmp_path / "a.jsonl.gz", packed)))[-1] == "BOMB_RATIO"
    assert keys(read(write(tmp_path / "b.gz", gzip.compress(gzip.compress(LINES))))) == ["BOMB_RATIO"]


def record(number: int, kind: str = "text/html; charset=utf-8", status: str = "200 OK") -> bytes:
    body = f"<html><head><title>Bridge {number} is held</title></head><body><p>The army said on Friday that it held bridge number {number} over the river.</p></body></html>"
    http = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode()
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/2024/03/09/{number}\r\nWARC-Date: 2024-03-10T00:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:{number}>\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def titles(items: list[Source | OnRecordError]) -> list[str | None]:
    return [i.hints.title if isinstance(i, Source) else i.code for i in items]


@pytest.mark.parametrize("packed", [False, True])
def test_warc(tmp_path: Path, packed: bool) -> None:
    pack = gzip.compress if packed else bytes
    data = b"".join(pack(r) for r in [record(1), record(2, "image/png"), record(3, status="404 Not Found"), record(4)])
    first, second = read(write(tmp_path / ("a.warc.gz" if packed else "a.warc"), data))
    assert isinstance(first, Source)
    assert (first.hints.title, first.hints.url) == ("Bridge 1 is held", "https://example.org/2024/03/09/1")
    assert isinstance(second, Source)
    assert "bridge number 4" in second.text


def test_warc_cut_anywhere_in_its_last_record(tmp_path: Path) -> None:
    last = record(2)
    whole = record(1) + last
    for cut in range(5, len(last) - 1, 7):
        found = titles(read(write(tmp_path / "a.warc", whole[:-cut])))
        assert found[0] == "Bridge 1 is held"
        assert found[1:] == ["TRUNCATED"], cut


def test_packed_warc_cut_anywhere_in_its_last_record(tmp_path: Path) -> None:
    last = gzip.compress(record(2))
    whole = gzip.compress(record(1)) + last
    for cut in range(1, len(last) - 1, 7):
        found = titles(read(write(tmp_path / "a.warc.gz", whole[:-cut])))
        assert found[0] == "Bridge 1 is held"
        assert found[-1] == "TRUNCATED", cut


def test_archive_without_pages(tmp_path: Path) -> None:
    assert titles(read(write(tmp_path / "a.warc", record(1, "image/png")))) == ["NO_REPORTS"]
