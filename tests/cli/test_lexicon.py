"""A user's own words, tried as their user does: a folder made, checked, tried, read with, asked for, read again."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from onrecord import read_text
from onrecord.model.record import Record
from onrecord.model.source import text_source
from onrecord.settings import Settings
from onrecord.store import Archive
from onrecord.workers import Worker

Run = Callable[..., tuple[int, str, str]]
FILES = {
    "event_types.csv": "name,parent,quad,cameo,label,gloss\nWALKOUT,PROTEST,,143,walkout,walk out [on {}]\nLAYOFF,SANCTION,3,,job cuts,lay off {}\n",
    "event_verbs.csv": "lemma,pattern,event,roles\nwalk,+out,WALKOUT,subj>on\npicket,,WALKOUT,subj>obj/at/outside\nfurlough,obj,LAYOFF,subj>obj\n",
    "offices.csv": "title,sector,rank\ntanaiste,GOV,minister\n",
}
TEXT = """DUBLIN (Reuters) - Nurses picketed the ministry of health in Dublin on Monday.

Teachers walked out on Tuesday. Ryanair furloughed 300 pilots, Tanaiste Simon Harris said.
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "dublin.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def told(record: Record) -> list[tuple[str | None, str, str | None]]:
    return [(e.own, e.plover.event, e.cameo) for e in record.events]


WALKOUT, LAYOFF = ("WALKOUT", "PROTEST", "143"), ("LAYOFF", "SANCTION", "160")


def test_the_example_of_the_page_is_checked_and_tried(onrecord: Run, own: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "lexicons.md").read_text("utf-8")
    types, verbs = page.split("```csv\n")[1:]
    (own / "event_types.csv").write_text(types.split("```")[0])
    (own / "event_verbs.csv").write_text(verbs.split("```")[0])
    (own / "offices.csv").unlink()
    checked, tried = (block.split("```")[0].splitlines() for block in page.split("```console\n")[1:])
    code, out, _ = onrecord("lexicon", "check", own)
    assert code == 0
    assert [line for line in checked[1:] if line != "..." and line not in out.splitlines()] == []
    code, out, _ = onrecord("lexicon", "try", own, tried[0].split('"')[1])
    assert code == 0
    assert [line for line in tried[1:] if line != "..." and line not in out.splitlines()] == []


def test_check_tells_of_every_row_and_ends_with_what_it_found(onrecord: Run, own: Path) -> None:
    assert onrecord("lexicon", "check", own)[0] == 0
    (own / "given_names.csv").write_text("name,gender\nAaron,m\n")
    code, out, err = onrecord("lexicon", "check", own)
    assert (code, "given_names.csv:2: does nothing: the shipped table has this row" in out) == (3, True)
    (own / "offices.csv").write_text("title,sector\nx,GVO\n")
    code, out, err = onrecord("lexicon", "check", own, "--format", "jsonl")
    rows = [json.loads(line) for line in out.splitlines()]
    assert code == 1
    assert [(r["file"], r["line"]) for r in rows if r["is"] == "wrong"] == [("offices.csv", 2)]
    assert sum(r["is"] == "good" for r in rows) == 5
    assert "5 good, 1 that do nothing, 1 wrong" in err


def test_the_tables_are_listed_with_what_they_are_for(onrecord: Run) -> None:
    _, out, _ = onrecord("lexicon", "tables")
    assert "event_types" in out
    _, out, _ = onrecord("lexicon", "tables", "event_types.csv")
    assert out.splitlines()[-1] == "first line: name,parent,quad,cameo,label,gloss"
    code, _, err = onrecord("lexicon", "tables", "ofices")
    assert (code, "did you mean offices?" in err) == (2, True)


def test_a_type_of_ones_own_comes_out_in_the_record_and_its_views(onrecord: Run, own: Path, text: Path) -> None:
    _, out, _ = onrecord("read", text, "--lexicon", own, "--format", "json")
    record = Record.from_json(out)
    assert told(record) == [WALKOUT, WALKOUT, LAYOFF]
    assert record.pipeline.lexicon is not None
    assert [t.name for t in record.pipeline.lexicon.event_types] == ["WALKOUT", "LAYOFF"]
    assert [a.name for a in record.actors if a.roles] == ["Simon Harris"]
    _, view, _ = onrecord("read", text, "--lexicon", own)
    assert "Nurses walk out on ministry" in view
    assert "Ryanair lays off 300 pilots" in view
    assert "WALKOUT PROTEST" in view
    _, page, _ = onrecord("read", text, "--lexicon", own, "--format", "html")
    assert "WALKOUT PROTEST" in page


