"""What a person may say is the right value of a field: every field of every kind of item, its values, what is wrong with others.

A value is text as a person writes it; empty: the field has no value. Lists stand behind one another with `;`. Whoever takes part is named
as the report's actor is ("Nicolas Maduro", or A1), or with country and sector ("Wagner Group (RUS REB)"). Another item is named by its id;
what is kept names its characters ("E3 at 120-131"), so that it outlives a rereading.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any, Literal, NamedTuple, get_args

from onrecord.data import rows as facts
from onrecord.errors import StorageError
from onrecord.lang.language import shipped_rows
from onrecord.model.edtf import edtf_bounds
from onrecord.model.record import Act, ActorType, Bound, Standing, StatementForm, Status, TimexType
from onrecord.ontology import PLOVER
from onrecord.text import drop_hidden, fold, near

Row = dict[str, Any]
Rows = Mapping[str, list[Row]]
ValueKind = Literal["text", "choice", "number", "date", "parties", "items", "contexts", "roles", "code"]
LANGUAGE = "en"
LONGEST = 500
ABOVE = ("IGO", "NGO", "MNC", "IMG")
"""What stands in the place of a country for bodies above countries."""
MODS = (
    "AFTER", "APPROX", "BEFORE", "END", "EQUAL_OR_LESS", "EQUAL_OR_MORE", "LESS_THAN", "MID", "MORE_THAN", "ON_OR_AFTER", "ON_OR_BEFORE",
    "START",
)  # fmt: skip
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,15})?")
_PARTY = re.compile(r"(?P<name>[^;]*?)\s*\(\s*(?P<codes>[A-Z]{3}(?:\s+[A-Z]{3})?)\s*\)")
_KEPT = re.compile(r"[A-Z]\d+ at (\d+)-(\d+)")
_TIMEX = re.compile(
    r"(?:\d{4}|\d{3}X|\d{2}XX|XXXX)(?:-(?:W(?:\d\d|XX)(?:-(?:[1-7]|WE))?|Q[1-4X]|H[12X]|S[PU]|FA|WI|(?:\d\d|XX)(?:-(?:\d\d|XX))?))?"
    r"(?:T(?:\d\d(?::\d\d){0,2}|MO|MI|AF|EV|NI|DT))?|(?:PAST|PRESENT|FUTURE)_REF|P(?:[\dX]+(?:\.\d+)?[YMWD]|DE|[\dX]+(?:DE|CE|Q|WE|E))*(?:T(?:[\dX]+[HMS])+)?"
)


class Party(NamedTuple):
    """Somebody as a correction names them."""

    name: str
    country: str | None
    sector: str | None

    def __str__(self) -> str:
        codes = " ".join(c for c in (self.country, self.sector) if c)
        return f"{self.name} ({codes})" if codes else self.name


class Place(NamedTuple):
    """What a value is held against: the item's row, all rows of the report (with what was corrected so far), its text."""

    row: Row
    rows: Rows
    text: str


class Wrong(Exception):
    """What is wrong with a value, and what is allowed."""

    def __init__(self, what: str, allowed: str) -> None:
        super().__init__(what)
        self.what, self.allowed = what, allowed


class Field(NamedTuple):
    """One field: what its values are, whether it may be empty, how a value is read. `read` raises `Wrong`."""

    kind: ValueKind
    empty: bool
    read: Callable[[str, Place], str]
    choices: tuple[str, ...] = ()


def one_of(value: str, known: Iterable[str], what: str) -> str:
    """Give the known value that is meant, in its own spelling. Raises `Wrong`."""
    allowed = sorted(known)
    if value in allowed:
        return value
    small = {k.lower(): k for k in allowed}
    if value.lower().replace(" ", "_") in small:
        return small[value.lower().replace(" ", "_")]
    raise Wrong(f"there is no {what} {value!r}{near(value, allowed)}", f"one of {', '.join(allowed)}" if allowed else "leave it empty")


@cache
def _countries() -> dict[str, str]:
    return {r["name"].lower(): r["iso3"] for r in facts("countries")}


def _country(value: str, place: Place) -> str:
    codes = {*_countries().values(), *ABOVE}
    if value.upper() in codes:
        return value.upper()
    named = _countries().get(value.lower())
    if named is None:
        known = near(value, _countries()).removeprefix("; did you mean ").removesuffix("?")
        named = _countries().get(known)
    meant = f"; did you mean {named}?" if named else ""
    raise Wrong(f"there is no country {value!r}{meant}", f"an ISO 3166-1 alpha-3 code such as UKR, or {', '.join(ABOVE)}")


