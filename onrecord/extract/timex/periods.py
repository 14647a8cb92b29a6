"""Periods that are no day or month: "the third quarter", "the first half of 2024", "last winter", "the 1990s", "the 16th century"."""

from __future__ import annotations

from onrecord.extract.timex.calendar import SEASON_MONTH, month_of, season_of, stretch_of, year_of
from onrecord.extract.timex.context import Context, Reading
from onrecord.extract.timex.patterns import Match
from onrecord.extract.timex.readings import reading, related_year, relation_base, report_year, year_in, year_of_part


def read_century(m: Match, _: Context) -> Reading | None:
    """Read "the 16th century", "the fourth century BC"."""
    n = m.number("century")
    if m.words.lowers[m.first] == "twenty":
        n = (n or 0) + 20
    if not n or n > 30:
        return None
    if m.value("era") == "BC":
        return reading(m, None, value=f"BC{n - 1:02}")
    start = year_of((n - 1) * 100)
    return reading(m, stretch_of("CE", start.start)) if start else reading(m, None, value="00", edtf="00XX")


def read_decade(m: Match, context: Context) -> Reading | None:
    """Read "the 1990s", "the '80s", "the nineties"."""
    n = m.number("decade")
    if n is None:
        return None
    if n < 100:
        limit = report_year(context.published)
        n = limit - (limit - n) % 100
        if context.narrative and context.focus is not None:
            n = context.focus.start.year // 100 * 100 + n % 100
    year = year_of(n)
    return reading(m, stretch_of("DE", year.start)) if year else None


def read_quarter(m: Match, context: Context) -> Reading | None:
    """Read "the third quarter", "Q1 2025"."""
    n, year = m.number("q"), year_in(m, context)
    if n is None:
        return None
    fiscal = any(w in ("fiscal", "financial") for w in m.words.lowers[m.first : m.last])
    base = context.published
    if year is None and base is not None:
        year = year_of_part(m, context, base, 3 * n - 2, 3)
    if year is None:
        return reading(m, None, value=f"XXXX-Q{n}")
    month = month_of(year, 3 * n - 2)
    out = reading(m, stretch_of("Q", month.start), anchor=base) if month else None
    if out and fiscal:
        out.edtf = None  # a company's own year: no calendar date
    return out


def read_half(m: Match, context: Context) -> Reading | None:
    """Read "the first half of 2024"."""
    n, year, base = m.number("h"), year_in(m, context), context.published
    decade = m.number("decade")
    if decade is not None:
        out = read_decade(m, context)
        if out:
            out.mod = "START" if n == 1 else "END"
        return out
    if n is None:
        return None
    if year is None and base is not None:
        year = year_of_part(m, context, base, 6 * n - 5, 6)
    month = month_of(year, 6 * n - 5) if year else None
    return reading(m, stretch_of("H", month.start), anchor=base) if month else reading(m, None, value=f"XXXX-H{n}")


def read_season(m: Match, context: Context) -> Reading | None:
    """Read "last winter", "the summer of 2003"."""
    season, rel, base = m.value("season") or "", m.value("rel"), context.published
    month = SEASON_MONTH[season]
    if m.at("year") or m.rule == "date/season-of-rel-year":
        year = year_in(m, context)
    elif rel:
        year = related_year(rel, relation_base(m, context, rel), month, length=3)
        if rel == "0d" and "past" in m.words.lowers[m.first : m.last] and base:
            year = related_year("-1d", base, month, length=3)
    else:
        year = year_of_part(m, context, base, month, 3) if base else None
    if year is None:
        return reading(m, None, value=f"XXXX-{season}")
    return reading(m, season_of(year, season), anchor=base)
