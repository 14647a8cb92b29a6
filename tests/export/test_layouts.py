"""Each layout has its system's columns and loads in pandas, polars, DuckDB and R's readr with nothing to clean."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from onrecord.cli import main
from onrecord.data import rows as rows_of_table
from onrecord.data import rows as table
from onrecord.errors import UsageError
from onrecord.export.formats import Provenance, export
from onrecord.export.layouts import LAYOUTS, choose
from onrecord.export.layouts.codebook import codebook, loading
from onrecord.export.layouts.columns import Layout, Left
from onrecord.ontology import PLOVER
from onrecord.store import Archive
from onrecord.store.query import rows
from tests.store.made import made

DOCS = Path(__file__).parents[2] / "docs" / "layouts"
NAMES: dict[str, str] = json.loads((Path(__file__).parent / "layout_columns.json").read_text("utf-8"))
ABOUT = Provenance(query={"kind": "events"}, archive="a.db", until=3)
RSCRIPT = shutil.which("Rscript")


def happening(n: int, **given: Any) -> dict[str, Any]:
    """A happening as `rows` gives it."""
    row: dict[str, Any] = {c.name: [] if c.type in ("texts", "objects") else None for c in LAYOUTS["onrecord"].columns}
    who = {"actors": given.pop("actors", ()), "recipients": given.pop("recipients", ())}
    row |= {side: [dict(zip(("name", "country", "sector"), p, strict=True)) for p in people] for side, people in who.items()}
    for side in ("actor", "recipient"):
        row |= {f"{side}_{k}": v for k, v in (row[f"{side}s"][0] if row[f"{side}s"] else {}).items()}
    row |= {"id": f"e{n:012x}", "event": "ASSAULT", "quad": 4, "cameo": "190", "status": "reported", "origins": 1, "reports": 1, "mentions": 1,
            "publishers": ["Coast Courier", "=Harbour, Post"], "trigger": "struck", "sentence": "They “struck” the town,\nit said.", "item": "E1",
            "report": "ab" * 32, "first_reported": "2025-12-05", "last_reported": "2025-12-06", "published": "2025-12-05", "publisher": "Coast Courier"}  # fmt: skip
    return row | given


RUS, UKR = ("Russian army", "RUS", "MIL"), ("civilians", "UKR", "CVL")
MADE = [
    happening(1, actors=[RUS], recipients=[UKR], mode="drone", date="2025-12-04", date_from="2025-12-04", date_to="2025-12-04",
              date_precision="day", place="Kharkiv", country="UKR", region="Kharkivs’ka Oblast’", place_precision="town", lat=49.98, lon=36.25,
              geonames=706483, killed=7, killed_low=5, killed_high=7, confidence=0.9,
              tolls=[{"measure": "killed", "value": 7, "high": None, "bound": "exactly", "by": None, "outlets": ["Coast Courier"], "origins": 1,
                      "since": "2025-12-05", "last": "2025-12-05", "stands": True, "overtaken": False}]),
    happening(2, actors=[RUS], recipients=[("Ukrainian army", "UKR", "MIL"), UKR], mode="firearms", cameo="193", date="2025-12",
              date_from="2025-12-01", date_to="2025-12-31", date_precision="month", place="Ukraine", country="UKR", place_precision="country"),
    happening(3, event="CONSULT", mode="phone", quad=1, cameo="041", actors=[("Ann Roe", "USA", "GOV"), ("Juan Pérez", "MEX", "GOV")],
              context=["diplomatic", "executive"]),
    happening(4, event="PROTEST", mode="riot", cameo="145", actors=[("students", None, "EDU")], status="claimed", date="2025-11-30/2025-12-02",
              date_from="2025-11-30", date_to="2025-12-02", date_precision="interval", country="KEN",
              claims=[{"by": "Kenya police", "country": "KEN", "sector": "COP", "status": "claimed", "since": "2025-12-05", "origins": 1}]),
    happening(5, event="AGREE", quad=1, cameo="030", status="planned", actors=[("Namibia", "NAM", "GOV")]),
]  # fmt: skip


def text(layout: str, format: str = "csv") -> str:
    out = io.StringIO()
    export(format, "events", MADE, out, ABOUT, layout=LAYOUTS[layout])
    return out.getvalue()


def records(layout: str) -> list[dict[str, Any]]:
    """Give a layout's rows as typed values."""
    chosen = LAYOUTS[layout]
    return [dict(zip([c.name for c in chosen.columns], r, strict=True)) for r in chosen.records(MADE, Left())]