@cache
def _sectors() -> dict[str, str]:
    return {r["sector"]: r["label"] for r in facts("sectors")}


def _sector(value: str, place: Place) -> str:
    if value.upper() in _sectors():
        return value.upper()
    named = next((code for code, label in _sectors().items() if value.lower() in (label, label.removesuffix("s"))), None)
    meant = f"; did you mean {named}?" if named else ""
    raise Wrong(f"there is no sector {value!r}{meant}", f"one of {', '.join(_sectors())}")


def _text(value: str, place: Place) -> str:
    return value


def _number(least: float, most: float | None = None, *, whole: bool = False) -> Callable[[str, Place], str]:
    kind = "a whole number" if whole else "a number"
    said = f"{kind} from {least:g} to {most:g}" if most is not None else f"{kind}, {least:g} or more"

    def read(value: str, place: Place) -> str:
        plain = value.replace(",", "") if re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", value) else value
        if not _NUMBER.fullmatch(plain) or (whole and "." in plain):
            raise Wrong(f"{value!r} is not {kind}", said)
        if float(plain) < least or (most is not None and float(plain) > most):
            raise Wrong(f"{value!r} is out of range", said)
        return plain

    return read


def _high(value: str, place: Place) -> str:
    high = _number(0)(value, place)
    if float(high) < float(place.row["value"]):
        raise Wrong(f"{value!r} is less than the lower value, {place.row['value']:g}", f"a number, {place.row['value']:g} or more")
    return high


def _bound(value: str, place: Place) -> str:
    bound = one_of(value, get_args(Bound), "bound")
    if bound == "between" and place.row["high"] is None:
        raise Wrong("it has no upper value to be between", f"give the upper value: high=NUMBER, {place.row['value']:g} or more")
    return bound


def _date(value: str, place: Place) -> str:
    said = "a date as 2025-12-04, 2025-12, 2025, or two of them as 2025-12-01/2025-12-04 (EDTF)"
    start, slash, end = value.partition("/")
    open_ends = ("", "..")
    for side in (start, end) if slash else (start,):
        if edtf_bounds(side)[0] is None and not (slash and side in open_ends):
            raise Wrong(f"{value!r} is no date of the calendar", said)
    first, last = edtf_bounds(value)
    if first is None and last is None:
        raise Wrong(f"{value!r} is no date of the calendar", said)
    if first and last and first > last:
        raise Wrong(f"{value!r} ends before it begins", said)
    return value


def _timex(value: str, place: Place) -> str:
    if not _TIMEX.fullmatch(value) or value in ("P", ""):
        raise Wrong(f"{value!r} is no TIMEX3 value", "a value such as 2025-12-04, 2025-W49, P3D or PRESENT_REF")
    if re.fullmatch(r"\d{4}(-\d\d){0,2}", value) and edtf_bounds(value)[0] is None:
        raise Wrong(f"{value!r} is no date of the calendar", "a value such as 2025-12-04, 2025-W49, P3D or PRESENT_REF")
    return value


def _mode(value: str, place: Place) -> str:
    return one_of(value, PLOVER.modes_of(place.row["type"]), f"mode of {place.row['type']}")


def _cameo(value: str, place: Place) -> str:
    type = place.row["type"]
    if value not in PLOVER.cameo:
        raise Wrong(f"there is no CAMEO code {value!r}", f"a code that {type} may have: {_codes_of(type)}")
    if not PLOVER.codes(type, value):
        raise Wrong(f"{value} ({PLOVER.cameo[value]}) is no code of {type}", f"a code that {type} may have: {_codes_of(type)}")
    return value


def _codes_of(type: str) -> str:
    return ", ".join(sorted(c for c in PLOVER.cameo if PLOVER.codes(type, c)))


def _contexts(value: str, place: Place) -> str:
    return "; ".join(dict.fromkeys(one_of(c, PLOVER.contexts, "context") for c in parts(value.replace(",", ";"))))


@cache
def _measures() -> tuple[str, ...]:
    return tuple(sorted({r["measure"] for r in shipped_rows(LANGUAGE, "measures") if r["measure"]}))


@cache
def _units() -> frozenset[str]:
    money = {r["iso"] for r in shipped_rows(LANGUAGE, "currencies") if r["iso"]}
    return frozenset(r["unit"] for r in shipped_rows(LANGUAGE, "units")) | money | {"person", "fraction"}


