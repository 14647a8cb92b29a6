"""Short versions of what `benchmarks` does at length: streams in flat memory, commands that are killed."""

from __future__ import annotations

import random
import sys
import tempfile
import time
from pathlib import Path

import pytest

from benchmarks import kills
from benchmarks.streams import Stream, tiny, whole

MOST_MB = 12.0


@pytest.mark.skipif(sys.platform != "linux", reason="memory is looked up in /proc")
@pytest.mark.parametrize("kind", ["tiny", "whole"])
def test_a_stream_is_read_in_flat_memory(kind: str) -> None:
    """Tiny reports are parsed, each with names of its own; the long ones are in a language that is not."""
    lines = tiny(1_500) if kind == "tiny" else whole(9, unparsed=True)
    seen = list(Stream(lines).memory(100))
    early = max(mb for _, mb in seen[: len(seen) // 2])
    assert max(mb for _, mb in seen) - early < MOST_MB


@pytest.fixture(scope="module")
def temporary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keep the archives that `kills` makes once among the tests' own files."""
    return tmp_path_factory.mktemp("kills")


@pytest.mark.parametrize("name", ["import", "reread", "compare", "merge", "backup", "migration"])
def test_a_killed_command_loses_nothing(name: str, temporary: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kills, "REPORTS", 12)
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    [work] = [w for w in kills.works(0) if w.name == name]
    (whole := tmp_path / "whole").mkdir()
    work.prepare(whole)
    began = time.monotonic()
    assert kills.run(work.command, whole)
    seconds = time.monotonic() - began
    work.finish(whole)
    (folder := tmp_path / "killed").mkdir()
    kills.kill_once(work, folder, random.Random(name), seconds, kills.state(whole / "a.db"))
