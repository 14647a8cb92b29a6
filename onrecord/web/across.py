"""What the pages across reports share: names of reports, marks of sources, how texts descend from one another."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from onrecord.compare import stories
from onrecord.compare.firsts import first_told
from onrecord.compare.occurrences import Occurrence
from onrecord.compare.tables.account import Source
from onrecord.errors import UsageError
from onrecord.store import Archive
from onrecord.store.clock import now
from onrecord.web.around import first_words

among = "in (select value from json_each(?))"
_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


@dataclass(frozen=True, slots=True)
class Named:
    """A report as other pages name it."""

    number: int
    id: str
    name: str
    publisher: str | None
    published: str | None
    agencies: tuple[str, ...]
    gone: str
    """"superseded", "withdrawn", "withheld", "under embargo", or "" for a report that stands."""


@dataclass(frozen=True, slots=True)
class Copied:
    """A report that is a copy of its group's likely origin: what kind, which share of its words stand there, and why that one is first."""

    report: Named
    kind: str
    share: float | None
    why: str


@dataclass(frozen=True, slots=True)
class Descent:
    """One text and its copies."""

    first: Named
    copies: tuple[Copied, ...]
    why: str
    """Why the first is taken for the origin; "" where nothing tells, or where there is no copy."""


def named(archive: Archive, ids: Iterable[str]) -> dict[str, Named]:
    """Give the names of reports by id; those without a title by their first words."""
    sql = f"""select n, id, title, publisher, published, agencies, case when withdrawn_by is not null then 'withdrawn'
        when status <> 'usable' then status when embargo > ? then 'under embargo' when superseded_by is not null then 'superseded'
        else '' end from report where id {among}"""
    out = {}
    for n, id, title, publisher, published, agencies, gone in archive.db.execute(sql, (now(), json.dumps(sorted(set(ids))))):
        name = str(title) if title else first_words(archive, str(id)) or "Report without words"
        credits = tuple(json.loads(str(agencies)))
        out[str(id)] = Named(int(str(n)), str(id), name, _text(publisher), _text(published), credits, str(gone))
    return out


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def descents(archive: Archive, story: str) -> list[Descent]:
    """Give the texts of a story with their copies, the most printed first."""
    groups = stories.story_reports(archive, story)
    known = named(archive, (id for group in groups for id in group))
    return [_descent(archive, [known[id] for id in group if id in known]) for group in groups]


def _descent(archive: Archive, group: Sequence[Named]) -> Descent:
    first, *rest = group
    copies = []
    for report in rest:
        a, b = sorted((first.number, report.number))
        row = archive.db.execute("select kind, shared_a, shared_b, origin, why from copy where a = ? and b = ?", (a, b)).fetchone()
        if row is None:
            copies.append(Copied(report, "copy of a copy", None, ""))
        else:
            share = float(str(row[1] if report.number == a else row[2]))
            copies.append(Copied(report, str(row[0]), share, str(row[4]) if row[3] == first.number else ""))
    copies.sort(key=lambda c: (c.report.published or "9999", c.report.id))
    return Descent(first, tuple(copies), next((c.why for c in copies if c.why), ""))


def letters(sources: Sequence[Source]) -> list[str]:
    """Give a short mark for each source: A, B, ... for outlets, a, b, ... for parties, as the command line does."""
    return list(_letters(sources))


def _letters(sources: Sequence[Source]) -> Iterator[str]:
    counts = {"outlet": 0, "party": 0}
    for source in sources:
        n = counts[source.kind]
        counts[source.kind] += 1
        mark = ""
        while n >= 0:
            mark, n = chr(ord("A") + n % 26) + mark, n // 26 - 1
        yield mark if source.kind == "outlet" else mark.lower()


def in_words(n: int) -> str:
    """Write a small number as a word: "three"."""
    return _SMALL[n] if 0 <= n < len(_SMALL) else f"{n:,}"


def missing(what: str, id: str, where: str) -> UsageError:
    """Give the error of an id that leads nowhere."""
    code = {"story": "NO_STORY", "report": "NO_REPORT"}.get(what, "NO_ITEM")
    return UsageError(f"there is no {what} {id[:40]!r}", stage="web", code=code, remedy=f"see {where}")


def first_tellers(archive: Archive, found: Occurrence) -> list[tuple[Named, str | None]]:
    """Give the reports that told of a happening first, each with the agency on whose word; several where nobody can say which was."""
    first = first_told(archive, found)
    known = named(archive, [t.reports[0] for t in first.texts] if first else [])
    return [(known[t.reports[0]], t.agency) for t in first.texts if t.reports[0] in known] if first else []
