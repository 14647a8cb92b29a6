"""The development texts that rules are held against: those that a rule's author may read, never a set that is only scored."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

from evaluation.suites import GOLD
from onrecord.model.source import Source, text_source

CORPORA = GOLD.parent / "corpora"
SETS = (
    (GOLD / "reports/reports_dev.jsonl", 1),
    (GOLD / "reports/current_events_train.jsonl", 1),
    (CORPORA / "wikinews/reports.jsonl", 1),
    (CORPORA / "current_events/items.jsonl", 5),
    (GOLD / "events/plover_gsr.dev.jsonl", 1),
    (GOLD / "events/petr2_validation.dev.jsonl", 1),
    (GOLD / "events/cameo_human5.dev.jsonl", 1),
    (GOLD / "quotes/polnear_dev.jsonl", 3),
    (GOLD / "quotes/gum_train_dev.jsonl", 8),
    (GOLD / "time/dev_tbaq.jsonl", 6),
    (GOLD / "victims/dev_tst1_tst2.jsonl", 5),
    (GOLD / "bulk/reuters21578.jsonl", 100),
)
"""Each set, and of how many of its texts one is read."""
LONGEST = 20_000
"""Characters of a text that are read at most."""


def development_texts(every: int = 1) -> Iterator[Source]:
    """Give the texts of all sets that are there; of the ones chosen, each `every`-th."""
    for path, step in SETS:
        if not path.is_file():
            continue
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines):
                if number % (step * every) == 0:
                    yield _source(json.loads(line), f"{path.stem} {number}")


def _source(row: dict[str, str], key: str) -> Source:
    date = row.get("dct") or row.get("date")
    if date and len(date) == 8 and date.isdigit():
        date = f"{date[:4]}-{date[4:6]}-{date[6:]}"
    return replace(text_source(row["text"][:LONGEST], published=date, key=key), kind="jsonl")
