"""What reading costs beside other versions of the program, in processor seconds beyond starting.

usage: python -m benchmarks.against TREE ... [--texts FILE] [--rounds 3] [--reports 200]

Each TREE is a folder that holds another version's `onrecord` (`git worktree add /tmp/before COMMIT`). In each round every version, this one
first, runs `onrecord read --workers 1` once on all reports and once on the first alone, which is what starting costs. Given are medians,
and ratios round by round, since a machine's speed drifts. Without FILE (one report a line, see `onrecord read --input-format jsonl`) the
reports are those of `benchmarks.bench`, whose paragraphs come again and again.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.bench import ROOT, made_reports


def cost(tree: Path, reports: Path) -> float:
    """Give the processor seconds of reading a file of reports in a process of its own."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "onrecord", "read", str(reports), "--input-format", "jsonl", "--workers", "1", "--quiet"]
    with Path(os.devnull).open("w") as nowhere:
        subprocess.run(command, cwd=tree, env=os.environ | {"PYTHONPATH": str(tree)}, stdout=nowhere, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("trees", nargs="+", type=Path, metavar="TREE")
    options.add_argument("--texts", type=Path)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--reports", type=int, default=200)
    asked = options.parse_args()
    if asked.texts:
        lines = asked.texts.read_text("utf-8").splitlines()[: asked.reports]
    else:
        lines = [json.dumps({"text": text}) for text in made_reports(asked.reports, 450, 1)]
    trees = [ROOT, *(tree.resolve() for tree in asked.trees)]
    costs: dict[Path, list[float]] = {tree: [] for tree in trees}
    with tempfile.TemporaryDirectory() as folder:
        whole, first = Path(folder) / "all.jsonl", Path(folder) / "first.jsonl"
        whole.write_text("\n".join(lines) + "\n", "utf-8")
        first.write_text(lines[0] + "\n", "utf-8")
        for _ in range(asked.rounds):
            for tree in trees:
                costs[tree].append(cost(tree, whole) - cost(tree, first))
    print(f"{len(lines)} reports, processor seconds beyond starting, median of {asked.rounds} rounds; this version against the others")
    for tree, seconds in costs.items():
        ratios = sorted(here / other for here, other in zip(costs[ROOT], seconds, strict=True))
        print(f"{statistics.median(seconds):8.2f}  {statistics.median(ratios):.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f})  {tree}")


if __name__ == "__main__":
    main()
