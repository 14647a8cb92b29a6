"""Stories: B-cubed and pair F1 on the round-ups, beside the floors and a TF-IDF single pass of the same run.

usage: python -m evaluation.stories [--json] [--order SEED]     (../shared/gold/stories/roundups_dev.jsonl)
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import random
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from onrecord.compare.grouping.vectors import _words
from onrecord.compare.update import update
from onrecord.model.record import Part, PipelineInfo, Record, Report
from onrecord.model.source import Source, text_source
from onrecord.store import Archive

GOLD = Path(__file__).parents[2] / "shared" / "gold" / "stories" / "roundups_dev.jsonl"


def scores(found: Sequence[object], gold: Sequence[object]) -> dict[str, float]:
    """Give B-cubed F1 (Bagga and Baldwin 1998) and the F1 of pairs."""
    p_groups: dict[object, set[int]] = defaultdict(set)
    g_groups: dict[object, set[int]] = defaultdict(set)
    for n, (p, g) in enumerate(zip(found, gold, strict=True)):
        p_groups[p].add(n)
        g_groups[g].add(n)
    both = [(len(p_groups[p] & g_groups[g]), len(p_groups[p]), len(g_groups[g])) for p, g in zip(found, gold, strict=True)]
    precision = sum(b / p for b, p, _ in both) / len(both)
    recall = sum(b / g for b, _, g in both) / len(both)
    hit, said, true = (sum(x - 1 for x in xs) for xs in zip(*both, strict=True))
    return {"b_cubed": 2 * precision * recall / (precision + recall), "pair": 2 * hit / (said + true) if said + true else 0.0}


def single_pass(texts: list[str], least: float = 0.3) -> list[int]:
    """Group by a TF-IDF single pass: each text joins the nearest group's centre, or opens a new one."""
    bags = [Counter(_words(t, 400)) for t in texts]
    df = Counter(w for b in bags for w in b)
    vectors = []
    for bag in bags:
        v = {w: (1 + math.log(n)) * math.log(len(bags) / df[w]) for w, n in bag.items()}
        norm = math.sqrt(sum(x * x for x in v.values())) or 1.0
        vectors.append({w: x / norm for w, x in v.items()})
    # The likeness to a group is that to its nearest member, the usual rule of first-story detection.
    inverted: dict[str, list[tuple[int, float]]] = defaultdict(list)
    out: list[int] = []
    for number, v in enumerate(vectors):
        near: dict[int, float] = defaultdict(float)
        for w, x in v.items():
            for other, y in inverted[w]:
                near[other] += x * y
            inverted[w].append((number, x))
        best, alike = max(near.items(), key=lambda x: x[1], default=(-1, 0.0))
        out.append(out[best] if alike >= least else number)
    return out


def report(row: dict[str, str]) -> tuple[Source, Record]:
    """Make a source and record of an article without reading it: stories are told by title, text and day."""
    source = replace(text_source(row["text"], source=row["id"]), id=hashlib.sha256(row["id"].encode()).hexdigest())
    head = Report(
        id=source.id, source=row["id"], title=row["title"], language="en", published=(row["date"] or "")[:10] or None,
        published_from="caller", publisher=row["source"], agencies=(), authors=(), text=row["text"],
        parts=(Part(kind="body", span=(0, len(row["text"]))),),
    )  # fmt: skip
    return source, Record(pipeline=PipelineInfo(version="0", model=None), report=head)


def run(order: int | None = None) -> dict[str, dict[str, float]]:
    """Give the scores of ours, the floors and the single pass."""
    rows = [json.loads(line) for line in GOLD.open(encoding="utf-8")]
    gold = [r["story"] for r in rows]
    given = list(range(len(rows)))
    if order is not None:
        random.Random(order).shuffle(given)
    with tempfile.TemporaryDirectory() as folder, Archive(Path(folder) / "s.db") as archive:
        start = time.process_time()
        for lot in (given[: len(given) // 2], given[len(given) // 2 :]):
            archive.add_group([report(rows[n]) for n in lot])
            update(archive)
        seconds = time.process_time() - start
        found = dict(archive.db.execute("select r.source, sr.story from story_report sr join sighting r on r.report = sr.report"))
    ours = [found[r["id"]] for r in rows]
    return {
        "ours": {**scores(ours, gold), "seconds": round(seconds, 1)},
        "every report alone": scores(list(range(len(rows))), gold),
        "one story a date": scores([r["date"] or r["id"] for r in rows], gold),
        "TF-IDF single pass": scores(single_pass([f"{r['title']} {r['title']} {r['text']}" for r in rows]), gold),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--order", type=int, help="shuffle the order of adding with this seed")
    options = parser.parse_args()
    result = run(options.order)
    if options.json:
        print(json.dumps(result))
    else:
        for name, values in result.items():
            print(f"{name:20}", "  ".join(f"{k} {v:.4f}" for k, v in values.items()))


if __name__ == "__main__":
    main()
