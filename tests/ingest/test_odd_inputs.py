"""Pipes without a writer, charsets that are none, text that packs well."""

from __future__ import annotations

import gzip
import os
import threading
from pathlib import Path

import pytest

from onrecord.errors import OnRecordError
from onrecord.ingest import read_sources, walk
from onrecord.ingest.decode import decode
from onrecord.model.source import Source
from onrecord.settings import Settings

TEXT = "The mayor said on Tuesday that the bridge would stay shut."


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are a thing of Unix")
def test_a_pipe_waits_for_its_writer_but_not_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    monkeypatch.setattr(walk, "WRITER_SECONDS", 0.1)
    [refused] = read_sources([str(pipe)], settings=Settings())
    assert isinstance(refused, OnRecordError)
    assert refused.code == "NO_WRITER"
    monkeypatch.setattr(walk, "WRITER_SECONDS", 20)
    writer = threading.Thread(target=lambda: pipe.write_text(TEXT))
    writer.start()
    [found] = read_sources([str(pipe)], settings=Settings())
    writer.join()
    assert isinstance(found, Source)
    assert found.text == TEXT


@pytest.mark.parametrize("charset", ["punycode", "idna", "unicode-escape", "undefined", "hex", "no-such"])
def test_a_charset_that_is_none_is_passed_over(charset: str) -> None:
    assert decode(TEXT.encode(), charset).text == TEXT


def test_a_mail_in_punycode_is_read(tmp_path: Path) -> None:
    mail = tmp_path / "a.eml"
    mail.write_text(f"From: a@example.org\nSubject: Bridge\nContent-Type: text/plain; charset=punycode\n\n{TEXT}\n")
    [found] = read_sources([str(mail)], settings=Settings())
    assert isinstance(found, Source)
    assert TEXT in found.text


def test_text_that_packs_well_is_read_below_a_bound(tmp_path: Path) -> None:
    packed = tmp_path / "a.txt.gz"
    packed.write_bytes(gzip.compress((TEXT + "\n").encode() * 20_000))
    [found] = read_sources([str(packed)], settings=Settings())
    assert isinstance(found, Source)
    assert len(found.text) > 1_000_000
