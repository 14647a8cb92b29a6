"""What a process that reads and the one that asks it say to one another: frames of msgspec, data only, checked against their types.

Texts travel beside their heads, as bytes, because JSON of msgspec holds no half surrogates and a text may.
"""

from __future__ import annotations

import json
import struct
import traceback
from dataclasses import replace
from typing import Any, BinaryIO, TypeVar

import msgspec

from onrecord import errors
from onrecord.errors import OnRecordError
from onrecord.model.record import Record
from onrecord.model.source import Source, Unread

_LENGTH = struct.Struct(">Q")
LONGEST = 2_000_000_000
"""Bytes of one frame; more are no frame of ours."""
KINDS = {kind.__name__: kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, OnRecordError)}
_ERROR = tuple[str, str, str | None, str | None, str | None, str, str | None, str | None]
T = TypeVar("T")
NO_MEMORY = 77
"""Exit code by which a process says that memory ran out."""


class Task(msgspec.Struct, array_like=True):
    """What is asked: to take a document apart, or to read sources. `seconds`: of processor time, at most."""

    seconds: int
    heads: list[str]
    bodies: list[bytes]
    apart: bool = False


class Answer(msgspec.Struct, array_like=True):
    """One thing found: a source, a record, or an error. `body`: the text, where it is not the one that was sent."""

    source: str | None = None
    record: bytes | None = None
    error: str | None = None
    body: bytes | None = None


def send(stream: BinaryIO, value: object) -> None:
    """Write one frame."""
    data = msgspec.msgpack.encode(value)
    stream.write(_LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


def receive(stream: BinaryIO, kind: type[T]) -> T:
    """Read one frame. Raises `EOFError` where the other side has ended, or sends what is no frame."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size or (size := _LENGTH.unpack(head)[0]) > LONGEST:
        raise EOFError
    data = stream.read(size)
    if len(data) < size:
        raise EOFError
    try:
        return msgspec.msgpack.decode(data, type=kind)
    except msgspec.DecodeError as error:
        raise EOFError from error


def task_to_read(sources: list[Source], seconds: int) -> Task:
    return Task(seconds, [source_head(s) for s in sources], [_bytes(s.text) for s in sources])


def task_to_open(unread: Unread, seconds: int) -> Task:
    return Task(seconds, [_head(replace(unread, data=b""))], [unread.data], apart=True)


def sources_of(task: Task) -> list[Source]:
    return [source_from(head, _text(body)) for head, body in zip(task.heads, task.bodies, strict=True)]


def unread_of(task: Task) -> Unread:
    return replace(_value(task.heads[0], Unread), data=task.bodies[0])


def answer_of(found: Source | Record | OnRecordError, sent: str | None = None) -> Answer:
    """Give what was found as an answer; `sent` is the text that the other side has already."""
    if isinstance(found, Source):
        return Answer(source=source_head(found), body=_bytes(found.text))
    if isinstance(found, Record):
        bare = replace(found, report=replace(found.report, text="")).to_json().encode()
        return Answer(record=bare, body=None if found.report.text == sent else _bytes(found.report.text))
    fields = (found.message, found.report, found.stage, found.remedy, found.code, found.key, found.trace)
    return Answer(error=json.dumps([type(found).__name__, *fields]))


def found_in(answer: Answer, sent: str | None = None) -> Source | Record | OnRecordError:
    """Give what an answer holds. Raises `EOFError` where that is nothing."""
    try:
        if answer.source is not None:
            return source_from(answer.source, _text(answer.body or b""))
        if answer.record is not None:
            record = Record.from_json(answer.record)
            text = (sent or "") if answer.body is None else _text(answer.body)
            return replace(record, report=replace(record.report, text=text))
        return _error(json.loads(answer.error or "[]"))
    except (msgspec.ValidationError, ValueError, OnRecordError) as error:
        raise EOFError from error


def source_head(source: Source) -> str:
    """Give a source without its text, as JSON."""
    return _head(replace(source, text=""))


def source_from(head: str, text: str) -> Source:
    """Give the source of a head with its text. Raises `ValueError` where the head is none."""
    try:
        return replace(_value(head, Source), text=text)
    except msgspec.ValidationError as error:
        raise ValueError(str(error)) from error


def _error(fields: Any) -> OnRecordError:
    kind, message, report, stage, remedy, code, key, trace = msgspec.convert(fields, _ERROR)
    error = KINDS.get(kind, OnRecordError)(message, report=report, stage=stage, remedy=remedy, code=code)
    error.key, error.trace = key, trace
    return error


def _head(value: object) -> str:
    return json.dumps(msgspec.to_builtins(value))


def _value(head: str, kind: type[T]) -> T:
    return msgspec.convert(json.loads(head), kind)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogatepass")


def traced(found: T) -> T:
    """Give what was found; an error with its traceback as text, which survives the way to another process."""
    if isinstance(found, OnRecordError) and found.__cause__ is not None:
        found.trace = "".join(traceback.format_exception(found.__cause__))
    return found
