"""Several processes: the same bytes, in order, and a report beyond its budget takes nobody along."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest

from onrecord.errors import InputError, OnRecordError, UsageError
from onrecord.exchange import Answer, answer_of, found_in, receive
from onrecord.ingest import read_documents
from onrecord.model.record import Record
from onrecord.model.source import Source, Unread, text_source
from onrecord.settings import Settings
from onrecord.workers import Worker, read_stream

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
    found = subprocess.run(["pgrep", "-P", str(os.getpid()), "-f", "onrecord.child"], capture_output=True, text=True, check=False)
    return [int(x) for x in found.stdout.split()]


def test_workers_give_the_same_bytes_in_the_same_order() -> None:
    folder = Path(__file__).parent / "reports"
    texts = [p.read_text("utf-8") for p in sorted(folder.glob("*.txt"))[:12]]
    sources: list[Source | OnRecordError] = [text_source(t, published="2024-05-03") for t in texts]
    sources.insert(3, InputError("odd", report="x", code="ODD"))

    def read(workers: int) -> list[str]:
        return [r.to_json() if isinstance(r, Record) else str(r) for _, r in read_stream(sources, SETTINGS, workers=workers)]

    assert read(2) == read(1)


def test_a_killed_worker_loses_nothing_that_can_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
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
    assert all(isinstance(r, Record) for _, r in outcomes)
    assert not children()


LONG = "The council of the town voted for the bridge on Monday, the mayor said. " * 2_500
"""Some six seconds of work."""


def test_a_report_beyond_its_time_is_given_up_and_the_others_are_read() -> None:
    sources = [*french(3), text_source(LONG, source="long", key="k7"), *french(2)]
    outcomes = list(read_stream(sources, replace(SETTINGS, seconds=1)))
    assert [s.source for s, _ in outcomes if s] == [s.source for s in sources]
    [error] = [r for _, r in outcomes if isinstance(r, OnRecordError)]
    assert (error.code, error.report, error.key) == ("TIME_LIMIT", "long", "k7")
    assert "--time-limit" in str(error)


def test_a_report_beyond_its_memory_is_given_up_and_the_others_are_read() -> None:
    sources = [*french(3), text_source(LONG * 6, source="long"), *french(2)]
    outcomes = list(read_stream(sources, replace(SETTINGS, megabytes=60)))
    [error] = [r for _, r in outcomes if isinstance(r, OnRecordError)]
    assert error.report == "long"
    assert error.code in ("MEMORY_LIMIT", "WORKER_LOST")  # libraries in C end the process themselves
    assert "--memory-limit" in str(error)


def test_a_document_that_ends_its_process_is_the_one_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page of headings without end, which costs the extractor several seconds."""
    monkeypatch.setattr("onrecord.workers.SIZE", 10**12)
    page = "<html><body><article><p>The mayor of the town said on Monday that the bridge would be shut.</p>{}</article></body></html>"
    for name, count in (("a", 1), ("b", 100_000), ("c", 2)):
        (tmp_path / f"{name}.html").write_text(page.format("<h1>The road is shut</h1>" * count), encoding="utf-8")
    found = list(read_stream(read_documents([str(tmp_path)], settings=SETTINGS), replace(SETTINGS, seconds=1)))
    assert [type(r).__name__ if isinstance(r, Record) else (r.code, Path(str(r.report)).name) for _, r in found] == [
        "Record", ("TIME_LIMIT", "b.html"), "Record"]  # fmt: skip


def test_a_tag_of_attributes_without_end_costs_nothing(tmp_path: Path) -> None:
    attributes = " ".join(f'a{n}="{n}"' for n in range(200_000))
    page = f"<html><body><article><p {attributes}>{FRENCH}</p></article></body></html>"
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    [(_, found)] = read_stream(read_documents([str(tmp_path)], settings=SETTINGS), replace(SETTINGS, seconds=1))
    assert isinstance(found, Record)
    assert "mercredi" in found.report.text


def test_a_worker_of_which_no_more_is_wanted_serves_the_next(tmp_path: Path) -> None:
    feed = "<rss><channel><title>T</title>" + "".join(
        f"<item><guid>{n}</guid><title>Story {n}</title><description>{FRENCH.format(n)}</description></item>" for n in range(40)
    )
    unread = Unread(name="feed", data=(feed + "</channel></rss>").encode(), kind="feed")
    worker = Worker(SETTINGS)
    try:
        assert [type(found) for found in islice(worker.open(unread), 2)] == [Source, Source]
        assert len(list(worker.open(unread))) == 40
    finally:
        worker.kill()
        worker.bury()


@pytest.mark.parametrize("answer", [b"", b"\x80\x04N.", b"\0" * 8, b"\xff" * 8, (9).to_bytes(8, "big") + b"\x92\xc0\xc0......"])
def test_what_is_no_answer_of_ours_is_taken_for_no_answer(answer: bytes) -> None:
    with pytest.raises(EOFError):
        receive(io.BytesIO(answer), list[Answer])
    for odd in (Answer(), Answer(error="[]"), Answer(error="nonsense"), Answer(record=b"{}"), Answer(source="{}")):
        with pytest.raises(EOFError):
            found_in(odd)


def test_errors_and_sources_come_over_as_they_were() -> None:
    error = InputError("half \ud800", report="x", stage="ingest", code="ODD", remedy="no")
    error.key, error.trace = "k", "trace"
    back = found_in(answer_of(error))
    assert isinstance(back, InputError)
    assert (str(back), back.key, back.trace) == (str(error), "k", "trace")
    source = text_source("NUL \0 and \ud800 and é", title="\udfff", published="2024-05-03", key="7")
    assert found_in(answer_of(source)) == source


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


def test_reports_that_come_slowly_do_not_wait_for_a_whole_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.workers.BATCH_SECONDS", -1.0)
    taken = iter(french(30))
    stream = read_stream(taken, SETTINGS, workers=1)
    next(stream)
    assert len(list(taken)) >= 27
    stream.close()  # type: ignore[attr-defined]


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
    _, err = child.communicate(timeout=300)  # ended at once on a quiet machine; a busy one may take its time
    assert child.returncode == 130
    assert err.decode().splitlines()[-1] == "interrupted"
    assert "Traceback" not in err.decode()
    for _ in range(600):  # whoever was killed is gone once the system has cleared it away
        if not (left := subprocess.run(["pgrep", "-g", str(child.pid)], capture_output=True, text=True, check=False).stdout):
            break
        time.sleep(0.1)
    assert left == ""
