"""Codes in words, for people: countries, sectors, event types. The code always stands beside or behind the words."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from onrecord.data import rows
from onrecord.export.view import ACTS
from onrecord.ontology import PLOVER, QUAD_NAME
from onrecord.web.params import PARAMS

SECTORS = {r["sector"]: r["label"] for r in rows("sectors")}
ABOVE = {
    "IGO": "Bodies between states",
    "NGO": "Non-governmental bodies",
    "MNC": "Multinational companies",
    "IMG": "Militants across borders",
}


@cache
def countries() -> dict[str, str]:
    """Give the name of each code that stands for a country, or for bodies above countries."""
    return {r["iso3"]: r["name"] for r in rows("countries") if r["kind"] == "main"} | ABOVE


def country(code: str | None) -> str:
    """Give the name of a country ("Venezuela" for VEN)."""
    return countries().get(code or "", code or "")


def event(type: str, mode: str | None = None) -> str:
    """Give an event's type, and mode where it has one, in words ("phone call" for CONSULT phone)."""
    return PLOVER.label(type, mode)


def value(matter: str, code: str) -> str:
    """Give a filter's value in words, as facets and chips show it."""
    if matter == "country":
        return country(code)
    if matter == "sector":
        return SECTORS.get(code, code)
    if matter == "event":
        return event(code)
    if matter == "quad":
        return QUAD_NAME.get(int(code), code) if code.isdecimal() else code
    if matter == "act":
        return ACTS.get(code, code)
    return code.replace("_", " ") if matter in ("status", "form", "mode", "measure", "unit") else code


def in_words(given: Mapping[str, str]) -> str:
    """Say a question in words: its filters, as an address has them."""
    return "; ".join(f"{PARAMS[n].label} {value(n, v)}" if v != "1" else PARAMS[n].label for n, v in given.items())
