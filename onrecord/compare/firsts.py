"""Who reported something first: reports in the order in which they appeared, copies of one text behind the one that they copy."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from onrecord.compare import copies
from onrecord.compare.occurrences import Occurrence
from onrecord.store import Archive
from onrecord.store.clock import instant

NEVER = "9999"
END = "T23:59:59Z"


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstText:
    """One text that may have been the first: the reports that print it, the one that they copy first.

    `published`: the moment of the earliest of them, ISO, or its day where it has no time; None where none is dated. `agency`: on whose word
    they print it, where all that credit anybody credit one agency and its own print is not among them.
    """

    reports: tuple[str, ...]
    published: str | None
    agency: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class First:
    """Who was first. `texts`: one; several where nobody can say which, as one has a day and no time; `undated`: reports without a date."""

    texts: tuple[FirstText, ...]
    undated: tuple[str, ...] = ()


def in_order(archive: Archive, ids: Iterable[str]) -> list[list[str]]:
    """Give reports by id, those of one text together with its likely origin first, in the order in which the texts appeared.

    The moment of publication counts as far as it is known: by the hour where reports give it, else by the day.
    """
    return [list(text.reports) for text in _texts(archive, ids)]


def first_report(archive: Archive, ids: Iterable[str]) -> First | None:
    """Say which of these reports appeared first; None where there are none.

    A report that gives its day and no time may have appeared at any time of that day: whatever another one of the same day says of the
    hour, neither is known to be the first. Where no report has a date, none is.
    """
    texts = _texts(archive, ids)
    dated = [t for t in texts if t.published]
    undated = tuple(id for t in texts if not t.published for id in t.reports)
    if not dated:
        return First(texts=(), undated=undated) if undated else None
    soonest = min(_end(str(t.published)) for t in dated)
    return First(texts=tuple(t for t in dated if str(t.published) <= soonest), undated=undated)


def first_told(archive: Archive, event: Occurrence) -> First | None:
    """Say who reported a happening first: told of it, or gave the count of those whom it killed or injured.

    Where reports tell that it happened, or that it did not, those that only announced it are no answer.
    """
    found = archive.db.execute(_STATUS, (json.dumps([[m.report, m.event] for m in event.mentions]),))
    told = {str(report) for report, status in found if status not in ("planned", "hypothetical")}
    return first_report(archive, {*(told or {m.report for m in event.mentions}), *(c.report for c in event.counted)})


_STATUS = """select r.id, e.status from json_each(?) j join report r on r.id = j.value ->> 0 join event e on e.report = r.n
    where e.id = j.value ->> 1"""
_REPORTS = "select n, id, published, publisher, agencies from report where id in (select value from json_each(?))"


def _texts(archive: Archive, ids: Iterable[str]) -> list[FirstText]:
    """Give the texts that these reports print, the earliest first."""
    rows = archive.db.execute(_REPORTS, (json.dumps(sorted(set(ids))),)).fetchall()
    known = {
        int(str(n)): _Print(str(id), instant(str(at)) if at else None, publisher, json.loads(str(names)))
        for n, id, at, publisher, names in rows
    }
    texts = []
    for lot in copies.origins(archive, known):
        head = copies.first_of(archive, lot)
        prints = [known[head], *sorted((known[n] for n in lot if n != head), key=lambda p: (p.published or NEVER, p.id))]
        published = min((p.published for p in prints if p.published), key=_end, default=None)
        texts.append(FirstText(reports=tuple(p.id for p in prints), published=published, agency=_agency(prints)))
    return sorted(texts, key=lambda t: (t.published or NEVER, t.reports))


def _end(published: str) -> str:
    """Give the latest moment at which a report of this day, or moment, appeared."""
    return published if "T" in published else published + END


@dataclass(frozen=True, slots=True)
class _Print:
    id: str
    published: str | None
    publisher: object
    agencies: list[str]


def _agency(prints: Sequence[_Print]) -> str | None:
    """Give the agency that all credit which credit anybody, unless one of them is its own print."""
    credited = [set(p.agencies) for p in prints if p.agencies]
    shared = set.intersection(*credited) if credited else set()
    return next(iter(shared)) if len(shared) == 1 and not any(p.publisher in shared for p in prints) else None
