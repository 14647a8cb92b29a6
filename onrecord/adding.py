"""From sources to an archive: what is already there is only noted, the rest is read and stored in durable groups."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING

from onrecord.errors import OnRecordError
from onrecord.model.source import Source
from onrecord.settings import Settings
from onrecord.store import Added, Archive
from onrecord.workers import Item, Workers, batches, opened_here, read_here

if TYPE_CHECKING:
    from onrecord.pipeline import Reader

PATIENCE_MS = 600_000
"""How long one who adds waits for others that write: a machine at its limit may take its time over comparing."""
LOOK_AHEAD = 256
"""Sources whose ids are looked up in one query before any of them is read, if they come that fast."""


def add_sources(
    archive: Archive, items: Iterable[Item], settings: Settings, *, workers: int | Workers = 1, reader: Reader | None = None
) -> Iterator[Added]:
    """Read what the archive does not hold yet and store it; give one `Added` a source once it is safely on disk.

    Sources come out in groups: those that were already known first. A run that is stopped loses nothing that was given out, and
    the same call goes on where it stopped. `workers`: how many processes read, or those that do; with `reader` this one does. Raises
    `StorageError`.
    """
    noted: list[Added] = []
    archive.db.set_busy_timeout(PATIENCE_MS)
    with ExitStack() as stack:
        if reader is not None:
            outcomes = read_here(_fresh(archive, opened_here(items, reader), noted), reader)
        else:
            crew = workers if isinstance(workers, Workers) else stack.enter_context(Workers(settings, workers))
            outcomes = crew.read(_fresh(archive, crew.open(items), noted))
        for added in archive.add(outcomes):
            yield from _drain(noted)
            yield added
        yield from _drain(noted)


def _fresh(archive: Archive, items: Iterable[Source | OnRecordError], noted: list[Added]) -> Iterator[Source | OnRecordError]:
    """Pass on what is new; note the sightings of what is known."""
    for batch in batches(items, LOOK_AHEAD):
        known = archive.known(item.id for item in batch if isinstance(item, Source))
        seen = [item for item in batch if isinstance(item, Source) and item.id in known]
        if seen:
            noted.extend(archive.saw(seen))
        yield from (item for item in batch if not (isinstance(item, Source) and item.id in known))


def _drain(noted: list[Added]) -> Iterator[Added]:
    yield from noted
    noted.clear()
