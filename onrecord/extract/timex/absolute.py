"""Days, months, weekdays, years and feasts: "7 August 1998", "Nov. 6", "Friday night", "480 BC", "last Thanksgiving"."""

from __future__ import annotations

from datetime import date

from onrecord.extract.timex.calendar import Stretch, add_days, day_of, feast, month_of, nearest_weekday, nth_weekday, stretch_of, year_of
from onrecord.extract.timex.context import Context, Reading
from onrecord.extract.timex.patterns import Match
from onrecord.extract.timex.readings import full_year, reading, related_year, relation_base, with_part, year_in
from onrecord.extract.timex.tense import WILL_SURELY
from onrecord.model.record import Rejected

NEAR = 60
"""A day nearer to the report than this many days is that one whatever the tense: "was set for Jan. 14"."""
NEAR_MONTH = 27
"""The same for a month, counted from first day to first day: only the report's own month."""
AHEAD = 1.5
"""How much farther a month to come counts than one that is over, where the text does not show which is meant."""
JUST_PAST = 1
"""Days after a weekday on which "last Wednesday" is that of the week before: the nearer one is "yesterday"."""
FAR_AHEAD = 240
"""A day to come that is farther off than this many days is named with its year: "ordered them killed ... on September 2", in December."""



def read_month(m: Match, context: Context) -> Reading | None:
    """Read a month, a day of a month or a range of either, with or without its year."""
    month, day = m.number("month") or 0, _day_number(m)
    base = context.published
    year = year_in(m, context) if m.at("year") or "rel-year" in m.rule else None
    if m.value("era") == "BC" and year and year <= 9999:
        return reading(m, None, value=f"BC{year:04}-{month:02}" + (f"-{day:02}" if day else ""))
    rel = m.value("rel")
    if year is None and rel and "rel-year" not in m.rule:
        related = relation_base(m, context, rel)
        past = "past" in m.words.lowers[m.first : m.last]
        year = related_year("-1d" if past else rel, related, month, day)
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


def _day_number(m: Match) -> int | None:
    """Give the day of a month: "the *26th*", "the *twenty-sixth*"."""
    day = m.number("day")
    return day + {"twenty": 20, "thirty": 30}[m.word("tens") or ""] if day and m.at("tens") else day


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
    told = context.year_ahead or context.year_told() or context.old_year(m.words.starts[m.first], month, day)
    if told is not None or base is None:
        return told
    weekday = m.number("wday") if day else None
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
        far = 365 if m.words.lower(m.first - 1) in ("until", "till") else FAR_AHEAD
        allowed = {y: s for y, s in starts.items() if (s <= floor if direction < 0 else 0 <= (s - floor).days <= far)}
        starts = allowed or starts
    return min(starts, key=lambda y: (abs((starts[y] - floor).days) * (AHEAD if starts[y] > floor and not day else 1), starts[y] > floor))


def read_weekday(m: Match, context: Context) -> Reading | None:
    """Read a weekday: "Friday", "last Tuesday night", "Monday of last week"."""
    offset = m.words.starts[m.first]
    weekday, rel = m.number("wday") or 1, m.value("rel")
    base = context.published
    if context.narrative and context.focus is not None:
        base = context.focus.start
    if rel:
        base = relation_base(m, context, rel) or base
    if base is None:
        return with_part(m, reading(m, None, value=f"XXXX-WXX-{weekday}"))
    if m.rule == "date/weekday-of-week" and rel:
        week = stretch_of("W", base).shifted(int(rel[:-1]))
        found = nearest_weekday(week.start, weekday, 1) if week else None
    elif rel and rel != "0d":
        step = int(rel[:-1]) or -1
        near = nearest_weekday(base, weekday, step)
        if step == -1 and near is not None and near != base and (base - near).days <= JUST_PAST:
            near = nearest_weekday(_next_day(near, -1), weekday, step)
        found = nearest_weekday(near if near != base else _next_day(base, step), weekday, step) if near else None
    elif rel:
        week_start = stretch_of("W", base).start
        found = nearest_weekday(week_start, weekday, 1)
        ahead = context.tense(offset)
        if found is not None and found != base and ahead and (found > base) != (ahead > 0):
            found = nearest_weekday(base, weekday, ahead)  # "will play this Thursday", on a Sunday
        if "past" in m.words.lowers[m.first : m.last]:
            found = nearest_weekday(base, weekday, -1)
        elif "coming" in m.words.lowers[m.first : m.last]:
            found = nearest_weekday(base, weekday, 1)
    else:
        step = context.tense(offset) or (1 if context.narrative else -1)
        over = nearest_weekday(base, weekday, -1)
        if 0 < step < WILL_SURELY and over is not None and context.just_told(over):
            step = -1  # "On Monday the bill passed ... the vote Monday was"
        found = nearest_weekday(base, weekday, step)
    return with_part(m, reading(m, stretch_of("D", found), anchor=base)) if found else None


