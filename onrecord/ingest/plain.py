"""Plain text: one report a file."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from onrecord.ingest.decode import decode
from onrecord.ingest.inputs import BYTES_PER_CHARACTER, Input
from onrecord.model.source import Source
from onrecord.settings import Settings
from onrecord.text import runs_on

_QUOTED = re.compile(r"^(?:[ \t]?>)+", re.MULTILINE)
_LINE = re.compile(r"^.*\S.*$", re.MULTILINE)
_BLANK_LINE = re.compile(r"(?<=\S)[ \t]*\r?\n[ \t]*(?=\r?\n[ \t]*\S)")
MOST_QUOTED = 0.9
"""Share of the lines of a text from which it is all quoted."""
LEAST_LINES = 3


def unquoted(text: str) -> str:
    """Blank out the marks of quoting (">") before the lines of a text that is quoted as a whole; every character keeps its place."""
    if not text.startswith((">", " >")):
        return text
    lines = sum(1 for _ in _LINE.finditer(text))
    marked = sum(1 for _ in _QUOTED.finditer(text))
    if lines < LEAST_LINES or marked < MOST_QUOTED * lines:
        return text
    return _QUOTED.sub(lambda m: " " * len(m[0]), text)


def single_spaced(text: str) -> str:
    """Blank out every other line end of a text typed with an empty line behind each, whose sentences run over them."""
    ends = [m.start() for m in _BLANK_LINE.finditer(text)]
    if len(ends) < LEAST_LINES or _ADJACENT.search(text):
        return text
    over = sum(runs_on(text[max(0, at - 20) : at], text[at:].lstrip()[:1]) for at in ends if text[at - 1] not in ".!?\"”’)")
    return _BLANK_LINE.sub(lambda m: " " * len(m[0]), text) if over >= MOST_RUN_ON * len(ends) else text


_ADJACENT = re.compile(r"\S[ \t]*\r?\n[ \t]*\S")
"""Two lines without an empty one between them: no text typed with double spacing has such."""
MOST_RUN_ON = 0.5
"""Share of line ends within a sentence from which empty lines are spacing."""


def read_input(source: Input, settings: Settings) -> Iterator[Source]:
    """Read a text file as one report, line ends as they are. Raises `InputError` (EMPTY, TOO_LARGE)."""
    limit = f"{settings.max_chars:,} characters (max_chars)"
    data = source.read(settings.max_chars * BYTES_PER_CHARACTER, limit)
    decoded = decode(data)
    if len(decoded.text) > settings.max_chars:
        raise source.too_large(f"{len(decoded.text):,} characters", limit)
    if not decoded.text.strip("\ufeff \t\r\n\x0b\x0c\x00\u200b"):
        raise source.error("EMPTY", "holds no text", "give a file with a report in it")
    yield Source(
        id=hashlib.sha256(data).hexdigest(), source=source.name, text=single_spaced(unquoted(decoded.text)), kind="text",
        encoding=decoded.encoding, warnings=decoded.warnings,
    )  # fmt: skip
