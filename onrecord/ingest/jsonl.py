"""JSON Lines: {"id", "text", "date"?, "title"?, "source"?, "url"?, "authors"?, "publisher"?} a line, or other tools' keys (fields.py).

The text stays as it is, character for character.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

from onrecord.errors import InputError
from onrecord.ingest.decode import decode, in_utf8
from onrecord.ingest.fields import authors_of, date_of, find_fields, given, is_address
from onrecord.ingest.inputs import Input
from onrecord.model.record import Warn
from onrecord.model.source import Hints, Source
from onrecord.settings import Settings

ESCAPED = 6
"""Most bytes of JSON that one character takes (\\uXXXX)."""
MAX_DIGITS = 400
"""Longest integer read; no number of a report's metadata is longer, and Python itself stops at 4,300."""
_SURROGATE = re.compile("[\ud800-\udfff]")


class _Bad(ValueError):
    """A line that is not what it should be."""


def read_jsonl(path: Path, settings: Settings | None = None) -> Iterator[Source | InputError]:
    """Read a file of JSON Lines. A bad line becomes an error with its line number (and `key`, where its id can be read)."""
    with path.open("rb", buffering=0) as stream:
        yield from read_input(Input(str(path), stream), settings or Settings())


def read_input(source: Input, settings: Settings) -> Iterator[Source | InputError]:
    """Read JSON Lines as a stream: one line in memory at a time."""
    if in_utf8(source.head) is not source.head:
        raise source.error("ENCODING", "is JSON Lines in UTF-16", "convert it to UTF-8, which JSON is")
    limit = settings.max_chars * ESCAPED
    number = found = 0
    while line := source.stream.readline(limit + 1):
        number += 1
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if len(line) > limit:
            _skip_line(source, line)
            found += 1
            yield _error(
                source,
                number,
                "TOO_LARGE",
                f"is longer than the limit of {settings.max_chars:,} characters (max_chars)",
                "split it, or raise the limit",
            )
        elif line.strip():
            found += 1
            yield _read_line(source, number, line.rstrip(b"\r\n"), settings)
    if not found:
        raise source.error("EMPTY", "holds no line", "give lines of JSON with a text each")


def _skip_line(source: Input, line: bytes) -> None:
    while line and not line.endswith(b"\n"):
        line = source.stream.readline(1 << 20)


def _error(source: Input, number: int, code: str, message: str, remedy: str, key: str | None = None) -> InputError:
    error = InputError(f"line {number} {message}", report=f"{source.name}:{number}", stage="ingest", code=code, remedy=remedy)
    error.key = key
    return error


def _read_line(source: Input, number: int, line: bytes, settings: Settings) -> Source | InputError:
    decoded = decode(line)
    key = None
    try:
        data = _parse(decoded.text)
        fields = find_fields(data, dict(settings.columns))
        named = data.get(fields.get("id", "id"))
        key = str(named) if named is not None else None
        return _source(source, number, data, fields, key, hashlib.sha256(line).hexdigest(), decoded.encoding, decoded.warnings, settings)
    except _Bad as error:
        code, _, message = str(error).partition(" ")
        return _error(source, number, code, message, _TEXT_REMEDY if "has no text" in message else "correct this line", key)


def parse_json(text: str) -> Any:
    """Parse JSON strictly: no duplicate keys, endless numbers or NaN. Raises `ValueError` whose words begin with BAD_JSON."""
    try:
        return json.loads(text, object_pairs_hook=_object, parse_constant=_constant, parse_int=_integer)
    except _Bad:
        raise
    except RecursionError:
        raise _Bad("BAD_JSON is nested too deeply") from None
    except ValueError as error:
        raise _Bad(f"BAD_JSON is not JSON: {error}") from None


def _parse(line: str) -> dict[str, Any]:
    """Parse one line: an object."""
    data = parse_json(line)
    if not isinstance(data, dict):
        raise _Bad(f"BAD_JSON is a {type(data).__name__}, not an object with a text")
    return data


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    out = dict(pairs)
    if len(out) != len(pairs):
        raise _Bad("BAD_JSON names a key twice")
    return out


def _constant(name: str) -> NoReturn:
    raise _Bad(f"BAD_JSON holds {name}, which is not JSON")


def _integer(digits: str) -> int:
    if len(digits) > MAX_DIGITS:
        raise _Bad(f"BAD_JSON holds a number of {len(digits):,} digits")
    return int(digits)


def _source(
    source: Input,
    number: int,
    data: dict[str, Any],
    fields: dict[str, str],
    key: str | None,
    digest: str,
    encoding: str,
    warnings: tuple[Warn, ...],
    settings: Settings,
) -> Source:
    text = data.get(fields.get("text", "text"))
    if not isinstance(text, str):
        keys = ", ".join(sorted(data)[:MOST_KEYS])[:200]
        raise _Bad(f"BAD_JSON has no text: its keys are {keys}" if text is None else "BAD_JSON has a text that is not a string")
    strings = {field: _string(data.get(fields.get(field, ""))) for field in ("title", "source", "url", "publisher")}
    if _SURROGATE.search(text) or any(_SURROGATE.search(s) for s in (*strings.values(), key) if s):
        raise _Bad("BAD_JSON holds half a surrogate pair, which is no character")
    if len(text) > settings.max_chars:
        raise _Bad(f"TOO_LARGE has {len(text):,} characters, the limit is {settings.max_chars:,} (max_chars)")
    if not text.strip("\ufeff \t\r\n\x0b\x0c\x00\u200b"):
        raise _Bad("EMPTY has a text without words")
    day, warning = date_of(data, fields)
    named = strings["source"]
    publisher = strings["publisher"] or _named_source(data.get(fields.get("source", "")))
    hints = Hints(
        title=strings["title"], published=day, published_from="caller" if day else None, publisher=publisher,
        given=given(title=strings["title"], publisher=publisher),
        authors=tuple(n for n in authors_of(data.get(fields.get("authors", ""))) if not _SURROGATE.search(n)),
        url=strings["url"] or (named if named and is_address(named) else None),
    )  # fmt: skip
    return Source(
        id=digest, source=named or strings["url"] or f"{source.name}:{key or number}", text=text, kind="jsonl", hints=hints,
        encoding=encoding, warnings=(*warnings, *warning), key=key if key is not None else str(number),
    )  # fmt: skip


_TEXT_REMEDY = "name the key that holds it: --columns text=KEY"
MOST_KEYS = 12
"""Keys that are named where none is known to hold the text."""


def _string(value: object) -> str | None:
    return value if isinstance(value, str) and value.strip() else None


def _named_source(value: object) -> str | None:
    """Give the publisher's name where the source is an object ({"id": ..., "name": "The Example Times"}), as NewsAPI writes it."""
    name = _string(value.get("name")) if isinstance(value, dict) else None
    return None if name is None or _SURROGATE.search(name) else name
