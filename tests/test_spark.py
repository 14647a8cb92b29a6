"""Spark itself, started for these tests: rows are those of one process, however the reports are dealt out."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from benchmarks.retold import our_records, retold
from evaluation.told import stories
from onrecord import arrow
from onrecord.compare import copies
from onrecord.compare.events.occurrence_view import as_told
from onrecord.compare.grouping import ties
from onrecord.compare.stories import find_story, story_reports
from onrecord.compare.update import update
from onrecord.model.record import Record
from onrecord.model.source import Source
from onrecord.pipeline import Reader
from onrecord.store import Archive
from tests.store.made import made

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
    from onrecord.store.upkeep import content_digest
    from onrecord.workers import Workers

    main([str(stored), str(tmp_path / "out"), "--tables", "events", "--partitions", "3"])
    with Archive(tmp_path / "i.db") as imported, Archive(tmp_path / "r.db") as here, Workers(Settings()) as crew:
        assert {type(a).__name__ for a in import_records(imported, [tmp_path / "out"])} == {"Added"}
        list(here.add(crew.read(crew.open(map(source_of, REPORTS)))))
        assert content_digest(imported) == content_digest(here)


WORDS = [a + b for a in ("har", "min", "rail", "bor", "ver", "dam", "fish", "grain", "isle", "coast") for b in ("bour", "ister", "way", "der", "dict", "ming", "ery")]


def told(seed: int) -> list[tuple[Source, Record]]:
    """Reports to be compared: stories of our own, and made ones: copies with the edits of newsrooms, lines of a house, some without a day."""
    rng = random.Random(seed)
    reports = [made(t.text, published=t.published, publisher=t.publisher, title=t.title) for story in stories() for t in story.reports]
    line = " ".join(rng.choices(WORDS, k=30)).capitalize() + "."
    for event in range(24):
        sentences = [" ".join(rng.choices(WORDS, k=9)).capitalize() + f" in Dakar {event}." for _ in range(12)]
        for number in range(rng.randrange(1, 9)):
            some = [s for s in sentences if rng.random() < 0.8] + ([line] if number % 2 else [])
            day = None if rng.random() < 0.1 else f"2020-08-{event % 9 + rng.randrange(1, 4):02}"
            reports.append(made(" ".join([f"Print {event} {number}.", *some]), published=day, publisher=f"P{number % 2}", title=sentences[0][:40]))
    return list({source.id: (source, record) for source, record in reports}.values())


def in_archive(path: Path) -> tuple[object, object]:
    """Give the copies and the stories that an archive tells of."""
    with Archive(path) as archive:
        update(archive)
        found = {frozenset((c.a, c.b)): c for id in archive.ids() for c in copies.copies_of(archive, id)}
        held = {(s, tuple(sorted(r for g in story_reports(archive, str(s)) for r in g))) for (s,) in archive.db.execute("select id from story")}
        return told_copies(found.values()), {(*asdict(find_story(archive, str(s))).values(), members) for s, members in held}  # type: ignore[arg-type]


def told_copies(found: Iterable[Any]) -> set[object]:
    return {(frozenset(((c.a, c.shared_a), (c.b, c.shared_b))), c.kind, c.origin, c.why) for c in found}


@pytest.mark.parametrize(("block", "large", "parts"), [(4, 12, 5), (11, 1500, 2)])
def test_copies_and_stories_are_those_of_an_archive(
    spark: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: int, large: int, parts: int
) -> None:
    from onrecord import spark_comparing
    from onrecord.spark_comparing import columns
    from onrecord.spark_comparing import grouped as groups
    from onrecord.store.rows import record_rows, report_row

    monkeypatch.setattr(columns, "BLOCK", block)
    for module in (groups, ties):
        monkeypatch.setattr(module, "LARGEST", large)
    spark.conf.set("spark.sql.shuffle.partitions", parts)
    reports = told(1)
    random.Random(2).shuffle(reports)
    with Archive(tmp_path / "a.db") as archive:
        list(archive.add(reports))
    rows = [
        spark_comparing.packed(report_row(s, r, "2025"), record_rows(r)) for s, r in reports
    ]
    pq.write_table(pa.Table.from_pylist(rows, schema=spark_comparing.ROWS), tmp_path / "rows.parquet")
    found = spark_comparing.compare_rows(spark.read.parquet(str(tmp_path / "rows.parquet")).repartition(parts), str(tmp_path / "work"))
    copied, grouped = in_archive(tmp_path / "a.db")
    assert told_copies(found.copies.collect()) == copied
    assert {(*row[:6], tuple(row["members"])) for row in found.stories.collect()} == grouped
    assert len({kind for _, kind, *_ in copied}) > 3  # type: ignore[attr-defined]


@pytest.mark.parametrize(("block", "parts"), [(5, 3)])
def test_happenings_are_those_of_an_archive(
    spark: Any, reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: int, parts: int
) -> None:
    from onrecord import spark_comparing
    from onrecord.spark_comparing import columns
    from onrecord.store.rows import record_rows, report_row

    monkeypatch.setattr(columns, "BLOCK", block)
    spark.conf.set("spark.sql.shuffle.partitions", parts)
    reports = list(islice(retold(our_records(reader, most=16), a_day=8), 120))
    random.Random(2).shuffle(reports)
    with Archive(tmp_path / "a.db") as archive:
        for some in (reports[:70], reports[70:]):
            list(archive.add(some))
            update(archive)
        sql = """select p.occurrence, r.id, e.id, m.sure, m.why, p.alike from occurrence_mention m join occurrence_part p on p.n = m.part
            join event e on e.n = m.event join report r on r.n = e.report"""
        told = [(str(row[0]), as_told(*row[1:])) for row in archive.db.execute(sql)]
        tied = archive.db.execute("select count(*) - count(distinct occurrence) from occurrence_part").get
    rows = [spark_comparing.packed(report_row(s, r, "2025"), record_rows(r)) for s, r in reports]
    pq.write_table(pa.Table.from_pylist(rows, schema=spark_comparing.ROWS), tmp_path / "rows.parquet")
    found = spark_comparing.compare_rows(spark.read.parquet(str(tmp_path / "rows.parquet")).repartition(parts), str(tmp_path / "work"))
    expected = {(id, m.report, m.event, m.sure, m.why) for id, m in told}
    assert {tuple(row) for row in found.happenings.collect()} == expected
    assert len(expected) > 300
    assert tied > 0


def test_records_are_compared_as_an_archive_that_imports_them_does(spark: Any, alone: list[dict[str, object]], tmp_path: Path) -> None:
    from onrecord.importing import import_records
    from onrecord.spark_comparing import compare

    twice = pa.Table.from_pylist([*alone, alone[0]], schema=arrow.schema_of())
    pq.write_table(twice, tmp_path / "records.parquet")
    with Archive(tmp_path / "a.db") as archive:
        list(import_records(archive, [tmp_path / "records.parquet"]))
    found = compare(spark.read.parquet(str(tmp_path / "records.parquet")), str(tmp_path / "work"))
    copied, grouped = in_archive(tmp_path / "a.db")
    assert told_copies(found.copies.collect()) == copied
    assert {(*row[:6], tuple(row["members"])) for row in found.stories.collect()} == grouped


DIES = """
import os, signal, sys
import onrecord.spark as spark
from pyspark import TaskContext

