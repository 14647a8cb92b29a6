"""Stories: reports by day, lots of reports that hang together by connected components."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from functools import reduce
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa
from pyspark.sql import functions as F

from onrecord.compare import stories
from onrecord.compare.events.occurrence_links import NEAR
from onrecord.compare.grouping.ties import LARGEST, LEAST, TIGHTER, Graph, taken_off, tie, tie_carried
from onrecord.compare.grouping.window import NEAREST, WINDOW, Vectors, Window
from onrecord.spark_comparing.columns import BOOL, BYTES, INT, REAL, TEXT, Batches, Kept, dealt, schema, spark_schema
from onrecord.spark_comparing.held import Held

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

_ALIKE = schema(n=INT, near=BYTES, a=INT, b=INT, alike=REAL, carried=BOOL, texts=REAL)
_NEAR = schema(n=INT, near=BYTES)
_EDGE = schema(a=INT, b=INT, tied=REAL)
_STORY = schema(id=TEXT, title=TEXT, first=TEXT, last=TEXT, reports=INT, origins=INT, members=pa.list_(TEXT))


class Edges(NamedTuple):
    """How alike the nearest of each report are; pairs alike enough for one story; those whose texts may tell of the same events."""

    near: DataFrame
    edges: DataFrame
    texts: DataFrame


def edges_among(stock: DataFrame, kept: Kept) -> Edges:
    """Hold reports against those of the days around theirs."""
    vectors = stock.select("n", "g", "day", "vector")
    seen = vectors.join(_windows(vectors), F.col("day").eqNullSafe(F.col("of"))).where("g <= block")
    alike = kept(seen.groupBy("block").applyInArrow(_alike, spark_schema(_ALIKE)), "alike")
    near = alike.where("near is not null").groupBy("n").agg(F.collect_list("near").alias("parts"))
    near = kept(near.mapInArrow(_nearest, spark_schema(_NEAR)), "near")
    pairs = alike.where("alike is not null").select("a", "b", "alike", "carried")
    pairs = pairs.join(near.toDF("a", "near_a"), "a").join(near.toDF("b", "near_b"), "b")
    texts = alike.where("texts is not null").select("a", "b", F.col("texts").alias("alike"))
    return Edges(near, kept(pairs.mapInArrow(_tied, spark_schema(_EDGE)), "edges"), texts)


def _windows(vectors: DataFrame) -> DataFrame:
    """Give the days of the reports that each block's are held against: a week before them, of those without a day all."""
    days = vectors.select("day").distinct()
    blocks = vectors.groupBy("g").agg(F.min("day").alias("low"), F.max("day").alias("high"), F.max(F.expr("day is null")).alias("open"))
    within = F.expr(f"open or day is null or day between low - {WINDOW} and high + {WINDOW}")
    return blocks.crossJoin(days).where(within).select(F.col("g").alias("block"), F.col("day").alias("of"))


def _alike(seen: pa.Table) -> pa.Table:
    """Hold the reports of a block against each other and those before them."""
    rows = seen.select(["n", "g", "block", "day", "vector"]).to_pylist()
    with Held([row["n"] for row in rows]) as held:
        fresh = held.own([row["n"] for row in rows if row["g"] == row["block"]])
        before = np.zeros(NEAREST).tobytes()
        vectors = [
            {"report": n, "day": row["day"], "body": row["vector"], "near": None if row["g"] == row["block"] else before}
            for row, n in zip(rows, held.own([row["n"] for row in rows]), strict=True)
        ]
        held.put("story_vector", vectors)
        window = Window.around(held.archive, sorted(fresh))
        changed, links = stories.join(window, set(fresh))
        out: list[dict[str, Any]] = []
        for at in sorted(changed):
            out.append({"n": held.theirs(int(window.numbers[at])), "near": window.near[at].tobytes()})
        out += [{"a": held.theirs(a), "b": held.theirs(b), "alike": x, "carried": carried} for a, b, x, carried in links]
        found = {
            (min(one, other), max(one, other), x)
            for at in np.flatnonzero(np.isin(window.numbers, fresh)).tolist()
            for one, (others, alike) in [(int(window.numbers[at]), window.like_texts(at))]
            for other, x in zip(window.numbers[others[alike >= NEAR]].tolist(), alike[alike >= NEAR].tolist(), strict=True)
        }
        out += [{"a": held.theirs(a), "b": held.theirs(b), "texts": x} for a, b, x in found]
        return pa.Table.from_pylist(out, _ALIKE)


def _nearest(batches: Batches) -> Batches:
    """Put together what the blocks found: each pair was met in one."""
    for batch in batches:
        out = []
        for row in batch.to_pylist():
            found = np.sort(np.concatenate([np.frombuffer(part) for part in row["parts"]]))[::-1][:NEAREST]
            out.append({"n": row["n"], "near": np.ascontiguousarray(found).tobytes()})
        yield pa.RecordBatch.from_pylist(out, _NEAR)


