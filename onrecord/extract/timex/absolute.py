"""Dates that name their place on the calendar, wholly or in part: "7 August 1998", "Nov. 6", "the third quarter", "the 1990s"."""

from __future__ import annotations

from datetime import date

from onrecord.extract.timex.calendar import Stretch, add_months, day_of, feast, month_of, nearest_weekday, season_of, stretch_of, year_of
from onrecord.extract.timex.context import Context, Reading
from onrecord.extract.timex.patterns import Match
from onrecord.model.record import Rejected

NEAR = 60
"""A day nearer to the report than this many days is that one whatever the tense: "was set for Jan. 14"."""
NEAR_MONTH = 27
"""The same for a month, counted from first day to first day: only the report's own month."""
JUST_OVER = 100
"""A quarter or season that ended less than this many days ago is still the one of forecasts: "expects a third-quarter loss"."""
NEAR_FUTURE = 20
"""A two-digit year is the one at most this far ahead of the report: "'99" in 2025 is 1999, "'30" is 2030."""


def read_calendar(m: Match, context: Context) -> Reading | None:
    """Read a calendar expression: dispatches on what it names."""
    for label, reader in _READERS:
        if m.at(label):
            return reader(m, context)
    return None


def reading(m: Match, stretch: Stretch | None, *, value: str | None = None, edtf: str | None = None, anchor: date | None = None) -> Reading:
    """Make the reading of a definite stretch, or of a value that the calendar does not fix."""
    if stretch is not None:
        value, edtf = value or stretch.value(), edtf or stretch.edtf()
    return Reading(m.first, m.last, "DATE", value or "", edtf, m.rule, stretch=stretch, anchor=anchor)


def year_in(m: Match, context: Context) -> int | None:
    """Give the year that the expression itself names: four digits, two ("'99"), or by relation ("last year")."""
    year = m.number("year")
    if year is not None:
        return full_year(year, context.published) if len(m.word("year") or "") < 4 else year
    rel = m.value("rel")
    base = relation_base(m, context, rel) if rel else None
    return base.year + int(rel[:-1]) if rel and base else None


def full_year(two: int, published: date | None) -> int:
    """Give the year meant by two digits: the latest not more than NEAR_FUTURE years after the report."""
    limit = (published.year if published else 2026) + NEAR_FUTURE
    return limit - (limit - two) % 100


def relation_base(m: Match, context: Context, rel: str) -> date | None:
    """Give the day that "last", "this", "the previous" hang on."""
    offset = m.words.starts[m.first]
    return context.told(offset) if rel[-1] == "f" or context.narrative else context.base(offset, deictic=True)


def _century(m: Match, _: Context) -> Reading | None:
    n = m.number("century")
    if m.words.lowers[m.first] == "twenty":
        n = (n or 0) + 20
    if not n or n > 30:
        return None
    if m.value("era") == "BC":
        return reading(m, None, value=f"BC{n - 1:02}")
    start = year_of((n - 1) * 100)
    return reading(m, stretch_of("CE", start.start)) if start else reading(m, None, value="00", edtf="00XX")


def _decade(m: Match, context: Context) -> Reading | None:
    n = m.number("decade")
    if n is None:
        return None
    if n < 100:
        limit = context.published.year if context.published else 2026
        n = limit - (limit - n) % 100
        if context.narrative and context.focus is not None:
            n = context.focus.start.year // 100 * 100 + n % 100
    year = year_of(n)
    return reading(m, stretch_of("DE", year.start)) if year else None


def _quarter(m: Match, context: Context) -> Reading | None:
    n, year = m.number("q"), year_in(m, context)
    if n is None:
        return None
    fiscal = any(w in ("fiscal", "financial") for w in m.words.lowers[m.first : m.last])
    base = context.published
    if year is None and base is not None:
        year = _year_of_part(m, context, base, 3 * n - 2, 3)
    if year is None:
        return reading(m, None, value=f"XXXX-Q{n}")
    month = month_of(year, 3 * n - 2)
    out = reading(m, stretch_of("Q", month.start), anchor=base) if month else None
    if out and fiscal:
        out.edtf = None  # a company's own year: no calendar date
    return out


def _half(m: Match, context: Context) -> Reading | None:
    n, year, base = m.number("h"), year_in(m, context), context.published
    decade = m.number("decade")
    if decade is not None:
        out = _decade(m, context)
        if out:
            out.mod = "START" if n == 1 else "END"
        return out
    if n is None:
        return None
    if year is None and base is not None:
        year = _year_of_part(m, context, base, 6 * n - 5, 6)
    month = month_of(year, 6 * n - 5) if year else None
    return reading(m, stretch_of("H", month.start), anchor=base) if month else reading(m, None, value=f"XXXX-H{n}")


