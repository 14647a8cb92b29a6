"""What ties a report to an earlier one besides their words: it names the day of what that told, or counts the dead of the same place.

News of something that goes on for days ("the toll of *Thursday's* ferry disaster rose to 209") is told in new words every day.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

import apsw
import numpy as np

from onrecord.grammar.lexicon import word_class
from onrecord.ontology import PLOVER
from onrecord.text import fold

OPENING = 600
"""Characters from the beginning of the body in which a report says what it is about; what comes later is often background."""
BACK = 7
"""Days that a report looks back, at most: as far as others of its story are looked for."""
ALIKE = 0.15
"""Likeness of their texts from which two reports may carry on one another. Of pairs of daily items of 2025 (two attacks on one town a few
days apart are many there) so told, 4 in 5 are one happening; what is less alike shares a town by chance."""
SOON = 2
"""Days within which two counts of the killed of one town, of which one has no day, are of one attack: in a war the next one comes soon."""
COUNTS = ("killed", "injured", "missing")
_COUNTRY, _WIDE, _TOWN = range(3)


class Lead(NamedTuple):
    """What the opening of a report tells. `days`: before its own; places as numbers, `sites` those that are no country."""

    day: int
    days: frozenset[int]
    places: frozenset[int]
    sites: frozenset[int]
    towns: frozenset[int]
    counts: bool
    """Whether it counts dead, injured or missing as news."""
    attacked: frozenset[int] | None
    """The days of attacks that it tells of; None where it tells of none."""

    def pack(self) -> bytes:
        """Give it as bytes, 4 a number."""
        places = [p | (_TOWN if p in self.towns else _WIDE if p in self.sites else _COUNTRY) for p in sorted(self.places)]
        attacked = sorted(self.attacked or ())
        head = [self.day, self.counts | (self.attacked is not None) << 1, len(self.days), len(attacked)]
        return np.array([*head, *sorted(self.days), *attacked, *places], "<u4").tobytes()

    def carries_on(self, other: Lead) -> bool:
        """Say whether one of two reports, whose texts are alike enough, tells more of what the other told."""
        if not self.places & other.places:
            return False
        first, last = sorted((self, other), key=lambda lead: (lead.day, max(lead.attacked or (0,))))
        if first.attacked and last.attacked and max(last.attacked) > max(first.attacked) and not self.towns & other.towns:
            return False  # another attack, elsewhere, whatever is said of the first
        if last.days & first.days or (first.day < last.day and first.day in last.days):
            return True
        if not (self.counts and other.counts):
            return False
        if self.attacked is None or other.attacked is None:
            return bool(self.sites & other.sites)
        one_day = bool(self.attacked & other.attacked) if self.attacked and other.attacked else last.day - first.day <= SOON
        return one_day and bool(self.towns & other.towns)


def unpack_lead(data: bytes) -> Lead | None:
    """Give what `pack` packed; None where there is nothing."""
    if not data:
        return None
    day, flags, named, attacks, *numbers = np.frombuffer(data, "<u4").tolist()
    widths = {n & ~3: n & 3 for n in numbers[named + attacks :]}
    attacked = frozenset(numbers[named : named + attacks]) if flags & 2 else None
    return _lead(day, numbers[:named], widths, bool(flags & 1), attacked)


def _lead(day: int, days: Iterable[int], widths: Mapping[int, int], counts: bool, attacked: frozenset[int] | None) -> Lead:
    sites = frozenset(n for n, width in widths.items() if width != _COUNTRY)
    return Lead(day, frozenset(days), frozenset(widths), sites, frozenset(n for n in sites if widths[n] == _TOWN), counts, attacked)


_TIMES = """select value, "end" from time where report = ? and start < ? and judged is not 'wrong'"""
_PLACES = "select name, rule from place where report = ? and start < ? and judged is not 'wrong'"
_FIGURES = """select 1 from figure where report = ? and start < ? and judged is not 'wrong'
    and measure in (select value from json_each(?)) and coalesce(standing, 'current') <> 'background' limit 1"""
_ATTACKS = "select date from event where report = ? and start < ? and type = ? and judged is not 'wrong'"


_DAY, _LONG = re.compile(r"(\d{4}-\d\d-\d\d)(?:T.*)?"), re.compile(r"P(\d{1,2})([DW])")
_NEXT = re.compile(r"\W*(\w*)")


def read_lead(db: apsw.Connection, report: int, day: int, text: str, start: int) -> Lead | None:
    """Read what the opening of a stored report tells, whose body begins at `start`; None where it names no place."""
    end = start + OPENING
    widths: dict[int, int] = {}
    for name, rule in db.execute(_PLACES, (report, end)):
        number = zlib.crc32(fold(str(name)).encode("utf-8", "surrogatepass")) & ~3
        width = _TOWN if rule == "place/town" else _COUNTRY if rule == "place/country" else _WIDE
        widths[number] = max(width, widths.get(number, _COUNTRY))
    if not widths:
        return None
    named = {d for value, at in db.execute(_TIMES, (report, end)) for d in _days(day, str(value), text[int(str(at)) :][:20])}
    counts = db.execute(_FIGURES, (report, end, json.dumps(COUNTS))).get is not None
    attacks = [str(when) for (when,) in db.execute(_ATTACKS, (report, end, PLOVER.violence))]
    return _lead(
        day, (d for d in named if day - BACK <= d < day), widths, counts,
        frozenset(d for when in attacks for d in _days(day, when)) if attacks else None,
    )  # fmt: skip


def _days(day: int, value: str, behind: str = "") -> Iterator[int]:
    """Give the day that a time names, in a report of a day: "Thursday", "four days *after*"."""
    if found := _DAY.fullmatch(value):
        try:
            yield date.fromisoformat(found[1]).toordinal()
        except ValueError:
            return
    elif (found := _LONG.fullmatch(value)) and (after := _NEXT.match(behind)) and after[1].lower() in word_class("reckons-back"):
        yield day - int(found[1]) * timedelta(weeks=found[2] == "W", days=found[2] == "D").days
