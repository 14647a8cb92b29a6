"""GDELT 2.0: CAMEO dyads with counts of tellings."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from onrecord.data import rows as table
from onrecord.export.layouts.columns import (
    Column,
    Layout,
    Pair,
    Party,
    base,
    code,
    compact,
    country_codes,
    country_name,
    day,
    goldstein,
    happened,
    of,
    root,
    within,
    year,
)

PAIRS = 100
"""Numbers of pairs that a happening's number leaves room for."""


def _id(p: Pair) -> int:
    return int(p.row["id"].lstrip("e"), 16) * PAIRS + min(p.number, PAIRS - 1)


def _month(p: Pair) -> int | None:
    found = within(p, 7)
    return None if found is None else int(found.replace("-", ""))


def _fraction(p: Pair) -> float | None:
    found = day(p)
    return None if found is None else round(found.year + (found.month * 30 + found.day) / 365, 4)


def _added(p: Pair) -> int | None:
    first = p.row["first_reported"]
    return None if first is None else int(first.replace("-", "")) * 1_000_000


@cache
def _divisions() -> dict[tuple[str, str], str]:
    return {(r["country"], r["name"]): r["code"] for r in table("first_level")}


def _geo_type(p: Pair) -> int | None:
    """Give GDELT's kind of place: 1 country, 2 US state, 3 US city, 4 city of the world, 5 division of the world."""
    kind, usa = p.row["place_precision"], p.row["country"] == "USA"
    return {"country": 1, "town": 3 if usa else 4, "region": 2 if usa else 5}.get(kind or "")


def _full_name(p: Pair) -> str | None:
    parts = (p.row["place"], p.row["region"], country_name(p.row["country"]))
    return ", ".join(dict.fromkeys(x for x in parts if x)) or None


def _fips(p: Pair) -> str | None:
    return country_codes("fips").get(p.row["country"] or "")


def _adm1(p: Pair) -> str | None:
    found = _divisions().get((p.row["country"] or "", p.row["region"] or ""))
    return f"{_fips(p)}{found}" if found and _fips(p) else None


def _feature(p: Pair) -> str | None:
    return None if p.row["geonames"] is None else str(p.row["geonames"])


def _side(n: int, who: Callable[[Pair], Party]) -> tuple[Column, ...]:
    def one(make: Callable[[Party], object]) -> Callable[[Pair], object]:
        return lambda p: make(who(p))

    def upper(party: Party) -> str | None:
        return party["name"] and str(party["name"]).upper()

    nothing = ("KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code")
    return (
        Column(f"Actor{n}Code", "text", "Country and sector.", one(code)),
        Column(f"Actor{n}Name", "text", "Name, in capitals.", one(upper)),
        Column(f"Actor{n}CountryCode", "text", "ISO 3166-1 alpha-3.", one(lambda party: party["country"])),
        *(Column(f"Actor{n}{what}", "text", "Not known to us.") for what in nothing),
        Column(f"Actor{n}Type1Code", "text", "PLOVER sector.", one(lambda party: party["sector"])),
        Column(f"Actor{n}Type2Code", "text", "Not known to us."),
        Column(f"Actor{n}Type3Code", "text", "Not known to us."),
    )


def _nowhere(who: str) -> tuple[Column, ...]:
    text = ("FullName", "CountryCode", "ADM1Code", "ADM2Code")
    return (
        Column(f"{who}Geo_Type", "integer", "Not known to us."),
        *(Column(f"{who}Geo_{what}", "text", "Not known to us.") for what in text),
        Column(f"{who}Geo_Lat", "number", "Not known to us."),
        Column(f"{who}Geo_Long", "number", "Not known to us."),
        Column(f"{who}Geo_FeatureID", "text", "Not known to us."),
    )


LAYOUT = Layout(
    name="gdelt",
    about="the 61 columns of GDELT 2.0's event files; the 58 of GDELT 1.0 are these without the three ADM2Code",
    source="GDELT Event Database Data Format Codebook V2.0",
    only="what is reported or claimed",
    takes=happened,
    dyads=True,
    columns=(
        Column("GLOBALEVENTID", "integer", "The happening's id as a number (hexadecimal), times 100, and the pair's number.", _id),
        Column("SQLDATE", "integer", "The day, YYYYMMDD; empty where no text gives a day.", compact),
        Column("MonthYear", "integer", "Month that the whole date lies in, YYYYMM.", _month),
        Column("Year", "integer", "Year that it lies in.", year),
        Column("FractionDate", "number", "Year + (month × 30 + day) / 365.", _fraction),
        *_side(1, lambda p: p.actor),
        *_side(2, lambda p: p.recipient),
        Column("IsRootEvent", "integer", "Not known to us."),
        Column("EventCode", "code", "CAMEO code; text, as its leading nought belongs to it.", of("cameo")),
        Column("EventBaseCode", "code", "Its first three digits.", base),
        Column("EventRootCode", "code", "Its first two digits.", root),
        Column("QuadClass", "integer", "1 verbal, 2 material cooperation; 3 verbal, 4 material conflict.", of("quad")),
        Column("GoldsteinScale", "number", "Goldstein's scale at CAMEO's root level, -10 to 10.", goldstein),
        Column("NumMentions", "integer", "Mentions of the happening.", of("mentions")),
        Column("NumSources", "integer", "Independent texts that tell it.", of("origins")),
        Column("NumArticles", "integer", "Reports that tell it.", of("reports")),
        Column("AvgTone", "number", "Not known to us."),
        *_nowhere("Actor1"),
        *_nowhere("Actor2"),
        Column("ActionGeo_Type", "integer", "1 country, 2 US state, 3 US town, 4 town elsewhere, 5 division elsewhere.", _geo_type),
        Column("ActionGeo_FullName", "text", "Place, division, country.", _full_name),
        Column("ActionGeo_CountryCode", "text", "FIPS 10-4.", _fips),
        Column("ActionGeo_ADM1Code", "text", "FIPS 10-4 country and GeoNames first-level code.", _adm1),
        Column("ActionGeo_ADM2Code", "text", "Not known to us."),
        Column("ActionGeo_Lat", "number", "Latitude of the place.", of("lat")),
        Column("ActionGeo_Long", "number", "Longitude of the place.", of("lon")),
        Column("ActionGeo_FeatureID", "code", "GeoNames id (GDELT: of GNS or GNIS).", _feature),
        Column("DATEADDED", "integer", "Day on which a report of it was first published, YYYYMMDD000000.", _added),
        Column("SOURCEURL", "text", "Address of the report where it is told best.", of("url")),
    ),
)  # fmt: skip