def _tied(batches: Batches) -> Batches:
    for batch in batches:
        near = [np.array([np.frombuffer(x) for x in batch[name].to_pylist()]).reshape(-1, NEAREST) for name in ("near_a", "near_b")]
        alike = batch["alike"].to_numpy()
        carried = tie_carried(alike, (taken_off(near[0]) + taken_off(near[1])) / 2)
        tied = np.where(batch["carried"].to_numpy(zero_copy_only=False), carried, tie(alike, *near))
        some = batch.select(["a", "b"]).append_column("tied", pa.array(tied))
        yield some.filter(pa.array(tied >= LEAST))


def lots_of(numbers: DataFrame, edges: DataFrame, kept: Kept) -> DataFrame:
    """Give for each report the smallest number of its lot: what hangs together, cut at a higher likeness while it is too large."""
    done, level = [], 0
    while True:
        found = components(edges, lambda frame, k, level=level: kept(frame, f"star-{level}-{k % 2}"))  # type: ignore[misc]
        lots = kept(numbers.join(found, "n", "left").select("n", F.coalesce("lot", "n").alias("lot")), f"lots-{level}")
        large = lots.groupBy("lot").count().where(F.col("count") > LARGEST).select("lot")
        done.append(lots.join(large, "lot", "left_anti").select("n", "lot"))
        if large.isEmpty():
            return reduce(lambda one, other: one.union(other), done)
        level += 1
        numbers = lots.join(large, "lot").select("n")
        inside = edges.where(F.col("tied") >= LEAST * TIGHTER**level)
        inside = inside.join(numbers.toDF("a"), "a", "left_semi").join(numbers.toDF("b"), "b", "left_semi")
        edges = kept(inside, f"inside-{level}")


def components(edges: DataFrame, kept: Callable[[DataFrame, int], DataFrame]) -> DataFrame:
    """Give for each end of an edge (a, b) the smallest number that it hangs together with, as (n, lot).

    Large-star and small-star in turn (Kiveris et al., Connected Components in MapReduce and Beyond, 2014), until nothing changes: some log²
    of the nodes rounds at most, a handful in practice. `kept` stores what a round gives.
    """
    stars = kept(edges.where("a <> b").select(F.greatest("a", "b").alias("a"), F.least("a", "b").alias("b")).distinct(), 0)
    before, turn = None, 0
    while (now := stars.agg(F.count("*"), F.sum(F.xxhash64("a", "b").cast("decimal(38,0)"))).first()) != before:
        both = stars.union(stars.select("b", "a"))
        least = both.groupBy("a").agg(F.least("a", F.min("b")).alias("least"))
        large = both.where("b > a").join(least, "a").select(F.col("b").alias("a"), F.col("least").alias("b")).distinct()
        least = large.groupBy("a").agg(F.min("b").alias("least"))
        small = large.join(least, "a").select(F.col("b").alias("a"), F.col("least").alias("b")).union(least).where("a <> b").distinct()
        before, turn = now, turn + 1
        stars = kept(small, turn)
    ends = stars.select(F.col("a").alias("n"), F.col("b").alias("lot"))
    return ends.union(stars.select("b", "b").distinct())


def stories_of(stock: DataFrame, near: DataFrame, lots: DataFrame, known: DataFrame, buckets: int) -> DataFrame:
    """Cut each lot into stories."""
    placed = lots.withColumn("bucket", dealt("lot", buckets))
    reports = placed.join(stock.select("n", "day", "row", "vector"), "n").join(near, "n", "left")
    both = known.join(placed.toDF("a", "lot", "bucket"), "a").join(lots.toDF("b", "lot"), ["b", "lot"])
    pairs = both.select("bucket", "a", "b", "kind", "shared_a", "shared_b", "origin", "why")
    return reports.groupBy("bucket").cogroup(pairs.groupBy("bucket")).applyInArrow(_cut, spark_schema(_STORY))


def _cut(reports: pa.Table, pairs: pa.Table) -> pa.Table:
    rows = reports.to_pylist()
    with Held([row["n"] for row in rows]) as held:
        held.put_reports(rows, texts=False)
        numbers = held.own([row["n"] for row in rows])
        vectors = [
            {"report": n, "day": row["day"], "near": row["near"] or np.zeros(NEAREST).tobytes(), "body": row["vector"]}
            for row, n in zip(rows, numbers, strict=True)
        ]
        held.put("story_vector", vectors)
        for row in pairs.drop_columns("bucket").to_pylist():
            ends = held.own([row["a"], row["b"]])
            origin = None if row["origin"] is None else held.own([row["origin"]])[0]
            held.put("copy", [{**row, "a": ends[0], "b": ends[1], "origin": origin}])
        graph = Graph(held.archive.db, Vectors(held.archive))
        ids = {int(n): str(id) for n, id in held.archive.db.execute("select n, id from report")}
        lots: dict[int, set[int]] = {}
        for row, n in zip(rows, numbers, strict=True):
            lots.setdefault(row["lot"], set()).add(n)
        out = []
        for lot in lots.values():
            for group, middle in stories.cluster(held.archive, graph, lot):
                story = stories.make(held.archive, group, middle)
                out.append({**asdict(story), "members": sorted(ids[n] for n in group)})
        return pa.Table.from_pylist(out, _STORY)
