"""The Python API: read a file, a text, or a stream of either."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import lru_cache
from os import PathLike, fspath
from typing import TYPE_CHECKING, Literal

from onrecord.errors import InputError, OnRecordError, UsageError
from onrecord.model.lexicon import Lexicon
from onrecord.model.record import Record
from onrecord.model.source import Source, text_source
from onrecord.settings import Settings

if TYPE_CHECKING:
    from onrecord.pipeline import Reader

InputFormat = Literal["auto", "text", "html", "jsonl", "csv", "feed", "warc", "newsml", "nitf", "ninjs", "anpa", "mail", "gzip"]
Readable = str | PathLike[str] | Source | Mapping[str, object]
OnError = Literal["yield", "skip", "raise"]

FIELDS = ("id", "text", "date", "title", "source")
"""What a mapping handed to `read_many` may hold, as a line of JSON Lines may; others are passed over."""


def read(
    path: str | PathLike[str],
    *,
    published: str | date | None = None,
    input_format: InputFormat = "auto",
    model: str | None = None,
    lexicon: str | PathLike[str] | None = None,
) -> Record:
    """Read the one report that a file holds.

    `published` is the date that "Wednesday" hangs on, where the file does not say it; `model` another spaCy pipeline with UD
    labels; `lexicon` a folder of your own words and event types (docs/lexicons.md). Raises `InputError` where the file cannot be
    read, `UsageError` where it holds several reports (see `read_many`) or where a row of the lexicon is wrong.
    """
    settings = Settings(published=iso_date(published), model=model, lexicon=_lexicon(lexicon))
    sources = _sources(fspath(path), input_format, settings)
    first = next(sources, None)
    if first is None:
        raise InputError("no report in it", report=fspath(path), stage="ingest", code="EMPTY", remedy="name a file that holds a report")
    if next(sources, None) is not None:
        raise UsageError("several reports are in it", report=fspath(path), code="SEVERAL", remedy="use onrecord.read_many")
    if isinstance(first, OnRecordError):
        raise first
    return _reader(settings).read(first)


def read_text(
    text: str,
    *,
    published: str | date | None = None,
    title: str | None = None,
    source: str | None = None,
    model: str | None = None,
    lexicon: str | PathLike[str] | None = None,
) -> Record:
    """Read a report handed over as text; it becomes `record.report.text` unchanged, so that offsets fit the caller's copy.

    `source` names the report in the record and in errors; `lexicon`: see `read`. Raises `InputError` where there is nothing to read.
    """
    _check_text(text, source)
    reader = _reader(Settings(model=model, lexicon=_lexicon(lexicon)))
    return reader.read(text_source(text, published=iso_date(published), title=title, source=source))


def read_many(
    items: Iterable[Readable],
    *,
    workers: int = 1,
    published: str | date | None = None,
    input_format: InputFormat = "auto",
    model: str | None = None,
    lexicon: str | PathLike[str] | None = None,
    on_error: OnError = "yield",
) -> Iterator[Record | OnRecordError]:
    """Read a stream of reports in order, holding a few batches in memory.

    Items are paths (a file may hold many reports), mappings `{"id", "text", "date"?, "title"?, "source"?}` or `Source` objects.
    A report that cannot be read gives its `OnRecordError` in its place; `on_error="skip"` leaves it out, `"raise"` raises it.
    The records are the same, byte for byte, whatever the number of `workers` (processes).
    """
    from onrecord.workers import read_stream

    settings = Settings(published=iso_date(published), model=model, lexicon=_lexicon(lexicon))
    if isinstance(items, str | PathLike | Mapping):
        raise UsageError("one item is not a stream", code="NOT_A_STREAM", remedy="hand over a list, or use onrecord.read")
    reader = _reader(settings) if workers == 1 else None
    return _choose(read_stream(_expand(items, input_format, settings), settings, workers=workers, reader=reader), on_error)


def _choose(outcomes: Iterable[tuple[Source | None, Record | OnRecordError]], on_error: OnError) -> Iterator[Record | OnRecordError]:
    for _, result in outcomes:
        if isinstance(result, Record) or on_error == "yield":
            yield result
        elif on_error == "raise":
            raise result


def _expand(items: Iterable[Readable], input_format: InputFormat, settings: Settings) -> Iterator[Source | OnRecordError]:
    for item in items:
        if isinstance(item, Source):
            yield item
        elif isinstance(item, Mapping):
            yield source_of(item)
        else:
            yield from _sources(fspath(item), input_format, settings)


def source_of(item: Mapping[str, object]) -> Source | OnRecordError:
    """Make a source of a mapping with the keys of `FIELDS`; an error with its key where a value is not what it should be."""
    values = {name: item.get(name) for name in FIELDS}
    key = None if values["id"] is None else str(values["id"])
    wrong = [name for name in ("date", "title", "source") if not isinstance(values[name], str | date | None)]
    if not isinstance(values["text"], str) or wrong:
        error = InputError(
            f"{' and '.join(wrong) or 'text'} is not a string",
            report=key,
            stage="ingest",
            code="BAD_FIELD",
            remedy="see onrecord.read_many",
        )
        error.key = key
        return error
    try:
        day = iso_date(values["date"])  # type: ignore[arg-type]
        _check_text(values["text"], key)
    except OnRecordError as error:
        failed = InputError(error.message, report=key, stage="ingest", code=error.code, remedy=error.remedy)
        failed.key = key
        return failed
    title, source = (None if values[n] is None else str(values[n]) for n in ("title", "source"))
    return text_source(values["text"], published=day, title=title, source=source, key=key)


def _sources(path: str, input_format: InputFormat, settings: Settings) -> Iterator[Source | OnRecordError]:
    from onrecord.ingest import read_sources

    return read_sources([path], input_format=None if input_format == "auto" else input_format, settings=settings)


@lru_cache(maxsize=2)
def _reader_of(model: str | None) -> Reader:
    from onrecord.pipeline import Reader

    return Reader(Settings(model=model))


def _reader(settings: Settings) -> Reader:
    """Give a reader with these settings that shares the loaded language pipeline with the others of the same model."""
    from onrecord.pipeline import Reader

    return Reader(settings, parser=_reader_of(settings.model).parser)


def _lexicon(folder: str | PathLike[str] | None) -> Lexicon | None:
    if folder is None:
        return None
    from onrecord.lexicons.checking import load

    return load(folder)


def _check_text(text: object, report: str | None) -> None:
    """Raise where a text is none: no string, or one with half a surrogate pair in it, which no file could hold."""
    if not isinstance(text, str):
        raise UsageError(f"{type(text).__name__} is no text", report=report, code="BAD_FIELD", remedy="hand over a str")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        what, remedy = f"half a surrogate pair at {error.start} is no character", "decode the bytes with errors='replace'"
        raise InputError(what, report=report, stage="ingest", code="BAD_CHARACTER", remedy=remedy) from None


def iso_date(value: str | date | None) -> str | None:
    """Give a date as ISO text. Raises `UsageError` for anything that is not a calendar date."""
    if value is None:
        return None
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    try:
        return date.fromisoformat(value).isoformat()
    except (TypeError, ValueError):
        raise UsageError(f"{value!r} is not a date", code="BAD_DATE", remedy="write it as 2025-12-04") from None
