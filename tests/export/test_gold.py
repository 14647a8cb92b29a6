"""Reports as people corrected them, as a gold set: what was said stands in it, and every locator of a work file names its words alone."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from evaluation.suites import GOLD
from onrecord.cli import main
from onrecord.errors import OnRecordError
from onrecord.export.gold import KINDS, SPANS, gold, work_file
from onrecord.store import Archive
from onrecord.store.judgements import judgement_of, store
from tests.export.records import caracas
from tests.store.made import FEE, WAGE, made

SOURCE, RECORD = made(FEE, publisher="Example", title="Import fee")
ID = SOURCE.id


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "a.db") as archive:
        list(archive.add([(SOURCE, RECORD), made(WAGE)]))
        yield archive


def say(archive: Archive, item: str, *verdicts: str) -> None:
    with archive.writing():
        for verdict in verdicts:
            store(archive.db, judgement_of(archive.db, ID, item, verdict))


def only(archive: Archive, **options: Any) -> dict[str, Any]:
    [report] = gold(archive, **options)
    return report


def test_nobody_judged_nothing_is_written(archive: Archive) -> None:
    assert list(gold(archive)) == []


def test_what_people_said_stands_in_it(archive: Archive) -> None:
    say(archive, "E1", "type=COOPERATE", "status=planned", "date=", "recipients=A3; Wagner Group (RUS REB)")
    say(archive, "S1", "speaker_name=Fatou Sow", "act=promise")
    say(archive, "F1", "value=15", "high=20")
    say(archive, "A2", "name=Juan Pérez Soto", "country=ESP")
    say(archive, "P1", "wrong")
    report = only(archive)
    assert (report["id"], report["published"], report["date"], report["publisher"], report["title"]) == (
        ID, "2025-12-04", "2025-12-04", "Example", None,
    )  # fmt: skip
    [event] = report["events"]
    names = {a["key"]: a["name"] for a in report["actors"]}
    assert (event["types"], event["status"], event["date"], event["judged"]) == (["COOPERATE"], ["planned"], [], "corrected")
    assert [names[k] for k in event["recipients"]] == ["Olga Brandt", "Wagner Group"]
    assert [names[k] for k in event["actors"]] == ["Juan Pérez Soto"]
    [statement] = report["statements"]
    assert (statement["act"], [names[k] for k in statement["speakers"]]) == ("promise", ["Fatou Sow"])
    assert (report["figures"][0]["value"], report["figures"][0]["high"], report["figures"][0]["bound"]) == (15, 20, "between")
    assert next(a for a in report["actors"] if a["name"] == "Wagner Group") == {
        "key": "X2", "name": "Wagner Group", "type": None, "country": "RUS", "sectors": ["REB"], "mentions": [], "core": True, "judged": "corrected",
    }  # fmt: skip
    assert next(a for a in report["actors"] if a["key"] == "A2")["country"] == "ESP"
    assert report["places"] == []


def test_who_is_judged_wrong_takes_part_in_nothing(archive: Archive) -> None:
    say(archive, "A1", "wrong")
    report = only(archive)
    assert [a["name"] for a in report["actors"]] == ["Juan Pérez", "Olga Brandt"]
    assert report["statements"][0]["speakers"] == []


def test_what_nobody_judged_is_not_core_where_only_the_judged_is_wanted(archive: Archive) -> None:
    say(archive, "S1", "right")
    assert {i["core"] for kind in KINDS for i in only(archive)[kind]} == {True}
    asked = only(archive, judged_only=True)
    assert {kind: [i["core"] for i in asked[kind]] for kind in ("statements", "events", "figures")} == {
        "statements": [True], "events": [False], "figures": [False],
    }  # fmt: skip


def spans_of(text: str, locator: str) -> list[int]:
    left, _, rest = locator.partition("[[") if "[[" in locator else ("", "", locator)
    words, _, right = rest.partition("]]")
    assert text.count(left + words + right) == 1, locator
    start = text.index(left + words + right) + len(left)
    return [start, start + len(words)]


def test_a_work_file_names_each_words_alone(tmp_path: Path) -> None:
    record = caracas()
    source = made("x")[0]
    with Archive(tmp_path / "c.db") as archive:
        origin = type(source)(id=record.report.id, source="c", text=record.report.text, kind="text", hints=source.hints)
        list(archive.add([(origin, record)]))
        with archive.writing():
            store(archive.db, judgement_of(archive.db, record.report.id, record.events[0].id, "right"))
        report = only(archive)
    work = work_file(report)
    for kind, name in SPANS.items():
        assert len(work[kind]) == len(report[kind]) > 0 or kind == "figures"
        for found, item in zip(work[kind], report[kind], strict=True):
            at = item[name]
            if isinstance(found[name], str):
                assert spans_of(report["text"], found[name]) == at
            else:
                assert [spans_of(report["text"], words) for words in found[name]] == at
    assert "text" not in work


def test_words_in_double_brackets_are_said(archive: Archive) -> None:
    report = {"id": "x", "text": "a [[b]] a", "title": None, **{k: [] for k in KINDS}, "times": [{"span": [2, 7]}]}
    with pytest.raises(OnRecordError, match="double brackets"):
        work_file(report)


@pytest.mark.skipif(not (GOLD / "score").is_file(), reason="no ../shared/gold beside this checkout")
def test_the_gold_sets_own_tools_take_it(archive: Archive, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What nobody corrected scores 100 against itself; a correction costs what it corrects."""
    say(archive, "E1", "right")
    path = str(archive.path)

    def scores() -> dict[str, Any]:
        assert main(["judge", "--gold", "--archive", path]) == 0
        (tmp_path / "gold.jsonl").write_text(capsys.readouterr().out, "utf-8")
        line = json.dumps({"id": ID, "record": json.loads(RECORD.to_json())})
        (tmp_path / "records.jsonl").write_text(line + "\n", "utf-8")
        command = [sys.executable, str(GOLD / "score"), "reports", str(tmp_path / "gold.jsonl"), str(tmp_path / "records.jsonl"), "--json"]
        return dict(json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout))

    found = scores()
    assert (found["record"], found["noise"], found["events: full"]["F1"]) == (100.0, 0.0, 100.0)
    say(archive, "E1", "status=planned")
    say(archive, "F1", "value=15")
    found = scores()
    assert (found["figures"]["F1"], found["events: full"]["F1"], found["events"]["F1"], found["times"]["F1"]) == (0.0, 0.0, 100.0, 100.0)
    assert main(["judge", "--work", str(tmp_path / "work"), "--archive", path]) == 0
    work = tmp_path / "work" / ID
    command = [sys.executable, str(GOLD / "reports" / "mark"), f"{work}.txt", f"{work}.json", str(tmp_path / "marked.json")]
    subprocess.run(command, check=True, capture_output=True)
    assert json.loads((tmp_path / "marked.json").read_text("utf-8")) == json.loads((tmp_path / "gold.jsonl").read_text("utf-8"))
