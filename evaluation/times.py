"""Look at times by rule: the figures of the fixed scorer, the stage's own speed, and what each rule gets right and wrong.

    python -m evaluation.times                        a JSON row a set: strict, relaxed, value F1, calendar recall, words a second
    python -m evaluation.times tbaq --rules           a line a rule: right, wrong value, wrong span, spurious
    python -m evaluation.times tbaq --show date/year  what one rule got wrong, in its words ("missed" for what none found)

Figures for the table of all suites come from `python -m evaluation.run`; this is for finding the class of error behind them.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

from evaluation import suites
from evaluation.dev import parser as cached_parser
from onrecord.extract.attributions import find_attributions
from onrecord.extract.times import find_times
from onrecord.model.document import Document, Parser
from onrecord.model.drafts import TimeDraft
from onrecord.model.source import text_source
from onrecord.parse.anatomy import read_anatomy
from onrecord.pipeline import _block_texts, document_of
from onrecord.settings import Settings

Gold = dict[str, Any]
Read = tuple[Gold, list[TimeDraft], float]
OUTCOMES = ("right", "value", "span", "spurious")


def main(argv: list[str] | None = None) -> int:
    """Print the figures of every set of times, or the classes of error of one."""
    args = _arguments(argv)
    chosen = [s for s in suites.suites() if s.scorer == "time" and s.path.is_file() and args.suite in (None, s.name)]
    if not chosen:
        print("no gold of times found", file=sys.stderr)
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
    """Give each gold text with our times and the seconds of this stage alone."""
    for line in suite.path.read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        anatomy = read_anatomy(text_source(gold["text"], published=(gold["dct"] or "")[:10] or None), Settings())
        document: Document = document_of(anatomy, parser.parse_blocks(_block_texts(anatomy)))
        attributions = find_attributions(document)
        start = time.process_time()
        times = find_times(document, attributions)
        yield gold, times, time.process_time() - start


def figures(rows: list[Read]) -> dict[str, float]:
    """Give the fixed scorer's figures in percent and the stage's words a second (processor time)."""
    scorer = suites._module("time")
    total: Counter[str] = sum((scorer.count(gold["timex"], _shape(times), gold["text"]) for gold, times, _ in rows), Counter())
    scores = scorer.metrics(total)
    words = sum(len(gold["text"].split()) for gold, _, _ in rows)
    named = {"strict": scores["strict"]["F1"], "relaxed": scores["relaxed"]["F1"], "value": scores["value_F1"]}
    named["calendar"] = scores["calendar_recall"]
    return {name: round(100 * x, 1) for name, x in named.items()} | {"words_a_second": round(words / sum(s for _, _, s in rows))}


def outcomes(rows: list[Read]) -> Iterator[tuple[str, str, str, str, str]]:
    """Give (rule, outcome, words, gold value, context) for each time of ours, and for each gold one that none of ours met."""
    scorer = suites._module("time")
    for gold, times, _ in rows:
        text = gold["text"]
        wanted = [scorer.trim(t, text) for t in gold["timex"]]
        met = {j: i for i, j in scorer.pair(wanted, [t.span for t in times])}
        for j, t in enumerate(times):
            value = gold["timex"][met[j]]["value"] if j in met else ""
            outcome = "spurious" if j not in met else "value" if value != t.value else "span" if wanted[met[j]] != t.span else "right"
            yield t.rule.removeprefix("time/"), outcome, f"{text[slice(*t.span)]} {t.value}", str(value), _around(text, t.span)
        for i in sorted(set(range(len(wanted))) - set(met.values())):
            yield "missed", "missed", text[slice(*wanted[i])], str(gold["timex"][i]["value"]), _around(text, wanted[i])


def _around(text: str, span: tuple[int, int]) -> str:
    return " ".join(text[max(0, span[0] - 50) : span[1] + 40].split())


def _shape(times: list[TimeDraft]) -> list[dict[str, Any]]:
    return [{"start": t.span[0], "end": t.span[1], "type": t.type, "value": t.value} for t in times]


def _print_rules(rows: list[Read]) -> None:
    counts: dict[str, Counter[str]] = {}
    for rule, outcome, *_ in outcomes(rows):
        counts.setdefault(rule, Counter())[outcome] += 1
    print(f"{'rule':<32}" + "".join(f"{o:>10}" for o in OUTCOMES))
    for rule, count in sorted(counts.items(), key=lambda kv: (-sum(kv[1].values()), kv[0])):
        print(f"{rule:<32}" + "".join(f"{count[o]:>10}" for o in OUTCOMES) + (f"{count['missed']:>10}" if rule == "missed" else ""))


def _print_shown(rows: list[Read], rule: str) -> None:
    for found, outcome, words, value, around in outcomes(rows):
        if found == rule and outcome != "right":
            print(f"{outcome:<9}{words:<40} gold {value:<16} {around}")


def _arguments(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("suite", nargs="?", help="tbaq, wikiwars, gum_dates_train, gum_dates_dev; all where left out")
    parser.add_argument("--rules", action="store_true", help="count outcomes by rule")
    parser.add_argument("--show", metavar="RULE", help="print what a rule got wrong")
    return parser.parse_args(argv)


if __name__ == "__main__":
    sys.exit(main())