def _unit(value: str, place: Place) -> str:
    """Read a unit: a measure, a currency, or what the report counts, by a word that stands in it."""
    if value in _units():
        return value
    if value.upper() in _units():
        return value.upper()
    word = fold(value)
    if word and re.search(rf"\b{re.escape(word.removesuffix('y'))}", fold(place.text)):
        return value.lower()
    said = "person, fraction, percent, an ISO 4217 currency such as USD, a unit such as km or tonne, or a noun that the report uses"
    raise Wrong(f"{value!r} is no unit and no word of the report{near(value, _units())}", said)


# -- those who take part, and other items -------------------------------------------------------------------------------------------------


def parts(value: str) -> list[str]:
    """Give the parts of a list."""
    return [p.strip() for p in value.split(";") if p.strip()]


def party_of(value: str) -> Party:
    """Read "Wagner Group (RUS REB)" as it is kept."""
    match = _PARTY.fullmatch(value)
    if match is None or not match["name"]:
        return Party(value, None, None)
    codes = match["codes"].split()
    country = codes[0] if len(codes) == 2 or codes[0] in {*_countries().values(), *ABOVE} else None
    return Party(match["name"], country, codes[-1] if len(codes) == 2 or country is None else None)


def as_said(value: object, kind: ValueKind) -> str:
    """Write a row's value as a person would say it; empty for none."""
    if value is None:
        return ""
    if kind in ("parties", "contexts", "roles", "items") and str(value).startswith("["):
        listed = json.loads(str(value))
        return "; ".join(v if isinstance(v, str) else str(Party(v["title"], v["country"], None)) for v in listed)
    return f"{value:.15g}" if isinstance(value, float) else str(value).replace("\0", "\ufffd")


def actor_named(name: str, actors: Iterable[Row]) -> Row | None:
    """Give the report's actor of an id or name."""
    known = list(actors)
    return next((a for a in known if a["id"] == name.upper()), None) or next((a for a in known if fold(a["name"]) == fold(name)), None)


def _party(value: str, place: Place) -> str:
    given = party_of(value)
    actor = actor_named(given.name, place.rows["actor"])
    if actor is None and re.fullmatch(r"[Aa]\d+", given.name):
        raise Wrong(f"the report has no actor {given.name}", f"one of {_listed(place.rows['actor'])}, or a name")
    if actor is None:
        for code, read in ((given.country, _country), (given.sector, _sector)):
            if code:
                read(code, place)
        if not fold(given.name):
            raise Wrong(f"{value!r} names nobody", "a name, or a name with country and sector: Wagner Group (RUS REB)")
        return str(given)
    for what, code in (("country", given.country), ("sector", given.sector)):
        if code and code != actor[what]:
            raise Wrong(f"the {what} of {actor['name']} is {actor[what] or 'not known'}", f"correct {actor['id']} itself: {what}={code}")
    return str(Party(actor["name"], actor["country"], actor["sector"]))


def _parties(value: str, place: Place) -> str:
    return "; ".join(dict.fromkeys(_party(p, place) for p in parts(value)))


def _roles(value: str, place: Place) -> str:
    out = []
    for part in parts(value):
        title, country, sector = party_of(part)
        if sector:
            raise Wrong(f"{part!r} has a sector", "a title, or a title with a country: President (VEN)")
        out.append(str(Party(title, country and _country(country, place), None)))
    return "; ".join(out)


def _listed(rows: list[Row]) -> str:
    return ", ".join(r["id"] for r in rows) or "none, the report has none"


def item_at(value: str, rows: Iterable[Row]) -> Row | None:
    """Give the item that a kept value names by its characters: of those that share any the one that shares most."""
    match = _KEPT.fullmatch(value)
    if match is None:
        return None
    start, end = int(match[1]), int(match[2])
    shared = [(min(r["end"], end) - max(r["start"], start), -(r["end"] - r["start"]), r) for r in rows]
    best = max((s for s in shared if s[0] > 0), key=lambda s: s[:2], default=None)
    return best[2] if best else None