def test_without_the_folder_nothing_of_it_is_left(onrecord: Run, own: Path, text: Path) -> None:
    before = onrecord("read", text, "--format", "json")
    onrecord("read", text, "--lexicon", own, "--format", "json")
    assert onrecord("read", text, "--format", "json") == before
    record = Record.from_json(before[1])
    assert record.pipeline.lexicon is None
    assert all(e.own is None for e in record.events)


def test_the_same_rows_give_the_same_bytes_in_any_process(onrecord: Run, own: Path, text: Path, tmp_path: Path) -> None:
    one = onrecord("read", text, "--lexicon", own, "--format", "jsonl")[1]
    other = own.rename(tmp_path / "other")
    command = [sys.executable, "-m", "onrecord", "read", str(text), "--lexicon", str(other), "--format", "jsonl", "--workers", "2", "--quiet"]
    assert subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ}).stdout == one


def test_wrong_rows_are_refused_before_anything_is_read(onrecord: Run, own: Path, text: Path) -> None:
    (own / "offices.csv").write_text("title,sector\nx,GVO\n")
    code, out, err = onrecord("read", text, "--lexicon", own)
    assert (code, out) == (2, "")
    assert "BAD_LEXICON" in err
    assert "onrecord lexicon check" in err


def test_the_python_functions_take_it(own: Path, reader: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.parse.load.load", lambda model=None: reader.parser)  # type: ignore[attr-defined]
    assert WALKOUT in told(read_text(TEXT, lexicon=own))
    assert WALKOUT not in told(read_text(TEXT))


def test_a_server_reads_with_it(own: Path) -> None:
    from onrecord.lexicons.checking import load

    worker = Worker(Settings(model=os.environ.get("ONRECORD_MODEL"), lexicon=load(own)))
    try:
        [result] = worker.read([text_source(TEXT)])
    finally:
        worker.interrupt()
        worker.bury()
    assert isinstance(result, Record)
    assert WALKOUT in told(result)


def test_an_archive_finds_lists_exports_and_rereads_it(onrecord: Run, own: Path, text: Path, tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    assert onrecord("add", text, "--archive", db, "--lexicon", own, "--quiet")[0] == 0
    listed = [json.loads(line) for line in onrecord("events", "--archive", db, "--event", "walkout", "--format", "jsonl")[1].splitlines()]
    assert [(r["event"], r["own"], r["quad"]) for r in listed] == [("PROTEST", "WALKOUT", 4)] * 2
    assert len(onrecord("events", "--archive", db, "--event", "PROTEST", "--format", "jsonl")[1].splitlines()) == 2
    [layoff] = [json.loads(x) for x in onrecord("events", "--archive", db, "--quad", 3, "--format", "jsonl")[1].splitlines()]
    assert layoff["own"] == "LAYOFF"
    table = list(csv.DictReader(io.StringIO(onrecord("export", "events", "--archive", db)[1])))
    assert [r["own"] for r in table] == [r["own"] for r in table if r["own"]]
    assert '"own": "WALKOUT"' in onrecord("export", "events", "--archive", db, "--format", "jsonl")[1]
    assert ",143," in onrecord("export", "events", "--archive", db, "--layout", "phoenix")[1]
    with Archive(db, readonly=True) as archive:
        digest = archive.record(next(archive.ids())).pipeline.lexicon.digest  # type: ignore[union-attr]
    assert f"lexicon {digest[:12]}: 1" in onrecord("archive", "info", "--archive", db)[1]
    assert "0 of 1 records would change" in onrecord("archive", "reread", "--archive", db, "--lexicon", own, "--dry-run")[2]
    (own / "event_verbs.csv").write_text(FILES["event_verbs.csv"].replace("walk,+out,WALKOUT,subj>on\n", ""))
    assert "1 of 1 records would change" in onrecord("archive", "reread", "--archive", db, "--lexicon", own, "--dry-run")[2]
    assert onrecord("archive", "reread", "--archive", db)[0] == 0
    assert onrecord("events", "--archive", db, "--event", "WALKOUT", "--format", "jsonl")[1] == ""
