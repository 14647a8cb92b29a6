"""Durations, sets and vague references: "the past two weeks", "every Thursday", "now"."""

from __future__ import annotations

from datetime import date

from onrecord.extract.timex.calendar import add_days, add_months
from onrecord.extract.timex.context import Context, Reading
from onrecord.extract.timex.numbers import HALF, amount, period
from onrecord.extract.timex.patterns import Match

_MONTHS = {"M": 1, "Q": 3, "Y": 12, "DE": 120, "CE": 1200}
_DAYS = {"D": 1, "W": 7, "FN": 14, "WE": 2}


def read_duration(m: Match, context: Context) -> Reading | None:
    """Read a duration; one that reaches from the report's day ("the past two weeks") also gets its interval."""
    unit = m.value("unit") or ""
    n = amount(m)
    if m.at("half"):
        n = HALF
    elif m.at("plus"):
        n = (n or 0) + HALF
    elif n is None and m.rule in ("duration/rel-one", "duration/unit-long"):
        n = HALF * 2
    value = _compound(m, unit) if m.at("unit2") else period(n, unit)
    out = Reading(m.first, m.last, "DURATION", value, None, m.rule)
    if m.rule == "duration/range":
        out.mod = "EQUAL_OR_MORE"
    if "couple" in m.words.lowers[m.first : m.last]:
        out.mod = "APPROX"
    step = m.value("stretch")
    base = context.base(m.words.starts[m.first])
    if step in ("-1", "1") and base is not None and n is not None and n.denominator == 1 and not context.narrative:
        out.edtf, out.anchor = _interval(base, int(n) * int(step), unit), base
    return out


def _compound(m: Match, unit: str) -> str:
    """Give "two years and three months" as one duration: P2Y3M, PT1H59M40S."""
    parts = [period(amount(m), unit)]
    parts += [period(amount(m, f"n{k}"), m.value(f"unit{k}") or "") for k in (2, 3) if m.at(f"unit{k}")]
    out = parts[0]
    for part in parts[1:]:
        clock = part.startswith("PT")
        out += part.removeprefix("PT") if clock and "T" in out else part.removeprefix("P")
    return out


def _interval(base: date, n: int, unit: str) -> str | None:
    """Give the EDTF interval between a day and n units from it; the ends keep the unit's precision."""
    if unit in ("TH", "TM", "TS"):
        other = add_days(base, -1 if n < 0 else 1) if unit == "TH" and abs(n) == 24 else None
    elif unit in _DAYS:
        other = add_days(base, n * _DAYS[unit])
    else:
        other = add_months(base, n * _MONTHS[unit]) if unit in _MONTHS else None
    if other is None:
        return None
    width = 4 if unit in ("Y", "DE", "CE") else 7 if unit in ("M", "Q") else 10
    first, last = sorted((base, other))
    return f"{first.isoformat()[:width]}/{last.isoformat()[:width]}"


def read_set(m: Match, _: Context) -> Reading | None:
    """Read a set: "every two weeks", "each Thursday", "twice a year", "Tuesday nights"."""
    unit, weekday, part, season, month = m.value("unit"), m.number("wday"), m.value("part"), m.value("season"), m.number("month")
    if m.at("nth"):
        value = "P1M"  # "the third Thursday of each month"
    elif weekday:
        value = f"XXXX-WXX-{weekday}" + (f"T{part}" if part else "")
    elif part:
        value = f"XXXX-XX-XXT{part}"
    elif season:
        value = f"XXXX-{season}"
    elif month:
        value = f"XXXX-{month:02}"
    elif unit:
        value = period(amount(m) if m.at("n") else HALF * 2, unit)
    else:
        return None
    return Reading(m.first, m.last, "SET", value, None, m.rule)


def read_setword(m: Match, _: Context) -> Reading | None:
    """Read "daily", "annually"."""
    return Reading(m.first, m.last, "SET", m.value("set") or "", None, m.rule)


def read_ref(m: Match, _: Context) -> Reading | None:
    """Read "now", "recently", "the future"."""
    value = m.value("ref") or {"ref/these-days": "PRESENT_REF"}.get(m.rule, "FUTURE_REF")
    if value == "past":
        value = "PAST_REF"
    return Reading(m.first, m.last, "DATE", value if value.endswith("_REF") else "FUTURE_REF", None, m.rule)


