"""Annotated reports and items as stand-off labels: offsets, codes and digests, no text.

    annotated.py pack GOLD_FOLDER CORPUS.jsonl > annotated/NAME.jsonl      what ../shared/gold/reports/mark wrote, without the words

`read(corpora, gold)` gives everything that may train, with its text put back from the corpora. A text that is not the one that was
annotated (another SHA-256) is an error.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent / "annotated"
SOURCES = {"reports.jsonl": "wikinews/reports.jsonl", "items.jsonl": "current_events/items.jsonl"}
"""Label file -> the corpus that holds its texts."""
OWN = "sentences.jsonl"
"""Sentences of our own, with their text: words of acts in innocent use, and the same words used of acts of public life."""
GOLD = ("reports_dev.jsonl", "current_events_train.jsonl")
"""Gold that may be read and may train."""
Row = dict[str, Any]
_LOCATOR = re.compile(r"(.*)\[\[(.*)\]\](.*)", re.S)


def rows(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def bare(gold: Row) -> Row:
    """Take the words out of an annotated report: keys become numbers, names go."""
    keys = {a["key"]: f"a{n}" for n, a in enumerate(gold["actors"], 1)}

    def key(k: str) -> str:
        return keys[k.rstrip("?")] + ("?" if k.endswith("?") else "")

    def kept(item: Row, *fields: str) -> Row:
        return {f: item[f] for f in fields if f in item} | ({} if item.get("core", True) else {"core": False})

    return {
        "id": gold["id"], "published": gold["published"], "sha256": digest(gold["text"]), "title": gold.get("title"),
        "actors": [{"key": keys[a["key"]], **kept(a, "type", "country", "sectors", "mentions")} for a in gold["actors"]],
        "statements": [kept(s, "content", "form", "act") | {"speakers": [key(k) for k in s["speakers"]]} for s in gold["statements"]],
        "events": [
            kept(e, "types", "mode", "mentions", "status", "date", "figures")
            | {"actors": [key(k) for k in e["actors"]], "recipients": [key(k) for k in e["recipients"]]}
            for e in gold["events"]
        ],
        "figures": [kept(f, "id", "span", "value", "bound", "unit", "measure") for f in gold["figures"]],
        "times": [kept(t, "span", "type", "value") for t in gold["times"]],
        "places": [kept(p, "country", "mentions") for p in gold["places"]],
    }  # fmt: skip


def read(corpora: Path, gold: Path) -> list[Row]:
    """Give all that may train: rows as ../shared/gold/reports has them, each with `text`."""
    out = [row for name in GOLD for row in rows(gold / "reports" / name)]
    for name, corpus in SOURCES.items():
        texts = {r["id"]: r["text"] for r in rows(corpora / corpus)}
        for row in rows(HERE / name) if (HERE / name).exists() else ():
            if digest(texts.get(row["id"], "")) != row["sha256"]:
                raise SystemExit(f"{name}: {row['id']} was annotated on another text than {corpora / corpus} holds")
            out.append(row | {"text": texts[row["id"]], "date": row["published"]})
    return out + [_own(row) for row in rows(HERE / OWN)]


def arguments(about: str | None, *, write: bool = False) -> argparse.Namespace:
    """Read what a script that trains on these rows is told: where corpora and gold lie, and with `write` whether to ship what it made."""
    options = argparse.ArgumentParser(description=about)
    options.add_argument("--corpora", type=Path, default=Path("../shared/corpora"))
    options.add_argument("--gold", type=Path, default=Path("../shared/gold"))
    if write:
        options.add_argument("--write", action="store_true")
    return options.parse_args()


def _own(row: Row) -> Row:
    """Give one of our own sentences in the shape of the gold: its events alone are annotated."""
    events = [
        {
            "types": event["types"], "mentions": [_located(row["text"], m) for m in event["mentions"]], "status": [event["status"]],
            "core": event.get("core", True),
        }
        for event in row["events"]
    ]  # fmt: skip
    return {"id": row["id"], "text": row["text"], "published": None, "date": None, "events": events}


def _located(text: str, mention: str) -> list[int]:
    """Give where a locator stands: a string that occurs once, or one with its surroundings and the words in double brackets."""
    before, marked, after = _LOCATOR.fullmatch(mention).groups() if "[[" in mention else ("", mention, "")  # type: ignore[union-attr]
    whole = before + marked + after
    if text.count(whole) != 1:
        raise SystemExit(f"{OWN}: {mention!r} does not stand once in {text!r}")
    start = text.index(whole) + len(before)
    return [start, start + len(marked)]


def main() -> None:
    if len(sys.argv) != 4 or sys.argv[1] != "pack":
        raise SystemExit(__doc__)
    order = {r["id"]: n for n, r in enumerate(rows(Path(sys.argv[3])))}
    found = [json.loads(p.read_text("utf8")) for p in Path(sys.argv[2]).glob("*.json")]
    for row in sorted(found, key=lambda g: order[g["id"]]):
        print(json.dumps(bare(row), ensure_ascii=False, separators=(",", ":")))


if __name__ == "__main__":
    main()
