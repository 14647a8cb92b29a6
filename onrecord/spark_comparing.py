"""Comparing on Spark: copies and stories of more reports than one machine holds, the same as an archive of these reports finds.

    from onrecord.spark_comparing import compare
    found = compare(spark.read.parquet("records/"), "work/")
    found.stories.write.parquet("stories/")

Nothing is judged here. Each task holds a small archive in memory, of the reports that it needs, and asks it what a large one is asked. What
the engine does is to bring together what must be looked at together: fingerprints by their hash, pairs by the block of the later report,
reports by day, lots of reports that hang together by connected components. Reports are numbered in the order of publication, in which an
archive compares them; each is held against those before it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict
from functools import partial, reduce
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
import numpy as np
import pyarrow as pa
from pyspark.sql import functions as F
from pyspark.sql.pandas.types import from_arrow_schema

from onrecord.compare import copies, stories
from onrecord.compare.arrays import Numbers, ranges
from onrecord.compare.copying import postings
from onrecord.compare.copying.fingerprints import samples
from onrecord.compare.copying.shelf import looked_at, room
from onrecord.compare.copying.texts import ANYBODY, Texts, among
from onrecord.compare.grouping.ties import LARGEST, LEAST, TIGHTER, Graph, tie
from onrecord.compare.grouping.window import NEAREST, WINDOW, Vectors, Window
from onrecord.exchange import source_from
from onrecord.model.record import Record
from onrecord.store import Archive
from onrecord.store.clock import now
from onrecord.store.rows import record_rows, report_row

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

BLOCK = 11
"""Bits of a report's number inside a block: two thousand reports in the order of publication are one task's."""
BUCKET = 20_000
"""Reports for each bucket that fingerprints are dealt into: some two million entries, a hundred megabytes."""
LOT = 500
"""Buckets that lots are dealt into, for each million of reports."""


class Compared(NamedTuple):
    """What was found. Reports by id.

    `copies`: a, b, kind, shared_a, shared_b, origin, why, a row a pair as `onrecord copies` tells it. `stories`: id, title, first, last,
    reports, origins and `members`.
    """

    copies: DataFrame
    stories: DataFrame


def compare(records: DataFrame, work: str) -> Compared:
    """Compare the reports of records, as `onrecord.spark.read` gives them; one that stands there twice is one.

    `work`: a folder that all machines reach, for what stands between the steps; what is there is replaced.
    """
    good = records.where("error is null").groupBy("report").agg(F.min_by(F.struct("record", "source"), "key").alias("it"))
    return compare_rows(good.select("it.record", "it.source").mapInArrow(_rows, _spark(ROWS)), work)


def compare_rows(rows: DataFrame, work: str) -> Compared:
    """Compare reports given by id, published, and their rows of an archive (`packed`)."""
    spark = rows.sparkSession
    spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", 2_000)

    def kept(frame: DataFrame, name: str) -> DataFrame:
        frame.write.mode("overwrite").parquet(f"{work}/{name}")
        return spark.read.schema(frame.schema).parquet(f"{work}/{name}")

    numbered = rows.orderBy("published", "id").select(F.monotonically_increasing_id().alias("n"), "id", "row")
    stock = kept(numbered.withColumn("g", F.shiftright("n", BLOCK)).mapInArrow(_indexed, _spark(_STOCK)), "stock")
    count = stock.count()
    found = kept(_candidates(stock, 1 + count // BUCKET), "candidates")
    texts = stock.join(found.select("n", "templates"), "n")
    pairs = found.select("g", F.explode("others").alias("a"), F.col("n").alias("b"))
    copied = kept(_in_blocks(pairs, texts, _judged), "copies")
    near, edges = _edges(stock, kept)
    known = copied.select("a", "b", "kind")
    apart = kept(_in_blocks(_of_block(edges.join(known, ["a", "b"], "left_anti")), texts, _forms), "forms")
    forms = copied.where("kind = 'form'").unionByName(apart)
    tied = kept(edges.join(forms.select("a", "b"), ["a", "b"], "left_anti"), "tied")
    lots = _lots(stock.select("n"), tied, kept)
    told = kept(_stories(stock, near, lots, copied.unionByName(apart), 1 + count * LOT // 1_000_000), "stories")
    ids = stock.select("n", "id")
    named = copied.unionByName(apart).join(ids.toDF("a", "id_a"), "a").join(ids.toDF("b", "id_b"), "b")
    named = named.join(ids.toDF("origin", "id_origin"), "origin", "left")
    out = named.selectExpr("id_a a", "id_b b", "kind", "shared_a", "shared_b", "id_origin origin", "why")
    return Compared(out, told)


# -- from records to what is compared ------------------------------------------------------------------------------------------------------


def _schema(**columns: pa.DataType) -> pa.Schema:
    return pa.schema(list(columns.items()))


_INT, _TEXT, _BYTES, _REAL = pa.int64(), pa.string(), pa.binary(), pa.float64()
ROWS = _schema(id=_TEXT, published=_TEXT, row=_BYTES)
_STOCK = _schema(
    n=_INT, g=_INT, id=_TEXT, day=_INT, row=_BYTES, words=_INT, prints=_INT, house=_INT, hashes=_BYTES, vector=_BYTES
)  # fmt: skip
_PRINT = _schema(n=_INT, g=_INT, house=_INT, hash=pa.int32(), size=_INT, bucket=_INT)
_LOOKUP = _schema(g=_INT, hashes=_BYTES, numbers=_BYTES, sizes=_BYTES, lines=_BYTES, of=_BYTES)
_FOUND = _schema(n=_INT, g=_INT, templates=_BYTES, others=pa.list_(_INT))
_COPY = _schema(a=_INT, b=_INT, kind=_TEXT, shared_a=_REAL, shared_b=_REAL, origin=_INT, why=_TEXT)
_ALIKE = _schema(n=_INT, near=_BYTES, a=_INT, b=_INT, alike=_REAL)
_NEAR = _schema(n=_INT, near=_BYTES)
_EDGE = _schema(a=_INT, b=_INT, tied=_REAL)
_STORY = _schema(id=_TEXT, title=_TEXT, first=_TEXT, last=_TEXT, reports=_INT, origins=_INT, members=pa.list_(_TEXT))
Batches = Iterator[pa.RecordBatch]
Kept = Callable[["DataFrame", str], "DataFrame"]


def _spark(schema: pa.Schema) -> Any:
    return from_arrow_schema(schema)


def packed(report: dict[str, Any], places: Sequence[dict[str, Any]]) -> bytes:
    """Give a report's row and those of its places, as an archive has them, as bytes."""
    return msgspec.msgpack.encode([report, list(places)])