def _year_of_part(m: Match, context: Context, base: date, month: int, length: int) -> int:
    """Give the year of a quarter, half or season named without one: this year's if it has begun, else as the tense says."""
    told = context.year_ahead or context.year_told()
    if told is not None:
        return told
    start = date(base.year, month, 1)
    direction = context.tense(m.words.starts[m.first])
    end = add_months(start, length)
    if start > base and direction <= 0:
        return base.year - 1
    if end is not None and (base - end).days > JUST_OVER and direction > 0:
        return base.year + 1
    return base.year


def _season(m: Match, context: Context) -> Reading | None:
    season, rel, base = m.value("season") or "", m.value("rel"), context.published
    month = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}[season]
    if m.at("year") or m.rule == "date/season-of-rel-year":
        year = year_in(m, context)
    elif rel:
        year = _related_year(rel, relation_base(m, context, rel), month, 3)
        if rel == "0d" and "past" in m.words.lowers[m.first : m.last] and base:
            year = _related_year("-1d", base, month, 3)
    else:
        year = _year_of_part(m, context, base, month, 3) if base else None
    if year is None:
        return reading(m, None, value=f"XXXX-{season}")
    return reading(m, season_of(year, season), anchor=base)


def _related_year(rel: str, base: date | None, month: int, length: int) -> int | None:
    """Give the year of "last April", "next spring", "this September": the nearest such stretch in that direction."""
    if base is None:
        return None
    start = date(base.year, month, 1)
    end = add_months(start, length) or start
    step = int(rel[:-1])
    if step < 0:
        return base.year if end <= base else base.year - 1
    if step > 0:
        return base.year if start > base else base.year + 1
    return base.year


def _month(m: Match, context: Context) -> Reading | None:
    month, day = m.number("month") or 0, m.number("day")
    base = context.published
    year = year_in(m, context) if m.at("year") or "rel-year" in m.rule else None
    if m.value("era") == "BC" and year and year <= 9999:
        return reading(m, None, value=f"BC{year:04}-{month:02}" + (f"-{day:02}" if day else ""))
    rel = m.value("rel")
    if year is None and rel and "rel-year" not in m.rule:
        related = relation_base(m, context, rel)
        past = "past" in m.words.lowers[m.first : m.last]
        year = _related_year("-1d" if past else rel, related, month, 1)
    if year is None:
        year = _year_of_month(m, context, base, month, day)
    if year is None:
        tail = f"{month:02}" + (f"-{day:02}" if day else "")
        return reading(m, None, value=f"XXXX-{tail}", edtf=f"XXXX-{tail}" if _possible(month, day) else None)
    if m.at("day2") or m.at("month2"):
        return _range(m, year, month, day, base)
    if day is None:
        return reading(m, month_of(year, month), anchor=base)
    return _exact_day(m, year, month, day, base)


def _exact_day(m: Match, year: int, month: int, day: int, base: date | None) -> Reading | None:
    found = day_of(year, month, day)
    if found is not None:
        return reading(m, found, anchor=base)
    whole = month_of(year, month)
    if whole is None:
        return None
    out = reading(m, whole, anchor=base)
    out.rejected.append(Rejected(value=f"{year:04}-{month:02}-{day:02}", why="the calendar has no such day"))
    return out


def _possible(month: int, day: int | None) -> bool:
    return 1 <= month <= 12 and (day is None or day_of(2024, month, day) is not None)


def _range(m: Match, year: int, month: int, day: int | None, base: date | None) -> Reading | None:
    """Read "Nov. 24-26", "August-September 1950", "April 24 and 25": two expressions, as TIMEX3 has it."""
    day2, month2 = m.number("day2"), m.number("month2") or month
    first = day_of(year, month, day) if day else month_of(year, month)
    last = day_of(year, month2, day2) if day2 else month_of(year, month2)
    if first is None or last is None or last.start <= first.start:
        return None
    cut = next(n for n in range(m.first, m.last) if m.words.lowers[n] in ("-", "‑", "–", "—", "and", "to", "or", "through", "&"))
    out = reading(m, first, anchor=base)
    out.second = reading(m, last, anchor=base)
    out.last, out.second.first = cut, cut + 1
    return out


def _year_of_month(m: Match, context: Context, base: date | None, month: int, day: int | None) -> int | None:
    """Give the year of a month or day named without one.

    In a history it is the year told of. In news it is the nearest such day to the report (agencies name the year of any other),
    but a month told in the past tense is the last such month, in the future the next.
    """
    told = context.year_ahead or context.year_told()
    if told is not None or base is None:
        return told
    weekday = m.number("wday")
    years = [y for y in (base.year, base.year - 1, base.year + 1) if 1 <= y <= 9999]
    starts = {y: found.start for y in years if (found := day_of(y, month, day) if day else month_of(y, month))}
    if not starts:
        return base.year
    if weekday:
        fitting = {y: s for y, s in starts.items() if s.isoweekday() == weekday}
        starts = fitting or starts
    direction = context.tense(m.words.starts[m.first])
    floor = base if day else base.replace(day=1)
    if direction and min(abs((s - floor).days) for s in starts.values()) > (NEAR if day else NEAR_MONTH):
        allowed = {y: s for y, s in starts.items() if (s <= floor if direction < 0 else s >= floor)}
        starts = allowed or starts
    return min(starts, key=lambda y: (abs((starts[y] - floor).days), starts[y] > floor))


