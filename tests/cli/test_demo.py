"""`onrecord demo`: the samples are found, read once, and never mixed into another archive."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from cli.conftest import InProcess
from store.made import FEE, made

from onrecord.cli import main
from onrecord.cli.demo import fill
from onrecord.settings import Settings
from onrecord.store import Archive
from onrecord.store.upkeep import content_digest

if TYPE_CHECKING:
    from onrecord.pipeline import Reader


def test_the_samples_are_read_once(tmp_path: Path, reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    parser = reader.parser
    monkeypatch.setattr("onrecord.parse.load.load", lambda model=None: parser)
    monkeypatch.setattr("onrecord.workers.Worker", InProcess)
    path = tmp_path / "demo.db"
    fill(path, Settings())
    with Archive(path, readonly=True) as archive:
        before = content_digest(archive)
        assert len(list(archive.ids())) == 9
        assert archive.db.execute("select max(reports) from story").get == 9
    fill(path, Settings())
    with Archive(path, readonly=True) as archive:
        assert content_digest(archive) == before


def test_another_archive_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "own.db"
    with Archive(path) as archive:
        list(archive.add([made(FEE)]))
        before = content_digest(archive)
    assert main(["demo", str(path), "--no-browser"]) == 4
    assert "NOT_A_DEMO" in capsys.readouterr().err
    with Archive(path, readonly=True) as archive:
        assert content_digest(archive) == before
