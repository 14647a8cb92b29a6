"""Say which conditions of the rules nobody would miss.

    python -m evaluation.ablation                     drop 120 conditions drawn by chance, one at a time; say who notices
    python -m evaluation.ablation --trial 300 --seed 2
    python -m evaluation.ablation --idle idle.txt     list what decided nothing in tests and development texts
    python -m evaluation.ablation --all all.txt --only onrecord.resolve      try every condition of a package

The rules are rewritten as they are imported (no file changes), the tests of the rules and the development texts are run once, and
each condition tells in which of them it decided something. A trial then reads only those anew. Takes some minutes, more where parses
are not yet remembered in $ONRECORD_PARSE_CACHE. Needs ../shared; exit code 1 where it is absent.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from evaluation.ablation import importing

ROOT = Path(__file__).parents[2]
TESTS = ("tests/coding", "tests/extract", "tests/resolve", "tests/gather", "tests/reports", "tests/test_assemble.py")
APART = ("*growth*", "*any_text*")
"""Tests that measure time or invent texts: they tell nothing about a single condition."""


def main(argv: list[str] | None = None) -> int:
    """Run the pass and the trial that were asked for; print the findings."""
    args = _arguments(argv)
    importing.install()
    import pytest

    from evaluation.ablation import report, trial
    from evaluation.ablation.session import Ablation
    from evaluation.ablation.texts import development_texts

    texts = list(development_texts(args.every))
    if not texts:
        print("no development texts: this needs a checkout that has ../shared", file=sys.stderr)
        return 1

    def numbers(run: Ablation) -> list[int]:
        chosen = (n for n, c in enumerate(run.conditions) if c.module.startswith(tuple(args.only)))
        return sorted(chosen, key=lambda n: (run.conditions[n].module, run.conditions[n].line, n))

    def choose(run: Ablation) -> Sequence[trial.Mutant]:
        if args.all:
            return trial.mutants(run.conditions, numbers(run))
        return trial.draw(run.conditions, numbers(run), args.trial, args.seed)

    run = Ablation(texts, choose, args.workers)
    options = ["-q", "-p", "no:cacheprovider", f"--rootdir={ROOT}", *(f"--ignore-glob={a}" for a in APART)]
    pytest.main([*options, *(str(ROOT / t) for t in TESTS)], plugins=[run])
    lines = [f"{run.conditions[m.number]} -> {m.how}: {v.test or 'no test'} | {v.text or 'no text'}" for m, v in run.verdicts]
    if args.all:
        args.all.write_text("\n".join(lines) + "\n", encoding="utf-8")
    else:
        print("\n".join(lines))
    if args.idle:
        found = report.idle(run.conditions, run.outcomes, numbers(run), set(run.text_keys), run.tests())
        args.idle.write_text("".join(f"{i.line()}\n" for i in found), encoding="utf-8")
    print(report.shares(run.verdicts))
    return 0


def _arguments(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--trial", type=int, default=120, help="how many conditions to draw")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", action="append", default=[], help="only modules that begin so (may be repeated)")
    parser.add_argument("--idle", type=Path, help="write what decided nothing to this file")
    parser.add_argument("--all", type=Path, help="try every condition and write who notices to this file")
    parser.add_argument("--every", type=int, default=1, help="read only each n-th development text")
    parser.add_argument("--workers", type=int, default=1)
    args = parser.parse_args(argv)
    args.only = args.only or list(importing.RULES)
    return args


if __name__ == "__main__":
    sys.exit(main())