def _weekday(m: Match, context: Context) -> Reading | None:
    offset = m.words.starts[m.first]
    weekday, rel = m.number("wday") or 1, m.value("rel")
    base = context.published
    if context.narrative and context.focus is not None and not rel:
        base = context.focus.start
    if rel:
        base = relation_base(m, context, rel) or base
    if base is None:
        return _with_part(m, reading(m, None, value=f"XXXX-WXX-{weekday}"))
    if m.rule == "date/weekday-of-week" and rel:
        week = stretch_of("W", base).shifted(int(rel[:-1]))
        found = nearest_weekday(week.start, weekday, 1) if week else None
    elif rel and rel != "0d":
        step = int(rel[:-1]) or -1
        near = nearest_weekday(base, weekday, step)
        found = nearest_weekday(near if near != base else _next_day(base, step), weekday, step) if near else None
    elif rel:
        week_start = stretch_of("W", base).start
        found = nearest_weekday(week_start, weekday, 1)
        if "past" in m.words.lowers[m.first : m.last]:
            found = nearest_weekday(base, weekday, -1)
        elif "coming" in m.words.lowers[m.first : m.last]:
            found = nearest_weekday(base, weekday, 1)
    else:
        found = nearest_weekday(base, weekday, context.tense(offset) or (1 if context.narrative else -1))
    return _with_part(m, reading(m, stretch_of("D", found), anchor=base)) if found else None


def _next_day(day: date, step: int) -> date:
    return date.fromordinal(min(max(day.toordinal() + step, 1), date.max.toordinal()))


def _with_part(m: Match, out: Reading) -> Reading:
    part = m.value("part")
    if part:
        out.type, out.value = "TIME", f"{out.value}T{part}"
    return out


def _day_alone(m: Match, context: Context) -> Reading | None:
    """Read "the 20th": that day of the month told of last."""
    day, told = m.number("day"), context.told(m.words.starts[m.first])
    found = day_of(told.year, told.month, day) if told and day else None
    return reading(m, found, anchor=told) if found else None


def _year(m: Match, context: Context) -> Reading | None:
    year = m.number("year")
    if year is None:
        return None
    if m.value("era") == "BC":
        return reading(m, None, value=f"BC{year:04}", edtf=f"-{year - 1:04}" if year > 1 else "0000") if 1 <= year <= 9999 else None
    if m.rule == "date/year-second":
        before = int(m.words.lowers[m.first - 2])
        year += before // 100 * 100
        if year <= before:
            return None
    if year < 100 and not m.at("era"):
        year = full_year(year, context.published)
        if context.narrative and context.focus is not None:
            year = context.focus.start.year // 100 * 100 + year % 100
    found = year_of(year)
    return reading(m, found) if found else None


_READERS = [
    ("century", _century), ("h", _half), ("decade", _decade), ("q", _quarter), ("season", _season), ("month", _month),
    ("wday", _weekday), ("year", _year), ("day", _day_alone),
]  # fmt: skip


def read_holiday(m: Match, context: Context) -> Reading | None:
    """Read a feast: "Christmas", "last Thanksgiving", "New Year's Eve 2024", "Easter week"."""
    name = m.word("holiday") or ""
    rule = m.lexicon.holidays.get(name)
    base = context.published
    year = m.number("year")
    if rule is None:
        return None
    rel = m.value("rel")
    days = [d for y in ([year] if year else [base.year - 1, base.year, base.year + 1] if base else []) if (d := feast(rule, y))]
    if not days:
        return reading(m, None, value="XXXX-" + rule if rule[0].isdigit() else "XXXX-XX-XX")
    if base and not year:
        direction = int(rel[:-1]) if rel else context.tense(m.words.starts[m.first])
        near = min(abs((d - base).days) for d in days) <= NEAR and not rel
        allowed = [] if near else [d for d in days if (d <= base if direction < 0 else d >= base if direction > 0 else True)]
        if rel == "0d":
            allowed = [d for d in days if d.year == base.year]
        days = sorted(allowed or days, key=lambda d: (abs((d - base).days), d > base))
    unit = m.value("unit")
    out = _with_part(m, reading(m, stretch_of(unit or "D", days[0]), anchor=base))
    return out
