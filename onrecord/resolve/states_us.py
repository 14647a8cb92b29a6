"""US states by name, postal code and the wire agencies' abbreviations."""

from __future__ import annotations

from functools import cache

from onrecord import data


@cache
def _codes() -> tuple[dict[str, str], dict[str, str]]:
    names = {r["name"]: r["code"] for r in data.rows("us_states")}
    short = {r["code"]: r["code"] for r in data.rows("us_states")}
    short |= {r["ap"]: r["code"] for r in data.rows("us_states") if r["ap"]}
    return names, names | short


def state_of(name: str) -> str | None:
    """Give the postal code of a state named in full."""
    return _codes()[0].get(name)


def state_code(name: str) -> str | None:
    """Give the postal code of a state named in full or shortened, as after a town ("Calif.", "TX")."""
    return _codes()[1].get(name)
