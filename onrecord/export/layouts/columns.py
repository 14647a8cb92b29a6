"""What a layout is: columns with their types, and which happenings it has a place for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, Literal

from onrecord.data import rows as table

Row = dict[str, Any]
Party = dict[str, Any]
Type = Literal["text", "code", "integer", "number", "date", "texts", "objects"]
"""A `code` is text that a reader of CSV would take for a number or a date: CAMEO's leading noughts belong to it."""
HAPPENED = ("reported", "claimed")
NOBODY: Party = {"name": None, "country": None, "sector": None}


@dataclass(frozen=True, slots=True)
class Pair:
    """A happening with one of its pairs of source and target; of layouts with one row a happening the first of each."""

    row: Row
    actor: Party
    recipient: Party
    number: int
    """Of the pair among the happening's, from 0."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: name, type, what it holds; `make` gives its value, None where we know none. `known`: whether we ever know one."""

    name: str
    type: Type
    about: str
    make: Callable[[Pair], object] | None = None

    @property
    def known(self) -> bool:
        return self.make is not None


@dataclass(slots=True)
class Left:
    """What a layout had no place for: why, and how many happenings."""

    counts: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        return ", ".join(f"{n:,} {why}" for why, n in sorted(self.counts.items()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A system's columns, in its order."""

    name: str
    about: str
    source: str
    """Where the system describes its columns."""
    columns: tuple[Column, ...]
    dyads: bool = False
    """Whether it has a row for each pair of source and target instead of a row for each happening."""
    only: str = "every happening"
    """Which happenings it has a place for, in words."""
    takes: Callable[[Row], str | None] = lambda row: None
    """Gives why a happening has no place in it, None where it has one."""

    def pairs(self, rows: Iterable[Row], left: Left) -> Iterator[Pair]:
        """Give what each of its rows is made of; count in `left` what it has no place for."""
        for row in rows:
            why = self.takes(row)
            if why is not None:
                left.counts[why] += 1
            elif self.dyads:
                yield from (Pair(row, a, b, n) for n, (a, b) in enumerate(dyads(row)))
            else:
                yield Pair(row, next(iter(row["actors"]), NOBODY), next(iter(row["recipients"]), NOBODY), 0)

    def records(self, rows: Iterable[Row], left: Left) -> Iterator[list[object]]:
        """Give its rows, a value a column."""
        makes = [c.make or _nothing for c in self.columns]
        for pair in self.pairs(rows, left):
            yield [make(pair) for make in makes]


def _nothing(pair: Pair) -> None:
    return None


def happened(row: Row) -> str | None:
    """Give why a row is no act that was reported or claimed."""
    return None if row["status"] in HAPPENED else f"{row['status']}"


def dyads(row: Row) -> Iterator[tuple[Party, Party]]:
    """Give every pair of source and target; a reciprocal act of several actors pairs them with each other."""
    sources, targets = row["actors"] or [NOBODY], row["recipients"]
    if not targets and len(sources) > 1:
        yield from ((a, b) for n, a in enumerate(sources) for b in sources[n + 1 :])
        return
    yield from ((a, b) for a in sources for b in targets or [NOBODY])


# -- values that several layouts share -----------------------------------------------------------------------------------------------------


def of(name: str) -> Callable[[Pair], object]:
    """Give a column of the happening as it is."""
    return lambda p: p.row[name]


def actor(name: str) -> Callable[[Pair], object]:
    return lambda p: p.actor[name]


def recipient(name: str) -> Callable[[Pair], object]:
    return lambda p: p.recipient[name]


def dated(name: str) -> Callable[[Pair], object]:
    """Give a column of ISO days as dates."""
    return lambda p: date.fromisoformat(p.row[name]) if p.row[name] else None


def day(p: Pair) -> date | None:
    """Give the day, where the texts give a day: never that of publication, never the first of a month that stands for all of it."""
    return date.fromisoformat(p.row["date_from"]) if p.row["date_precision"] == "day" else None


def compact(p: Pair) -> int | None:
    """Give the day as a number, YYYYMMDD."""
    found = day(p)
    return None if found is None else int(found.strftime("%Y%m%d"))


def within(p: Pair, length: int) -> str | None:
    """Give the year (4) or month (7) that the whole date lies in, as ISO; None where it lies in none."""
    first, last = p.row["date_from"], p.row["date_to"]
    return first[:length] if first and last and first[:length] == last[:length] else None


def year(p: Pair) -> int | None:
    found = within(p, 4)
    return None if found is None else int(found)


def month(p: Pair) -> int | None:
    found = within(p, 7)
    return None if found is None else int(found[5:])


def dom(p: Pair) -> int | None:
    found = day(p)
    return None if found is None else found.day


def exact(name: str) -> Callable[[Pair], object]:
    """Give a coordinate where the place is a town: a region's or country's middle is no place where something happened."""
    return lambda p: p.row[name] if p.row["place_precision"] == "town" else None


def town(p: Pair) -> str | None:
    return p.row["place"] if p.row["place_precision"] == "town" else None


def key(p: Pair) -> str:
    """Give the happening's id; that of further pairs ends in their number."""
    return p.row["id"] if p.number == 0 else f"{p.row['id']}-{p.number + 1}"


def code(party: Party) -> str | None:
    """Give an actor code: country and sector ("VENGOV"); None for nobody known."""
    return f"{party['country'] or ''}{party['sector'] or ''}" or None


def root(p: Pair) -> str | None:
    return p.row["cameo"][:2] if p.row["cameo"] else None


def base(p: Pair) -> str | None:
    return p.row["cameo"][:3] if p.row["cameo"] else None


GOLDSTEIN: dict[str, float] = {
    "01": 0.0, "02": 3.0, "03": 4.0, "04": 1.0, "05": 3.5, "06": 6.0, "07": 7.0, "08": 5.0, "09": -2.0, "10": -5.0,
    "11": -2.0, "12": -4.0, "13": -6.0, "14": -6.5, "15": -7.2, "16": -4.0, "17": -7.0, "18": -9.0, "19": -10.0, "20": -10.0,
}  # fmt: skip
"""Goldstein's conflict-cooperation scale at CAMEO's root level (Goldstein 1992, as carried over to CAMEO)."""


def goldstein(p: Pair) -> float | None:
    return GOLDSTEIN.get(root(p) or "")


def joined(values: Iterable[object]) -> str | None:
    """Give several values as one text, the way these sets do: "; " between them."""
    return "; ".join(str(v) for v in dict.fromkeys(values) if v) or None


def several(side: str, what: str) -> Callable[[Pair], object]:
    """Give what is known of all on one side as one text."""
    return lambda p: joined(party[what] for party in p.row[side])


def several_codes(side: str, other: str) -> Callable[[Pair], object]:
    """Give another code of the countries of all on one side as one text."""
    return lambda p: joined(country_codes(other).get(party["country"] or "") for party in p.row[side])


@cache
def country_names() -> dict[str, str]:
    """ISO 3166-1 alpha-3 -> name."""
    return {r["iso3"]: r["name"] for r in table("countries") if r["kind"] == "main"}


@cache
def country_codes(other: str) -> dict[str, str]:
    """ISO 3166-1 alpha-3 -> what else a country is called by: iso2, numeric, fips, cow (a state's number), acled_region."""
    return {r["iso3"]: r[other] for r in table("country_codes") if r[other]}


def country_name(iso3: str | None) -> str | None:
    return country_names().get(iso3 or "")
