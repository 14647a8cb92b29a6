"""Taking a document apart takes time in proportion to it, whatever stands in it: twice the bytes, less than 2.6 times the time."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from onrecord.errors import OnRecordError
from onrecord.ingest.apart import take_apart
from onrecord.ingest.kinds import READERS
from onrecord.model.source import Source, Unread
from onrecord.settings import Settings

MOST = 2.6
TRIES = 5
SMALL = 0.08
"""Seconds under which the clock says more about the machine than about the document."""
WORDS = "The mayor of the port said on Monday that the bridge would stay shut. "
PLAIN = f"<p>{WORDS}</p>"


def page(unit: str, size: int, before: str = "", after: str = "") -> bytes:
    body = "".join(unit.replace("{n}", str(n)) for n in range(size // len(unit)))
    return f"<html><head><title>Shut</title></head><body><article>{PLAIN * 3}{before}{body}{after}</article></body></html>".encode()


PAGES = {
    "paragraphs": PLAIN,
    "attributes of one tag": ' a{n}="{n}"',
    "attributes with marks": ' a{n}="<>"',
    "attributes without values": " a{n}",
    "tags within tags": "<div>",
    "inline within inline": "<b><i>",
    "open paragraphs": "<p>we go",
    "breaks": "go<br>",
    "links": '<a href="/{n}">road {n}</a> ',
    "lists": "<ul><li>road {n}",
    "stories beside": '<li><a href="/{n}">Road {n}</a><time datetime="2024-01-02">2 January</time></li>',
    "tables within tables": "<table><tr><td>",
    "cells": "<td>road {n}</td>",
    "forms": "<select><option>a<option>b",
    "comments": "<!-- road -->",
    "open comments": "<!-- ",
    "scripts": "<script>a<b</script>",
    "open scripts": "<script>",
    "entities": "&amp;&eacute;&#8220;",
    "marks": "<",
    "closing tags": "</p></div>",
    "dates": "<time datetime='2024-05-14'>14 May 2024</time> ",
    "metadata": '<meta name="author" content="Ann {n} Lee">',
    "headings": "<h1>Road {n} is shut</h1>",
    "quotations": "<blockquote><p>We go {n}.</p><footer>Ann Lee, nurse</footer></blockquote>",
    "posts": "<blockquote class='twitter-tweet'><p>We go.</p>&mdash; Ann Lee (@lee) May 14, 2024</blockquote>",
    "comments of readers": "<div class='comment'><p>Not true {n}.</p></div>",
    "figures": "<figure><img alt='a'><figcaption>Ann {n} walks.</figcaption></figure>",
    "preformatted": "<pre>We go\nand stay</pre>",
}
ODD = {"attributes of one tag", "attributes with marks", "attributes without values"}


def html(family: str) -> Callable[[int], bytes]:
    unit = PAGES[family]
    return lambda size: page(unit, size, "<p", ">") if family in ODD else page(unit, size)


def linked_data(size: int) -> bytes:
    nodes = ",".join('{"@type":"NewsArticle","headline":"Road","author":[{"name":"Ann Lee"}]}' for _ in range(size // 70))
    return page(PLAIN, 500, f'<script type="application/ld+json">[{nodes}]</script>')


def mail(head: str = "", body: str = "") -> Callable[[int], bytes]:
    start = "From: a@example.org\nSubject: Bridge\nDate: Tue, 14 May 2024 10:00:00 +0000\n"

    def made(size: int) -> bytes:
        more = "".join(head.replace("{n}", str(n)) for n in range(size // len(head))) if head else ""
        rest = "".join(body.replace("{n}", str(n)) for n in range(size // len(body))) if body else WORDS
        return f"{start}{more}\n{rest}".encode()

    return made


def parts(size: int) -> bytes:
    one = f"--x\nContent-Type: text/plain\n\n{WORDS}\n"
    return f"From: a@example.org\nSubject: B\nContent-Type: multipart/mixed; boundary=x\n\n{one * (size // len(one))}--x--\n".encode()


def nested(size: int) -> bytes:
    unit = "Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n"
    inside = "".join(unit.replace("{n}", str(n)) for n in range(size // len(unit)))
    return f"From: a@example.org\nSubject: B\n{inside}Content-Type: text/plain\n\n{WORDS}".encode()


MAILS: dict[str, Callable[[int], bytes]] = {
    "words": mail(body=WORDS),
    "lines": mail(body="We go\n"),
    "quoted lines": mail(body="> We go\n"),
    "quoted quoted lines": mail(body=">"),
    "forwarded": mail(body="-----Original Message-----\nFrom: Desk\nSent: Friday, May 10, 2024 9:00 AM\n\nWe go.\n\n"),
    "introductions": mail(body="On Fri, May 10, 2024 at 9:00 AM Ann <a@example.org> wrote:\n"),
    "headers": mail("X-Road-{n}: shut\n"),
    "received": mail("Received: from a.example by b.example; Tue, 14 May 2024 10:00:00 +0000\n"),
    "folded header": mail("Subject: a\n b\n c\n"),
    "encoded words": mail("To: =?utf-8?q?Ann_Lee?= <a{n}@example.org>\n"),
    "parts": parts,
    "parts within parts": nested,
}


def feed(item: str, *, wrap: str = "<rss><channel><title>T</title>{}</channel></rss>") -> Callable[[int], bytes]:
    return lambda size: wrap.replace("{}", "".join(item.replace("{n}", str(n)) for n in range(size // len(item)))).encode()


FEEDS: dict[str, Callable[[int], bytes]] = {
    "items": feed("<item><title>Road {n}</title><pubDate>Tue, 14 May 2024 10:00:00 GMT</pubDate><description>We go.</description></item>"),
    "one guid": feed(f"<item><guid>0</guid><title>Road {{n}}</title><description>{WORDS}</description></item>"),
    "open items": feed("<item><title>Road {n}</title>"),
    "dates": feed("<item><title>Road</title><description>Go.</description><pubDate>32 Foo 2024 {n}</pubDate></item>"),
    "tags within tags": feed("<a>"),
    "markup inside": feed("<item><description>&lt;p&gt;We go {n}.&lt;/p&gt;</description><title>Road</title></item>"),
    "one long item": feed("&lt;p&gt;We go {n}.&lt;/p&gt;", wrap="<rss><channel><item><title>R</title><description>{}</description></item></channel></rss>"),
    "namespaces": feed('<item xmlns:a{n}="http://a{n}.example/"><title>Road {n}</title><a{n}:b>go</a{n}:b></item>'),
    "entries": feed("<entry><id>{n}</id><title>Road</title><content>We go.</content></entry>", wrap='<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title>{}</feed>'),
    "attributes": feed(' a{n}="{n}"', wrap="<rss><channel><item{}><title>Road</title><description>We go.</description></item></channel></rss>"),
}  # fmt: skip


def record(content: str, length: str = "{size}", more: str = "") -> str:
    payload = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{content}"
    stated = length.replace("{size}", str(len(payload)))
    return (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/{{n}}\r\nWARC-Date: 2024-05-14T10:00:00Z\r\n{more}"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {stated}\r\n\r\n{payload}\r\n\r\n"
    )


def warc(unit: str) -> Callable[[int], bytes]:
    return lambda size: "".join(unit.replace("{n}", str(n)) for n in range(size // len(unit))).encode()


WARCS: dict[str, Callable[[int], bytes]] = {
    "pages": warc(record(f"<html><body><p>{WORDS}</p></body></html>")),
    "wrong lengths": warc(record(f"<html><body><p>{WORDS}</p></body></html>", "7")),
    "no lengths": warc(record("<html></html>", "many")),
    "endless lengths": warc(record("<html></html>", "999999999")),
    "long headers": warc(record("<html></html>", more="X-Road: {n}\r\n" * 50)),
    "openings": warc("WARC/1.0\r\n"),
    "blank lines": lambda size: record("<html></html>").encode() + b"\r\n" * (size // 2),
}

FAMILIES = {
    **{f"html: {name}": ("html", html(name), 120_000) for name in PAGES},
    "html: linked data": ("html", linked_data, 300_000),
    **{f"mail: {name}": ("mail", made, 200_000) for name, made in MAILS.items()},
    **{f"feed: {name}": ("feed", made, 15_000) for name, made in FEEDS.items()},
    **{f"warc: {name}": ("warc", made, 30_000) for name, made in WARCS.items()},
}


def test_every_kind_of_document_is_here() -> None:
    """Text and tables are lines; agencies' formats are XML and JSON read by the same readers as feeds."""
    assert {kind for kind, _, _ in FAMILIES.values()} | {"text", "jsonl", "csv", "gzip", "newsml", "nitf", "ninjs", "anpa"} == set(READERS)


def seconds(kind: str, data: bytes) -> float:
    start = time.process_time()
    for found in take_apart(Unread(name="made", data=data, kind=kind), Settings()):
        assert isinstance(found, Source | OnRecordError)
        assert not (isinstance(found, OnRecordError) and found.code == "INTERNAL"), found
    return time.process_time() - start


@pytest.mark.parametrize("family", FAMILIES)
def test_time_grows_with_the_document_and_no_faster(family: str) -> None:
    kind, made, size = FAMILIES[family]
    short, long = made(size), made(2 * size)
    ratio = 0.0
    for _ in range(TRIES):  # a busy machine can spoil one measurement, not the least of several
        once, twice = seconds(kind, short), seconds(kind, long)
        ratio = twice / max(once, SMALL)
        if ratio < MOST:
            return
    pytest.fail(f"twice the document took {ratio:.1f} times the time ({twice:.2f} s)")
