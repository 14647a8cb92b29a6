"""Several processes: the same bytes, in order, and a worker that dies takes only its batch along."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.errors import InputError, OnRecordError, UsageError
from onrecord.model.record import Record
from onrecord.model.source import Source, text_source
from onrecord.settings import Settings
from onrecord.workers import read_stream

SETTINGS = Settings(model=os.environ.get("ONRECORD_MODEL"))
FRENCH = (
    "Le président a déclaré mercredi que la conversation avait été cordiale et que les deux pays allaient reprendre le dialogue "
    "dans les prochaines semaines, numéro {}."
)
"""Reports in another language are not parsed, so that a worker needs no model for them and answers at once."""


def french(count: int) -> list[Source]:
    return [text_source(FRENCH.format(n), source=f"r{n}") for n in range(count)]


def children() -> list[int]:
    """Give the worker processes of this process."""
    found = subprocess.run(["pgrep", "-P", str(os.getpid()), "-f", "onrecord.workers"], capture_output=True, text=True, check=False)
    return [int(x) for x in found.stdout.split()]


def test_workers_give_the_same_bytes_in_the_same_order() -> None:
    folder = Path(__file__).parent / "reports"
    texts = [p.read_text("utf-8") for p in sorted(folder.glob("*.txt"))[:12]]
    sources: list[Source | OnRecordError] = [text_source(t, published="2024-05-03") for t in texts]
    sources.insert(3, InputError("odd", report="x", code="ODD"))

    def read(workers: int) -> list[str]:
        return [r.to_json() if isinstance(r, Record) else str(r) for _, r in read_stream(sources, SETTINGS, workers=workers)]

    assert read(2) == read(1)


def test_a_killed_worker_takes_only_its_batch_along(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.workers.BATCH_REPORTS", 4)
    sources = french(60)
    stream = read_stream(sources, SETTINGS, workers=2)
    outcomes = [next(stream)]
    killed = children()
    assert killed
    for pid in killed:
        os.kill(pid, signal.SIGKILL)
    outcomes += stream
    assert [s.source for s, _ in outcomes if s is not None] == [s.source for s in sources]
    lost = [r for _, r in outcomes if isinstance(r, OnRecordError)]
    assert 0 < len(lost) <= 8 * len(killed)
    assert len(lost) % 4 == 0
    assert {(e.code, e.stage) for e in lost} == {("WORKER_LOST", "workers")}
    assert "SIGKILL" in str(lost[0])
    assert isinstance(outcomes[-1][1], Record)
    assert not children()


def test_only_a_few_batches_are_taken_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.workers.BATCH_REPORTS", 2)
    taken = 0

    def counted() -> Iterator[Source]:
        nonlocal taken
        for source in french(400):
            taken += 1
            yield source

    stream = read_stream(counted(), SETTINGS, workers=2)
    next(stream)
    assert taken <= 2 * 2 * 3
    stream.close()  # type: ignore[attr-defined]
    assert not children()


def test_a_stream_that_is_dropped_leaves_no_process() -> None:
    stream = read_stream(french(200), SETTINGS, workers=2)
    next(stream)
    del stream
    for _ in range(50):
        if not children():
            break
        time.sleep(0.1)
    assert not children()


def test_fewer_than_one_worker_is_wrong_usage() -> None:
    with pytest.raises(UsageError):
        read_stream([], SETTINGS, workers=0)


def test_a_script_without_main_guard_can_use_workers(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "import onrecord\n"
        f"items = [dict(id=n, text={FRENCH!r}.format(n)) for n in range(3)]\n"
        "print([r.report.source for r in onrecord.read_many(items, workers=2)])\n",
        encoding="utf-8",
    )
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("['0', '1', '2']\n", "")


def test_ctrl_c_ends_the_workers_too(tmp_path: Path) -> None:
    file = tmp_path / "many.jsonl"
    file.write_text("".join(f'{{"id": {n}, "text": "{FRENCH.format(n)}"}}\n' for n in range(60_000)), encoding="utf-8")
    command = [sys.executable, "-m", "onrecord", "read", str(file), "--format", "jsonl", "--workers", "2"]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
    assert child.stdout is not None
    assert child.stdout.readline()
    os.killpg(child.pid, signal.SIGINT)
    _, err = child.communicate(timeout=30)
    assert child.returncode == 130
    assert err.decode().splitlines()[-1] == "interrupted"
    assert "Traceback" not in err.decode()
    left = subprocess.run(["pgrep", "-g", str(child.pid)], capture_output=True, text=True, check=False).stdout
    assert left == ""