def _rows(batches: Batches) -> Batches:
    for batch in batches:
        out = []
        for row in batch.to_pylist():
            record = Record.from_json(row["record"])
            report = report_row(source_from(row["source"], record.report.text), record, now())
            out.append({"id": report["id"], "published": report["published"], "row": packed(report, record_rows(record)["place"])})
        yield pa.RecordBatch.from_pylist(out, ROWS)


class _Held:
    """A small archive of some reports. Its numbers are theirs in the same order, from 1 on."""

    def __init__(self, numbers: Sequence[int]) -> None:
        self.numbers = np.unique(np.asarray(numbers, np.int64))
        self.archive = Archive(":memory:")
        self.archive.db.execute("pragma foreign_keys = off")  # of what is not asked for there are no rows

    def own(self, numbers: Any) -> list[int]:
        """Give the numbers here of reports."""
        return [int(k) for k in np.searchsorted(self.numbers, np.asarray(numbers, np.int64)) + 1]

    def theirs(self, number: int | None) -> int | None:
        return None if number is None else int(self.numbers[number - 1])

    def __enter__(self) -> _Held:
        return self

    def __exit__(self, *_: object) -> None:
        self.archive.close()

    def copies(self, rows: Iterable[copies.Row]) -> pa.Table:
        """Give rows of the table of copies under the numbers that they have elsewhere."""
        found = [(self.theirs(a), self.theirs(b), *rest, self.theirs(origin), why) for a, b, *rest, origin, why in rows]
        return pa.Table.from_pylist([dict(zip(_COPY.names, row, strict=True)) for row in found], _COPY)

    def put(self, table: str, rows: Sequence[dict[str, Any]]) -> None:
        self.archive._insert(table, rows)

    def put_reports(self, rows: Sequence[dict[str, Any]], *, texts: bool = True) -> None:
        """Keep the rows of reports, and where texts are compared what that takes."""
        for row in rows:
            [n] = self.own([row["n"]])
            report, places = msgspec.msgpack.decode(row["row"])
            if not texts:
                report |= {"text": "", "plain": None, "exact": None}
            self.put("report", [{**report, "n": n}])
            if texts:
                self.put("place", [{**place, "report": n} for place in places])
                self.put("compared", [{"report": n, "words": row["words"], "prints": row["prints"], "house": row["house"]}])
                self.put("shingles", [{"report": n, "body": row["hashes"]}])
                lines = [{"house": row["house"], "hash": h} for h in np.frombuffer(row["templates"], np.int32).tolist()]
                self.archive._insert("template", lines, "or ignore")


