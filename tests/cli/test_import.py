"""Records that were read elsewhere come into an archive as if it had read them; what is no record is refused, and the rest is kept."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from onrecord.importing import import_records
from onrecord.store import Archive
from onrecord.store.upkeep import content_digest

SAMPLES = Path(__file__).parents[2] / "samples"
PAGE = """<html lang="en"><head><title>Bridge at Arle opened</title><meta property="og:site_name" content="The Arle Post">
<link rel="canonical" href="https://arle.example/bridge"><meta property="article:published_time" content="2025-12-03T08:00:00Z">
<meta property="article:section" content="Local"></head><body><article><h1>Bridge at Arle opened</h1>
<p>The mayor of Arle opened the bridge over the river on Wednesday. "It took us nine years," she told reporters.</p>
<p>The council had voted for the bridge in 2016, and 40 people worked on it at the end.</p></article></body></html>"""
Run = Callable[..., Any]


@pytest.fixture
def read(tmp_path: Path, onrecord: Run) -> tuple[Path, Path]:
    """Give a Parquet file of records and an archive that read the same: texts, a page whose container says much, one that is empty."""
    (tmp_path / "page.html").write_text(PAGE, "utf8")
    (tmp_path / "empty.txt").write_text("", "utf8")
    given = [SAMPLES / "caracas.txt", tmp_path / "page.html", tmp_path / "empty.txt", SAMPLES / "washington.txt", tmp_path / "missing.txt"]
    assert onrecord("read", "--quiet", "--format", "parquet", "--out", tmp_path / "r.parquet", *given).code == 3
    assert onrecord("add", "--quiet", "--archive", tmp_path / "read.db", *given).code == 3
    return tmp_path / "r.parquet", tmp_path / "read.db"


def kept(path: Path) -> tuple[str, list[object]]:
    with Archive(path, readonly=True) as archive:
        sources = "select id, kind, section, modified, version, status, embargo, hints, source_warnings, parts from report order by id"
        return content_digest(archive), archive.db.execute(sources).fetchall()


def test_an_archive_that_imports_is_one_that_read(read: tuple[Path, Path], tmp_path: Path, onrecord: Run) -> None:
    records, other = read
    ran = onrecord("archive", "import", "--archive", tmp_path / "i.db", records)
    assert ran.code == 3
    assert "3 added, 0 already there, 2 could not be read" in ran.err
    assert kept(tmp_path / "i.db") == kept(other)
    assert onrecord("archive", "check", "--archive", tmp_path / "i.db").code == 0
    assert "0 added, 3 already there" in onrecord("archive", "import", "--archive", tmp_path / "i.db", records).err
    assert kept(tmp_path / "i.db") == kept(other)


def test_a_run_that_was_stopped_goes_on(read: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    records, other = read
    monkeypatch.setattr("onrecord.importing.LOOK_AHEAD", 1)
    with Archive(tmp_path / "i.db") as archive:
        found = import_records(archive, [records])
        assert next(found).outcome == "added"  # type: ignore[union-attr]
        found.close()  # type: ignore[attr-defined]
    with Archive(tmp_path / "i.db") as archive:
        assert archive.db.execute("select count(*) from report").get == 1
        assert [a.outcome for a in import_records(archive, [records])] == ["seen", "added", "quarantined", "added", "quarantined"]  # type: ignore[union-attr]
    assert kept(tmp_path / "i.db") == kept(other)


def test_duckdb_reads_it_as_it_is(read: tuple[Path, Path]) -> None:
    sql = f"select key, error, record::json ->> '$.report.publisher', source::json ->> '$.kind' from '{read[0]}'"
    assert [(Path(key).name, *row) for key, *row in duckdb.sql(sql).fetchall()] == [
        ("caracas.txt", None, None, "text"), ("page.html", None, "The Arle Post", "html"), ("empty.txt", "EMPTY", None, None),
        ("washington.txt", None, None, "text"), ("missing.txt", "NO_FILE", None, None),
    ]  # fmt: skip


@pytest.mark.parametrize("cut", [10, 2_000])
def test_a_file_cut_short_is_an_error_and_the_others_are_read(
    read: tuple[Path, Path], tmp_path: Path, onrecord: Run, cut: int
) -> None:
    folder = tmp_path / "folder"
    (folder / "records" / "published=2025-12-03").mkdir(parents=True)
    (folder / "records" / "_temporary").mkdir()
    (folder / "events").mkdir()
    data = read[0].read_bytes()
    (folder / "records" / "a.parquet").write_bytes(data[:-cut])
    (folder / "records" / "published=2025-12-03" / "b.parquet").write_bytes(data)
    (folder / "records" / "_temporary" / "c.parquet").write_bytes(data[:cut])
    (folder / "events" / "d.parquet").write_bytes(b"")
    ran = onrecord("archive", "import", "--archive", tmp_path / "i.db", folder)
    assert ran.code == 3
    assert f"{folder}/records/a.parquet: [import] TRUNCATED" in ran.err
    assert "3 added" in ran.err
    assert ran.err.count("[import]") == 1


def test_damage_inside_a_file_is_an_error(read: tuple[Path, Path], tmp_path: Path, onrecord: Run) -> None:
    data = bytearray(read[0].read_bytes())
    data[200:2_000] = bytes(1_800)
    (tmp_path / "damaged.parquet").write_bytes(data)
    ran = onrecord("archive", "import", "--archive", tmp_path / "i.db", tmp_path / "damaged.parquet")
    assert ran.code == 1
    assert "damaged.parquet: [import] TRUNCATED no Parquet, or cut short, after 0 rows" in ran.err


def test_what_is_none_of_ours_is_refused(tmp_path: Path, onrecord: Run) -> None:
    pq.write_table(pa.table({"text": ["A text."]}), tmp_path / "foreign.parquet")
    ran = onrecord("archive", "import", "--archive", tmp_path / "i.db", tmp_path / "foreign.parquet", tmp_path / "none.parquet")
    assert ran.code == 1
    assert "foreign.parquet: [import] NO_COLUMN no column key among text" in ran.err
    assert "none.parquet: [import] NO_FILE" in ran.err


def altered(values: dict[str, str | None], change: str) -> dict[str, str | None]:
    record, source = json.loads(str(values["record"])), json.loads(str(values["source"]))
    if change == "span":
        record["events"][0]["sentence"] = [0, 10**6]
    elif change == "id":
        source["id"] = "0" * 64
    elif change == "kind":
        source["kind"] = "film"
    return values | {"record": json.dumps(record)[: 100 if change == "cut" else None], "source": json.dumps(source)}


@pytest.mark.parametrize(
    ("change", "said"),
    [("span", "BAD_RECORD the span"), ("cut", "BAD_JSON"), ("id", "BAD_FIELD record and source are not of one report"),
     ("kind", "BAD_FIELD its source is none")],
)  # fmt: skip
def test_a_row_that_breaks_the_rules_is_named_and_the_others_are_kept(
    read: tuple[Path, Path], tmp_path: Path, onrecord: Run, change: str, said: str
) -> None:
    table = pq.read_table(read[0])
    rows = table.to_pylist()
    rows[0] = altered(rows[0], change)
    pq.write_table(pa.Table.from_pylist(rows, schema=table.schema), tmp_path / "altered.parquet")
    ran = onrecord("archive", "import", "--archive", tmp_path / "i.db", tmp_path / "altered.parquet")
    assert ran.code == 3
    assert f"{tmp_path}/altered.parquet row 1: [import] {said}" in ran.err
    assert "2 added" in ran.err
