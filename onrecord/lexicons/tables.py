"""What the tables of a language are: their columns, what each may hold and what it is for (`lang/tables.csv`)."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources

TYPES = "event_types"
"""The one table that a user's folder may have and no language has."""
REMOVE, SOURCE = "remove", "source"
"""Columns that every table of a user's may have: which row is to be taken away, and where a fact is from."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: whether it is part of what makes a row one row, what it may hold and what it is for."""

    name: str
    key: bool
    values: str
    about: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table and its columns."""

    name: str
    about: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(c.name for c in self.columns)

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(c.name for c in self.columns if c.key)

    def column(self, name: str) -> Column:
        return next(c for c in self.columns if c.name == name)


OWN_TYPES = Table(
    TYPES,
    "types of events of your own, each a kind of one of PLOVER's",
    (
        Column("name", True, "type name", "the type, in capitals: WALKOUT"),
        Column("parent", False, "type", "the PLOVER type that it is a kind of; rules treat it as one of these"),
        Column("quad", False, "quad", "its quad class, 1 to 4; empty: that of the parent"),
        Column("cameo", False, "cameo or none", "its CAMEO code; empty: that of the parent"),
        Column("label", False, "any", "words for a reader: walkout; empty: the name in small letters"),
        Column("gloss", False, "gloss", "what who does it does: walk out [on {}]; what is in brackets needs somebody to name at {}"),
    ),
)


@cache
def tables() -> dict[str, Table]:
    """Give every table that a user's folder may have, those of the language first."""
    with (resources.files("onrecord.lang") / "tables.csv").open(encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    columns: dict[str, list[Column]] = {}
    for r in lines:
        if r["column"]:
            columns.setdefault(r["table"], []).append(Column(r["column"], r["is"] == "key", r["values"], r["about"]))
    found = {r["table"]: Table(r["table"], r["about"], tuple(columns[r["table"]])) for r in lines if not r["column"]}
    return found | {TYPES: OWN_TYPES}