def _items(kind: str, *, several: bool = False) -> Callable[[str, Place], str]:
    def one(value: str, place: Place) -> str:
        rows = place.rows[kind]
        row = next((r for r in rows if r["id"] == value.upper()), None) or item_at(value, rows)
        if row is None:
            ids = [r["id"] for r in rows]
            raise Wrong(f"the report has no {kind} {value!r}", f"one of {_listed(rows)}" if len(ids) <= 60 else f"{ids[0]} to {ids[-1]}")
        if row is place.row or (row["id"] == place.row["id"]):
            raise Wrong(f"{row['id']} is the item itself", "name another")
        return f"{row['id']} at {row['start']}-{row['end']}"

    if not several:
        return one
    return lambda value, place: "; ".join(dict.fromkeys(one(v, place) for v in parts(value)))


def _choice(known: Iterable[str], what: str, *, empty: bool = False) -> Field:
    values = tuple(known)
    return Field("choice", empty, lambda value, place: one_of(value, values, what), values)


_COUNTRY, _SECTOR = Field("code", True, _country), Field("code", True, _sector)
_NAME, _DATE, _PARTIES = Field("text", False, _text), Field("date", True, _date), Field("parties", True, _parties)

FIELDS: dict[str, dict[str, Field]] = {
    "statement": {
        "speaker_name": Field("text", True, _text), "speaker_country": _COUNTRY, "speaker_sector": _SECTOR,
        "act": _choice(get_args(Act), "act"), "form": _choice(get_args(StatementForm), "form"), "date": _DATE,
        "channel": Field("text", True, _text), "addressee": Field("text", True, _text), "within": Field("items", True, _items("statement")),
    },
    "event": {
        "type": _choice(PLOVER.types, "PLOVER type"), "mode": Field("choice", True, _mode),
        "context": Field("contexts", True, _contexts), "cameo": Field("code", False, _cameo),
        "status": _choice(get_args(Status), "status"), "actors": _PARTIES, "recipients": _PARTIES, "date": _DATE,
        "place": Field("text", True, _text), "place_country": _COUNTRY,
        "attributed_to": Field("items", True, _items("statement", several=True)),
    },
    "figure": {
        "value": Field("number", False, _number(0)), "high": Field("number", True, _high),
        "bound": Field("choice", False, _bound, get_args(Bound)),
        "unit": Field("text", True, _unit), "measure": _choice(_measures(), "measure", empty=True),
        "standing": _choice(get_args(Standing), "standing", empty=True), "event": Field("items", True, _items("event")),
        "part_of": Field("items", True, _items("figure")),
    },
    "time": {
        "type": _choice(get_args(TimexType), "TIMEX3 type"), "value": Field("text", False, _timex),
        "mod": _choice(MODS, "TIMEX3 mod", empty=True), "edtf": _DATE, "anchor": _DATE,
    },
    "actor": {
        "name": _NAME, "type": _choice(get_args(ActorType), "type of actor"), "country": _COUNTRY, "sector": _SECTOR,
        "roles": Field("roles", True, _roles),
    },
    "place": {
        "name": _NAME, "country": _COUNTRY, "geonames": Field("number", True, _number(1, whole=True)),
        "lat": Field("number", True, _number(-90, 90)), "lon": Field("number", True, _number(-180, 180)),
    },
}  # fmt: skip
"""Which fields of which items a person may correct."""


def normal(kind: str, field: str, value: str | None, place: Place) -> str | None:
    """Give a value as it is kept, None for none. Raises `StorageError` NO_FIELD or BAD_VALUE, which say what is allowed."""
    fields = FIELDS.get(kind, {})
    if field not in fields:
        raise StorageError(
            f"no {kind} has a field {field!r} that can be corrected{near(field, fields)}", stage="judge", code="NO_FIELD",
            remedy=f"fields of {kind}: {', '.join(fields)}" if fields else f"kinds: {', '.join(FIELDS)}",
        )  # fmt: skip
    of = fields[field]
    given = (value or "").strip()
    try:
        if not given:
            if not of.empty:
                raise Wrong("it may not be empty", f"one of {', '.join(of.choices)}" if of.choices else "give a value")
            return None
        if _CONTROL.search(given) or not drop_hidden(given).strip():
            raise Wrong("it holds a control character, or nothing that can be seen", "plain text")
        if len(given) > LONGEST:
            raise Wrong(f"it has {len(given)} characters", f"at most {LONGEST}")
        return of.read(given, place) or None
    except Wrong as wrong:
        what, remedy = f"{kind} {field}: {wrong.what}", f"allowed: {wrong.allowed}"
        raise StorageError(what, stage="judge", code="BAD_VALUE", remedy=remedy) from None
