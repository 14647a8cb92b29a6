"""Whatever bytes come in: a source with text, or one clear error; never another exception."""

from __future__ import annotations

import gzip
import io

from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import OnRecordError
from onrecord.ingest.inputs import Input
from onrecord.ingest.walk import read_recognised
from onrecord.model.source import Source
from onrecord.parse.anatomy import read_anatomy
from onrecord.settings import Settings

BEGINNINGS = [
    b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b'{"id": "a", "text": "', b'[{"uri": "x", "headline": "', b"<html><body><p>", b"<?xml version='1.0'?><nitf><body.content><p>",
    b"<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/'><contentSet><inlineData>", b"<NewsML><NewsItem><NewsComponent><DataContent>",
    b"<rss><channel><item><title>", b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 90\r\n\r\nHTTP/1.1 200 OK\r\n",
    b"From: a@b.c\r\nSubject: x\r\nDate: now\r\nMIME-Version: 1.0\r\n\r\n", b"\x16\x16\x01a\x02^BC-", b"title,text\n", b"\x1f\x8b\x08\x00", b" date 2024-03-09 ",
]  # fmt: skip
PIECES = [
    b"The army said on Friday that it held the bridge.", b"</p>", b"<p>", b'"', b"}", b"]", b"\n", b"\r\n", b"&amp;", b"&x;", b"<![CDATA[", b"]]>", b"<!--",
    b"\x00", b"\xff", b"\xe2\x80", "“".encode(), b"\x93", b",", b"(AFP)", b"</", b"<!DOCTYPE x [<!ENTITY y 'z'>]>", b"\\ud800", b"=?utf-8?q?=FF?=",
]  # fmt: skip
BYTES = st.builds(
    lambda start, rest: start + b"".join(rest),
    st.sampled_from(BEGINNINGS),
    st.lists(st.sampled_from(PIECES) | st.binary(max_size=8), max_size=25),
)


@settings(max_examples=400, deadline=None)
@given(data=BYTES, name=st.sampled_from(["a", "a.html", "a.xml", "a.json", "a.jsonl", "a.csv", "a.eml", "a.warc"]), packed=st.booleans())
def test_a_source_or_an_error(data: bytes, name: str, packed: bool) -> None:
    limits = Settings(max_chars=100_000)
    source = Input(name, io.BytesIO(gzip.compress(data) if packed else data))
    items: list[Source | OnRecordError] = []
    try:
        items.extend(read_recognised(source, None, limits))
    except OnRecordError as error:
        items.append(error)
    assert items
    for item in items:
        if isinstance(item, OnRecordError):
            assert item.report
            assert item.code != "INTERNAL"
            assert len(str(item)) < 600
        elif item.text.strip():
            assert read_anatomy(item, limits).report.text == item.text
