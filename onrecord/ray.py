"""Reading on Ray: a data set of reports becomes one of records, and that one becomes tables (`pip install "onrecord[ray]"`).

    from onrecord.ray import read, table
    records = read(ray.data.read_parquet("reports/")).materialize()
    table(records, "events").write_parquet("events/")
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from onrecord.arrow import RECORDS, flatten, read_batches, schema_of
from onrecord.settings import Settings

if TYPE_CHECKING:
    from ray.data import Dataset

ROWS = 256
"""Reports of a batch: half a minute of work."""


def read(dataset: Dataset, settings: Settings | None = None, **options: Any) -> Dataset:
    """Read the reports of a data set: columns in and out as `onrecord.arrow.read_batches` says.

    `options` are those of `Dataset.map_batches` (`concurrency`, `num_cpus`). What is read is not kept: `materialize()` it, or write it,
    before several tables are made of it.
    """
    return dataset.map_batches(partial(_read, settings=settings), batch_format="pyarrow", **{"batch_size": ROWS} | options)


def table(records: Dataset, kind: str, **options: Any) -> Dataset:
    """Make a table of the records' items: "statements", "events", "figures", "times", "actors" or "places"."""
    return records.map_batches(partial(_flat, kind=kind), batch_format="pyarrow", **options)


def _read(batch: pa.Table, settings: Settings | None) -> pa.Table:
    return pa.Table.from_batches(read_batches(batch.to_batches(), settings=settings), schema_of(RECORDS))


def _flat(batch: pa.Table, kind: str) -> pa.Table:
    return pa.Table.from_batches(flatten(batch.to_batches(), kind), schema_of(kind))
