"""Brings what is known across reports up to date with what was added to an archive."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from onrecord.compare import copies, identities, occurrences, row_tolls, stories
from onrecord.compare.copying.texts import Texts
from onrecord.compare.grouping.window import Vectors, Window
from onrecord.store import Archive

GROUP = 500
"""Reports that are compared in one go: what the work on one costs beyond its own is shared."""
FIRST = 50
"""Reports of the first go, before it is known how long they take."""
HOLD = 2.0
"""Seconds that one go may hold the archive: whoever adds reports meanwhile waits that long at most, now and then twice."""
GIVE_WAY = 0.15
"""Seconds between two goes in which others that wait may write: SQLite has them look every tenth of a second."""


class _Goes:
    """Cuts reports into goes, fewer in one where the last one took long, and lets others write between two.

    A go has a cost of its own (the reports around its own are read), which fewer reports in it do not lower: on a busy machine, goes of a
    report or two cost many times as much and hold the archive hardly less. How goes of two sizes differ says what is its own.
    """

    def __init__(self) -> None:
        self.size = min(GROUP, FIRST)
        self._before: tuple[int, float] | None = None
        self._least = 1.0

    def over(self, numbers: list[int]) -> Iterator[list[int]]:
        at = 0
        while at < len(numbers):
            start = time.monotonic()
            yield (group := numbers[at : at + self.size])
            at += len(group)
            took = time.monotonic() - start
            if took > HOLD:
                self.size = self._smaller(len(group), took)
                time.sleep(GIVE_WAY)
            elif took < HOLD / 2 and len(group) == self.size:
                self.size = min(GROUP, 2 * self.size)
            self._before = (len(group), took)

    def _smaller(self, count: int, took: float) -> int:
        """Give the size of a go after one that took too long: half of it or more, and so many that they cost as much as the go itself."""
        if self._before is not None and self._before[0] != count:
            each = (took - self._before[1]) / (count - self._before[0])
            own = took - each * count
            self._least = max(1.0, own / each if each > 0 else count)
        return min(GROUP, round(max(count * HOLD / took, count / 2, self._least)))


def update(archive: Archive, progress: Callable[[int, int], None] | None = None) -> int:
    """Index, compare and group every report that was not yet; gives their number. Interrupted, it goes on where it stopped.

    `progress` is told how many reports are compared, of how many: 0 of them at first.

    All are indexed before the first is compared: what a publisher prints again and again is known only from many of its reports.
    """
    texts, vectors = Texts(archive), Vectors(archive)
    new = _numbers(archive, "select n from report where n not in (select report from compared) order by published, id")
    for group in _Goes().over(new):
        with archive.writing():
            copies.index(archive, group, texts)
            stories.index(archive, group)
    sql = "select c.report from compared c join report r on r.n = c.report where not c.done order by r.published, r.id"
    waiting = _numbers(archive, sql)
    if progress:
        progress(0, len(waiting))
    done = 0
    for group in _Goes().over(waiting):
        with archive.writing():
            copies.update(archive, group, texts)
            window = Window.around(archive, group, vectors)
            stories.update(archive, group, texts, window)
            occurrences.update(archive, group, window)
        done += len(group)
        if progress:
            progress(done, len(waiting))
    if archive.db.execute("select 1 from occurrence_stale").get:  # reports that were read again, judgements
        with archive.writing():
            occurrences.update(archive)
    for group in _Goes().over(row_tolls.waiting(archive)):
        with archive.writing():
            row_tolls.update(archive, group)
    for group in _Goes().over(identities.waiting(archive)):
        with archive.writing():
            identities.update(archive, group)
    return len(waiting)


def _numbers(archive: Archive, sql: str) -> list[int]:
    return [int(row[0]) for row in archive.db.execute(sql)]
