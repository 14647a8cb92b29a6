"""From bytes to sources: files, folders, patterns and standard input in every form that reports come in.

Nothing heavy is imported before a file asks for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from onrecord.model.source import text_source as from_text

if TYPE_CHECKING:
    from onrecord.errors import OnRecordError
    from onrecord.model.source import Source, Unread
    from onrecord.settings import Settings

__all__ = ["FORMATS", "from_text", "read_documents", "read_sources"]

FORMATS = ("text", "html", "jsonl", "csv", "feed", "warc", "newsml", "nitf", "ninjs", "anpa", "mail", "gzip")
"""The kinds of input that can be named; without a name each input is recognised by its content."""


def read_sources(paths: Iterable[str], *, input_format: str | None = None, settings: Settings) -> Iterator[Source | OnRecordError]:
    """Read every report under these paths, in order; what cannot be read comes as an error in its place and the others go on.

    `paths`: files, folders (searched to the bottom, sorted), patterns with * ? [], "-" for standard input. `input_format`: None to
    recognise each file by its content, else one of `FORMATS`. Raises `UsageError` for an unknown format.
    """
    from onrecord.ingest.walk import read_paths

    return cast("Iterator[Source | OnRecordError]", read_paths(paths, input_format, replace(settings, apart=False)))


def read_documents(
    paths: Iterable[str], *, input_format: str | None = None, settings: Settings
) -> Iterator[Source | Unread | OnRecordError]:
    """Find every report under these paths as `read_sources` does; pages and other documents come as they are, to be taken apart."""
    from onrecord.ingest.walk import read_paths

    return read_paths(paths, input_format, replace(settings, apart=True))
