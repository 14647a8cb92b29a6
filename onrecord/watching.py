"""Watches feeds: asks each politely when it is due, adds what is new, and keeps its state in the archive.

An entry is ticked off only after the commit that holds its report, and before anything else is done with its feed; a watch that is
killed in between fetches that one entry again and finds its bytes already stored.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from onrecord.adding import add_sources
from onrecord.errors import InputError, OnRecordError, UsageError
from onrecord.ingest.feeds import Entry, Feed
from onrecord.ingest.fetch import Fetched, Fetcher
from onrecord.ingest.inputs import unforeseen
from onrecord.ingest.web import feed_of, read_entry
from onrecord.model.source import Unread
from onrecord.store import Added, Archive
from onrecord.workers import Item, Workers

INTERVAL = 900
"""Seconds between two looks at a feed unless its entry says otherwise."""
SHORTEST = 60
BACK_OFF = 2.0
LONGEST_BACK_OFF = 86_400
"""After each failure in a row a feed waits twice as long, up to a day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """One feed to watch."""

    url: str
    interval: int = INTERVAL
    publisher: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What one look at a feed gave: reports added, or the error."""

    url: str
    added: tuple[Added, ...] = ()
    error: OnRecordError | None = None
    unchanged: bool = False


def read_watch_list(path: Path) -> list[Watched]:
    """Read FEEDS.toml: tables `[[feed]]` with `url` and, if wanted, `interval` (seconds, at least 60) and `publisher`.

    Raises `UsageError` that names the feed and what is wrong with it.
    """
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(str(error), report=str(path), stage="watch", code="BAD_WATCH_LIST", remedy="see docs/archive.md") from error
    feeds = data.get("feed")
    if not isinstance(feeds, list) or not feeds:
        raise UsageError("there is no [[feed]] in it", report=str(path), stage="watch", code="BAD_WATCH_LIST", remedy="see docs/archive.md")
    return [_watched(feed, n, path) for n, feed in enumerate(feeds, 1)]


def _watched(feed: object, number: int, path: Path) -> Watched:
    def wrong(what: str) -> UsageError:
        return UsageError(f"feed {number}: {what}", report=str(path), stage="watch", code="BAD_WATCH_LIST", remedy="see docs/archive.md")

    if not isinstance(feed, dict) or not isinstance(feed.get("url"), str):
        raise wrong("it has no url")
    unknown = sorted(set(feed) - {"url", "interval", "publisher"})
    if unknown:
        raise wrong(f"there is no {unknown[0]!r}; it takes url, interval, publisher")
    interval = feed.get("interval", INTERVAL)
    if not isinstance(interval, int) or interval < SHORTEST:
        raise wrong(f"interval is a number of seconds from {SHORTEST}")
    publisher = feed.get("publisher")
    return Watched(url=feed["url"], interval=interval, publisher=publisher if isinstance(publisher, str) else None)


class Watch:
    """Looks at feeds when they are due. `now` gives the moment in UTC; tests hand over their own."""

    def __init__(
        self,
        archive: Archive,
        feeds: list[Watched],
        fetcher: Fetcher,
        readers: Workers,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.archive, self.feeds, self.fetcher, self.readers = archive, feeds, fetcher, readers
        self.settings = replace(readers.settings, apart=True)
        self.now: Callable[[], datetime] = _now if now is None else now

    def round(self) -> Iterator[Look]:
        """Look at every feed that is due, in the order of the list."""
        for feed in self.feeds:
            if self.due(feed) <= self.now():
                yield self.look(feed)

    def due(self, feed: Watched) -> datetime:
        """Give the moment from which a feed may be looked at again."""
        row = self.archive.db.execute("select next_at from feed where url = ?", (feed.url,)).fetchone()
        if row is None or row[0] is None:
            return datetime.min.replace(tzinfo=UTC)
        # A clock set back must not put a feed to sleep for years: no wait is ever longer than the longest back-off.
        return min(datetime.fromisoformat(str(row[0])), self.now() + timedelta(seconds=LONGEST_BACK_OFF))

    def look(self, feed: Watched) -> Look:
        """Ask one feed, add its new entries, and note when to ask again."""
        row = self.archive.db.execute("select etag, modified, failures from feed where url = ?", (feed.url,)).fetchone()
        etag, modified, failures = row or (None, None, 0)
        try:
            answer = self.fetcher.fetch(feed.url, etag=_text(etag), modified=_text(modified))
            added = () if answer.unchanged else tuple(self._take(feed, answer))
        except InputError as error:
            return self._failed(feed, int(failures or 0) + 1, error)
        except OnRecordError:
            raise
        except Exception as error:  # what one feed does to its reader must not end the watch over the others
            return self._failed(feed, int(failures or 0) + 1, unforeseen(feed.url, error))
        self._asked(feed, answer)
        return Look(url=feed.url, added=added, unchanged=answer.unchanged)

    def _take(self, feed: Watched, answer: Fetched) -> Iterator[Added]:
        parsed = feed_of(answer, self.settings, lambda unread: self.readers.open([unread]))
        known = {r[0] for r in self.archive.db.execute("select guid from feed_item where feed = ?", (feed.url,))}
        new = {e.guid: e for e in reversed(parsed.entries) if e.guid not in known}
        for entry in new.values():
            yield from self._take_entry(feed, parsed, entry)

    def _take_entry(self, feed: Watched, parsed: Feed, entry: Entry) -> list[Added]:
        found = read_entry(entry, parsed, feed.url, self.fetcher, self.settings)
        if (isinstance(found, InputError) and found.code in ("TIMEOUT", "UNREACHABLE", "TRUNCATED", "HTTP_429")) or _server_error(found):
            return []  # a passing fault: the entry is not ticked off and is asked for again at the next look
        if feed.publisher and isinstance(found, Unread):
            found = replace(found, publisher=feed.publisher)
        added = list(add_sources(self.archive, [found], self.settings, workers=self.readers))
        with self.archive.writing():
            id = added[0].id if added and added[0].outcome in ("added", "seen") else None
            values = (feed.url, entry.guid, entry.link, id, _iso(self.now()))
            self.archive.db.execute("insert or ignore into feed_item values (?, ?, ?, ?, ?)", values)
        return added

    def _asked(self, feed: Watched, answer: Fetched) -> None:
        with self.archive.writing():
            self.archive.db.execute(
                """insert into feed (url, etag, modified, next_at, failures, last_error) values (?, ?, ?, ?, 0, null)
                on conflict (url) do update set etag = coalesce(excluded.etag, etag), modified = coalesce(excluded.modified, modified),
                next_at = excluded.next_at, failures = 0, last_error = null""",
                (feed.url, answer.etag, answer.modified, _iso(self.now() + timedelta(seconds=feed.interval))),
            )

    def _failed(self, feed: Watched, failures: int, error: OnRecordError) -> Look:
        wait = min(feed.interval * BACK_OFF ** min(failures, 30), LONGEST_BACK_OFF)
        with self.archive.writing():
            self.archive.db.execute(
                """insert into feed (url, next_at, failures, last_error) values (?, ?, ?, ?)
                on conflict (url) do update set next_at = excluded.next_at, failures = excluded.failures,
                last_error = excluded.last_error""",
                (feed.url, _iso(self.now() + timedelta(seconds=wait)), failures, str(error)),
            )
        return Look(url=feed.url, error=error)

    def next_due(self) -> datetime:
        """Give the moment at which the next feed is due."""
        return min(map(self.due, self.feeds))


def _now() -> datetime:
    return datetime.now(UTC)


def _server_error(found: Item) -> bool:
    return isinstance(found, OnRecordError) and found.code.startswith("HTTP_5")


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _iso(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S+00:00")
