"""The columns of what stands between the steps, and how reports are cut into blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from pyspark.sql import functions as F
from pyspark.sql.pandas.types import from_arrow_schema

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame

BLOCK = 11
"""Bits of a report's number inside a block: two thousand reports in the order of publication are one task's."""
Batches = Iterator[pa.RecordBatch]
Kept = Callable[["DataFrame", str], "DataFrame"]
"""Stores a frame under a name, so that what comes after does not make it anew."""


def schema(**columns: pa.DataType) -> pa.Schema:
    return pa.schema(list(columns.items()))


BOOL, INT, TEXT, BYTES, REAL = pa.bool_(), pa.int64(), pa.string(), pa.binary(), pa.float64()
ROWS = schema(id=TEXT, published=TEXT, row=BYTES, told=BYTES)
STOCK = schema(
    n=INT, g=INT, id=TEXT, day=INT, row=BYTES, words=INT, prints=INT, house=INT, hashes=BYTES, vector=BYTES, told=BYTES
)  # fmt: skip
COPY = schema(a=INT, b=INT, kind=TEXT, shared_a=REAL, shared_b=REAL, origin=INT, why=TEXT)


def spark_schema(columns: pa.Schema) -> Any:
    return from_arrow_schema(columns)


def block_of(number: str) -> Column:
    """Give the block of the report of this number."""
    return F.shiftright(number, BLOCK)


def of_block(pairs: DataFrame) -> DataFrame:
    """Give pairs to the block of the later one."""
    return pairs.withColumn("g", block_of("b"))


def dealt(name: str, buckets: int) -> Column:
    """Deal what stands in a column out to buckets."""
    return F.pmod(F.xxhash64(name), F.lit(buckets))
