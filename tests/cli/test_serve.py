"""`onrecord serve`: what it says where it cannot, and that it serves."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
import urllib3
from store.made import FEE, made

from onrecord.cli import main
from onrecord.store import Archive


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "a.db"
    with Archive(path) as opened:
        list(opened.add([made(FEE, title="A fee")]))
    return path


def test_a_missing_and_an_empty_archive_are_told_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", str(tmp_path / "none.db"), "--no-browser"]) == 4
    assert "there is no archive" in capsys.readouterr().err
    Archive(tmp_path / "empty.db").close()
    assert main(["serve", str(tmp_path / "empty.db"), "--no-browser"]) == 4
    assert "onrecord add" in capsys.readouterr().err


def test_beyond_this_machine_a_token_is_needed(archive: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ONRECORD_TOKEN", raising=False)
    assert main(["serve", str(archive), "--host", "0.0.0.0", "--no-browser"]) == 2
    assert "--token" in capsys.readouterr().err


def test_a_taken_port_is_told_so(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert main(["serve", str(archive), "--port", str(taken.getsockname()[1]), "--no-browser"]) == 2
    assert "PORT_TAKEN" in capsys.readouterr().err


def test_it_serves_compares_and_stops(archive: Path) -> None:
    command = [sys.executable, "-m", "onrecord", "serve", str(archive), "--port", "0", "--no-browser"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        line = server.stderr.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+/", line)
        assert found, line
        answer = urllib3.request("GET", found[0], retries=urllib3.Retry(10, backoff_factor=0.1), headers={"accept": "text/html"})
        assert answer.status == 200
        assert b"A fee" in answer.data
        server.send_signal(signal.SIGINT)
        assert server.wait(20) in (0, 130)
        assert "Traceback" not in server.stderr.read()
