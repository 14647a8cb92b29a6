"""What reading on Spark costs beside reading without it: processor seconds and the clock, beyond starting.

usage: python -m benchmarks.spark [--texts FILE] [--reports 400] [--master 'local-cluster[2,1,1024]']
       python -m benchmarks.spark --compare 37000

Spark runs as one machine does (`local[2]`, two tasks at a time), or as `--master` says, against `onrecord read --workers 2`, on the same
reports (one a line, see `onrecord read --input-format jsonl`). What starting costs is measured on one report, and taken off. `--compare`:
copies and stories of so many made reports (benchmarks/compare.py) by Spark, against an archive in one process that compares them at once;
both must find the same groups.
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
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.bench import ROOT, made_reports
from benchmarks.compare import made_reports as to_compare
from benchmarks.compare import put
from onrecord.compare.update import update
from onrecord.spark_comparing import ROWS, compare_rows, packed
from onrecord.store import Archive

PR_SET_CHILD_SUBREAPER = 36
ENV = os.environ | {"PYTHONPATH": str(ROOT), "PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"}


def cost(*command: str) -> tuple[float, float]:
    """Give the processor seconds and the seconds of the clock that a command takes, with all processes that it leaves behind."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    with Path(os.devnull).open("w") as nowhere:
        subprocess.run([sys.executable, "-m", *command], cwd=ROOT, env=ENV, stdout=nowhere, stderr=nowhere, check=True)
    _wait()
    after, took = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter() - begun
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, took


def _wait() -> None:
    with suppress(ChildProcessError):  # Java and its Python processes, which are ours once their parent is gone
        while True:
            os.wait()


def compare(count: int, master: str) -> None:
    """Compare made reports in an archive and by Spark, and print what it took."""
    from pyspark import SparkContext
    from pyspark.sql import SparkSession

    with tempfile.TemporaryDirectory() as folder, Archive(Path(folder) / "a.db") as archive:
        put(archive, list(islice(to_compare(), count)), 0)
        names = [str(r[1]) for r in archive.db.execute("pragma table_info(report)") if r[1] != "n"]
        rows = [dict(zip(names, row, strict=True)) for row in archive.db.execute(f"select {', '.join(names)} from report")]
        given = [packed(row, {}) for row in rows]
        pq.write_table(pa.Table.from_pylist(given, schema=ROWS), f"{folder}/rows.parquet", row_group_size=2_000)
        begun, before = time.perf_counter(), time.process_time()
        update(archive)
        took = time.perf_counter() - begun
        print(f"archive: {time.process_time() - before:.1f} s of processor time, {took:.1f} by the clock", flush=True)
        sql = "select m.story, r.id from story_report m join report r on r.n = m.report"
        known: dict[object, set[str]] = {}
        for story, id in archive.db.execute(sql):
            known.setdefault(story, set()).add(str(id))
        os.environ.update(ENV)
        used, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        spark = SparkSession.builder.master(master).config("spark.driver.host", "127.0.0.1").getOrCreate()
        found = compare_rows(spark.read.parquet(f"{folder}/rows.parquet"), f"{folder}/work")
        groups, pairs = {frozenset(row["members"]) for row in found.stories.collect()}, found.copies.count()
        took, gateway = time.perf_counter() - begun, SparkContext._gateway
        spark.stop()
        gateway.shutdown()
        gateway.proc.stdin.close()
        _wait()
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        processor = after.ru_utime + after.ru_stime - used.ru_utime - used.ru_stime
        print(f"Spark:   {processor:.1f} s of processor time, {took:.1f} by the clock, with its start")
        same = groups == set(map(frozenset, known.values()))
        there = archive.db.execute("select count(*) from copy").get
        print(f"{len(groups)} stories, {'the same' if same else 'OTHERS'}; {pairs} pairs share text, {there} in the archive")


def main() -> None:
    """Measure and print."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--texts", type=Path)
    options.add_argument("--reports", type=int, default=400)
    options.add_argument("--master", default="local[2]")
    options.add_argument("--compare", type=int, metavar="N")
    asked = options.parse_args()
    ENV["MASTER"] = asked.master
    if asked.compare:
        compare(asked.compare, asked.master)
        return
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
