"""Gzip and WARC: whole ones are read, cut ones give what came before and say so, bombs are refused early."""

from __future__ import annotations

import collections
import gzip
import io
import random
import re
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


def conversion(number: int, of: str = "") -> bytes:
    body = f"Mayor Ann Moy said on Friday that bridge number {number} was shut."
    head = f"WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: https://example.org/{number}\r\n" + (f"WARC-Refers-To: {of}\r\n" if of else "")
    return f"{head}Content-Type: text/plain\r\nContent-Length: {len(body)}\r\n\r\n{body}\r\n\r\n".encode()


def test_texts_that_an_archive_holds_instead_of_pages_are_reports(tmp_path: Path) -> None:
    """As in Common Crawl's WET files; the text of a page that is in the archive too is no second report."""
    found = read(write(tmp_path / "a.warc", record(1) + conversion(1, "<urn:uuid:1>") + conversion(2, "<urn:uuid:9>") + conversion(3)))
    assert [f.kind for f in found if isinstance(f, Source)] == ["html", "text", "text"]
    assert [f.hints.fetched for f in found if isinstance(f, Source)][1:] == ["https://example.org/2", "https://example.org/3"]


def test_a_text_that_is_none_is_no_report(tmp_path: Path) -> None:
    body = random.Random(1).randbytes(4_000)
    head = f"WARC/1.0\r\nWARC-Type: conversion\r\nContent-Type: text/plain\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    assert titles(read(write(tmp_path / "a.warc", record(1) + head + body + b"\r\n\r\n"))) == ["Bridge 1 is held", "BINARY"]


def test_a_page_with_a_false_check_sum_is_read_and_said(tmp_path: Path) -> None:
    page = gzip.compress(b"<html><head><title>Bridge 7 is held</title></head><body><p>The army said on Friday that it held the bridge.</p></body></html>")
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n" + page[:-8] + b"\0" * 8
    head = record(1).split(b"Content-Length")[0] + f"Content-Length: {len(http)}\r\n\r\n".encode()
    [found] = read(write(tmp_path / "a.warc", head + http + b"\r\n\r\n"))
    assert isinstance(found, Source)
    assert (found.hints.title, [w.code for w in found.warnings]) == ("Bridge 7 is held", ["TRUNCATED"])


def test_archive_without_pages(tmp_path: Path) -> None:
    assert titles(read(write(tmp_path / "a.warc", record(1, "image/png")))) == ["NO_REPORTS"]


def warc(records: list[bytes], packed: bool) -> bytes:
    return b"".join(map(gzip.compress if packed else bytes, records))


def flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 0x10]) + data[at + 1 :]


@pytest.mark.parametrize("packed", [False, True])
def test_a_flipped_bit_loses_no_other_record(tmp_path: Path, packed: bool) -> None:
    before, damaged, after = ((gzip.compress if packed else bytes)(record(n)) for n in (1, 2, 3))
    for at in range(0, len(damaged), 3 if packed else 11):
        found = titles(read(write(tmp_path / ("a.warc.gz" if packed else "a.warc"), before + flipped(damaged, at) + after)))
        assert found[0] == "Bridge 1 is held", at
        assert found[-1] == "Bridge 3 is held", at
        assert len(found) == 3 or not packed, at  # what a flipped bit makes of a head may be no page any more


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("length", ["300", "0", "99999", "-5", "many", "1" + "0" * 18, ""])
def test_a_wrong_length_loses_no_other_record(tmp_path: Path, packed: bool, length: str) -> None:
    wrong = re.sub(rb"(msgtype=response\r\nContent-Length: )\d+", rb"\g<1>" + length.encode(), record(2))
    found = read(write(tmp_path / ("a.warc.gz" if packed else "a.warc"), warc([record(1), wrong, record(3), record(4)], packed)))
    assert [t for t in titles(found) if t != "Bridge 2 is held"] == [f"Bridge {n} is held" for n in (1, 3, 4)]
    [it] = [s for s in found if isinstance(s, Source) and s.hints.title == "Bridge 2 is held"]
    assert "over the river" in it.text
    assert [w.code for w in it.warnings] == ["TRUNCATED"]


