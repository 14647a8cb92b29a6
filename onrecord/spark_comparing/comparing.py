"""Copies, stories and happenings of reports, step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pyspark.sql import functions as F

from onrecord.spark_comparing.columns import ROWS, STOCK, block_of, of_block, spark_schema
from onrecord.spark_comparing.copied import candidates, forms_among, in_blocks, judged
from onrecord.spark_comparing.grouped import edges_among, lots_of, stories_of
from onrecord.spark_comparing.happenings import happenings_of
from onrecord.spark_comparing.held import indexed, records_as_rows

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

BUCKET = 20_000
"""Reports for each bucket that fingerprints are dealt into: some two million entries, a hundred megabytes."""
LOT = 500
"""Buckets that lots are dealt into, for each million of reports."""


class Compared(NamedTuple):
    """What was found. Reports by id.

    `copies`: a, b, kind, shared_a, shared_b, origin, why, a row a pair as `onrecord copies` tells it. `stories`: id, title, first, last,
    reports, origins and `members`. `happenings`: id, report, event, sure, why, a row a mention, as `onrecord event` lists them; an event
    that only tells more of the toll of another one stands alone here.
    """

    copies: DataFrame
    stories: DataFrame
    happenings: DataFrame


def compare(records: DataFrame, work: str) -> Compared:
    """Compare the reports of records, as `onrecord.spark.read` gives them; one that stands there twice is one.

    `work`: a folder that all machines reach, for what stands between the steps; what is there is replaced.
    """
    good = records.where("error is null").groupBy("report").agg(F.min_by(F.struct("record", "source"), "key").alias("it"))
    return compare_rows(good.select("it.record", "it.source").mapInArrow(records_as_rows, spark_schema(ROWS)), work)


def compare_rows(rows: DataFrame, work: str) -> Compared:
    """Compare reports given by id, published, and their rows of an archive (`packed`)."""
    spark = rows.sparkSession
    spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", 2_000)

    def kept(frame: DataFrame, name: str) -> DataFrame:
        frame.write.mode("overwrite").parquet(f"{work}/{name}")
        return spark.read.schema(frame.schema).parquet(f"{work}/{name}")

    numbered = rows.orderBy("published", "id").select(F.monotonically_increasing_id().alias("n"), "id", "row", "told")
    stock = kept(numbered.withColumn("g", block_of("n")).mapInArrow(indexed, spark_schema(STOCK)), "stock")
    count = stock.count()
    found = kept(candidates(stock, 1 + count // BUCKET), "candidates")
    texts = stock.join(found.select("n", "templates"), "n")
    pairs = found.select("g", F.explode("others").alias("a"), F.col("n").alias("b"))
    copied = kept(in_blocks(pairs, texts, judged), "copies")
    near, edges, texts_alike = edges_among(stock, kept)
    known = copied.select("a", "b", "kind")
    apart = kept(in_blocks(of_block(edges.join(known, ["a", "b"], "left_anti")), texts, forms_among), "forms")
    forms = copied.where("kind = 'form'").unionByName(apart)
    tied = kept(edges.join(forms.select("a", "b"), ["a", "b"], "left_anti"), "tied")
    lots = lots_of(stock.select("n"), tied, kept)
    told = kept(stories_of(stock, near, lots, copied.unionByName(apart), 1 + count * LOT // 1_000_000), "stories")
    ids = stock.select("n", "id")
    happenings = happenings_of(stock, told, texts_alike, kept, 1 + count * LOT // 1_000_000)
    named = copied.unionByName(apart).join(ids.toDF("a", "id_a"), "a").join(ids.toDF("b", "id_b"), "b")
    named = named.join(ids.toDF("origin", "id_origin"), "origin", "left")
    out = named.selectExpr("id_a a", "id_b b", "kind", "shared_a", "shared_b", "id_origin origin", "why")
    return Compared(out, told, happenings)
