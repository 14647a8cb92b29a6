"""How exactly a place says where something happened, and in which first-level division (state, province, oblast) it lies."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from onrecord.data import rows
from onrecord.text import fold


class Whereabouts(NamedTuple):
    """`precision`: town, region or country; None where the place is on none of our maps. `region`: name of the division."""

    precision: str | None
    region: str | None


def whereabouts(name: str | None, country: str | None, geonames: int | None, rule: str | None) -> Whereabouts:
    """Say how exact a place is and in which division it lies."""
    if name is None:
        return Whereabouts(None, None)
    key = fold(name)
    if key in _countries():
        return Whereabouts("country", None)
    if rule == "place/town" and geonames is not None:
        return Whereabouts("town", _division_of(name, geonames))
    if country is not None and (name_of := _divisions().get((country, key))):
        return Whereabouts("region", name_of)
    if rule is not None and rule.startswith("place/region"):
        return Whereabouts("region", None)
    return Whereabouts("region" if key in _regions() else None, None)


@cache
def _countries() -> frozenset[str]:
    return frozenset(fold(r["name"]) for r in rows("countries"))


@cache
def _regions() -> frozenset[str]:
    return frozenset(fold(r["alias"]) for r in rows("regions"))


@cache
def _names() -> dict[tuple[str, str], str]:
    """Country and code -> name of a division; of the United States the code is the state's."""
    return {(r["country"], r["code"]): r["name"] for r in rows("first_level")}


@cache
def _divisions() -> dict[tuple[str, str], str]:
    """Country and folded name -> name of a division."""
    return {(country, fold(name)): name for (country, _), name in _names().items()}


@cache
def _division_of(name: str, geonames: int) -> str | None:
    from onrecord.resolve.gazetteer import towns  # the gazetteer takes a moment to unpack: only where a town is met

    town = next((t for t in towns(name) if t.geonames == geonames), None)
    return None if town is None else _names().get((town.country, town.admin))