def test_what_an_archive_says_against_its_page_is_said(tmp_path: Path) -> None:
    def headed(more: str) -> bytes:
        return record(1).replace(b"WARC-Type: response\r\n", f"WARC-Type: response\r\n{more}\r\n".encode())

    for more, codes in (("WARC-Truncated: length", ["TRUNCATED"]), ("WARC-Payload-Digest: sha1:" + "A" * 32, ["DIGEST"]), ("X: y", [])):
        [found] = read(write(tmp_path / "a.warc", headed(more)))
        assert isinstance(found, Source)
        assert [w.code for w in found.warnings] == codes


def in_answer(head: bytes, body: bytes, number: int = 1) -> bytes:
    """Give a record whose page is this body under this head of HTTP."""
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + head + b"\r\n\r\n" + body
    warc_head, _, _ = record(number).partition(b"Content-Length: ")
    return warc_head + b"Content-Length: %d\r\n\r\n" % len(answer) + answer + b"\r\n\r\n"


PAGE = record(1).partition(b"\r\n\r\n")[2].partition(b"\r\n\r\n")[2].rstrip(b"\r\n")
CHUNKED = b"Transfer-Encoding: chunked"


@pytest.mark.parametrize(("head", "body", "codes"), [
    (b"Content-Encoding: gzip", gzip.compress(PAGE), []),
    (b"Content-Encoding: gzip", gzip.compress(PAGE)[:-12], ["TRUNCATED"]),
    (CHUNKED, b"%x\r\n" % len(PAGE) + PAGE + b"\r\n0\r\n\r\n", []),
    (CHUNKED, b"%x\r\n" % len(PAGE) + PAGE + b"\r\n40\r\n<p>The rest", ["TRUNCATED"]),
])  # fmt: skip
def test_a_page_whose_packing_breaks_off_is_said(tmp_path: Path, head: bytes, body: bytes, codes: list[str]) -> None:
    [found, after] = read(write(tmp_path / "a.warc", in_answer(head, body) + record(2)))
    assert isinstance(found, Source)
    assert [w.code for w in found.warnings] == codes
    assert titles([after]) == ["Bridge 2 is held"]


@pytest.mark.parametrize("digest", ["md5:zzz", "none", "sha1:xyz", "sha512:" + "0" * 31, "sha256:é"])
def test_a_digest_that_is_none_is_said_and_loses_no_record(tmp_path: Path, digest: str) -> None:
    odd = record(1).replace(b"WARC-Type: response\r\n", f"WARC-Type: response\r\nWARC-Block-Digest: {digest}\r\n".encode())
    found, after = read(write(tmp_path / "a.warc", odd + record(2)))
    assert isinstance(found, Source)
    assert [w.code for w in found.warnings] == ["DIGEST"]
    assert titles([after]) == ["Bridge 2 is held"]


def test_what_stands_before_the_first_record_is_passed_over(tmp_path: Path) -> None:
    assert titles(read(write(tmp_path / "a.warc", b"GARBAGE\n" * 100 + record(1)))) == ["Bridge 1 is held"]


@pytest.mark.parametrize("packing", ["br", "zstd", "gzip, gzip"])
def test_a_page_packed_in_a_way_that_is_not_undone_is_an_error(tmp_path: Path, packing: str) -> None:
    page = record(1).replace(b"200 OK\r\n", f"200 OK\r\nContent-Encoding: {packing}\r\n".encode())
    page = re.sub(rb"(msgtype=response\r\nContent-Length: )(\d+)", lambda m: m[1] + str(int(m[2]) + 20 + len(packing)).encode(), page)
    assert titles(read(write(tmp_path / "a.warc", page + record(2)))) == ["PACKED", "Bridge 2 is held"]
