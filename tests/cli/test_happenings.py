"""From reports to a table of happenings: read, told once, with the toll as it stands, and exported to a data frame with nothing to clean."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., tuple[int, str, str]]
REPORTS = (
    ("Dnipro Wire", "2022-04-08", "Missile strike on station in Kramatorsk kills dozens",
     "KRAMATORSK, Ukraine - A Russian missile strike on the railway station in Kramatorsk killed at least 39 people on Friday, governor Pavlo "
     "Kyrylenko said.\n\nThousands of people had been waiting there for trains to the west of the country."),
    ("Black Sea Post", "2022-04-08", "At least 50 dead in attack on Ukrainian railway station",
     "KYIV - Russian missiles hit a railway station in Kramatorsk in eastern Ukraine on Friday, killing at least 50 people, Ukrainian officials "
     "said.\n\nRussia's defence ministry denied that its forces had attacked the station."),
    ("Harbour Courier", "2022-04-09", "World leaders condemn Kramatorsk attack",
     "BRUSSELS - European Union foreign policy chief Josep Borrell condemned Russia for the missile strike on the railway station in Kramatorsk, "
     "which killed 52 people on Friday."),
    ("Black Sea Post", "2022-05-10", "Missile kills two in Odesa",
     "ODESA, Ukraine - A Russian missile hit a warehouse in the port of Odesa on Monday, killing two Ukrainian soldiers, the regional command said."),
)  # fmt: skip


@pytest.fixture
def db(onrecord: Run, tmp_path: Path) -> Path:
    lines = [json.dumps(dict(zip(("publisher", "date", "title", "text"), r, strict=True))) for r in REPORTS]
    (tmp_path / "reports.jsonl").write_text("\n".join(lines), "utf-8")
    path = tmp_path / "a.db"
    assert onrecord("add", tmp_path / "reports.jsonl", "--archive", path, "--quiet")[0] == 0
    assert onrecord("stories", "--archive", path)[0] == 0
    return path


def assaults(onrecord: Run, db: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in onrecord("events", "--archive", db, "--event", "ASSAULT", "--format", "jsonl")[1].splitlines()]


def test_three_reports_on_one_strike_are_one_row_with_the_newest_toll(onrecord: Run, db: Path) -> None:
    [strike] = [r for r in assaults(onrecord, db) if r["reports"] != 1]
    assert (strike["date"], strike["reports"], strike["origins"]) == ("2022-04-08", 3, 3)
    assert (strike["killed"], strike["killed_low"], strike["killed_high"]) == (52, 52, 52)
    assert (strike["place"], strike["region"], strike["country"], strike["place_precision"]) == ("Kramatorsk", "Donetsk", "UKR", "town")
    assert (strike["first_reported"], strike["last_reported"]) == ("2022-04-08", "2022-04-09")
    overtaken = {t["value"] for t in strike["tolls"] if t["overtaken"]}  # type: ignore[attr-defined]
    assert overtaken == {39, 50}


def test_an_event_is_shown_in_full(onrecord: Run, db: Path) -> None:
    [strike] = [r for r in assaults(onrecord, db) if r["reports"] != 1]
    _, shown, _ = onrecord("event", strike["id"], "--archive", db)
    assert "killed       52 (low 52, high 52)" in shown
    assert "at least 39, says Pavlo Kyrylenko: Dnipro Wire, since 2022-04-08, overtaken" in shown
    assert "where        Kramatorsk, Donetsk, UKR (town)" in shown
    assert sum(line.startswith("2022-04-0") for line in shown.splitlines()) >= 3


def test_mentions_are_one_step_below(onrecord: Run, db: Path) -> None:
    _, listed, _ = onrecord("events", "--archive", db, "--event", "ASSAULT", "--mentions", "--format", "jsonl")
    mentions = [json.loads(line) for line in listed.splitlines()]
    assert sum(r["mentions"] for r in assaults(onrecord, db)) == len(mentions) > len(assaults(onrecord, db))


def test_assaults_with_fatalities_by_country_pair_and_month(onrecord: Run, db: Path, tmp_path: Path) -> None:
    import pandas as pd

    for format, read in (("parquet", lambda p: pd.read_parquet(p, dtype_backend="pyarrow")),
                         ("csv", lambda p: pd.read_csv(p, dtype_backend="numpy_nullable", parse_dates=["date_from"]))):  # fmt: skip
        out = tmp_path / f"events.{format}"
        assert onrecord("export", "events", "--archive", db, "--event", "ASSAULT", "--format", format, "--out", out)[0] == 0
        events = read(out)
        deadly = events[events.killed > 0]
        months = pd.to_datetime(deadly.date_from).dt.strftime("%Y-%m")
        table = deadly.groupby(["actor_country", "recipient_country", months], dropna=False).killed.agg(["count", "sum"]).reset_index()
        found = {(a, "" if pd.isna(b) else b, m): (n, k) for a, b, m, n, k in table.itertuples(index=False)}
        assert found == {("RUS", "", "2022-04"): (1, 52), ("RUS", "UKR", "2022-05"): (1, 2)}
