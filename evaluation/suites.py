"""The gold sets that are measured (suites.csv) and how each is read and scored with the fixed scorers beside the gold."""

from __future__ import annotations

import csv
import gzip
import hashlib
import importlib.util
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any

from evaluation.actor_phrases import score_actors
from evaluation.acts import chosen, score_acts
from evaluation.confidence import confidence
from evaluation.victims import victims_of
from onrecord.errors import OnRecordError
from onrecord.model.source import text_source
from onrecord.pipeline import Reader

HERE = Path(__file__).parent
GOLD = HERE.parent.parent / "shared" / "gold"
"""Where the gold sets lie: beside the checkout. They belong to no package and may be absent."""

Scores = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Suite:
    """One gold set: its file under `GOLD` or beside this module, the scorer that reads it, and whether `--quick` includes it."""

    name: str
    gold: str
    scorer: str
    quick: bool

    @property
    def path(self) -> Path:
        own = HERE / self.gold
        return own if own.is_file() else GOLD / self.gold

    def digest(self) -> str:
        """Give the SHA-256 of the gold file: floors hold for these bytes only."""
        return hashlib.sha256(self.path.read_bytes()).hexdigest()


def suites() -> list[Suite]:
    """Give every suite, in the order of the table."""
    with (HERE / "suites.csv").open(encoding="utf-8", newline="") as file:
        return [Suite(r["suite"], r["gold"], r["scorer"], r["quick"] == "yes") for r in csv.DictReader(file)]


def run_suite(suite: Suite, reader: Reader) -> Scores:
    """Read a gold set's texts and score the records.

    Scores are what the fixed scorer prints as JSON; `failed` counts reports that gave no record. A suite whose scorer is a program of
    ours (parse.py) is run as such; pages are scored before any record is made.
    """
    if suite.scorer.startswith("-m "):
        return {**_program(suite.scorer.split()), "failed": 0}
    if suite.scorer == "pages":
        return {**_pages(suite.path.parent), "failed": 0}
    gold = [json.loads(line) for line in suite.path.read_text(encoding="utf-8").splitlines() if line.strip()]
    gold = CHOSEN.get(suite.scorer, list)(gold)
    records, failed = read_texts(gold, reader)
    scores = SCORERS[suite.scorer](suite, gold, records)
    return {**scores, "failed": failed}


def gold_id(row: dict[str, Any]) -> str:
    """Give the id that the scorers know a gold row by."""
    return str(row.get("id", row.get("doc_id")))


def read_texts(gold: Iterable[dict[str, Any]], reader: Reader) -> tuple[dict[str, Any], int]:
    """Read the texts of gold rows as `onrecord read --input-format jsonl` does: records as plain data by id, and how many failed."""
    sources = [replace(text_source(g["text"], published=_iso(g.get("dct") or g.get("date")), key=gold_id(g)), kind="jsonl") for g in gold]
    records: dict[str, Any] = {}
    failed = 0
    for source, result in reader.read_all(sources):
        if isinstance(result, OnRecordError):
            failed += 1
            print(result, file=sys.stderr)
        else:
            records[str(source.key)] = json.loads(result.to_json())
    return records, failed


def _iso(date: str | None) -> str | None:
    return f"{date[:4]}-{date[4:6]}-{date[6:]}" if date and len(date) == 8 and date.isdigit() else date


def _program(command: list[str]) -> Scores:
    done = subprocess.run([sys.executable, *command], cwd=HERE.parent, capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout))


def _pages(folder: Path) -> Scores:
    from evaluation import pages

    rows = [json.loads(line) for line in (folder / "index.jsonl").read_text(encoding="utf-8").splitlines()]
    scored = (pages.score(pages.ours(gzip.decompress((folder / row["file"]).read_bytes()), row), row) for row in rows)
    return {name: round(100 * value, 2) for name, value in pages.means(scored).items()}


def _scored(script: str, gold: Path, rows: Iterable[dict[str, Any]]) -> Scores:
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
        file.flush()
        command = [sys.executable, str(GOLD / "scorers" / script), str(gold), file.name, "--json"]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout))


def _quotes(suite: Suite, gold: list[dict[str, Any]], records: dict[str, Any]) -> Scores:
    def attribution(s: dict[str, Any]) -> dict[str, Any]:
        return {"source": [s["speaker_span"]] if s.get("speaker_span") else [], "cue": s.get("cue") or [], "content": s["content"]}

    rows = ({"doc_id": k, "attributions": [attribution(s) for s in r.get("statements", [])]} for k, r in records.items())
    return _scored("quotes.py", suite.path, rows)


def _time(suite: Suite, gold: list[dict[str, Any]], records: dict[str, Any]) -> Scores:
    def timex(t: dict[str, Any]) -> dict[str, Any]:
        return {"start": t["span"][0], "end": t["span"][1], "type": t["type"], "value": t["value"]}

    scores = _scored("time.py", suite.path, ({"doc_id": k, "timex": [timex(t) for t in r.get("times", [])]} for k, r in records.items()))
    return {k: _percent(v) for k, v in scores.items() if k != "counts"}


def _percent(value: Any) -> Any:
    return {k: _percent(v) for k, v in value.items()} if isinstance(value, dict) else round(100 * value, 2)


def _events(suite: Suite, gold: list[dict[str, Any]], records: dict[str, Any]) -> Scores:
    return _scored("events.py", suite.path, ({"id": k, "record": r} for k, r in records.items()))


def _actors(suite: Suite, gold: list[dict[str, Any]], records: dict[str, Any]) -> Scores:
    return score_actors(gold, records)


def _victims(suite: Suite, gold: list[dict[str, Any]], records: dict[str, Any]) -> Scores:
    predicted = {k: {"doc_id": k, "victims": victims_of(r)} for k, r in records.items()}
    scores = _module("victims").score(gold, predicted)
    names = {"who": "victim P/R/F1", "effect": "victim+effect P/R/F1", "fact": "fact (who+effect+count) P/R/F1"}
    out: Scores = {short: scores[long][2] for short, long in names.items()}
    return {**out, "count": scores["count accuracy"], "detail": {k: scores[v] for k, v in names.items()}}


def _reports(suite: Suite, gold: list[dict[str, Any]], records: dict[str, Any]) -> Scores:
    """Score whole reports. Of two measures that should fall the table shows what should rise.

    `clean`: how many of 100 items given are right (100 less the noise). `once`: how many happenings are told by 100 events given for them.
    """
    scores = _scored("reports.py", suite.path, ({"id": k, "record": r} for k, r in records.items()))
    told = scores["events given per happening found"]
    sure = confidence(_module("reports"), gold, records)
    return {**scores, "clean": round(100 - scores["noise"], 1), "once": round(100 / told, 1) if told else 0.0, "confidence": sure}


def _acts(suite: Suite, gold: list[dict[str, Any]], records: dict[str, Any]) -> Scores:
    return score_acts(gold, records)


def _module(name: str) -> ModuleType:
    """Load a scorer that is no package."""
    spec = importlib.util.spec_from_file_location(f"gold_{name}", GOLD / "scorers" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


SCORERS = {
    "quotes": _quotes,
    "time": _time,
    "events": _events,
    "actors": _actors,
    "victims": _victims,
    "reports": _reports,
    "acts": _acts,
}
CHOSEN: dict[str, Callable[[list[dict[str, Any]]], list[dict[str, Any]]]] = {"acts": chosen}
"""Scorers that read only some rows of their file."""