@pytest.mark.parametrize("layout", NAMES)
def test_the_systems_own_columns_complete_and_in_order(layout: str) -> None:
    names = NAMES[layout].split("|" if "|" in NAMES[layout] else None)
    assert [c.name for c in LAYOUTS[layout].columns] == names
    assert len(names) == {"acled": 31, "polecat": 40, "icews": 20, "phoenix": 26, "gdelt": 61}[layout]


def test_our_own_columns_are_those_of_the_list(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.db") as archive:
        list(archive.add([made("Amina Diallo met Juan Pérez. Soldiers struck Olga Brandt.", title="T")]))
        row = next(rows(archive.db, "events"))
    assert [c.name for c in LAYOUTS["onrecord"].columns] == list(row)
    assert list(MADE[0]) == list(row)


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=list(LAYOUTS))
def test_the_codebook_is_that_of_the_columns(layout: Layout) -> None:
    assert (DOCS / f"{layout.name}.md").read_text("utf-8") == codebook(layout), "python -m onrecord.export.layouts.codebook docs/layouts"


def test_values() -> None:
    acled = records("acled")
    assert [r["sub_event_type"] for r in acled] == ["Air/drone strike", "Armed clash", "Violent demonstration"]
    assert [r["event_type"] for r in acled] == ["Explosions/Remote violence", "Battles", "Riots"]
    assert [(r["event_date"], r["time_precision"], r["year"]) for r in acled] == [
        (date(2025, 12, 4), 1, 2025), (date(2025, 12, 1), 3, 2025), (date(2025, 11, 30), 2, 2025),
    ]  # fmt: skip
    assert [(r["inter1"], r["inter2"], r["interaction"]) for r in acled] == [
        ("External/Other forces", "Civilians", "Civilians-External/Other forces"), ("External/Other forces", "State forces", "State forces-External/Other forces"),
        ("Rioters", None, "Rioters only"),
    ]  # fmt: skip
    assert [(r["fatalities"], r["civilian_targeting"], r["iso"], r["latitude"], r["geo_precision"]) for r in acled] == [
        (7, "Civilian targeting", 804, 49.98, 1), (None, None, 804, None, None), (None, None, 404, None, None),
    ]  # fmt: skip
    assert acled[2]["tags"] == "claimed by Kenya police"
    assert [r["region"] for r in acled] == ["Europe", "Europe", "Eastern Africa"]
    dyads = [(r["Source Name"], r["Target Name"], r["Event Date"], r["CAMEO Code"]) for r in records("icews")]
    assert dyads == [
        ("Russian army", "civilians", date(2025, 12, 4), "190"), ("Russian army", "Ukrainian army", None, "193"),
        ("Russian army", "civilians", None, "193"), ("Ann Roe", "Juan Pérez", None, "041"), ("students", None, None, "145"),
    ]  # fmt: skip
    assert [r["Event ID"] for r in records("icews")][1:3] == ["e000000000002", "e000000000002-2"]
    gdelt = records("gdelt")
    assert [(r["SQLDATE"], r["MonthYear"], r["Year"]) for r in gdelt] == [
        (20251204, 202512, 2025), (None, 202512, 2025), (None, 202512, 2025), (None, None, None), (None, None, 2025),
    ]  # fmt: skip
    assert (gdelt[0]["Actor1Code"], gdelt[0]["ActionGeo_ADM1Code"], gdelt[0]["ActionGeo_CountryCode"], gdelt[0]["ActionGeo_Type"]) == ("RUSMIL", "UP07", "UP", 4)
    assert len({r["GLOBALEVENTID"] for r in gdelt}) == len(gdelt)
    polecat = records("polecat")
    assert (polecat[1]["Recipient Name"], polecat[1]["Recipient Country"], polecat[1]["Quad Code"]) == ("Ukrainian army; civilians", "UKR", "MATERIAL CONFLICT")
    assert [(r["Actor COW"], r["Recipient COW"]) for r in polecat][:3] == [("365", "369"), ("365", "369"), ("2; 70", None)]


