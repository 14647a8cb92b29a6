"""Who reported something first: reports in the order in which they appeared, copies of one text behind the one that they copy."""

from __future__ import annotations

import json
from collections.abc import Iterable

from onrecord.compare import copies
from onrecord.store import Archive
from onrecord.store.clock import instant


def in_order(archive: Archive, ids: Iterable[str]) -> list[list[str]]:
    """Give reports by id, those of one text together with its likely origin first, in the order in which the texts appeared.

    The moment of publication counts as far as it is known: by the hour where reports give it, else by the day.
    """
    wanted = json.dumps(sorted(set(ids)))
    sql = "select n, id, coalesce(published, '9999') from report where id in (select value from json_each(?))"
    known = {int(n): (instant(str(day)), str(id)) for n, id, day in archive.db.execute(sql, (wanted,))}
    lots = []
    for lot in copies.origins(archive, known):
        head = copies.first_of(archive, lot)
        lots.append([head, *sorted((n for n in lot if n != head), key=lambda n: known[n])])
    lots.sort(key=lambda lot: min(known[n] for n in lot))
    return [[known[n][1] for n in lot] for lot in lots]


def first_report(archive: Archive, ids: Iterable[str]) -> str | None:
    """Give the report that appeared first (of copies the one that they copy); None where none is known."""
    found = in_order(archive, ids)
    return found[0][0] if found else None
