"""What can go wrong, as one small tree.

OnRecordError
├── InputError     a report cannot be read (`code` says why: EMPTY, BINARY, TOO_LARGE, BAD_JSON, ...)
├── UsageError     the call itself is wrong (unknown option, no such path)
├── ModelError     the language pipeline is missing, altered or does not fit
├── RecordError    a record breaks its own rules (a span that does not slice, an id twice)
└── StorageError   the archive cannot be opened, read or written
"""

from __future__ import annotations


def one_line(text: str) -> str:
    """Give a text as a terminal may be shown it: on one line, what cannot be printed (escape sequences, marks of direction) by its code.

    File names, addresses and titles are a stranger's.
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else " " if c in "\t\n\r" else c.encode("unicode_escape").decode() for c in text)


class OnRecordError(Exception):
    """Base of every error this package raises on purpose: names the report, the stage and the remedy."""

    key: str | None = None
    """The caller's own id of the report (JSON Lines), where it is known: the error's line carries it."""
    trace: str | None = None
    """The traceback as text, for an error that met another process's; `--debug` shows it."""

    def __init__(
        self, message: str, *, report: str | None = None, stage: str | None = None, remedy: str | None = None, code: str = "ERROR"
    ) -> None:
        super().__init__(message)
        self.message = message
        self.report = report
        self.stage = stage
        self.remedy = remedy
        self.code = code

    def __str__(self) -> str:
        head = f"{self.report}: " if self.report else ""
        stage = f"[{self.stage}] " if self.stage else ""
        tail = f" ({self.remedy})" if self.remedy else ""
        return one_line(f"{head}{stage}{self.code} {self.message}{tail}")

    def __reduce__(self) -> tuple[object, ...]:
        # Errors cross process borders when several workers read; the default would lose the keyword arguments.
        extra = {name: value for name in ("key", "trace") if (value := getattr(self, name)) is not None}
        return _rebuild, (type(self), self.message, self.report, self.stage, self.remedy, self.code), extra or None


def _rebuild(
    kind: type[OnRecordError], message: str, report: str | None, stage: str | None, remedy: str | None, code: str
) -> OnRecordError:
    return kind(message, report=report, stage=stage, remedy=remedy, code=code)


class InputError(OnRecordError):
    """A report cannot be read."""


class UsageError(OnRecordError):
    """The call is wrong."""


class ModelError(OnRecordError):
    """The language pipeline cannot be used."""


class RecordError(OnRecordError):
    """A record breaks its own rules."""


class StorageError(OnRecordError):
    """The archive cannot be used."""
