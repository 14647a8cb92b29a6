"""`onrecord judge` as a person uses it: what is refused, what may be said, from a table, what is worth it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from onrecord.cli import main
from onrecord.store import Archive
from onrecord.store.judgements import said
from tests.store.made import FEE, made

SOURCE, RECORD = made(FEE)
R = SOURCE.id[:10]


@pytest.fixture
def path(tmp_path: Path) -> str:
    with Archive(tmp_path / "a.db") as archive:
        list(archive.add([(SOURCE, RECORD)]))
    return str(tmp_path / "a.db")


def words(path: str) -> list[tuple[str, str, str | None, str | None]]:
    with Archive(path, readonly=True) as archive:
        return [(j.verdict, j.field, j.value, j.who) for j in said(archive.db)]


def test_what_is_refused_says_what_is_allowed(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["judge", R, "E1", "type=BANANA", "date=tomorrow", "--archive", path]) == 4
    assert "one of ACCUSE, AGREE, AID, ASSAULT" in capsys.readouterr().err
    assert words(path) == []


def test_an_item_alone_shows_what_may_be_said(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["judge", R, "E1", "type=ASSAULT", "mode=drone", "--archive", path, "--who", "ann", "--note", "seen"]) == 0
    assert main(["judge", R, "E1", "undo", "--archive", path, "--who", "bob"]) == 0
    capsys.readouterr()
    assert main(["judge", R, "E1", "--archive", path]) == 0
    out = capsys.readouterr().out
    assert "type             ASSAULT  (AGREE, CONSULT," in out
    assert "actors           Juan Pérez\n" in out
    assert main(["judge", R, "E1", "--history", "--archive", path]) == 0
    lines = [line[22:] for line in capsys.readouterr().out.splitlines()]
    assert lines == [
        "ann           type is ASSAULT: seen", "ann           mode is drone: seen  [no longer stands]",
        "bob           what was said of mode is taken back",
    ]  # fmt: skip
    assert main(["judge", "--history", "--archive", path]) == 0
    assert [json.loads(line)["stands"] for line in capsys.readouterr().out.splitlines()] == [True, False, False]


TABLE = f"""report,item,verdict,field,value,note,who,looked at
{R},E1,,type,PROTEST,,,yes
{R},E1,,mode,riot,"stones,
they say",,
{R},E1,,mode,drone,,,
{R},F1,wrong,,,,bob,
{R},F7,wrong,,,,,

{R},S1,,,,,,
zzz,S1,right,,,,,
{R},S1,right,act,deny,,,
"""


def test_of_a_table_each_refused_row_is_named_with_its_line_and_the_others_are_kept(
    path: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "t.csv"
    table.write_text("\ufeff" + TABLE, encoding="utf-8")
    kept = [("corrected", "type", "PROTEST", "ann"), ("corrected", "mode", "riot", "ann"), ("wrong", "", None, "bob")]
    for extra, stays, tally in (
        (["--dry-run"], [], "3 would be kept, 4 refused, 1 not filled in"),
        ([], kept, "3 kept, 4 refused, 1 not filled in"),
        ([], kept, "0 kept, 3 said before, 4 refused, 1 not filled in"),
    ):
        assert main(["judge", "--from", str(table), "--archive", path, "--who", "ann", *extra]) == 3
        err = capsys.readouterr().err.splitlines()
        assert [line.partition("line ")[2].partition(" ")[0] for line in err[:-1]] == ["5:", "7:", "10:", "11:"]
        assert [code in line for code, line in zip(("BAD_VALUE", "NO_ITEM", "NO_REPORT", "NO_VERDICT"), err, strict=False)] == [True] * 4
        assert tally in err[-1]
        assert words(path) == stays


def test_the_queue_filled_in_is_a_table(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    path = str(tmp_path / "s.db")
    assert main(["add", str(Path(__file__).parents[2] / "samples" / "caracas.txt"), "--archive", path, "--quiet"]) == 0
    capsys.readouterr()
    assert main(["judge", "--queue", "--format", "csv", "--limit", "3", "--archive", path]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [float(r["confidence"]) for r in rows] == sorted(float(r["confidence"]) for r in rows)
    rows[0]["verdict"] = "wrong"
    table = tmp_path / "q.csv"
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    assert main(["judge", "--from", str(table), "--archive", path]) == 0
    assert "1 kept, 0 refused, 2 not filled in" in capsys.readouterr().err
    assert main(["judge", "--queue", "--limit", "1", "--format", "jsonl", "--archive", path]) == 0
    [first] = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (first["report"], first["item"]) == (rows[1]["report"], rows[1]["item"])


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "BAD_TABLE"), (b"a,b\n1,2\n", "BAD_TABLE"), (b"report,item,verdict\n\xff\xfe,E1,right\n", "BAD_TABLE"), (None, "NO_FILE")],
)
def test_what_is_no_table_is_said(path: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes | None, code: str) -> None:
    table = tmp_path / "t.csv"
    if content is not None:
        table.write_bytes(content)
    assert main(["judge", "--from", str(table), "--archive", path]) != 0
    assert code in capsys.readouterr().err
