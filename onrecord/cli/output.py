"""Where results go: standard output, a file, or a folder with a file for each report; one writer a format."""

from __future__ import annotations

import json
import os
import re
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, BinaryIO, Protocol, TextIO

from onrecord.errors import OnRecordError, StorageError, UsageError
from onrecord.model.record import Record
from onrecord.model.source import Source

ENDINGS = {"text": ".txt", "json": ".json", "jsonl": ".jsonl", "html": ".html", "parquet": ".parquet"}
BINARY = ("parquet",)
ROW_GROUP = 512
"""Rows of Parquet held back before they are written: some ten megabytes of records."""


class Sink(Protocol):
    """Takes results one after the other."""

    def add(self, source: Source | None, result: Record | OnRecordError) -> None: ...
    def close(self) -> None: ...


@contextmanager
def open_sink(options: Namespace) -> Iterator[Sink]:
    """Open the output that the options name. Raises `StorageError` where it cannot be written, `UsageError` where it makes no sense."""
    out = options.out
    if out is not None and _is_folder(out):
        yield FolderSink(Path(out), options.format)
    elif out is None:
        with _storage("standard output"):
            sink = SINKS[options.format](sys.stdout.buffer if options.format in BINARY else sys.stdout)
            yield sink
            sink.close()
            sys.stdout.flush()
    else:
        with _storage(out), _whole_file(Path(out), options.paths, binary=options.format in BINARY) as file:
            sink = SINKS[options.format](file)
            yield sink
            sink.close()


def _is_folder(out: str) -> bool:
    return out.endswith(("/", os.sep)) or Path(out).is_dir()


@contextmanager
def _storage(where: str) -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise StorageError(
            f"{error.strerror or error}", report=where, stage="output", code="STORAGE", remedy="free space or name another --out"
        ) from error


@contextmanager
def _whole_file(path: Path, inputs: list[str], *, binary: bool = False) -> Iterator[IO[Any]]:
    """Write beside the file and move it into place at the end, so that a file under its name is always whole."""
    if path.exists() and any(Path(p).is_file() and path.samefile(p) for p in inputs):
        raise UsageError("--out names an input file", report=str(path), code="SAME_FILE", remedy="name another file")
    if path.exists() and not path.is_file():  # a device or a pipe takes no renaming
        with _opened(path, binary) as file:
            yield file
        return
    part = path.with_name(path.name + ".part")
    with _opened(part, binary) as file:
        try:
            yield file
        except BaseException:
            file.flush()
            print(f"onrecord: what was written so far is in {part}", file=sys.stderr)
            raise
    part.replace(path)


def _opened(path: Path, binary: bool) -> IO[Any]:
    return path.open("wb") if binary else path.open("w", encoding="utf-8", errors="backslashreplace", newline="\n")


class JsonLinesSink:
    """A line for each report, in order: {"id", "record"} or {"id", "error"}."""

    def __init__(self, file: TextIO) -> None:
        self._file = file

    def add(self, source: Source | None, result: Record | OnRecordError) -> None:
        if isinstance(result, Record):
            line = f'{{"id": {json.dumps(_id(source, result), ensure_ascii=False)}, "record": {result.to_json()}}}'
        else:
            line = json.dumps({"id": _id(source, result), "error": error_fields(result)}, ensure_ascii=False)
        self._file.write(line + "\n")
        self._file.flush()

    def close(self) -> None:
        pass


def _id(source: Source | None, result: Record | OnRecordError) -> str | None:
    if source is not None:
        return source.key or source.source
    return (result.key or result.report) if isinstance(result, OnRecordError) else None


def error_fields(error: OnRecordError) -> dict[str, str | None]:
    """Give an error as plain fields, as its line in JSON Lines holds it."""
    return {"code": error.code, "stage": error.stage, "message": error.message, "remedy": error.remedy}


class JsonSink:
    """One report gives its record; more than one give a list of records, written as they come."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._first: Record | None = None
        self._open = False

    def add(self, source: Source | None, result: Record | OnRecordError) -> None:
        if not isinstance(result, Record):
            return
        if self._first is None:
            self._first = result
            return
        if not self._open:
            self._file.write("[\n" + self._first.to_json())
            self._open = True
        self._file.write(",\n" + result.to_json())

    def close(self) -> None:
        if self._open:
            self._file.write("\n]\n")
        elif self._first is not None:
            self._file.write(self._first.to_json(indent=2) + "\n")


class TextSink:
    """The reading view, one report below the other."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._any = False

    def add(self, source: Source | None, result: Record | OnRecordError) -> None:
        from onrecord.export.text import write_text

        if isinstance(result, Record):
            if self._any:
                self._file.write("\n")
            write_text(result, self._file)
            self._any = True

    def close(self) -> None:
        pass


class HtmlSink:
    """One page; several reports need a folder."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._any = False

    def add(self, source: Source | None, result: Record | OnRecordError) -> None:
        from onrecord.export.html import render_page

        if not isinstance(result, Record):
            return
        if self._any:
            raise UsageError("several reports do not fit one page", code="SEVERAL", remedy="name a folder: --out pages/")
        self._file.write(render_page(result))
        self._any = True

    def close(self) -> None:
        pass


class ParquetSink:
    """A row for each report, in order, with the columns of `onrecord.arrow`; one that could not be read has `error`."""

    def __init__(self, file: BinaryIO) -> None:
        """Raises `UsageError` where pyarrow is not installed."""
        from pyarrow.parquet import ParquetWriter

        from onrecord.arrow import schema_of

        self._schema = schema_of()
        self._writer = ParquetWriter(file, self._schema, compression="zstd")
        self._rows: list[dict[str, Any]] = []

    def add(self, source: Source | None, result: Record | OnRecordError) -> None:
        from onrecord.arrow import rows_of

        self._rows += rows_of((source, result))
        if len(self._rows) >= ROW_GROUP:
            self._write()

    def _write(self) -> None:
        from pyarrow import Table

        self._writer.write_table(Table.from_pylist(self._rows, schema=self._schema))
        self._rows = []

    def close(self) -> None:
        if self._rows:
            self._write()
        self._writer.close()


SINKS: dict[str, Callable[[Any], Sink]] = {
    "text": TextSink,
    "json": JsonSink,
    "jsonl": JsonLinesSink,
    "html": HtmlSink,
    "parquet": ParquetSink,
}


class FolderSink:
    """A file for each report, named by number, by what is harmless in its source's name, and by its digest."""

    def __init__(self, folder: Path, format: str) -> None:
        self._folder = folder
        self._format = format
        self._count = 0

    def add(self, source: Source | None, result: Record | OnRecordError) -> None:
        self._count += 1
        if not isinstance(result, Record):
            return
        path = self._folder / file_name(self._count, result.report.source, result.report.id, ENDINGS[self._format])
        with _storage(str(path)):
            self._folder.mkdir(parents=True, exist_ok=True)
            with _whole_file(path, [], binary=self._format in BINARY) as file:
                sink = SINKS[self._format](file)
                sink.add(source, result)
                sink.close()

    def close(self) -> None:
        pass


def file_name(number: int, source: str, digest: str, ending: str) -> str:
    """Make a file name of a report's number, source and digest; no path or reserved name can come of it."""
    stem = source.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
    with suppress(ValueError):
        stem = stem[: stem.rindex(".")] or stem
    slug = re.sub(r"[^a-z0-9]+", "-", stem.lower()[:80]).strip("-")[:40].strip("-")
    return "-".join(x for x in (f"{number:04d}", slug, digest[:8]) if x) + ending
