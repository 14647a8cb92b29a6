"""Brings what is known across reports up to date with what was added to an archive."""

from __future__ import annotations

from collections.abc import Callable

from onrecord.compare import copies, identities, occurrences, stories
from onrecord.compare.copying.texts import Texts
from onrecord.compare.grouping.window import Vectors, Window
from onrecord.store import Archive

GROUP = 500


def update(archive: Archive, progress: Callable[[int, int], None] | None = None) -> int:
    """Index, compare and group every report that was not yet; gives their number. Interrupted, it goes on where it stopped.

    `progress` is told how many reports are compared, of how many: 0 of them at first.

    All are indexed before the first is compared: what a publisher prints again and again is known only from many of its reports.
    """
    texts, vectors = Texts(archive), Vectors(archive)
    for group in _groups(_numbers(archive, "select n from report where n not in (select report from compared) order by published, id")):
        with archive.writing():
            copies.index(archive, group, texts)
            stories.index(archive, group)
    sql = "select c.report from compared c join report r on r.n = c.report where not c.done order by r.published, r.id"
    waiting = _numbers(archive, sql)
    if progress:
        progress(0, len(waiting))
    for number, group in enumerate(_groups(waiting)):
        with archive.writing():
            copies.update(archive, group, texts)
            window = Window.around(archive, group, vectors)
            stories.update(archive, group, texts, window)
            occurrences.update(archive, group, window)
        if progress:
            progress(min((number + 1) * GROUP, len(waiting)), len(waiting))
    if archive.db.execute("select 1 from occurrence_stale").get:  # reports that were read again, judgements
        with archive.writing():
            occurrences.update(archive)
    for group in _groups(identities.waiting(archive)):
        with archive.writing():
            identities.update(archive, group)
    return len(waiting)


def _numbers(archive: Archive, sql: str) -> list[int]:
    return [int(row[0]) for row in archive.db.execute(sql)]


def _groups(numbers: list[int]) -> list[list[int]]:
    return [numbers[start : start + GROUP] for start in range(0, len(numbers), GROUP)]
