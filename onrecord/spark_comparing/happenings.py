"""Happenings: mentions grouped inside each story, and such parts tied across stories, by the code that an archive runs.

Parts of two stories are held against each other where they have a key in common (type, day and a party or town), or where near reports tell
with a word in common. What hangs together by their ties is cut as an archive cuts it. Nobody's judgement is known here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
import pyarrow as pa
from pyspark.sql import Window
from pyspark.sql import functions as F

from onrecord.compare.events.occurrence_links import COMPARED, LIKE_WORDS, Links, day_keys, ties, wide_keys
from onrecord.compare.events.pair_features import ONE_REPORT, Near, Nearness
from onrecord.compare.events.relatedness import direction
from onrecord.compare.events.telling_groups import LEAST, SURE, VETO, group_tellings
from onrecord.compare.events.tellings import Telling
from onrecord.compare.grouping.linkage import better_half
from onrecord.compare.occurrences import Ties, named
from onrecord.spark_comparing.columns import BYTES, INT, REAL, TEXT, Batches, Kept, dealt, of_block, schema, spark_schema
from onrecord.spark_comparing.grouped import components
from onrecord.spark_comparing.held import Held

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

_TOLD = schema(n=INT, story=TEXT, inside=REAL, body=BYTES)
_KEY = schema(part=INT, story=TEXT, key=INT, kept=pa.bool_(), sought=pa.bool_())
_PAIR = schema(a=INT, b=INT)
_HEAD = schema(part=INT, day=TEXT, id=TEXT, start=INT, own=TEXT, n=INT, inside=REAL, telling=BYTES, others=BYTES, alike=BYTES)
_LINK = schema(a=INT, b=INT, alike=REAL)
_NAMED = schema(part=INT, id=TEXT, alike=REAL)
_MENTION = schema(part=INT, own=TEXT, report=TEXT, event=TEXT, sure=pa.bool_(), why=TEXT)


class Mention(msgspec.Struct, array_like=True):
    """A mention in its part, which bears the id of its earliest one."""

    part: str
    sure: bool
    why: str
    event: str
    telling: Telling

    @property
    def number(self) -> int:
        return number_of(self.part)


def number_of(own: str) -> int:
    """Give the number of a mention or part: its id is a letter and twelve digits."""
    return int(own[1:], 16)


_mentions = msgspec.msgpack.Decoder(list[Mention]).decode
_telling = msgspec.msgpack.Decoder(Telling).decode


def happenings_of(stock: DataFrame, stories: DataFrame, texts: DataFrame, kept: Kept, buckets: int) -> DataFrame:
    """Give the mentions of each happening. `texts`: pairs of reports whose texts are near, with their likeness."""
    members = stories.select(F.col("id").alias("story"), F.explode("members").alias("id"))
    placed = kept(stock.select("n", "id").join(members, "id").select("n", "story", dealt("story", buckets).alias("bucket")), "placed")
    ends = placed.select("n", "story", "bucket")
    both = texts.join(ends.toDF("a", "story", "bucket"), "a").join(ends.toDF("b", "other", "_"), "b")
    inside = both.where("story = other").select(F.col("bucket").alias("of"), "a", "b", "alike")
    reports = stock.select("n", "row", "told").join(placed, "n")
    told = kept(reports.groupBy("bucket").cogroup(inside.groupBy("of")).applyInArrow(_tell, spark_schema(_TOLD)), "told")
    pairs = kept(_by_key(told).union(_by_words(told, both.where("story <> other").select("a", "b"))).distinct(), "parts")
    heads = kept(_heads(told, texts, pairs), "heads")
    dealt_out = pairs.withColumn("bucket", dealt("a", buckets))
    one, other = (dealt_out.select(F.col("bucket").alias("of"), F.col(end).alias("part")) for end in "ab")
    held = one.union(other).distinct().join(heads, "part")
    links = kept(dealt_out.groupBy("bucket").cogroup(held.groupBy("of")).applyInArrow(_scored, spark_schema(_LINK)), "links")
    lots = components(links, lambda frame, k: kept(frame, f"star-parts-{k % 2}")).toDF("part", "lot")
    lots = lots.withColumn("bucket", dealt("lot", buckets))
    tied = links.join(lots.select(F.col("part").alias("a"), F.col("bucket").alias("of")), "a")
    firsts = heads.where("place = 1").join(lots, "part").select("bucket", "part", "day", "id", "start", "own")
    called = kept(tied.groupBy("of").cogroup(firsts.groupBy("bucket")).applyInArrow(_name, spark_schema(_NAMED)), "called")
    every = told.mapInArrow(_each, spark_schema(_MENTION)).join(called, "part", "left")
    why = F.when(F.col("alike").isNull(), F.col("why")).otherwise(F.concat("why", F.lit("; also told in another story")))
    sure = F.col("sure") & F.coalesce(F.col("alike") >= SURE, F.lit(True))
    return every.select(F.coalesce("id", "own").alias("id"), "report", "event", sure.alias("sure"), why.alias("why"))


def _tell(reports: pa.Table, pairs: pa.Table) -> pa.Table:
    """Group the mentions of some stories."""
    rows = reports.to_pylist()
    if not rows:
        return pa.Table.from_pylist([], _TOLD)
    out = []
    with Held([row["n"] for row in rows]) as held:
        held.put_reports(rows, texts=False)
        ids = held.put_told(rows)
        near = zip(held.own(pairs["a"].to_numpy()), held.own(pairs["b"].to_numpy()), pairs["alike"].to_pylist(), strict=True)
        held.put("occurrence_near", [{"a": a, "b": b, "alike": x} for a, b, x in near])
        links = Links(held.archive)
        stories: dict[str, list[int]] = defaultdict(list)
        for row in rows:
            stories[row["story"]] += held.own([row["n"]])
        for story, members in sorted(stories.items()):
            links.settle_story(members)
            told: dict[int, list[Mention]] = {n: [] for n in members}
            for group in group_tellings(links.tellings(members), {}, links.near(members, story=True)):
                for placed in group:
                    t = placed.telling
                    moved = replace(t, report=int(held.numbers[t.report - 1]), event=number_of(t.own))
                    told[t.report].append(Mention(group[0].telling.own, placed.sure, placed.why, ids[t.event], moved))
            out += [
                {"n": held.theirs(n), "story": story, "inside": links.neighbours(n)[n], "body": msgspec.msgpack.encode(found)}
                for n, found in told.items()
            ]
    return pa.Table.from_pylist(out, _TOLD)


# -- which parts are held against each other -----------------------------------------------------------------------------------------------


def _by_key(told: DataFrame) -> DataFrame:
    """Give the parts of two stories one of which looks for what the other is found by."""
    keys = told.mapInArrow(_keys, spark_schema(_KEY)).distinct()
    sought = keys.where("sought").select(F.col("part").alias("a"), F.col("story").alias("one"), "key")
    kept = keys.where("kept").select(F.col("part").alias("b"), F.col("story").alias("other"), "key")
    return sought.join(kept, "key").where("one <> other").select(F.least("a", "b").alias("a"), F.greatest("a", "b").alias("b"))


def _keys(batches: Batches) -> Batches:
    for batch in batches:
        out = []
        for row in batch.to_pylist():
            for m in _mentions(row["body"]):
                wide, days = wide_keys(m.telling), day_keys(m.telling)
                for key in {*days, *wide.kept, *wide.sought}:
                    kept, sought = (key in keys or key in days for keys in (wide.kept, wide.sought))
                    out.append({"part": m.number, "story": row["story"], "key": key, "kept": kept, "sought": sought})
        yield pa.RecordBatch.from_pylist(out, _KEY)


def _by_words(told: DataFrame, pairs: DataFrame) -> DataFrame:
    """Give the parts of which near reports of two stories have a word in common, or words of like meaning."""
    by_block = of_block(pairs)
    one, other = (by_block.select(F.col("g").alias("block"), F.col(end).alias("n")) for end in "ab")
    asked = one.union(other).distinct().join(told.select("n", "body"), "n")
    return by_block.groupBy("g").cogroup(asked.groupBy("block")).applyInArrow(_worded, spark_schema(_PAIR))


def _worded(pairs: pa.Table, reports: pa.Table) -> pa.Table:
    told = {row["n"]: _mentions(row["body"]) for row in reports.to_pylist()}
    words = {n: np.stack([direction(m.telling.words) for m in found]) for n, found in told.items() if found}
    out: set[tuple[int, int]] = set()
    for a, b in zip(pairs["a"].to_pylist(), pairs["b"].to_pylist(), strict=True):
        if a in words and b in words:
            like = words[a] @ words[b].T >= LIKE_WORDS
            for i, one in enumerate(told[a]):
                for j, other in enumerate(told[b]):
                    if like[i, j] or not set(one.telling.stems).isdisjoint(other.telling.stems):
                        out.add((min(one.number, other.number), max(one.number, other.number)))
    return pa.Table.from_pylist([{"a": a, "b": b} for a, b in sorted(out)], _PAIR)


# -- how firmly two parts are tied ---------------------------------------------------------------------------------------------------------


def _heads(told: DataFrame, texts: DataFrame, pairs: DataFrame) -> DataFrame:
    """Give the earliest mentions of each part that is held against another, with what is near to their reports."""
    either = texts.select(F.col("a").alias("n"), F.col("b").alias("other"), "alike").union(texts.select("b", "a", "alike"))
    near = either.groupBy("n").agg(F.collect_list(F.struct("other", "alike")).alias("near"))
    asked = pairs.select(F.col("a").alias("part")).union(pairs.select("b")).distinct()
    mentions = told.join(near, "n", "left").mapInArrow(_compared, spark_schema(_HEAD)).join(asked, "part", "left_semi")
    place = F.row_number().over(Window.partitionBy("part").orderBy("day", "id", "start", "own"))
    return mentions.withColumn("place", place).where(F.col("place") <= COMPARED)


def _compared(batches: Batches) -> Batches:
    for batch in batches:
        out = []
        for row in batch.to_pylist():
            near = row["near"] or []
            others, alike = np.array([x["other"] for x in near], np.int64), np.array([x["alike"] for x in near], np.float64)
            for m in _mentions(row["body"]):
                day, id, start = m.telling.order
                about = {"part": m.number, "day": day, "id": id, "start": start, "own": m.telling.own, "n": row["n"]}
                telling = msgspec.msgpack.encode(m.telling)
                out.append({**about, "inside": row["inside"], "telling": telling, "others": others.tobytes(), "alike": alike.tobytes()})
        yield pa.RecordBatch.from_pylist(out, _HEAD)


def _scored(pairs: pa.Table, heads: pa.Table) -> pa.Table:
    parts: dict[int, list[Telling]] = defaultdict(list)
    near: dict[int, dict[int, float]] = {}
    for row in sorted(heads.to_pylist(), key=lambda row: (row["part"], row["place"])):
        parts[row["part"]].append(_telling(row["telling"]))
        if row["n"] not in near:
            others, alike = np.frombuffer(row["others"], np.int64), np.frombuffer(row["alike"], np.float64)
            near[row["n"]] = dict(zip(others.tolist(), alike.tolist(), strict=True)) | {row["n"]: row["inside"]}
    wanted = sorted(zip(pairs["a"].to_pylist(), pairs["b"].to_pylist(), strict=True))
    found = ties([(parts[a], parts[b]) for a, b in wanted], _nearness(near))
    means = ((a, b, float(better_half(np.array(x), VETO))) for (a, b), x in zip(wanted, found, strict=True))
    return pa.Table.from_pylist([{"a": a, "b": b, "alike": round(x, 6)} for a, b, x in means if x >= LEAST], _LINK)


def _nearness(near: dict[int, dict[int, float]]) -> Near:
    def of(a: int, b: int) -> Nearness:
        if a == b:
            return ONE_REPORT
        alike = near[a].get(b, 0.0)
        return Nearness(alike, alike - (near[a][a] + near[b][b]) / 2)

    return of


def _name(links: pa.Table, firsts: pa.Table) -> pa.Table:
    """Name the happenings of some lots of parts."""
    tied: Ties = defaultdict(dict)
    for row in links.to_pylist():
        tied[row["a"]][row["b"]] = tied[row["b"]][row["a"]] = row["alike"]
    first = {row["part"]: (row["day"], row["id"], row["start"], row["own"]) for row in firsts.to_pylist()}
    out = [{"part": part, "id": id, "alike": alike} for id, parts in named(dict(tied), first) for part, alike in parts]
    return pa.Table.from_pylist(out, _NAMED)


def _each(batches: Batches) -> Batches:
    for batch in batches:
        yield pa.RecordBatch.from_pylist(list(_all_mentions(batch.to_pylist())), _MENTION)


def _all_mentions(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for row in rows:
        for m in _mentions(row["body"]):
            yield {"part": m.number, "own": m.part, "report": m.telling.order[1], "event": m.event, "sure": m.sure, "why": m.why}
