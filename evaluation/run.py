"""Measure onrecord on the development gold and compare with the floors.

    python -m evaluation.run                      every suite, one table
    python -m evaluation.run --quick              the small suites, under a minute
    python -m evaluation.run --suite victims      one suite (may be repeated)
    python -m evaluation.run --json               all scores of the fixed scorers as JSON
    python -m evaluation.run --update-floors      raise the floors to the scores reached

The gold lies in ../shared/gold; where it is absent nothing can be measured. Exit codes: 0 all floors held, 1 no gold, 3 a score was lost
or a report failed. Parses are remembered in $ONRECORD_PARSE_CACHE (/tmp); the model is the shipped one, or $ONRECORD_MODEL.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from typing import Any

from evaluation import floors as floor_file
from evaluation.confidence import lines as confidence_lines
from evaluation.dev import parser as cached_parser
from evaluation.suites import GOLD, Suite, run_suite, suites
from evaluation.table import render, take
from onrecord.pipeline import Reader


def main(argv: list[str] | None = None) -> int:
    """Run the chosen suites, print the table, compare with the floors."""
    args = _arguments(argv)
    chosen = [s for s in suites() if (not args.quick or s.quick) and (not args.suite or s.name in args.suite)]
    present = [s for s in chosen if s.path.is_file()]
    if not present:
        print(f"no gold set found under {GOLD}: floors can only be measured in a checkout that has ../shared/gold", file=sys.stderr)
        return 1
    results = measure(present)
    now, kept = take(results), floor_file.load()
    changed = [s.name for s in present if s.name in kept.gold and kept.gold[s.name] != s.digest()]
    table = [render(now, kept.scores, floor_file.EPSILON), *confidence_lines(results)]
    print(json.dumps(results, indent=1) if args.json else "\n".join(table))
    lost = floor_file.lost(kept, now)
    failed = {name: r["failed"] for name, r in results.items() if r["failed"]}
    for line in _complaints(lost, changed, failed):
        print(line, file=sys.stderr)
    if args.update_floors and not changed and not failed:
        floor_file.save(floor_file.raised(kept, now, {s.name: s.digest() for s in present}))
    return 3 if lost or changed or failed else 0


def measure(chosen: list[Suite], reader: Reader | None = None) -> dict[str, Any]:
    """Run suites one after the other with one reader; say on standard error how long each took."""
    reader = reader or Reader(parser=cached_parser())
    results = {}
    for suite in chosen:
        start = time.perf_counter()
        results[suite.name] = run_suite(suite, reader)
        print(f"{suite.name}: {time.perf_counter() - start:.0f} s", file=sys.stderr)
    return results


def _complaints(lost: list[str], changed: list[str], failed: dict[str, int]) -> list[str]:
    return [
        *(f"below its floor: {name}" for name in lost),
        *(f"the gold of {name} is not the one that its floors were measured on" for name in changed),
        *(f"{count} reports of {name} failed" for name, count in failed.items()),
    ]


def _arguments(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="only the small suites")
    parser.add_argument("--suite", action="append", help="only this suite")
    parser.add_argument("--json", action="store_true", help="all scores as JSON")
    parser.add_argument("--update-floors", action="store_true", help="raise the floors to the scores reached; none is lowered")
    return parser.parse_args(argv)


if __name__ == "__main__":
    sys.exit(main())