def test_every_state_has_its_number_and_every_country_its_region() -> None:
    """Each number is one state's; what is in no region is an uninhabited territory, or was part of what its successors are."""
    codes = [r for r in rows_of_table("country_codes") if r["cow"]]
    assert len({r["cow"] for r in codes}) == len(codes) == 196
    known = {"USA": "2", "GBR": "200", "DEU": "255", "RUS": "365", "NGA": "475", "IRN": "630", "ISR": "666", "CHN": "710", "SRB": "345", "TUV": "947"}
    assert {r["iso3"]: r["cow"] for r in codes if r["iso3"] in known} == known
    regions = {r["iso3"]: r["acled_region"] for r in rows_of_table("country_codes")}
    assert len(set(regions.values()) - {""}) == 17
    assert sorted(c for c, region in regions.items() if not region) == "ANT ATF BVT CCK CXR ESH HMD IOT SCG SGS SJM UMI".split()
    told = {"PSE": "Middle East", "SDN": "Northern Africa", "GEO": "Caucasus and Central Asia", "MMR": "Southeast Asia", "HTI": "Caribbean", "COD": "Middle Africa"}
    assert {c: regions[c] for c in told} == told


def test_nothing_undated_gets_the_day_of_publication() -> None:
    for layout in LAYOUTS.values():
        for row in records(layout.name):
            told = {k: v for k, v in row.items() if k not in ("first_reported", "last_reported", "published", "Publication Date", "DATEADDED", "tolls", "claims")}
            assert date(2025, 12, 5) not in told.values()
            assert 20251205 not in told.values()


def test_what_has_no_place_is_counted_and_nothing_else_is_left_out() -> None:
    expected = {"onrecord": "", "plover": "", "acled": "1 of types that ACLED does not have, 1 planned"}
    for name, layout in LAYOUTS.items():
        left = Left()
        told = list(layout.pairs(MADE, left))
        assert len({p.row["id"] for p in told}) + left.counts.total() == len(MADE)
        assert str(left) == expected.get(name, "1 planned")


def test_a_layout_that_is_none_says_which_there_are() -> None:
    with pytest.raises(UsageError, match="polecat"):
        choose("excel")
    with pytest.raises(UsageError, match="no layouts"):
        export("csv", "figures", [], io.StringIO(), ABOUT, layout=LAYOUTS["acled"])
    with pytest.raises(UsageError, match="no layouts"):
        export("jsonld", "events", [], io.StringIO(), ABOUT, layout=LAYOUTS["acled"])


def test_an_answer_without_rows_has_its_columns() -> None:
    import polars as pl

    for name, layout in LAYOUTS.items():
        out, binary = io.StringIO(), io.BytesIO()
        export("csv", "events", [], out, ABOUT, layout=layout)
        assert out.getvalue().count("\r\n") == 1
        export("parquet", "events", [], binary, ABOUT, layout=LAYOUTS[name])
        binary.seek(0)
        assert pl.read_parquet(binary).columns == [c.name for c in layout.columns]


@pytest.mark.parametrize("name", ["acled_types", "acled_actors"])
def test_mappings_name_what_there_is(name: str) -> None:
    for r in table(name):
        assert r["source"]
        if name == "acled_types":
            assert r["event"] in PLOVER.types
            assert not r["mode"] or (r["event"], r["mode"]) in PLOVER.modes
    assert {(e, m) for e, m in PLOVER.modes if e == "ASSAULT"} <= {(r["event"], r["mode"]) for r in table("acled_types")}