def _indexed(batches: Batches) -> Batches:
    """Add what reports are compared by."""
    for batch in batches:
        rows = batch.to_pylist()
        with _Held([row["n"] for row in rows]) as held:
            numbers = held.own([row["n"] for row in rows])
            held.put("report", [{**msgspec.msgpack.decode(row["row"])[0], "n": n} for row, n in zip(rows, numbers, strict=True)])
            texts = Texts(held.archive)
            texts.read(numbers)
            stories.index(held.archive, numbers)
            vectors = {int(n): (day, body) for n, day, body in held.archive.db.execute("select report, day, body from story_vector")}
            _, sizes = samples([texts.text(n).ordered for n in numbers])
            for row, n, size in zip(rows, numbers, sizes.tolist(), strict=True):
                text, (day, vector) = texts.text(n), vectors[n]
                row |= {"day": day, "words": text.words, "prints": size, "house": text.house}
                row |= {"hashes": text.hashes.tobytes(), "vector": vector}
        yield pa.RecordBatch.from_pylist(rows, _STOCK)


# -- copies --------------------------------------------------------------------------------------------------------------------------------


def _candidates(stock: DataFrame, buckets: int) -> DataFrame:
    """Give each report's lines of its publisher, and the earlier reports that share enough with it to be laid over it, likeliest first."""
    prints = stock.select("n", "g", "house", "hashes").mapInArrow(partial(_prints, buckets=buckets), _spark(_PRINT))
    index = prints.groupBy("bucket").applyInArrow(_index, _spark(_LOOKUP))
    own = stock.select("n", "g", "house", "words", "hashes")
    return own.groupBy("g").cogroup(index.groupBy("g")).applyInArrow(_look_up, _spark(_FOUND))


def _prints(batches: Batches, buckets: int) -> Batches:
    for batch in batches:
        rows = batch.to_pylist()
        hashes, sizes = samples([np.sort(np.frombuffer(row["hashes"], np.int32)) for row in rows])
        columns: dict[str, Any] = {name: np.repeat(np.array([row[name] for row in rows]), sizes) for name in ("n", "g", "house")}
        columns |= {"hash": hashes, "size": np.repeat(sizes, sizes), "bucket": (hashes >> 2).astype(np.int64) % buckets}
        yield pa.RecordBatch.from_pydict(columns, _PRINT)


