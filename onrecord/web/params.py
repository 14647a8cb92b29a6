"""The filters in an address: one table for the pages, the API and its description.

Names are those of the command line, so that an address reads like a command: /events?country=VEN&quad=4&from=2025-11-01.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from onrecord.errors import UsageError
from onrecord.store import Filters
from onrecord.store.clock import moment

DAY = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
LONGEST = 500
LARGEST = 2**53


@dataclass(frozen=True, slots=True)
class Param:
    """One filter: its name in addresses, its field in `Filters`, its label, and what a value is."""

    name: str
    field: str
    label: str
    about: str
    kind: str = "text"


PARAMS: dict[str, Param] = {
    p.name: p
    for p in (
        Param("q", "text", "words", 'full text: words, "phrases", -without, OR, prefix*'),
        Param("speaker", "speaker", "speaker", "who speaks"),
        Param("actor", "actor", "party", "who takes part"),
        Param("recipient", "recipient", "to whom", "to whom it is done"),
        Param("country", "country", "country", "ISO 3166-1 alpha-3, or IGO, NGO, MNC, IMG"),
        Param("sector", "sector", "sector", "GOV, MIL, REB, ..."),
        Param("event", "event", "type", "PLOVER type, such as CONSULT"),
        Param("mode", "mode", "mode", "PLOVER mode, such as phone"),
        Param("quad", "quad", "class", "1 verbal, 2 material cooperation; 3 verbal, 4 material conflict", "quad"),
        Param("status", "status", "status", "reported, claimed, denied, planned, hypothetical, negated"),
        Param("act", "act", "act", "state, confirm, deny, accuse, promise, threaten, demand, ask, praise, criticize, decline_to_say"),
        Param("form", "form", "form", "direct, indirect, mixed"),
        Param("place", "place", "place", "a place, or for events the code of a country too"),
        Param("publisher", "publisher", "publisher", "who published it"),
        Param("agency", "agency", "agency", "wire service credited for the text"),
        Param("measure", "measure", "measure", "what a figure measures: killed, injured, ..."),
        Param("unit", "unit", "unit", "what a figure counts: person, vessel, USD, ..."),
        Param("language", "language", "language", "language of the report"),
        Param("report", "report", "report", "id of the report, or its beginning"),
        Param("from", "date_from", "from", "on or after this day (a month or year will do)", "day"),
        Param("to", "date_to", "to", "on or before this day (a month or year will do)", "day"),
        Param("since", "since", "since change", "only reports changed after this change (see /api/changes)", "number"),
        Param("new", "new_since", "new since", "only what the archive first had after this moment: 2025-12-04T08:00Z, or a day", "moment"),
        Param("hidden", "hidden", "superseded and withdrawn too", "superseded, withdrawn and embargoed reports too", "flag"),
        Param("wrong", "wrong", "judged wrong too", "items that a person judged wrong too", "flag"),
    )
}
"""Every filter, by its name in an address."""


def filters_of(given: Mapping[str, str], more: Iterable[str] = ()) -> Filters:
    """Read the filters of an address. `more` names the parameters that the page has besides. Raises `UsageError`."""
    unknown = [n for n in given if n not in PARAMS and n not in more]
    if unknown:
        raise UsageError(f"there is no filter {unknown[0][:40]!r}", stage="query", code="NO_FILTER", remedy=f"one of {', '.join(PARAMS)}")
    if isinstance(given, QueryParams):
        given = {n: _only(n, given.getlist(n)) for n in given}
    return Filters(**{PARAMS[n].field: v for n, value in given.items() if n in PARAMS and (v := _value(PARAMS[n], value)) is not None})


def _only(name: str, values: list[str]) -> str:
    """Give the one value of a parameter that may stand in an address several times. Raises `UsageError` where there are two."""
    told = dict.fromkeys(v for v in values if v.strip())
    if len(told) > 1:
        raise bad_value(name, ", ".join(told), "give it once")
    return next(iter(told), "")


def _value(param: Param, value: str) -> Any:
    value = value.strip()
    if not value:
        return None
    if len(value) > LONGEST:
        raise bad_value(param.name, value, f"give at most {LONGEST} characters")
    if param.kind == "day":
        if not DAY.fullmatch(value):
            raise bad_value(param.name, value, "write a day as 2025-12-04, a month as 2025-12, a year as 2025")
        return value
    if param.kind == "moment":
        try:
            return moment(value)
        except (ValueError, OverflowError):
            raise bad_value(param.name, value, "write a moment as 2025-12-04T08:00Z, or a day as 2025-12-04") from None
    if param.kind == "flag":
        if value not in ("1", "true", "0", "false"):
            raise bad_value(param.name, value, "1 or 0")
        return value in ("1", "true")
    if param.kind in ("number", "quad"):
        return number(param.name, value, 0, LARGEST) if param.kind == "number" else number(param.name, value, 1, 4)
    return value.replace("\0", "\ufffd")


def number(name: str, value: str, least: int, most: int) -> int:
    """Read a whole number within bounds. Raises `UsageError`."""
    if not (value.isascii() and value.isdecimal() and len(value) < 18 and least <= int(value) <= most):
        raise bad_value(name, value, f"a whole number from {least} to {most}")
    return int(value)


def bad_value(name: str, value: str, remedy: str) -> UsageError:
    """Give the error of a parameter's value."""
    return UsageError(f"{name}={value[:40]!r} makes no sense", stage="query", code="BAD_VALUE", remedy=remedy)


def given_params(filters: Filters) -> dict[str, str]:
    """Give the filters that are set as an address holds them, in the table's order."""
    out = {}
    for name, param in PARAMS.items():
        value = getattr(filters, param.field)
        if value is not None and value is not False:
            out[name] = "1" if value is True else str(value)
    return out


def address(path: str, params: Mapping[str, object]) -> str:
    """Give an address; what is None or empty is left out."""
    kept = {k: str(v) for k, v in params.items() if v not in (None, "")}
    return path + (f"?{urlencode(kept)}" if kept else "")
