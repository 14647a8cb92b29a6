"""`onrecord read` as its user meets it: what comes out where, and the exit code."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from onrecord.model.record import Record
from onrecord.store import Archive
from onrecord.store.query import count

ONRECORD = [sys.executable, "-m", "onrecord"]
Run = Callable[..., tuple[int, str, str]]


def jsonl(path: Path, *lines: object) -> Path:
    path.write_text("".join((x if isinstance(x, str) else json.dumps(x)) + "\n" for x in lines), encoding="utf-8")
    return path


def test_json_of_one_report_is_its_record(onrecord: Run, report: Path) -> None:
    code, out, err = onrecord("read", report, "--format", "json", "--published", "2025-12-04")
    record = Record.from_json(out)
    assert (code, err) == (0, "")
    assert record.report.text == report.read_text("utf-8")
    assert record.report.published == "2025-12-04"
    assert json.loads(out) == json.loads(record.to_json())


def test_json_of_several_reports_is_a_list(onrecord: Run, report: Path) -> None:
    code, out, _ = onrecord("read", report, report, report, "--format", "json")
    assert code == 0
    assert [r["report"]["source"] for r in json.loads(out)] == [str(report)] * 3


def test_json_lines_keep_ids_order_and_failures(onrecord: Run, tmp_path: Path) -> None:
    text = "“We will sign,” the minister said on Friday.\r\n\tIt was 5°.\u00a0 "
    file = jsonl(
        tmp_path / "in.jsonl",
        {"id": "a", "text": text, "date": "2024-05-03", "title": "Talks"},
        {"id": "b", "text": ""},
        "not json",
        {"id": "c", "text": "Police arrested five people."},
    )
    code, out, err = onrecord("read", "--input-format", "jsonl", file, "--format", "jsonl")
    lines = [json.loads(line) for line in out.splitlines()]
    assert code == 3
    assert [("record" in x, "error" in x) for x in lines] == [(True, False), (False, True), (False, True), (True, False)]
    assert [lines[n]["id"] for n in (0, 1, 3)] == ["a", "b", "c"]
    assert lines[0]["record"]["report"]["text"] == text
    assert lines[0]["record"]["report"]["published"] == "2024-05-03"
    assert lines[0]["record"]["report"]["title"] == "Talks"
    assert set(lines[1]["error"]) == {"code", "stage", "message", "remedy"}
    assert lines[1]["error"]["code"] == "EMPTY"
    assert len([x for x in err.splitlines() if "EMPTY" in x]) == 1
    assert err.splitlines()[-1] == "onrecord: 2 read, 2 failed"


def test_a_missing_file_among_many_stops_nobody(onrecord: Run, report: Path, tmp_path: Path) -> None:
    code, out, err = onrecord("read", tmp_path / "gone.txt", report, "--format", "jsonl")
    assert code == 3
    assert [list(json.loads(line)) for line in out.splitlines()] == [["id", "error"], ["id", "record"]]
    assert "gone.txt" in err
    assert "Traceback" not in err


@pytest.mark.parametrize("content", [b"", b"   \n\n", b"\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00" * 50])
def test_nothing_readable_gives_one_line_and_exit_code_1(onrecord: Run, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "bad.txt"
    file.write_bytes(content)
    code, out, err = onrecord("read", file)
    assert (code, out) == (1, "")
    assert len(err.splitlines()) == 1
    assert re.match(r".*bad\.txt: \[ingest\] [A-Z_]+ .+ \(.+\)", err)


def test_an_empty_folder_and_a_pattern_without_files(onrecord: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for path in (tmp_path / "empty", tmp_path / "*.html", tmp_path / "nowhere"):
        code, out, err = onrecord("read", path)
        assert (code, out) == (1, "")
        assert len(err.splitlines()) == 1


def test_folders_and_patterns_are_read_in_order(onrecord: Run, tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "c/d.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"Police arrested five people in {name[0]}.", encoding="utf-8")
    _, out, _ = onrecord("read", tmp_path, "--format", "jsonl")
    assert [Path(json.loads(x)["id"]).name for x in out.splitlines()] == ["a.txt", "b.txt", "d.txt"]
    _, out, _ = onrecord("read", tmp_path / "*.txt", "--format", "jsonl")
    assert [Path(json.loads(x)["id"]).name for x in out.splitlines()] == ["a.txt", "b.txt"]


def test_standard_input(onrecord: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"Talks began in Oslo on 3 May 2024.")))
    code, out, _ = onrecord("read", "-", "--format", "json")
    assert code == 0
    assert Record.from_json(out).report.text == "Talks began in Oslo on 3 May 2024."


@pytest.mark.parametrize("format", ["text", "json", "jsonl", "html"])
def test_a_file_name_that_is_no_text(onrecord: Run, tmp_path: Path, format: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "500")  # a long folder is folded between lines, and the name with it
    with open(os.fsencode(tmp_path) + b"/r\xff.txt", "w", encoding="utf-8") as file:
        file.write("Police arrested five people in Rome on Monday.")
    code, out, _ = onrecord("read", tmp_path, "--format", format)
    assert code == 0
    assert "xff.txt" in out


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["read"],
        ["read", "x", "--format", "xml"],
        ["read", "x", "--published", "yesterday"],
        ["read", "x", "--workers", "0"],
        ["nonsense"],
        ["read", "x", "--no-such"],
    ],
)
def test_wrong_usage_is_exit_code_2(onrecord: Run, arguments: list[str]) -> None:
    code, out, err = onrecord(*arguments)
    assert (code, out) == (2, "")
    assert "usage: onrecord" in err


def test_the_reading_view_names_what_it_found(onrecord: Run, report: Path) -> None:
    code, out, err = onrecord("read", report, "--published", "2025-12-04")
    assert (code, err) == (0, "")
    assert "\x1b" not in out
    for words in (
        "STATEMENTS",
        "Nicolas Maduro",
        "“The conversation was respectful,”".strip("”,"),
        "at least 83 people killed",
        "2025-12-03",
    ):
        assert words in out


def test_the_reading_view_fits_a_narrow_terminal(onrecord: Run, report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    _, out, _ = onrecord("read", report)
    assert max(map(len, out.splitlines())) <= 60


def test_control_characters_do_not_reach_the_terminal(onrecord: Run, tmp_path: Path) -> None:
    file = tmp_path / "hostile.txt"
    file.write_text("“Calm \x1b[31m\u202edown,” President Jane\x07 Doe\x9b said on Friday.", encoding="utf-8")
    _, out, _ = onrecord("read", file, "--published", "2024-05-03")
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", out)
    assert "RLO" in out


def test_names_of_files_do_not_reach_the_terminal_as_they_are(onrecord: Run, tmp_path: Path) -> None:
    """Whoever packs an archive names its files."""
    (tmp_path / "a\x1b]0;owned\x07\u202egnp.txt").write_text(" ", encoding="utf-8")
    _, out, err = onrecord("read", tmp_path / "a\x1b]0;owned\x07\u202egnp.txt", tmp_path / "b\x1b[2J.txt")
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", out + err)
    assert r"a\x1b]0;owned\x07\u202egnp.txt" in err


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "utf-16"])
def test_what_goes_into_a_pipe_is_utf8_whatever_the_locale(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "“Ça va,” Zoë Öz said.", "language": "de"}', encoding="utf-8")
    command = [sys.executable, "-m", "onrecord", "read", str(tmp_path / "a.jsonl"), "--format", "jsonl"]
    done = subprocess.run(command, capture_output=True, check=False, env={**os.environ, "PYTHONIOENCODING": encoding})
    assert "“Ça va,” Zoë Öz said." in json.loads(done.stdout.decode("utf-8"))["record"]["report"]["text"]


def test_explain_shows_words_rule_and_fields(onrecord: Run, report: Path) -> None:
    code, out, err = onrecord("read", report, "--explain", "s1", "--published", "2025-12-04")
    assert (code, err) == (0, "")
    assert out.startswith("S1  statement  Nicolas Maduro")
    assert re.search(r"^rule +\S+/", out, re.MULTILINE)
    assert "[" in out
    assert re.search(r"\(\d+-\d+\)", out)


def test_explain_of_an_unknown_item_says_which_there_are(onrecord: Run, report: Path) -> None:
    code, out, err = onrecord("read", report, "--explain", "E99")
    assert (code, out) == (2, "")
    assert "E99" in err
    assert "S1" in err


def test_explain_gives_the_account(onrecord: Run, report: Path) -> None:
    code, out, err = onrecord("read", report, "--explain", "account")
    assert (code, err) == (0, "")
    assert re.search(r"^quotations +\d+ +\d+ +\d+$", out, re.MULTILINE)
    assert re.search(r"^numbers +\d+ +\d+ +\d+$", out, re.MULTILINE)
    assert re.search(r"^dates +\d+ +\d+ +\d+$", out, re.MULTILINE)


def test_explain_needs_one_report(onrecord: Run, report: Path) -> None:
    assert onrecord("read", report, report, "--explain", "E1")[0] == 2


def test_html_goes_to_a_file_or_standard_output(onrecord: Run, report: Path, tmp_path: Path) -> None:
    _, out, _ = onrecord("read", report, "--format", "html")
    target = tmp_path / "page.html"
    assert onrecord("read", report, "--format", "html", "--out", target) == (0, "", "")
    assert out.startswith("<!doctype html>")
    assert target.read_text("utf-8") == out
    assert not target.with_name("page.html.part").exists()


def test_several_pages_need_a_folder(onrecord: Run, report: Path, tmp_path: Path) -> None:
    assert onrecord("read", report, report, "--format", "html")[0] == 2
    assert onrecord("read", report, report, "--format", "html", "--out", f"{tmp_path}/pages/")[0] == 0
    names = sorted(p.name for p in (tmp_path / "pages").iterdir())
    assert [n[:11] for n in names] == ["0001-report", "0002-report"]


@pytest.mark.parametrize("name", ["../../x", "C:\\x", "CON", "a" * 300, "new\nline", "/etc/passwd", "..", "ü", ""])
def test_no_path_is_made_from_a_report_id(onrecord: Run, tmp_path: Path, name: str) -> None:
    file = jsonl(tmp_path / "in.jsonl", {"id": name or "x", "text": "Police arrested five people."})
    onrecord("read", file, "--format", "json", "--out", f"{tmp_path}/out/")
    assert {p.parent for p in tmp_path.rglob("*") if p.is_file() and p != file} == {tmp_path / "out"}
    [made] = (tmp_path / "out").iterdir()
    assert re.fullmatch(r"0001-([a-z0-9-]+-)?[0-9a-f]{8}\.json", made.name)


def test_the_output_never_replaces_its_input(onrecord: Run, report: Path) -> None:
    before = report.read_bytes()
    code, _, err = onrecord("read", report, "--out", report)
    assert code == 2
    assert "input" in err
    assert report.read_bytes() == before


def test_an_output_that_cannot_be_written_is_exit_code_4(onrecord: Run, report: Path, tmp_path: Path) -> None:
    code, _, err = onrecord("read", report, "--format", "json", "--out", tmp_path / "no" / "such" / "folder.json")
    assert code == 4
    assert "STORAGE" in err
    if Path("/dev/full").exists():
        code, _, err = onrecord("read", report, "--format", "json", "--out", "/dev/full")
        assert code == 4
        assert "/dev/full" in err
        assert Path("/dev/full").is_char_device()


def test_debug_shows_where_an_internal_error_happened(onrecord: Run, report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ValueError("a stage broke")

    monkeypatch.setattr("onrecord.pipeline.find_times", fail)
    code, out, err = onrecord("read", report)
    assert (code, out) == (1, "")
    assert "INTERNAL" in err
    assert "Traceback" not in err
    _, _, err = onrecord("read", report, "--debug")
    assert "Traceback" in err
    assert "a stage broke" in err


def test_a_record_that_cannot_be_shown_does_not_end_the_run(onrecord: Run, report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> str:
        raise ValueError("cannot be shown")

    bad = report.with_name("bad.txt")
    bad.write_bytes(report.read_bytes())
    shown = Record.to_json
    monkeypatch.setattr(Record, "to_json", lambda self, **k: fail() if self.report.source == str(bad) else shown(self, **k))
    code, out, err = onrecord("read", bad, report, "--format", "jsonl")
    assert code == 3
    assert [list(json.loads(x))[1] for x in out.splitlines()] == ["error", "record"]
    assert "[output] INTERNAL ValueError: cannot be shown" in err


def test_long_runs_say_how_far_they_are(onrecord: Run, report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.cli.progress.LINE_SECONDS", 0.0)
    _, out, err = onrecord("read", report, report, "--format", "jsonl")
    assert re.search(r"^2 of 2 reports, [\d.]+/s, 0 s left$", err, re.MULTILINE)
    assert len(out.splitlines()) == 2
    _, _, err = onrecord("read", report, report, "--quiet")
    assert err == ""


def test_ctrl_c_says_what_was_added_and_what_comes_slowly_is_added_as_it_comes(tmp_path: Path) -> None:
    archive, log = tmp_path / "a.db", tmp_path / "log.jsonl"
    child = subprocess.Popen(
        [*ONRECORD, "add", "--archive", str(archive), "--log", str(log), "--input-format", "jsonl", "-"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    assert child.stdin is not None
    for n in range(2_000):  # the input never ends, as that of a slow site
        child.stdin.write(f'{{"id": {n}, "text": "Le président a déclaré que les deux pays allaient reprendre le dialogue, numéro {n}."}}\n'.encode())
        child.stdin.flush()
        if log.exists() and log.read_bytes():
            break
        time.sleep(0.05)
    child.send_signal(signal.SIGINT)
    _, err = child.communicate(timeout=60)
    assert child.returncode == 130
    added = len(log.read_text().splitlines())
    assert 0 < added < 2_000
    said = f"onrecord: {added} added ({added} with warnings), 0 already there in {archive}; the same command goes on"
    assert err.decode().splitlines()[-2:] == [said, "interrupted"]
    with Archive(archive, readonly=True) as kept:
        assert count(kept.db, "reports") >= added


def test_ctrl_c_ends_quietly() -> None:
    child = subprocess.Popen(
        [*ONRECORD, "read", "-", "--format", "jsonl"], stdin=subprocess.PIPE, stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a shell ignores it for what it runs in the background
    )  # fmt: skip
    time.sleep(1.5)
    child.send_signal(signal.SIGINT)
    _, err = child.communicate(timeout=30)
    assert child.returncode == 130
    assert err.decode() == "interrupted\n"


def test_a_closed_pipe_is_no_error() -> None:
    done = subprocess.run(f"{sys.executable} -m onrecord schema | head -c 1", shell=True, capture_output=True, check=False)
    assert done.stdout == b"{"
    assert done.stderr == b""


def test_a_profile_tells_what_each_stage_took(onrecord: Run, report: Path) -> None:
    plain = onrecord("read", report, report, "--format", "json")
    code, out, err = onrecord("read", report, report, "--format", "json", "--profile")
    assert (code, out) == plain[:2]
    head, *rows, last = err.splitlines()
    assert head.split() == ["processor", "time", "seconds", "ms", "a", "report", "share"]
    stages = [row[:16].strip() for row in rows]
    assert stages == ["ingest", "anatomy", "load", "parse", "document", "attributions", "times", "actors", "places", "figures", "events",
                      "gather", "assemble", "output", "all stages"]  # fmt: skip
    seconds = [float(row.split()[-3]) for row in rows]
    assert seconds[-1] == pytest.approx(sum(seconds[:-1]), abs=0.1)
    assert seconds[stages.index("parse")] > 0
    assert re.fullmatch(r"2 reports in [\d.]+ s, [\d.]+ a second; [\d.]+ a second of processor time", last)


@pytest.mark.parametrize("other", [("--workers", "2"), ("--explain", "E1")])
def test_a_profile_is_of_one_process(onrecord: Run, report: Path, other: tuple[str, str]) -> None:
    code, out, err = onrecord("read", report, "--profile", *other)
    assert (code, out) == (2, "")
    assert "--profile" in err
