"""Every export format is read back by a reader of its own kind and holds all rows, the query and where it comes from."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.cli import main
from onrecord.errors import UsageError
from onrecord.export.formats import FORMATS, Provenance, export
from onrecord.export.formats.table import cell
from onrecord.store import Archive
from onrecord.store.query import KINDS, count, rows
from tests.store.made import FEE, WAGE, made

NASTY = "Amina Diallo met Olga Brandt & said: “=cmd|calc <script>alert(1)</script> ]]> \x07 \0 {\\textbf x}”. 7 died."
ABOUT = Provenance(query={"kind": "events", "country": "SEN"}, archive="a.db", until=3)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory):
    path = tmp_path_factory.mktemp("f") / "a.db"
    with Archive(path) as a:
        list(
            a.add(
                [
                    made(FEE, title="=HYPERLINK(1)", publisher="Le Soleil & fils", url="https://a.example/1?a=1&b=2"),
                    made(WAGE, title="Wages {rise} 5%_", authors=("Ana & Co",)),
                    made(NASTY, title="<b>x</b>", url="javascript:alert(1)"),
                ]
            )
        )
        yield a


def written(archive: Archive, name: str, kind: str) -> str | bytes:
    chosen = FORMATS[name]
    items = list(rows(archive.db, kind))
    if chosen.records:
        items = [archive.record(i) for i in dict.fromkeys(r["id"] if kind == "reports" else r["report"] for r in items)]
    out = io.BytesIO() if chosen.binary else io.StringIO()
    export(name, kind, items, out, ABOUT)
    return out.getvalue()


@pytest.mark.parametrize(("name", "kind"), [(n, k) for n, f in FORMATS.items() for k in f.kinds])
def test_every_format_holds_every_row_and_is_the_same_twice(archive: Archive, name: str, kind: str) -> None:
    first = written(archive, name, kind)
    assert first
    assert first == written(archive, name, kind) or name == "parquet"
    if FORMATS[name].carries and name not in ("parquet", "timeml", "atom", "rss", "bibtex", "jsonld"):
        assert '"country": "SEN"' in first


def test_csv_neutralises_formulas_and_keeps_numbers(archive: Archive) -> None:
    read = list(csv.DictReader(io.StringIO(str(written(archive, "csv", "reports")), newline="")))
    assert {r["title"] for r in read} == {"'=HYPERLINK(1)", "Wages {rise} 5%_", "<b>x</b>"}
    assert [cell(v) for v in ("=cmd|", "+1", "-2+3", "@SUM", "\tx", "\nx", "＝1", -5, -5.0, "a=b", None)] == [
        "'=cmd|", "'+1", "'-2+3", "'@SUM", "'\tx", "'\nx", "'＝1", -5, -5, "a=b", "",
    ]  # fmt: skip


@given(st.text())
def test_no_text_cell_begins_like_a_formula(text: str) -> None:
    assert not str(cell(text)).startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝"))


def test_json_lines_are_exact(archive: Archive) -> None:
    lines = [json.loads(line) for line in str(written(archive, "jsonl", "statements")).splitlines()]
    assert lines == list(rows(archive.db, "statements"))


@pytest.mark.parametrize("name", ["atom", "rss", "timeml"])
def test_xml_is_well_formed_and_holds_text_as_text(archive: Archive, name: str) -> None:
    root = ET.fromstring(str(written(archive, name, "events" if name != "timeml" else "reports")))
    text = "".join(root.itertext())
    assert "<script>alert(1)</script>" in text or "&lt;script&gt;" in text
    assert not [e for e in root.iter() if "javascript" in (e.get("href") or "")]
    assert "javascript:" not in "".join(e.text or "" for e in root.iter() if e.tag.endswith("link"))


def test_parquet_reads_back_with_its_provenance(archive: Archive) -> None:
    import pyarrow.parquet as pq

    for kind in KINDS:
        table = pq.read_table(io.BytesIO(written(archive, "parquet", kind)))  # type: ignore[arg-type]
        assert table.num_rows == count(archive.db, kind)
        assert json.loads(table.schema.metadata[b"onrecord"])["until"] == 3


def test_annotations_point_at_the_exact_words(archive: Archive) -> None:
    page = json.loads(str(written(archive, "annotations", "reports")))
    texts = {archive.record(i).report.url or f"urn:sha256:{i}": archive.text(i) for i in archive.ids()}
    items = page["first"]["items"]
    assert items
    for item in items:
        for target in item["target"]:
            position, quote = target["selector"]
            assert texts[target["source"]][position["start"] : position["end"]] == quote["exact"]


def test_linked_data_names_article_quotation_and_event(archive: Archive) -> None:
    graph = json.loads(str(written(archive, "jsonld", "reports")))["@graph"]
    assert {a["@type"] for a in graph} == {"NewsArticle"}
    assert {p["@type"] for a in graph for p in a["hasPart"]} == {"Quotation"}


def test_a_format_that_does_not_take_the_rows_says_which_does(archive: Archive) -> None:
    with pytest.raises(UsageError, match="takes reports"):
        written(archive, "csl", "places")
    with pytest.raises(UsageError, match="no format"):
        export("xls", "events", [], io.StringIO(), ABOUT)


def test_the_command_line_writes_a_file_with_its_description(archive: Archive, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "events.csv"
    assert main(["export", "events", "--archive", str(archive.path), "--country", "DEU", "--out", str(target)]) == 0
    about = json.loads((tmp_path / "events.csv-metadata.json").read_text())
    assert about["prov:wasGeneratedBy"]["query"] == {"kind": "events", "country": "DEU"}
    assert about["rows"] == len(target.read_text().splitlines()) - 1 == 2  # two of its three tell one happening
    for command in (["quotes"], ["events", "--limit", "1"], ["search", "harvest"], ["changes"], ["archive", "info"], ["actors"], ["times"]):
        assert main([*command, "--archive", str(archive.path)]) == 0
    seen = capsys.readouterr()
    assert "left out by --limit" in seen.err
    assert "Diallo" in seen.out