# -- loaded as users load them ---------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("layouts")
    for name, layout in LAYOUTS.items():
        (folder / f"{name}.csv").write_text(("\ufeff" if name == "acled" else "") + text(name), "utf-8", newline="")
        (folder / f"{name}.jsonl").write_text(text(name, "jsonl"), "utf-8")
        with (folder / f"{name}.parquet").open("wb") as out:
            export("parquet", "events", MADE, out, ABOUT, layout=layout)
    return folder


def plain(value: Any) -> Any:
    """Give a cell as plain Python: missing as None, numbers of one kind, moments at midnight as days."""
    if value is None or str(value) in ("<NA>", "NaT", "nan"):
        return None
    if hasattr(value, "date") and not isinstance(value, str):
        return value.date()
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def expected(layout: Layout, row: list[object]) -> list[Any]:
    """Give a row as CSV can hold it: lists joined, objects as JSON, formulas neutralised."""
    out = []
    for column, value in zip(layout.columns, row, strict=True):
        if column.type == "objects":
            value = json.dumps(value, ensure_ascii=False) if value else ""
        elif column.type == "texts":
            value = "; ".join(value)  # type: ignore[arg-type]
        if isinstance(value, str) and value.startswith("="):
            value = "'" + value
        out.append(plain(value or None if isinstance(value, str) else value))
    return out


def loaded(tool: str, path: Path, layout: Layout) -> list[list[Any]]:
    import duckdb
    import pandas as pd
    import polars as pl

    line = loading(layout, str(path))[tool]
    if tool == "pandas":
        return [[plain(v) for v in row] for row in eval(line, {"pd": pd}).itertuples(index=False)]
    if tool == "polars":
        return [[plain(v) for v in row] for row in eval(line, {"pl": pl}).iter_rows()]
    return [[plain(v) for v in row] for row in duckdb.sql(line).fetchall()]


@pytest.mark.parametrize("tool", ["pandas", "polars", "duckdb"])
@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=list(LAYOUTS))
def test_csv_loads_by_the_codebooks_line(files: Path, layout: Layout, tool: str) -> None:
    assert loaded(tool, files / f"{layout.name}.csv", layout) == [expected(layout, r) for r in layout.records(MADE, Left())]


