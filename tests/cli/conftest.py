"""The command line inside the test's own process, with the session's language pipeline instead of a new one each time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from onrecord.errors import OnRecordError
from onrecord.exchange import traced
from onrecord.ingest.apart import take_apart
from onrecord.model.record import Record
from onrecord.model.source import Source, Unread
from onrecord.workers import Worker

if TYPE_CHECKING:
    from onrecord.pipeline import Reader

REPORT = """CARACAS- Venezuelan President Nicolas Maduro said on Wednesday that he had a phone call with US President Donald Trump.

“The conversation was respectful,” Maduro told state television. At least 83 people have been killed since August.
"""


class Ran(NamedTuple):
    """What a command gave back."""

    code: int
    out: str
    err: str


class InProcess(Worker):
    """A worker without a process of its own, which would load the model each time; processes are tests/test_workers.py's."""

    def read(self, sources: list[Source]) -> list[Record | OnRecordError]:
        from onrecord.pipeline import Reader

        return [traced(result) for _, result in Reader(self.settings).read_batch(sources)]

    def open(self, unread: Unread) -> Iterator[Source | OnRecordError]:
        yield from take_apart(unread, self.settings)


@pytest.fixture
def onrecord(reader: Reader, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Give a function that runs `onrecord ARGUMENTS...`."""
    parser = reader.parser
    monkeypatch.setattr("onrecord.parse.load.load", lambda model=None: parser)
    monkeypatch.setattr("onrecord.workers.Worker", InProcess)

    def run(*arguments: object) -> Ran:
        from onrecord.cli import main

        try:
            code = main([str(a) for a in arguments])
        except SystemExit as stop:
            code = int(stop.code or 0)
        out, err = capsys.readouterr()
        return Ran(code, out, err)

    return run


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """Give a small report as a file."""
    path = tmp_path / "report.txt"
    path.write_text(REPORT, encoding="utf-8")
    return path
