"""What reading on Spark costs beside reading without it: processor seconds and the clock, beyond starting.

usage: python -m benchmarks.spark [--texts FILE] [--reports 400]

Spark runs as one machine does (`local[2]`, two tasks at a time), against `onrecord read --workers 2`, on the same reports (one a line, see
`onrecord read --input-format jsonl`). What starting costs is measured on one report, and taken off.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from benchmarks.bench import ROOT, made_reports

PR_SET_CHILD_SUBREAPER = 36
ENV = os.environ | {"PYTHONPATH": str(ROOT), "PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1", "MASTER": "local[2]"}


def cost(*command: str) -> tuple[float, float]:
    """Give the processor seconds and the seconds of the clock that a command takes, with all processes that it leaves behind."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    with Path(os.devnull).open("w") as nowhere:
        subprocess.run([sys.executable, "-m", *command], cwd=ROOT, env=ENV, stdout=nowhere, stderr=nowhere, check=True)
    with suppress(ChildProcessError):  # Java and its Python processes, which are ours once their parent is gone
        while True:
            os.wait()
    after, took = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter() - begun
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, took


def main() -> None:
    """Measure and print."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--texts", type=Path)
    options.add_argument("--reports", type=int, default=400)
    asked = options.parse_args()
    if asked.texts:
        lines = asked.texts.read_text("utf-8").splitlines()[: asked.reports]
    else:
        lines = [json.dumps({"text": text}) for text in made_reports(asked.reports, 450, 1)]
    words = sum(len(json.loads(line)["text"].split()) for line in lines)
    with tempfile.TemporaryDirectory() as folder:
        whole, first = Path(folder) / "all.jsonl", Path(folder) / "first.jsonl"
        whole.write_text("\n".join(lines) + "\n", "utf-8")
        first.write_text("\n".join(lines[:2]) + "\n", "utf-8")
        read = f"onrecord read --input-format jsonl --quiet --format jsonl --workers 2 --out {folder}/o.jsonl".split()
        spark = "onrecord.spark --kind json --partitions 8 --tables events".split()
        for name, command in (("two workers", read), ("Spark, two tasks", spark)):
            out = (f"{folder}/out",) if command is spark else ()
            one, many = cost(*command, str(first), *out), cost(*command, str(whole), *out)
            processor, clock = many[0] - one[0], many[1] - one[1]
            rates = f"{len(lines) / processor:6.1f} reports a second of processor time, {len(lines) / clock:6.1f} by the clock"
            print(f"{name:18} {1000 * processor / words * 400:6.1f} ms per 400 words; {rates}")
            print(f"{'':18} starting takes {one[0]:.1f} s of processor time, {one[1]:.1f} by the clock")


if __name__ == "__main__":
    main()
