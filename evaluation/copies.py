"""Copies: a labelled set made from wire texts by the edits that newsrooms make, scored by pairs.

usage: python -m evaluation.copies [--stories 300] [--json]     (wire texts: ../shared/gold/bulk/reuters21578.jsonl)

Each origin gives prints: whole, cut from the bottom to 80, 60 or 50 per cent, with a new lead, with another dateline and the credit
dropped, with litter around it, spliced with another story, lightly rewritten. The rest of the set is unrelated wire copy, some of
it of one publisher whose template lines stand in every report.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from onrecord.compare import copies
from onrecord.compare.update import update
from onrecord.model.record import Part, PipelineInfo, Record, Report
from onrecord.model.source import Source, text_source
from onrecord.store import Archive

BULK = Path(__file__).parents[2] / "shared" / "gold" / "bulk" / "reuters21578.jsonl"
TEMPLATE = (
    "Sign up to our morning briefing and get the day's news before breakfast every weekday in your inbox. "
    "This newspaper is supported by its readers; please consider a subscription to keep our reporting going through the year. "
)
SWAPS = [("said", "told reporters"), ("yesterday", "on Tuesday"), ("company", "firm"), ("about", "some"), ("government", "authorities")]


def variants(sentences: list[str], other: list[str], rng: random.Random) -> dict[str, list[str]]:
    """Give the prints of a story: edit -> sentences."""
    n = len(sentences)
    rewritten = []
    for s in sentences:
        for a, b in SWAPS:
            s = re.sub(rf"\b{a}\b", b, s, count=1)
        rewritten.append(s)
    return {
        "whole": sentences,
        "cut80": sentences[: max(3, round(n * 0.8))],
        "cut60": sentences[: max(3, round(n * 0.6))],
        "cut50": sentences[: max(3, round(n * 0.5))],
        "newlead": [other[0], *sentences[1:]],
        "dateline": ["LAGOS, Tuesday - " + sentences[0], *sentences[1:]],
        "litter": [TEMPLATE, *sentences, "Read also: " + other[0]],
        "spliced": [*sentences[: n // 2 + 1], *other[: len(other) // 2]],
        "rewrite": rewritten,
    }


def make(stories: int, unrelated: int, seed: int = 1) -> tuple[list[tuple[str, str, str]], set[tuple[int, int]], set[tuple[int, int]]]:
    """Give texts (edit, publisher, text), the pairs that are copies at containment 0.5 and above, and the whole reprints."""
    rng = random.Random(seed)
    wires = []
    with BULK.open(encoding="utf-8") as lines:
        for line in lines:
            sentences = [s for s in re.split(r"(?<=[.!?])\s+(?=[A-Z\"“])", " ".join(json.loads(line)["text"].split())) if s]
            if len(sentences) >= 6:
                wires.append(sentences)
    rng.shuffle(wires)
    texts: list[tuple[str, str, str]] = []
    true: set[tuple[int, int]] = set()
    whole: set[tuple[int, int]] = set()
    for k in range(stories):
        base = len(texts)
        prints = variants(wires[k], wires[-1 - k], rng)
        chosen = ["whole", *rng.sample([p for p in prints if p != "whole"], 2)]
        texts.append(("origin", "Wire", " ".join(wires[k])))
        for name in chosen:
            texts.append((name, f"Paper {rng.randrange(40)}", " ".join(prints[name])))
            true.add((base, len(texts) - 1))
            if name in ("whole", "dateline"):
                whole.add((base, len(texts) - 1))
    for k in range(unrelated):
        text = " ".join(wires[stories + k])
        house = rng.randrange(40)
        texts.append(("alone", f"Paper {house}", text if house % 2 else f"{TEMPLATE} {text} {TEMPLATE}"))
    return texts, true, whole


def run(stories: int, unrelated: int) -> dict[str, float]:
    """Index the set and give recall and precision against it, with the time taken."""
    texts, true, whole = make(stories, unrelated)
    with tempfile.TemporaryDirectory() as folder, Archive(Path(folder) / "c.db") as archive:
        numbers = {}
        group = [_report(t, n, house) for n, (_, house, t) in enumerate(texts)]
        archive.add_group(group)
        for n, (source, _) in enumerate(group):
            numbers.setdefault(source.id, n)
        start = time.process_time()
        update(archive)
        seconds = time.process_time() - start
        rows = {int(n): numbers[str(id)] for n, id in archive.db.execute("select n, id from report")}
        found = {
            (min(rows[a], rows[b]), max(rows[a], rows[b]))
            for group in copies.origins(archive, rows)
            for k, a in enumerate(group)
            for b in group[k + 1 :]
        }
    # Two prints of one origin are copies of each other too; those pairs are neither asked for nor held against the index.
    family = {n: k for k in range(stories) for n in range(4 * k, 4 * k + 4)}
    false = {p for p in found if family.get(p[0], -1) != family.get(p[1], -2)}
    judged = {p for p in found if p in true} | false
    return {
        "recall": len(found & true) / len(true),
        "recall of whole reprints": len(found & whole) / len(whole),
        "precision": len(judged & true) / max(1, len(judged)),
        "reports": len(texts),
        "seconds": round(seconds, 2),
    }


def _report(text: str, n: int, house: str) -> tuple[Source, Record]:
    """Make a source and its record without reading it; each print has bytes of its own, as pages around one text have."""
    source = replace(text_source(text, source=str(n)), id=hashlib.sha256(f"{n} {text}".encode()).hexdigest())
    report = Report(
        id=source.id, source=str(n), title=None, language="en", published="1987-03-01", published_from="caller", publisher=house,
        agencies=(), authors=(), text=text, parts=(Part(kind="body", span=(0, len(text))),),
    )  # fmt: skip
    return source, Record(pipeline=PipelineInfo(version="0", model=None), report=report)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stories", type=int, default=300)
    parser.add_argument("--unrelated", type=int, default=1200)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    result = run(options.stories, options.unrelated)
    print(json.dumps(result) if options.json else "\n".join(f"{k:26} {v:.3f}" for k, v in result.items()))


if __name__ == "__main__":
    main()