def _index(prints: pa.Table) -> pa.Table:
    """Say which entries of a bucket of fingerprints find room and which are lines of a publisher; deal them out to the blocks that ask."""
    columns = {name: prints[name].to_numpy() for name in _PRINT.names}
    order = np.lexsort((columns["n"], columns["hash"]))
    n, g, house, hashes, size = (columns[name][order] for name in ("n", "g", "house", "hash", "size"))
    kept, templates = room(hashes, house)
    houses, whose = np.unique(house, return_inverse=True)
    at = {int(h): k for k, h in enumerate(houses)}
    owned = np.array(sorted(at[h] << 32 | (x & 0xFFFFFFFF) for h, x in templates if h in at), np.int64)
    everybodys = np.array(sorted(x for h, x in templates if h == ANYBODY), np.int32)
    line = among(hashes, everybodys) | np.isin(whose << 32 | (hashes.astype(np.int64) & 0xFFFFFFFF), owned)
    # What each block asks for, block by block: the entries of those fingerprints that stand in it and are no lines.
    blocks, block = np.unique(g, return_inverse=True)
    distinct, which = np.unique(hashes, return_inverse=True)
    counts = np.bincount(which[kept], minlength=len(distinct))
    asked = np.unique(block[~line] << 32 | which[~line])
    found = ranges((np.cumsum(counts) - counts)[asked & 0xFFFFFFFF], counts[asked & 0xFFFFFFFF])
    for_block = np.repeat(asked >> 32, counts[asked & 0xFFFFFFFF])
    told = np.flatnonzero(line)[np.argsort(block[line], kind="stable")]
    columns = {"hashes": hashes[kept][found], "numbers": n[kept][found], "sizes": size[kept][found]}
    at_block = np.arange(1, len(blocks))
    parts = {name: np.split(x, np.searchsorted(for_block, at_block)) for name, x in columns.items()}
    parts |= {name: np.split(x[told], np.searchsorted(block[told], at_block)) for name, x in (("lines", hashes), ("of", n))}
    rows = [{"g": g, **{name: part[k].tobytes() for name, part in parts.items()}} for k, g in enumerate(blocks.tolist())]
    return pa.Table.from_pylist(rows, _LOOKUP)


def _look_up(texts: pa.Table, index: pa.Table) -> pa.Table:
    rows = sorted(texts.to_pylist(), key=lambda row: row["n"])
    entries = index.to_pylist()
    hashes, lines = (np.frombuffer(b"".join(e[name] for e in entries), np.int32) for name in ("hashes", "lines"))
    numbers, sizes, of = (np.frombuffer(b"".join(e[name] for e in entries), np.int64) for name in ("numbers", "sizes", "of"))
    known, at, back = np.unique(numbers, return_index=True, return_inverse=True)
    told = {row["n"]: np.sort(lines[of == row["n"]]) for row in rows}
    own = []
    for row in rows:
        ordered = np.sort(np.frombuffer(row["hashes"], np.int32))
        own.append(ordered[~among(ordered, told[row["n"]])])
    owner, other = looked_at(*samples(own), postings.entries(hashes, back), _Known(sizes[at]))
    owners = np.array([row["n"] for row in rows], np.int64)[owner]
    earlier = known[other] < owners
    others: dict[int, list[int]] = {row["n"]: [] for row in rows}
    for n, m in zip(owners[earlier].tolist(), known[other][earlier].tolist(), strict=True):
        others[n].append(m)
    out = [
        {"n": n, "g": rows[0]["g"], "templates": told[n].tobytes(), "others": found[: copies.MAX_ALIGNED]} for n, found in others.items()
    ]
    return pa.Table.from_pylist(out, _FOUND)


class _Known(NamedTuple):
    """What must be known of reports that are numbered in the order of publication."""

    of: Numbers

    def sizes(self, reports: Numbers) -> Numbers:
        return self.of[reports]

    def ranks(self, reports: Numbers) -> Numbers:
        return reports


def _of_block(pairs: DataFrame) -> DataFrame:
    """Give pairs to the block of the later one."""
    return pairs.withColumn("g", F.shiftright("b", BLOCK))


def _in_blocks(pairs: DataFrame, texts: DataFrame, judge: Callable[[pa.Table, pa.Table], pa.Table]) -> DataFrame:
    """Hand the pairs of each block to a judge, with their reports."""
    asked = reduce(lambda one, other: one.union(other), (pairs.select(F.col("g").alias("block"), F.col(end).alias("n")) for end in "ab"))
    held = asked.distinct().join(texts.drop("g"), "n").select("block", "n", "row", "words", "prints", "house", "hashes", "templates")
    return pairs.select("g", "a", "b").groupBy("g").cogroup(held.groupBy("block")).applyInArrow(judge, _spark(_COPY))