R = """suppressMessages(library(readr))
path <- commandArgs(trailingOnly = TRUE)[1]
events <- {line}
stopifnot(nrow(problems(events)) == 0)
kinds <- sapply(events, function(x) if (inherits(x, "Date")) "date" else if (is.character(x)) "text" else if (is.numeric(x)) "number" else "none")
cat(paste(nrow(events), ncol(events), paste(kinds, collapse = ",")), "\\n")
cat(paste(format(events[["{date}"]]), collapse = ","), "\\n")
cat(paste(events[["{code}"]], collapse = ","), "\\n")
"""


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=list(LAYOUTS))
def test_csv_loads_in_r(files: Path, layout: Layout, tmp_path: Path) -> None:
    if RSCRIPT is None:
        assert not os.environ.get("CI"), "where there is apt, .ci/run installs Rscript and readr"
        pytest.skip("no Rscript here")
    told = [dict(zip([c.name for c in layout.columns], r, strict=True)) for r in layout.records(MADE, Left())]
    day = next((c.name for c in layout.columns if c.type == "date"), layout.columns[0].name)
    code = next((c.name for c in layout.columns if c.type == "code"), layout.columns[0].name)
    line = loading(layout, "PATH")["readr"].replace('"PATH"', "path")
    script = tmp_path / "load.R"
    script.write_text(R.replace("{line}", line).replace("{date}", day).replace("{code}", code), "utf-8")
    done = subprocess.run([RSCRIPT, str(script), str(files / f"{layout.name}.csv")], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    size, days, codes = done.stdout.splitlines()
    count, columns, kinds = size.split()
    assert (int(count), int(columns)) == (len(told), len(layout.columns))
    wanted = {"text": "text", "code": "text", "texts": "text", "objects": "text", "integer": "number", "number": "number", "date": "date"}
    for column, kind in zip(layout.columns, kinds.split(","), strict=True):
        empty = all(not r[column.name] and r[column.name] != 0 for r in told)
        assert kind == ("none" if empty and column.type != "code" else wanted[column.type]), column.name
    if layout.columns[0].name != day:
        assert days.strip() == ",".join("NA" if r[day] is None else str(r[day]) for r in told)
    assert codes.strip() == ",".join("NA" if r[code] is None else str(r[code]) for r in told)


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=list(LAYOUTS))
def test_parquet_and_json_lines_load_with_their_types(files: Path, layout: Layout) -> None:
    import duckdb
    import pandas as pd
    import polars as pl

    parquet, wanted = files / f"{layout.name}.parquet", [list(r) for r in layout.records(MADE, Left())]
    frame = pl.read_parquet(parquet)
    simple = [n for n, c in enumerate(layout.columns) if c.type != "objects"]
    assert [[row[n] for n in simple] for row in frame.iter_rows()] == [[row[n] for n in simple] for row in wanted]
    types = {"text": pl.String, "code": pl.String, "integer": pl.Int64, "number": pl.Float64, "date": pl.Date, "texts": pl.List(pl.String)}
    assert all(frame.schema[c.name] == types[c.type] for c in layout.columns if c.type in types)
    assert pd.read_parquet(parquet, dtype_backend="pyarrow").shape == frame.shape
    assert len(duckdb.sql(f"select * from '{parquet}'").fetchall()) == len(wanted)
    lines = [json.loads(line) for line in (files / f"{layout.name}.jsonl").read_text("utf-8").splitlines()]
    assert [list(x) for x in lines] == [[c.name for c in layout.columns]] * len(wanted)
    assert [[str(v) if isinstance(v, date) else v for v in row] for row in wanted] == [list(x.values()) for x in lines]


def test_assaults_with_fatalities_by_country_pair_and_month(files: Path) -> None:
    """The walk of an event-data researcher: from the file to the table that was asked for, without cleaning."""
    import pandas as pd

    events = pd.read_parquet(files / "onrecord.parquet", dtype_backend="pyarrow")
    assaults = events[(events.event == "ASSAULT") & (events.killed > 0)]
    months = pd.to_datetime(assaults.date_from).dt.to_period("M")
    by = assaults.groupby(["actor_country", "recipient_country", months]).agg(happenings=("id", "count"), killed=("killed", "sum"))
    assert by.reset_index().astype(str).to_numpy().tolist() == [["RUS", "UKR", "2025-12", "1", "7"]]


def test_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Archive(tmp_path / "a.db") as archive:
        list(archive.add([made("Amina Diallo met Juan Pérez. Soldiers struck Olga Brandt.", title="T")]))
    out = tmp_path / "e.csv"
    export_ = ["export", "events", "--archive", str(tmp_path / "a.db"), "--layout", "acled"]
    assert main([*export_, "--bom", "--out", str(out)]) == 0
    assert "1 rows as csv in the layout acled; no place there for 1 of types that ACLED does not have" in capsys.readouterr().err
    assert out.read_bytes().startswith(b"\xef\xbb\xbfevent_id_cnty,")
    about = json.loads((tmp_path / "e.csv-metadata.json").read_text("utf-8"))
    assert about["left_out"] == "1 of types that ACLED does not have"
    assert about["tableSchema"]["columns"][1] | {"dc:description": ""} == {"name": "event_date", "titles": "event_date", "datatype": "date", "dc:description": ""}
    for wrong in (["--layout", "excel"], ["--format", "jsonld"], ["--format", "parquet", "--bom"]):
        assert main([*export_, *wrong, "--out", str(tmp_path / "x")]) == 2
        assert not (tmp_path / "x").exists()
    assert main(["events", "--archive", str(tmp_path / "a.db"), "--mentions", "--format", "jsonl"]) == 0
    assert all("start" in json.loads(line) for line in capsys.readouterr().out.splitlines())
