"""General knowledge of who holds which office: the shape of the shipped table, and what it says of a name by the day."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from onrecord import data
from onrecord.errors import UsageError
from onrecord.export.explain import explain_text
from onrecord.model.record import Actor, Record
from onrecord.model.source import text_source
from onrecord.pipeline import Reader
from onrecord.resolve import known, world
from onrecord.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

ROWS = data.rows("office_holders")
SECTORS = {"GOV", "MIL", "COP", "SPY", "LEG", "JUD", "OPP", "PTY", "REB", "CRM", "REL", "SOC", "ELI", "IGO"}
DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?$")


def test_every_row_is_well_formed() -> None:
    countries = set(world.main_names()) | world.SUPRANATIONAL
    wrong = [
        r
        for r in ROWS
        if r["country"] not in countries
        or r["sector"] not in SECTORS
        or not DAY.match(r["from"])
        or (r["to"] and (not DAY.match(r["to"]) or r["to"] < r["from"]))
        or not r["person"].strip()
        or r["person"] in r["other"].split("|")
        or not r["source"]
    ]
    assert wrong == []


def test_rows_are_sorted_and_no_term_stands_twice() -> None:
    keys = [(r["person"], r["office"], r["country"], r["from"]) for r in ROWS]
    assert len(set(keys)) == len(keys)
    people = [r["person"] for r in ROWS]
    assert people == sorted(people)
    assert len(ROWS) > 1500


def test_nobody_begins_a_term_of_an_office_before_the_last_one_ends() -> None:
    last: dict[tuple[str, str, str], str] = {}
    for row in sorted(ROWS, key=lambda r: r["from"]):
        key = (row["person"], row["office"], row["country"])
        assert last.get(key, "") <= row["from"], row
        last[key] = row["to"] or "9999"


# text, published, {name: (country, sector, country_rule)}
CASES: list[tuple[str, str | None, dict[str, tuple[str | None, str | None, str | None]]]] = [
    ("Olaf Scholz met Joe Biden in Berlin on Tuesday.", "2024-05-14", {"Olaf Scholz": ("DEU", "GOV", "k"), "Joe Biden": ("USA", "GOV", "k")}),
    ("Putin rejected the plan by Zelensky.", "2024-05-14", {"Putin": ("RUS", "GOV", "k"), "Zelensky": ("UKR", "GOV", "k")}),
    ("Angela Merkel praised the plan on Monday.", "2024-05-14", {"Angela Merkel": ("DEU", "ELI", "k")}),
    ("Angela Merkel praised the plan on Monday.", "2015-05-14", {"Angela Merkel": ("DEU", "GOV", "k")}),
    ("Merkel praised the plan on Monday.", "2024-05-14", {"Merkel": (None, None, None)}),
    ("António Guterres urged restraint on Monday.", "2000-05-14", {"António Guterres": ("PRT", "GOV", "k")}),
    ("António Guterres urged restraint on Monday.", "2024-05-14", {"António Guterres": ("IGO", "IGO", "k")}),
    ("Xi will meet Lula on Monday.", "2024-05-14", {"Xi": ("CHN", "GOV", "k"), "Lula": ("BRA", "GOV", "k")}),
    ("Johnson will speak on Monday.", "2021-05-14", {"Johnson": (None, None, None)}),
    ("Johnson will speak in Leeds, Britain, on Monday.", "2021-05-14", {"Johnson": ("GBR", "GOV", "k")}),
    ("Tom King, a nurse, will speak on Monday.", "1990-05-14", {"Tom King": (None, "MED", None)}),
    ("Irish nurse Theresa May spoke on Monday.", "2017-05-14", {"Theresa May": ("IRL", "MED", "title")}),
    ("Prime Minister Keir Starmer will speak on Monday.", "2025-05-14", {"Keir Starmer": ("GBR", "GOV", "k")}),
    ("Keir Starmer spoke on Monday.", "1990-05-14", {"Keir Starmer": (None, None, None)}),
    ("John Smith will speak on Monday.", "2024-05-14", {"John Smith": (None, None, None)}),
    ("John Smith led Labour until he died.", "1993-05-14", {"John Smith": ("GBR", "OPP", "k")}),
    ("Emmanuel Macron will speak soon.", None, {"Emmanuel Macron": ("FRA", "GOV", "k")}),
]


def read(reader: Reader, text: str, published: str | None, table: str | None = None) -> Record:
    return Reader(Settings(office_table=table), reader.parser).read(text_source(text, published=published))


def called(record: Record, name: str) -> Actor:
    return next(a for a in record.actors if name in (a.name, a.name.split()[-1]))


@pytest.mark.parametrize(("text", "published", "wanted"), CASES)
def test_what_is_known_of_a_name(reader: Reader, text: str, published: str | None, wanted: dict[str, Any]) -> None:
    record = read(reader, text, published)
    for name, (country, sector, rule) in wanted.items():
        actor = called(record, name)
        assert (actor.country, actor.sector, actor.country_rule) == (country, sector, known.KNOWN if rule == "k" else rule)
        assert actor.rule.endswith("/known") == (rule == "k")


def test_it_says_so_when_asked(reader: Reader) -> None:
    record = read(reader, "Olaf Scholz met Joe Biden in Berlin on Tuesday.", "2024-05-14")
    assert "known from general knowledge" in explain_text(record, called(record, "Joe Biden").id)


def test_it_can_be_switched_off_and_replaced(reader: Reader, tmp_path: Path) -> None:
    text = "Olaf Scholz met Petra Lund on Tuesday."
    assert called(read(reader, text, "2024-05-14", "none"), "Olaf Scholz").country is None
    table = tmp_path / "mine.csv"
    table.write_text("person,office,country,sector,from,to\nPetra Lund,president,NOR,GOV,2020,\n", encoding="utf-8")
    record = read(reader, text, "2024-05-14", str(table))
    assert called(record, "Olaf Scholz").country is None
    assert called(record, "Petra Lund").country == "NOR"


@pytest.mark.parametrize("content", [None, "", "name,land\nPetra Lund,NOR\n"])
def test_what_is_no_table_is_refused(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "mine.csv"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(UsageError) as raised:
        known.office_table(str(path))
    assert raised.value.code == "NO_TABLE"
