"""Paths, kinds and bytes: what each input gives, in order, and what each bad one is refused with."""

from __future__ import annotations

import hashlib
import io
import os
from pathlib import Path

import pytest

from onrecord.errors import OnRecordError, UsageError
from onrecord.ingest import FORMATS, from_text, read_sources
from onrecord.ingest.kinds import READERS, reader_of
from onrecord.model.source import Source
from onrecord.settings import Settings

TEXT = "“We hold the bridge,” a spokesman said on Friday – not for long."


def read(*paths: Path | str, input_format: str | None = None, **settings: int) -> list[Source | OnRecordError]:
    return list(read_sources([str(p) for p in paths], input_format=input_format, settings=Settings(**settings)))


def code(item: Source | OnRecordError) -> str:
    assert isinstance(item, OnRecordError), item
    return item.code


def source(item: Source | OnRecordError) -> Source:
    assert isinstance(item, Source), item
    return item


def write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("data", "encoding", "warnings"),
    [
        (TEXT.encode(), "utf-8", []),
        (b"\xef\xbb\xbf" + TEXT.encode(), "utf-8", []),
        (TEXT.encode("utf-16"), "utf-16-le", []),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16-be", []),
        (TEXT.encode("utf-16-le"), "utf-16-le", []),
        (TEXT.encode("utf-32"), "utf-32-le", []),
        (TEXT.encode("cp1252"), "windows-1252", ["ENC_GUESS"]),
        ("“We hold ".encode() + "the bridge,” a spokesman said on Friday – not for long.".encode("cp1252"), "utf-8", ["ENC_GUESS"]),
    ],
)
def test_encodings(tmp_path: Path, data: bytes, encoding: str, warnings: list[str]) -> None:
    [item] = read(write(tmp_path / "a.txt", data))
    found = source(item)
    assert (found.text, found.encoding, [w.code for w in found.warnings]) == (TEXT, encoding, warnings)
    assert found.id == hashlib.sha256(data).hexdigest()


def test_damaged_utf8_is_replaced_and_its_offset_told(tmp_path: Path) -> None:
    data = "“We hold".encode() + b"\xff" + " the bridge,” he said.".encode()
    [item] = read(write(tmp_path / "a.txt", data))
    assert source(item).text == "“We hold\ufffd the bridge,” he said."
    [warning] = source(item).warnings
    assert warning.code == "BAD_UTF8"
    assert "at byte 10" in warning.message


def test_other_scripts_are_detected(tmp_path: Path) -> None:
    text = "Президент заявил во вторник, что переговоры с соседними странами продолжатся на следующей неделе в столице. " * 5
    [item] = read(write(tmp_path / "a.txt", text.encode("cp1251")))
    assert "Президент" in source(item).text
    assert [w.code for w in source(item).warnings] == ["ENC_GUESS"]


def test_line_ends_and_nul_stay(tmp_path: Path) -> None:
    [item] = read(write(tmp_path / "a.txt", b"He said so.\r\nShe did\x00 not.\r\n"))
    assert source(item).text == "He said so.\r\nShe did\x00 not.\r\n"


