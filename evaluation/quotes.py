"""Look at statements by rule: the figures of the fixed scorer, the stage's own speed, and what each rule gets right and wrong.

    python -m evaluation.quotes                                   a JSON row a set: F1 of content with right speaker, exactness, speed
    python -m evaluation.quotes polnear_dev --rules               a line a rule: statements, share right, share with a gold cue
    python -m evaluation.quotes polnear_dev --show indirect/to    what one rule got wrong, in its words ("missed" for what none found)

A PolNeAR training part may be named as `polnear_train`: every eighth article of it is read. PolNeAR only measures; its words go
into no rule, lexicon or test.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter, OrderedDict
from collections.abc import Iterator, Sequence
from typing import Any

from evaluation import suites
from evaluation.dev import parser as cached_parser
from onrecord.extract.attributions import find_attributions
from onrecord.model.document import Document, Parser
from onrecord.model.drafts import AttributionDraft
from onrecord.model.source import text_source
from onrecord.parse.anatomy import read_anatomy
from onrecord.pipeline import _block_texts, document_of
from onrecord.settings import Settings

Gold = dict[str, Any]
Read = tuple[Gold, list[AttributionDraft], float]
TRAIN = suites.Suite("polnear_train", "quotes/polnear_train.jsonl", "quotes", quick=False)
STEP = 8
"""Every eighth training article: 105 of 840, as many as the development set has."""
FORMS = ("direct", "mixed", "indirect")


def main(argv: list[str] | None = None) -> int:
    """Print the figures of every set of quotations, or the classes of error of one."""
    args = _arguments(argv)
    known = [s for s in suites.suites() if s.scorer == "quotes"]
    chosen = [s for s in [*known, TRAIN] if s.path.is_file() and (s.name == args.suite if args.suite else s is not TRAIN)]
    if not chosen:
        print("no gold of quotations found", file=sys.stderr)
        return 1
    parser = cached_parser()
    for suite in chosen:
        rows = list(read(suite, parser))
        if args.show:
            _print_shown(rows, args.show)
        elif args.rules:
            _print_rules(rows)
        else:
            print(json.dumps({"set": suite.name, **figures(rows)}))
    return 0


def read(suite: suites.Suite, parser: Parser) -> Iterator[Read]:
    """Give each gold text with our statements and the seconds of this stage alone."""
    lines = suite.path.read_text(encoding="utf-8").splitlines()
    for line in lines[3::STEP] if suite is TRAIN else lines:
        gold = json.loads(line)
        anatomy = read_anatomy(text_source(gold["text"], published=gold.get("date")), Settings())
        document: Document = document_of(anatomy, parser.parse_blocks(_block_texts(anatomy)))
        start = time.process_time()
        drafts = find_attributions(document)
        yield gold, drafts, time.process_time() - start


def shape(drafts: Sequence[AttributionDraft]) -> list[Gold]:
    """Write drafts as the scorer reads attributions."""
    return [
        {"source": [list(d.source)] if d.source else [], "cue": _lists(d.cue), "content": _lists(d.content), "rule": d.rule} for d in drafts
    ]


def _lists(spans: Sequence[tuple[int, int]]) -> list[list[int]]:
    return [list(s) for s in spans]


def figures(rows: list[Read]) -> dict[str, float]:
    """Give the fixed scorer's F1 figures in percent and the stage's words a second (processor time)."""
    scorer = suites._module("quotes")
    gold = OrderedDict((str(g["doc_id"]), g) for g, _, _ in rows)
    ours = {str(g["doc_id"]): {"attributions": shape(drafts)} for g, drafts, _ in rows}
    out, _ = scorer.score(gold, ours)
    quoted, _ = scorer.score(gold, ours, only="quoted")
    named = {"joint": out["joint_head"]["F1"], "joint_quoted": quoted["joint_head"]["F1"], "exact": out["content_exact"]["F1"]}
    for form in FORMS:
        named[f"joint_{form}"] = out["by_type"].get(form, {}).get("joint_head", {}).get("F1", 0.0)
        named[f"iou50_{form}"] = out["by_type"].get(form, {}).get("iou50", {}).get("F1", 0.0)
    named["speaker_given_content"] = out["source_given_content"]["head"]
    words = sum(len(g["text"].split()) for g, _, _ in rows)
    return named | {"words_a_second": round(words / max(1e-9, sum(s for _, _, s in rows)))}


def outcomes(rows: list[Read]) -> Iterator[tuple[str, str, str]]:
    """Give (rule, outcome, words) for each statement of ours, and for each gold one that none of ours met ("missed")."""
    scorer = suites._module("quotes")
    for gold, drafts, _ in rows:
        text = gold["text"]
        golds = [a for a in (scorer.Att(text, x, []) for x in gold["attributions"]) if a.content]
        ours = [a for a in (scorer.Att(text, {**x, "type": "indirect"}, []) for x in shape(drafts)) if a.content]
        cues = frozenset().union(*(a.cue for a in golds)) if golds else frozenset()
        met: set[int] = set()
        for mine in ours:
            best = max(golds, key=lambda a, mine=mine: _overlap(a, mine), default=None)
            close = best is not None and _overlap(best, mine) >= 0.5
            if best is not None and close:
                met.add(id(best))
                outcome = "right" if best.head == mine.head else "speaker"
            else:
                outcome = "content" if mine.cue & cues else "spurious"
            yield mine.raw["rule"], outcome, _words(text, mine.raw) + (f"\n    gold: {_words(text, best.raw)}" if best is not None else "")
        for a in golds:
            if id(a) not in met:
                yield "missed", a.type or "", _words(text, a.raw)


def _overlap(a: Any, b: Any) -> float:
    """Give the share of words that two contents have in common (intersection over union)."""
    return len(a.content & b.content) / len(a.content | b.content)


def _words(text: str, raw: Gold) -> str:
    parts = [" … ".join(text[s:e] for s, e in raw[k]) for k in ("source", "cue", "content")]
    return " | ".join(p.replace("\n", "/")[:160] for p in parts)


def _print_rules(rows: list[Read]) -> None:
    table: dict[str, Counter[str]] = {}
    for rule, outcome, _ in outcomes(rows):
        table.setdefault(rule, Counter())[outcome] += 1
    for rule, counts in sorted(table.items(), key=lambda item: (-sum(item[1].values()), item[0])):
        total = sum(counts.values())
        print(f"{rule:36} {total:5} " + "  ".join(f"{name} {100 * n / total:.0f}%" for name, n in sorted(counts.items())))


def _print_shown(rows: list[Read], wanted: str) -> None:
    for rule, outcome, words in outcomes(rows):
        if rule in (wanted, f"quote/{wanted}") and outcome != "right":
            print(f"{outcome}: {words}")


def _arguments(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m evaluation.quotes", description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("suite", nargs="?", help="polnear_dev, gum_quotes or polnear_train; all but the last if left out")
    parser.add_argument("--rules", action="store_true", help="count outcomes by rule")
    parser.add_argument("--show", metavar="RULE", help="print what this rule got wrong")
    return parser.parse_args(argv)


if __name__ == "__main__":
    raise SystemExit(main())
