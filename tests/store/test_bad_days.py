"""Bad days: killed at any moment, a full disk, two writers at once, files cut or foreign. Nothing acknowledged is lost."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import apsw
import pytest

from onrecord.errors import StorageError
from onrecord.store import Archive
from onrecord.store.upkeep import check, content_digest
from tests.store.made import FEE, WAGE, made

ROOT = Path(__file__).parents[2]
KILLS = 50

WRITER = """
import sys
from onrecord.store import Archive
from tests.store.made import FEE, made
first, last = int(sys.argv[2]), int(sys.argv[3])
with Archive(sys.argv[1]) as archive:
    for n in range(first, last, 5):
        for added in archive.add_group([made(f"{FEE} Number {i}.") for i in range(n, n + 5)]):
            print(added.id, flush=True)
"""


def writer(path: Path, first: int, last: int) -> subprocess.Popen[str]:
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen([sys.executable, "-c", WRITER, str(path), str(first), str(last)], stdout=subprocess.PIPE, text=True, env=env)


def test_kill_at_any_moment_loses_nothing_acknowledged(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    acknowledged: set[str] = set()
    rng = random.Random(7)
    for turn in range(KILLS):
        child = writer(path, turn * 2000, turn * 2000 + 2000)
        assert child.stdout is not None
        if turn % 3:
            acknowledged.add(child.stdout.readline().strip())  # it has begun to write
        time.sleep(rng.random() * 0.12)
        child.send_signal(signal.SIGKILL)
        rest, _ = child.communicate()
        acknowledged |= {line.strip() for line in rest.splitlines(keepends=True) if line.endswith("\n")}
        if path.exists():
            with Archive(path) as archive:
                assert acknowledged - {""} <= set(archive.ids())
    with Archive(path) as archive:
        assert len(acknowledged) > KILLS
        assert list(check(archive)) == []
        one_group = [r[0] for r in archive.db.execute("select count(*) from report")]
        assert one_group[0] % 5 == 0, "a group is kept whole or not at all"


def test_writers_at_once_store_the_union(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    children = [writer(path, first, first + 60) for first in (0, 30, 60, 20)]
    reads, failures = 0, set()
    while any(c.poll() is None for c in children):
        if path.exists():
            try:
                with Archive(path, readonly=True) as archive:
                    reads += archive.db.execute("select count(*) from report").get >= 0
            except StorageError as error:
                failures.add(error.code)
    for child in children:
        child.communicate()
    assert all(child.returncode == 0 for child in children)
    assert reads
    assert failures <= {"NO_ARCHIVE"}  # before the first writer has made it
    with Archive(path) as archive:
        assert archive.db.execute("select count(*) from report").get == 120
        assert list(check(archive)) == []


def test_a_full_disk_keeps_what_was_acknowledged_and_goes_on_after(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.db") as archive:
        list(archive.add([made(FEE)]))
        before = content_digest(archive)
        pages = archive.db.execute("pragma page_count").get
        archive.db.execute(f"pragma max_page_count = {pages}")  # SQLite reports a full disk (SQLITE_FULL) beyond this size
        with pytest.raises(StorageError, match="DISK_FULL") as caught:
            list(archive.add([made(f"{WAGE} {'word ' * 9000} {n}") for n in range(20)]))
        assert str(tmp_path / "a.db") in str(caught.value)
        assert content_digest(archive) == before
        archive.db.execute("pragma max_page_count = 1073741823")
        assert [a.outcome for a in archive.add([made(WAGE)])] == ["added"]
        assert list(check(archive)) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_a_clear_error(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(StorageError):
        Archive(tmp_path / "a.db")


def test_reading_only_never_writes(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.db") as archive:
        list(archive.add([made(FEE)]))
    with Archive(tmp_path / "a.db", readonly=True) as archive:
        with pytest.raises(StorageError, match="READ_ONLY"):
            list(archive.add([made(WAGE)]))
        with pytest.raises(apsw.ReadOnlyError):
            archive.db.execute("delete from report")


@pytest.mark.parametrize("size", [0.1, 0.5, 0.9])
def test_a_cut_file_is_named_and_left_alone(tmp_path: Path, size: float) -> None:
    path = tmp_path / "a.db"
    with Archive(path) as archive:
        list(archive.add([made(f"{FEE} {n}") for n in range(30)]))
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * size)])
    try:
        with Archive(path) as archive:
            found = {f.where for f in check(archive)}
    except StorageError as error:
        found = {error.code}
    assert found
    assert found <= {"CORRUPT", "NOT_AN_ARCHIVE", "IO", "file"}
    assert path.read_bytes()[:100] == data[:100]


def test_a_clock_set_back_changes_no_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    moments = iter(["2030-01-01T00:00:00Z", "1999-01-01T00:00:00Z"])
    monkeypatch.setattr("onrecord.store.archive.now", lambda: next(moments))
    with Archive(tmp_path / "a.db") as archive:
        old, new = made(FEE, url="https://a.example/1", version=1), made(FEE + " More.", url="https://a.example/1", version=2)
        archive.add_group([old])
        archive.add_group([new])
        assert [r[0] for r in archive.db.execute("select id from shown")] == [new[0].id]