@pytest.mark.parametrize(
    ("name", "data", "wanted"),
    [
        ("empty.txt", b"", "EMPTY"),
        ("spaces.txt", b" \n\t\r\n ", "EMPTY"),
        ("mark.txt", b"\xef\xbb\xbf", "EMPTY"),
        ("mark16.txt", b"\xff\xfe", "EMPTY"),
        ("markup.html", b"<html><head><script>alert('x')</script></head><body><div></div></body></html>", "EMPTY"),
        ("paper.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "BINARY"),
        ("image.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "BINARY"),
        ("noise.txt", bytes((i * 7919 + i // 3) % 256 for i in range(5000)), "BINARY"),
        ("lines.jsonl", b"\n\n", "EMPTY"),
    ],
)
def test_refused(tmp_path: Path, name: str, data: bytes, wanted: str) -> None:
    [item] = read(write(tmp_path / name, data))
    assert code(item) == wanted
    assert name in str(item)
    assert "\n" not in str(item)


def test_too_large_names_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    with path.open("wb") as file:
        file.write(b"x" * 100_000)
        file.seek(500_000_000)
        file.write(b"x")
    [item] = read(path)
    assert code(item) == "TOO_LARGE"
    assert "20,000,000" in str(item)
    [item] = read(write(tmp_path / "b.txt", b"a" * 101), max_chars=100)
    assert code(item) == "TOO_LARGE"
    [item] = read(write(tmp_path / "c.txt", b"a" * 100), max_chars=100)
    assert source(item).text == "a" * 100


def test_folders_patterns_and_missing_files(tmp_path: Path) -> None:
    (tmp_path / "b" / "deep").mkdir(parents=True)
    (tmp_path / "none").mkdir()
    write(tmp_path / "b" / "2.txt", b"Two men said so.")
    write(tmp_path / "b" / "1.txt", b"One man said so.")
    write(tmp_path / "b" / ".hidden", b"No one said so.")
    write(tmp_path / "b" / "deep" / "3.txt", b"")
    items = read(tmp_path / "b", tmp_path / "gone.txt", tmp_path / "none", tmp_path / "b" / "?.txt", tmp_path / "*.zip")
    told = [Path(i.source).name if isinstance(i, Source) else i.code for i in items]
    assert told == ["1.txt", "2.txt", "EMPTY", "NO_FILE", "NO_REPORTS", "1.txt", "2.txt", "NO_FILE"]


def test_links_out_of_a_folder_and_pipes_are_not_followed(tmp_path: Path) -> None:
    secret = write(tmp_path / "secret.txt", b"Secret words.")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "link.txt").symlink_to(secret)
    os.mkfifo(folder / "pipe.txt")
    assert [code(i) for i in read(folder)] == ["LINK_OUTSIDE", "NOT_A_FILE"]
    [item] = read(folder / "link.txt")
    assert source(item).text == "Secret words."


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_no_access(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", b"Words.")
    path.chmod(0)
    [item] = read(path)
    assert code(item) == "NO_ACCESS"


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stdin:
        buffer = io.BytesIO(b'{"id": "a", "text": "He said so."}\n{"id": "b", "text": "She did."}\n')

    monkeypatch.setattr("sys.stdin", Stdin)
    assert [source(i).key for i in read("-")] == ["a", "b"]


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.txt", b"The army said so.", "text"),
        ("a", b"<!DOCTYPE html><html><body><p>The army said on Friday that it held the bridge.</p></body></html>", "html"),
        ("a.txt", b"\n<html><body><p>The army said on Friday that it held the bridge.</p></body></html>", "html"),
        ("a.dat", b'{"id": 1, "text": "The army said so."}\n', "jsonl"),
        ("a.txt", b"{not JSON} the army said so.", "text"),
        ("a.txt", b"<The army> said so.", "text"),
    ],
)
def test_kind_by_content(tmp_path: Path, name: str, data: bytes, kind: str) -> None:
    [item] = read(write(tmp_path / name, data))
    assert source(item).kind == kind


def test_named_kind_wins(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", b'{"id": 1, "text": "The army said so."}\n')
    [item] = read(path, input_format="text")
    assert source(item).kind == "text"
    with pytest.raises(UsageError):
        read(path, input_format="doc")


SHAPED = {
    "quoted as a whole": ("> The mayor said\n> on Monday that\n>> all was well.\n", "  The mayor said\n  on Monday that\n   all was well.\n"),
    "an answer with a quotation": ("> The mayor said\nNo.\nNo, no.\nNo.\n", None),
    "typed with double spacing": ("The mayor said\n\non Monday that\n\nall was\n\nwell.\n", "The mayor said \non Monday that \nall was \nwell.\n"),
    "paragraphs of a line each": ("The mayor left.\n\nNobody came.\n\nAll was well.\n\nIt rained.\n", None),
    "verses": ("The mayor said\non Monday\n\nthat all was\n\nwell and\n\ngood.\n", None),
}


@pytest.mark.parametrize("name", SHAPED)
def test_marks_of_quoting_and_spacing_are_blanked_out_and_nothing_moves(tmp_path: Path, name: str) -> None:
    given, wanted = SHAPED[name]
    [found] = read(write(tmp_path / "a.txt", given.encode()))
    assert isinstance(found, Source)
    assert found.text == (wanted or given)
    assert len(found.text) == len(given)


def test_text_handed_over_stays() -> None:
    found = from_text("\ufeff He said so.\r\n", published="2024-03-09", title="T")
    assert found.text == "\ufeff He said so.\r\n"
    assert found.hints.published_from == "caller"


def test_every_format_has_a_reader() -> None:
    assert sorted(FORMATS) == sorted(READERS)
    assert all(callable(reader_of(name)) for name in FORMATS)
