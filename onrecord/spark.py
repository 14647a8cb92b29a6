"""Reading on Spark: a data frame of reports becomes one of records, and that one becomes tables (`pip install "onrecord[spark]"`).

    from onrecord.spark import read, table
    records = read(spark.read.parquet("reports/")).cache()
    table(records, "events").write.partitionBy("published").parquet("events/")

or, without a line of Python:

    spark-submit --master ... $(python -m onrecord.spark --path) reports/ out/ --tables events,statements
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pyspark.sql.pandas.types import from_arrow_schema

from onrecord.arrow import RECORDS, flatten, read_batches, schema_of
from onrecord.settings import Settings
from onrecord.store.flat import ITEMS

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession

ROWS = 256
"""Reports of a batch that Spark hands over: half a minute of work. Its default of 10,000 holds a worker's first answer back for a quarter
of an hour."""
ROWS_SETTING = "spark.sql.execution.arrow.maxRecordsPerBatch"
FORMATS = ("parquet", "json", "documents")


def reports(spark: SparkSession, path: str, kind: str = "parquet") -> DataFrame:
    """Give the reports under a path: Parquet or JSON Lines with a column `text`, or "documents" of any kind (pages, feeds, WARC, mail).

    Of documents each is one task's to take apart: cut archives of pages into files of some hundred megabytes.
    """
    if kind == "documents":
        return spark.read.format("binaryFile").option("recursiveFileLookup", True).load(path).select("path", "content")
    return spark.read.format(kind).load(path)


def read(frame: DataFrame, settings: Settings | None = None, *, partitions: int | None = None) -> DataFrame:
    """Read the reports of a data frame: columns in and out as `onrecord.arrow.read_batches` says.

    `partitions`: how many tasks the reports are dealt out to; some for each core, else whoever has the long reports is waited for. What
    is read is not kept: `cache()` it, or write it, before several tables are made of it.
    """
    frame.sparkSession.conf.set(ROWS_SETTING, ROWS)
    dealt = frame if partitions is None else frame.repartition(partitions)
    return dealt.mapInArrow(partial(_read, settings=settings), from_arrow_schema(schema_of(RECORDS)))


def table(records: DataFrame, kind: str) -> DataFrame:
    """Make a table of the records' items: "statements", "events", "figures", "times", "actors" or "places"."""
    return records.mapInArrow(partial(_flat, kind=kind), from_arrow_schema(schema_of(kind)))


def _read(batches: Iterable[pa.RecordBatch], settings: Settings | None) -> Iterator[pa.RecordBatch]:
    return read_batches(batches, settings=settings)


def _flat(batches: Iterable[pa.RecordBatch], kind: str) -> Iterator[pa.RecordBatch]:
    return flatten(batches, kind)


def main(arguments: list[str] | None = None) -> None:
    """Read a folder into a folder: `records` and one more for each table, by the day of publication; `copies` and `stories`."""
    parser = argparse.ArgumentParser(prog="onrecord.spark", description=main.__doc__)
    parser.add_argument("--path", action="store_true", help="print where this script is, for spark-submit")
    parser.add_argument("reports", nargs="?", help="where the reports are")
    parser.add_argument("out", nargs="?", help="folder for what is read; what is there is replaced")
    parser.add_argument("--kind", choices=FORMATS, default="parquet")
    parser.add_argument("--tables", default="", help=f"tables beside the records, with commas: {', '.join(ITEMS)}")
    parser.add_argument("--compare", action="store_true", help="copies and stories, too; what stands between the steps is in OUT/_work")
    parser.add_argument("--partitions", type=int, help="tasks that the reports are dealt out to")
    asked = parser.parse_args(arguments)
    if asked.path:
        print(Path(__file__).resolve())
        return
    if asked.out is None:
        parser.error("name where the reports are and a folder for what is read")
    _run(asked)


def _run(asked: Any) -> None:
    from pyspark.sql import SparkSession

    spark = SparkSession.builder.appName("onrecord").getOrCreate()
    records = read(reports(spark, asked.reports, asked.kind), partitions=asked.partitions)
    _write(records, f"{asked.out}/{RECORDS}")
    kept = spark.read.parquet(f"{asked.out}/{RECORDS}")
    for kind in filter(None, asked.tables.split(",")):
        _write(table(kept, kind), f"{asked.out}/{kind}")
    if asked.compare:
        from onrecord.spark_comparing import compare

        found = compare(kept, f"{asked.out}/_work")
        for name, frame in found._asdict().items():
            frame.write.mode("overwrite").parquet(f"{asked.out}/{name}")


def _write(frame: DataFrame, path: str) -> None:
    frame.write.mode("overwrite").partitionBy("published").parquet(path)


if __name__ == "__main__":
    main()
