"""Which reports share text: fingerprints by their hash, pairs by the block of the later report."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, reduce
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa
from pyspark.sql import functions as F

from onrecord.compare import copies
from onrecord.compare.arrays import Numbers, ranges
from onrecord.compare.copying import postings
from onrecord.compare.copying.fingerprints import samples
from onrecord.compare.copying.shelf import looked_at, room
from onrecord.compare.copying.texts import ANYBODY, Texts, among
from onrecord.spark_comparing.columns import BYTES, COPY, INT, Batches, schema, spark_schema
from onrecord.spark_comparing.held import Held

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

_PRINT = schema(n=INT, g=INT, house=INT, hash=pa.int32(), size=INT, bucket=INT)
_LOOKUP = schema(g=INT, hashes=BYTES, numbers=BYTES, sizes=BYTES, lines=BYTES, of=BYTES)
_FOUND = schema(n=INT, g=INT, templates=BYTES, others=pa.list_(INT))


def candidates(stock: DataFrame, buckets: int) -> DataFrame:
    """Give each report's lines of its publisher, and the earlier reports that share enough with it to be laid over it, likeliest first."""
    prints = stock.select("n", "g", "house", "hashes").mapInArrow(partial(_prints, buckets=buckets), spark_schema(_PRINT))
    index = prints.groupBy("bucket").applyInArrow(_index, spark_schema(_LOOKUP))
    own = stock.select("n", "g", "house", "words", "hashes")
    return own.groupBy("g").cogroup(index.groupBy("g")).applyInArrow(_look_up, spark_schema(_FOUND))


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




def in_blocks(pairs: DataFrame, texts: DataFrame, judge: Callable[[pa.Table, pa.Table], pa.Table]) -> DataFrame:
    """Hand the pairs of each block to a judge, with their reports."""
    asked = reduce(lambda one, other: one.union(other), (pairs.select(F.col("g").alias("block"), F.col(end).alias("n")) for end in "ab"))
    held = asked.distinct().join(texts.drop("g"), "n").select("block", "n", "row", "words", "prints", "house", "hashes", "templates")
    return pairs.select("g", "a", "b").groupBy("g").cogroup(held.groupBy("block")).applyInArrow(judge, spark_schema(COPY))


def judged(pairs: pa.Table, reports: pa.Table) -> pa.Table:
    with Held(reports["n"].to_numpy()) as held:
        held.put_reports(reports.to_pylist())
        return held.copies(copies.rows_of(Texts(held.archive), _own_pairs(held, pairs)))


def forms_among(pairs: pa.Table, reports: pa.Table) -> pa.Table:
    with Held(reports["n"].to_numpy()) as held:
        held.put_reports(reports.to_pylist())
        copies.keep_forms(held.archive, _own_pairs(held, pairs), Texts(held.archive))
        return held.copies(held.archive.db.execute("select * from copy order by a, b"))


def _own_pairs(held: Held, pairs: pa.Table) -> list[copies.Pair]:
    return list(zip(held.own(pairs["a"].to_numpy()), held.own(pairs["b"].to_numpy()), strict=True))