given = spark.reports
DIED = os.path.join(os.path.dirname(sys.argv[2]), "died")

def dies(batches):
    yield from batches
    if TaskContext.get().partitionId() == 4 and not os.path.exists(DIED):
        open(DIED, "w").close()  # once: a stage that is done again, since what it had shuffled is lost, counts its attempts anew
        java = open(f"/proc/{os.getppid()}/stat").read().rsplit(")", 1)[1].split()[1]
        os.kill(int(java), signal.SIGKILL)

def reports(*where):
    frame = given(*where).repartition(6)
    return frame.mapInArrow(dies, frame.schema)

spark.reports = reports
spark.main(sys.argv[1:])
"""
"""What `spark-submit $(python -m onrecord.spark --path)` does, but that the machine of the fifth task dies, once, while that one reads."""


def test_a_machine_that_dies_half_way_costs_no_row(stored: Path, alone: list[dict[str, object]], tmp_path: Path) -> None:
    (tmp_path / "dies.py").write_text(DIES, "utf8")
    submit = [Path(sys.executable).with_name("spark-submit"), "--master", "local-cluster[2,1,1024]"]
    env = os.environ | {"SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable, "PYTHONPATH": str(Path(__file__).parents[1])}
    ran = subprocess.run([*submit, tmp_path / "dies.py", stored, tmp_path / "out"], env=env, capture_output=True, text=True, cwd=tmp_path)
    assert ran.returncode == 0, ran.stderr[-3000:]
    assert "ExecutorLostFailure" in ran.stderr
    written = pq.read_table(tmp_path / "out" / "records", partitioning=None).to_pylist()
    expected = [{k: v for k, v in row.items() if k != "published"} for row in alone]
    assert sorted(written, key=lambda r: str(r["key"])) == sorted(expected, key=lambda r: str(r["key"]))