def _judged(pairs: pa.Table, reports: pa.Table) -> pa.Table:
    with _Held(reports["n"].to_numpy()) as held:
        held.put_reports(reports.to_pylist())
        return held.copies(copies.rows_of(Texts(held.archive), _own_pairs(held, pairs)))


def _forms(pairs: pa.Table, reports: pa.Table) -> pa.Table:
    with _Held(reports["n"].to_numpy()) as held:
        held.put_reports(reports.to_pylist())
        copies.keep_forms(held.archive, _own_pairs(held, pairs), Texts(held.archive))
        return held.copies(held.archive.db.execute("select * from copy order by a, b"))


def _own_pairs(held: _Held, pairs: pa.Table) -> list[copies.Pair]:
    return list(zip(held.own(pairs["a"].to_numpy()), held.own(pairs["b"].to_numpy()), strict=True))


# -- stories -------------------------------------------------------------------------------------------------------------------------------


def _edges(stock: DataFrame, kept: Kept) -> tuple[DataFrame, DataFrame]:
    """Give how alike each report's nearest others are, and the pairs that are alike enough for one story."""
    vectors = stock.select("n", "g", "day", "vector")
    seen = vectors.join(_windows(vectors), F.col("day").eqNullSafe(F.col("of"))).where("g <= block")
    alike = kept(seen.groupBy("block").applyInArrow(_alike, _spark(_ALIKE)), "alike")
    near = alike.where("near is not null").groupBy("n").agg(F.collect_list("near").alias("parts"))
    near = kept(near.mapInArrow(_nearest, _spark(_NEAR)), "near")
    pairs = alike.where("a is not null").select("a", "b", "alike").join(near.toDF("a", "near_a"), "a").join(near.toDF("b", "near_b"), "b")
    return near, kept(pairs.mapInArrow(_tied, _spark(_EDGE)), "edges")


def _windows(vectors: DataFrame) -> DataFrame:
    """Give the days of the reports that each block's are held against: a week before them, of those without a day all."""
    days = vectors.select("day").distinct()
    blocks = vectors.groupBy("g").agg(F.min("day").alias("low"), F.max("day").alias("high"), F.max(F.expr("day is null")).alias("open"))
    within = F.expr(f"open or day is null or day between low - {WINDOW} and high + {WINDOW}")
    return blocks.crossJoin(days).where(within).select(F.col("g").alias("block"), F.col("day").alias("of"))


def _alike(seen: pa.Table) -> pa.Table:
    """Hold the reports of a block against each other and those before them."""
    rows = seen.select(["n", "g", "block", "day", "vector"]).to_pylist()
    with _Held([row["n"] for row in rows]) as held:
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
        out += [{"a": held.theirs(a), "b": held.theirs(b), "alike": x} for a, b, x in links]
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
        tied = tie(batch["alike"].to_numpy(), *near)
        some = batch.select(["a", "b"]).append_column("tied", pa.array(tied))
        yield some.filter(pa.array(tied >= LEAST))


def _lots(numbers: DataFrame, edges: DataFrame, kept: Kept) -> DataFrame:
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


def _stories(stock: DataFrame, near: DataFrame, lots: DataFrame, known: DataFrame, buckets: int) -> DataFrame:
    """Cut each lot into stories."""
    dealt = lots.withColumn("bucket", F.pmod(F.xxhash64("lot"), F.lit(buckets)))
    reports = dealt.join(stock.select("n", "day", "row", "vector"), "n").join(near, "n", "left")
    both = known.join(dealt.toDF("a", "lot", "bucket"), "a").join(lots.toDF("b", "lot"), ["b", "lot"])
    pairs = both.select("bucket", "a", "b", "kind", "shared_a", "shared_b", "origin", "why")
    return reports.groupBy("bucket").cogroup(pairs.groupBy("bucket")).applyInArrow(_cut, _spark(_STORY))


def _cut(reports: pa.Table, pairs: pa.Table) -> pa.Table:
    rows = reports.to_pylist()
    with _Held([row["n"] for row in rows]) as held:
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
