"""From a row of words to readings: pick the longest accepted match at each place, join dates with clock times, widen, resolve."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from onrecord.extract.timex import absolute, clock, extent, periods, relative
from onrecord.extract.timex.context import Context, Reading
from onrecord.extract.timex.filters import accept
from onrecord.extract.timex.patterns import Grammar, Match
from onrecord.extract.timex.words import Words
from onrecord.model.document import Document

_CALENDAR: list[tuple[str, Callable[[Match, Context], Reading | None]]] = [
    ("century", periods.read_century), ("h", periods.read_half), ("decade", periods.read_decade), ("q", periods.read_quarter),
    ("season", periods.read_season), ("month", absolute.read_month), ("wday", absolute.read_weekday), ("year", absolute.read_year),
    ("day", absolute.read_day_alone),
]  # fmt: skip
"""What a calendar expression names -> its reader; the first that fits."""


def read_calendar(m: Match, context: Context) -> Reading | None:
    """Read an expression that names its place on the calendar, wholly or in part."""
    return next((reader(m, context) for label, reader in _CALENDAR if m.at(label)), None)


READERS: dict[str, Callable[[Match, Context], Reading | None]] = {
    "calendar": read_calendar, "holiday": absolute.read_holiday, "iso": clock.read_iso, "numeric": clock.read_numeric,
    "clock": clock.read_clock, "shift": relative.read_shift, "relunit": relative.read_relunit, "theunit": relative.read_theunit,
    "modunit": relative.read_modunit, "dayword": relative.read_dayword, "dayshift": relative.read_dayshift,
    "weekof": relative.read_weekof, "period": relative.read_period, "yearago": relative.read_yearago, "yearend": relative.read_yearend,
    "unitend": relative.read_unitend, "fiscal": relative.read_fiscal, "fixed": relative.read_fixed, "edge": absolute.read_edge,
    "weekdaysago": relative.read_weekdaysago, "monthday": relative.read_monthday, "yearwords": relative.read_yearwords,
    "duration": extent.read_duration, "set": extent.read_set, "setword": extent.read_setword, "ref": extent.read_ref,
}  # fmt: skip
"""Kind of a pattern (time_patterns.csv) -> the function that reads its value."""

_DAY_KINDS = frozenset(("calendar", "dayword", "holiday", "numeric", "iso", "shift", "relunit"))
_LANGUAGE_FREE = frozenset(("iso", "numeric", "clock"))


@dataclass(slots=True)
class Group:
    """One expression: its main match and the clock time or part of the day that belongs to it."""

    main: Match | None
    time: Match | None
    first: int
    last: int

    @property
    def leading(self) -> Match | None:
        """Give the match that stands first."""
        return self.time if self.time is not None and self.time.first == self.first else self.main


def candidates(grammar: Grammar, words: Words, document: Document, narrative: bool) -> Iterator[Match]:
    """Give, from left to right and without overlap, the longest match that is a time expression here.

    A report in another language gives only what is written in digits.
    """
    free_only = (document.language or "en") != "en"
    people = frozenset(t.lower for n in document.names if n.label == "PERSON" and len(n.tokens) > 1 for t in n.tokens)
    at = 0
    while options := grammar.next_matches(words, at):
        fitting = (m for m in options if not free_only or m.pattern.kind in _LANGUAGE_FREE)
        chosen = next((m for m in fitting if accept(m, document, narrative, people)), None)
        at = chosen.last if chosen else options[0].first + 1
        if chosen:
            yield chosen


def joined(matches: list[Match], words: Words) -> list[Group]:
    """Join a clock time or part of the day with the day beside it: "5 p.m. EST Nov. 9", "Wednesday at 10 p.m.", "the night of May 3"."""
    matches = _once(matches, words)
    groups: list[Group] = []
    i = 0
    while i < len(matches):
        m = matches[i]
        after = matches[i + 1] if i + 1 < len(matches) else None
        exact = m.pattern.kind == "clock"
        if after is not None and _is_time(m) and _is_day(after, clock=exact) and _gap(words, m, after) in _TIME_THEN_DAY:
            groups.append(Group(after, m, m.first, after.last))
            i += 2
        elif after is not None and after.pattern.kind == "clock" and _is_day(m, clock=True) and _gap(words, m, after) in _DAY_THEN_TIME:
            groups.append(Group(m, after, m.first, after.last))
            i += 2
        else:
            if m.pattern.kind == "clock":
                groups.append(Group(None, m, m.first, m.last))
            elif m.pattern.kind != "part":
                groups.append(Group(m, None, m.first, m.last))
            i += 1
    return groups


BRACKETED = 8
"""Words between a clock time and its day, with the time by another clock in brackets."""
_TIME_THEN_DAY = frozenset(("", ",", "on", ", on", "of", "of the"))
_DAY_THEN_TIME = frozenset(("", ",", "at", ", at", "around", "at about", "at around", "about"))


def _once(matches: list[Match], words: Words) -> list[Match]:
    """Leave out a clock time that says the one before it again, by another clock: "at 7:30 a.m. EDT (*1130 UTC*)"."""
    out: list[Match] = []
    for m in matches:
        in_brackets = words.lower(m.first - 1) == "(" and words.lower(m.last) == ")"
        again = in_brackets and m.pattern.kind == "clock"
        if not (again and out and out[-1].pattern.kind == "clock" and out[-1].last == m.first - 1):
            out.append(m)
    return out


def _gap(words: Words, a: Match, b: Match) -> str:
    between = words.lowers[a.last : b.first]
    if len(between) <= BRACKETED and "(" in between[:1] and ")" in between:
        between = between[between.index(")") + 1 :]  # "8 p.m. (0000 GMT) on Friday"
    return " ".join(between) if len(between) <= 2 else "..."


def _is_time(m: Match) -> bool:
    part_alone = m.rule == "date/mod-in-unit" and m.at("rel") is None and m.at("part") is not None
    return part_alone or m.pattern.kind in ("clock", "part") or m.rule == "date/the-part"


def _is_day(m: Match, *, clock: bool = False) -> bool:
    """Say whether a match names a day; `clock`: a part of the day may go with it ("10.30pm on Saturday *night*")."""
    if m.pattern.kind not in _DAY_KINDS:
        return False
    if (m.at("part") or m.at("tonight")) and not clock:
        return False
    if m.rule in ("date/overnight", "date/the-part"):
        return False
    return m.pattern.kind not in ("shift", "relunit") or m.value("unit") == "D"


def resolve(group: Group, context: Context) -> Reading | None:
    """Read a group's value; its clock time goes on its day."""
    if group.main is None:
        return _clock_alone(group.time, context) if group.time else None
    out = READERS[group.main.pattern.kind](group.main, context)
    if out is None or not out.value:
        return _clock_alone(group.time, context) if out is None and group.time and group.time.pattern.kind == "clock" else None
    if group.time is not None:
        _put_clock(group.time, out, context)
    if out.second is None:
        out.first, out.last = group.first, group.last
    return out


def _clock_alone(m: Match, context: Context) -> Reading | None:
    out = clock.read_clock(m, context)
    day = context.clock_day(m.words.starts[m.first]) if out is not None else None
    if out is not None and day is not None:
        clock.with_clock(out, day, out.clock or "", m.value("zone"))
    return out


def _put_clock(m: Match, out: Reading, context: Context) -> None:
    part = m.value("part")
    if out.value.endswith("_REF"):
        return
    if m.pattern.kind != "clock":
        out.type, out.value = "TIME", f"{out.value}T{part}"
        return
    read = clock.read_clock(m, context)
    if read is None or read.clock is None:
        return
    if out.stretch is not None and out.stretch.unit == "D":
        clock.with_clock(out, out.stretch, read.clock, m.value("zone"))
    elif out.stretch is None:
        out.type, out.value = "TIME", f"{out.value.split('T')[0]}T{read.clock}"  # the clock says more than the night