def _next_day(day: date, step: int) -> date:
    return date.fromordinal(min(max(day.toordinal() + step, 1), date.max.toordinal()))


def read_day_alone(m: Match, context: Context) -> Reading | None:
    """Read "the 20th": that day of the month told of last."""
    day, told = _day_number(m), context.told(m.words.starts[m.first], "M")
    found = day_of(told.year, told.month, day) if told and day else None
    return reading(m, found, anchor=told) if found else None


def read_year(m: Match, context: Context) -> Reading | None:
    """Read a year: "1987", "'99", "480 BC", the "94" of "1990-94"."""
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


def read_edge(m: Match, context: Context) -> Reading | None:
    """Read "the last day of May", "the first week of June 2024", "the final month of 2023".

    A week counted from an end of a month is no calendar week: a duration, with its seven days in EDTF.
    """
    unit, nth = m.value("unit") or "", int(m.value("nth") or 1)
    if m.at("wday"):
        return _nth_weekday(m, nth, context)
    whole = read_month(m, context) if m.at("month") else read_year(m, context)
    if whole is None or whole.stretch is None or unit not in ("D", "W", "WE", "M"):
        return None
    first, last = whole.stretch.start, whole.stretch.end
    length = {"D": 1, "W": 7}.get(unit)
    if length is None:
        found = _nth_stretch(unit, nth, whole.stretch)
        return reading(m, found) if found is not None else None
    start = add_days(last, 1 - length) if nth < 0 else add_days(first, length * (nth - 1))
    end = add_days(start, length - 1) if start else None
    if start is None or end is None or end > last:
        return None
    if unit == "D":
        return reading(m, stretch_of("D", start))
    return Reading(m.first, m.last, "DURATION", "P1W", f"{start.isoformat()}/{end.isoformat()}", m.rule)


def _nth_weekday(m: Match, nth: int, context: Context) -> Reading | None:
    """Read "the last Friday of this month", "the second Tuesday in October"."""
    if m.at("month"):
        whole = read_month(m, context)
        month = whole.stretch if whole is not None else None
    else:
        offset, rel = m.words.starts[m.first], m.value("rel")
        base = relation_base(m, context, rel) if rel else context.told(offset, "M")
        month = stretch_of("M", base).shifted(int(rel[:-1]) if rel else 0) if base else None
    if month is None or month.unit != "M":
        return None
    found = nth_weekday(month.start.year, month.start.month, m.number("wday") or 1, nth)
    return reading(m, stretch_of("D", found), anchor=context.published) if found is not None and found <= month.end else None


def _nth_stretch(unit: str, nth: int, whole: Stretch) -> Stretch | None:
    """Give the n-th (-1: last) month of a year or weekend of a month."""
    if unit == "M":
        return month_of(whole.start.year, nth if nth > 0 else 12) if whole.unit == "Y" else None
    day = nth_weekday(whole.start.year, whole.start.month, 6, nth) if whole.unit == "M" else None
    return stretch_of("WE", day) if day else None


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
    return with_part(m, reading(m, stretch_of(unit or "D", days[0]), anchor=base))
