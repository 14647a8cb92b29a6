"""Towns of the world by name: search in the sorted table that training/gazetteer.py builds from GeoNames."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, lru_cache
from typing import NamedTuple

from onrecord.data import gazetteer, rows
from onrecord.text import fold

CITY = 100
"""Population in thousands from which a bare town's name tells its country in an actor phrase ("Shanghai police")."""

KINDS_FROM = 20
"""Names of first-level divisions that end in a word from which it says their kind ("Guaviare *Department*") and may be left out."""
ARTICLE = re.compile(r"(?:al|as|ad|ar|at|az|an|ash|el) (?=\w)")
"""The article that names of Arabic have or lack: "As-Suwayda", "Suwayda"."""


class Town(NamedTuple):
    """A town: display name, ISO 3166-1 alpha-3, first-level code, GeoNames id, position, population in thousands."""

    name: str
    country: str
    admin: str
    geonames: int
    lat: float
    lon: float
    population: int
    alternative: bool


@lru_cache(maxsize=8192)
def towns(name: str) -> tuple[Town, ...]:
    """Give the towns of this name, the largest first; towns that only are also called so come after."""
    key = fold(name).encode("utf-8")
    if not key or b"\n" in key:
        return ()
    table = gazetteer()
    lo, hi = 0, len(table)
    while lo < hi:  # bisection over bytes: settle on the first line whose key is not smaller
        middle = (lo + hi) // 2
        start = table.rfind(b"\n", 0, middle + 1) + 1
        end = table.find(b"\n", start)
        if end < 0 or start >= hi:
            hi = middle
        elif table[start : table.find(b"\t", start)] < key:
            lo = end + 1
        else:
            hi = start if start < hi else middle
    start = table.rfind(b"\n", 0, lo) + 1
    out: list[Town] = []
    while table.startswith(key + b"\t", start):
        end = table.find(b"\n", start)
        _, shown, country, admin, geonames, lat, lon, people, other = table[start:end].decode("utf-8").split("\t")
        out.append(Town(shown, country, admin, int(geonames), float(lat), float(lon), int(people), other == "a"))
        start = end + 1
    return tuple(sorted(out, key=lambda t: (t.alternative, -t.population, t.geonames)))


def country_of_town(name: str) -> str | None:
    """Give the country of the largest town of this name, where it is a city and stands out from its namesakes."""
    found = [t for t in towns(name) if not t.alternative]
    if not found or found[0].population < CITY:
        return None
    rival = next((t for t in found[1:] if t.country != found[0].country), None)
    return found[0].country if rival is None or rival.population * 5 <= found[0].population else None


@cache
def _divisions() -> dict[str, tuple[str, ...]]:
    names = [(fold(r["name"]), r["country"]) for r in rows("first_level")]
    ends = Counter(name.rpartition(" ")[2] for name, _ in names)
    out: dict[str, set[str]] = {}
    for name, country in names:
        first, _, last = name.rpartition(" ")
        for known in {name, first if ends[last] >= KINDS_FROM else name}:
            for key in {known, ARTICLE.sub("", known, count=1)}:
                out.setdefault(key, set()).add(country)
    return {key: tuple(sorted(countries)) for key, countries in out.items() if key}


def divisions(name: str) -> tuple[str, ...]:
    """Give the countries (ISO 3166-1 alpha-3, sorted) with a first-level division of this name, with or without the word for its kind."""
    return _divisions().get(fold(name), ())
