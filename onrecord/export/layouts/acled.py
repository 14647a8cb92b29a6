"""ACLED: a row an event of political violence, demonstration or strategic development."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache

from onrecord.data import rows as table
from onrecord.export.layouts.columns import HAPPENED, Column, Layout, Pair, Party, Row, country_codes, country_name, exact, joined, of
from onrecord.ontology import PLOVER

Kind = dict[str, str]
Make = Callable[[Pair], object]
ARMED = ("MIL", "REB", "UAF", "IMG", "COP", "SPY")
"""Sectors that fight back: an assault between two of them is a battle."""


@cache
def _types() -> dict[tuple[str, str, str], Kind]:
    return {(r["event"], r["mode"], r["against"]): r for r in table("acled_types")}


@cache
def _sectors() -> dict[str, tuple[str, int]]:
    return {r["sector"]: (r["inter"], int(r["number"])) for r in table("acled_actors")}


def kind(row: Row) -> Kind | None:
    """Give disorder type, event type and sub-event type of a happening; None where ACLED has none."""
    armed = all(any(p["sector"] in ARMED for p in row[side]) for side in ("actors", "recipients"))
    act = (row["event"], row["mode"] or "")
    return (_types().get((*act, "armed")) if armed else None) or _types().get((*act, ""))


def takes(row: Row) -> str | None:
    """Give why a happening is none of ACLED's."""
    if row["status"] not in HAPPENED:
        return str(row["status"])
    return None if kind(row) else "of types that ACLED does not have"


def _kind(name: str) -> Make:
    return lambda p: (kind(p.row) or {}).get(name)


def _inter(party: Party, row: Row, *, first: bool) -> tuple[str, int] | None:
    """Give what sort of actor somebody is; demonstrators are so by what they do, forces abroad by where they do it."""
    if first and row["event"] == PLOVER.protest:
        return ("Rioters", 5) if row["mode"] == "riot" else ("Protesters", 6)
    found = _sectors().get(party["sector"] or "")
    if found == ("State forces", 1) and party["country"] and row["country"] and party["country"] != row["country"]:
        return ("External/Other forces", 8)
    return found


def _inters(p: Pair) -> tuple[tuple[str, int] | None, tuple[str, int] | None]:
    return _inter(p.actor, p.row, first=True), _inter(p.recipient, p.row, first=False)


def _inter1(p: Pair) -> str | None:
    found = _inters(p)[0]
    return found and found[0]


def _inter2(p: Pair) -> str | None:
    found = _inters(p)[1]
    return found and found[0]


def _interaction(p: Pair) -> str | None:
    found = sorted((i for i in _inters(p) if i), key=lambda i: i[1])
    if not found:
        return None
    return f"{found[0][0]} only" if len(found) == 1 else f"{found[0][0]}-{found[1][0]}"


def _civilians(p: Pair) -> str | None:
    violent = (kind(p.row) or {}).get("disorder_type") == "Political violence"
    return "Civilian targeting" if violent and (_inters(p)[1] or ("",))[0] == "Civilians" else None


def _others(side: str) -> Make:
    return lambda p: joined(x["name"] for x in p.row[side][1:])


def _id(p: Pair) -> str:
    return f"{p.row['country'] or ''}{p.row['id']}"


def _date(p: Pair) -> date | None:
    """Give the first day of a date that is as exact as ACLED's: a day, a week, a month."""
    return date.fromisoformat(p.row["date_from"]) if _precision(p) else None


def _precision(p: Pair) -> int | None:
    first, last = p.row["date_from"], p.row["date_to"]
    if not first or not last:
        return None
    length = (date.fromisoformat(last) - date.fromisoformat(first)).days
    return 1 if length == 0 else 2 if length < 7 else 3 if length < 31 else None


def _year(p: Pair) -> int | None:
    found = _date(p)
    return None if found is None else found.year


def _iso(p: Pair) -> int | None:
    found = country_codes("numeric").get(p.row["country"] or "")
    return None if found is None else int(found)


def _region(p: Pair) -> str | None:
    return country_codes("acled_region").get(p.row["country"] or "")


def _geo_precision(p: Pair) -> int | None:
    return {"town": 1, "region": 3}.get(p.row["place_precision"] or "")


def _tags(p: Pair) -> str | None:
    return None if p.row["status"] == "reported" else f"claimed by {joined(c['by'] for c in p.row['claims']) or 'somebody not named'}"


LAYOUT = Layout(
    name="acled",
    about="the columns of ACLED's event files (2024 and later: text in inter1, inter2, interaction)",
    source="ACLED codebook, 2024",
    only="what is reported or claimed, of the kinds that `onrecord/data/acled_types.csv` gives an ACLED type",
    takes=takes,
    columns=(
        Column("event_id_cnty", "text", "Country (ISO 3166-1 alpha-3) and the happening's id.", _id),
        Column("event_date", "date", "First day of the date, where it is a day, a week or a month; empty where no text dates it.", _date),
        Column("year", "integer", "Its year.", _year),
        Column("time_precision", "integer", "1 a day, 2 up to a week, 3 up to a month.", _precision),
        Column("disorder_type", "text", "Political violence, Demonstrations, Strategic developments.", _kind("disorder_type")),
        Column("event_type", "text", "From PLOVER type and mode (`onrecord/data/acled_types.csv`); a clash of armed sides is a battle.",
               _kind("event_type")),
        Column("sub_event_type", "text", "The same.", _kind("sub_event_type")),
        Column("actor1", "text", "First actor, in the reports' words.", lambda p: p.actor["name"]),
        Column("assoc_actor_1", "text", "Further actors, `; ` between them.", _others("actors")),
        Column("inter1", "text", "What sort of actor, from its sector (`onrecord/data/acled_actors.csv`).", _inter1),
        Column("actor2", "text", "First recipient.", lambda p: p.recipient["name"]),
        Column("assoc_actor_2", "text", "Further recipients.", _others("recipients")),
        Column("inter2", "text", "As inter1.", _inter2),
        Column("interaction", "text", "Both sorts, the one of the lower number first.", _interaction),
        Column("civilian_targeting", "text", "“Civilian targeting” where violence is done to civilians.", _civilians),
        Column("iso", "integer", "The country's number in ISO 3166-1.", _iso),
        Column("region", "text", "ACLED's region of the world that the country is in (`onrecord/data/country_codes.csv`).", _region),
        Column("country", "text", "Name of the country.", lambda p: country_name(p.row["country"])),
        Column("admin1", "text", "First-level division.", of("region")),
        Column("admin2", "text", "Not known to us."),
        Column("admin3", "text", "Not known to us."),
        Column("location", "text", "The place, where it is a town or a region.", lambda p: p.row["place"] if _geo_precision(p) else None),
        Column("latitude", "number", "Of a town.", exact("lat")),
        Column("longitude", "number", "Of a town.", exact("lon")),
        Column("geo_precision", "integer", "1 a town, 3 a region; empty for a country.", _geo_precision),
        Column("source", "text", "Publishers, `; ` between them.", lambda p: joined(p.row["publishers"])),
        Column("source_scale", "text", "Not known to us."),
        Column("notes", "text", "The sentence where it is told best.", of("sentence")),
        Column("fatalities", "integer", "`killed`; empty where no count is told (ACLED has 0 there).", of("killed")),
        Column("tags", "text", "Where only a party says it happened: “claimed by” and who.", _tags),
        Column("timestamp", "integer", "Not known to us."),
    ),
)  # fmt: skip
