"""Phrases read without context, towns found by name, and the tables behind both."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import onrecord
from onrecord.resolve import lexicon, world
from onrecord.resolve.gazetteer import country_of_town, towns
from onrecord.resolve.phrase import resolve_phrase

PHRASES = {
    "the Kenyan president": ("KEN", "GOV"),
    "Norwegian soldiers": ("NOR", "MIL"),
    "two Brazilian warplanes": ("BRA", "MIL"),
    "a former Polish minister": ("POL", "ELI"),
    "retired general": (None, "ELI"),
    "rebels in Darfur": ("SDN", "REB"),
    "an opposition lawmaker": (None, "LEG"),
    "Peru's Ministry of Defence": ("PER", "GOV"),
    "Chile's ambassador to Japan": ("CHL", "GOV"),
    "members of the Bundeswehr": ("DEU", "MIL"),
    "a former MI6 officer": ("GBR", "ELI"),
    "human rights activists": (None, "SOC"),
    "Lagos police": ("NGA", "COP"),
    "the Cape Town High Court": ("ZAF", "JUD"),
    "University of Nairobi": ("KEN", "EDU"),
    "Christian leaders in Lebanon": ("LBN", "REL"),
    "the European Union": ("IGO", "IGO"),
    "EU lawmakers": ("IGO", "LEG"),
    "a crowd of tourists": (None, "CVL"),
    "Iran-backed militias": (None, "UAF"),
    "ethnic Serb civilians": (None, "CVL"),
    "pro-Russian separatists": (None, "REB"),
    "Sudan's displaced": ("SDN", "REF"),
    "Colombian drug traffickers": ("COL", "CRM"),
    "striking Belgian dockworkers": ("BEL", "LAB"),
    "a Swiss bank": ("CHE", "BUS"),
    "Doctors Without Borders": ("NGO", "SOC"),
    "North Korea": ("PRK", "GOV"),
    "Pyongyang": ("PRK", "GOV"),
    "": (None, None),
    "???": (None, None),
}


@pytest.mark.parametrize("phrase", PHRASES)
def test_phrase(phrase: str) -> None:
    country, sector, _ = resolve_phrase(phrase)
    assert (country, sector) == PHRASES[phrase]


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_read(text: str) -> None:
    country, sector, second = resolve_phrase(text)
    assert country is None or (len(country) == 3 and country.isupper())
    assert all(s is None or (2 < len(s) < 5 and s.isupper()) for s in (sector, second))


def test_towns_by_size() -> None:
    assert towns("Paris")[0].country == "FRA"
    assert towns("paris")[0].geonames == 2988507
    assert {t.admin for t in towns("Paris") if t.country == "USA"} >= {"TX", "TN"}
    assert towns("Nowhere At All") == ()
    assert towns("") == towns("\n") == ()


def test_every_town_is_found_under_its_own_name() -> None:
    for name in ("A Coruña", "Zürich", "Aabenraa", "Reykjavík", "Kyiv", "Kiev", "Mumbai", "Bombay", "Port-au-Prince"):
        assert towns(name), name


def test_a_town_tells_a_country_only_where_it_stands_out() -> None:
    assert country_of_town("Shanghai") == "CHN"
    assert country_of_town("Valencia") is None  # Spain's or Venezuela's


def test_acronyms_count_only_as_written() -> None:
    assert [m.entries[0].name for m in world.scan(["WHO", "told", "us", "who"])] == ["World Health Organization"]
    assert world.scan(["US", "and", "U.S."])[1].entries[0].country == "USA"


def test_longest_name_wins() -> None:
    found = world.scan(["South", "Sudan", "and", "Sudan", "and", "New", "Mexico", "and", "Mexico"])
    assert [m.entries[0].country for m in found] == ["SSD", "SDN", "USA", "MEX"]


@pytest.mark.parametrize(
    "table",
    ["data/countries", "data/demonyms", "data/capitals", "data/organisations", "data/regions", "data/us_states",
     "lang/en/actor_nouns", "lang/en/offices", "lang/en/organisation_words", "lang/en/given_names", "lang/en/state_nouns", "lang/en/word_sets"],
)  # fmt: skip
def test_tables_are_sorted_and_sourced(table: str) -> None:
    with (Path(onrecord.__file__).parent / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows
    assert all(r["source"] for r in rows)
    first = next(iter(rows[0]))
    keys = [tuple(r.values()) for r in rows]
    assert [k[0] for k in keys] == sorted(k[0] for k in keys), f"{table} by {first}"
    assert len(set(keys)) == len(keys)


def test_countries_are_iso() -> None:
    isos = set(world.main_names())
    for entry in {e for k in ("Kenya", "Kenyans", "NATO", "Hamas", "Nairobi") for m in world.scan([k]) for e in m.entries}:
        assert entry.country in isos | world.SUPRANATIONAL


def test_sectors_of_nouns_are_codes() -> None:
    codes = {"GOV", "MIL", "COP", "SPY", "LEG", "JUD", "OPP", "PTY", "REB", "UAF", "CRM", "CVL", "ELI", "BUS", "LAB", "EDU", "MED", "REL", "REF", "JRN", "SOC", "AGR", "PRM", "IGO"}
    assert {n.sector for n in lexicon.nouns().values() if n.sector} <= codes
    assert {o.sector for o in lexicon.offices().values() if o.sector} <= codes
