"""Paths to inputs: files, folders, patterns and standard input, each read in order, each failure in its place."""

from __future__ import annotations

import glob
import os
import select
import stat
import sys
from collections.abc import Iterable, Iterator

from onrecord.errors import InputError, OnRecordError, UsageError
from onrecord.ingest.decode import is_binary
from onrecord.ingest.inputs import HEAD, Input, unforeseen
from onrecord.ingest.kinds import READERS, Outcome, reader_of, recognise
from onrecord.model.source import Unread
from onrecord.settings import Settings

STDIN = "-"
_BLANK = b"\xef\xbb\xbf\xff\xfe \t\r\n\x0b\x0c\x00"
DOCUMENTS = frozenset({"html", "feed", "newsml", "nitf", "ninjs", "anpa", "mail"})
"""Kinds that are taken apart whole: what hides in one may cost more than it looks. The others are read line by line, record by record."""
LARGEST = 50_000_000
"""Bytes of the largest document that a reader of any kind takes."""
_PATTERN = frozenset("*?[")


def read_paths(paths: Iterable[str], input_format: str | None, settings: Settings) -> Iterator[Outcome]:
    """Read every report under these paths. Raises `UsageError` (BAD_FORMAT) before the first."""
    if input_format is not None and input_format not in READERS:
        raise UsageError(f"unknown input format {input_format!r}", code="BAD_FORMAT", remedy=f"one of {', '.join(sorted(READERS))}")
    return _read_all(paths, input_format, settings)


def _read_all(paths: Iterable[str], input_format: str | None, settings: Settings) -> Iterator[Outcome]:
    for path in paths:
        for item in [path] if path == STDIN else _files(path):
            if isinstance(item, OnRecordError):
                yield item
            else:
                yield from _read_one(item, input_format, settings)


def _files(path: str) -> Iterator[str | InputError]:
    """Give the files that a path stands for, sorted, or the error that it stands for."""
    if os.path.isdir(path):
        yield from _folder(path)
    elif os.path.lexists(path):
        yield path
    elif _PATTERN & set(path):
        found = sorted(glob.glob(path, recursive=True))
        if not found:
            yield _error(path, "NO_FILE", "no file fits this pattern", "check the pattern; quote it so that the shell leaves it alone")
        for name in found:
            yield from _folder(name) if os.path.isdir(name) else [name]
    else:
        yield _error(path, "NO_FILE", "there is no such file or folder", "check the path")


def _folder(path: str) -> Iterator[str | InputError]:
    """Walk a folder to the bottom in sorted order. Links are followed to files inside the folder only."""
    refused: list[InputError] = []
    empty = True
    inside = os.path.realpath(path) + os.sep
    for folder, folders, names in os.walk(path, onerror=lambda e: refused.append(_no_access(str(e.filename), e))):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        yield from refused
        empty = empty and not refused
        refused.clear()
        for name in sorted(n for n in names if not n.startswith(".")):
            full = os.path.join(folder, name)
            empty = False
            if os.path.islink(full) and not os.path.realpath(full).startswith(inside):
                yield _error(full, "LINK_OUTSIDE", "is a link that leaves the folder", "name the file itself")
            elif not os.path.isfile(full):
                yield _error(full, "NOT_A_FILE", "is no regular file", "leave it out")
            else:
                yield full
    yield from refused
    if empty and not refused:
        yield _error(path, "NO_REPORTS", "the folder holds no file", "name a folder with reports in it")


def _error(path: str, code: str, message: str, remedy: str) -> InputError:
    return InputError(message, report=path, stage="ingest", code=code, remedy=remedy)


def _no_access(path: str, error: OSError) -> InputError:
    code = {FileNotFoundError: "NO_FILE", PermissionError: "NO_ACCESS"}.get(type(error), "UNREADABLE")
    return _error(path, code, error.strerror or str(error), "check the path and your rights to it")


def _read_one(path: str, input_format: str | None, settings: Settings) -> Iterator[Outcome]:
    """Read one file or standard input. Whatever goes wrong inside a reader is this input's error and nobody else's."""
    # A file name need not be text; in a record it is, with what is none written as \xff.
    name = "standard input" if path == STDIN else os.fsencode(path).decode("utf-8", "backslashreplace")
    try:
        if path == STDIN:
            yield from read_recognised(Input(name, sys.stdin.buffer), input_format, settings)
            return
        with open(path, "rb", buffering=0, opener=_opened) as stream:
            found = os.fstat(stream.fileno())
            regular = stat.S_ISREG(found.st_mode)
            if stat.S_ISFIFO(found.st_mode) and not _written(stream.fileno()):
                yield _error(name, "NO_WRITER", "is a pipe that nothing writes to", "start what writes to it first")
                return
            if not regular:
                os.set_blocking(stream.fileno(), True)
            yield from read_recognised(Input(name, stream, found.st_size if regular else None), input_format, settings)
    except OnRecordError as error:
        yield error
    except OSError as error:
        yield _no_access(name, error)
    except MemoryError:
        raise
    except Exception as error:
        yield unforeseen(name, error)


WRITER_SECONDS = 10
"""How long a pipe may wait for its first words."""


def _opened(path: str, flags: int) -> int:
    """Open a path without waiting: a pipe that nobody has opened for writing would be waited for without end."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _written(pipe: int) -> bool:
    """Wait for a pipe's first words; tell whether any came, or its writer ended."""
    ready, _, _ = select.select([pipe], [], [], WRITER_SECONDS)
    return bool(ready)


def read_recognised(source: Input, input_format: str | None, settings: Settings) -> Iterator[Outcome]:
    """Read an input as the kind that was named, else as what it is. Raises `InputError` (EMPTY, BINARY)."""
    if len(source.head) < HEAD and not source.head.strip(_BLANK):
        raise source.error("EMPTY", "holds nothing but white space" if source.head else "is empty", "give a file with a report in it")
    packed = source.head.startswith(b"\x1f\x8b")
    kind = "gzip" if packed else input_format or recognise(source.head, source.kind_name or source.name)
    if kind in ("text", "html", "jsonl", "csv", "ninjs") and is_binary(source.head):
        raise source.error("BINARY", "is no text", "convert it to text or HTML first")
    if settings.apart and kind in DOCUMENTS:
        data = source.read(LARGEST, f"{LARGEST:,} bytes for a document")
        yield Unread(name=source.name, data=data, kind=kind)
        return
    try:
        yield from reader_of(kind)(source, settings)
    except InputError as error:
        error.report = error.report or source.name
        raise
