"""Spark itself, started for these tests: rows are those of one process, however the reports are dealt out."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from onrecord import arrow

pytest.importorskip("pyspark", reason="needs the group spark: uv sync --group spark")
if shutil.which("java") is None:
    pytest.skip("needs Java 17", allow_module_level=True)

pytestmark = pytest.mark.filterwarnings("ignore")
"""Spark's own: of pandas' version, of sockets that it leaves open."""
TEXTS = [p.read_text("utf8") for p in sorted((Path(__file__).parents[1] / "samples").rglob("*.txt"))]
REPORTS = [
    {"id": f"r{n}", "text": text, "date": f"2025-12-0{n % 3 + 1}", "title": None, "source": f"Paper {n}"} for n, text in enumerate(TEXTS)
]
REPORTS.insert(1, {"id": "bad", "text": None, "date": None, "title": None, "source": None})


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    from pyspark.sql import SparkSession

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.setenv("PYTHONPATH", os.pathsep.join([str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH", "")]))
        session = (
            SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.memory", "1g").config("spark.sql.shuffle.partitions", "2").getOrCreate()
        )  # fmt: skip
        yield session
        session.stop()


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("reports") / "reports.parquet"
    pq.write_table(pa.Table.from_pylist(REPORTS), path)
    return path


@pytest.fixture(scope="module")
def alone(stored: Path) -> Iterator[list[dict[str, object]]]:
    yield pa.Table.from_batches(list(arrow.read_batches(pq.read_table(stored).to_batches()))).to_pylist()
    arrow.close()


def rows(frame: Any) -> list[dict[str, object]]:
    return sorted((row.asDict() for row in frame.collect()), key=lambda r: (str(r["key"]), str(r.get("id"))))


@pytest.mark.parametrize("partitions", [None, 3])
def test_records_are_those_of_one_process(spark: Any, stored: Path, alone: list[dict[str, object]], partitions: int | None) -> None:
    from onrecord.spark import read, reports

    assert rows(read(reports(spark, str(stored)), partitions=partitions)) == sorted(alone, key=lambda r: str(r["key"]))


def test_the_command_writes_records_and_tables_by_day(spark: Any, stored: Path, alone: list[dict[str, object]], tmp_path: Path) -> None:
    from onrecord.spark import main, table

    out = tmp_path / "out"
    main([str(stored), str(out), "--tables", "events,statements", "--partitions", "2"])
    records = pa.RecordBatch.from_pylist(alone, schema=arrow.schema_of())
    for kind in ("events", "statements"):
        written = rows(spark.read.parquet(str(out / kind)).drop("published"))
        expected = [{k: v for k, v in row.items() if k != "published"} for b in arrow.flatten([records], kind) for row in b.to_pylist()]
        assert written == sorted(expected, key=lambda r: (str(r["key"]), str(r["id"])))
        assert {p.name for p in (out / kind).glob("published=20*")} <= {f"published={row['published']}" for row in alone}
    kept = spark.read.parquet(str(out / "records"))
    assert table(kept, "figures").count() == sum(batch.num_rows for batch in arrow.flatten([records], "figures"))


def test_what_spark_writes_is_imported(spark: Any, stored: Path, tmp_path: Path) -> None:
    from onrecord.importing import import_records
    from onrecord.reading import source_of
    from onrecord.settings import Settings
    from onrecord.spark import main
    from onrecord.store import Archive
    from onrecord.store.upkeep import content_digest
    from onrecord.workers import Workers

    main([str(stored), str(tmp_path / "out"), "--tables", "events", "--partitions", "3"])
    with Archive(tmp_path / "i.db") as imported, Archive(tmp_path / "r.db") as here, Workers(Settings()) as crew:
        assert {type(a).__name__ for a in import_records(imported, [tmp_path / "out"])} == {"Added"}
        list(here.add(crew.read(crew.open(map(source_of, REPORTS)))))
        assert content_digest(imported) == content_digest(here)
