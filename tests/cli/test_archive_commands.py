"""The archive's commands as a user runs them: add, add again, find, look a quote up, judge, reread, back up."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from onrecord.cli import main
from onrecord.store import Archive
from tests.store.made import made

ROOT = Path(__file__).parents[2]
SAMPLES = ["caracas.txt", "washington.txt"]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("cli")
    (folder / "empty.txt").write_bytes(b"")
    path = str(folder / "a.db")
    given = [str(ROOT / "samples" / name) for name in SAMPLES]
    assert main(["add", "--archive", path, "--quiet", *given, str(folder / "empty.txt"), str(folder / "missing.txt")]) == 3
    return path


def rows(capsys: pytest.CaptureFixture[str], *command: str) -> list[dict[str, object]]:
    assert main([*command, "--format", "jsonl"]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_what_was_added_is_found(archive: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert len(rows(capsys, "reports", "--archive", archive)) == 2
    quotes = rows(capsys, "quotes", "--archive", archive, "--speaker", "maduro")
    assert quotes
    assert all("Maduro" in str(q["speaker"]) for q in quotes)
    assert {e["event"] for e in rows(capsys, "events", "--archive", archive, "--country", "usa")} >= {"CONSULT"}
    assert {f["measure"] for f in rows(capsys, "figures", "--archive", archive)} >= {"killed"}
    assert rows(capsys, "search", "warships", "--archive", archive)
    assert {f["code"] for f in rows(capsys, "archive", "failed", "--archive", archive)} == {"EMPTY", "NO_FILE"}


def test_adding_again_changes_nothing(archive: str, capsys: pytest.CaptureFixture[str]) -> None:
    before = rows(capsys, "changes", "--archive", archive)
    assert main(["add", "--archive", archive, "--quiet", *(str(ROOT / "samples" / name) for name in SAMPLES)]) == 0
    assert "0 added, 2 already there" in capsys.readouterr().err
    assert rows(capsys, "changes", "--archive", archive) == before


def test_a_quotation_is_looked_up(archive: str, capsys: pytest.CaptureFixture[str]) -> None:
    [first, *_] = rows(capsys, "quotes", "--archive", archive, "--form", "direct")
    words = " ".join(str(first["content"]).split()[:8])
    found = rows(capsys, "check", words, "--archive", archive)
    assert found[0]["verdict"] == "exact"
    assert main(["check", words, "--archive", archive]) == 0
    assert "in these words. (" in capsys.readouterr().out


def test_a_judgement_is_kept_and_listed(archive: str, capsys: pytest.CaptureFixture[str]) -> None:
    [first, *_] = rows(capsys, "figures", "--archive", archive)
    report, item = str(first["report"]), str(first["id"])
    assert main(["judge", report[:12], item, "value=7", "--archive", archive, "--who", "ann"]) == 0
    assert {f["value"] for f in rows(capsys, "figures", "--archive", archive, "--report", report[:12])} >= {7.0}
    assert main(["judge", report, item, "colour=red", "--archive", archive]) == 4
    capsys.readouterr()
    assert main(["judge", "--gold", "--archive", archive]) == 0
    [gold] = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [f["value"] for f in gold["figures"] if f["judged"]] == [7]
    assert main(["judge", "--archive", archive]) == 0
    [said] = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    start, end = said["span"]
    assert gold["text"][start:end] == said["words"]
    assert (said["verdict"], said["who"]) == ("corrected", "ann")


def test_reread_backup_and_check(archive: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["archive", "reread", "--archive", archive]) == 0
    assert "0 of 2 records changed" in capsys.readouterr().err
    assert main(["archive", "backup", str(tmp_path / "b.db"), "--archive", archive]) == 0
    assert main(["archive", "check", "--archive", str(tmp_path / "b.db")]) == 0
    assert main(["archive", "merge", archive, "--archive", str(tmp_path / "b.db")]) == 0
    assert "0 new reports" in capsys.readouterr().err


def test_wrong_use_is_said_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["quotes", "--archive", str(tmp_path / "none.db")]) == 4
    assert capsys.readouterr().err.count("\n") == 1
    assert not (tmp_path / "none.db").exists()


@pytest.mark.parametrize("name", ["../../x", "C:\\x", "CON", "a\nb", "x" * 300])
def test_names_from_reports_never_become_paths(tmp_path: Path, name: str) -> None:
    from onrecord.store import Archive
    from tests.store.made import FEE, made

    with Archive(tmp_path / "a.db") as archive:
        list(archive.add([made(FEE, source=name, publisher=name, title=name, url=f"https://x.example/{name}")]))
        assert archive.db.execute("select publisher from report").get == name
    assert {p.name for p in tmp_path.iterdir()} <= {"a.db", "a.db-wal", "a.db-shm"}


def test_warnings_and_the_queue_of_judgements_run_nothing(onrecord: Callable[..., Any], tmp_path: Path) -> None:
    """Neither a terminal nor a spreadsheet obeys a report."""
    rows = [{"id": "\x1b]0;owned\x07", "source": "\x1b[2J", "text": "=1+1 men met Ann\x1b[31m Lee in Lima on Monday. =cmd|x killed 12 people in Lima."}]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)))
    _, _, err = onrecord("add", tmp_path / "a.jsonl", "--archive", tmp_path / "x.db")
    assert "warning CONTROL" in err
    assert "\x1b" not in err
    _, table, _ = onrecord("judge", "--queue", "--format", "csv", "--archive", tmp_path / "x.db")
    _, lines, _ = onrecord("judge", "--queue", "--archive", tmp_path / "x.db")
    cells = [cell for row in csv.reader(io.StringIO(table)) for cell in row]
    assert any("=1+1" in cell for cell in cells)
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
    assert "\x1b" not in lines


def test_every_source_is_accounted_for(onrecord: Callable[..., Any], tmp_path: Path) -> None:
    """What was read, set apart, warned of and refused is said, each with its reason, also as JSON Lines."""
    page = "<html><head><title>{0}</title><link rel=canonical href='https://coast.example/'><meta property='og:site_name' content='Coast'></head>"
    page += "<body><p>{1}</p></body></html>"
    (tmp_path / "a.html").write_text(page.format("The port is shut", "The harbour master said on Monday that the port was shut to all ships."))
    (tmp_path / "b.html").write_text(page.format("Fees halved", "The council halved the fees of the market on Friday, a clerk of the town said."))
    (tmp_path / "c.txt").write_text("   ")
    log = tmp_path / "log" / ".." / "log.jsonl"
    (tmp_path / "log").mkdir()
    code, _, err = onrecord("add", tmp_path / "a.html", tmp_path / "b.html", tmp_path / "c.txt", "--archive", tmp_path / "x.db", "--log", log)
    assert code == 3
    assert "c.txt: [ingest] EMPTY" in err
    assert "b.html: warning ADDRESS_SHARED" in err
    rows = [json.loads(line) for line in log.read_text().splitlines()]
    assert [(Path(row["source"]).name, row["outcome"]) for row in rows] == [("a.html", "added"), ("b.html", "added"), ("c.txt", "quarantined")]
    assert [[w["code"] for w in row["warnings"]] for row in rows] == [[], ["ADDRESS_SHARED"], []]
    assert rows[2]["error"]["code"] == "EMPTY"


@pytest.mark.parametrize("command", [["reports"], ["archive", "info"], ["archive", "check"]])
def test_a_copy_without_its_log_says_what_is_missing(command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Archive(tmp_path / "a.db") as archive:
        list(archive.add([made("Two towns lost power on Monday.")]))
        (tmp_path / "copy.db").write_bytes((tmp_path / "a.db").read_bytes())
    assert main([*command, "--archive", str(tmp_path / "copy.db")]) != 0
    assert "copy.db-wal" in capsys.readouterr().err
    assert main([*command, "--archive", str(tmp_path / "a.db")]) == 0
