"""Ray itself, started for these tests: rows are those of one process, whatever the size of batches."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from onrecord import arrow

pytest.importorskip("ray", reason="needs the group ray: uv sync --group ray")
pytestmark = pytest.mark.filterwarnings("ignore")
"""Ray's own: of sockets and processes that it leaves open."""
ROOT = Path(__file__).parents[1]
REPORTS = [
    {"id": f"r{n}", "text": path.read_text("utf8"), "date": f"2025-12-0{n % 3 + 1}"} for n, path in enumerate(sorted((ROOT / "samples").glob("*.txt")))
]
REPORTS.insert(1, {"id": "bad", "text": None, "date": None})


@pytest.fixture(scope="module", autouse=True)
def _ray() -> Iterator[None]:
    import ray

    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    ray.init(num_cpus=2, include_dashboard=False, object_store_memory=100_000_000, log_to_driver=False, runtime_env={"env_vars": {"PYTHONPATH": path}})
    yield
    ray.shutdown()


def rows(dataset: Any) -> list[dict[str, object]]:
    return sorted(dataset.take_all(), key=lambda r: (str(r["key"]), str(r.get("id"))))


@pytest.mark.parametrize("size", [1, 256])
def test_rows_are_those_of_one_process(size: int) -> None:
    import ray.data

    from onrecord.ray import read, table

    alone = list(arrow.read_batches(pa.Table.from_pylist(REPORTS).to_batches()))
    arrow.close()
    records = read(ray.data.from_arrow(pa.Table.from_pylist(REPORTS)), batch_size=size).materialize()
    assert rows(records) == sorted(pa.Table.from_batches(alone).to_pylist(), key=lambda r: str(r["key"]))
    events = pa.Table.from_batches(list(arrow.flatten(alone, "events"))).to_pylist()
    assert rows(table(records, "events")) == sorted(events, key=lambda r: (str(r["key"]), str(r["id"])))
